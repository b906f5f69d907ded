"""Entries as events, and what becomes of them from one export to the next.

An event that says the same as before keeps its number and its date, so that an export which changes nothing changes no
file. One that changed takes the next number; one that is gone stays in the file as cancelled, without its texts.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from tspi_sched.export.ics.calendars import Entry
from tspi_sched.export.ics.lines import ZONE, text, unfold
from tspi_sched.plan import moment
from tspi_sched.problem import Problem
from tspi_sched.texts import _

Stamp = str
"""A moment in universal time, as ``20261201T080000Z``."""

_UID = re.compile(r"UID:([0-9a-f]{32}@tspi-sched)")
_STAMP = re.compile(r"DTSTAMP:(\d{8}T\d{6}Z)")
_SEQUENCE = re.compile(r"SEQUENCE:(\d{1,9})")
_TIME = re.compile(rf"DT(?:START|END);TZID={ZONE}:\d{{8}}T\d{{6}}")

CANCELLED = "STATUS:CANCELLED"


@dataclass(frozen=True)
class Event:
    """One event: `lines` are all but its number and its date."""

    uid: str
    lines: tuple[str, ...]
    sequence: int = 0
    stamp: Stamp = ""

    def all_lines(self) -> list[str]:
        """The event as it is written, before folding."""
        head = ["BEGIN:VEVENT", f"UID:{self.uid}", f"DTSTAMP:{self.stamp}", f"SEQUENCE:{self.sequence}"]
        return [*head, *self.lines, "END:VEVENT"]


def event(problem: Problem, entry: Entry) -> Event:
    """The event of an entry, with neither number nor date yet."""
    lines = (
        _time("DTSTART", entry.day, entry.start),
        _time("DTEND", entry.day, entry.end),
        f"SUMMARY:{text(entry.title)}",
        f"LOCATION:{text(entry.place)}" if entry.place else "",
        f"DESCRIPTION:{text(*entry.about)}" if entry.about else "",
        "STATUS:CONFIRMED",
    )
    return Event(_uid(problem, entry), tuple(line for line in lines if line))


def _uid(problem: Problem, entry: Entry) -> str:
    """The same for the same thing in the same session, whatever its time and place; nobody's name can be read in it."""
    session = problem.title.code, problem.centre, problem.days[0].date.isoformat()
    return hashlib.sha256(json.dumps([*session, *entry.key]).encode()).hexdigest()[:32] + "@tspi-sched"


def _time(name: str, day: date, minute: int) -> str:
    return f"{name};TZID={ZONE}:{moment(day, minute):%Y%m%dT%H%M%S}"


@dataclass(frozen=True)
class Update:
    """What an export does to the earlier one: its events, what is wanted now in any file, and the moment.

    What is new takes a number above all earlier ones: if its file was there before and somebody deleted it, it replaces
    what people have all the same.
    """

    earlier: list[Event]
    wanted: frozenset[str]
    stamp: Stamp

    @cached_property
    def before(self) -> dict[str, Event]:
        """The latest form of every earlier event, in whichever file it was."""
        return {one.uid: one for one in sorted(self.earlier, key=lambda one: one.sequence)}

    @cached_property
    def first(self) -> int:
        """The number of what is new."""
        return 1 + max((one.sequence for one in self.earlier), default=-1)


def updated(new: list[Event], earlier: list[Event], update: Update) -> list[Event]:
    """The new events of a file numbered after the earlier ones, then what was in it and is wanted nowhere any more."""
    gone = [_cancelled(one) for one in earlier if one.uid not in update.wanted]
    return [_after(one, update) for one in (*new, *gone)]


def _after(new: Event, update: Update) -> Event:
    before = update.before.get(new.uid)
    if before is None:
        return replace(new, sequence=update.first, stamp=update.stamp)
    if before.lines == new.lines:
        return before
    return replace(new, sequence=before.sequence + 1, stamp=update.stamp)


def _cancelled(before: Event) -> Event:
    """Only its time stays: whoever takes the file later need not know what it was."""
    times = tuple(line for line in before.lines if _TIME.fullmatch(line))
    return Event(before.uid, (*times, f"SUMMARY:{text(_('Annulé'))}", CANCELLED))


# --- reading back ----------------------------------------------------------------------------------------------------


def read_events(content: bytes) -> list[Event]:
    """The events of an earlier file; what is not as we write it is passed over."""
    found = (_read(lines) for lines in _blocks(unfold(content)))
    return list({one.uid: one for one in found if one}.values())


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line == "END:VEVENT":
            yield block
        block = [] if line in ("BEGIN:VEVENT", "END:VEVENT") else [*block, line]


def _read(lines: list[str]) -> Event | None:
    heads = {pattern: [m[1] for line in lines if (m := pattern.fullmatch(line))] for pattern in _HEADS}
    if not all(len(values) == 1 for values in heads.values()):
        return None
    others = tuple(line for line in lines if not any(pattern.fullmatch(line) for pattern in _HEADS))
    (uid,), (stamp,), (sequence,) = heads.values()
    return Event(uid, others, int(sequence), stamp)


_HEADS = (_UID, _STAMP, _SEQUENCE)
