"""Sessions made to catch a bound or a symmetry that goes too far, each with its optimum."""

from dataclasses import replace
from fractions import Fraction

from tests.support.sessions import MONDAY, at, changed, ruled, session
from tests.support.tempting import BOTH, SMALL, A, B, small
from tspi_sched.problem import Candidate, Day, ExtraTime, Member, Problem, Room


def straddled() -> Problem:
    """A meal that begins before the papers of one panel end, at 12:00, and ends after it.

    Doors open at 09:00. B may only have the X, who end at 12:00: the meal is 11:30-12:15, then 2 x (20 + 5 + 120 + 10).
    A may only have the Y, who end at 13:00: meal before, then 2 x (20 + 5 + 110 + 10) until 17:50, the end of all.
    """
    more, third = (ExtraTime("QPP", minutes=10),), (ExtraTime("MSP", Fraction(1, 3)),)
    return session(
        days=(Day(MONDAY, at("09:00"), at("18:30")),),
        candidates=(
            *(Candidate(f"X{i}", "X", ("TITRE",), exclusions=("J1",), extra_time=more) for i in range(2)),
            *(Candidate(f"Y{i}", "Y", ("TITRE",), exclusions=("J3",), extra_time=third) for i in range(2)),
        ),
        members=A + B,
        rooms=(Room("S1", ("MSP",), 9), *(Room(id, ("ORAL",), 5, projector=True) for id in ("O1", "O2"))),
    )


def unmarked(problem: Problem, **rules: object) -> Problem:
    """Papers that nobody marks: a panel's day may begin with an oral."""
    return ruled(problem, marking={"minutes": (("CCP1", 0),), **rules})


SLOW_MARK, SLOW_TALK = (changed(BOTH, "C1", extra_time=(ExtraTime(code, minutes=60),)) for code in ("CORR", "DELIB"))


IDLE = Member("J5", "Cinq", panel="B", max_candidates_per_day=0)


# Paper until 11:30, marked until 11:50, meal until 12:35, changeover, orals from 12:40 to 14:30, deliberation.
OFF_GRID = ruled(small("TITRE", days=(Day(MONDAY, at("08:30"), at("14:50")),)), grid_minutes=10, meal={"minutes": 45})


SESSIONS = {
    "a changeover off the grid": (OFF_GRID, "finish", at("14:40")),
    "a meal over the end of a paper": (straddled(), "finish", at("17:50")),
    # 10:00 + 30 + 10; the changeover is before 10:00, when the panel is not there yet.
    "nothing to mark": (unmarked(SMALL), "presence", 2 * 40),
    "nothing to mark before all": (unmarked(BOTH, before="all"), "finish", at("11:25")),
    # C2 first: 20, then 80; C1 first would keep C2 waiting for an hour more.
    "alike but for the deliberation": (SLOW_TALK, "waiting", 100),
    "alike but for the marking": (SLOW_MARK, "waiting", 160),
    # No limit and a limit of none are not alike.
    "alike but for the limit": (
        replace(small(), members=(IDLE, replace(IDLE, id="J6"), *(replace(m, panel="C") for m in A))), "juror_days", 2
    ),
}  # fmt: skip
