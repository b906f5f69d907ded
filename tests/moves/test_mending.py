"""What a drop costs, the rest put right around it, and whether a place is possible if others move."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.support.check_helpers import sound
from tests.support.sessions import MONDAY, TUESDAY, at, laid_out, row, session
from tspi_sched.checker import check
from tspi_sched.moves import Block, Place, block_at, put
from tspi_sched.moves.mending import locks_of, mend, moved_block, possible
from tspi_sched.moves.prices import price
from tspi_sched.plan import Plan
from tspi_sched.wishes import Objective, Wishes

why = sys.modules["tspi_sched.explanations.why"]
SESSION, PLAN = session(), laid_out()
C2 = block_at(SESSION, PLAN, '["chain","C2","CCP1"]')
C1 = block_at(SESSION, PLAN, '["chain","C1","TITRE"]')
WISHES = Wishes(workers=1, time_limit=20)


def dropped(block: Block, place: Place) -> tuple[Plan, Block]:
    after = put(SESSION, PLAN, block, place)
    return after, moved_block(SESSION, after, block)


def test_the_price_of_a_drop() -> None:
    after, _block = dropped(C2, Place(MONDAY, at("16:05")))
    found = price(SESSION, PLAN, after, (Objective("days"), Objective("finish"), Objective("waiting")))
    costs = {cost.name: cost.after - cost.before for cost in found.costs}
    assert costs == {"days": 0, "finish": 60, "waiting": 60}  # an hour later, and C2 was the last
    assert {(told.kind, told.person.id) for told in found.told} == {
        ("candidate", "C2"), ("member", "J1"), ("member", "J2"),
    }  # fmt: skip


def test_the_rest_is_mended_around_a_drop_on_a_breach() -> None:
    # C2 before J1 and J2 at 13:30, in the middle of C1's orals: C1 must give way, C2 stays where it was put
    after, block = dropped(C2, Place(MONDAY, at("13:30")))
    assert {v.rule for v in check(SESSION, after)} >= {"one_at_a_time"}
    result = mend(SESSION, after, block, WISHES)
    assert result.plan is not None
    sound(SESSION, result.plan)
    assert row(result.plan, "C2 ET") == row(after, "C2 ET")
    values = {report.name: report.value for report in result.objectives}
    assert (values["day_changes"], values["recalled"]) == (0, 0)  # J3 and J4 hear C1 at the same hour
    assert set(row(result.plan, "C1 ET").members) == {"J3", "J4"}


def test_nothing_can_be_mended_around_an_impossible_place() -> None:
    after, block = dropped(C2, Place(MONDAY, at("09:00")))  # C2's paper is written until 10:00
    both = replace(SESSION, locks=locks_of(SESSION, [row(after, "C2 MSP")]))
    result = mend(both, after, block, WISHES)
    assert (result.status, result.plan) == ("infeasible", None)


def test_what_the_organiser_locked_stays_when_the_rest_is_mended() -> None:
    after, block = dropped(C2, Place(MONDAY, at("13:30")))
    held = locks_of(SESSION, [row(after, "C1 ET")], ("day",))
    result = mend(replace(SESSION, locks=held), after, block, WISHES)
    assert result.plan is not None
    assert row(result.plan, "C1 ET").day == MONDAY


def test_possible_if_others_move() -> None:
    assert possible(SESSION, PLAN, C2, Place(MONDAY, at("13:30")), WISHES) is True
    assert possible(SESSION, PLAN, C2, Place(MONDAY, at("07:00")), WISHES) is False
    assert possible(SESSION, PLAN, C1, Place(TUESDAY, at("17:30")), WISHES) is False  # two hours before 18:00


def test_not_known_when_the_search_ends_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(found=False, infeasible=False, interrupted=False)
    monkeypatch.setattr(why, "run", lambda *_: nothing)
    assert possible(SESSION, PLAN, C2, Place(MONDAY, at("13:30")), WISHES) is None


def test_locks_by_part() -> None:
    tasks = (row(PLAN, "C1 MSP"), row(PLAN, "C1 ET"))
    assert [sorted(lock.parts) for lock in locks_of(SESSION, tasks, ("panel", "invigilators", "day"))] == [
        ["day", "invigilators"],
        ["day", "panel"],
    ]
    assert locks_of(SESSION, tasks, ()) == ()
