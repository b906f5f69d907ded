"""Every parameter of the rules, and every objective, at a value that makes a difference; optima worked out by hand.

All start from `tempting.small()`: paper 08:00-10:00, marking until 10:15, changeover, interview 10:20-10:50,
deliberation until 11:00. Each objective is minimised by itself.
"""

from dataclasses import replace
from fractions import Fraction

from tests.support.parameter_sessions import (
    FOUR,
    MARKING,
    NONE,
    ORAL,
    SHORT_DAY,
    SIGNING,
    SPLIT,
    TRAINED,
    TURNED,
    clock,
    completed,
    composed,
    limited,
    locked,
    manned,
    mobile,
    staged,
    waved,
)
from tests.support.sessions import MONDAY, TUESDAY, WEDNESDAY, at, changed, invented, ruled, session
from tests.support.tempting import (
    APART,
    AWAY_AT_TEN,
    BOTH,
    NINE,
    SMALL,
    TWO_DAYS,
    TWO_WATCH,
    A,
    B,
    opened,
    roomed,
    small,
)
from tspi_sched.problem import Candidate, Day, ExtraTime, Lock, Problem, Room

CASES: dict[str, tuple[Problem, dict[str, int | str]]] = {
    # The panel is there from 10:00 to 11:00: 2 x 60. The candidate waits from 10:00 to 10:20.
    "as it is": (
        SMALL,
        {"finish": clock("11:00"), "presence": 120, "waiting": 20, "days": 1, "juror_days": 2, "candidate_days": 1,
         "rooms": 2, "balance": 0, "mixed_panels": 0, "cost": 0, "changes": 0, "unplaced": 0},
    ),
    # --- time
    # 10:00, marking 15 -> 10:15, changeover 5 -> 15, interview 30 -> 11:00, deliberation 10 -> 15.
    "grid of 15": (ruled(SMALL, grid_minutes=15), {"finish": clock("11:15")}),
    # Marking 20 -> 10:20, changeover 10 -> 10:30, interview -> 11:00, deliberation -> 11:10.
    "grid of 10": (ruled(SMALL, grid_minutes=10), {"finish": clock("11:10")}),
    "opening off the grid": (small(days=(Day(MONDAY, at("08:07")),)), {"finish": clock("11:10")}),
    # The last task ends on the grid: 11:00 is in time, 10:59 is not.
    "closing at the end": (small(days=(Day(MONDAY, at("08:00"), at("11:04")),)), {"finish": clock("11:00")}),
    "closing before the end": (small(days=(Day(MONDAY, at("08:00"), at("10:59")),)), {"finish": NONE}),
    # 120 minutes and a third.
    "a third more": (changed(SMALL, "C1", extra_time=(ExtraTime("MSP", Fraction(1, 3)),)), {"finish": clock("11:40")}),
    # The interview ends at 10:57, so at 11:00 on the grid.
    "minutes more": (changed(SMALL, "C1", extra_time=(ExtraTime("ET", minutes=7),)), {"finish": clock("11:10")}),
    "rest": (ruled(SMALL, rest_after_msp_minutes=60), {"finish": clock("11:40"), "presence": 120}),
    # Marked from 10:07 on, so from 10:10; with a grid of 10, marking and changeover take longer: 10:10-10:30, 10:40.
    "delay": (ruled(SMALL, marking={"delay_minutes": 5}), {"finish": clock("11:05"), "waiting": 25, "presence": 120}),
    "delay off the grid": (ruled(SMALL, marking={"delay_minutes": 7}), {"finish": clock("11:10"), "waiting": 30}),
    "delay, grid of 10": (
        ruled(SMALL, marking={"delay_minutes": 7}, grid_minutes=10), {"finish": clock("11:20"), "waiting": 40}
    ),
    # Nothing is marked, so nothing is carried anywhere.
    "delay of no marking": (
        ruled(SMALL, marking={"minutes": (("CCP1", 0),), "delay_minutes": 30}), {"finish": clock("10:40")}
    ),
    # From Monday 10:00 to Wednesday 08:00 are 46 hours: the night counts by the calendar.
    "delay of days": (
        ruled(small(days=(Day(MONDAY), Day(WEDNESDAY))), marking={"delay_minutes": 46 * 60}),
        {"finish": clock("08:15", 1) + 45},
    ),
    "rest of days": (
        ruled(small(days=(Day(MONDAY), Day(WEDNESDAY))), rest_after_msp_minutes=46 * 60 + 30),
        {"finish": clock("08:30", 1) + 40},
    ),
    "no changeover": (ruled(SMALL, changeover_minutes=0), {"finish": clock("10:55")}),
    "long changeover": (ruled(SMALL, changeover_minutes=15), {"finish": clock("11:10")}),
    "longest wait": (ruled(BOTH, max_wait_minutes=60), {"finish": NONE}),
    # One panel: 20 minutes for the first, 80 for the second who comes after the first's hour.
    "wait just allowed": (ruled(BOTH, max_wait_minutes=80), {"finish": clock("12:00")}),
    # The interview starts when the room opens, at 08:00; the paper was marked the day before.
    "another day": (
        ruled(small(days=TWO_DAYS), msp_and_orals="different_day"), {"finish": clock("08:40", 1), "candidate_days": 2}
    ),
    "the same day": (
        ruled(small(days=TWO_DAYS), msp_and_orals="same_day"), {"finish": clock("11:00"), "candidate_days": 1}
    ),
    # Two days and a candidate who leaves at 10:00.
    "not the same day": (
        ruled(changed(small(days=TWO_DAYS), "C1", availability=opened("08:00-10:10")), msp_and_orals="same_day"),
        {"finish": NONE},
    ),
    # --- chain: the candidate is away from 10:00 to 11:00; ET 30, QPP 60
    "no gap": (AWAY_AT_TEN, {"finish": clock("12:40")}),
    "gap too short": (ruled(AWAY_AT_TEN, oral_gap_max_minutes=55), {"finish": clock("12:40")}),
    # ET until 10:00, QPP from 11:00 to 12:00. Who sits the paper until 10:00 waits for an hour.
    "gap long enough": (ruled(AWAY_AT_TEN, oral_gap_max_minutes=60), {"finish": clock("12:10"), "waiting": 60}),
    # A gap of a day would let the chain go on tomorrow.
    "chain on one day": (ruled(SPLIT, oral_gap_max_minutes=1440), {"finish": NONE}),
    # --- rooms. `single`: the room opens at 10:00, so ET at 10:00 -> QPP 10:30-11:30.
    "single room": (staged(15), {"finish": clock("11:40")}),
    # ET in the other room until 09:45, QPP 10:00-11:00.
    "a room each": (staged(15, oral_rooms="per_stage"), {"finish": clock("11:10"), "rooms": 2}),
    # No time to change: ET at 10:00 in the room with the projector.
    "a room each, no gap": (staged(0, oral_rooms="per_stage"), {"finish": clock("11:40")}),
    "a room each, long transfer": (staged(15, 20, oral_rooms="per_stage"), {"finish": clock("11:40")}),
    # ET 09:30-10:00, QPP at once next door.
    "a room each, no transfer": (staged(0, 0, oral_rooms="per_stage"), {"finish": clock("11:10")}),
    # QPP from 10:00 + setup.
    "no setup": (mobile(0), {"finish": clock("11:10")}),
    "setup": (mobile(5), {"finish": clock("11:15")}),
    "long setup": (mobile(30), {"finish": clock("11:40")}),
    # --- written papers; one room for CCP1 and CCP2, who may not share it, and one panel: CCP2 08:00-09:00, then CCP1.
    # The panel needs 60 after the end of CCP1; with a turnover CCP1 is over 15 later, or, rounded up, 20.
    "turnover": (TURNED, {"finish": clock("12:15")}),
    "turnover off the grid": (ruled(TURNED, msp={"turnover_minutes": 16}), {"finish": clock("12:20")}),
    # Two rooms, one invigilator: the same.
    "turnover of the invigilator": (roomed(TURNED, Room("S2", ("MSP",), 10)), {"finish": clock("12:15")}),
    # Two rooms and two invigilators: side by side, as in "tracks mix" below.
    "turnover of nobody": (
        replace(roomed(TURNED, Room("S2", ("MSP",), 10)), invigilators=TWO_WATCH), {"finish": clock("11:55")}
    ),
    # One desk and no time to make it ready for the second wave.
    "turnover between waves": (ruled(waved(2, True), msp={"turnover_minutes": 5}), {"finish": NONE}),
    # One desk: the second paper is on 10:00-12:00, its panel's hour ends at 13:00.
    "one wave": (waved(1, True), {"finish": NONE}),
    "two waves": (waved(2, True), {"finish": clock("13:00")}),
    # The room is closed from 10:00 to 10:30; the first may not leave before the second starts: 10:30-12:30-14:30.
    "waves overlap": (waved(2, True, opened("08:00-10:00", "10:30-18:00")), {"finish": clock("15:30")}),
    "waves apart": (waved(2, False, opened("08:00-10:00", "10:30-18:00")), {"finish": clock("13:30")}),
    # From 09:00 on the panel has 10 + 5 + 90 + 10 and 15 + 5 + 30 + 10 = 175 minutes of work.
    "tracks mix": (small("CCP1", "CCP2"), {"finish": clock("11:55")}),
    # CCP2 08:00-09:00, CCP1 09:00-11:00: the panel is free from 10:55 to 11:00.
    "tracks apart": (ruled(small("CCP1", "CCP2"), msp={"mix_tracks": False}), {"finish": clock("12:00")}),
    "few to watch": (
        ruled(replace(BOTH, invigilators=tuple(replace(v, cost=3) for v in TWO_WATCH)),
              msp={"candidates_per_invigilator": 1}),
        {"cost": 6},
    ),
    "many to watch": (replace(BOTH, invigilators=tuple(replace(v, cost=3) for v in TWO_WATCH)), {"cost": 3}),
    "nobody to watch": (changed(SMALL, "C1", trainers=("V1",)), {"cost": NONE}),
    "his trainer elsewhere": (changed(TRAINED, "V2", cost=4), {"cost": 4}),
    # --- panels
    # C1 is before J2 and J3, C2 before J1 and J2: only in `free` mode on one day. (R is in reserve.)
    "free": (composed("free"), {"days": 1, "juror_days": 3}),
    "daily": (composed("daily"), {"days": 2, "juror_days": 4}),
    # With the reserve opened, J2 + R are before both.
    "daily with reserve": (composed("daily", use_reserve=True), {"days": 1, "juror_days": 2}),
    # Only J2, R for both: C1 before J2, J3, R; C2 before J1, J2, R.
    "three of them": (composed("free", 3, use_reserve=True), {"days": 1, "juror_days": 4}),
    "three of them daily": (composed("daily", 3, use_reserve=True), {"days": 2, "juror_days": 6}),
    "three too many": (composed("free", 3), {"days": NONE}),
    # One professional: J2 + N = 11; two: J1 + J2 = 19; none needed: the same as one, N alone is no panel.
    "one professional": (manned(), {"cost": 11}),
    "two professionals": (manned(min_professionals=2), {"cost": 19}),
    # J2 a trainer too: a professional is needed, J1 + N; or none, J2 + N.
    "one of two trainers": (changed(manned(), "J2", professional=False), {"cost": 12}),
    "two trainers": (changed(manned(min_professionals=0), "J2", professional=False), {"cost": 11}),
    "reserve": (manned(use_reserve=True), {"cost": 3}),
    "reserve, two professionals": (manned(use_reserve=True, min_professionals=2), {"cost": 10}),
    "panel of three": (manned(size=3), {"cost": 21}),
    # A panel named of two is none of three.
    "given, wrong size": (ruled(SMALL, panel={"size": 3}), {"finish": NONE}),
    "given, reserve in it": (changed(SMALL, "J1", reserve=True), {"finish": NONE}),
    "accredited from tomorrow": (
        changed(small(days=TWO_DAYS), "J1", accredited_from=TUESDAY), {"finish": clock("08:15", 1) + 45}
    ),
    "accredited until today": (
        ruled(changed(small(days=TWO_DAYS), "J1", accredited_to=MONDAY), msp_and_orals="different_day"),
        {"finish": NONE},
    ),
    "own company": (changed(changed(SMALL, "C1", company="Aciérie"), "J2", company="ACIERIE"), {"finish": NONE}),
    # --- members
    "no limit": (limited(), {"days": 1}),
    "one a day": (limited(max_candidates_per_day=1), {"days": 2}),
    "his own limit": (changed(limited(max_candidates_per_day=1), "J1", max_candidates_per_day=2), {"days": 2}),
    "own limits": (changed(limited(), "J1", max_candidates_per_day=1), {"days": 2}),
    # 15 + 30 + 10 each.
    "duty just allowed": (limited(max_duty_minutes_per_day=110), {"days": 1}),
    "duty too long": (limited(max_duty_minutes_per_day=105), {"days": 2}),
    # --- marking, deliberation, closing
    # Marked by 10:30; waits 35; second: deliberation until 11:15, changeover, 80.
    "all marked before": (ruled(BOTH, marking={"before": "all"}), {"waiting": 115, "finish": clock("12:00")}),
    # First: 20; until 11:00; marked by 11:15, heard at 11:20: 80.
    "each marked before": (BOTH, {"waiting": 100, "finish": clock("12:00")}),
    "long marking": (ruled(SMALL, marking={"minutes": (("CCP1", 30),)}), {"finish": clock("11:15")}),
    # Heard at 10:00, after a changeover during the paper.
    "no marking": (ruled(SMALL, marking={"minutes": (("CCP1", 0),)}), {"finish": clock("10:40"), "presence": 80}),
    "no marking before all": (
        ruled(BOTH, marking={"minutes": (("CCP1", 0),), "before": "all"}), {"finish": clock("11:25"), "waiting": 45}
    ),
    # 20; marked by 11:05, heard at 11:10: 70. Deliberations 11:40-12:00.
    "deliberation at the end": (
        ruled(BOTH, deliberation={"position": "end_of_day"}), {"waiting": 90, "finish": clock("12:00")}
    ),
    "long deliberation": (ruled(SMALL, deliberation={"minutes": 25}), {"finish": clock("11:15")}),
    "no deliberation": (ruled(SMALL, deliberation={"minutes": 0}), {"finish": clock("10:50"), "presence": 100}),
    "no deliberation at the end": (
        ruled(SMALL, deliberation={"minutes": 0, "position": "end_of_day"}), {"finish": clock("10:50"), "presence": 100}
    ),
    "minutes signed": (
        ruled(SMALL, closing_minutes=10), {"finish": clock("11:10"), "presence": 140, "juror_days": 2, "waiting": 20}
    ),
    # Both panels could sign, only one serves.
    "minutes of who serves": (
        ruled(small(members=A + B, days=TWO_DAYS), closing_minutes=10), {"juror_days": 2, "waiting": 0, "balance": 1}
    ),
    # Signed by 11:10, but J2 leaves at 11:05.
    "no time to sign": (
        ruled(changed(SMALL, "J2", availability=opened("08:00-11:05")), closing_minutes=10), {"days": NONE}
    ),
    "duty with the minutes": (
        ruled(SMALL, closing_minutes=10, member={"max_duty_minutes_per_day": 60}), {"days": NONE}
    ),
    "a title without minutes": (
        ruled(small(title=invented(), candidates=(Candidate("C1", "Nom", ("GATEAU",)),)), closing_minutes=10),
        # 08:00 + 30, marking 5, changeover 5, 40, deliberation 5.
        {"finish": clock("09:25")},
    ),
    # --- the final interview: paper CCP1 08:00-10:00, CCP2 10:00-11:00; ET at 11:00, settled at 11:40; CCP2 marked by
    # 11:50, ET 11:55-12:25, QPP -13:25, EF 20 -> 13:45, settled at 13:55
    "final interview": (completed(), {"finish": clock("13:55")}),
    "long final interview": (completed(final_interview_minutes=35), {"finish": clock("14:10")}),
    # CCP1 08:00-10:00, CCP2 10:15-11:15, both marked by 11:25; CCP1 heard 11:30-12:00, fifteen after the paper of CCP2,
    # settled at 12:10; CCP2: ET 12:15-12:45, fifteen after CCP1's, QPP -13:45, EF 20 -> 14:05, settled at 14:15.
    "rest between tracks": (completed(rest_between_tracks_minutes=15), {"finish": clock("14:15")}),
    # --- meals: marked at 11:00; meal until 12:05 or later
    # 11:00 + 20, meal from 11:30 to 12:15 (of the panel: 11:20 is too early), changeover, 110, 10.
    "meal": (ruled(small("TITRE"), meal={"minutes": 45}), {"finish": clock("14:20")}),
    "no meal": (small("TITRE"), {"finish": clock("13:25")}),
    # The window is 12:00-12:30: marked by 11:20, ET at 12:35.
    "early short meal": (
        ruled(small("TITRE"), meal={"minutes": 30, "window": (at("12:00"), at("12:30"))}), {"finish": clock("14:35")}
    ),
    # 12:07-12:47 lies between 12:05 and 12:50.
    "meal off the grid": (
        ruled(small("TITRE"), meal={"minutes": 40, "window": (at("12:07"), at("12:48"))}), {"finish": clock("14:55")}
    ),
    # --- who is left out: time for one; the second weighs more
    "one left out": (ruled(changed(SHORT_DAY, "C2", priority=3), allow_unplaced=True), {"unplaced": 1}),
    "nobody left out": (SHORT_DAY, {"unplaced": NONE}),
    # A gap between orals costs nothing to who is not heard.
    "left out with gaps": (ruled(small("CCP2"), allow_unplaced=True, oral_gap_max_minutes=30), {"waiting": 0}),
    # --- locks
    "start locked": (replace(SMALL, locks=(Lock(NINE, frozenset({"start"})),)), {"finish": clock("12:00")}),
    "off the grid": (replace(SMALL, locks=(Lock(replace(NINE, start=541), frozenset({"start"})),)), {"finish": NONE}),
    "day locked": (locked(ORAL, "day"), {"finish": clock("08:40", 1), "days": 2}),
    "hour locked": (locked(ORAL, "start"), {"finish": clock("12:40")}),
    "room locked": (locked(ORAL, "room"), {"finish": clock("11:00")}),
    "panel locked": (locked(ORAL, "panel"), {"finish": clock("11:00"), "mixed_panels": 1}),
    "all locked": (locked(ORAL, "day", "start", "room", "panel"), {"finish": clock("12:40", 1)}),
    "desk locked": (locked(replace(NINE, room="S2"), "room"), {"finish": clock("11:00"), "rooms": 2}),
    "invigilator locked": (changed(locked(NINE, "invigilators"), "V1", cost=3), {"cost": 3}),
    "marking locked": (locked(MARKING, "day", "start", "panel", "room"), {"finish": clock("12:00"), "mixed_panels": 0}),
    "deliberation locked": (
        locked(replace(ORAL, stage="DELIB", end=at("12:10")), "start", "room"), {"finish": clock("12:10")}
    ),
    "signing locked": (
        replace(ruled(SMALL, closing_minutes=10), locks=(Lock(SIGNING, frozenset({"day", "start"})),)),
        {"finish": clock("15:10")},
    ),
    "unplaced but locked": (
        ruled(replace(SMALL, locks=(Lock(NINE, frozenset({"start"})),)), allow_unplaced=True),
        {"finish": clock("12:00")},
    ),
    # --- objectives
    # Two candidates for one panel and one idle: 2 - 0; each one: 1 - 1.
    "balance": (changed(changed(FOUR, "C1", exclusions=("J3",)), "C2", exclusions=("J3",)), {"balance": 2}),
    "balanced": (FOUR, {"balance": 0, "mixed_panels": 0}),
    # B is of one gender.
    "one gender": (changed(small(members=A + B), "C1", exclusions=("J1",)), {"mixed_panels": 1}),
    # J1 100, J2 80, V2 2, S1 7 and S3 5, or B: 60 + 40, V2 2, S2 0, S4 0.
    "cost": (session(candidates=(Candidate("C2", "Bernard", ("CCP1",)),)), {"cost": 102}),
    "cost of A": (session(candidates=(Candidate("C2", "Bernard", ("CCP1",), exclusions=("J3",)),)), {"cost": 182}),
    "rooms": (APART, {"rooms": 3}),
}  # fmt: skip
