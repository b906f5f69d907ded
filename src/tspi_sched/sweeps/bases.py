"""The base scenarios of a sweep: what each says, read once as it is, with the paths it names made whole."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tspi_sched.errors import Fault, InputError
from tspi_sched.problem import Problem
from tspi_sched.reading import built_in_titles
from tspi_sched.reading.files import read_toml
from tspi_sched.reading.values.near import Names

Content = dict[str, Any]
"""A scenario as TOML has it."""


@dataclass(frozen=True)
class Base:
    """One base scenario: what it is called, its keys, the session as it is; or what is wrong with it."""

    label: str
    path: Path
    content: Content
    problem: Problem | None
    faults: tuple[Fault, ...] = ()

    @property
    def workbook(self) -> Path:
        """The workbook of its facts."""
        return Path(str(self.content.get("workbook", "")))


def read_bases(paths: Iterable[Path], folder: Path) -> tuple[Base, ...]:
    """The bases, those that cannot be read too. They are called by their names where these tell them apart, else by
    their paths from the sweep's folder."""
    found = [_read(path, folder) for path in paths]
    counts = Counter(base.label for base in found)
    if max(counts.values(), default=1) == 1:
        return tuple(found)
    return tuple(Base(_from(folder, base.path), base.path, base.content, base.problem, base.faults) for base in found)


def _from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _read(path: Path, folder: Path) -> Base:
    import tspi_sched

    content: Content = {"workbook": str(path.absolute())}
    try:
        if path.suffix.lower() == ".toml":
            content = _whole(read_toml(path), path.absolute().parent)
        problem, wishes = tspi_sched.read(path)
    except InputError as error:
        return Base(str(content.get("name") or _from(folder, path)), path, content, None, error.faults)
    return Base(wishes.name, path, content, problem)


def _whole(content: Content, folder: Path) -> Content:
    """The same with paths that hold from anywhere."""
    found = dict(content)
    for key in ("workbook", "title"):
        if isinstance(value := found.get(key), str):
            found[key] = absolute(key, value, folder)
    return found


def absolute(key: str, value: str, folder: Path) -> str:
    """A path of a scenario as it holds from anywhere; a built-in title stays its code."""
    if key == "title" and (Names(built_in_titles()).find(value) or not _is_path(value)):
        return value
    return str(Path(os.path.normpath(folder / value)))


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text or "\\" in text
