"""The verdict on a place: the part of the plan that a block touches says the same as the checker on all of it."""

from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import pytest

from tests.support import export_demo
from tests.support.random_sessions import random_session, some_plan
from tests.support.sessions import MONDAY, TUESDAY, at, changed, laid_out, ruled, session
from tests.support.shapes import SHAPES, shaped_session
from tspi_sched.moves import Judge, NotHere, Place, block_at, blocks, broken_by, lanes, place_in, place_of, places, put
from tspi_sched.moves.visible import starts
from tspi_sched.plan import Plan
from tspi_sched.problem import Lock, Opening, Problem

SESSION, PLAN = session(), laid_out()
KINDS = ("panel", "room", "candidate", "invigilator")


def same(problem: Problem, plan: Plan, key: str, found: list[Place]) -> None:
    """The judge of a block says of some places what the whole checker says."""
    block = block_at(problem, plan, key)
    judge = Judge(problem, plan, block)
    for place in found:
        whole = broken_by(problem, plan, put(problem, plan, block, place), block)
        assert set(judge.breaches(place)) == set(whole), (key, place)


def every_place(problem: Problem, plan: Plan, key: str) -> list[Place]:
    """Where a block may be dropped, on every line of every view."""
    block = block_at(problem, plan, key)
    lines = [lane for kind in KINDS for lane in lanes(problem, plan, block, kind)]
    times = [(day.date, start) for day in problem.days for start in starts(problem, block, day.open, day.close)]
    return list(dict.fromkeys(place_in(problem, plan, block, lane, *when) for lane in lines for when in times))


@pytest.mark.parametrize("key", [block.key for block in blocks(SESSION, PLAN)])
def test_every_seventh_place_of_a_plan(key: str) -> None:
    found = every_place(SESSION, PLAN, key)
    assert len(found) > 50
    same(SESSION, PLAN, key, found[::7])


@pytest.mark.parametrize(
    "rules",
    [
        {"marking": {"before": "all"}},
        {"closing_minutes": 15},
        {"deliberation": {"position": "end_of_day"}},
        {"panel": {"mode": "daily"}, "max_wait_minutes": 60},
        {"oral_rooms": "per_stage", "oral_gap_max_minutes": 30},
        {"member": {"max_candidates_per_day": 1, "max_duty_minutes_per_day": 120}},
        {"msp": {"waves": 2, "turnover_minutes": 30}, "msp_and_orals": "same_day"},
    ],
    ids=str,
)
def test_rules_that_look_far(rules: dict[str, Any]) -> None:
    problem = ruled(SESSION, **rules)
    for block in blocks(problem, PLAN):
        same(problem, PLAN, block.key, every_place(problem, PLAN, block.key)[::23])


def test_sessions_by_chance() -> None:
    compared = 0
    for seed in range(30):
        rng = Random(seed)
        problem = random_session(rng)
        plan = some_plan(replace(problem, locks=()))
        for _ in range(2):  # from the second time on, of a plan that breaks rules already
            if plan is not None and (own := blocks(problem, plan)):
                key = rng.choice(own).key
                found = every_place(problem, plan, key)
                chosen = rng.sample(found, min(8, len(found)))
                same(problem, plan, key, chosen)
                compared += len(chosen)
                plan = put(problem, plan, block_at(problem, plan, key), chosen[0]) if chosen else plan
    assert compared > 150


@pytest.mark.parametrize("shape", SHAPES)
def test_titles_of_every_shape(shape: str) -> None:
    compared = 0
    for seed in range(8):
        rng = Random(seed)
        problem = shaped_session(rng, shape)
        plan = some_plan(replace(problem, locks=()))
        if plan is not None and (own := blocks(problem, plan)):
            key = rng.choice(own).key
            found = every_place(problem, plan, key)
            same(problem, plan, key, chosen := rng.sample(found, min(8, len(found))))
            compared += len(chosen)
    assert compared > 20


def test_the_projector_that_is_taken_is_the_one_that_is_free_in_the_whole_plan() -> None:
    # C3 has VP1 in S4 until 10:45, so C1, put there too, takes VP2, which is there in the afternoon only
    problem = changed(SESSION, "VP2", availability=(Opening(None, at("13:00"), at("18:00")),))
    block = block_at(problem, PLAN, '["chain","C1","TITRE"]')
    found = [Place(MONDAY, at(hour), "S4") for hour in ("09:00", "11:30", "13:30")]
    same(problem, PLAN, block.key, found)
    said = [v.message for v in Judge(problem, PLAN, block).breaches(found[0]) if v.rule == "hours"]
    assert any("VP2" in message for message in said)


