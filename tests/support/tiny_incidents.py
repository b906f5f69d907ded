"""Sessions so small that every plan after an incident can be tried."""

from dataclasses import replace
from datetime import datetime

from tests.support.sessions import MONDAY, title
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import (
    Candidate,
    Day,
    DeliberationRules,
    Invigilator,
    MarkingRules,
    MealRules,
    Member,
    MspRules,
    PanelRules,
    Problem,
    Room,
    Rules,
)

GRID = 30


def tiny(mode: str = "given", **rules: object) -> Problem:
    """Two candidates for the first certificate, whose oral is 30 minutes; two panels and a reserve, half a day."""
    members = [Member("J1", "Un", panel="A"), Member("J2", "Deux", panel="A"), Member("J3", "Trois", reserve=True)]
    if mode != "given":
        members = [replace(member, panel="", reserve=False) for member in members]
    known = {
        "grid_minutes": GRID,
        "changeover_minutes": 0,
        "meal": MealRules(0),
        "msp": MspRules(turnover_minutes=0),
        "marking": MarkingRules(minutes=(("CCP1", 30),), delay_minutes=0),
        "deliberation": DeliberationRules(minutes=0),
        "panel": PanelRules(mode),
        "notice_minutes": 0,
    }
    return Problem(
        title(),
        (Day(MONDAY, 480, 840),),
        (Candidate("C1", "Alpha", ("CCP1",)), Candidate("C2", "Bêta", ("CCP1",), priority=2)),
        tuple(members),
        (Room("E1", ("MSP",), 5), Room("O1", ("ORAL",), 4), Room("O2", ("ORAL",), 4)),
        invigilators=(Invigilator("V1", "Veille"),),
        rules=Rules(**(known | rules)),  # type: ignore[arg-type]
    )


def rows(candidate: str, corr: int, et: int, room: str = "O1", panel: tuple[str, ...] = ("J1", "J2")) -> list[Task]:
    """Marking and oral of a candidate, at hours in minutes."""
    return [
        Task(candidate, "CCP1", "CORR", MONDAY, corr, corr + 30, None, panel),
        Task(candidate, "CCP1", "ET", MONDAY, et, et + 30, room, panel),
    ]


def in_force() -> Plan:
    """Both write from 8 to 10; C1 is heard at 11:00, C2 at 12:00."""
    papers = [Task(c, "CCP1", "MSP", MONDAY, 480, 600, "E1", (), ("V1",)) for c in ("C1", "C2")]
    return Plan(in_time_order([*papers, *rows("C1", 600, 660), *rows("C2", 690, 720)]))


def moment(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 12, 7, hour, minute)
