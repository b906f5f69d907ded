"""Sessions without a plan, each for reasons known beforehand: which kinds of facts clash, by hand.

Times after a paper that starts at 08:00:

=====  =====  ====  =====================  =====
track  paper  CORR  orals, after 5 min     DELIB
=====  =====  ====  =====================  =====
TITRE  3 h    20    30 + 60 + 20 = 1 h 50  10
CCP1   2 h    15    30                     10
CCP2   1 h    10    30 + 60 = 1 h 30       10
=====  =====  ====  =====================  =====
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from tests.support.counted_out import IMPOSSIBLE as REFUTED
from tests.support.counted_out import one_day, titles, without
from tests.support.parameter_sessions import TURNED, completed
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled, session
from tests.support.tempting import TWO_DAYS, TWO_WATCH, A, B, opened, roomed, small
from tspi_sched.plan import Task
from tspi_sched.problem import (
    Candidate,
    Day,
    ExtraTime,
    Gone,
    Lock,
    Problem,
    Projector,
    Room,
)

SECOND_ROOM = Room("S4", ("ORAL",), 6, projector=True)


@dataclass(frozen=True)
class Session:
    """A session, and of each cause the kinds of its facts besides the candidates; `who`: how many these are."""

    problem: Problem
    causes: tuple[frozenset[str], ...]
    who: int = 1


def of(problem: Problem, *causes: str, who: int = 1) -> Session:
    """A session with its causes, each a list of kinds in one text."""
    return Session(problem, tuple(frozenset(cause.split()) for cause in causes), who)


def days(problem: Problem, *hours: str) -> Problem:
    """Monday, and Tuesday if there are two: ``08:00-12:00``."""
    dates = (MONDAY, TUESDAY)
    some = (Day(date, *map(at, stretch.split("-"))) for date, stretch in zip(dates, hours, strict=False))
    return replace(problem, days=tuple(some))


def available(problem: Problem, **hours: str) -> Problem:
    """Everybody named at their hours of every day."""
    for id, stretch in hours.items():
        problem = changed(problem, id, availability=opened(*stretch.split()))
    return problem


def locked(problem: Problem, *tasks: Task) -> Problem:
    """The session with these tasks where they are, panel and room included."""
    return replace(problem, locks=tuple(Lock(task, frozenset(("start", "panel", "room"))) for task in tasks))


def interview(candidate: str, start: str, room: str, *panel: str) -> Task:
    """The interview of a candidate for the CCP1."""
    return Task(candidate, "CCP1", "ET", MONDAY, at(start), at(start) + 30, room, panel)


def excluded(problem: Problem, **members: str) -> Problem:
    """Candidates with the members who may not assess them."""
    for id, names in members.items():
        problem = changed(problem, id, exclusions=tuple(names.split()))
    return problem


def without_members(problem: Problem, *ids: str) -> Problem:
    """A session that leaves members out, as it is read: their panels sit no more."""
    gone = tuple(member for member in problem.members if member.id in ids)
    lost = dict.fromkeys(member.panel for member in gone)
    rest = tuple(member for member in problem.members if member.id not in ids)
    broken = tuple((label, tuple(m.id for m in rest if m.panel == label)) for label in lost)
    members = tuple(replace(member, panel="") if member.panel in lost else member for member in rest)
    return replace(problem, members=members, gone=Gone(members=gone, panels=broken))


def lent(hours: str) -> Projector:
    """A mobile projector at these hours."""
    return Projector("VP", opened(hours))


THIRD = ExtraTime("MSP", Fraction(1, 3))
TWO = small("CCP1", "CCP1")
WITH_B = small("CCP1", "CCP1", members=A + B)
ONE_PANEL = without(one_day(session(candidates=titles(2))), "J3", "J4", "J5", "J6")

SEARCHED: dict[str, Session] = {
    # Heard from 11:25 to 13:15, the candidate would have 45 minutes left, the panel 35 after 13:25; so the meal is from
    # 11:30 to 12:15, and 12:20 + 110 + 10 = 14:20, without the changeover 14:15. Without a meal all is over at 13:25.
    "meal": of(ruled(days(small("TITRE"), "08:00-14:10"), meal={"minutes": 45}), "meal opening"),
    # The paper until 10:00, marked by 10:15, and with the changeover 10:20 + 30 + 10 = 11:00.
    "changeover": of(days(small(), "08:00-10:55"), "changeover opening"),
    # The second comes 45 minutes after the first, at 11:05 or later: more than 60 minutes after the paper.
    "longest wait": of(ruled(roomed(TWO, SECOND_ROOM), max_wait_minutes=60), "panels wait waves", who=2),
    # One day, and orals on another.
    "days apart": of(ruled(small(), msp_and_orals="different_day"), "days_apart"),
    # One paper, so one day for all: after 11:00, 4 x (20 + 110 + 10) minutes = 9 h 20 of the one panel.
    "same day": of(
        ruled(roomed(small(*["TITRE"] * 4, days=TWO_DAYS), SECOND_ROOM), msp_and_orals="same_day"),
        "days_apart opening panels waves",
        who=4,
    ),
    # 20 + 110 + 10 = 140 minutes, 120 of them on one day.
    "duty": of(ruled(small("TITRE", days=TWO_DAYS), member={"max_duty_minutes_per_day": 110}), "duty"),
    # 10:00 + 60 + 30 + 10 = 11:40.
    "rest": of(ruled(days(small(), "08:00-11:35"), rest_after_msp_minutes=60), "opening rest"),
    # 10:00 + 30, 15 to mark it, 5, 30 + 10: 11:30.
    "delay": of(ruled(days(small(), "08:00-11:25"), marking={"delay_minutes": 30}), "changeover delay opening"),
    # See `parameter_cases`: 12:15 with a turnover, 12:00 without. The room is the cause, and so is the
    # invigilator, who could not be in another one before, either.
    "turnover": of(
        days(TURNED, "08:00-12:10"),
        "changeover desks mix turnover opening",
        "changeover invigilators mix turnover opening",
        who=2,
    ),
    # 14:15 with a rest, 13:55 without.
    "rest between tracks": of(
        days(completed(rest_between_tracks_minutes=15), "08:00-14:10"), "changeover between_tracks opening"
    ),
    # Settled at 11:00; ten minutes to sign, and without a changeover five too many still.
    "signing": of(ruled(days(small(), "08:00-11:00"), closing_minutes=10), "opening signing"),
    # 4 h of paper instead of 3 in 3 h 55.
    "extra time": of(
        changed(days(small("TITRE"), "08:00-11:55", "08:00-11:55"), "C1", extra_time=(THIRD,)),
        "extra_time opening",
    ),
    # One comes in the morning, the other after noon, to one moment of the paper.
    "waves": of(
        available(small("CCP1", "CCP1", members=A + B), C1="08:00-12:00", C2="13:00-18:00"),
        "candidate_times waves",
        who=2,
    ),
    # Two moments are allowed, but the first may not leave (12:00) before the second starts (13:00).
    "waves that overlap": of(
        ruled(available(TWO, C1="08:00-12:00", C2="13:00-18:00"), msp={"waves": 2}), "candidate_times overlap", who=2
    ),
    # Papers of 2 h and 1 h, one after the other in one room, in 2 h 30.
    "tracks that may not mix": of(
        ruled(available(small("CCP1", "CCP2", invigilators=TWO_WATCH), S1="08:00-10:30"), msp={"mix_tracks": False}),
        "desks mix room_times",
        who=2,
    ),
    # Each interview keeps the panel from 5 minutes before it to the end of the deliberation.
    "two at once": of(
        locked(
            roomed(TWO, SECOND_ROOM),
            interview("C1", "11:00", "S3", "J1", "J2"),
            interview("C2", "11:30", "S4", "J1", "J2"),
        ),
        "locks",
        who=2,
    ),
    "two in a room": of(
        locked(WITH_B, interview("C1", "11:00", "S3", "J1", "J2"), interview("C2", "11:00", "S3", "J3", "J4")),
        "locks",
        who=2,
    ),
    # The orals end 5 minutes after the closing.
    "a lock after hours": of(locked(small(), interview("C1", "17:35", "S3", "J1", "J2")), "locks opening"),
    # A and B are named, and each has somebody excluded: J2 with J3 would do.
    "exclusions": of(excluded(small(members=A + B), C1="J1 J4"), "exclusions mode panels"),
    # J2 may serve in one panel a day: the first candidate needs J1 and J2, the second J2 and J3.
    "a panel a day": of(
        excluded(ruled(small("CCP1", "CCP1", members=(*A, B[0])), panel={"mode": "daily"}), C1="J3", C2="J1"),
        "exclusions mode panels",
        who=2,
    ),
    # J1 is there for 25 minutes, J3 is not accredited any more; J2 and J4 would do.
    "availability and accreditation": of(
        changed(available(small(members=A + B), J1="10:15-10:40"), "J3", accredited_to=MONDAY.replace(month=11)),
        "accreditation member_times mode panels",
    ),
    # 15 + 5 + 30 + 10 = 60 minutes after the paper, in 45.
    "availability of the panel": of(available(small(), J1="10:00-10:45"), "member_times panels"),
    "availability of the invigilator": of(available(small(), V1="08:00-09:30"), "invigilator_times invigilators"),
    # Two candidates at once, one desk in each room, one invigilator.
    "invigilators by rooms": of(
        small("CCP1", "CCP1", rooms=(Room("S1", ("MSP",), 1), Room("S2", ("MSP",), 1), Room("S3", ("ORAL",), 6))),
        "desks invigilators waves",
        who=2,
    ),
    # 60 minutes of projection in an hour, but 5 to set up.
    "setting up": of(
        small("CCP2", rooms=(Room("S1", ("MSP",), 9), Room("S3", ("ORAL",), 9)), projectors=(lent("14:00-15:00"),)),
        "projection projector_times setup",
    ),
    # 2 x (5 + 60) = 130 minutes of a projector that is there for 125.
    "projector": of(
        small(
            "CCP2", "CCP2",
            members=A + B,
            rooms=(Room("S1", ("MSP",), 9), Room("S3", ("ORAL",), 9), Room("S4", ("ORAL",), 9)),
            projectors=(lent("14:00-16:05"),),
        ),
        "projection projector_times setup",
        who=2,
    ),
    # 2 x (5 + 30 + 10) = 90 minutes of a room, which after 10:00, the changeover ahead, is there for 85.
    "rooms": of(days(WITH_B, "08:00-11:20"), "opening rooms", who=2),
    # Marked at 11:20, then twice 110 + 10 minutes in the one room: 15:20 even without changeovers.
    "rooms with projectors": of(days(small("TITRE", "TITRE", members=A + B), "08:00-15:15"), "opening rooms", who=2),
    # 11:00 + 2 x (20 + 5 + 110 + 10) + 45 minutes of meal = 16:35.
    "panel minutes with a meal": of(days(ONE_PANEL, "08:00-16:30"), "changeover meal opening panels", who=2),
    # J2 is put aside, so A sits no more; B is barred by J3. J4 with J1 would do, but binômes stay.
    "a panel that lost a member": of(
        excluded(without_members(small(members=A + B), "J2"), C1="J3"), "absence exclusions mode panels"
    ),
    # The paper is on Monday, the orals must be on another day, and Tuesday is dropped.
    "a dropped day": of(
        replace(ruled(small(), msp_and_orals="different_day"), gone=Gone(days=(Day(TUESDAY),))),
        "days_apart dropped_days",
    ),
    # One interview at a time in a room: 90 minutes are needed, 85 there; S4 is put aside.
    "a room that is put aside": of(
        replace(days(WITH_B, "08:00-11:20"), gone=Gone(rooms=(SECOND_ROOM,))), "absence opening rooms", who=2
    ),
}  # fmt: skip
"""Sessions that no sum refutes, or whose cause a sum alone does not name."""

DESKS_FOR_TWO = without(
    changed(session(candidates=(*titles(3), Candidate("X", "Xénon", ("CCP1",)))), "S1", seats=2), "S2"
)

INDEPENDENT: dict[str, Session] = {
    "desks and exclusions": of(
        excluded(
            DESKS_FOR_TWO,
            X="J1 J3 J5",
        ),
        "exclusions mode panels",
        "desks waves",
    ),
    "projection and a candidate who is away": of(
        available(changed(session(projectors=()), "S3", projector=False), C2="08:00-09:00"),
        "projection",
        "candidate_times",
    ),
    "two candidates without a panel": of(
        excluded(small("CCP1", "CCP2", members=A + B), C1="J1 J3", C2="J2 J4"),
        "exclusions mode panels",
        "exclusions mode panels",
    ),
    "invigilator and accessible rooms": of(
        changed(
            changed(available(small("CCP1", "CCP1"), V1="08:00-08:30"), "C2", accessible=True), "S1", accessible=True
        ),
        "invigilator_times invigilators",
        "access rooms",
    ),
}
"""Sessions with several causes that have nothing to do with each other; `who` counts the first one's candidates."""

COUNTED: dict[str, Session] = {
    name: of(REFUTED[name][0], causes, who=who)
    for name, causes, who in (
        ("desks", "desks waves", 3),
        ("desks of rooms that are open", "desks room_times waves", 11),
        ("invigilators by candidates", "invigilators waves", 5),
        ("invigilators who trained", "invigilators trainers", 1),
        ("a day too short", "opening", 1),
        ("a candidate who is away", "candidate_times", 1),
        ("too few professionals", "panels professionals reserve", 1),
        ("a named panel in reserve", "mode panels reserve", 1),
        ("a panel that is never there with the candidate", "candidate_times exclusions member_times mode panels", 1),
        ("a panel whose accreditation is over", "accreditation mode panels", 1),
        ("no accessible room for the orals", "access rooms", 1),
        ("no projection", "projection", 1),
        ("projector minutes", "projection projector_times", 3),
        ("passages by limit", "limits mode panels", 3),
        # 9 h 40 for 7 h: even without a meal or changeovers (4 x 140 = 560) too much
        ("panel minutes", "mode opening panels", 4),
    )
}
"""Sessions of `test_reasons` with their causes."""

IMPOSSIBLE = SEARCHED | INDEPENDENT | COUNTED