def test_a_chain_is_judged_without_the_papers_of_everybody() -> None:
    # 60 candidates write in one hall; one chain on its own day concerns the two others of its panel that day
    problem, plan = export_demo.large(60)
    judge = Judge(problem, plan, block_at(problem, plan, '["chain","C0010","TITRE"]'))
    judge.breaches(place_of(problem, judge.block))
    assert all(len(part.facts.tasks) < len(plan.tasks) / 10 for part in judge._parts(place_of(problem, judge.block)))


def test_what_is_broken_elsewhere_is_not_the_blocks() -> None:
    # C2 is put before C1's orals are over: C1's panel hears two at once; C3 has nothing to do with it
    broken = put(SESSION, PLAN, block_at(SESSION, PLAN, '["chain","C2","CCP1"]'), Place(MONDAY, at("14:00")))
    third = block_at(SESSION, broken, '["chain","C3","CCP2"]')
    assert Judge(SESSION, broken, third).breaches(Place(MONDAY, at("09:20"))) == ()
    # and C2 breaks the rule as long as it is there, also where it was put already
    second = block_at(SESSION, broken, '["chain","C2","CCP1"]')
    assert "one_at_a_time" in {v.rule for v in Judge(SESSION, broken, second).breaches(Place(MONDAY, at("14:00")))}
    assert Judge(SESSION, broken, second).breaches(Place(MONDAY, at("15:05"))) == ()


def test_a_locked_hour_is_a_named_rule() -> None:
    task = next(task for task in PLAN.tasks if (task.candidate, task.stage) == ("C3", "ET"))
    locked = replace(SESSION, locks=(Lock(task, frozenset({"start"})),))
    block = block_at(locked, PLAN, '["chain","C3","CCP2"]')
    assert {v.rule for v in Judge(locked, PLAN, block).breaches(Place(MONDAY, at("09:20")))} == {"locks"}
    assert Judge(locked, PLAN, block).breaches(Place(MONDAY, at("09:15"))) == ()


# --- what is seen ----------------------------------------------------------------------------------------------------


def test_the_nearest_places_come_first() -> None:
    block = block_at(SESSION, PLAN, '["chain","C3","CCP2"]')
    lane = lanes(SESSION, PLAN, block, "panel")[0]
    first = [one.place for one in islice(places(SESSION, PLAN, block, lane), 3)]
    assert [place.start for place in first] == [at("09:15"), at("09:10"), at("09:20")]
    seen = list(places(SESSION, PLAN, block, lane))
    # from 8:15 (the marking is at 8:00) to 16:20 (110 minutes of orals and deliberation before 18:00), each day
    assert sorted({one.place.start for one in seen}) == list(range(at("08:15"), at("16:20") + 1, 5))
    assert [one.place.day for one in seen] == [MONDAY] * (len(seen) // 2) + [TUESDAY] * (len(seen) // 2)


def test_a_place_keeps_every_rule_or_names_what_it_breaks() -> None:
    block = block_at(SESSION, PLAN, '["chain","C3","CCP2"]')
    lane = lanes(SESSION, PLAN, block, "panel")[0]
    verdict = {(one.place.day, one.place.start): {v.rule for v in one.breaches} for one in
               places(SESSION, PLAN, block, lane)}  # fmt: skip
    assert verdict[MONDAY, at("09:15")] == set()
    assert verdict[MONDAY, at("09:10")] == {"order"}  # marked while the paper is written, until 9:00
    assert verdict[TUESDAY, at("08:15")] == set()
    assert verdict[MONDAY, at("12:10")] == {"meal"}  # marking from 11:55, deliberation until 13:50


def test_only_some_days_are_judged() -> None:
    block = block_at(SESSION, PLAN, '["chain","C3","CCP2"]')
    lane = lanes(SESSION, PLAN, block, "room")[0]
    assert {one.place.day for one in places(SESSION, PLAN, block, lane, (TUESDAY,))} == {TUESDAY}


def test_nothing_is_seen_where_a_block_cannot_be() -> None:
    from tspi_sched.moves import Lane

    block = block_at(SESSION, PLAN, '["chain","C3","CCP2"]')
    with pytest.raises(NotHere):
        list(places(SESSION, PLAN, block, Lane("room", ("S1",))))
