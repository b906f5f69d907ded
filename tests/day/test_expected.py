"""The hours of a day as it goes, each worked out by hand on the session of `sessions.laid_out`.

C1 is heard 13:00-14:50 by J1 and J2 in S3 (ET 30, QPP 60, EF 20), deliberation until 15:00; C2 15:05-15:35 by the same
(deliberation until 15:45); C3 9:15-10:45 by J3 and J4 in S4 with VP1 (ET 30, QPP 60). Papers begin at 8:00.
"""

from datetime import datetime, timedelta

import pytest

from tests.support.sessions import MONDAY, TUESDAY, at, laid_out, session
from tspi_sched.day.clicks import as_planned, implied, with_hours, with_state
from tspi_sched.day.expected import minute_of
from tspi_sched.day.passages import DONE, EXPECTED, UNDER_WAY, WELCOMED, Passage, passages
from tspi_sched.day.told import FOREVER
from tspi_sched.plan import Event
from tspi_sched.texts import clock

SESSION, PLAN = session(), laid_out()


def moment(hour: str) -> datetime:
    return datetime(2026, 12, 7) + timedelta(minutes=at(hour))


def seen(hour: str, *events: Event) -> dict[str, Passage]:
    """The orals of each candidate at an hour, and their papers under ``C1 MSP``."""
    found = passages(SESSION, PLAN, events, MONDAY, at(hour))
    return {f"{one.candidate} MSP" if one.paper else one.candidate: one for one in found}


def began(candidate: str, track: str, hour: str, stage: str = "ET") -> Event:
    return Event("started", None, moment(hour), candidate=candidate, track=track, stage=stage)


def over(candidate: str, track: str, hour: str, stage: str = "EF") -> Event:
    return Event("ended", None, moment(hour), candidate=candidate, track=track, stage=stage)


def hours(passage: Passage) -> tuple[str, str]:
    return clock(passage.start), clock(passage.end)


def test_a_day_of_which_nothing_is_noted_goes_as_planned() -> None:
    there = seen("13:40")
    assert {name: hours(one) for name, one in there.items() if not one.paper} == {
        "C1": ("13:00", "14:50"), "C2": ("15:05", "15:35"), "C3": ("09:15", "10:45"),
    }  # fmt: skip
    assert [(one.state, one.noted) for one in there.values() if not one.paper] == [
        (DONE, False), (UNDER_WAY, False), (EXPECTED, False),
    ]  # fmt: skip
    assert all(one.overrun is None for one in there.values())


@pytest.mark.parametrize(("hour", "call"), [("13:05", "15:05"), ("13:10", "15:10"), ("13:30", "15:30")])
def test_a_late_beginning_is_absorbed_by_the_changeover_then_passed_on(hour: str, call: str) -> None:
    there = seen("13:45", began("C1", "TITRE", hour))
    # 1 h 50 of orals and 10 of deliberation; the 5 minutes between the two are there to be used up
    assert there["C1"].end == at(hour) + 110
    assert clock(there["C2"].start) == call
    assert hours(there["C3"]) == ("09:15", "10:45")


def test_whoever_is_early_calls_nobody_earlier() -> None:
    there = seen("14:45", began("C1", "TITRE", "12:50"), over("C1", "TITRE", "14:35"))
    assert hours(there["C1"]) == ("12:50", "14:35")
    assert hours(there["C2"]) == ("15:05", "15:35")
    assert there["C1"].state == DONE


@pytest.mark.parametrize(
    ("now", "overrun", "end"), [("14:49", None, "14:50"), ("14:50", 0, "14:50"), ("15:02", 12, "15:02")]
)
def test_an_overrun_is_told_from_the_minute_at_which_it_begins(now: str, overrun: int | None, end: str) -> None:
    there = seen(now, began("C1", "TITRE", "13:00"))
    assert (there["C1"].overrun, clock(there["C1"].end)) == (overrun, end)
    # after the end, ten minutes of deliberation: C2 waits only once these go beyond 15:05
    assert there["C2"].start == max(at("15:05"), there["C1"].end + 10)


