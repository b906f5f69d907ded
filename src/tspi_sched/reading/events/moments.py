"""Moments inside a sentence, as people write them: `7/12 9h35`, `de 10:40 à 13:00`, `à partir du mardi 8 décembre`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tspi_sched.plan import moment
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.spelling import signs, tidy, unaccented
from tspi_sched.texts import _

FROM, UNTIL, AT = "from", "until", "at"
"""What a moment is to its event."""
_FROM = r"(?:a partir (?:de|du|d')|des|depuis|from|since|starting|de|du)"
_UNTIL = r"(?:jusqu'(?:a|au|en)|jusque|until|till)"
_AT = r"(?:a|au|at|to|le|on|vers|-|–)"
_LEAD = re.compile(rf"(?:(?<=\s)|^)(?:(?P<from>{_FROM})|(?P<until>{_UNTIL})|(?P<at>{_AT}))?\s*(?:le\s|l')?\s*$")
_WORDS = "|".join(sorted({*clock.WEEKDAYS, *clock.MONTHS, "midi", "noon"}, key=len, reverse=True))
_START = re.compile(rf"(?<![\w.:/-])(?:\d|(?:{_WORDS})\b)")
_BETWEEN = re.compile(r"\s*(?:t|,|a|at)?\s*")
_TIME = re.compile(clock.CLOCK, re.IGNORECASE)
_DOTTED = re.compile(r"(?:[1-9]|0\d|1\d|2[0-4])[.](?:[0-5]\d)(?![\d./])")


@dataclass(frozen=True, slots=True)
class Said:
    """A moment as it is said: a day, a time of the day, or both; and the words."""

    day: date | None
    minute: int | None
    text: str


def moments_in(text: str, days: clock.Days) -> tuple[dict[str, Said], str]:
    """The moments of a sentence by what they are (`FROM`, `UNTIL`, `AT`), and the rest of the sentence."""
    text = signs(tidy(text))
    plain = unaccented(text) if len(unaccented(text)) == len(text) else text.lower()
    found: dict[str, Said] = {}
    rest, at = [], 0
    for start, end, said in _moments(plain, days):
        lead = _LEAD.search(plain[at:start])
        rest.append(text[at : at + lead.start()] if lead else text[at:start])
        role = _role(lead, found)
        if role in found:
            raise Unclear(_("« {value} » : deux moments là où un seul est attendu").format(value=shown(text)))
        found[role], at = said, end
    return found, tidy(" ".join([*rest, text[at:]]))


def _role(lead: re.Match[str] | None, found: dict[str, Said]) -> str:
    if lead and lead["from"]:
        return FROM
    if lead and lead["until"]:
        return UNTIL
    return UNTIL if FROM in found else AT


def _moments(plain: str, days: clock.Days) -> Iterator[tuple[int, int, Said]]:
    at = 0
    while start := _START.search(plain, at):
        begin = start.start()
        day, end = _day(plain, begin, days)
        time = _time(plain, begin if day is None else _after(plain, end))
        at = time[1] if time else end
        if day is None and time is None:
            at = begin + 1
        else:
            yield begin, at, Said(day, time[0] if time else None, plain[begin:at])


def _after(plain: str, end: int) -> int:
    """Where a time of the day would stand after a date."""
    between = _BETWEEN.match(plain, end)
    return between.end() if between else end


def _day(plain: str, begin: int, days: clock.Days) -> tuple[date | None, int]:
    match = clock.DATE.match(plain, begin)
    return (clock.from_match(match, days), match.end()) if match else (None, begin)


def _time(plain: str, begin: int) -> tuple[int, int] | None:
    match = _TIME.match(plain, begin) or _DOTTED.match(plain, begin)
    return (clock.from_clock(match.group()), match.end()) if match else None


def resolved(said: Said, now: datetime | None, role: str = AT, since: datetime | None = None) -> datetime:
    """The moment meant: an hour without a date is of the day of `now` (an end: of the day of its beginning); a day
    without an hour begins at midnight, and ends at the next."""
    if said.day is None and now is None and since is None:
        text = _("« {value} » : une heure sans date est celle du jour de {option} ; écrivez la date, ou {option}")
        raise Unclear(text.format(value=said.text, option="--now"))
    day = said.day or (since or now or datetime.min).date()
    minute = said.minute if said.minute is not None else (clock.MIDNIGHT if role == UNTIL else 0)
    if said.minute is None and role == AT:
        raise Unclear(_("« {value} » : il y faut une heure, par exemple 10:40").format(value=said.text))
    return moment(day, minute)


def one_moment(value: object, days: clock.Days) -> Said:
    """A moment that stands alone: a text, or a date and time of TOML."""
    if isinstance(value, datetime):
        return Said(value.date(), clock.minute(value.time()), shown(value))
    if isinstance(value, date):
        return Said(value, None, shown(value))
    if not isinstance(value, str):
        return Said(None, clock.minute(value), shown(value))
    found, rest = moments_in(value, days)
    if rest or len(found) != 1:
        text = _("« {value} » n'est pas un moment ; écrivez par exemple {example}")
        raise Unclear(text.format(value=shown(value), example=f"{clock.example(days):%Y-%m-%d} 10:40"))
    return next(iter(found.values()))


def moment_said(text: str, today: date) -> datetime:
    """A moment that stands alone, without a session: an hour without a date is of today; `Unclear` for what is none."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return resolved(one_moment(text, (today,)), moment(today, 0))
