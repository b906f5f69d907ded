"""Calendars as files, by the library `icalendar`: what is around the events, and earlier files read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import icalendar

from tspi_sched.exports.ics.events import Event, read_event
from tspi_sched.texts import harmless

PRODUCT = "-//tspi-sched//plan//FR"
NAME, ABOUT = "X-WR-CALNAME", "X-WR-CALDESC"
MARK = "X-TSPI-SCHED"
"""A line that calendars pass over."""


@dataclass(frozen=True)
class Earlier:
    """A file of an earlier export: what calendars show as its name, and its events that are as we write them."""

    name: str
    events: tuple[Event, ...]


def calendar_bytes(name: str, events: Sequence[Event], mark: str = "", edition: str = "") -> bytes:
    """A whole file around its events, with the time zones that they name; `mark` says which plan it is of, `edition`
    in words which edition and since when it is valid. Where every event is cancelled, so is the calendar as a whole
    (RFC 5546, 3.2.5): programs then take the events out instead of showing them struck through."""
    cancelled = bool(events) and all(event.content["STATUS"] == "CANCELLED" for event in events)
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "CANCEL" if cancelled else "PUBLISH")
    if name:
        calendar.add(NAME, harmless(name))
    if edition:
        calendar.add(ABOUT, edition)
    if mark:
        calendar.add(MARK, mark)
    for event in events:
        calendar.add_component(event.whole())
    _add_zones(calendar)
    return bytes(calendar.to_ical())


def _add_zones(calendar: icalendar.Calendar) -> None:
    """The rules of the clock for the years of the events: what calendars without a list of zones go by."""
    events: list[Any] = calendar.walk("VEVENT")
    years = [event["DTSTART"].dt.year for event in events]
    if years:
        first, last = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    for change in _changes(calendar):
        _start_before(change)


def _changes(calendar: icalendar.Calendar) -> Iterator[Any]:
    return (part for zone in calendar.walk("VTIMEZONE") for part in zone.subcomponents)


def _start_before(change: Any) -> None:
    """A change of the clock starts at an hour of the clock before it (RFC 5545, 3.6.5); the library says, where an
    hour is skipped, the one after it."""
    skipped = change["TZOFFSETTO"].td - change["TZOFFSETFROM"].td
    if skipped <= timedelta(0):
        return
    starts = [change.pop("DTSTART").dt - skipped]
    if "RDATE" in change:
        starts += [one.dt - skipped for one in change.pop("RDATE").dts]
    change.add("DTSTART", starts[0])
    if starts[1:]:
        change.add("RDATE", starts[1:])


# --- reading back ----------------------------------------------------------------------------------------------------


def read_calendar(content: bytes) -> Earlier | None:
    """An earlier file of ours, or None for what is nobody's or somebody else's; events that are broken are passed
    over, all of them in a file that is no calendar any more."""
    if PRODUCT.encode() not in content[:4096]:
        return None
    try:
        calendar = icalendar.Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        return Earlier("", ())
    if not isinstance(calendar, icalendar.Calendar) or calendar.get("PRODID") != PRODUCT:
        return None
    found = (read_event(component) for component in calendar.walk("VEVENT"))
    return Earlier(str(calendar.get(NAME, "")), tuple({one.uid: one for one in found if one}.values()))
