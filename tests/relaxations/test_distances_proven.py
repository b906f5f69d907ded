"""Bounds where the changeover lies outside the hours, and under every least distance: sessions that tempt each of them
to say too much, worked out by hand; and sessions by chance, whose optima the peers' plain model states again."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from ortools.sat.python import cp_model

from benchmarks.peers.plain_model import build
from benchmarks.peers.plain_objectives import OBJECTIVES
from benchmarks.peers.session import session as in_slots
from tests.support.parameter_sessions import TURNED, best, clock, completed
from tests.support.random_sessions import optimum, rarely
from tests.support.sessions import MONDAY, TUESDAY, WEDNESDAY, at, changed, ruled, title
from tests.support.tempting import BOTH, SMALL, TWO_DAYS, TWO_WATCH, B, opened, roomed, small
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.model import build_model
from tspi_sched.planner import solve
from tspi_sched.problem import (
    Candidate,
    Day,
    Invigilator,
    MarkingRules,
    MealRules,
    Member,
    MspRules,
    Opening,
    PanelRules,
    Problem,
    Projector,
    Room,
    Rules,
)
from tspi_sched.wishes import Objective, Wishes

# --- nothing but what is needed --------------------------------------------------------------------------------------

NEXT_DAY = ruled(small("CCP1", "CCP1", days=TWO_DAYS), msp_and_orals="different_day")
"""Papers on Monday, orals on Tuesday: 08:00-08:30, settled at 08:40, and 08:45-09:15, settled at 09:25."""

ENOUGH: dict[str, tuple[Problem, dict[str, int]]] = {
    # Marked until 10:30; the room is there for two hearings of 40 and one changeover between them, not a minute more.
    "a room just long enough": (changed(BOTH, "S3", availability=opened("10:35-12:00")), {"finish": clock("12:00")}),
    # The changeover between the two is all that the room is closed for.
    "a room closed in the changeover": (
        changed(BOTH, "S3", availability=opened("10:35-11:15", "11:20-12:00")), {"finish": clock("12:00")}
    ),
    "orals at the opening": (NEXT_DAY, {"finish": clock("09:25", 1), "presence": 2 * (30 + 85)}),
    "a changeover longer than the time before": (
        # 08:00-08:30, settled at 08:40, then an hour: 09:40-10:10, 10:20.
        ruled(NEXT_DAY, changeover_minutes=60), {"finish": clock("10:20", 1)},
    ),
    "a day just long enough": (
        replace(NEXT_DAY, days=(Day(MONDAY), Day(TUESDAY, at("08:00"), at("09:25")))), {"finish": clock("09:25", 1)}
    ),
    "a panel just there for it": (
        changed(NEXT_DAY, "J1", availability=(Opening(MONDAY), Opening(TUESDAY, at("08:20"), at("09:45")))),
        {"finish": clock("09:45", 1)},
    ),
    # Two chains of 90 and 10 each, and a changeover: 205 minutes of the one room with a projector, from its opening on.
    "a projector just long enough": (
        changed(roomed(small("CCP2", "CCP2"), Room("S4", ("ORAL",), 6)), "S3", availability=opened("09:25-12:50")),
        {"finish": clock("12:50")},
    ),
    # 10:00 + 5, marked twice until 10:35; two panels, two rooms: 10:25-10:55, settled at 11:05.
    "a delay for everybody": (
        roomed(ruled(small("CCP1", "CCP1", members=(*SMALL.members, *B)), marking={"delay_minutes": 5}),
               Room("S4", ("ORAL",), 6)),
        {"finish": clock("11:05"), "waiting": 50, "presence": 240},
    ),
    # One panel: 25 for the first, and 60 more for the second.
    "a delay for one after the other": (
        ruled(BOTH, marking={"delay_minutes": 5}), {"finish": clock("12:05"), "waiting": 25 + 85}
    ),
    # Marked the next day: whatever the delay, if it is no longer than from Monday 10:00 to Wednesday 08:00.
    "a delay over days without a session": (
        ruled(small(days=(Day(MONDAY), Day(WEDNESDAY))), marking={"delay_minutes": 1440}),
        {"finish": clock("09:00", 1), "waiting": 0},
    ),
    # Both certificates: see `parameter_cases`; the candidate waits least with CCP2's paper after CCP1's interview, or
    # with the orals next day.
    "rests on one day": (completed(rest_between_tracks_minutes=15), {"finish": clock("14:15")}),
}  # fmt: skip


@pytest.mark.parametrize(("name", "objective"), [(n, o) for n, (_, values) in ENOUGH.items() for o in values])
def test_what_is_just_enough_is_enough(name: str, objective: str) -> None:
    problem, values = ENOUGH[name]
    assert best(problem, objective) == values[objective]


AT_ONCE = set(ENOUGH) - {"a day just long enough", "a panel just there for it", "a delay over days without a session"}
"""Those for which dispatching finds a plan: it marks no paper on a day for that alone."""


@pytest.mark.parametrize("name", sorted(AT_ONCE))
def test_the_plan_at_once_knows_it_too(name: str) -> None:
    assert constructive_plan(ENOUGH[name][0], ("finish",)) is not None


@pytest.mark.parametrize(
    "problem",
    [
        # A minute less of the room, of the day, of the room between two changeovers.
        changed(BOTH, "S3", availability=opened("10:35-11:59")),
        replace(NEXT_DAY, days=(Day(MONDAY), Day(TUESDAY, at("08:00"), at("09:24")))),
        changed(BOTH, "S3", availability=opened("10:35-11:15", "11:21-12:00")),
        # Ten hours of delay, and no day after.
        ruled(SMALL, marking={"delay_minutes": 600}),
        # See `parameter_cases`, "turnover": 12:15 at the best.
        replace(TURNED, days=(Day(MONDAY, at("08:00"), at("12:10")),)),
    ],
)
def test_a_minute_less_is_too_little(problem: Problem) -> None:
    assert best(problem, "finish") == "infeasible"


def test_alternatives_to_a_turnover() -> None:
    """In two rooms, each with its invigilator, the papers need not wait for each other."""
    problem = ruled(small("CCP1", "CCP2"), msp={"mix_tracks": False, "turnover_minutes": 60})
    assert best(problem, "finish") == clock("13:00")  # CCP2 until 09:00, CCP1 from 10:00 to 12:00, and an hour
    assert best(replace(roomed(problem, Room("S2", ("MSP",), 5)), invigilators=TWO_WATCH), "finish") == clock("11:55")


# --- by chance -------------------------------------------------------------------------------------------------------


def by_chance(rng: Random) -> Problem:
    """One to four candidates, some on two tracks, one or two named panels; rooms and members who are there for a part
    of the day, and least distances of all sorts."""
    grid = rng.choice((5, 15, 15, 30))
    count, panels = rng.choice((1, 2, 2, 3, 4)), rng.choice((1, 2, 2))
    days = tuple(
        Day(date, rng.choice((at("08:00"), at("08:30"))), rng.choice((at("18:00"), at("15:30"), at("20:00"))))
        for date in (MONDAY, TUESDAY)[: rng.choice((1, 1, 2))]
    )
    members = tuple(
        Member(f"J{i}", f"J{i}", panel="AB"[i // 2], availability=_hours(rng, 5)) for i in range(2 * panels)
    )
    return Problem(
        title(),
        days,
        tuple(_candidate(rng, i) for i in range(count)),
        members,
        tuple(_rooms(rng)),
        (Projector("VP", _hours(rng, 4)),) * rng.choice((0, 1, 1)),
        tuple(Invigilator(f"V{i}", "V") for i in range(rng.choice((1, 2, 2)))),
        Rules(
            grid_minutes=grid,
            changeover_minutes=rng.choice((0, grid, grid, 2 * grid)),
            projector_setup_minutes=rng.choice((0, grid)),
            rest_between_tracks_minutes=rng.choice((0, 7, 15, 50)),
            panel=PanelRules("given"),
            msp=MspRules(turnover_minutes=rng.choice((0, 7, 15, 50))),
            meal=rng.choice((MealRules(0), MealRules(), MealRules(30, (at("12:00"), at("13:00"))))),
            marking=MarkingRules(delay_minutes=rng.choice((0, 5, 7, 40))),
        ),
    )


def _hours(rng: Random, one_in: int) -> tuple[Opening, ...]:
    some = rng.choice(("09:30-19:00", "08:00-11:30", "10:10-14:00", "11:05-18:00"))
    more = ("13:30-20:00",) if some < "10" and rng.randrange(2) else ()
    return rarely(rng, opened(some, *more) if some != "09:30-19:00" else opened(some), (), one_in)


def _candidate(rng: Random, i: int) -> Candidate:
    tracks = rng.choice((("CCP1",), ("CCP2",), ("CCP1", "CCP2"), ("CCP2", "CCP1"), ("TITRE",)))
    return Candidate(f"C{i}", f"C{i}", tracks, final_interview=rarely(rng, True, False), availability=_hours(rng, 12))


def _rooms(rng: Random) -> list[Room]:
    written = [Room(f"S{i}", ("MSP",), rng.choice((1, 3, 5))) for i in range(rng.choice((1, 1, 2)))]
    orals = [
        Room(f"O{i}", ("ORAL",), 3, projector=rng.choice((True, False)), availability=_hours(rng, 2))
        for i in range(rng.choice((1, 1, 2)))
    ]
    return [*written, *orals, *([Room("D", ("MSP", "ORAL"), 4, projector=True)] * rng.randrange(2))]


def plainly(problem: Problem, name: str, seconds: float = 20) -> int | str:
    """The optimum by the peers' plain model, which shares nothing with ours but the checker's lengths."""
    m = build(in_slots(problem))
    m.model.minimize(OBJECTIVES[name](m))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    status = solver.solve(m.model)
    if status == cp_model.INFEASIBLE:
        return "infeasible"
    return round(solver.objective_value) if status == cp_model.OPTIMAL else "unknown"


def compared(seed: int, name: str, seconds: float = 20) -> tuple[int | str, int | str]:
    """The optimum of a session by chance, by all that we have and by the plain model."""
    problem = by_chance(Random(seed))
    return optimum(problem, name, seconds), plainly(problem, name, seconds)


def test_optima_agree_with_a_model_that_knows_no_bounds() -> None:
    ends: Counter[str] = Counter()
    for seed in range(10):
        name = ("finish", "waiting", "presence", "juror_days")[seed % 4]
        ours, plain = compared(seed, name, 10)
        if {ours, plain} & {"unknown", "feasible"}:
            continue
        assert ours == plain, (seed, name)
        ends["infeasible" if ours == "infeasible" else "optimal"] += 1
    assert ends["optimal"] >= 5, ends


def test_the_model_is_made_of_what_is_asked() -> None:
    """No least distances: no more unknowns than before; a single paper has no sitting to turn over."""
    plain, turned = (len(build_model(ruled(SMALL, msp={"turnover_minutes": n})).model.proto.variables) for n in (0, 15))
    assert plain == turned


def test_a_session_with_every_default() -> None:
    """Paper 08:00-10:00, marked 10:05-10:20, changeover, interview 10:25-10:55, deliberation until 11:05."""
    usual = replace(SMALL, rules=Rules(panel=PanelRules("given")))
    result = solve(usual, Wishes(objectives=(Objective("finish"), Objective("waiting")), workers=1))
    assert [report.value for report in result.objectives] == [clock("11:05"), 25]
    assert result.status == "optimal"
