"""A folder with one session and its plan, for the tests of the Planning view.

Two candidates to the whole title before J1 and J2 in S2, on one day from 8:00 to 18:00. Papers from 8:00 to 11:00 in
S1, marked from 11:05; orals of C01 from 12:35 to 14:25, of C02 from 14:40 to 16:30, a deliberation after each.
"""

import shutil
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT
from tests.support.sessions import chain, planned
from tspi_sched.checker import check
from tspi_sched.exports import plan_json
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.reading import read

FIRST, SECOND = '["chain","C01","TITRE"]', '["chain","C02","TITRE"]'
ADDRESS = "/s/petite/scenario/planning"


def plan_of(problem: Problem) -> Plan:
    """The plan, which keeps every rule."""
    day = problem.days[0].date
    rest: dict[str, Any] = {"written": "08:00", "day": day, "rooms": ("S1", "S2"), "invigilators": ("SV1",)}
    first = chain(problem, "C01", "TITRE", marking="11:05", orals="12:35", deliberation="14:25", **rest)
    second = chain(problem, "C02", "TITRE", marking="11:25", orals="14:40", deliberation="16:30", **rest)
    return planned(*first, *second)


def planned_session(root: Path) -> Path:
    """The session ``petite`` with its plan, which is said to be proven; gives the file of the plan."""
    folder = root / "petite"
    folder.mkdir()
    shutil.copy(ROOT / "instances" / "tiny.xlsx", folder / "petite.xlsx")
    scenario = folder / "scenario.toml"
    scenario.write_text('name = "petite"\nworkbook = "petite.xlsx"\n', encoding="utf-8")
    problem, _wishes = read(scenario)
    plan = plan_of(problem)
    assert check(problem, plan) == ()
    path = folder / "planning" / "petite" / "plan.json"
    path.parent.mkdir(parents=True)
    report = ObjectiveReport("finish", 1000, 1000, 1000, Status.OPTIMAL, 1.0)
    plan_json.write(problem, Result(Status.OPTIMAL, plan, (report,), scenario="petite"), path)
    return path
