"""What the checker asks of a plan after an incident: what stays, what gives way and how far, what is a finding."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.support.sessions import MONDAY, TUESDAY, at, laid_out, ruled, session
from tspi_sched.checker import check, judged, measure
from tspi_sched.plan import DONE, VOID, Event, Plan, Unplaced, in_time_order
from tspi_sched.problem import Lock, Problem

ALL = frozenset({"day", "start", "room", "panel"})


def moment(clock: str, day: date = MONDAY) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute)


def since(clock: str, *events: Any, plan: Plan = None, unplaced: Any = ()) -> Plan:
    """The plan at a moment: what has started by then is done."""
    plan = plan or laid_out()
    tasks = tuple(replace(t, state=DONE) if t.start < at(clock) and not t.state else t for t in plan.tasks)
    return Plan(tasks, tuple(Unplaced(id, "absent") for id in unplaced), moment(clock), events)


def changed(plan: Plan, candidate: str, stage: str, **values: Any) -> Plan:
    """The plan with other values in one row."""
    return replace(
        plan,
        tasks=in_time_order([replace(t, **values) if t.key[::2] == (candidate, stage) else t for t in plan.tasks]),
    )


def moved(plan: Plan, candidate: str, stages: Any, minutes: int, **values: Any) -> Plan:
    """The plan with some stages of a candidate later."""
    for stage in stages:
        row = next(t for t in plan.tasks if t.key[::2] == (candidate, stage))
        plan = changed(plan, candidate, stage, start=row.start + minutes, end=row.end + minutes, **values)
    return plan


def without(plan: Plan, *rows: Any) -> Plan:
    return replace(plan, tasks=tuple(t for t in plan.tasks if t.key[::2] not in rows))


def broken(plan: Plan, problem: Problem = None, **rules: Any) -> set[Any]:
    return {v.rule for v in check(ruled(problem or session(), **rules), plan)}


def findings(plan: Plan, problem: Problem = None) -> set[Any]:
    return {v.rule for v in judged(problem or session(), plan)[1]}


def test_a_plan_at_a_moment_keeps_the_rules() -> None:
    assert broken(since("13:40")) == set() == findings(since("13:40"))


# --- history ---------------------------------------------------------------------------------------------------------


def test_real_times_are_off_the_grid_and_other_lengths_are_findings() -> None:
    plan = changed(since("13:40"), "C1", "ET", start=at("13:02"), end=at("13:27"))
    assert broken(plan) == set()
    assert findings(plan) == {"duration"}


def test_what_follows_a_real_end_starts_at_the_next_step() -> None:
    ended = Event("ended", None, moment("13:42"), candidate="C1", track="TITRE", stage="ET")
    late = changed(since("13:42", ended), "C1", "ET", end=at("13:42"))
    late = moved(changed(late, "C1", "QPP", state=""), "C1", ("QPP", "EF", "DELIB"), 15)
    late = moved(late, "C2", ("ET", "DELIB"), 15)
    assert broken(late) == set()
    assert findings(late) == {"duration"}
    assert "chain" in broken(moved(late, "C1", ("QPP", "EF", "DELIB"), 5))
    assert "order" in broken(moved(late, "C1", ("QPP",), -5))


def test_what_is_to_come_starts_at_now_or_later() -> None:
    plan = changed(since("13:40"), "C1", "QPP", state="")
    assert broken(plan) == {"hours"}
    assert "hours" in broken(changed(since("13:40"), "C1", "EF", state=DONE))


def test_what_is_in_force_and_has_begun_stays() -> None:
    problem = replace(session(), in_force=laid_out())
    assert broken(since("13:40"), problem) == set()
    assert broken(changed(since("13:40"), "C2", "CORR", start=at("11:25"), end=at("11:40")), problem) == {"locks"}
    assert broken(changed(since("13:40"), "C1", "ET", room="S4"), problem) >= {"locks"}


def test_the_minutes_of_a_meal_that_history_took_are_a_finding_unless_something_else_takes_them_too() -> None:
    long = changed(since("13:45"), "C1", "CORR", end=at("11:20"))
    long = changed(long, "C2", "CORR", start=at("11:20"), end=at("12:35"))
    assert findings(changed(long, "C1", "ET", start=at("12:45"), end=at("13:30"))) >= {"meal"}
    assert "meal" not in broken(changed(long, "C1", "ET", start=at("12:45"), end=at("13:30")))


# --- absences --------------------------------------------------------------------------------------------------------

J2_LEAVES = Event("absent", "J2", moment("13:40"))


def substituted(plan: Plan = None, who: str = "J6") -> Plan:
    """J2 leaves at 13:40: the chain of C1 is void and held anew by J1 and somebody else, then C2 is heard by them."""
    plan = plan or since("13:40", J2_LEAVES)
    void = [
        replace(t, state=VOID, end=min(t.end, at("13:40")))
        for t in plan.tasks
        if t.key[::2] in (("C1", "ET"), ("C1", "QPP"))
    ]
    rest = [t for t in plan.tasks if t.key[::2] not in (("C1", "ET"), ("C1", "QPP"))]
    again = [replace(t, state="") for t in laid_out().tasks if t.key[::2] in (("C1", "ET"), ("C1", "QPP"))]
    tasks = [
        replace(t, members=("J1", who)) if not t.state and t.members == ("J1", "J2") else t for t in (*rest, *again)
    ]
    later = replace(plan, tasks=in_time_order([*void, *tasks]))
    later = moved(later, "C2", ("ET", "DELIB"), 45)
    minutes = 45
    new = [
        t if t.candidate != "C1" or t.state else replace(t, start=t.start + minutes, end=t.end + minutes)
        for t in later.tasks
    ]
    return replace(later, tasks=in_time_order(new))


def test_a_void_chain_is_held_anew_by_a_panel_completed_by_others() -> None:
    plan = substituted()
    assert broken(plan) == set()
    assert "panel_mode" in broken(plan, panel=replace(session().rules.panel, substitutes="none"))


def test_the_marking_of_one_member_counts_or_must_be_done_anew() -> None:
    marking = session().rules.marking
    assert broken(substituted(), marking=replace(marking, handover="all")) == {"same_panel"}


def test_only_the_reserve_stands_in_if_so_wished() -> None:
    rules = replace(session().rules.panel, substitutes="reserve")
    assert broken(substituted(), panel=rules) == set()  # J6 is of the reserve, J5 is not
    assert broken(substituted(who="J5"), panel=rules) == {"panel_mode"}


def test_somebody_with_tasks_to_come_elsewhere_does_not_stand_in() -> None:
    busy = since("13:40", J2_LEAVES, plan=moved(laid_out(), "C3", ("ET", "QPP", "DELIB"), 420))
    assert "panel_mode" in broken(substituted(busy, "J3"))
    assert "panel_mode" not in broken(substituted(who="J3"))  # whose tasks of the day are over


def test_a_void_row_takes_time_and_counts_as_duty_alone() -> None:
    plan = substituted()
    assert measure(session(), plan)["presence"] > measure(session(), without(plan, ("C1", "QPP")))["presence"]
    heard_twice = replace(plan, tasks=tuple(replace(t, state=DONE) if t.state == VOID else t for t in plan.tasks))
    assert "all_or_nothing" in broken(heard_twice)
    assert "one_at_a_time" in broken(changed(plan, "C2", "CORR", start=at("13:35"), end=at("13:50"), state=""))


def test_an_absent_member_hears_nobody() -> None:
    assert "hours" in broken(since("13:40", J2_LEAVES))


def test_a_candidate_absent_to_the_end_is_gone_and_listed() -> None:
    gone = Event("absent", "C2", moment("13:40"))
    plan = without(since("13:40", gone, unplaced=("C2",)), ("C2", "ET"), ("C2", "DELIB"))
    assert broken(plan) == set()
    assert measure(session(), plan)["unplaced"] == 0
    assert broken(replace(plan, unplaced=())) == {"all_or_nothing"}
    assert broken(since("13:40", gone, unplaced=("C2",))) == {"all_or_nothing", "hours"}


def test_a_candidate_left_out_keeps_what_happened() -> None:
    plan = without(since("13:40", unplaced=("C2",)), ("C2", "ET"), ("C2", "DELIB"))
    assert broken(plan) == set()
    assert measure(session(), plan)["unplaced"] == session().candidate["C2"].priority


def test_who_has_begun_all_orals_is_not_left_out() -> None:
    plan = without(since("13:40", unplaced=("C1",)), ("C1", "EF"), ("C1", "DELIB"))
    assert broken(plan) == {"all_or_nothing"}


def test_nobody_is_heard_before_they_arrive() -> None:
    late = Event("late", "C2", moment("15:20"))
    assert broken(since("08:30", late)) == {"hours"}
    assert broken(since("08:30", replace(late, start=moment("09:35")))) == set()
    assert "hours" in findings(since("10:30", replace(late, start=moment("10:10"))))  # the paper is over by then


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_chain_that_has_begun_goes_on_elsewhere() -> None:
    flooded = Event("closed", "S3", moment("14:00"))
    stays = since("14:00", flooded)
    assert "hours" in broken(stays)
    ends_there = moved(stays, "C1", ("EF", "DELIB"), 5, room="S4")
    ends_there = moved(ends_there, "C2", ("ET", "DELIB"), 5, room="S4")
    assert broken(ends_there) == set()
    assert findings(ends_there) == {"hours"}  # QPP goes on where it is
    assert "oral_room" in broken(moved(since("14:00"), "C1", ("EF", "DELIB"), 5, room="S4"))
    assert broken(moved(ends_there, "C1", ("EF", "DELIB"), 10)) >= {"chain"}


def test_a_deliberation_is_later_only_if_it_cannot_be_at_its_place() -> None:
    away = Event("absent", "J2", moment("14:45"), moment("16:00"))
    plan = moved(since("14:47", away), "C1", ("DELIB",), 85)
    plan = moved(plan, "C2", ("ET", "DELIB"), 85)
    plan = changed(plan, "C1", "EF", end=at("14:45"))
    assert broken(plan) == set()
    assert "deliberation" in broken(moved(since("14:47"), "C1", ("DELIB",), 85))


# --- locks, notice, slide --------------------------------------------------------------------------------------------


def test_locks_that_an_event_makes_impossible_are_freed() -> None:
    et = next(t for t in laid_out().tasks if t.key[::2] == ("C2", "ET"))
    problem = replace(session(), locks=(Lock(et, ALL),))
    assert broken(substituted(), problem) == {"locks"}  # the hour could have been kept
    assert broken(substituted(), replace(problem, locks=(Lock(et, frozenset({"panel"})),))) == set()
    assert broken(moved(since("13:40"), "C2", ("ET", "DELIB"), 5), problem) == {"locks"}


def test_notice_of_a_call() -> None:
    problem = replace(session(), baseline=laid_out())
    earlier = moved(since("08:30"), "C1", ("ET", "QPP", "EF", "DELIB"), -20)
    assert broken(earlier, problem) == set()
    soon = moved(since("12:00"), "C1", ("ET", "QPP", "EF", "DELIB"), -20)
    assert broken(soon, problem) == {"hours"}
    assert broken(soon, problem, notice_minutes=30) == set()
    assert broken(moved(since("12:00"), "C2", ("ET", "DELIB"), 5), problem) == set()  # later needs none


def test_notice_of_a_member() -> None:
    problem = replace(session(), baseline=laid_out())
    assert broken(substituted(), problem, notice_minutes=5) == set()  # J6 comes at 13:45 for the first time
    assert broken(substituted(), problem) == {"hours"}


@pytest.mark.parametrize(("minutes", "slide", "value"), [(30, None, 0), (35, None, 1), (5, 0, 1), (-5, None, 1)])
def test_a_call_that_slides_a_little_is_no_new_call(minutes: int, slide: int | None, value: int) -> None:
    problem = ruled(replace(session(), baseline=laid_out()), slide_minutes=slide)
    plan = moved(since("08:30"), "C2", ("ET", "DELIB"), minutes)
    assert measure(problem, plan)["recalled"] == value
    assert measure(problem, replace(plan, now=moment("08:30", TUESDAY)))["recalled"] == 1


def test_history_and_absences_are_left_aside_by_what_counts_changes() -> None:
    problem = replace(session(), baseline=laid_out())
    values = measure(problem, substituted())
    assert (values["duty_changes"], values["day_changes"]) == (1, 0)  # J6 comes; J2 was there and is absent
    assert values["recalled"] == 2  # C1 and C2, 45 minutes later each


# --- a chain that cannot go on ----------------------------------------------------------------------------------------


def test_who_waits_for_a_chain_that_cannot_go_on_has_done_nothing_else_meanwhile() -> None:
    """C1's first oral began late, the second could not be held, and then C1 was gone: C2 waited with the panel."""
    plan = laid_out()
    began = Event("started", None, moment("13:20"), candidate="C1", track="TITRE", stage="ET")
    gone = Event("absent", "C1", moment("15:35"))
    rows = [t for t in since("15:40", began, gone).tasks if (t.candidate, t.stage) != ("C1", "MSP") or t.state]
    first = next(t for t in rows if t.key[::2] == ("C1", "ET"))
    cut = replace(first, start=at("13:20"), end=at("13:50"), state=VOID)
    stopped = [t for t in rows if t.candidate != "C1" or t.stage in ("MSP", "CORR")]
    waited = {t.key for t in stopped if t.candidate == "C2" and t.start > cut.start}
    assert waited
    without_them = in_time_order([*(t for t in stopped if t.key not in waited), cut])
    judged_by = replace(session(), in_force=plan)
    made = Plan(without_them, (Unplaced("C1", "parti"), Unplaced("C2", "à reporter")), moment("15:40"), (began, gone))
    assert not [v for v in check(judged_by, made) if v.rule == "locks"]
    nothing = replace(made, events=(Event("arrived", "C2", moment("08:00")),))
    assert "locks" in broken(nothing, judged_by)
