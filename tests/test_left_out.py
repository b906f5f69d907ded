"""Why candidates are left out: each sentence says what is short, and each of its claims is put to the solver again.

Sessions are those of `tempting`, where candidates may be left out; who is left out is settled by priorities.
"""

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from random_sessions import optimum, random_session
from sessions import MONDAY, TUESDAY, at, changed, ruled
from tempting import APART, TWO_WATCH, A, B, opened, roomed, small
from tspi_sched.check import check
from tspi_sched.cli.summary import summary
from tspi_sched.export import plan_json, xlsx
from tspi_sched.plan import Plan, Result, Unplaced
from tspi_sched.problem import Day, Member, Opening, Problem, Projector, Room
from tspi_sched.read import read_plan
from tspi_sched.solve import Progress, solve
from tspi_sched.solve.left_out import Inquiry, why_left_out
from tspi_sched.solve.one_more import one_more
from tspi_sched.wishes import Objective, Wishes

ALONE = "Aucune place n'est possible, même sans les autres candidats : c'est prouvé."
BESIDE = "Aucune place n'est possible en plus du candidat placé : c'est prouvé."
BESIDE_TWO = "Aucune place n'est possible en plus des 2 candidats placés : c'est prouvé."


def some(*tracks: str, left: str = "", **changes: Any) -> Problem:
    """A session in which candidates may be left out, rather this one than the others."""
    problem = ruled(small(*tracks, **changes), allow_unplaced=True)
    ahead = tuple(replace(c, priority=1 if c.id == left else 2) for c in problem.candidates)
    return replace(problem, candidates=ahead)


def until(close: str) -> tuple[Day, ...]:
    """One day that closes early."""
    return (Day(MONDAY, at("08:00"), at(close)),)


def solved(problem: Problem, *names: str) -> Result:
    objectives = tuple(Objective(name) for name in names or ("unplaced",))
    return solve(problem, Wishes(objectives=objectives, workers=1))


def reasons(problem: Problem, *names: str) -> dict[str, str]:
    """The reasons in the best plan, by candidate; the plan keeps all the rules."""
    result = solved(problem, *names)
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    return {row.candidate: row.reason for row in result.plan.unplaced}


def additions(reason: str) -> set[str]:
    """What would make a place, as the sentence says."""
    (listed,) = re.findall(r" Il y en aurait une avec (.*)\.$", reason)
    return set(listed.split(" ou "))


# --- sums ------------------------------------------------------------------------------------------------------------

