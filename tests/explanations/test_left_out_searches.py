"""What would make a place for a candidate left out: what small searches say is put to the solver again."""

import re
from dataclasses import replace

import pytest

from tests.support.left_out import ALONE, BESIDE_TWO, reasons, solved, some, until
from tests.support.random_sessions import optimum
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import TWO_WATCH, A, B, roomed, small
from tspi_sched.left_out.additions import one_more
from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.plan import Unplaced
from tspi_sched.planner import Progress, solve
from tspi_sched.problem import Day, Member, Opening, Projector, Room
from tspi_sched.wishes import Objective, Wishes


def additions(reason: str) -> set[str]:
    """What would make a place, as the sentence says."""
    (listed,) = re.findall(r" Il y en aurait une avec (.*)\.$", reason)
    return set(listed.split(" ou "))


# Papers until 09:00. With one projector its three stretches of 5 + 60 begin at 09:40 at the earliest, so that the third
# candidate is settled at 09:45 + 3 x 60 + 2 x 5 + 10 = 13:05. With two projectors one panel marks until 09:20, hears
# from 09:25 to 10:55, settles, and hears from 11:10 to 12:40. A third panel would wait for the projector.
PROJECTION = replace(
    changed(some("CCP2", "CCP2", "CCP2", left="C2", members=A + B, days=until("13:00")), "S3", projector=False),
    projectors=(Projector("P1"),),
)
PROJECTION = roomed(PROJECTION, Room("S4", ("ORAL",), 3))
VARIANTS = {
    "un vidéoprojecteur de plus": replace(PROJECTION, projectors=(Projector("P1"), Projector("P2"))),
    "une fermeture à 14:00": replace(PROJECTION, days=until("14:00")),
    "un jour de plus (mardi 8 décembre 2026)": replace(
        PROJECTION, days=(*PROJECTION.days, Day(TUESDAY, at("08:00"), at("13:00")))
    ),
    "un jury de plus": replace(
        PROJECTION, members=(*A, *B, Member("J5", "Cinq", panel="C"), Member("J6", "Six", panel="C"))
    ),
    "une salle d'oral de plus": roomed(PROJECTION, Room("S5", ("ORAL",), 3)),
    "une salle de plus pour l'épreuve MSP": roomed(PROJECTION, Room("S6", ("MSP",), 3)),
    "un surveillant de plus": replace(PROJECTION, invigilators=TWO_WATCH),
    "une place de plus dans la salle S1": changed(PROJECTION, "S1", seats=11),
}


def test_one_more_of_what_is_short_makes_a_place() -> None:
    (reason,) = reasons(PROJECTION).values()
    assert reason.startswith(BESIDE_TWO)
    assert additions(reason) == {words for words, variant in VARIANTS.items() if optimum(variant, "unplaced") == 0}
    assert additions(reason) == set(list(VARIANTS)[:3])


def test_all_that_could_be_added_is_tried() -> None:
    """What the sentence may speak of is what the test above tries by itself."""
    tried = [words for kind in one_more(PROJECTION, PROJECTION.candidates[1]) for words, _problem in kind]
    assert sorted(tried) == sorted(VARIANTS)


def test_an_invigilator_more() -> None:
    """Two papers that may not share a room: one after the other they end at 12:00, at once at 11:55."""
    apart = ruled(
        some("CCP1", "CCP2", left="C2", rooms=(*small().rooms, Room("S2", ("MSP",), 10)), days=until("11:55")),
        msp={"mix_tracks": False},
    )
    (reason,) = reasons(apart).values()
    assert additions(reason) >= {"un surveillant de plus", "une fermeture à 12:55"}
    assert "jury" not in reason
    assert optimum(replace(apart, invigilators=TWO_WATCH), "unplaced") == 0


