"""The notes of the day: a file of events in the session's folder, the same that `replan --events` takes.

The page and a person may both write in it: what the page does not know (comments, other events) stays as it is.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import write_text
from tspi_sched.plan import Event
from tspi_sched.problem import Problem
from tspi_sched.reading.events import read_incident, table_of, written
from tspi_sched.reading.events.file import KEYS
from tspi_sched.reading.events.more import MORE
from tspi_sched.texts import _

FILE = "evenements.toml"
"""The name of the file in the session's folder."""
REHEARSAL = "repetition.toml"
"""The file of a rehearsal, beside it: what is noted there is of no other day, and goes when the rehearsal ends."""

_writing = threading.Lock()


@dataclass(frozen=True)
class Notes:
    """The events noted; the moment by the clock (`clock`), which the file sets for a rehearsal (`rehearsal`); the
    moment as a new plan counts it: None before the session (`now`); whether the session is over."""

    events: tuple[Event, ...]
    clock: datetime
    now: datetime | None
    over: bool
    rehearsal: bool


def read_notes(problem: Problem, path: Path, machine: datetime) -> Notes:
    """The notes in a file, at a moment of the machine's clock; raises `InputError` with every fault in it."""
    if not path.is_file():
        said = read_incident(problem, machine=machine)
        return Notes((), machine, said.now, said.over, False)
    said = read_incident(problem, (), path, machine=machine)
    return Notes(said.events, said.clock or machine, said.now, said.over, "now" in _document(path))


def note(problem: Problem, path: Path, machine: datetime, change: Callable[[Notes], Iterable[Event]]) -> Notes:
    """Change the events of a file: `change` gives those that hold after it; one writer at a time, and whole or not at
    all. Nothing is written over a file with faults."""
    with _writing:
        notes = read_notes(problem, path, machine)
        new = tuple(change(notes))
        if new != notes.events:
            _write(path, _with_events(path, notes.events, new))
        return read_notes(problem, path, machine)


def notes_in(folder: Path) -> Path:
    """The file of the notes that count now in a session's folder: of the rehearsal while there is one."""
    rehearsal = folder / REHEARSAL
    return rehearsal if rehearsal.is_file() else folder / FILE


def rehearse(problem: Problem, folder: Path, machine: datetime, now: datetime) -> Notes:
    """Set the clock of a rehearsal, which begins with what was noted of the day; raises `InputError` where something is
    noted that would be still to come."""
    with _writing:
        path, source = folder / REHEARSAL, notes_in(folder)
        before = path.read_bytes() if path.is_file() else None
        document = _document(source)
        document.pop("now", None)
        _write(path, f'now = "{written(now)}"\n{tomlkit.dumps(document)}')
        try:
            return read_notes(problem, path, machine)
        except InputError:
            if before is not None:
                _write(path, before.decode("utf-8"))
            else:
                path.unlink(missing_ok=True)
            raise


def end_rehearsal(folder: Path) -> None:
    """Back to the machine's clock and to the day's own notes; those of the rehearsal go."""
    with _writing:
        (folder / REHEARSAL).unlink(missing_ok=True)
        if "now" in (document := _document(folder / FILE)):  # a clock that somebody set by hand
            document.pop("now")
            _write(folder / FILE, tomlkit.dumps(document))


def _write(path: Path, text: str) -> None:
    write_text(path, text if text.strip() else f"# {_('Notes de la journée : ce qui a eu lieu, et quand')}\n")


def _document(path: Path) -> tomlkit.TOMLDocument:
    return tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.is_file() else tomlkit.document()


def _with_events(path: Path, old: tuple[Event, ...], new: tuple[Event, ...]) -> str:
    """The text of a file with other events. Its tables are in the order in which they were read; what an incident adds
    to the session stays."""
    document, kept = _document(path), [event for event in new if event.kind != MORE]
    places = [(key, place) for key, tables in document.items() if key in KEYS for place in range(len(tables))]
    told = [event for event in old if event.kind != MORE]
    for (key, place), event in reversed(list(zip(places, told, strict=True))):
        if event in kept:
            kept.remove(event)
        else:
            _tables(document, key).pop(place)
    for event in kept:
        said = table_of(event)
        table = tomlkit.table()
        table.update({key: value for key, value in said.items() if key != "event"})
        _tables(document, event.kind).append(table)
    for key in [key for key, tables in document.items() if key in KEYS and not tables]:
        document.remove(key)
    return tomlkit.dumps(document)


def _tables(document: tomlkit.TOMLDocument, key: str) -> Any:
    """The tables of a kind of event; written in another way (`absent = [{…}]`), they stay so."""
    if key not in document:
        document.append(key, AoT([]))
    return document[key]