def test_only_the_last_oral_of_a_chain_overruns_the_others_lead_to_the_next() -> None:
    there = seen("13:59", began("C1", "TITRE", "13:05"))
    assert [clock(one.start) for one in there["C1"].hours] == ["13:05", "13:35", "14:35"]
    assert there["C1"].overrun is None


def test_once_the_panel_is_followed_who_was_not_called_has_not_begun() -> None:
    ended = began("C1", "TITRE", "13:00"), over("C1", "TITRE", "14:50")
    there = seen("15:20", *ended)
    assert (clock(there["C2"].start), there["C2"].state) == ("15:20", EXPECTED)
    assert seen("15:20")["C2"].start == at("15:05")  # nobody follows this panel: as planned, so far as is known
    assert seen("15:20", *ended[:1], began("C2", "CCP1", "15:10"))["C1"].state == DONE  # the panel has gone on


def test_once_welcomed_a_candidate_has_not_begun_until_that_is_said() -> None:
    came = Event("arrived", "C3", moment("09:05"))
    there = seen("09:25", came)
    assert there["C3 MSP"].state == DONE  # it was over by then
    assert (there["C3"].state, clock(there["C3"].start)) == (WELCOMED, "09:25")
    came = Event("arrived", "C3", moment("07:50"))
    there = seen("08:04", came)
    assert (there["C3 MSP"].state, clock(there["C3 MSP"].start)) == (WELCOMED, "08:04")


def test_a_candidate_who_is_late_is_waited_for_and_a_paper_is_not() -> None:
    late = Event("late", "C3", moment("09:40"))
    there = seen("07:50", late)
    assert hours(there["C3"]) == ("09:40", "11:10")
    assert hours(there["C3 MSP"]) == ("08:00", "09:00")


def test_who_comes_back_is_waited_for_and_who_does_not_is_named() -> None:
    away = Event("absent", "J3", moment("09:00"), moment("09:30"))
    assert hours(seen("08:30", away)["C3"]) == ("09:40", "11:10")  # J3 marks for ten minutes before that
    gone = seen("08:30", Event("absent", "J3", moment("09:00")))
    assert (gone["C3"].lacking, hours(gone["C3"])) == (("J3",), ("09:15", "10:45"))
    back = seen("08:30", Event("absent", "J3", moment("09:00")), Event("present", "J3", moment("09:20")))
    assert (back["C3"].lacking, clock(back["C3"].start)) == ((), "09:30")
    closed = seen("08:30", Event("closed", "VP1", moment("08:45")))
    assert closed["C3"].lacking == ("VP1",)


def test_an_absent_candidate_delays_nobody() -> None:
    there = seen("14:55", Event("absent", "C1"), began("C3", "CCP2", "09:15"))
    assert there["C1"].absent
    assert hours(there["C2"]) == ("15:05", "15:35")


def test_what_a_new_plan_keeps_as_history_is_over() -> None:
    from dataclasses import replace

    tasks = tuple(replace(task, state="done") if task.start < at("11:00") else task for task in PLAN.tasks)
    found = passages(SESSION, replace(PLAN, tasks=tasks), (), MONDAY, at("11:30"))
    assert {one.candidate for one in found if one.state == DONE and not one.paper} == {"C3"}


def test_the_days_before_and_after() -> None:
    assert minute_of(TUESDAY, moment("10:00")) is None
    assert minute_of(MONDAY, moment("10:00")) == 600
    assert minute_of(MONDAY, moment("10:00") + timedelta(days=1)) == FOREVER
    before = passages(SESSION, PLAN, (began("C1", "TITRE", "13:10"),), MONDAY, FOREVER)
    assert {one.state for one in before} == {DONE}
    assert all(one.overrun is None for one in before)
    assert {one.state for one in passages(SESSION, PLAN, (), MONDAY, None)} == {EXPECTED}


