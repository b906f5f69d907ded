"""The words of availabilities, cut into tokens: days, hours, signs between them, and the word of exception."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.clock import CLOCK, DATE, MIDNIGHT, WEEKDAYS, day, from_clock, from_match
from tspi_sched.reading.values.spelling import letters
from tspi_sched.texts import _

RANGE, HALF, FROM, UNTIL = "range", "half", "from", "until"
OPEN_ENDS = (FROM, UNTIL)
NOT, BETWEEN, POSITIVE = "not", "between", "positive"
NOON = 750
"""Where the morning ends and the afternoon begins."""
_LONGEST_RANGE = 366
_UNKNOWN = (date(2000, 1, 3),)
"""A Monday: any days will do where those of the session are not known."""


@dataclass(frozen=True, slots=True)
class Named:
    """A day as somebody names it: one date, all the Mondays (`weekday` 0), or (`several`) all from one to another."""

    dates: tuple[date, ...]
    several: bool = False
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day, and whether they are half a day, or have one end only."""

    start: int
    end: int
    kind: str = RANGE


Token = Named | Hours | str
Days = Sequence[date] | None
Refuse = Callable[[], Unclear]

_TO = r"\s*(?:-|\bau?\b|\bto\b|\bjusqu'?au?\b)\s*"
_H = r"(?:[01]?\d|2[0-4])"
_HOURS = re.compile(rf"(?P<start>{CLOCK}|{_H}(?={_TO}{_H}\s*h)){_TO}(?P<end>{CLOCK}|{_H}(?![\d:/.h]))")
_BETWEEN_HOURS = re.compile(
    rf"(?:entre|between)\s+(?P<start>{CLOCK}|{_H}(?=\s+et\s+{_H}\s*h))\s+(?:et|and)\s+(?P<end>{CLOCK})"
)
_RANGE_MARK = re.compile(_TO)
_HALVES = (
    (re.compile(r"apres[- ]?midis?\b|aprem\b|afternoons?\b"), Hours(NOON, MIDNIGHT, HALF)),
    (re.compile(r"matin(?:ee)?s?\b|mornings?\b"), Hours(0, NOON, HALF)),
)
_FROM = re.compile(r"(?:(?:a (?:partir|compter) d[eu]|des|depuis|apres|from|after|since)\b|>=?)\s*(?:l[ae]s?\s+|l')?")
_UNTIL = re.compile(r"(?:(?:jusqu'?(?:a|au)|avant|until|till|up to|before)\b|<=?)\s*(?:l[ae]s?\s+)?")
_STRICT = re.compile(r"apres|avant|after|before|>(?!=)|<(?!=)")
_BAR = re.compile(
    r"(?:sauf|hormis|excepte(?:e?s?)|a l'exception d[eu]s?|except(?: for)?|but not|not available|unavailable|not|never"
    r"|(?:n'est |ne (?:peut|pourra|sera) )?(?:pas|jamais)(?: (?:dispo(?:nible)?s?|libres?|la|presente?s?)\b)?"
    r"|(?:non|in)[- ]?dispo(?:nible)?s?|absente?s?|absences?|away|conges?|hors|indisponibilites?)\b"
)
_POSITIVE = re.compile(r"(?:dispo(?:nible)?s?|libres?|presente?s?|available|seulement|uniquement|only|ok)\b")
_BETWEEN = re.compile(r"[,&+/]|(?:et|and|ou|or|ainsi que|puis)\b")
_FILLING = re.compile(
    r"\s+|[:().]|au(?= matin)|(?:toutes? la journee|tout le temps|la journee|journee entiere|all day"
    r"|tous les jours|every day|tous|toutes|chaque|every|each|les?|la|du|des?|from|on|of|in|the|l'|d')(?![^\W_])|l'|d'"
)
_WEEKDAY = re.compile(rf"({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})s?\b\.?")
_WEEKEND = re.compile(r"week-?\s?ends?\b")
_THE = re.compile(r"(?:les?|the)\s+(\d{1,2})(?:er|st|nd|rd|th)?\b(?!\s*[h:./]|\s*-\s*\d)")
_AND = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\b(?!\s*[h:./])")
_SEPARATOR = r"\s*(?:,|&|-|\bet\b|\band\b|\bau?\b|\bto\b)\s*"
_BARE = re.compile(rf"(\d{{1,2}})(?:er)?(?={_SEPARATOR}(?:\d{{1,2}}(?:er)?{_SEPARATOR})*(?P<next>{DATE.pattern}))")


