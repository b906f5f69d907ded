"""Moments inside a sentence, as people write them: `7/12 9h35`, `de 10:40 à 13:00`, `à partir du mardi 8 décembre`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from tspi_sched.plan import moment
from tspi_sched.reading.events import days_said
from tspi_sched.reading.events.days_said import Said
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.spelling import signs, tidy, unaccented
from tspi_sched.texts import _

FROM, UNTIL, AT = "from", "until", "at"
"""What a moment is to its event."""
_FROM = r"(?:a partir (?:de|du|d')|des|depuis|apres|from|since|starting|after|de|du)"
_UNTIL = r"(?:jusqu'(?:a|au|en)|jusque|avant|until|till|before)"
_AT = r"(?:a|au|at|to|le|on|vers|-|–)"
_ENDS = frozenset(("a", "au", "to", "-", "–"))
"""What stands before the second of two moments: `10h à 12h`."""
_LEAD = re.compile(
    rf"(?:(?<=\s)|^)(?:(?P<from>{_FROM})|(?P<until>{_UNTIL})|(?P<at>{_AT}))?\s*"
    r"(?:(?:le|la|ce|cet|cette|this|the|dans|en|in)\s|l')*\s*$"
)
_WORDS = "|".join(sorted({*clock.WEEKDAYS, *clock.MONTHS, *days_said.WORDS, "midi", "noon"}, key=len, reverse=True))
_START = re.compile(rf"(?<![\w.:/-])(?:\d|(?:{_WORDS})\b)")
_BETWEEN = re.compile(r"\s*(?:t(?=\d)|,|(?:a|at)\b)?\s*")
_TIME = re.compile(clock.CLOCK, re.IGNORECASE)
_DOTTED = re.compile(r"(?:[1-9]|0\d|1\d|2[0-4])[.](?:[0-5]\d)(?![\d./])")
_Led = tuple[re.Match[str] | None, Said]
"""A moment with the words that lead to it."""


def moments_in(text: str, days: clock.Days) -> tuple[dict[str, Said], str]:
    """The moments of a sentence by what they are (`FROM`, `UNTIL`, `AT`), and the rest of the sentence."""
    text = days_said.usual(signs(tidy(text)))
    plain = unaccented(text) if len(unaccented(text)) == len(text) else text.lower()
    led: list[_Led] = []
    rest, at = [], 0
    for start, end, said in _moments(plain, days):
        lead = _LEAD.search(plain[at:start])
        rest.append(text[at : at + lead.start()] if lead else text[at:start])
        led.append((lead, said))
        at = end
    found: dict[str, Said] = {}
    for lead, said in _with_common_day(led):
        _add(found, lead, said, text)
    return found, tidy(" ".join([*rest, text[at:]]))


def _with_common_day(led: list[_Led]) -> list[_Led]:
    """A day said once beside hours (`demain de 10h à 12h`) as the day of all of them; so with a part of the day."""
    led = _without_parts(led)
    alone = [(lead, said) for lead, said in led if said.dated and said.minute is None and _is_plain(lead)]
    hours = [one for one in led if not one[1].dated and one[1].minute is not None]
    if len(alone) != 1 or not hours:
        return led
    ((_lead, day),) = alone
    others = [(lead, said) for lead, said in led if said is not day]
    return [(a, said if said.dated else replace(said, day=day.day, offset=day.offset)) for a, said in others]


def _without_parts(led: list[_Led]) -> list[_Led]:
    """Parts of a day that an hour narrows, `cet après-midi à partir de 15h`, as their day alone."""
    hours = [said for _lead, said in led if said.minute is not None and said.until is None]
    parts = [said for _lead, said in led if said.until is not None]
    if not hours or not parts:
        return led
    for part in parts:
        if not all((part.minute or 0) <= (said.minute or 0) <= (part.until or 0) for said in hours):
            raise Unclear(_("« {value} » et « {hour} » se contredisent").format(value=part.text, hour=hours[0].text))
    kept = [(lead, replace(said, minute=None, until=None) if said.until else said) for lead, said in led]
    return [(lead, said) for lead, said in kept if said.dated or said.minute is not None or said.present]


def _is_plain(lead: re.Match[str] | None) -> bool:
    return lead is None or (not lead["from"] and not lead["until"] and lead["at"] in (None, "le", "on"))


def _add(found: dict[str, Said], lead: re.Match[str] | None, said: Said, text: str) -> None:
    """Put a moment where it belongs; a part of a day is a stretch, unless it only says since when."""
    role = _role(lead, found)
    if said.until is not None:
        if role == UNTIL or AT in found:
            raise Unclear(_("« {value} » : il y faut une heure, par exemple 10:40").format(value=said.text))
        _put(found, FROM, said, text)
        role, said = (UNTIL if role == AT else ""), replace(said, minute=said.until, until=None)
    elif role == AT and AT in found and lead and lead["at"] in _ENDS:
        _put(found, FROM, found.pop(AT), text)
        role = UNTIL
    if role:
        _put(found, role, said, text)


def _put(found: dict[str, Said], role: str, said: Said, text: str) -> None:
    if role in found:
        raise Unclear(_("« {value} » : deux moments là où un seul est attendu").format(value=shown(text)))
    found[role] = said


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
        if end := days_said.present_at(plain, begin):
            yield begin, end, Said(None, None, plain[begin:end], present=True)
            at = end
            continue
        day, offset, end = _day(plain, begin, days)
        dated = day is not None or offset is not None
        time = _time(plain, _after(plain, end) if dated else begin)
        at = time[2] if time else end
        if not dated and time is None:
            at = begin + 1
        else:
            minute, until = (time[0], time[1]) if time else (None, None)
            yield begin, at, Said(day, minute, plain[begin:at], offset, until)


def _after(plain: str, end: int) -> int:
    """Where a time of the day would stand after a date."""
    between = _BETWEEN.match(plain, end)
    return between.end() if between else end


def _day(plain: str, begin: int, days: clock.Days) -> tuple[date | None, int | None, int]:
    match = clock.DATE.match(plain, begin)
    if match:
        return clock.from_match(match, days), None, match.end()
    return days_said.named_day(plain, begin, days) or (None, None, begin)


def _time(plain: str, begin: int) -> tuple[int, int | None, int] | None:
    """A time of the day, or a part of it with its end, and where it ends."""
    match = _TIME.match(plain, begin) or _DOTTED.match(plain, begin)
    if match:
        return clock.from_clock(match.group()), None, match.end()
    part = days_said.part_of_day(plain, begin)
    return (part[0], part[1], part[2]) if part else None


def resolved(said: Said, now: datetime | None, role: str = AT, since: datetime | None = None) -> datetime:
    """The moment meant: an hour without a date is of the day of `now` (an end: of the day of its beginning); a day
    without an hour begins at midnight, and ends at the next."""
    said = said.placed(now)
    if said.present or said.offset is not None:
        text = _("« {value} » : écrivez la date et l'heure, ou dites le moment présent avec {option}")
        raise Unclear(text.format(value=said.text, option="--now"))
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
