"""Every single loss planned anew: values by hand, the checker's verdict, what is kept, what fails alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.losing import ONE_CORE, PATIENT, bakers, on, pair, planned_first, reserve
from tests.support.sessions import MONDAY, TUESDAY, changed, ruled
from tspi_sched.checker import check, judged, measure
from tspi_sched.losses import Loss, contingency, losses, work
from tspi_sched.losses.loss import without
from tspi_sched.losses.record import Answer, Contingency
from tspi_sched.losses.replanned import Case, replanned
from tspi_sched.losses.session import after, own_plan
from tspi_sched.parallel import Ended
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Candidate, Invigilator, Lock, Problem, Room

FIRST = Candidate("C1", "Client 1", ("PAIN",), availability=on(MONDAY))
SECOND = Candidate("C2", "Client 2", ("GATEAU",), availability=on(MONDAY))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs one after the other where the tests' clock counts work; `tests/house/test_parallel.py` has the processes."""

    def each(work_on: Any, jobs: Any, _processes: Any) -> Iterator[Any]:
        for job in jobs:
            yield Ended(job, work_on(job))

    monkeypatch.setattr(work, "each", each)


@pytest.fixture(scope="module")
def shop() -> tuple[Problem, Plan]:
    """Two panels, a spare invigilator and a spare oral room; panel A hears both candidates on Monday."""
    small = bakers([FIRST, SECOND], pair("A", "J1", "J2"))
    plan = planned_first(small)
    problem = replace(
        small,
        members=(*small.members, *pair("B", "J3", "J4"), reserve("R1")),
        invigilators=(*small.invigilators, Invigilator("V2", "Fournier", "Vera")),
        rooms=(*small.rooms, Room("S3", ("ORAL",), 5, "Réserve", projector=True)),
    )
    assert plan is not None
    assert not check(problem, plan)
    return problem, plan


@pytest.fixture(scope="module")
def found(shop: tuple[Problem, Plan]) -> Contingency:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "each", lambda work_on, jobs, _n: (Ended(job, work_on(job)) for job in jobs))
        return contingency(*shop, wishes=ONE_CORE, seconds=PATIENT, processes=1)


def answer(found: Contingency, id: str) -> Answer:
    return next(one for one in found.answers if one.loss.id == id)


def test_every_single_loss_has_its_answer_in_the_order_of_the_workbook(found: Contingency) -> None:
    assert [one.loss.id for one in found.answers] == ["J1", "J2", "J3", "J4", "R1", "V1", "V2", "S1", "S2", "S3"]
    assert not found.interrupted


def test_what_the_plan_does_not_need_changes_nothing(shop: tuple[Problem, Plan], found: Contingency) -> None:
    for id in ("J3", "J4", "R1", "V2", "S3"):
        one = answer(found, id)
        assert (one.status, one.plan, one.quiet) == ("unchanged", shop[1], True)
        assert not any(one.values[name] for name in ("unplaced", "recalled", "changes", "task_changes"))
        assert found.told(one) == ()


def test_a_member_s_place_is_taken_at_the_same_hours(found: Contingency) -> None:
    """R1 in J1's place: one day of duty more, J1's own left aside: 1. Nobody is called again; both candidates' orals
    (PAIN has EXPOSE and DEGUSTATION, GATEAU has DEGUSTATION: 3) have another panel."""
    one = answer(found, "J1")
    values = {name: one.values[name] for name in ("unplaced", "day_changes", "recalled", "duty_changes", "shift")}
    assert values == {"unplaced": 0, "day_changes": 0, "recalled": 0, "duty_changes": 1, "shift": 0}
    assert one.values["changes"] == 3
    assert one.quiet
    assert one.proven[:3] == ("unplaced", "day_changes", "recalled")
    called = {notice.person.id for notice in found.told(one)}
    assert called == {"R1", "J2"}  # not J1, who is absent, nor the candidates, whose day is the same


def test_an_invigilator_and_a_room_are_replaced_too(found: Contingency) -> None:
    """Of a lost invigilator V2 takes the one sitting or the two: a day of duty more. Of a lost oral room S3: three
    orals in another room."""
    assert answer(found, "V1").values["duty_changes"] == 1
    assert answer(found, "V1").quiet
    assert answer(found, "S2").values["room_changes"] == 3
    assert answer(found, "S2").quiet


