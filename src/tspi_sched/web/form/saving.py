"""A scenario saved from the form: read as the commands would read it, then written whole or not at all."""

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from tspi_sched.errors import Fault, InputError
from tspi_sched.exports.common.files import SUFFIX, write_text
from tspi_sched.problem import Title
from tspi_sched.reading import read_noted, read_title
from tspi_sched.reading.files import read_text, read_toml
from tspi_sched.reading.title import DEFAULT
from tspi_sched.starter import SCENARIO
from tspi_sched.starter.scenario import scenario_text
from tspi_sched.web.form.rewriting import rewritten_to
from tspi_sched.web.sessions import Variant

saving = Lock()
"""Two tabs that save at once wait for each other: what is read, changed and written is one step."""


@dataclass(frozen=True, slots=True)
class File:
    """A scenario's file: its path, its text and its content; for a workbook alone, those that it would begin with."""

    path: Path
    text: str
    content: dict[str, Any]
    is_new: bool = False


def scenario_file(variant: Variant, title: Title) -> File:
    """The scenario of a variant as it is now; raises `InputError` if it is no TOML."""
    if variant.input.suffix.lower() == ".toml":
        return File(variant.input, read_text(variant.input), read_toml(variant.input))
    path = variant.input.with_name(SCENARIO)
    if path.exists():  # made in another tab meanwhile
        return File(path, read_text(path), read_toml(path))
    text = scenario_text(variant.workbook.name, variant.name, title)
    return File(path, text, tomllib.loads(text), is_new=True)


def title_of(variant: Variant) -> Title:
    """The title that a variant is about, as far as its scenario says; TSPI where that cannot be read."""
    named = variant.content.get("title")
    with suppress(InputError):
        return read_title(named if isinstance(named, str) and named else DEFAULT, variant.input.parent)
    return read_title(DEFAULT, Path())


def faults_in(file: File, text: str) -> tuple[Fault, ...]:
    """What the commands would find wrong in a scenario of this text; faults of its workbook are not its own."""
    book = Path(str(tomllib.loads(text).get("workbook", ""))).name
    draft = file.path.with_name(f".{file.path.stem[:100]}.{os.getpid()}{SUFFIX}.toml")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        read_noted(draft)
    except InputError as error:
        own = (fault for fault in error.faults if fault.file not in ("", book))
        return tuple(replace(fault, file=file.path.name if fault.file == draft.name else fault.file) for fault in own)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return ()


def saved(file: File, wanted: dict[str, Any]) -> tuple[Fault, ...]:
    """Write a scenario with other content; gives the faults that this would bring in, and then writes nothing."""
    if wanted == file.content and not file.is_new:
        return ()
    text = rewritten_to(file.text, wanted)
    before = () if file.is_new else faults_in(file, file.text)
    new = tuple(fault for fault in faults_in(file, text) if fault not in before)
    if not new:
        write_text(file.path, text)
    return new
