"""A copy of all that a plan was made from, which reads as the original does: scenario, workbook, title, the organiser's
words with their logo. Files that others name are named anew, since in the copy they stand side by side."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import tomlkit

from tspi_sched.documents import FILE
from tspi_sched.exports.common.files import write_text
from tspi_sched.reading import input_files, title_file
from tspi_sched.reading.files import read_text, read_toml

SCENARIO = ".toml"
CONTACTS = "contacts-events.toml"
BESIDE = "title-"
"""What the copy of a title's file is called after, so that it is never taken for the scenario."""


def copy_sources(input: Path, documents: Path | None, folder: Path) -> str:
    """Copy an input that can be read, and the organiser's words, into a folder; returns the name of what is to be read
    there. Names stay, since a scenario without one is called after its file."""
    folder.mkdir(parents=True)
    workbook, title = input_files(input)[-1], title_file(input)
    names = {"workbook": workbook.name, "title": BESIDE + title.path.name}
    shutil.copyfile(workbook, folder / workbook.name)
    shutil.copyfile(title.path, folder / names["title"])
    words = documents or input.parent / FILE
    if words.is_file():
        _copy_words(words, folder)
    if input.suffix.lower() == SCENARIO:
        write_text(folder / input.name, _renamed(read_text(input), names))
        return input.name
    if title.built_in:
        return workbook.name
    stem = workbook.stem  # the workbook names a file, which is elsewhere now: a scenario says where
    write_text(folder / f"{stem}{SCENARIO}", _renamed("", {"name": stem, **names}))
    return f"{stem}{SCENARIO}"


def copy_contacts(events: Path | None, folder: Path) -> None:
    """Copy an events file, for the telephones of those whom it adds; a plan does not say them."""
    if events is not None and events.is_file():
        shutil.copyfile(events, folder / CONTACTS)


def contacts_beside(input: Path) -> Path | None:
    """The events file among the sources of an edition."""
    path = input.parent / CONTACTS
    return path if path.is_file() else None


def _copy_words(path: Path, folder: Path) -> None:
    """The organiser's words with the name of the logo's copy."""
    logo = str(read_toml(path).get("logo", ""))
    names = {}
    if logo and (path.parent / logo).is_file():
        names["logo"] = f"logo{Path(logo).suffix}"
        shutil.copyfile(path.parent / logo, folder / names["logo"])
    write_text(folder / FILE, _renamed(read_text(path), names))


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """A file of settings with other names of files; its other lines stay as they were written."""
    document = tomlkit.parse(text)
    for key, name in names.items():
        document[key] = name
    return tomlkit.dumps(document)
