"""Sessions in which one parameter, or one objective, makes a difference, and their proven optimum."""

from dataclasses import replace
from typing import Any

from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import BOTH, SMALL, TWO_DAYS, TWO_WATCH, A, B, opened, roomed, small
from tspi_sched.checker import check
from tspi_sched.plan import Task
from tspi_sched.planner import solve
from tspi_sched.problem import Candidate, Day, Lock, Member, Opening, Problem, Projector, Room
from tspi_sched.wishes import Objective, Wishes

NONE = "infeasible"
ORAL = Task("C1", "CCP1", "ET", TUESDAY, at("12:00"), at("12:30"), "S4", ("J3", "J4"))
MARKING = Task("C1", "CCP1", "CORR", MONDAY, at("11:00"), at("11:15"), None, ("J1", "J2"))
SIGNING = Task(None, None, "PV", MONDAY, at("15:00"), at("15:10"), None, ("J1", "J2"))
SHORT_DAY = small("CCP1", "CCP1", days=(Day(MONDAY, at("08:00"), at("11:30")),))
SPLIT = changed(
    small("CCP2", days=TWO_DAYS), "C1",
    availability=(Opening(MONDAY, at("08:00"), at("10:00")), Opening(TUESDAY, at("08:00"), at("09:20"))),
)  # fmt: skip
FOUR = small("CCP1", "CCP1", members=A + B)
TURNED = ruled(small("CCP1", "CCP2"), msp={"mix_tracks": False, "turnover_minutes": 15})
TRAINED = changed(replace(SMALL, invigilators=TWO_WATCH), "C1", trainers=("V1",))


def best(problem: Problem, name: str) -> int | str:
    """The proven optimum of an objective, reported as it is measured; or how the search ended."""
    result = solve(problem, Wishes(objectives=(Objective(name),), workers=1))
    if result.plan is None:
        return result.status
    assert check(problem, result.plan) == ()
    (report,) = result.objectives
    assert (report.status, report.bound, report.best) == ("optimal", report.value, report.value)
    return report.value


def clock(text: str, day: int = 0) -> int:
    """The value of `finish` at a clock time."""
    return 1440 * day + at(text)


def mobile(setup: int) -> Problem:
    """The only projector is a mobile one, there from 10:00 on."""
    problem = changed(small("CCP2", projectors=(Projector("P1", opened("10:00-18:00")),)), "S3", projector=False)
    return ruled(problem, projector_setup_minutes=setup)


def staged(gap: int, transfer: int = 5, **rules: Any) -> Problem:
    """The room with a projector is there from 10:00 on, one without all day."""
    problem = roomed(changed(small("CCP2"), "S3", availability=opened("10:00-18:00")), Room("S4", ("ORAL",), 6))
    return ruled(problem, oral_gap_max_minutes=gap, transfer_minutes=transfer, **rules)


def waved(waves: int, overlap: bool, hours: tuple[Opening, ...] = ()) -> Problem:
    """Two candidates, one desk."""
    problem = changed(changed(BOTH, "S1", seats=1), "S1", availability=hours)
    return ruled(problem, msp={"waves": waves, "waves_overlap": overlap})


def composed(mode: str, size: int = 2, **panel: Any) -> Problem:
    """J1 and J3 are barred from one candidate each; J2 from none."""
    members = (*A, B[0], Member("R", "Réserve", reserve=True), Member("N", "Formateur", professional=False, cost=1))
    problem = small("CCP1", "CCP1", members=members, days=TWO_DAYS)
    problem = changed(changed(problem, "C1", exclusions=("J1", "N")), "C2", exclusions=("J3", "N"))
    return ruled(problem, panel={"mode": mode, "size": size, **panel})


def manned(**panel: Any) -> Problem:
    """One candidate; a trainer and a reserve are cheap."""
    members = (
        Member("J1", "Un", cost=10), Member("J2", "Deux", cost=9), Member("N", "Formateur", professional=False, cost=2),
        Member("R", "Réserve", reserve=True, cost=1),
    )  # fmt: skip
    return ruled(small(members=members), panel={"mode": "free", **panel})


def limited(**limits: int) -> Problem:
    """Two candidates, two days."""
    return ruled(replace(BOTH, days=TWO_DAYS), member=limits)


def completed(**rules: Any) -> Problem:
    """One candidate on both certificates, who completes the title."""
    whole = Candidate("C1", "Nom1", ("CCP1", "CCP2"), final_interview=True)
    return ruled(small(candidates=(whole,)), **rules)


def locked(task: Task, *parts: str) -> Problem:
    """Two days, two panels, two rooms of each use, two invigilators; one task locked."""
    rooms = (*SMALL.rooms, Room("S2", ("MSP",), 10), Room("S4", ("ORAL",), 6))
    return small(
        days=TWO_DAYS, members=A + B, rooms=rooms, invigilators=TWO_WATCH, locks=(Lock(task, frozenset(parts)),)
    )
