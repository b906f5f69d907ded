"""iCalendar as RFC 5545 writes it: escaped texts, lines folded at 75 octets and ended by CRLF, the time zone.

So little of the format is needed that writing it takes fewer lines than adapting a library, and nothing to install.
"""

import re
from collections.abc import Iterable

from tspi_sched.texts import harmless

ZONE = "Europe/Paris"
"""Centres are in metropolitan France."""

PRODUCT = "PRODID:-//tspi-sched//plan//FR"
FOLD = 75
"""Octets of a line, its end not counted."""

_ZONE_LINES = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def text(*parts: str) -> str:
    """A value of type TEXT, one line of it for each part."""
    return r"\n".join(re.sub(r"([\\;,])", r"\\\1", harmless(part)) for part in parts)


NAME = "X-WR-CALNAME:"


def calendar_bytes(name: str, events: Iterable[str]) -> bytes:
    """A whole file around the lines of its events."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", PRODUCT, "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    head += [f"{NAME}{text(name)}"] if name else []
    lines = [*head, *_ZONE_LINES, *events, "END:VCALENDAR"]
    return b"".join(fold(line) + b"\r\n" for line in lines)


def fold(line: str) -> bytes:
    """A line in pieces that are short enough, none of which breaks a letter; a blank starts those after the first."""
    pieces, current, room = [], b"", FOLD
    for letter in line:
        octets = letter.encode()
        if len(current) + len(octets) > room:
            pieces.append(current)
            current, room = b"", FOLD - 1
        current += octets
    return b"\r\n ".join([*pieces, current])


def unfold(content: bytes) -> list[str]:
    """The lines of a file, whole again."""
    joined = re.sub(rb"\r?\n[ \t]", b"", content)
    return [line.rstrip("\r") for line in joined.decode(errors="replace").split("\n")]


def is_ours(content: bytes) -> bool:
    """Whether a file was written here."""
    return PRODUCT in unfold(content[:4096])


def name_in(content: bytes) -> str:
    """The name of a calendar written here, as `text` writes it; empty if it has none."""
    return next((line.removeprefix(NAME) for line in unfold(content[:4096]) if line.startswith(NAME)), "")
