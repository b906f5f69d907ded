"""Where time runs out before each fact is verified: a few are told, the most unusual first, the others counted."""

from dataclasses import replace

import pytest

from tests.support.explaining import ONE
from tests.support.impossible import days, excluded, without_members
from tests.support.sessions import MONDAY, TUESDAY, changed, ruled
from tests.support.tempting import A, B, opened, small
from tests.support.work_clock import now
from tspi_sched.explanations.conflicts.causes import in_rough, rough_hunt
from tspi_sched.explanations.conflicts.told import MOST_SHOWN, Told, told
from tspi_sched.explanations.conflicts.unusual import SORTS, unusual
from tspi_sched.explanations.constraints.facts import KINDS, facts_of
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.problem import Day, Gone, Problem


def without_time(problem: Problem) -> Told:
    """A cause of which no fact could be verified, nor any thought away."""
    late = Oracle(ONE, lambda: None, now())
    return told(problem, in_rough(problem, rough_hunt(problem, late)))


CROWDED = replace(
    changed(
        excluded(
            days(small("TITRE", "TITRE", "CCP1", members=(*A, *B)), "08:00-12:00", "08:00-12:00"), C2="J1", C3="J2"
        ),
        "J3",
        accredited_to=MONDAY.replace(month=10),
        availability=opened("14:00-18:00"),
    ),
    gone=Gone(days=(Day(TUESDAY.replace(day=9)),)),
)


def test_a_few_facts_are_told_the_most_unusual_first() -> None:
    found = without_time(CROWDED)
    doubtful = [line.text for line in found.lines if not (line.verified or line.people)]
    assert not found.minimal
    assert doubtful[0] == "un jour du classeur est hors du scénario (what_if.days) : mercredi 9 décembre 2026"
    assert doubtful[1].startswith("Trois (J3) n'a plus d'habilitation après le ")
    assert [text.split(" ")[0] for text in doubtful[2:4]] == ["Nom2", "Nom3"]
    assert len(doubtful) == MOST_SHOWN
    facts = [fact for fact in facts_of(CROWDED) if fact.kind != "candidates"]
    assert len(doubtful) + found.others == len(facts)


def test_an_absence_and_an_accreditation_that_is_over_come_before_what_every_session_has() -> None:
    problem = changed(without_members(small(members=(*A, *B)), "J2"), "J3", accredited_to=MONDAY.replace(month=10))
    doubtful = [line.text for line in without_time(problem).lines if not (line.verified or line.people)]
    assert doubtful[0].startswith("le jury « A » ne siège pas")
    assert doubtful[1].startswith("Trois (J3) n'a plus d'habilitation")


def test_every_kind_has_its_place() -> None:
    assert set(SORTS) == {kind.name for kind in KINDS} - {"candidates"}


@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        (Fact("accreditation", ("J3",)), Fact("exclusions", ("C2", "J1"))),  # no day at all, one member of four
        (Fact("exclusions", ("C2", "J1")), Fact("opening", (MONDAY.isoformat(),))),
        (Fact("member_times", ("J3",)), Fact("panels")),
        (Fact("panels"), Fact("meal")),
    ],
)
def test_what_is_put_in_by_hand_is_more_unusual(odd: Fact, usual: Fact) -> None:
    problem = ruled(CROWDED, meal={"minutes": 45})
    assert unusual(problem, odd) < unusual(problem, usual)


def test_who_is_there_less_is_more_unusual() -> None:
    problem = changed(CROWDED, "J1", availability=opened("08:00-11:00"))
    assert unusual(problem, Fact("member_times", ("J3",))) < unusual(problem, Fact("member_times", ("J1",)))


def test_a_parameter_that_was_changed_is_more_unusual() -> None:
    plain, changed_meal = ruled(CROWDED, meal={"minutes": 45}), ruled(CROWDED, meal={"minutes": 60})
    assert unusual(changed_meal, Fact("meal")) < unusual(plain, Fact("meal"))
    assert unusual(changed_meal, Fact("meal")) < unusual(changed_meal, Fact("opening", (MONDAY.isoformat(),)))
