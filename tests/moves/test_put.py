"""Blocks of a plan, and a block put elsewhere."""

from dataclasses import replace

import pytest

from tests.support.sessions import MONDAY, TUESDAY, at, changed, laid_out, row, ruled, session, shifted
from tspi_sched.checker import check
from tspi_sched.moves import Fixed, Lane, NotHere, Place, block_at, blocks, lanes, place_in, place_of, put
from tspi_sched.plan import DONE, Plan

SESSION, PLAN = session(), laid_out()
C1, C2, C3 = '["chain","C1","TITRE"]', '["chain","C2","CCP1"]', '["chain","C3","CCP2"]'


def hours(plan: Plan, candidate: str) -> dict[str, tuple[int, int]]:
    """When each stage of a candidate is."""
    return {task.stage: (task.start, task.end) for task in plan.tasks if task.candidate == candidate}


def test_every_task_is_in_one_block() -> None:
    found = [task for block in blocks(SESSION, PLAN) for task in block.tasks]
    assert sorted(found, key=repr) == sorted(PLAN.tasks, key=repr)
    assert [block.kind for block in blocks(SESSION, PLAN)].count("sitting") == 1


def test_a_marking_with_other_work_after_it_is_a_block_of_its_own() -> None:
    # before C1's orals at 13:00 the panel marks C1's paper (11:00) and C2's (11:20); before C3's it does nothing else
    stages = {block.key: [task.stage for task in block.tasks] for block in blocks(SESSION, PLAN)}
    assert stages[C1] == ["ET", "QPP", "EF", "DELIB"]
    assert stages['["piece","C1","TITRE","CORR"]'] == ["CORR"]
    assert stages[C3] == ["CORR", "ET", "QPP", "DELIB"]


def test_a_chain_keeps_its_distances() -> None:
    block = block_at(SESSION, PLAN, C3)
    moved = put(SESSION, PLAN, block, Place(TUESDAY, at("10:00")))
    before, after = hours(PLAN, "C3"), hours(moved, "C3")
    assert after["MSP"] == before["MSP"]
    assert {stage: (start - 45, end - 45) for stage, (start, end) in after.items() if stage != "MSP"} == {
        stage: span for stage, span in before.items() if stage != "MSP"
    }  # the first oral was at 9:15
    assert {task.day for task in moved.tasks if task.candidate == "C3" and task.stage != "MSP"} == {TUESDAY}
    assert [task for task in moved.tasks if task.candidate != "C3"] == [t for t in PLAN.tasks if t.candidate != "C3"]


def test_put_where_it_is_changes_nothing() -> None:
    for block in blocks(SESSION, PLAN):
        assert put(SESSION, PLAN, block, place_of(SESSION, block)) == PLAN


def test_another_panel_takes_all_that_is_held_for_the_candidate() -> None:
    moved = put(SESSION, PLAN, block_at(SESSION, PLAN, C1), Place(MONDAY, at("13:00"), panel=("J3", "J4")))
    assert {task.members for task in moved.tasks if task.candidate == "C1"} == {(), ("J3", "J4")}
    assert row(moved, "C1 MSP").members == ()


def test_a_sitting_moves_with_everybody_in_it() -> None:
    block = next(block for block in blocks(SESSION, PLAN) if block.kind == "sitting")
    moved = put(SESSION, PLAN, block, Place(TUESDAY, at("09:00"), "S2", invigilators=("V2",)))
    papers = [task for task in moved.tasks if task.stage == "MSP"]
    assert {(t.day, t.start, t.room, t.invigilators) for t in papers} == {(TUESDAY, at("09:00"), "S2", ("V2",))}
    assert [t.minutes for t in papers] == [t.minutes for t in PLAN.tasks if t.stage == "MSP"]


def test_a_room_without_a_projector_gets_one_that_is_free() -> None:
    # S4 has none: C3 has VP1 there until 10:45, so C1, put beside it into S4, takes VP2, and none back in S3
    block = block_at(SESSION, PLAN, C1)
    there = put(SESSION, PLAN, block, Place(MONDAY, at("09:00"), "S4"))
    assert row(there, "C1 QPP").projector == "VP2"
    back = put(SESSION, there, block_at(SESSION, there, C1), Place(MONDAY, at("13:00"), "S3"))
    assert row(back, "C1 QPP").projector is None
    assert check(SESSION, back) == ()


def test_what_has_happened_stays() -> None:
    over = replace(PLAN, tasks=tuple(replace(t, state=DONE) if t.stage == "MSP" else t for t in PLAN.tasks))
    block = next(block for block in blocks(SESSION, over) if block.kind == "sitting")
    with pytest.raises(Fixed):
        put(SESSION, over, block, Place(TUESDAY, at("09:00")))


# --- lines -----------------------------------------------------------------------------------------------------------


def test_on_the_line_of_another_panel_a_chain_gets_its_room() -> None:
    block = block_at(SESSION, PLAN, C1)
    place = place_in(SESSION, PLAN, block, Lane("panel", ("J3", "J4")), MONDAY, at("12:00"))
    assert place == Place(MONDAY, at("12:00"), "S4", ("J3", "J4"))
    here = place_in(SESSION, PLAN, block, Lane("panel", ("J2", "J1")), MONDAY, at("12:00"))
    assert here == Place(MONDAY, at("12:00"))


@pytest.mark.parametrize(
    ("key", "lane"),
    [
        (C1, Lane("room", ("S1",))),  # for papers only
        (C1, Lane("candidate", ("C2",))),
        (C1, Lane("invigilator", ("V1",))),
        ('["sitting","2026-12-07",480,"S1"]', Lane("panel", ("J1", "J2"))),
        ('["sitting","2026-12-07",480,"S1"]', Lane("room", ("S3",))),
    ],
)
def test_some_lines_are_not_for_a_block(key: str, lane: Lane) -> None:
    block = block_at(SESSION, PLAN, key)
    with pytest.raises(NotHere):
        place_in(SESSION, PLAN, block, lane, MONDAY, at("12:00"))
    assert lane not in lanes(SESSION, PLAN, block, lane.kind)


def test_the_own_line_comes_first() -> None:
    assert lanes(SESSION, PLAN, block_at(SESSION, PLAN, C3), "panel")[0].ids == ("J3", "J4")
    assert lanes(SESSION, PLAN, block_at(SESSION, PLAN, C3), "room")[0].ids == ("S4",)


def test_a_panel_that_serves_nowhere_yet_has_a_line() -> None:
    free = changed(changed(SESSION, "J5", panel="C"), "J6", panel="C", reserve=False)
    assert Lane("panel", ("J5", "J6")) in lanes(free, PLAN, block_at(free, PLAN, C1), "panel")


def test_a_signing_of_the_minutes_is_a_block() -> None:
    signing = replace(row(PLAN, "C3 DELIB"), candidate=None, track=None, stage="PV", start=at("11:00"), end=at("11:15"))
    plan = Plan((*PLAN.tasks, signing))
    problem = ruled(SESSION, closing_minutes=15)
    block = next(block for block in blocks(problem, plan) if block.tasks[0].stage == "PV")
    moved = put(problem, plan, block, Place(MONDAY, at("17:00")))
    assert row(shifted(moved, 0, "C1"), "C3 DELIB") == row(plan, "C3 DELIB")
    assert [(t.start, t.members) for t in moved.tasks if t.stage == "PV"] == [(at("17:00"), ("J3", "J4"))]
