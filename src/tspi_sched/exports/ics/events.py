"""Entries as events, and what becomes of them from one export to the next.

An event that says the same as before keeps its number and its date, so that an export which changes nothing changes no
file. One that changed takes the next number; one that is gone stays in the file as cancelled, without its texts. Which
edition an event is of is not what it says: an event that no edition changes stays of the one that it was.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from tspi_sched.exports.ics.calendars import Entry
from tspi_sched.exports.ics.identity import uid
from tspi_sched.plan import moment
from tspi_sched.texts import _, harmless

_UID = re.compile(r"[0-9a-f]{32}@tspi-sched")
_HEADS = ("UID", "DTSTAMP", "SEQUENCE")
EDITION = "X-TSPI-SCHED-EDITION"
"""What calendars pass over: the edition, to tell it from what the event says."""
_MOST = 10**9
"""Numbers from which an event is not one of ours."""


@dataclass(frozen=True)
class Event:
    """One event: `content` is all of it but its identifier, its number and its date, `stamp`, and the words of the
    `edition` that it is of."""

    uid: str
    content: icalendar.Event
    sequence: int = 0
    stamp: datetime | None = None
    edition: str = ""

    @cached_property
    def said(self) -> bytes:
        """What it says, to be compared."""
        return bytes(self.content.to_ical())

    def whole(self) -> icalendar.Event:
        """The event as it is written."""
        event = self.content.copy(recursive=True)
        event.add("UID", self.uid)
        event.add("DTSTAMP", self.stamp)
        event.add("SEQUENCE", self.sequence)
        if self.edition:
            event["DESCRIPTION"] = icalendar.vText("\n".join(filter(None, (event.get("DESCRIPTION"), self.edition))))
            event.add(EDITION, self.edition)
        return event


@dataclass(frozen=True)
class Setting:
    """What all entries of a session share: what it is known by, where it is, its clock, minutes of a reminder."""

    session: str
    house: tuple[str, ...] = ()
    zone: str = "Europe/Paris"
    reminder: int = 0


def event(setting: Setting, entry: Entry) -> Event:
    """The event of an entry, with neither number nor date yet."""
    content = icalendar.Event()
    content.add("DTSTART", _time(setting, entry.day, entry.start))
    content.add("DTEND", _time(setting, entry.day, entry.end))
    content.add("SUMMARY", harmless(entry.title))
    place = ", ".join(harmless(part) for part in (entry.place, *setting.house) if part)
    if place:
        content.add("LOCATION", place)
    if entry.about:
        content.add("DESCRIPTION", "\n".join(map(harmless, entry.about)))
    content.add("STATUS", "CONFIRMED")
    if setting.reminder and entry.owned:
        content.add_component(_alarm(setting.reminder, harmless(entry.title)))
    return Event(uid(setting.session, entry.key), content)


def _time(setting: Setting, day: date, minute: int) -> datetime:
    return moment(day, minute).replace(tzinfo=ZoneInfo(setting.zone))


def _alarm(minutes: int, title: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    return alarm


@dataclass(frozen=True)
class Update:
    """What an export does to the earlier one: its events, what is wanted now in any file, and the moment.

    What is new takes a number above all earlier ones: if its file was there before and somebody deleted it, it replaces
    what people have all the same. Of an edition, a number that no edition before it gave, were all files deleted.
    """

    earlier: list[Event]
    wanted: frozenset[str]
    stamp: datetime
    edition: str = ""
    least: int = 0

    @cached_property
    def before(self) -> dict[str, Event]:
        """The latest form of every earlier event, in whichever file it was."""
        return {one.uid: one for one in sorted(self.earlier, key=lambda one: one.sequence)}

    @cached_property
    def first(self) -> int:
        """The number of what is new."""
        return max(self.least, 1 + max((one.sequence for one in self.earlier), default=-1))


def updated(new: list[Event], earlier: list[Event], update: Update) -> list[Event]:
    """The new events of a file numbered after the earlier ones, then what was in it and is wanted nowhere any more."""
    gone = [_cancelled(one) for one in earlier if one.uid not in update.wanted]
    return [_after(one, update) for one in (*new, *gone)]


def _after(new: Event, update: Update) -> Event:
    before = update.before.get(new.uid)
    edition = "" if new.content["STATUS"] == "CANCELLED" else update.edition
    if before is None:
        return replace(new, sequence=update.first, stamp=update.stamp, edition=edition)
    if before.said == new.said:
        kept = before.edition if re.search(r"\d", before.edition) else edition  # a draft has no number
        return replace(new, sequence=before.sequence, stamp=before.stamp, edition=kept)
    return replace(new, sequence=before.sequence + 1, stamp=update.stamp, edition=edition)


def _cancelled(before: Event) -> Event:
    """Only its time stays: whoever takes the file later need not know what it was."""
    content = icalendar.Event()
    content.add("DTSTART", before.content.decoded("DTSTART"))
    content.add("DTEND", before.content.decoded("DTEND"))
    content.add("SUMMARY", _("Annulé"))
    content.add("STATUS", "CANCELLED")
    return Event(before.uid, content)


def read_event(component: Any) -> Event | None:
    """An event of an earlier file; None for what is not as we write it."""
    if component.errors:
        return None
    content = component.copy(recursive=True)
    uid, stamp, sequence = (content.pop(name, None) for name in _HEADS)
    edition = _taken_out(content)
    stamp, start, end = (getattr(value, "dt", None) for value in (stamp, content.get("DTSTART"), content.get("DTEND")))
    if not isinstance(sequence, int) or not _UID.fullmatch(str(uid)):
        return None
    moments = [value for value in (stamp, start, end) if isinstance(value, datetime) and value.tzinfo is not None]
    return Event(str(uid), content, sequence, stamp, edition) if len(moments) == 3 and 0 <= sequence < _MOST else None


def _taken_out(content: icalendar.Event) -> str:
    """The words of the edition of an event that is read back, which are not part of what it says."""
    edition = str(content.pop(EDITION, ""))
    about = str(content.get("DESCRIPTION", ""))
    if edition and about == edition:
        content.pop("DESCRIPTION")
    elif edition and about.endswith(f"\n{edition}"):
        content["DESCRIPTION"] = icalendar.vText(about.removesuffix(f"\n{edition}"))
    return edition