def test_a_desk_more() -> None:
    """Two waves of one desk: the second paper ends at 12:00, and with it the day."""
    problem = ruled(changed(some("CCP1", "CCP1", left="C2", days=until("12:00")), "S1", seats=1), msp={"waves": 2})
    (reason,) = reasons(problem).values()
    assert additions(reason) >= {"une place de plus dans la salle S1", "une fermeture à 13:00"}
    assert optimum(changed(problem, "S1", seats=2), "unplaced") == 0  # marked and heard by 12:00
    assert optimum(replace(problem, days=until("13:00")), "unplaced") == 0


def test_the_candidate_could_come_for_longer() -> None:
    """Paper until 12:00, meal until 12:45; marked and heard after it takes until 13:35, and C1 leaves at 12:50."""
    problem = ruled(some("CCP1"), meal={"minutes": 45, "window": (at("12:00"), at("12:45"))})
    problem = changed(problem, "C1", availability=(Opening(MONDAY, at("10:00"), at("12:50")),))
    (reason,) = reasons(problem).values()
    assert reason.startswith(ALONE)
    assert additions(reason) == {"la présence de ce candidat à toute heure"}
    assert optimum(changed(problem, "C1", availability=()), "unplaced") == 0


def test_nothing_of_it_would_do() -> None:
    """An hour of rest and at most half an hour of waiting: no sum shows that they clash."""
    problem = ruled(some("CCP1"), rest_after_msp_minutes=60, max_wait_minutes=30, msp_and_orals="same_day")
    (reason,) = reasons(problem).values()
    assert reason.startswith(f"{ALONE} Aucun de ces ajouts n'y suffirait seul : un jury de plus ; ")


def test_jurors_where_the_optimiser_composes_the_panels() -> None:
    """A member hears one candidate a day. With one more, a second panel lacks one; with two it is there."""
    problem = ruled(some("CCP1", "CCP1", left="C1"), panel={"mode": "daily"}, member={"max_candidates_per_day": 1})
    variants = {words: more for kind in one_more(problem, problem.candidates[0]) for words, more in kind}
    assert optimum(variants["1 juré de plus"], "unplaced") == 1
    assert optimum(variants["2 jurés de plus"], "unplaced") == 0
    assert "4 passages devant un juré" in reasons(problem)["C1"]


def test_a_better_plan_was_not_wanted_first() -> None:
    """Who leaves everybody out needs no day."""
    (reason,) = reasons(some("CCP1"), "days", "unplaced").values()
    assert reason == (
        "Une place existe, mais le scénario ne demande pas d'abord, et sans tolérance, de placer tout le monde."
    )


def test_a_tolerance_was_spent_on_leaving_somebody_out() -> None:
    wishes = Wishes(objectives=(Objective("unplaced", 1), Objective("presence")), workers=1)
    result = solve(some("CCP1", "CCP1", left="C1"), wishes)
    assert result.plan is not None
    assert [row.reason[:17] for row in result.plan.unplaced] == ["Une place existe,"]


# --- interruptions ---------------------------------------------------------------------------------------------------


def test_an_interruption_while_reasons_are_sought_keeps_the_plan() -> None:
    """The user loses patience with the first sign of life after the objective is settled."""
    heard: list[Progress] = []

    def watch(progress: Progress) -> None:
        settled = any(before.best is not None and before.best == before.bound for before in heard)
        heard.append(progress)
        if settled:
            raise KeyboardInterrupt

    result = solve(PROJECTION, Wishes(objectives=(Objective("unplaced"),), workers=1), watch)
    assert result.interrupted
    assert result.status == "optimal"
    assert result.plan is not None
    (row,) = result.plan.unplaced
    assert row.reason.startswith(BESIDE_TWO)


def test_an_interruption_between_two_searches_keeps_the_plan_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Inquiry] = []

    def interrupted_once(inquiry: Inquiry) -> tuple[Unplaced, ...]:
        asked.append(inquiry)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return why_left_out(inquiry)

    monkeypatch.setattr("tspi_sched.planner.why_left_out", interrupted_once)
    result = solved(PROJECTION)
    assert result.interrupted
    assert result.plan is not None
    assert [row.reason for row in result.plan.unplaced] == [
        f"{BESIDE_TWO} Le temps a manqué pour chercher ce qui en ouvrirait une."
    ]
