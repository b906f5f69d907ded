"""Incidents by chance."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.support.random_sessions import random_session, some_plan
from tspi_sched.plan import Event, Plan, moment
from tspi_sched.problem import Problem, Rules
from tspi_sched.reading.events import merged
from tspi_sched.recovery import Incident


def some_rules(rng: Random, rules: Rules) -> Rules:
    """The rules with other parameters for incidents."""
    panel = replace(rules.panel, substitutes=rng.choice((None, "none", "reserve", "anyone")))
    marking = replace(rules.marking, handover=rng.choice((None, "all", "one")))
    notice, slide = rng.choice((None, 0, 30)), rng.choice((None, 0, 45))
    return replace(rules, panel=panel, marking=marking, notice_minutes=notice, slide_minutes=slide)


def some_event(rng: Random, problem: Problem, plan: Plan, now: datetime | None) -> Event | None:
    """Anything that may happen, around a moment."""
    people = [*problem.member, *problem.candidate, *problem.invigilator]
    at = (now or moment(problem.days[0].date, 0)) + timedelta(minutes=rng.choice((-90, -20, 0, 0, 7, 60)))
    until = at + timedelta(minutes=rng.choice((30, 120, 1500)))
    rows = sorted((t for t in plan.tasks if t.candidate), key=lambda t: abs(moment(t.day, t.start) - at))
    match rng.choice(("absent", "absent", "late", "ended", "started", "closed")):
        case "absent":
            return Event("absent", rng.choice(people), rng.choice((None, at)), rng.choice((None, until)))
        case "late":
            return Event("late", rng.choice(people), at)
        case "closed":
            things = [*problem.room, *problem.projector]
            return Event("closed", rng.choice(things), at, rng.choice((None, until)))
        case kind if rows and now:
            row = rng.choice(rows[:4])
            minutes = rng.choice((-5, 3, 10, 25))
            told = moment(row.day, row.end if kind == "ended" else row.start) + timedelta(minutes=minutes)
            if kind == "ended" or told <= now:
                return Event(kind, None, told, candidate=row.candidate, track=row.track, stage=row.stage)
    return None


def some_incident(rng: Random) -> tuple[Problem, Incident] | None:
    """A session made by chance, a plan of it, and what happens to it."""
    problem = replace(random_session(rng), baseline=None)
    problem = replace(problem, rules=some_rules(rng, problem.rules))
    plan = some_plan(problem)
    if plan is None or not plan.tasks:
        return None
    start = rng.choice([moment(task.day, task.start) for task in plan.tasks])
    now: datetime | None = rng.choice((None, start + timedelta(minutes=rng.choice((0, 7, 31)))))
    events = tuple(e for _n in range(rng.choice((1, 2, 3))) if (e := some_event(rng, problem, plan, now)))
    return problem, Incident(plan, now, merged((), events))
