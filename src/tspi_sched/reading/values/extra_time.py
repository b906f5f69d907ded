"""Reading extra time: `1/3`, `tiers temps`, `MSP:1/3; ET:1/3; QPP:20min`."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction

from tspi_sched.reading.values.cells import Unclear, number, shown
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.values.spelling import DASHES, tidy
from tspi_sched.texts import _

_LONGEST = 600
_NONE = frozenset(("non", "no", "aucun", "none", "neant"))
_THIRD = frozenset(("tierstemps", "untiers", "tiers", "untierstemps", "onethird", "third"))
_SHARE = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})(?:\s*(?:de\s+|du\s+|of\s+)?(?:temps|time))?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")
_MINUTES = re.compile(r"(\d{1,3})\s*(?:min|mn|minutes?|')\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2})\s*h(?:\s*([0-5]\d))?(?:\s*min)?", re.IGNORECASE)
_CLOSE = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Grant:
    """Extra time as written: on a stage named by its author (empty: the written paper), a share or minutes."""

    stage: str
    share: Fraction = Fraction(0)
    minutes: int = 0


def extra_time(value: object) -> tuple[Grant, ...]:
    """What is granted, stage by stage."""
    if isinstance(value, bool):
        raise _unclear(value)
    if isinstance(value, date | time | timedelta):
        raise Unclear(
            _("Excel a changé le temps majoré en date ou en heure (« {value} ») ; tapez '1/3 ou tiers temps").format(
                value=shown(value)
            )
        )
    if isinstance(value, list):
        return tuple(grant for item in value for grant in extra_time(item))
    if (found := number(value)) is not None:
        return _from_number(found, value)
    parts = [tidy(part) for part in re.split(r"[;\n\r]|,(?!\d)", str(value))]
    return tuple(_grant(part) for part in parts if part and part not in DASHES and fold(part) not in _NONE)


def _unclear(value: object) -> Unclear:
    return Unclear(
        _("« {value} » n'est pas un temps majoré ; écrivez 1/3, 20min, ou par épreuve MSP:1/3; QPP:20min").format(
            value=shown(value)
        )
    )


def _from_number(found: float, value: object) -> tuple[Grant, ...]:
    """A share of the time, which a formula or a percentage leaves; a larger number has no unit."""
    if found == 0:
        return ()
    if not 0 < found < 1:
        raise _unclear(value)
    return (Grant("", _rounded(Fraction(found)), 0),)


def _grant(spelt: str) -> Grant:
    stage, mark, length = spelt.rpartition(":") if ":" in spelt else spelt.rpartition("=")
    if not mark:
        stage, length = _without_mark(spelt)
    share, minutes = _length(length.strip(), spelt)
    return Grant(stage.strip(), share, minutes)


def _without_mark(spelt: str) -> tuple[str, str]:
    """`MSP 1/3` is as clear as `MSP:1/3`."""
    first, _blank, rest = spelt.partition(" ")
    if rest and not first[0].isdigit() and rest.lstrip()[:1].isdigit():
        return first, rest
    return "", spelt


def _length(spelt: str, whole: str) -> tuple[Fraction, int]:
    """A share of the stage, or minutes."""
    if fold(spelt) in _THIRD:
        return Fraction(1, 3), 0
    if match := _MINUTES.fullmatch(spelt):
        return Fraction(0), _bounded(int(match[1]), whole)
    if match := _HOURS.fullmatch(spelt):
        return Fraction(0), _bounded(int(match[1]) * 60 + int(match[2] or 0), whole)
    share = _share(spelt)
    if share is None or not 0 < share <= 1:
        raise _unclear(whole)
    return share, 0


def _share(spelt: str) -> Fraction | None:
    if (match := _SHARE.fullmatch(spelt)) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    if match := _PERCENT.fullmatch(spelt):
        return _rounded(Fraction(match[1].replace(",", ".")) / 100)
    return None


def _rounded(share: Fraction) -> Fraction:
    """33 %, 0.33 and 0.333… are ways to write a third."""
    for third in (Fraction(1, 3), Fraction(2, 3)):
        if abs(share - third) < _CLOSE:
            return third
    return share.limit_denominator(1000)


def _bounded(minutes: int, whole: str) -> int:
    if not 0 < minutes <= _LONGEST:
        raise _unclear(whole)
    return minutes
