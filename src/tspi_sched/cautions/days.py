"""Days that are probably not meant: in the past, far away, Sundays, public holidays; or too soon to convoke anybody."""

from collections.abc import Iterator
from datetime import date

from tspi_sched.problem import ORAL, Day, Problem
from tspi_sched.texts import _, clock, language, long_date, ngettext

_FAR = 550
"""Days from which on a session is far away: a year and a half."""
_TITLE_NOTICE, _CCP_NOTICE = 30, 15
"""Days before the session by which candidates are told: a month for a title, 15 days for certificates (2008)."""
_APART = 31
"""Days from which on a day is far from its neighbours."""
_EARLY, _LATE = 360, 1320


def odd_days(problem: Problem, today: date) -> Iterator[str]:
    """What is odd about the days of a session, as seen today."""
    yield from _far_or_past(problem.days, today)
    yield from _apart(problem.days)
    yield from _holidays(problem.days)
    yield from _too_soon(problem, today)
    for day in problem.days:
        if day.open < _EARLY or day.close > _LATE:
            text = _("le {day} est ouvert de {open} à {close} : est-ce juste ?")
            yield text.format(day=long_date(day.date), open=clock(day.open), close=clock(day.close))


def _far_or_past(days: tuple[Day, ...], today: date) -> Iterator[str]:
    past = [day.date for day in days if day.date < today]
    if past and len(past) == len(days):
        yield _("tous les jours de la session sont passés (le dernier : {day})").format(day=long_date(max(past)))
    else:
        yield from (_("le {day} est passé").format(day=long_date(day)) for day in past)
    for day in (day.date for day in days):
        if (day - today).days > _FAR:
            yield _("le {day} est loin : l'année est-elle juste ?").format(day=long_date(day))


def _apart(days: tuple[Day, ...]) -> Iterator[str]:
    """Days far from all the others: a slip in the month or the year, or day and month the other way round."""
    dates = [day.date for day in days]
    for one in dates[1:] if len(dates) == 2 else dates:
        nearest = min((abs((one - other).days) for other in dates if other != one), default=0)
        if nearest > _APART:
            text = _("le {day} est à {count} jours de tout autre jour de la session : la date est-elle juste ?")
            yield text.format(day=long_date(one), count=nearest)


def _holidays(days: tuple[Day, ...]) -> Iterator[str]:
    """Sundays and the public holidays of France."""
    import holidays  # here, for it takes a tenth of a second

    spoken = "fr" if language() == "fr" else "en_US"
    known = holidays.country_holidays("FR", years={day.date.year for day in days}, language=spoken)
    for day in (day.date for day in days):
        if name := known.get(day):
            yield _("le {day} est férié ({name})").format(day=long_date(day), name=name)
        elif day.weekday() == 6:
            yield _("le {day} est un dimanche").format(day=long_date(day))


def _too_soon(problem: Problem, today: date) -> Iterator[str]:
    """A session nearer than the notice that candidates are given."""
    if not problem.days or problem.days[0].date < today:
        return
    left = (problem.days[0].date - today).days
    whole = any(_is_whole(problem, track) for candidate in problem.candidates for track in candidate.tracks)
    if left >= (_TITLE_NOTICE if whole else _CCP_NOTICE):
        return
    text = ngettext(
        "la session commence dans {count} jour ; d'usage, on convoque {notice}",
        "la session commence dans {count} jours ; d'usage, on convoque {notice}",
        left,
    )
    notice = _("un mois avant pour un titre") if whole else _("15 jours avant pour un CCP")
    yield text.format(count=left, notice=notice)


def _is_whole(problem: Problem, track: str) -> bool:
    """Whether a track gives the whole title: it ends with the final interview."""
    completion = problem.title.completion
    codes = [code for code, _minutes in problem.title.track[track].minutes]
    return completion is None or (completion[0] in codes and problem.title.stage[completion[0]].kind == ORAL)
