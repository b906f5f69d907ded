"""Reading dates and times of day as a person would: `7/12/26`, `lundi 7 décembre`, `8 h 30`, `2:30 PM`."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from tspi_sched.reading.values.cells import Unclear, number, shown
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.values.spelling import signs, tidy, unaccented
from tspi_sched.texts import _

Days = Sequence[date]
"""The days of the session, which tell the year of a date without one; none: such a date is not understood."""

MIDNIGHT = 1440
_FIRST_DAYS = {datetime(1900, 1, 1): MIDNIGHT, datetime(1904, 1, 2): MIDNIGHT}
"""24:00 in a cell formatted as a date is a whole day, in either date system of Excel."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_LAST_LIKELY = 2060
"""A bare number that stands for a later day is more likely the digits of a date."""
_SERIAL_ZERO = date(1899, 12, 30)
_OTHER_ZERO = 1462
"""Days between the two date systems of Excel."""

MONTHS = {
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
WEEKDAYS = {
    name: weekday
    for weekday, names in enumerate(
        (
            "lundi lun monday mon", "mardi mar tuesday tue", "mercredi mer wednesday wed", "jeudi jeu thursday thu",
            "vendredi ven friday fri", "samedi sam saturday sat", "dimanche dim sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip

WORD = r"[^\W\d_]+\.?"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
DATE = re.compile(
    rf"(?:(?P<weekday>{WORD})\s+)?(?:"
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\s?[-/. ]\s?(?P<m2>\d{1,2})\s?[-/. ]\s?(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{2})"
    rf"|(?P<d4>\d{{1,2}})(?:er|st|nd|rd|th)?[ -]+(?P<m4>{WORD})[ -]+(?P<y4>\d{{4}})"
    rf"|(?P<m5>{WORD})\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>\d{{4}})"
    r"|(?P<d6>\d{1,2})\s?/\s?(?P<m6>\d{1,2})(?!\d)"
    rf"|(?P<d7>\d{{1,2}})(?:er|st|nd|rd|th)?[ -]+(?P<m7>{_MONTH})\b\.?"
    rf"|(?P<m8>{_MONTH})\s+(?P<d8>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r")(?![\d/])",
    re.IGNORECASE,
)
"""One date, with or without its year; of the last three forms only a session knows the year."""
_SHORT = re.compile(rf"(\d{{1,2}})[ -]+({_MONTH})\.?[ -]+(\d\d)", re.IGNORECASE)
_H, _MIN = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_HALF = r"\s*[ap]\.?\s?m\b\.?"
CLOCK = (
    rf"(?:{_H}\s*(?:heures|heure|h)(?:\s*{_MIN})?(?:\s*min)?(?!\s*\d)(?![a-z])"
    rf"|{_H}:{_MIN}(?::{_MIN}(?:\.\d+)?)?(?:{_HALF})?|{_H}{_HALF}|midi|noon)"
)
"""A time of day inside a longer text."""
_ONE_TIME = re.compile(CLOCK, re.IGNORECASE)
_DOTTED = re.compile(rf"(?:[1-9]|0\d|1\d|2[0-4])\.{_MIN}")


# --- dates -----------------------------------------------------------------------------------------------------------


def day(value: object, days: Days = ()) -> date:
    """A date: a true one, a serial number of Excel, the digits of a date, or a text with day and month.

    Without its year it is a day of the session.
    """
    if isinstance(value, datetime):
        if value.time() != time():
            raise Unclear(_("« {value} » : une date seule est attendue, sans heure").format(value=shown(value)))
        value = value.date()
    if isinstance(value, date):
        return _not_typed_as_digits(_plausible(value, value))
    if isinstance(value, str) and (found := _from_digits(tidy(value), value)):
        return found
    if (serial := number(value)) is not None:
        return _from_number(serial, value, days)
    if isinstance(value, str):
        spelt = re.sub(r"[T ]00:00(?::00(?:\.0+)?)?$", "", signs(tidy(value)))
        spelt = _SHORT.sub(r"\1 \2 20\3", unaccented(spelt)) if _SHORT.fullmatch(unaccented(spelt)) else spelt
        if match := DATE.fullmatch(spelt) or DATE.fullmatch(unaccented(spelt)):
            return from_match(match, days)
    raise no_date(value, days)


def example(days: Days) -> date:
    """A day to show in a message: one of the session if it is known."""
    return days[0] if days else date(2026, 12, 7)


def no_date(value: object, days: Days = ()) -> Unclear:
    """That something is not a date, with one that would be."""
    text = _("« {value} » n'est pas une date ; écrivez par exemple {example}")
    return Unclear(text.format(value=shown(value), example=f"{example(days):%d/%m/%Y}"))


def _plausible(found: date, value: object) -> date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unclear(_("« {value} » : l'année {year} est invraisemblable").format(value=shown(value), year=found.year))
    return found


def _not_typed_as_digits(found: date) -> date:
    """A true date, unless it is what becomes of 071226 typed into a cell of dates: Excel takes it for a serial."""
    meant = _of_digits(str((found - _SERIAL_ZERO).days)) if found.year > _LAST_LIKELY else None
    if meant is None:
        return found
    text = _("« {value} » est loin d'ici ; est-ce {meant}, tapé sans barres ? écrivez {example}")
    raise Unclear(text.format(value=shown(found), meant=f"{meant:%d/%m/%Y}", example=f"{meant:%d/%m/%Y}"))


def _from_digits(text: str, value: object) -> date | None:
    """Six or eight digits as people type a date without bars: 071226, 07122026, 20261207; the day comes first."""
    if not (text.isascii() and text.isdecimal() and len(text) in (6, 7, 8)):
        return None
    found = _of_digits(text)
    if found is None or (len(text) == 6 and not 2020 <= found.year <= _LAST_LIKELY):
        raise no_date(value)
    return found


def _of_digits(digits: str) -> date | None:
    """The date that is spelt by digits, its leading zero lost or not; None if none is."""
    size = 4 if len(digits) > 6 else 2
    parts = [(digits[: -2 - size], digits[-2 - size : -size], digits[-size:])]
    if len(digits) == 8:
        parts.append((digits[6:], digits[4:6], digits[:4]))
    for day_of, month, year in parts:
        try:
            found = date(int(year) + (2000 if size == 2 else 0), int(month), int(day_of))
        except ValueError:
            continue
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    return None


def _from_number(serial: float, value: object, days: Days) -> date:
    """A serial number of Excel (days since 1900), or the digits of a date; what could be both is neither."""
    if serial != int(serial) or serial < 0:
        raise no_date(value, days)
    digits = str(int(serial))
    if len(digits) != 5:
        if found := _from_digits(digits, value):
            return found
        raise no_date(value, days)
    counted, spelt = _SERIAL_ZERO + timedelta(days=int(serial)), _of_digits(digits)
    likely = [found for found in (counted, spelt) if found and _FIRST_YEAR <= found.year <= _LAST_LIKELY]
    if len(likely) != 1:
        raise no_date(value, days)
    return likely[0]


def as_1900(value: object) -> object:
    """A bare number of a workbook that counts days from 1904, as one that counts them from 1900."""
    serial = number(value) if not isinstance(value, bool) else None
    if serial is None or not 10_000 <= serial <= 99_999 or _of_digits(str(int(serial))):
        return value
    return serial + _OTHER_ZERO


def from_match(match: re.Match[str], days: Days = ()) -> date:
    """The date of a match of `DATE`."""
    groups = {name[0]: text for name, text in match.groupdict().items() if text and name != "weekday"}
    month = MONTHS.get(fold(groups["m"])) if not groups["m"].isdecimal() else int(groups["m"])
    if month is None:
        raise no_date(match.group(), days)
    if "y" not in groups:
        found = _in_session(int(groups["d"]), month, match.group(), days)
    else:
        try:
            found = date(int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0), month, int(groups["d"]))
        except ValueError:
            raise no_date(match.group(), days) from None
    _agree(match.group("weekday"), found, match.group(), days)
    return _plausible(found, match.group())


def _in_session(day_of: int, month: int, value: str, days: Days) -> date:
    """The one day of the session on this day of a month."""
    if not days:
        raise no_date(value)
    found = [one for one in dict.fromkeys(days) if (one.day, one.month) == (day_of, month)]
    if len(found) == 1:
        return found[0]
    text = _("« {value} » n'est pas un jour de la session ({days}) ; écrivez la date avec son année si elle est juste")
    if found:
        text = _("« {value} » est plusieurs jours de la session ({days}) ; écrivez la date avec son année")
    listed = ", ".join(f"{one:%d/%m/%Y}" for one in [*days[:6]]) + (", …" if len(days) > 6 else "")
    raise Unclear(text.format(value=shown(value), days=listed))


def _agree(weekday: str | None, found: date, value: str, days: Days) -> None:
    """A weekday beside a date must be that date's: otherwise nobody knows which of them is right."""
    if weekday is None or fold(weekday) in ("le", "du", "on"):
        return
    if fold(weekday) not in WEEKDAYS:
        raise no_date(value, days)
    if WEEKDAYS[fold(weekday)] != found.weekday():
        raise Unclear(_("« {value} » : le jour de la semaine et la date se contredisent").format(value=shown(value)))


# --- times of day ----------------------------------------------------------------------------------------------------


def minute(value: object) -> int:
    """A time of day in minutes from midnight: a true time, a part of a day, an hour, or a text such as 8h30."""
    if isinstance(value, datetime):
        # A time typed into a cell formatted as a date is a moment of Excel's first days; 24:00 is one whole day.
        if value in _FIRST_DAYS:
            return _FIRST_DAYS[value]
        if value.year == 1900 and value.date() > date(1900, 1, 1):
            text = _("« {value} » dans une case au format heure y montre {seen} ; tapez par exemple 08:30")
            serial = (value - datetime(1899, 12, 31)) / timedelta(days=1)
            raise Unclear(text.format(value=shown(serial), seen=f"{value:%H:%M}"))
        if value.year > 1900 and value.date() != date(1904, 1, 1):
            raise _no_time(value)
        return _from_seconds(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6, value)
    if isinstance(value, time):
        return _from_seconds(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6, value)
    if isinstance(value, timedelta):
        return _from_seconds(value.total_seconds(), value)
    if isinstance(value, str) and _DOTTED.fullmatch(tidy(value)):
        return from_clock(tidy(value))
    if (found := number(value)) is not None:
        return _from_day_part(found, value)
    if isinstance(value, str) and (match := _ONE_TIME.fullmatch(signs(tidy(value)))):
        return from_clock(match.group())
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


def from_clock(spelt: str) -> int:
    """The minute of a text that matches `CLOCK`."""
    if fold(spelt) in ("midi", "noon"):
        return 720
    hour, *rest = (int(digits) for digits in re.findall(r"\d+", spelt))
    if half := re.search(r"([ap])\.?\s?m\.?$", spelt, re.IGNORECASE):
        if not 1 <= hour <= 12:
            raise _no_time(spelt)
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    seconds = rest[1] if len(rest) > 1 else 0
    return _from_seconds(hour * 3600 + (rest[0] if rest else 0) * 60 + seconds, spelt)
