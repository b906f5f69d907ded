"""Robustness: what a delay does to a plan, the exact worst of a few overruns, and the margins, each against counting it
out by hand or one case at a time."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.support.check_helpers import PLAN, SESSION
from tests.support.cli_runs import Run, Solved
from tests.support.paths import ROOT
from tests.support.random_sessions import random_session, some_plan
from tests.support.sessions import MONDAY, ruled
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ORAL
from tspi_sched.reading import read, read_plan
from tspi_sched.robustness import build_network, margins, simulate, worst_wait
from tspi_sched.robustness.network import Network

BARE = ruled(SESSION, meal={"minutes": 0}, transfer_minutes=0, projector_setup_minutes=0)
TINY = ROOT / "scenarios" / "tiny.toml"


def orals(*rows: tuple[str, int, int, str, str]) -> Plan:
    """Interviews of candidates: who, start, end, room, members as letters."""
    tasks = (
        Task(who, "CCP1", "ET", MONDAY, a, b, room, tuple(f"J{m}" for m in panel)) for who, a, b, room, panel in rows
    )
    return Plan(tuple(tasks))


LINE = orals(("C1", 600, 630, "S3", "12"), ("C2", 635, 665, "S3", "12"), ("C3", 665, 695, "S4", "23"))
"""Three in a row: five minutes between the first two, none before the third, who has only J2 in common with them."""


def pushed(network: Network, longer: dict[int, int]) -> list[int]:
    """The delay of each start, where some tasks take longer: one task after the other."""
    starts, ends = [], []
    for place, arcs in enumerate(network.arcs):
        start = max((ends[arc.before] - arc.spare for arc in arcs), default=0)
        starts.append(max(0, start))
        ends.append(0 if network.ends_on_time[place] else starts[-1] + longer.get(place, 0))
    return starts


@cache
def some_networks(count: int = 8) -> Any:
    """Networks of plans of sessions made by chance."""
    found = []
    for seed in range(20 * count):
        problem = random_session(Random(seed))
        plan = some_plan(problem)
        if plan is not None and any(problem.title.stage[task.stage].kind == ORAL for task in plan.tasks):
            found.append(build_network(problem, plan))
        if len(found) == count:
            return tuple(found)
    raise AssertionError("too few sessions have a plan")


def test_a_gap_absorbs_and_a_delay_runs_along_members_and_room() -> None:
    network = build_network(BARE, LINE)
    assert pushed(network, {0: 12}) == [0, 7, 7]  # 12 less the 5 between; J2 goes on to the third at once
    assert pushed(network, {1: 4}) == [0, 0, 4]


def test_margins_are_what_others_do_not_notice() -> None:
    found = margins(build_network(BARE, LINE))
    assert [(margin.minutes, margin.waits and margin.waits.candidate) for margin in found] == [
        (5, "C2"), (0, "C3"), (None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(("overruns", "wait"), [(0, 0), (1, 10), (2, 15), (3, 15)])
def test_the_guarantee_by_hand(overruns: int, wait: int) -> None:
    """Of 10 minutes each: the second alone makes the third wait 10; with the first, 10 - 5 + 10."""
    assert worst_wait(build_network(BARE, LINE), overruns, 10)[0] == wait


def test_the_guarantee_is_the_worst_of_all_choices() -> None:
    tested = 0
    for network in some_networks():
        may = [place for place, overruns in enumerate(network.overruns) if overruns]
        for count, minutes in ((1, 10), (2, 10), (2, 25), (3, 7)):
            chosen = (dict.fromkeys(some, minutes) for n in range(count + 1) for some in combinations(may, n))
            delays = [pushed(network, longer) for longer in chosen]
            worst = max((delay[call] for delay in delays for call in network.calls), default=0)
            assert worst_wait(network, count, minutes)[0] == worst
            tested += worst > 0
    assert tested >= 8


def test_a_margin_is_exact() -> None:
    """One minute more than the margin, and the candidate who is named waits; the margin itself, and nobody does."""
    tested = 0
    for network in some_networks():
        for margin in margins(network):
            place = network.tasks.index(margin.task)
            others = [c for c in network.calls if network.tasks[c].candidate != margin.task.candidate]
            if margin.minutes is None:
                assert not any(pushed(network, {place: 10_000})[c] for c in others)
                continue
            assert not any(pushed(network, {place: margin.minutes})[c] for c in others)
            late = pushed(network, {place: margin.minutes + 1})
            assert late[network.tasks.index(margin.waits)] == 1
            tested += 1
    assert tested >= 8


def test_chance_does_what_one_case_at_a_time_does() -> None:
    """Every simulated day is a choice of orals; each is gone through by itself."""
    tested = 0
    for network in some_networks():
        plan = Plan(network.tasks)
        found = simulate(network.problem, plan, overrun=(0.4, 15), days=40, seed=3)
        for day in range(40):
            longer = {
                place: int(found.ends[place, day] - found.delays[place, day])
                for place, overruns in enumerate(network.overruns)
                if overruns
            }
            assert set(longer.values()) <= {0, 15}
            assert pushed(network, longer) == list(found.delays[:, day])
            tested += any(longer.values())
    assert tested >= 100


def test_chance_has_the_probability_it_is_given() -> None:
    """30 of 100 orals, 10,000 times three orals: within four standard deviations of 0.3."""
    found = simulate(BARE, LINE, overrun=(0.3, 10), days=10_000)
    share = np.mean(found.ends - found.delays > 0)
    assert abs(share - 0.3) < 4 * (0.3 * 0.7 / 30_000) ** 0.5


def test_the_same_seed_gives_the_same_days() -> None:
    one, same, other = (simulate(BARE, LINE, overrun=(0.5, 10), days=200, seed=seed).delays for seed in (1, 1, 2))
    assert (one == same).all()
    assert not (one == other).all()


def test_no_chance_no_delay() -> None:
    found = simulate(SESSION, PLAN, overrun=(0.0, 10), days=50)
    assert not found.delays.any()
    assert (found.days["often"] == found.days["planned"]).all()
    assert (found.days["on_time"] == 1).all()


def test_all_overrun() -> None:
    """630 + 5 absorbed of 10, then 10 + 5 - 0: the third starts 15 late and ends 25 late."""
    found = simulate(BARE, LINE, overrun=(1.0, 10), days=10)
    assert found.delays[:, 0].tolist() == [0, 5, 15]
    assert found.days[["planned", "often", "on_time"]].iloc[0].tolist() == [695, 720, 0.0]
    assert found.candidates[["candidate", "late", "delay"]].iloc[0].tolist() == ["C3", 1.0, 15]


def test_who_comes_late_to_a_paper_ends_it_on_time() -> None:
    plan = Plan((Task("C1", "CCP1", "MSP", MONDAY, 480, 600, "S1", (), ("V1",)), *LINE.tasks))
    found = simulate(BARE, plan, overrun=(0.0, 0), late=(1.0, 20), days=5)
    first = [task.candidate for task in found.network.tasks]
    delays = dict(zip(zip(first, [t.stage for t in found.network.tasks], strict=True), found.delays[:, 0], strict=True))
    assert delays["C1", "MSP"] == 20
    assert delays["C1", "ET"] == 0  # the paper ended at 10:00 all the same
    assert delays["C2", "ET"] == 20


def test_meals_keep_their_minutes() -> None:
    """From 11:30 on, 45 minutes; the next is at 12:30: 11:45 + 45 = 12:30 leaves nothing to spare."""
    noon = ruled(BARE, meal={"minutes": 45, "window": (690, 840)})
    plan = orals(("C1", 675, 705, "S3", "12"), ("C2", 750, 780, "S4", "12"))
    assert pushed(build_network(noon, plan), {0: 10}) == [0, 10]
    assert pushed(build_network(BARE, plan), {0: 10}) == [0, 0]
    early = orals(("C1", 600, 630, "S3", "12"), ("C2", 750, 780, "S4", "12"))  # 60 minutes before the window opens
    assert pushed(build_network(noon, early), {0: 70}) == [0, 0]
    assert pushed(build_network(noon, early), {0: 90}) == [0, 15]


def test_a_projector_is_set_up_anew() -> None:
    setup = replace(BARE, rules=replace(BARE.rules, projector_setup_minutes=5))
    rows = [
        replace(task, stage="QPP", projector="VP1", members=m)
        for task, m in zip(LINE.tasks, (("J1",), ("J2",), ("J3",)), strict=True)
    ]
    apart = Plan(tuple(replace(task, room=f"S{i}") for i, task in enumerate(rows)))
    assert pushed(build_network(setup, apart), {0: 3})[1] == 3  # five minutes between, all of them for setting up


def test_a_day_on_which_nobody_leaves_is_none() -> None:
    """The minutes are signed on a day of their own."""
    plan = Plan((*LINE.tasks, Task(None, None, "PV", MONDAY.replace(day=8), 480, 490, None, ("J1", "J2"))))
    assert simulate(BARE, plan, days=10).days["date"].tolist() == [MONDAY]


def test_the_table_of_panels_has_a_row_for_each_day_and_panel() -> None:
    found = simulate(SESSION, PLAN, overrun=(0.5, 10), days=100)
    rows = found.panels
    assert [tuple(members) for members in rows["members"]] == [("J3", "J4"), ("J1", "J2")]
    assert (rows["often"] >= rows["planned"]).all()
    assert rows["margin"].dtype == "Int64"


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_speaks_in_sentences(run: Run, solved: Solved) -> None:
    folder, _out, _err = solved
    code, out, err = run("simulate", folder / "plan.json", TINY, "--overrun", "100%:10", "--days", 50)
    assert (code, err) == (0, "")
    problem, _wishes = read(TINY)
    plan = read_plan(folder / "plan.json", problem)
    assert "9 journées sur 10" in out
    assert "Garanti" in out
    assert "Marge" in out
    for line in out.splitlines():
        assert "None" not in line
        assert "nan" not in line
    days = simulate(problem, plan, overrun=(1.0, 10), days=50).days
    assert f"{days['often'][0] // 60:02d}:{days['often'][0] % 60:02d}" in out


def test_the_command_in_english(run: Run, solved: Solved) -> None:
    code, out, _err = run("simulate", solved[0] / "plan.json", TINY, "--lang", "en")
    assert code == 0
    assert "9 days of 10" in out


def test_the_command_draws(run: Run, solved: Solved) -> None:
    pytest.importorskip("matplotlib")
    code, out, _err = run("simulate", solved[0] / "plan.json", TINY, "-o", "retards.png")
    assert code == 0
    assert Path("retards.png").read_bytes().startswith(b"\x89PNG")
    assert "retards.png" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--overrun", "10"), "10%:10"),
        (("--overrun", "130%:5"), "10%:10"),
        (("--late", "x%:5"), "10%:10"),
        (("--guarantee", "2"), "2:10"),
        (("--days", "0"), "0"),
    ],
)
def test_wrong_options_are_told_with_what_would_be_right(
    run: Run, solved: Solved, options: tuple[str, str], said: str
) -> None:
    code, _out, err = run("simulate", solved[0] / "plan.json", TINY, *options)
    assert code == 2
    assert said in err


def test_another_kind_of_file_is_refused(run: Run, solved: Solved) -> None:
    code, _out, err = run("simulate", solved[0] / "plan.json", TINY, "-o", "retards.pdf")
    assert code == 1
    assert ".png" in err


def test_a_plan_that_breaks_a_rule_is_refused(run: Run, solved: Solved, tmp_path: Path) -> None:
    text = (solved[0] / "plan.json").read_text(encoding="utf-8")
    (tmp_path / "plan.json").write_text(text.replace('"room": "', '"room": null, "was": "', 1), encoding="utf-8")
    code, _out, err = run("simulate", "plan.json", TINY)
    assert code in (1, 4)
    assert err
