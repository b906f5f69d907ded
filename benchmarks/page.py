"""How long the Planning view takes: ``python -m benchmarks.page mixed 24``, ``large 120``, ``large 1000``.

A session of the family gets the first plan that the search finds, and the local page is asked as a browser asks it.
Prints one line of JSON, medians in milliseconds; those of the server are of processor time. The plan as data (`state`),
the places of a block's own line, on its day and on all days (`own_day`, `own`; `places`: how many), a drop (`drop`);
with a Chromium, drawing the first view (`drawn`), and the page from the click to the end (`opened`). `check` is one
check of the whole plan in the same run: on a busy machine the others are to be read as multiples of it.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.sessions import FAMILIES, write

TOKEN = "measured"
TIMES = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a session and a plan, and time what the page does with it."""
    parser = argparse.ArgumentParser(description="Time the Planning view.")
    parser.add_argument("family", choices=sorted(FAMILIES))
    parser.add_argument("candidates", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=5.0, help="seconds for the plan")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        path = planned(Path(folder), asked.family, asked.candidates, asked.seed, asked.time_limit)
        print(json.dumps(timed(path)))


def planned(root: Path, family: str, candidates: int, seed: int, seconds: float) -> Path:
    """A folder of sessions with one, and its plan; gives the scenario."""
    from dataclasses import replace

    from tspi_sched.exports import plan_json
    from tspi_sched.planner import solve
    from tspi_sched.reading import read

    scenario = write(family, candidates, seed, root / "measured")
    problem, wishes = read(scenario)
    result = solve(problem, replace(wishes, time_limit=seconds))
    if result.plan is None:
        raise SystemExit("no plan within the time limit")
    folder = scenario.parent / "planning" / (wishes.name or scenario.stem)
    folder.mkdir(parents=True)
    plan_json.write(problem, replace(result, scenario=wishes.name), folder / "plan.json")
    return scenario


def timed(scenario: Path) -> dict[str, float | int]:
    """What the server takes, and what drawing takes in a browser."""
    from starlette.testclient import TestClient

    from tspi_sched.checker import check
    from tspi_sched.reading import read, read_plan
    from tspi_sched.web.app import application

    root, at = scenario.parents[1], f"/s/{scenario.parent.name}/{scenario.stem}/planning"
    client = TestClient(application(root, TOKEN, 4321), base_url="http://127.0.0.1:4321")
    client.get("/", params={"token": TOKEN})
    client.headers["Origin"] = "http://127.0.0.1:4321"
    state = client.get(f"{at}/state").json()
    problem = read(scenario)[0]
    plan = read_plan(next(scenario.parent.rglob("plan.json")), problem)
    block = next(one for one in state["data"]["blocks"] if one["kind"] == "chain" and one["panel"])
    found: dict[str, float | int] = {"candidates": len(problem.candidates), "tasks": len(plan.tasks)}
    found["check"] = _median(lambda: check(problem, plan))
    found["state"] = _median(lambda: client.get(f"{at}/state"))
    found |= _places(problem, plan, block["key"])
    found["drop"] = _median(lambda: _drop(client, at, block))
    return found | _drawn(root, at)


def _places(problem: Any, plan: Any, key: str) -> dict[str, float | int]:
    """Of the block's own line: the first place, those of its own day, and all of them."""
    from tspi_sched.moves import Judge, block_at, lanes, places

    block = block_at(problem, plan, key)
    lane = lanes(problem, plan, block, "panel")[0]

    def judged(**some: Any) -> int:
        return sum(1 for _one in places(problem, plan, block, lane, judge=Judge(problem, plan, block), **some))

    return {
        "places": judged(),
        "own_day": _median(lambda: judged(days=(block.day,))),
        "own": _median(judged),
    }


def _drop(client: Any, at: str, block: dict[str, Any]) -> None:
    """A move by five minutes, there and back."""
    version = client.get(f"{at}/state").json()["version"] if "version" not in block else block["version"]
    block["start"] = block["at"] + 5 if block.get("start", block["at"]) == block["at"] else block["at"]
    place = {"day": block["day"], "start": block["start"]}
    answer = client.post(f"{at}/move", json={"version": version, "block": block["key"], "place": place})
    block["version"] = answer.json()["state"]["version"]


def _median(run: Callable[[], object]) -> float:
    """Milliseconds of processor time, the median of some runs after one that is not counted."""
    run()
    seconds = []
    for _ in range(TIMES):
        began = time.process_time()
        run()
        seconds.append(time.process_time() - began)
    return round(1000 * median(seconds), 1)


# --- in a browser ----------------------------------------------------------------------------------------------------


def _drawn(root: Path, at: str) -> dict[str, float | int]:
    """Milliseconds of drawing the first view, laid out; nothing without a browser."""
    try:
        from tests.support.chromium import CHROMIUM, browsing, new_page
    except ImportError:
        return {}
    if CHROMIUM is None:
        return {}
    with _served(root) as address, browsing() as browser:
        drawn, seen = [], []
        for _ in range(TIMES):
            page, _heard = new_page(browser, 1440, 900)
            page.goto(f"{address}/?token={TOKEN}")
            began = time.perf_counter()
            page.goto(f"{address}{at}")
            page.wait_for_selector("html[data-ready=yes]", state="attached")
            seen.append(1000 * (time.perf_counter() - began))
            drawn.append(page.evaluate("() => performance.getEntriesByName('drawn')[0].duration"))
            page.close()
    return {"drawn": round(median(drawn), 1), "opened": round(median(seen), 1)}


@contextmanager
def _served(root: Path) -> Iterator[str]:
    from tests.support import web_server

    with web_server.served(root, token=TOKEN) as address:
        yield address


if __name__ == "__main__":
    main()
