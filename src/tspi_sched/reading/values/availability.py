"""Reading availabilities as people write them: `14/06 matin; 15/06 8h-12h`, `sauf mardi`, `pas le lundi matin`.

An item is cut into tokens: days, hours, signs between them, and the word that turns what follows it into an exception.
What could be read in two ways is refused, with an example from the session's own days.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tspi_sched.problem import Availability, Opening
from tspi_sched.reading.values import phrases
from tspi_sched.reading.values.cells import Unclear, number, shown
from tspi_sched.reading.values.clock import MIDNIGHT, day, example
from tspi_sched.reading.values.phrases import BETWEEN, NOT, OPEN_ENDS, POSITIVE, Hours, Named, Token
from tspi_sched.reading.values.spelling import DASHES, letters, signs, tidy, unaccented
from tspi_sched.texts import _

_ALWAYS_WORDS = """
toujours touslesjours toutletemps toutelasession ras libre dispo disponible ok pasdecontrainte sanscontrainte
aucunecontrainte always everyday anytime available noconstraint
"""
_ALWAYS = frozenset(_ALWAYS_WORDS.split())
_NEVER = frozenset(("jamais", "aucune", "aucun", "non", "neant", "sans", "nondisponible", "no", "none", "never", "na"))
_AROUND = 3
"""Days after the session that an exception leaves available: somebody may think of one day more."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours of some days, or of every day if `dates` is None."""

    dates: tuple[date, ...] | None
    start: int = 0
    end: int = MIDNIGHT
    kind: str = phrases.RANGE


def availability(value: object, days: Sequence[date] | None = ()) -> Availability:
    """Every time stated, less the exceptions.

    `days` are those of the session, in order; with none, a day without its year is a fault. If they are not known (for
    their sheet is faulty), None: then anything goes, for nothing will come of it.
    """
    stated: list[Stretch] = []
    barred: list[Stretch] = []
    for item in value if isinstance(value, list) else [value]:
        for kept, taken in _items(item, days):
            stated += kept
            barred += taken
    if days is None:
        return ()
    _check_open_ends(stated, value, days)
    _check_open_ends(barred, value, days)
    openings = _without(stated, barred, days) if barred else _openings(stated)
    if (stated or barred) and not openings:
        raise Unclear(_("« {value} » ne laisse aucun moment").format(value=shown(value)))
    return tuple(dict.fromkeys(openings))


def idle_dates(value: object, days: Sequence[date]) -> tuple[date, ...]:
    """Dates of a value that can be read, none of them of the session, that are probably not meant so: exceptions (they
    take nothing away), and those that are a day of the session with day and month the other way round."""
    if not days:
        return ()
    found: list[date] = []
    for item in value if isinstance(value, list) else [value]:
        for kept, taken in _items(item, days):
            named = [stretch.dates for stretch in taken if stretch.dates]
            found += [dates[0] for dates in named if not set(dates) & set(days)]
            stated = [one for stretch in kept for one in stretch.dates or ()]
            found += [one for one in stated if one not in days and _swapped(one) in days]
    return tuple(dict.fromkeys(found))


def _swapped(one: date) -> date | None:
    return one.replace(month=one.day, day=one.month) if one.day <= 12 else None


def _items(value: object, days: Sequence[date] | None) -> list[tuple[list[Stretch], list[Stretch]]]:
    """What each item of one value states, and what it takes away."""
    if not isinstance(value, str) or number(value) is not None:
        if not isinstance(value, datetime | date | int | float | str):
            raise not_available(value, days)
        return [([Stretch((day(value, days or ()),))], [])]
    word = letters(value)
    if word in _ALWAYS:
        return []
    if word in _NEVER:
        raise _never(value)
    parts = [signs(tidy(part)) for part in re.split(r"[;|\n\r]", value)]
    return [_item(part, days) for part in parts if part and part not in DASHES]


def _item(spelt: str, days: Sequence[date] | None) -> tuple[list[Stretch], list[Stretch]]:
    """One item: what stands before the word of exception, and what after it."""
    tokens = phrases.tokens(unaccented(spelt), days, lambda: not_available(spelt, days))
    marks = [place for place, token in enumerate(tokens) if token == NOT]
    if len(marks) > 1 or (marks and POSITIVE in tokens[marks[0] :]):
        raise _muddled(spelt, days)
    if not marks:
        return _stretches(tokens, spelt, days), []
    before, after = tokens[: marks[0]], tokens[marks[0] + 1 :]
    kept = _stretches(before, spelt, days) if any(isinstance(t, Named | Hours) for t in before) else []
    if not any(isinstance(token, Named | Hours) for token in after):
        raise _never(spelt)
    taken = _stretches(after, spelt, days)
    own = tuple(dict.fromkeys(found for stretch in kept for found in stretch.dates or ()))
    return kept, [replace(one, dates=own) if own and one.dates is None else one for one in taken]


# --- tokens to stretches ---------------------------------------------------------------------------------------------