def around(days: Days, after: int) -> list[date]:
    """Every day from the session's first to its last and some after it."""
    first, last = min(days or _UNKNOWN), max(days or _UNKNOWN)
    span = min((last - first).days, _LONGEST_RANGE)
    return sorted({*(days or ()), *(first + timedelta(days=n) for n in range(span + 1 + after))})


def tokens(text: str, days: Days, refuse: Refuse) -> list[Token]:
    """The tokens of one item, in order; `refuse` makes the fault for what is none."""
    found: list[Token] = []
    place, bare = 0, False
    while place < len(text):
        token, end = _next(text, place, days, bare)
        if end == place:
            raise refuse()
        if token is not None:
            number = _THE.match(text, place) or (bare and _AND.match(text, place))
            bare = bool(number) if isinstance(token, Named) else bare and token == BETWEEN
            found.append(token)
        place = end
    return found


def _next(text: str, place: int, days: Days, bare: bool) -> tuple[Token | None, int]:
    """The token at a place and where it ends; nothing for a word that says nothing, no end where nothing is known."""
    for read in (_bar, _hours, _half, _open_end, _some_day):
        if found := read(text, place, days):
            return found
    if bare and (match := _AND.match(text, place)):
        return Named((_numbered(int(match[1]), match[0], days),)), match.end()
    for pattern, token in ((_POSITIVE, POSITIVE), (_BETWEEN, BETWEEN), (_FILLING, None)):
        if match := pattern.match(text, place):
            return token, match.end()
    return None, place


Found = tuple[Token, int] | None


def _bar(text: str, place: int, _days: Days) -> Found:
    match = _BAR.match(text, place)
    return (NOT, match.end()) if match else None


# --- hours -----------------------------------------------------------------------------------------------------------


def _hours(text: str, place: int, _days: Days) -> Found:
    match = _BETWEEN_HOURS.match(text, place) or _HOURS.match(text, place)
    if match is None:
        return None
    sides = match.group("start", "end")
    if len({bool(re.search(r"[ap]\.?\s?m", side)) for side in sides}) > 1:
        message = _("« {value} » : écrivez AM ou PM aux deux heures, ou 14:30")
        raise Unclear(message.format(value=shown(match.group())))
    start, end = (int(side) * 60 if side.isdecimal() else from_clock(side) for side in sides)
    if end <= start:
        raise _backwards(match.group())
    return Hours(start, end), match.end()


def _half(text: str, place: int, _days: Days) -> Found:
    return next(((hours, match.end()) for known, hours in _HALVES if (match := known.match(text, place))), None)


_ONE_CLOCK = re.compile(CLOCK)


def _open_end(text: str, place: int, days: Days) -> Found:
    """`à partir de 13h`, `jusqu'au 15/06`: hours or days from a moment on, or up to one."""
    for mark, kind in ((_FROM, FROM), (_UNTIL, UNTIL)):
        match = mark.match(text, place)
        if match is None:
            continue
        if found := _hours(text, match.end(), days):  # from 8:00 to 12:00
            return found
        if hour := _ONE_CLOCK.match(text, match.end()):
            return _from_hour(from_clock(hour.group()), kind, text[place:]), hour.end()
        if limit := _one_day(text, match.end(), days):
            strict = bool(_STRICT.match(match.group()))
            return Named(_up_to(limit[0].dates, kind, strict, days), several=True), limit[1]
    return None


def _from_hour(minute: int, kind: str, spelt: str) -> Hours:
    hours = Hours(minute, MIDNIGHT, FROM) if kind == FROM else Hours(0, minute, UNTIL)
    if hours.start >= hours.end:
        raise _backwards(spelt)
    return hours


