"""Reading dates, times of day and availabilities as a person would: `7/12/26`, `8 h 30`, `07/12/2026 8h-12h`."""

import re
from datetime import date, datetime, time, timedelta

from tspi_sched.problem import Availability, Opening
from tspi_sched.read.cells import DASHES, Unclear, number, shown, tidy
from tspi_sched.read.near import fold
from tspi_sched.texts import _

MIDNIGHT = 1440
_WHOLE_DAY = datetime(1900, 1, 1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_SERIAL_ZERO = date(1899, 12, 30)
_LONGEST_RANGE = 366

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "janvier janv january jan", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr",
            "mai may", "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept september sep",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: weekday
    for weekday, names in enumerate(
        (
            "lundi lun monday mon", "mardi mar tuesday tue", "mercredi mer wednesday wed", "jeudi jeu thursday thu",
            "vendredi ven friday fri", "samedi sam saturday sat", "dimanche dim sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip

_WORD = r"[^\W\d_]+\.?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_WORD})\s+)?(?:"
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\s?[-/. ]\s?(?P<m2>\d{1,2})\s?[-/. ]\s?(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{2})"
    rf"|(?P<d4>\d{{1,2}})(?:er)?\s+(?P<m4>{_WORD})\s+(?P<y4>\d{{4}})"
    rf"|(?P<m5>{_WORD})\s+(?P<d5>\d{{1,2}}),?\s+(?P<y5>\d{{4}})"
    r")(?![\d/])",
    re.IGNORECASE,
)
_H, _MIN = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_CLOCK = (
    rf"(?:{_H}\s*(?:heures|heure|h)(?:\s*{_MIN})?(?:\s*min)?(?!\s*\d)(?![a-z])"
    rf"|{_H}:{_MIN}(?::{_MIN}(?:\.\d+)?)?(?:\s*[ap]m\b)?|{_H}\s*[ap]m\b|midi|noon)"
)
_ONE_TIME = re.compile(_CLOCK, re.IGNORECASE)
_TO = r"\s*(?:-|–|—|−|à|au|a|to|jusqu'à|jusqu’à)\s*"
_HOURS = re.compile(rf"(?P<start>{_CLOCK}|{_H}(?={_TO}{_H}\s*h)){_TO}(?P<end>{_CLOCK}|{_H}(?![\d:/.h]))", re.IGNORECASE)
_RANGE_MARK = re.compile(_TO, re.IGNORECASE)
_FILLING = re.compile(r"(?:[\s,:()]|\b(?:et|and|le|les|du|de|from|on|of|tous les jours|every day)\b)+", re.IGNORECASE)
_ALWAYS = frozenset(("toujours", "always", "touslesjours", "everyday"))


# --- dates -----------------------------------------------------------------------------------------------------------


def day(value: object) -> date:
    """A date: a true one, a serial number of Excel, or a text with day, month and year."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise Unclear(_("« {value} » : une date seule est attendue, sans heure").format(value=shown(value)))
        value = value.date()
    if isinstance(value, date):
        return _plausible(value, value)
    if (serial := number(value)) is not None:
        return _from_number(serial, value)
    if isinstance(value, str):
        spelt = re.sub(r"[T ]00:00(?::00(?:\.0+)?)?$", "", tidy(value))
        if found := _DATE.fullmatch(spelt):
            return _from_match(found)
    raise _no_date(value)


def _no_date(value: object) -> Unclear:
    return Unclear(_("« {value} » n'est pas une date ; écrivez par exemple 07/12/2026").format(value=shown(value)))


def _plausible(found: date, value: object) -> date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unclear(_("« {value} » : l'année {year} est invraisemblable").format(value=shown(value), year=found.year))
    return found


def _from_number(serial: float, value: object) -> date:
    """A serial number of Excel (days since 1900), or the digits of a date (20261207)."""
    if serial != int(serial) or serial < 0:
        raise _no_date(value)
    digits = str(int(serial))
    try:
        if len(digits) == 8:
            return _plausible(date(int(digits[:4]), int(digits[4:6]), int(digits[6:])), value)
        if len(digits) == 5:
            return _plausible(_SERIAL_ZERO + timedelta(days=int(serial)), value)
    except ValueError as error:
        if isinstance(error, Unclear):
            raise
    raise _no_date(value)


def _from_match(match: re.Match[str]) -> date:
    groups = {name[0]: text for name, text in match.groupdict().items() if text and name != "weekday"}
    month = _MONTHS.get(fold(groups["m"])) if not groups["m"].isdecimal() else int(groups["m"])
    year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
    try:
        found = date(year, month or 0, int(groups["d"]))
    except ValueError:
        raise _no_date(match.group()) from None
    _agree(match.group("weekday"), found, match.group())
    return _plausible(found, match.group())


def _agree(weekday: str | None, found: date, value: str) -> None:
    """A weekday beside a date must be that date's: otherwise nobody knows which of them is right."""
    if weekday is None or fold(weekday) in ("le", "du", "on"):
        return
    if fold(weekday) not in _WEEKDAYS:
        raise _no_date(value)
    if _WEEKDAYS[fold(weekday)] != found.weekday():
        raise Unclear(_("« {value} » : le jour de la semaine et la date se contredisent").format(value=shown(value)))


# --- times of day ----------------------------------------------------------------------------------------------------


def minute(value: object) -> int:
    """A time of day in minutes from midnight: a true time, a part of a day, an hour, or a text such as 8h30."""
    if isinstance(value, datetime):
        # A time typed into a cell formatted as a date is a moment of Excel's first days; 24:00 is one whole day.
        if value.year > 1900:
            raise _no_time(value)
        if value == _WHOLE_DAY:
            return MIDNIGHT
        return _from_seconds(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6, value)
    if isinstance(value, time):
        return _from_seconds(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6, value)
    if isinstance(value, timedelta):
        return _from_seconds(value.total_seconds(), value)
    if (found := number(value)) is not None:
        return _from_day_part(found, value)
    if isinstance(value, str) and (match := _ONE_TIME.fullmatch(tidy(value))):
        return _from_text(match.group())
    raise _no_time(value)


def _no_time(value: object) -> Unclear:
    return Unclear(_("« {value} » n'est pas une heure ; écrivez par exemple 08:30").format(value=shown(value)))


def _from_day_part(found: float, value: object) -> int:
    """A number: Excel's part of a day below 1, an hour of the day from 2; 1 could be either."""
    if 0 <= found < 1:
        return _from_seconds(found * 86400, value)
    if found == int(found) and 2 <= found <= 24:
        return int(found) * 60
    raise _no_time(value)


def _from_seconds(seconds: float, value: object) -> int:
    minutes = round(seconds / 60)
    if not 0 <= minutes <= MIDNIGHT:
        raise _no_time(value)
    if abs(seconds - minutes * 60) > 1:
        raise Unclear(_("« {value} » : une heure à la minute est attendue").format(value=shown(value)))
    return minutes


def _from_text(spelt: str) -> int:
    if fold(spelt) in ("midi", "noon"):
        return 720
    hour, *rest = (int(digits) for digits in re.findall(r"\d+", spelt.split(".")[0]))
    if half := re.search(r"([ap])m\s*$", spelt, re.IGNORECASE):
        if not 1 <= hour <= 12:
            raise _no_time(spelt)
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    seconds = rest[1] if len(rest) > 1 else 0
    return _from_seconds(hour * 3600 + (rest[0] if rest else 0) * 60 + seconds, spelt)


# --- availabilities --------------------------------------------------------------------------------------------------


def availability(value: object) -> Availability:
    """Every time stated: days, hours, or hours of days, separated by `;`."""
    if isinstance(value, list):
        return tuple(opening for item in value for opening in availability(item))
    if not isinstance(value, str) or number(value) is not None:
        return (Opening(_the_day(value)),)
    if fold(value) in _ALWAYS:
        return ()
    parts = [tidy(part) for part in re.split(r"[;|\n\r]", value)]
    return tuple(opening for part in parts if part and part not in DASHES for opening in _part(part))


def _the_day(value: object) -> date:
    if isinstance(value, datetime | date | int | float | str):
        return day(value)
    raise _not_available(value)


def _not_available(value: object) -> Unclear:
    message = _("« {value} » n'est pas une disponibilité ; écrivez par exemple 07/12/2026 08:00-12:30")
    return Unclear(message.format(value=shown(value)))


def _part(spelt: str) -> list[Opening]:
    """One item: days, or hours of every day, or one day with its hours (and so on)."""
    days: list[date] = []
    found: list[Opening] = []
    hours_follow = dated = False
    for token in _tokens(spelt):
        if isinstance(token, list):
            if hours_follow:
                days, hours_follow = [], False
            elif not dated and found:
                raise _muddled(spelt)
            days, dated = days + token, True
            found += [Opening(date) for date in token]
        else:
            if len(days) > 1 or (dated and not days):
                raise _muddled(spelt)
            if days and not hours_follow:
                found.pop()
            hours_follow = dated
            found.append(Opening(days[0] if days else None, *token))
    if not found:
        raise _muddled(spelt)
    return found


def _muddled(spelt: str) -> Unclear:
    message = _("« {value} » peut se lire de plusieurs façons ; séparez par « ; », par exemple 07/12/2026 08:00-12:30")
    return Unclear(message.format(value=shown(spelt)))


def _tokens(spelt: str) -> list[list[date] | tuple[int, int]]:
    """The days (alone or from one to another) and the hours in an item, in order."""
    tokens: list[list[date] | tuple[int, int]] = []
    place = 0
    while place < len(spelt):
        if filling := _FILLING.match(spelt, place):
            place = filling.end()
        elif hours := _HOURS.match(spelt, place):
            tokens.append(_hours(hours))
            place = hours.end()
        elif first := _DATE.match(spelt, place):
            days, place = _days(first, spelt)
            tokens.append(days)
        else:
            raise _not_available(spelt)
    return tokens


def _days(first: re.Match[str], spelt: str) -> tuple[list[date], int]:
    """One day, or all from one to another, and where the text goes on."""
    start = _from_match(first)
    mark = _RANGE_MARK.match(spelt, first.end())
    last = _DATE.match(spelt, mark.end()) if mark else None
    if last is None:
        return [start], first.end()
    days = (_from_match(last) - start).days
    if days < 0:
        raise _backwards(spelt)
    if days > _LONGEST_RANGE:
        raise Unclear(_("« {value} » : plus d'un an de disponibilité").format(value=shown(spelt)))
    return [start + timedelta(days=n) for n in range(days + 1)], last.end()


def _hours(match: re.Match[str]) -> tuple[int, int]:
    start, end = (int(side) * 60 if side.isdecimal() else _from_text(side) for side in match.group("start", "end"))
    if end <= start:
        raise _backwards(match.group())
    return start, end


def _backwards(spelt: str) -> Unclear:
    return Unclear(_("« {value} » finit avant de commencer").format(value=shown(spelt)))
