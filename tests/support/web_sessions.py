"""The tiny session in a folder of the local page, with its plan, published or not: without a search."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from tests.support.paths import ROOT
from tspi_sched.editions.delivery import origin_of
from tspi_sched.exports import plan_json
from tspi_sched.planner import solve
from tspi_sched.reading import read

TINY = "/s/tiny/tiny"


def tiny(folder: Path, more: str = "", *, plan: bool = True) -> Path:
    """The session's own folder; its plan is one that keeps every rule."""
    home = folder / "tiny"
    home.mkdir()
    shutil.copy(ROOT / "instances" / "tiny.xlsx", home)
    text = f'name = "tiny"\nworkbook = "tiny.xlsx"\n{more}\n[solver]\nworkers = 1\n'
    (home / "tiny.toml").write_text(text, encoding="utf-8")
    if plan:
        write_plan(home / "tiny.toml", home / "planning" / "tiny" / "plan.json")
    return home


def write_plan(scenario: Path, path: Path) -> None:
    """The plan of a scenario, where the page looks for it."""
    problem, wishes = read(scenario)
    result = solve(problem, replace(wishes, workers=1, time_limit=30))
    assert result.plan
    path.parent.mkdir(parents=True, exist_ok=True)
    plan_json.write(problem, replace(result, origin=origin_of(str(scenario))), path)


def moved(path: Path, minutes: int, **wanted: str) -> None:
    """A plan's file with some rows later, as somebody who moves them by hand leaves it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for task in content["tasks"]:
        if all(task[key] == value for key, value in wanted.items()):
            for key in ("start", "end"):
                hour, minute = map(int, task[key].split(":"))
                at = 60 * hour + minute + minutes
                task[key] = f"{at // 60:02d}:{at % 60:02d}"
    path.write_text(json.dumps(content), encoding="utf-8")