def test_the_only_room_for_papers_leaves_everybody_out_and_says_why(found: Contingency) -> None:
    one = answer(found, "S1")
    assert (one.values["unplaced"], one.everybody, one.quiet) == (2, False, False)
    assert "unplaced" in one.proven
    assert {row.candidate for row in one.left_out} == {"C1", "C2"}
    assert all(row.reason for row in one.left_out)


def test_each_plan_keeps_every_rule_of_a_session_without_what_is_lost(
    shop: tuple[Problem, Plan], found: Contingency
) -> None:
    problem, plan = shop
    for one in found.answers:
        if one.status == "answered":
            own = own_plan(one.plan, plan)
            assert not judged(after(problem, plan, one.loss), own)[0]
            assert one.loss.id not in str(own.tasks)
            assert measure(after(problem, plan, one.loss), own) == one.values


def test_the_data_frames_say_the_same(found: Contingency) -> None:
    frame = found.losses.set_index("id")
    assert frame.loc["S1", "unplaced"] == 2
    assert bool(frame.loc["J1", "quiet"])
    assert frame.loc["J1", "people"] == 2
    assert list(found.calls[found.calls["loss"] == "J1"]["id"]) == ["J2", "R1"]
    assert list(found.reserves.columns) == ["id", "name", "day"]


def test_who_is_left_out_by_the_plan_stays_left_out_and_counts_for_nothing(shop: tuple[Problem, Plan]) -> None:
    """C2 is left out already: no loss leaves out anybody more, and none brings C2 back."""
    problem, plan = shop
    partly = Plan(tuple(t for t in plan.tasks if t.candidate != "C2"), (Unplaced("C2", "malade"),))
    problem = ruled(problem, allow_unplaced=True)
    found = contingency(problem, partly, wishes=ONE_CORE, seconds=PATIENT)
    one = answer(found, "J1")
    assert one.everybody
    assert one.plan.unplaced == (Unplaced("C2", "malade"),)
    assert answer(found, "S1").values["unplaced"] == 1
    assert [row.candidate for row in answer(found, "S1").left_out] == ["C1"]


def test_a_plan_that_breaks_a_rule_or_is_empty_is_refused(shop: tuple[Problem, Plan]) -> None:
    problem, plan = shop
    with pytest.raises(ValueError, match="breaks a rule"):
        contingency(problem, replace(plan, tasks=plan.tasks[:-1]))
    with pytest.raises(ValueError, match="empty"):
        contingency(ruled(problem, allow_unplaced=True), Plan((), (Unplaced("C1", ""), Unplaced("C2", ""))))


# --- the session without something ------------------------------------------------------------------------------------


def test_a_session_without_a_member_has_no_panel_exclusion_or_lock_of_theirs(shop: tuple[Problem, Plan]) -> None:
    problem, plan = shop
    orals = next(task for task in plan.tasks if "J1" in task.members)
    problem = changed(problem, "C1", exclusions=("J1", "J3"), trainers=("J1",))
    problem = replace(problem, locks=(Lock(orals, frozenset({"panel"})), Lock(orals, frozenset({"day"}))))
    left = without(problem, Loss("member", "J1"))
    assert "J1" not in left.member
    assert [one.id for one in left.gone.members] == ["J1"]
    assert left.member["J2"].panel == ""
    assert left.gone.panels == (("A", ("J2",)),)
    assert left.candidate["C1"].exclusions == ("J3",)
    assert left.candidate["C1"].trainers == ()
    assert [lock.parts for lock in left.locks] == [frozenset({"day"})]


def test_where_no_hour_can_stay_a_day_stays_if_it_can() -> None:
    """The one panel loses a member, and the reserve comes on Monday from 12:00 only: C1, heard in the morning, is
    called again the same day. The paper may stay, so one call differs; proven, as the reserve's hours forbid 0."""
    problem = bakers([FIRST], [*pair("A", "J1", "J2"), reserve("R1")])
    plan = planned_first(problem)
    first = min(task.start for task in plan.tasks if task.members)
    assert first < 720
    later = changed(problem, "R1", availability=(replace(on(MONDAY)[0], start=720, end=840),))
    case = Case(later, plan, Loss("member", "J1"), ONE_CORE, PATIENT)
    made = replanned(case)
    values = measure(case.session, made.plan)
    assert [values[name] for name in ("unplaced", "day_changes", "recalled")] == [0, 0, 1]
    assert made.proven[:3] == ("unplaced", "day_changes", "recalled")


# --- kept, and found again --------------------------------------------------------------------------------------------


