"""Objectives' values and files in the words of a person: for the terminal and other texts."""

from tspi_sched.plan import ObjectiveReport, Status
from tspi_sched.problem import Problem, Title
from tspi_sched.texts import _, clock, duration, language, long_date, ngettext
from tspi_sched.wording.objectives import DURATIONS, finish_moment, known_bound, objective_title, proof_words

__all__ = ["amount", "difference", "moment", "objective_title", "objective_value", "proof", "title_line"]


def objective_value(problem: Problem, name: str, value: int) -> str:
    """Say an objective's value in words, in its own unit.

    Args:
        problem: The session; it knows the days that `finish` counts from.
        name: The objective.
        value: What `measure` or a report says.

    Returns:
        A text in the language in force, such as a day and hour, ``50 h 50``, ``2 jours`` or ``8``.

    Example:
        >>> tspi_sched.objective_value(problem, "finish", 1000), tspi_sched.objective_value(problem, "waiting", 315)
        ('lundi 15 mars 2027 à 16:40', '5 h 15')
    """
    if name in DURATIONS:
        return duration(value)
    if name == "finish":
        return moment(problem, value)
    if name == "days":
        return ngettext("{count} jour", "{count} jours", value).format(count=value)
    return amount(value)


def title_line(title: Title) -> str:
    """The title professionnel that a session is for: name, code and edition."""
    return _("Titre : {name} ({code}, millésime {version})").format(
        name=title.name, code=title.code, version=title.version
    )


def difference(name: str, value: int, base: int) -> str:
    """How much more or less a value is than another one, in the objective's unit; of two days only how many apart."""
    if value == base:
        return "="
    sign = "+" if value > base else "–"
    days = abs(value // 1440 - base // 1440) if name == "finish" else 0
    if days:
        text = ngettext("{count} jour", "{count} jours", days).format(count=days)
    else:
        apart = abs(value - base)
        text = duration(apart) if name in (*DURATIONS, "finish") else amount(apart)
    return f"{sign} {text}"


def proof(problem: Problem, report: ObjectiveReport) -> str:
    """What a search proved of an objective's value."""
    best, bound = objective_value(problem, report.name, report.best), known_bound(report)
    if report.status is Status.OPTIMAL:
        tolerated = report.value != report.best
        return _("prouvé (au mieux {best}, tolérance employée)").format(best=best) if tolerated else _("prouvé")
    if bound is None:
        return proof_words(report)
    return _("non prouvé ; au mieux {bound}").format(bound=objective_value(problem, report.name, bound))


def moment(problem: Problem, value: int) -> str:
    """A value of ``finish`` as day and hour; a dash outside the session's days, as for a plan without tasks."""
    when = finish_moment(problem, value)
    if when is None or value <= 0:
        return "–"
    return _("{day} à {time}").format(day=long_date(when.date()), time=clock(60 * when.hour + when.minute))


def amount(value: int) -> str:
    """A number with its thousands apart, as each language writes them."""
    return f"{value:,}".replace(",", "\u202f" if language() == "fr" else ",")
