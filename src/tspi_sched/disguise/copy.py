"""The whole of it: the files of an input read, their names changed, the copies written and looked at."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tspi_sched.disguise import book, scenario
from tspi_sched.disguise.names import Names
from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import replacing, write_text
from tspi_sched.reading import read
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_text
from tspi_sched.reading.scenario.scenario import read_scenario, workbook_alone
from tspi_sched.reading.workbook.headers import Headings

BOOK, SCENARIO, TITLE = "classeur.xlsx", "scenario.toml", "titre.toml"
_WORKBOOK = re.compile(r"""^\s*workbook\s*=\s*["']([^"'\n]+)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Disguised:
    """The copies that were written, and how many faults the input and its copy have."""

    paths: tuple[Path, ...]
    faults: int
    faults_of_copy: int


@dataclass(frozen=True, slots=True)
class _Input:
    """What an input is made of: the scenario's text, if there is one, its workbook, its own title file and headings."""

    text: str
    workbook: Path
    title: Path | None
    headings: Mapping[str, Headings]


def targets(folder: Path) -> tuple[Path, ...]:
    """The files that a copy may be written to."""
    return tuple(folder / name for name in (SCENARIO, BOOK, TITLE))


def disguise(path: Path, folder: Path) -> Disguised:
    """Write the copy of an input, a scenario or a workbook, with other names for people, companies and what leads to
    them; raises `InputError` where the workbook, or the scenario as a text, cannot be opened at all."""
    asked = _asked(path)
    texts = (*book.texts_of(asked.workbook), *scenario.texts_of(asked.text))
    names = Names(texts, secrets.randbits(64))
    copy = book.disguised_book(asked.workbook, asked.headings, names)
    written = [folder / BOOK]
    with replacing(folder / BOOK) as draft:
        copy.save(draft)
    if asked.title:
        written.append(folder / TITLE)
        write_text(folder / TITLE, read_text(asked.title))
    if asked.text:
        written.insert(0, folder / SCENARIO)
        files = {"workbook": BOOK} | ({"title": TITLE} if asked.title else {})
        write_text(folder / SCENARIO, scenario.disguised_scenario(asked.text, names, files))
    return Disguised(tuple(written), _faults(path), _faults(written[0]))


def _asked(path: Path) -> _Input:
    if path.suffix.lower() != ".toml":
        return _Input("", workbook_alone(path).workbook, None, {})
    text = read_text(path)
    try:
        found = read_scenario(path, Faults())
    except InputError:  # not even TOML: the workbook is looked for in the text
        named = _WORKBOOK.search(text)
        if named is None:
            raise
        return _Input(text, path.parent / named[1], None, {})
    title = path.parent / found.title if found.title and found.title.lower().endswith(".toml") else None
    return _Input(text, found.workbook, title if title and title.is_file() else None, found.own_headings)


def _faults(path: Path) -> int:
    """How many faults an input has."""
    try:
        read(path)
    except InputError as error:
        return len(error.faults)
    return 0
