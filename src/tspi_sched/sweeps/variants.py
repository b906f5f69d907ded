"""Every combination of a sweep as a scenario of its own, read and checked as any other."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomlkit

from tspi_sched.errors import Fault, InputError, fault
from tspi_sched.problem import Problem
from tspi_sched.sweeps import keys
from tspi_sched.sweeps.bases import Base, Content, absolute, read_bases
from tspi_sched.sweeps.definition import MOST, Axis, Choice, Label, Sweep, where
from tspi_sched.sweeps.generated import choices_of
from tspi_sched.sweeps.keys import WITHOUT_VALUES, joined
from tspi_sched.texts import _, mark
from tspi_sched.wishes import Wishes

Told = Callable[[int, int], None]
"""Called with how many scenarios are read, and of how many."""


@dataclass(frozen=True)
class Variant:
    """One scenario of a sweep: its base, what each axis is set to, the session and wishes, or what is wrong with it."""

    base: Base
    labels: tuple[Label, ...]
    content: Content
    problem: Problem | None = None
    wishes: Wishes | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """What its plan is called."""
        return " – ".join([self.base.label, *map(str, self.labels)])

    def written(self, folder: Path) -> str:
        """Its scenario file, as it holds in a folder."""
        content = deepcopy(self.content)
        for key in ("workbook", "title"):
            if isinstance(value := content.get(key), str) and Path(value).is_absolute():
                content[key] = _seen_from(folder, value)
        return tomlkit.dumps({"name": self.name, **{key: value for key, value in content.items() if key != "name"}})


def _seen_from(folder: Path, path: str) -> str:
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()


def read_variants(sweep: Sweep, told: Told = lambda done, total: None) -> tuple[Variant, ...]:
    """Every scenario, in the order of the bases and then of the axes, the last one turning fastest.

    A base or combination that cannot be read is one with faults. Raises `InputError` if no base can be read, or for
    values that no session takes.
    """
    bases = read_bases(sweep.bases, sweep.folder)
    if not any(base.problem for base in bases):
        raise InputError(tuple(fault for base in bases for fault in base.faults))
    planned = [(base, picks) for base in bases for picks in _combinations(base, sweep.axes)]
    if len(planned) > MOST:
        text = _("{count} scénarios : au plus {most} dans un balayage")
        raise fault(text.format(count=len(planned), most=MOST), file=sweep.file)
    found = []
    with TemporaryDirectory(prefix="tspi-sched-") as folder:
        reader = _Reader(sweep, Path(folder))
        for base, picks in planned:
            found.append(reader.variant(base, picks))
            told(len(found), len(planned))
        _refuse_useless(sweep, bases, found, reader)
    return tuple(found)


Picks = tuple["Choice | InputError", ...]
"""A value of each axis, or why a session has none."""


def _combinations(base: Base, axes: Sequence[Axis]) -> Iterator[Picks]:
    """A base that cannot be read is one row, whatever would be varied in it."""
    if base.problem is None:
        yield ()
        return
    several = [list(_picks(axis, base.problem)) for axis in axes]
    if prod(map(len, several)) > MOST:
        text = _("{count} scénarios : au plus {most} dans un balayage")
        raise fault(text.format(count=prod(map(len, several)), most=MOST))
    yield from product(*several)


def _picks(axis: Axis, problem: Problem) -> Iterator["Choice | InputError"]:
    """The values of an axis, one that this session cannot have as the error that says so."""
    if not axis.numbers:
        yield from choices_of(axis, problem)
        return
    for number in axis.numbers:
        try:
            yield from choices_of(replace(axis, numbers=(number,)), problem)
        except InputError as error:
            yield Refused(number, error)


class Refused(InputError):
    """A value of an axis that a session cannot have."""

    def __init__(self, label: Label, error: InputError) -> None:
        super().__init__(error.faults)
        self.label = label


class _Reader:
    """Reads combinations, each content once."""

    def __init__(self, sweep: Sweep, folder: Path) -> None:
        self.sweep, self.folder = sweep, folder
        self.known: dict[str, tuple[Problem | None, Wishes | None, tuple[Fault, ...]]] = {}

    def variant(self, base: Base, picks: Picks) -> Variant:
        """One combination."""
        labels = tuple(pick.label if isinstance(pick, Choice | Refused) else "" for pick in picks)
        if base.problem is None:
            return Variant(base, ("",) * len(self.sweep.axes), base.content, faults=base.faults)
        refused = [pick for pick in picks if isinstance(pick, InputError)]
        if refused:
            return Variant(base, labels, base.content, faults=tuple(one for error in refused for one in error.faults))
        content = combined(base, self.sweep, [pick for pick in picks if isinstance(pick, Choice)])
        problem, wishes, faults = self._read(base, content)
        return Variant(base, labels, content, problem, wishes, faults)

    def _read(self, base: Base, content: Content) -> tuple[Problem | None, Wishes | None, tuple[Fault, ...]]:
        import tspi_sched

        text = json.dumps(content, sort_keys=True, default=str)
        if text not in self.known:
            path = self.folder / f"{base.path.stem}.toml"
            try:
                path.write_text(tomlkit.dumps(content), encoding="utf-8")
                problem, wishes = tspi_sched.read(path)
                self.known[text] = problem, wishes, ()
            except InputError as error:
                self.known[text] = None, None, error.faults
        return self.known[text]


def combined(base: Base, sweep: Sweep, choices: Iterable[Choice]) -> Content:
    """What a combination says: the base, the sweep's limits, then each axis; lists are added to at last."""
    content = deepcopy(base.content)
    for key, value in (("time_limit", sweep.time_limit), ("workers", sweep.workers or ALONE), ("seed", sweep.seed)):
        if value is not None:
            put(content, ("solver", key), value)
    choices = list(choices)
    filled: set[keys.Path] = set()
    for path, stated in (change for choice in choices for change in choice.changes):
        if path in filled and joined(path) and isinstance(stated, list):
            stated = [*_at(content, path), *stated]
        elif path in _PATHS and isinstance(stated, str):
            stated = absolute(path[0], stated, base.path.absolute().parent)
        put(content, path, deepcopy(stated))
        filled.add(path)
    for path, more in (addition for choice in choices for addition in choice.additions):
        there = _at(content, path)
        put(content, path, [*(there if isinstance(there, list) else ()), *map(deepcopy, more)])
    return content