def _stretches(tokens: list[Token], spelt: str, days: Sequence[date] | None) -> list[Stretch]:
    """Days, or hours of every day, or one day with its hours (and so on)."""
    named: list[Named] = []
    found: list[Stretch] = []
    hours_follow = dated = False
    for token in _joined(tokens, spelt, days):
        if isinstance(token, Named):
            if hours_follow:
                named, hours_follow = [], False
            elif not dated and found:
                raise _muddled(spelt, days)
            named, dated = [*named, token], True
            found.append(Stretch(token.dates))
        else:
            if len(named) > 1 or (dated and not named) or (named and named[0].several and token.kind != phrases.RANGE):
                raise _muddled(spelt, days)
            if named and not hours_follow:
                found.pop()
            hours_follow = dated
            found.append(Stretch(named[0].dates if named else None, token.start, token.end, token.kind))
    if not found:
        raise _muddled(spelt, days)
    return found


def _joined(tokens: list[Token], spelt: str, days: Sequence[date] | None) -> list[Named | Hours]:
    """Days and hours; hours beside one another without a sign between them narrow one another: `matin dès 9h`."""
    found: list[Named | Hours] = []
    parted = False
    for token in tokens:
        last = found[-1] if found else None
        if token in (BETWEEN, POSITIVE):
            parted = parted or token == BETWEEN
            continue
        if isinstance(token, Hours) and isinstance(last, Hours) and {token.kind, last.kind} != {phrases.RANGE}:
            both = Hours(max(last.start, token.start), min(last.end, token.end))
            if parted == (both.start < both.end):
                raise _muddled(spelt, days)
            found[-1:] = [last, token] if parted else [both]
        elif isinstance(token, Named | Hours):
            found.append(token)
        parted = False
    return found


def _check_open_ends(stretches: list[Stretch], value: object, days: Sequence[date] | None) -> None:
    """`à partir de 9h ; jusqu'à 16h` may mean both at once, or all day long."""
    ends = [one for one in stretches if one.kind in OPEN_ENDS]
    for place, one in enumerate(ends):
        for other in ends[:place]:
            if (
                one.dates == other.dates
                and one.kind != other.kind
                and max(one.start, other.start) < min(one.end, other.end)
            ):
                raise _muddled(shown(value), days)


# --- stretches to openings -------------------------------------------------------------------------------------------


def _openings(stretches: Iterable[Stretch]) -> list[Opening]:
    return [Opening(one, s.start, s.end) for s in stretches for one in (s.dates if s.dates is not None else (None,))]


def _without(stated: list[Stretch], barred: list[Stretch], days: Sequence[date]) -> list[Opening]:
    """What is stated (or everything, if nothing is) without the exceptions; on days by name where these have days."""
    kept = _openings(stated or [Stretch(None)])
    if all(stretch.dates is None for stretch in barred):
        return [part for opening in kept for part in _cut(opening, barred)]
    named = {opening.day for opening in kept if opening.day}
    every = sorted({*phrases.around(days, _AROUND), *(named if stated else ())})
    whole = [replace(opening, day=one) for one in every for opening in kept if opening.day in (None, one)]
    return [part for opening in whole for part in _cut(opening, barred)]


def _cut(opening: Opening, barred: list[Stretch]) -> list[Opening]:
    parts = [opening]
    for hole in barred:
        if hole.dates is None or opening.day in hole.dates:
            parts = [rest for part in parts for rest in _halves(part, hole)]
    return parts


def _halves(opening: Opening, hole: Stretch) -> list[Opening]:
    if hole.end <= opening.start or opening.end <= hole.start:
        return [opening]
    halves = ((opening.start, hole.start), (hole.end, opening.end))
    return [replace(opening, start=start, end=end) for start, end in halves if start < end]


# --- what is wrong ---------------------------------------------------------------------------------------------------


def not_available(value: object, days: Sequence[date] | None) -> Unclear:
    """That something is no availability, with some that would be."""
    text = _(
        "« {value} » n'est pas une disponibilité ; écrivez par exemple {whole} 08:00-12:30, {part} matin, sauf {out}"
    )
    first, last = example(days or ()), (days or (example(()) + timedelta(days=1),))[-1]
    shape = {"whole": f"{first:%d/%m/%Y}", "part": f"{first:%d/%m}", "out": f"{last:%d/%m}"}
    return Unclear(text.format(value=shown(value), **shape))


def _muddled(spelt: str, days: Sequence[date] | None) -> Unclear:
    text = _("« {value} » peut se lire de plusieurs façons ; séparez par « ; », par exemple {example} 08:00-12:30")
    return Unclear(text.format(value=shown(spelt), example=f"{example(days or ()):%d/%m/%Y}"))


def _never(value: str) -> Unclear:
    text = _("« {value} » : pour qui ne vient pas du tout, retirez la ligne ; pour qui est toujours là, videz la case")
    return Unclear(text.format(value=shown(value)))
