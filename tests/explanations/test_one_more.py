"""What could be added to a session to make a place for a candidate: the words, and that they say what is added."""

from datetime import date, timedelta
from typing import Any

from tests.support.paths import ROOT
from tests.support.sessions import MONDAY, TUESDAY, at, changed
from tests.support.tempting import roomed, small
from tspi_sched.left_out.additions import one_more
from tspi_sched.problem import Candidate, Day, Invigilator, Problem, Room
from tspi_sched.reading import read


def offered(problem: Problem) -> str:
    return " / ".join(words for kind in one_more(problem, problem.candidates[0]) for words, _problem in kind)


def test_the_next_day_is_a_working_day() -> None:
    friday = MONDAY + timedelta(days=4)
    assert "un jour de plus (lundi 14 décembre 2026)" in offered(small(days=(Day(friday),)))
    assert "un jour de plus" not in offered(small(days=(Day(date.max),)))


def test_days_of_several_lengths_close_an_hour_later() -> None:
    days = (Day(MONDAY), Day(TUESDAY, at("08:00"), at("23:30")))
    assert "une fermeture plus tardive d'une heure chaque jour" in offered(small(days=days))
    assert "fermeture" not in offered(small(days=(Day(MONDAY, at("08:00"), 1440),)))


def test_what_is_added_suits_a_candidate_in_need_of_access() -> None:
    text = offered(changed(small(), "C1", accessible=True))
    assert "une salle d'oral accessible de plus / " in text
    assert "une salle accessible de plus pour l'épreuve MSP / " in text


def test_a_desk_in_one_room_or_in_each() -> None:
    assert "une place de plus dans chaque salle pour l'épreuve MSP" in offered(roomed(small(), Room("S2", ("MSP",), 1)))
    assert "une place de plus" not in offered(small(rooms=()))


def test_what_is_added_has_an_id_of_its_own() -> None:
    problem = small(candidates=(Candidate("+", "Plus", ("CCP1",)),), invigilators=(Invigilator("+++", "Trois"),))
    larger = [more for kind in one_more(problem, problem.candidates[0]) for _words, more in kind]
    assert larger
    for more in larger:
        people: tuple[Any, ...] = (*more.candidates, *more.members, *more.rooms, *more.projectors, *more.invigilators)
        assert len({one.id for one in people}) == len(people)


def test_only_what_the_title_has_a_use_for_is_offered() -> None:
    """The trainer's title has no paper, but preparations; the carer's has neither, and no projector."""
    trainer, carer = (offered(read(ROOT / f"examples/sessions/{name}.toml")[0]) for name in ("fpa", "advf"))
    assert "une salle de préparation de plus / un vidéoprojecteur de plus" in trainer
    assert "« comédien » en plus" in carer
    for word in ("surveillant", "écrite"):
        assert word not in trainer + carer
    for word in ("vidéoprojecteur", "préparation"):
        assert word not in carer