class Counting:
    """Does jobs here, counts them, and is interrupted after so many."""

    def __init__(self, until: Any = None) -> None:
        self.done, self.until = [], until

    def __call__(self, work_on: Any, jobs: Any, _processes: Any) -> Iterator[Any]:
        for job in jobs:
            if self.until is not None and len(self.done) >= self.until:
                raise KeyboardInterrupt
            value = work_on(job)
            self.done.append(job)
            yield Ended(job, value)


def test_an_interrupted_run_keeps_what_is_done_and_a_second_one_does_the_rest(
    shop: tuple[Problem, Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Counting(until=2)
    monkeypatch.setattr(work, "each", first)
    partly = contingency(*shop, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    assert partly.interrupted
    assert partly.standby is None
    assert sum(one.status == "answered" for one in partly.answers) == 2
    assert sum(one.status == "missing" for one in partly.answers) == 3  # J1, J2, V1, S1, S2 are to be planned anew
    second = Counting()
    monkeypatch.setattr(work, "each", second)
    whole = contingency(*shop, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    assert not whole.interrupted
    assert not {job.loss for job in first.done} & {job.loss for job in second.done if isinstance(job, Case)}
    third = Counting()
    monkeypatch.setattr(work, "each", third)
    again = contingency(*shop, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    assert third.done == []
    assert [one.plan for one in again.answers] == [one.plan for one in whole.answers]
    assert [one.proven for one in again.answers] == [one.proven for one in whole.answers]
    assert replace(again.standby, asked=0) == replace(whole.standby, asked=0)


def test_what_is_kept_of_another_session_or_damaged_is_done_anew(
    shop: tuple[Problem, Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, plan = shop
    monkeypatch.setattr(work, "each", Counting())
    contingency(problem, plan, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    files = sorted(tmp_path.glob("*.json"))
    assert files
    files[0].write_text("{", encoding="utf-8")
    for path in files[1:]:  # a plan that keeps no rule, under the right key
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("tasks"):
            content["tasks"] = content["tasks"][:1]
        path.write_text(json.dumps(content), encoding="utf-8")
    counting = Counting()
    monkeypatch.setattr(work, "each", counting)
    found = contingency(problem, plan, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    assert {job.loss.id for job in counting.done if isinstance(job, Case)} >= {"J1", "J2", "V1", "S2"}
    assert answer(found, "J1").quiet
    other = Counting()
    monkeypatch.setattr(work, "each", other)
    contingency(changed(problem, "J4", last_name="Autre"), plan, wishes=ONE_CORE, seconds=PATIENT, folder=tmp_path)
    assert len([job for job in other.done if isinstance(job, Case)]) == 5


def test_a_loss_whose_process_fails_is_told_and_the_others_are_answered(
    shop: tuple[Problem, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    def each(work_on: Any, jobs: Any, _processes: Any) -> Iterator[Any]:
        for job in jobs:
            failed = isinstance(job, Case) and job.loss.id == "J2"
            yield Ended(job, None, "mémoire épuisée") if failed else Ended(job, work_on(job))

    monkeypatch.setattr(work, "each", each)
    found = contingency(*shop, wishes=ONE_CORE, seconds=PATIENT)
    assert (answer(found, "J2").status, answer(found, "J2").reason) == ("unknown", "mémoire épuisée")
    assert answer(found, "J1").quiet


def test_a_page_calls_no_reserve_who_does_not_stand_by_where_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One panel, a candidate each day. Whoever is lost, one reserve must come both days; R1 comes on Monday only, R2 on
    both days, R3 on both: two reserve-days of one person are enough, and the pages call that person."""
    members = [*pair("A", "J1", "J2"), reserve("R1", availability=on(MONDAY)), reserve("R2"), reserve("R3")]
    second = replace(SECOND, availability=on(TUESDAY))
    problem = bakers([FIRST, second], members)
    found = contingency(problem, planned_first(problem), wishes=ONE_CORE, seconds=PATIENT)
    days = set(found.standby.days)
    assert len(days) == 2
    assert found.standby.proven
    for id in ("J1", "J2"):
        called = {(m, t.day) for t in answer(found, id).plan.tasks for m in t.members if m.startswith("R")}
        assert called == days


def test_all_losses_are_listed() -> None:
    problem = bakers([FIRST], pair("A", "J1", "J2"))
    assert [(one.kind, one.id) for one in losses(problem)] == [
        ("member", "J1"), ("member", "J2"), ("invigilator", "V1"), ("room", "S1"), ("room", "S2"),
    ]  # fmt: skip
