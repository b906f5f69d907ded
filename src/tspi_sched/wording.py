"""Objectives' values and files in the words of a person: for the terminal and other texts."""

from tspi_sched.export.words import DURATIONS, finish_moment, objective_title
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, duration, language, long_date, ngettext

__all__ = ["amount", "moment", "objective_title", "objective_value"]


def objective_value(problem: Problem, name: str, value: int) -> str:
    """An objective's value in its own unit: ``mardi 8 décembre 2026 à 15:40``, ``50 h 50``, ``2 jours``, ``8``."""
    if name in DURATIONS:
        return duration(value)
    if name == "finish":
        return moment(problem, value)
    if name == "days":
        return ngettext("{count} jour", "{count} jours", value).format(count=value)
    return amount(value)


def moment(problem: Problem, value: int) -> str:
    """A value of ``finish`` as day and hour; a dash outside the session's days, as for a plan without tasks."""
    when = finish_moment(problem, value)
    if when is None or value <= 0:
        return "–"
    return _("{day} à {time}").format(day=long_date(when.date()), time=clock(60 * when.hour + when.minute))


def amount(value: int) -> str:
    """A number with its thousands apart, as each language writes them."""
    return f"{value:,}".replace(",", "\u202f" if language() == "fr" else ",")