# --- clicks ----------------------------------------------------------------------------------------------------------


def clicked(*clicks: tuple[str, str, str]) -> tuple[Event, ...]:
    events: tuple[Event, ...] = ()
    for hour, who, state in clicks:
        events = with_state(events, seen(hour, *events)[who], state, moment(hour))
    return events


def test_four_states_by_a_click_each() -> None:
    steps = [("12:50", "C1", WELCOMED), ("13:04", "C1", UNDER_WAY), ("14:58", "C1", DONE)]
    states = [seen("12:55", *clicked(*steps[:n]))["C1"].state for n in range(2)]
    states += [seen("14:58", *clicked(*steps[:n]))["C1"].state for n in (2, 3)]
    assert states == [EXPECTED, WELCOMED, UNDER_WAY, DONE]
    there = seen("14:58", *clicked(*steps))["C1"]
    assert (*hours(there), clock(there.arrived)) == ("13:04", "14:58", "12:50")
    assert [clock(one.start) for one in there.hours] == ["13:04", "13:34", "14:34"]


@pytest.mark.parametrize("state", [EXPECTED, WELCOMED, UNDER_WAY])
def test_a_click_too_many_is_taken_back_by_clicking_where_it_was(state: str) -> None:
    steps = [("12:50", "C1", WELCOMED), ("13:04", "C1", UNDER_WAY), ("14:58", "C1", DONE)]
    events = clicked(*steps, ("14:59", "C1", state))
    if state == EXPECTED:
        assert events == ()
    else:
        assert set(events) == set(clicked(*steps[: [WELCOMED, UNDER_WAY].index(state) + 1]))


def test_clicking_twice_changes_nothing() -> None:
    once = clicked(("13:04", "C1", UNDER_WAY), ("14:58", "C1", DONE))
    assert with_state(once, seen("15:10", *once)["C1"], DONE, moment("15:10")) == once


def test_done_at_once_has_begun_when_it_was_expected_to() -> None:
    there = seen("14:58", *clicked(("14:58", "C1", DONE)))["C1"]
    assert hours(there) == ("13:00", "14:58")


def test_all_as_planned_until_now() -> None:
    found = passages(SESSION, PLAN, (), MONDAY, at("13:40"))
    events = as_planned((), found, moment("13:40"))
    there = seen("13:40", *events)
    assert (there["C3"].state, there["C3"].noted, hours(there["C3"])) == (DONE, True, ("09:15", "10:45"))
    assert (there["C1"].state, there["C1"].noted) == (UNDER_WAY, True)
    assert (there["C2"].state, there["C2"].noted) == (EXPECTED, False)
    assert as_planned(events, found, moment("13:40")) == events


def test_the_orals_that_nobody_clicks_are_implied_by_the_first() -> None:
    late = (began("C1", "TITRE", "13:20"),)
    events = implied(late, passages(SESSION, PLAN, late, MONDAY, at("14:00")), moment("14:00"))
    assert [(e.stage, e.start) for e in events] == [("ET", moment("13:20")), ("QPP", moment("13:50"))]


def test_real_hours_may_be_written_afterwards() -> None:
    events = with_hours((), seen("15:00")["C1"], moment("13:10"), moment("14:30"))
    there = seen("15:00", *events)["C1"]
    assert hours(there) == ("13:10", "14:30")
    assert [clock(one.start) for one in there.hours] == ["13:10", "13:40", "14:30"]
    assert with_hours(events, there, None, None) == ()


def test_nobody_begins_without_whom_it_needs_whatever_the_hour() -> None:
    gone = seen("10:00", Event("absent", "J3"))
    assert (gone["C3"].state, gone["C3"].lacking) == (EXPECTED, ("J3",))
    assert seen("10:00", Event("absent", "J3"), began("C3", "CCP2", "09:15"))["C3"].state == UNDER_WAY