def _up_to(limits: tuple[date, ...], kind: str, strict: bool, days: Days) -> tuple[date, ...]:
    """The days of the session from a day on, or up to it; that day itself if there is none."""
    every = [*around(days, 0), *limits]
    if kind == FROM:
        found = [one for one in every if one > limits[0] or (one == limits[0] and not strict)]
    else:
        found = [one for one in every if one < limits[-1] or (one == limits[-1] and not strict)]
    return tuple(sorted(set(found))) or limits


def _backwards(spelt: str) -> Unclear:
    return Unclear(_("« {value} » finit avant de commencer").format(value=shown(spelt)))


# --- days ------------------------------------------------------------------------------------------------------------


def _some_day(text: str, place: int, days: Days) -> Found:
    """One day, or all from one to another."""
    first = _one_day(text, place, days)
    if first is None:
        return None
    named, end = first
    mark = _RANGE_MARK.match(text, end)
    last = _one_day(text, mark.end(), days) if mark else None
    return (_from_to(named, last[0], text, days), last[1]) if last else first


def _one_day(text: str, place: int, days: Days) -> tuple[Named, int] | None:
    """A date, a weekday, or the number of a day, and where the text goes on."""
    match = DATE.match(text, place)
    if match and (match["weekday"] is None or letters(match["weekday"]) in (*WEEKDAYS, "le", "du", "on")):
        return Named((_dated(match, days),)), match.end()
    if match := _WEEKEND.match(text, place):
        return Named((*_weekdays(5, days), *_weekdays(6, days))), match.end()
    if match := _WEEKDAY.match(text, place):
        weekday = WEEKDAYS[match[1]]
        return Named(_weekdays(weekday, days), weekday=weekday), match.end()
    if match := _BARE.match(text, place):
        later = _dated(DATE.match(match["next"]), days)  # type: ignore[arg-type]  # it is what the pattern ends with
        return Named((day(f"{match[1]}/{later.month}/{later.year}"),)), match.end(1)
    if (match := _THE.match(text, place)) and not _BARE.match(text, match.start(1)):
        return Named((_numbered(int(match[1]), match[0], days),)), match.end()
    return None


def _dated(match: re.Match[str], days: Days) -> date:
    if days is None and not any(match.group(f"y{n}") for n in range(1, 6)):
        return _UNKNOWN[0]
    return from_match(match, days or ())


def _weekdays(weekday: int, days: Days) -> tuple[date, ...]:
    """All the dates of a weekday in the session, or else the next one after it: never none, which would mean always."""
    if days is not None and not days:
        raise Unclear(_("un jour de la semaine ne se lit que dans une session dont les jours sont connus"))
    every = around(days, 7)
    found = tuple(one for one in every if one.weekday() == weekday)
    inside = tuple(one for one in found if one <= max(days or _UNKNOWN))
    return inside or found[:1]


def _numbered(number: int, spelt: str, days: Days) -> date:
    """The one day of the session with this number in its month."""
    found = [one for one in days or () if one.day == number]
    if days is None:
        return _UNKNOWN[0]
    if len(found) != 1:
        listed = ", ".join(f"{one:%d/%m/%Y}" for one in [*days][:6])
        text = _("« {value} » : quel jour ? Ceux de la session : {days}")
        raise Unclear(text.format(value=shown(spelt), days=listed))
    return found[0]


def _from_to(first: Named, last: Named, text: str, days: Days) -> Named:
    """All the days from one to another: dates, or weekdays of every week."""
    if first.weekday is not None and last.weekday is not None:
        if last.weekday < first.weekday:
            raise _backwards(text)
        every = (one for weekday in range(first.weekday, last.weekday + 1) for one in _weekdays(weekday, days))
        return Named(tuple(sorted(every)), several=True)
    if len(first.dates) == len(last.dates) == 1:
        span = (last.dates[0] - first.dates[0]).days
        if span < 0:
            raise _backwards(text)
        if span > _LONGEST_RANGE:
            raise Unclear(_("« {value} » : plus d'un an de disponibilité").format(value=shown(text)))
        return Named(tuple(first.dates[0] + timedelta(days=n) for n in range(span + 1)), several=True)
    raise _backwards(text)