_PATHS = (("workbook",), ("title",))

ALONE = 1
"""Processor cores for each search, unless the sweep says otherwise: many searches at once need no more."""


def put(content: Content, path: keys.Path, value: Any) -> None:
    """Set a key, in tables that are made where they are missing."""
    for part in path[:-1]:
        if not isinstance(content.get(part), dict):
            content[part] = {}
        content = content[part]
    content[path[-1]] = value


def _at(content: Any, path: keys.Path) -> Any:
    for part in path:
        content = content.get(part) if isinstance(content, dict) else None
    return content


# --- values that nobody can use --------------------------------------------------------------------------------------


def _refuse_useless(sweep: Sweep, bases: Sequence[Base], variants: Sequence[Variant], reader: _Reader) -> None:
    """Faults of the sweep itself: a value that no session takes, even alone."""
    faults: list[Fault] = []
    for place, axis in enumerate(sweep.axes):
        labels = dict.fromkeys(one.labels[place] for one in variants if one.base.problem)
        for number, label in enumerate(labels, 1):
            having = [one for one in variants if one.base.problem and one.labels[place] == label]
            if any(one.problem for one in having):
                continue
            spot = where(axis.name, place + 1, 0 if axis.generate == WITHOUT_VALUES else number)
            faults += _alone(sweep, axis, label, bases, reader, spot)
    if faults:
        raise InputError(tuple(dict.fromkeys(faults)))


def _alone(
    sweep: Sweep, axis: Axis, label: Label, bases: Sequence[Base], reader: _Reader, spot: str
) -> Iterator[Fault]:
    """What every session says against one value alone; nothing if one of them takes it."""
    found: list[Fault] = []
    for base in bases:
        if base.problem is None:
            continue
        pick = next((one for one in _picks(axis, base.problem) if _label(one) == label), None)
        if pick is None:
            continue
        alone = reader.variant(base, (pick,))
        if alone.problem:
            return
        found += alone.faults
    for one in found:
        message = mark(":").join(part for part in (one.where, one.message) if part)
        yield Fault(sweep.file, spot, message)


def _label(pick: "Choice | InputError") -> Label | None:
    return pick.label if isinstance(pick, Choice | Refused) else None
