"""Facts that are the scenario's or the calendar's: opening hours, the meal, the other parameters of rules, locks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tspi_sched.explanations.constraints.kind import About, Kind, with_rules
from tspi_sched.problem import Lock, Problem
from tspi_sched.texts import _, clock, duration, long_date, of
from tspi_sched.wording.facts import days
from tspi_sched.wording.names import listed, people, person, room
from tspi_sched.wording.names import paper as paper_of

# --- opening hours ---------------------------------------------------------------------------------------------------


def _opening(problem: Problem) -> Iterator[About]:
    return ((day.date.isoformat(),) for day in problem.days if (day.open, day.close) != (0, 1440))


def _always_open(problem: Problem, chosen: list[About]) -> Problem:
    dates = {date for (date,) in chosen}
    open_days = (replace(d, open=0, close=1440) if d.date.isoformat() in dates else d for d in problem.days)
    return replace(problem, days=tuple(open_days))


def _say_opening(problem: Problem, chosen: list[About]) -> Iterator[str]:
    dates = {date for (date,) in chosen}
    yield _("ouverture : {days}").format(days=days(d for d in problem.days if d.date.isoformat() in dates))


# --- parameters ------------------------------------------------------------------------------------------------------


def _parameter(name: str, rule: str, said: Callable[[Problem], str], **neutral: Any) -> Kind:
    """The kind of a parameter that restricts unless it has its neutral value."""

    def found(problem: Problem) -> Iterator[About]:
        return iter([] if with_rules(problem, **neutral) == problem else [()])

    def lifted(problem: Problem, _chosen: list[About]) -> Problem:
        return with_rules(problem, **neutral)

    def say(problem: Problem, _chosen: list[About]) -> Iterator[str]:
        yield said(problem)

    return Kind(name, rule, found, lifted, say)


def _say_meal(problem: Problem) -> str:
    meal = problem.rules.meal
    text = _("repas de {length} entre {start} et {end}")
    return text.format(length=duration(meal.minutes), start=clock(meal.window[0]), end=clock(meal.window[1]))


def _say_changeover(problem: Problem) -> str:
    text = _("battement de {length} avant chaque candidat, entre deux tâches")
    return text.format(length=duration(problem.rules.changeover_minutes))


def _say_setup(problem: Problem) -> str:
    length = duration(problem.rules.projector_setup_minutes)
    return _("{length} pour installer un vidéoprojecteur mobile").format(length=length)


def _say_rest(problem: Problem) -> str:
    length = duration(problem.rules.rest_after_msp_minutes)
    return _("repos de {length} au moins entre l'épreuve {paper} et les oraux").format(
        length=length, paper=paper_of(problem.title)
    )


def _say_delay(problem: Problem) -> str:
    length = duration(problem.rules.marking.delay_minutes)
    return _("{length} au moins entre l'épreuve {paper} et sa correction").format(
        length=length, paper=paper_of(problem.title)
    )


def _say_between(problem: Problem) -> str:
    length = duration(problem.rules.rest_between_tracks_minutes)
    return _("repos de {length} au moins entre deux parcours d'un candidat").format(length=length)


def _say_turnover(problem: Problem) -> str:
    length = duration(problem.rules.msp.turnover_minutes)
    text = _("{length} au moins entre deux séances {paper} dans une salle ou avec un même surveillant")
    return text.format(length=length, paper=paper_of(problem.title))


def _say_wait(problem: Problem) -> str:
    length = duration(problem.rules.max_wait_minutes or 0)
    return _("{length} d'attente au plus entre l'épreuve {paper} et les oraux").format(
        length=length, paper=paper_of(problem.title)
    )


def _say_days_apart(problem: Problem) -> str:
    text = _("l'épreuve {paper} et les oraux d'un candidat ne sont pas le même jour")
    if problem.rules.msp_and_orals == "same_day":
        text = _("l'épreuve {paper} et les oraux d'un candidat sont le même jour")
    return text.format(paper=paper_of(problem.title))


def _say_marking(_problem: Problem) -> str:
    return _("un jury corrige toutes ses copies avant son premier oral")


def _say_signing(problem: Problem) -> str:
    return _("{length} pour signer le procès-verbal").format(length=duration(problem.rules.closing_minutes))


# --- locks -----------------------------------------------------------------------------------------------------------


def _locks(problem: Problem) -> Iterator[About]:
    return ((str(number),) for number, _lock in enumerate(problem.locks))


def _unlocked(problem: Problem, chosen: list[About]) -> Problem:
    numbers = {int(number) for (number,) in chosen}
    return replace(problem, locks=tuple(lock for n, lock in enumerate(problem.locks) if n not in numbers))


def _say_locks(problem: Problem, chosen: list[About]) -> Iterator[str]:
    return (say_lock(problem, problem.locks[int(number)]) for (number,) in chosen)


def say_lock(problem: Problem, lock: Lock) -> str:
    """What a lock keeps, and where."""
    task = lock.task
    words = {
        "day": long_date(task.day),
        "start": clock(task.start),
        "room": room(problem, task.room),
        "panel": people(problem, task.members),
        "invigilators": people(problem, task.invigilators),
    }
    parts = ", ".join(text for part, text in words.items() if part in lock.parts)
    what = person(problem, task.candidate) if task.candidate else listed(task.members)
    return _("verrou : {stage} {of_who}, {parts}").format(stage=task.stage, of_who=of(what), parts=parts)


OPENING = Kind("opening", "hours", _opening, _always_open, _say_opening)
LOCKS = Kind("locks", "locks", _locks, _unlocked, _say_locks)
MEAL = _parameter("meal", "meal", _say_meal, meal={"minutes": 0})
PARAMETERS = (
    MEAL,
    _parameter("changeover", "one_at_a_time", _say_changeover, changeover_minutes=0),
    _parameter("setup", "projection", _say_setup, projector_setup_minutes=0),
    _parameter("rest", "order", _say_rest, rest_after_msp_minutes=0),
    _parameter("delay", "order", _say_delay, marking={"delay_minutes": 0}),
    _parameter("between_tracks", "candidate_time", _say_between, rest_between_tracks_minutes=0),
    _parameter("turnover", "sitting", _say_turnover, msp={"turnover_minutes": 0}),
    _parameter("wait", "candidate_time", _say_wait, max_wait_minutes=None),
    _parameter("days_apart", "candidate_time", _say_days_apart, msp_and_orals="any"),
    _parameter("marking_first", "marking", _say_marking, marking={"before": "candidate"}),
    _parameter("signing", "minutes", _say_signing, closing_minutes=0),
)
