"""Small sessions made by chance, over every mode and parameter in combination, and what is the best for them.

`random_session(Random(seed))` is a plain generator; with `RANDOMS`, hypothesis makes the choices, and shrinks failures.
Lengths are those of the référentiel or of the invented title, so that half a day of some sessions is a tight fit.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TypeVar
from unittest.mock import patch

from hypothesis import strategies as st

from tests.support.sessions import MONDAY, at, invented, title
from tspi_sched.plan import Plan
from tspi_sched.planner import solve
from tspi_sched.problem import (
    LOCK_PARTS,
    WRITTEN,
    Candidate,
    Day,
    DeliberationRules,
    ExtraTime,
    Invigilator,
    Lock,
    MarkingRules,
    MealRules,
    Member,
    MemberRules,
    MspRules,
    Opening,
    PanelRules,
    Problem,
    Projector,
    Room,
    Rules,
    Title,
)
from tspi_sched.wishes import OBJECTIVES, Objective, Wishes

T = TypeVar("T")

Lengths = tuple[tuple[str, int], ...]
"""Stages of a track with their minutes."""


def rarely(rng: Random, value: T, otherwise: T, one_in: int = 4) -> T:
    """A value now and then; shrinks to the other one."""
    return value if rng.randrange(one_in) == one_in - 1 else otherwise


def random_session(rng: Random) -> Problem:
    """A session of one to five candidates."""
    return made_of(rng, rng.choice((title(), title(), invented())))


def made_of(rng: Random, known: Title) -> Problem:
    """A session of one to five candidates of a title."""
    whole = _session(rng, known)
    if rarely(rng, True, False):
        whole = replace(whole, baseline=_baseline(whole, rng))
    return replace(whole, locks=_locks(whole, rng)) if rarely(rng, True, False, 6) else whole


def _session(rng: Random, known: Title) -> Problem:
    days = _days(rng)
    rules = _rules(rng, known)
    members = _members(rng, rules.panel, days)
    invigilators = _invigilators(rng)
    candidates = _candidates(rng, known, members, invigilators)
    return Problem(known, days, candidates, members, _rooms(rng, rules), _projectors(rng), invigilators, rules)


def _days(rng: Random) -> tuple[Day, ...]:
    """Days in a row or not, with opening hours off the grid now and then."""
    count = rng.choice((2, 1, 2, 3))
    opens = rng.choice((at("08:00"), at("09:00"), at("08:07")))
    closes = rng.choice((at("18:00"), at("17:00"), at("18:52")))
    return tuple(Day(MONDAY + timedelta(days=2 * i if i == 2 else i), opens, closes) for i in range(count))


# --- rules -----------------------------------------------------------------------------------------------------------


def _rules(rng: Random, known: Title) -> Rules:
    panel = _panel_rules(rng)
    return Rules(
        grid_minutes=rng.choice((15, 5, 10, 15)),
        allow_unplaced=rng.choice((False, True)),
        rest_after_msp_minutes=rarely(rng, 40, 0),
        rest_between_tracks_minutes=rng.choice((0, 15, 7, 40)),
        oral_gap_max_minutes=rng.choice((0, 0, 15, 30, rarely(rng, 1440, 60))),
        changeover_minutes=rng.choice((5, 5, 0, 15)),
        msp_and_orals=rng.choice(("any", "any", "any", "same_day", "different_day")),
        oral_rooms=rng.choice(("single", "single", "per_stage")),
        transfer_minutes=rng.choice((5, 0, 10)),
        projector_setup_minutes=rng.choice((5, 0, 20)),
        closing_minutes=rarely(rng, 10, 0, 3),
        max_wait_minutes=rarely(rng, 150, None, 6),
        msp=_msp(rng),
        panel=panel,
        member=MemberRules(rarely(rng, 2, None), rarely(rng, 300, None, 6)),
        meal=rng.choice(
            (MealRules(), MealRules(), MealRules(0), MealRules(60), MealRules(30, (at("12:10"), at("13:10"))))
        ),
        marking=_marking(rng, known),
        deliberation=_deliberation(rng),
        final_interview_minutes=rarely(rng, 35, None),
    )


def _msp(rng: Random) -> MspRules:
    yes = (True, False)
    turnover = rng.choice((0, 0, 15, 8, rarely(rng, 45, 0)))
    return MspRules(rng.choice((1, 1, 2, 3)), rng.choice(yes), rng.choice(yes), rng.choice((20, 1, 2)), turnover)


def _deliberation(rng: Random) -> DeliberationRules:
    return DeliberationRules(rng.choice(("after_each", "after_each", "end_of_day")), rng.choice((None, None, 5, 0)))


def _panel_rules(rng: Random) -> PanelRules:
    mode, size = rng.choice(("given", "given", "daily", "free")), rarely(rng, 3, 2)
    return PanelRules(mode, size, rng.choice((1, 1, 0, 2)), rng.choice((False, True)))


def _marking(rng: Random, known: Title) -> MarkingRules:
    before = rng.choice(("candidate", "candidate", "all"))
    minutes = rarely(rng, ((known.tracks[-1].code, rng.choice((7, 0))),), ())
    return MarkingRules(before, minutes, rng.choice((0, 0, 5, 7, 30, rarely(rng, 1440, 5))))


# --- people ----------------------------------------------------------------------------------------------------------


def _availability(rng: Random, one_in: int = 8) -> tuple[Opening, ...]:
    some = rng.choice((
        (Opening(None, at("08:00"), at("12:33")), Opening(None, at("13:04"), at("19:00"))),
        (Opening(None, at("09:30"), at("17:30")),),
        (Opening(MONDAY, at("10:02"), at("18:30")), Opening(MONDAY + timedelta(days=1))),
        (Opening(MONDAY + timedelta(days=1), at("08:00"), at("16:00")), Opening(MONDAY, at("08:02"), at("08:04"))),
    ))  # fmt: skip
    return rarely(rng, some, (), one_in)


def _members(rng: Random, panel: PanelRules, days: tuple[Day, ...]) -> tuple[Member, ...]:
    count = panel.size * rng.choice((2, 1, 2)) + rng.choice((0, 0, 1))
    return tuple(_member(rng, i, panel, days) for i in range(count))


def _member(rng: Random, i: int, panel: PanelRules, days: tuple[Day, ...]) -> Member:
    ends: date | None = days[0].date
    return Member(
        f"J{i}",
        f"Juré{i}",
        panel=rarely(rng, "", "ABC"[i // panel.size], 20),
        company=rarely(rng, "Acier", "", 6),
        professional=rarely(rng, False, True, 6),
        gender=rng.choice(("F", "M", "")),
        accredited_to=rarely(rng, ends, None, 10),
        reserve=rarely(rng, True, False, 12),
        max_candidates_per_day=rarely(rng, rng.choice((2, 1, 0)), None, 8),
        availability=_availability(rng),
        cost=rng.choice((0, 10, 25)),
    )


def _invigilators(rng: Random) -> tuple[Invigilator, ...]:
    count = rng.choice((2, 1, 3))
    return tuple(Invigilator(f"V{i}", f"Veille{i}", "", _availability(rng), rng.choice((0, 4))) for i in range(count))


def _candidates(
    rng: Random, known: Title, members: Sequence[Member], invigilators: Sequence[Invigilator]
) -> tuple[Candidate, ...]:
    count = rng.choice((1, 2, 2, 3, 3, rng.choice((4, 5))))
    return tuple(
        _candidate(rng, i, known, [*(one.id for one in members), *(one.id for one in invigilators)])
        for i in range(count)
    )


def _candidate(rng: Random, i: int, known: Title, people: Sequence[str]) -> Candidate:
    codes = [track.code for track in known.tracks]
    both = rarely(rng, True, False, 6)
    return Candidate(
        f"C{i}",
        f"Candidat{i}",
        (codes[-2], codes[-1]) if both else (rng.choice(codes),),
        final_interview=rarely(rng, True, False),
        company=rarely(rng, "ACIER", "", 8),
        trainers=rarely(rng, (rng.choice(people),), (), 8),
        exclusions=rarely(rng, (rng.choice(people),), (), 12),
        extra_time=_extra_time(rng, known),
        accessible=rarely(rng, True, False, 6),
        availability=_availability(rng, 10),
        priority=rng.choice((1, 1, 2)),
    )


def _extra_time(rng: Random, known: Title) -> tuple[ExtraTime, ...]:
    stage = rng.choice(known.stages).code
    paper = next((s.code for s in known.stages if s.kind == WRITTEN), stage)
    some = rng.choice(((ExtraTime(paper, Fraction(1, 3)),), (ExtraTime(stage, minutes=20),)))
    return rarely(rng, some, ())


# --- places ----------------------------------------------------------------------------------------------------------


def _rooms(rng: Random, rules: Rules) -> tuple[Room, ...]:
    chairs = rules.panel.size + 1
    written = [_room(rng, f"S{i}", ("MSP",), rng.choice((4, 5, 2, 1))) for i in range(rng.choice((1, 2)))]
    orals = [_room(rng, f"O{i}", ("ORAL",), chairs - rarely(rng, 1, 0, 8)) for i in range(rng.choice((1, 2, 2)))]
    both = [_room(rng, "D", ("MSP", "ORAL"), 4)] if rng.choice((False, True)) else []
    return (*written, *orals, *both)


def _room(rng: Random, id: str, uses: tuple[str, ...], seats: int) -> Room:
    projector, accessible = rng.choice((True, False)), rarely(rng, False, True, 5)
    return Room(id, uses, seats, "", projector, accessible, _availability(rng, 10), rng.choice((0, 3, 8)))


def _projectors(rng: Random) -> tuple[Projector, ...]:
    return tuple(Projector(f"P{i}", _availability(rng)) for i in range(rng.choice((1, 2, 0))))


# --- what is fixed beforehand ----------------------------------------------------------------------------------------


def some_plan(problem: Problem) -> Plan | None:
    """Any plan of a session; None if there is none."""
    return solve(problem, Wishes(objectives=(Objective("unplaced"),), workers=1, time_limit=10)).plan


def _baseline(problem: Problem, rng: Random) -> Plan:
    """A plan of the session with somebody moved, or nothing at all."""
    plan = some_plan(problem)
    tasks = plan.tasks if plan else ()
    moved = rng.choice((0, 0, problem.rules.grid_minutes, 3))
    rooms = [room.id for room in problem.rooms]
    places = [rarely(rng, rng.choice(rooms), task.room, 6) for task in tasks]
    return Plan(
        tuple(replace(t, start=t.start + moved, end=t.end + moved, room=r) for t, r in zip(tasks, places, strict=True))
    )


def _locks(problem: Problem, rng: Random) -> tuple[Lock, ...]:
    """Some tasks of a plan of the session, so that there is a plan under the locks."""
    plan = some_plan(problem)
    tasks = [t for t in (plan.tasks if plan else ()) if rng.randrange(4) == 3]
    return tuple(Lock(t, frozenset(part for part in LOCK_PARTS if rng.choice((True, False)))) for t in tasks)


def random_wishes(rng: Random, problem: Problem, seconds: float) -> Wishes:
    """A few objectives, with a tolerance now and then; first that everybody is placed, if it need not be."""
    names = rng.sample(OBJECTIVES[1:], rng.randint(1, 3))
    if problem.rules.allow_unplaced and rng.randrange(8):
        names.insert(0, "unplaced")
    objectives = tuple(Objective(name, rarely(rng, 15, 0)) for name in names)
    return Wishes(objectives=objectives, workers=1, time_limit=seconds)


RANDOMS = st.randoms(use_true_random=False)


# --- the best --------------------------------------------------------------------------------------------------------


def optimum(problem: Problem, name: str, seconds: float = 20, *, bare: bool = False) -> int | str:
    """The proven optimum of one objective, or how the search ended; `bare`: by the plain model alone."""
    found = optima(problem, name, seconds=seconds, bare=bare)
    return found if isinstance(found, str) else found[0]


def optima(problem: Problem, *names: str, seconds: float = 20, bare: bool = False) -> tuple[int, ...] | str:
    """The same of several objectives, one after the other."""
    wishes = Wishes(objectives=tuple(map(Objective, names)), workers=1, time_limit=seconds)
    if bare:
        with (
            patch("tspi_sched.model.build.strengthen", lambda v, objectives: None),
            patch("tspi_sched.search.steps.solve_workload", lambda *args: None),
            patch("tspi_sched.search.steps.solve_positional", lambda *args: None),
            patch("tspi_sched.search.steps.solve_patterns", lambda *args: None),
            patch("tspi_sched.search.steps.latest_paper_starts", lambda *args: {}),
            patch("tspi_sched.search.column_steps.columns_apply", lambda s: False),
        ):
            result = solve(problem, wishes)
    else:
        result = solve(problem, wishes)
    return tuple(report.best for report in result.objectives) if result.status == "optimal" else result.status