SUMS = {
    "desks": (
        changed(some("CCP1", "CCP1", "CCP1", left="C3"), "S1", seats=2),
        {"C3": f"{BESIDE_TWO} Il faut 3 places pour l'écrit CCP1 (1 vague) et il n'y en a que 2."},
    ),
    # 2 x (15 + 5 + 30 + 10); from 10:00, with the changeover ahead of it, to 11:30.
    "panel minutes": (
        some("CCP1", "CCP1", left="C1", days=until("11:30")),
        {"C1": f"{BESIDE} Il faut 2 h de jury (corrections, oraux, délibérations, battements) et les jurys n'ont que"
               " 1 h 35 une fois le premier écrit fini, repas déduits."},
    ),
    # Two rooms of one desk.
    "invigilators": (
        ruled(some("CCP1", "CCP1", left="C2", rooms=APART.rooms)),
        {"C2": f"{BESIDE} Il faut 2 surveillants au même moment pour l'écrit CCP1 et il n'y en a que 1."},
    ),
    "excluded by all": (
        changed(some("CCP1", "CCP1"), "C1", exclusions=("J1",)),
        {"C1": f"{ALONE} Aucun jury n'est possible pour Nom1 (C1, CCP1) : entreprise, formateurs ou exclusions."},
    ),
    "no accessible room": (
        changed(changed(some("CCP1", "CCP1"), "C1", accessible=True), "S1", accessible=True),
        {"C1": f"{ALONE} Il n'y a aucune salle d'oral accessible d'au moins 3 places pour Nom1 (C1, CCP1)."},
    ),
    "away": (
        changed(some("CCP1", "CCP1"), "C1", availability=opened("08:00-09:30")),
        {"C1": f"{ALONE} Nom1 (C1, CCP1) n'est disponible aucun jour pendant les 2 h de son écrit."},
    ),
    "each for his own reason": (
        changed(some("CCP1", "CCP1", "CCP1", left="C1", days=until("11:30")), "C3", trainers=("J2",)),
        {"C1": f"{BESIDE} Il faut 2 h de jury (corrections, oraux, délibérations, battements) et les jurys n'ont que"
               " 1 h 35 une fois le premier écrit fini, repas déduits.",
         "C3": f"{ALONE} Aucun jury n'est possible pour Nom3 (C3, CCP1) : entreprise, formateurs ou exclusions."},
    ),
    "nobody placed": (
        some("CCP1", invigilators=()),
        {"C1": f"{ALONE} Il faut 1 surveillant au moins pour l'écrit CCP1 et il n'y en a que 0."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SUMS)
def test_a_sum_says_what_is_short(case: str) -> None:
    problem, expected = SUMS[case]
    assert reasons(problem) == expected
    for id, reason in expected.items():
        assert optimum(beside(problem, expected, id, alone=reason.startswith(ALONE)), "finish") == "infeasible"


def beside(problem: Problem, left: dict[str, str], id: str, *, alone: bool) -> Problem:
    """The session of one candidate left out and those who are not, or of that candidate alone; all to be placed."""
    there = [c for c in problem.candidates if c.id == id or not (alone or c.id in left)]
    return ruled(replace(problem, candidates=tuple(there)), allow_unplaced=False)


# --- searches --------------------------------------------------------------------------------------------------------

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
    "une salle d'écrit de plus": roomed(PROJECTION, Room("S6", ("MSP",), 3)),
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


# --- what is not known -----------------------------------------------------------------------------------------------


def asked(answer: bool | None, **known: bool) -> tuple[Unplaced, ...]:
    """The reasons where every search ends in the same way; there would be a place."""
    problem = some("CCP1", "CCP1")
    plan = Plan((), (Unplaced("C1", ""), Unplaced("C2", "")))
    facts = {"foremost": True, "least": False} | known
    return why_left_out(Inquiry(problem, plan, until=float("inf"), has_plan=lambda *_: answer, **facts))


def test_what_was_not_found_in_time_is_not_said_to_be_impossible() -> None:
    assert {row.reason for row in asked(None)} == {
        "Aucune place n'a été trouvée avant la fin du calcul ; il n'est pas prouvé qu'il n'y en ait aucune. "
        "Le temps a manqué pour chercher ce qui en ouvrirait une."
    }


def test_a_place_found_too_late() -> None:
    assert {row.reason for row in asked(True)} == {
        "Une place existe, mais le calcul ne l'a pas trouvée dans le temps donné : il lui en faut plus."
    }


def test_a_candidate_without_priority_is_not_missed_by_the_proof() -> None:
    """Nothing is gained by placing C1, so that the best plan may leave C1 out though there is a place."""
    problem = changed(some("CCP1", "CCP1"), "C1", priority=0)
    plan = Plan((), (Unplaced("C1", ""),))
    (row,) = why_left_out(Inquiry(problem, plan, True, True, float("inf"), lambda *_: True))
    assert row.reason.startswith("Une place existe")


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

    monkeypatch.setattr("tspi_sched.solve.search.why_left_out", interrupted_once)
    result = solved(PROJECTION)
    assert result.interrupted
    assert result.plan is not None
    assert [row.reason for row in result.plan.unplaced] == [
        f"{BESIDE_TWO} Le temps a manqué pour chercher ce qui en ouvrirait une."
    ]


def test_what_is_said_to_be_impossible_is() -> None:
    """Sessions made by chance; the plain model judges."""
    sessions = (ruled(random_session(Random(seed)), allow_unplaced=True) for seed in range(50, 62))
    kinds = {alone for problem in sessions for alone in judged(problem)}
    assert kinds == {True, False}


def judged(problem: Problem) -> list[bool]:
    """Of each candidate left out, whether there is no place even alone; what the reason says is verified."""
    said = reasons(problem)
    for id, reason in said.items():
        alone = reason.startswith(ALONE)
        assert reason.startswith("Aucune place n'est possible")
        session = replace(beside(problem, said, id, alone=alone), locks=() if alone else problem.locks)
        assert optimum(session, "finish", bare=True) == "infeasible"
    return [reason.startswith(ALONE) for reason in said.values()]


# --- where it is shown -----------------------------------------------------------------------------------------------


def test_reasons_are_kept_by_the_files(tmp_path: Any) -> None:
    problem, _expected = SUMS["each for his own reason"]
    result = solved(problem)
    assert result.plan is not None
    for name, write in (("plan.json", plan_json.write), ("planning.xlsx", xlsx.write)):
        write(problem, result, tmp_path / name)
        assert read_plan(tmp_path / name, problem).unplaced == result.plan.unplaced


def test_the_terminal_tells_each_reason_once() -> None:
    problem, expected = SUMS["desks"]
    result = solved(changed(problem, "S1", seats=1))
    lines = "\n".join(summary(problem, result, ()))
    assert expected["C3"] not in lines
    assert lines.count("Il faut 2 places pour l'écrit CCP1") == 1
    assert re.search(r"Non placés : Nom\d \(C\d\), Nom3 \(C3\) – Aucune place", lines)
