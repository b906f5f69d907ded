"""A folder of calendars: one per person, and ``session.ics`` for the whole session.

An entry's identifier says what it is about, never when: exported again into the same folder, it replaces the earlier
entry in every calendar that took it, and what is no longer planned is cancelled there.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from tspi_sched.export.files import write_bytes
from tspi_sched.export.ics.calendars import CALENDARS, Calendar, calendars
from tspi_sched.export.ics.events import Event, Stamp, event, read_events, updated
from tspi_sched.export.ics.lines import calendar_bytes, is_ours
from tspi_sched.export.roster import Roster
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem

_OURS = re.compile(rf"(?:{'|'.join(CALENDARS)})-.+\.ics")


def write(problem: Problem, result: Result, path: Path, *, now: datetime | None = None) -> None:
    """Write the calendars of the plan of `result` into the folder `path`; `now` dates what is new or has changed."""
    folder, roster = Path(path), Roster(problem, result.plan or Plan(()))
    stamp: Stamp = f"{(now or datetime.now(UTC)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for calendar in (*(found := calendars(roster)), *_left(folder, found)):
        file = folder / calendar.file
        new = [event(problem, entry) for entry in calendar.entries]
        write_bytes(file, calendar_bytes(calendar.name, _all_lines(updated(new, _earlier(file), stamp))))


def _all_lines(events: list[Event]) -> list[str]:
    return [line for one in events for line in one.all_lines()]


def _earlier(file: Path) -> list[Event]:
    """The events of an earlier export; none if there is none, or if somebody else's file has the name."""
    content = file.read_bytes() if file.is_file() else b""
    return read_events(content) if is_ours(content) else []


def _left(folder: Path, calendars: tuple[Calendar, ...]) -> list[Calendar]:
    """Calendars of people who have nothing to do any more: all in them is to be cancelled."""
    known = {calendar.file for calendar in calendars}
    names = sorted(file.name for file in folder.glob("*.ics")) if folder.is_dir() else []
    return [
        Calendar(name, "", ())
        for name in names
        if name not in known and _OURS.fullmatch(name) and is_ours((folder / name).read_bytes())
    ]
