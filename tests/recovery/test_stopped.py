"""A chain under way that lost its room or projector and has nowhere to go on: void, and held anew or left out."""

from datetime import datetime

from tests.support.sessions import MONDAY, laid_out, session
from tspi_sched.checker import judged, measure
from tspi_sched.plan import VOID, Event
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.told import details, facts
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("finish"),), time_limit=60.0, workers=1)
FOR_GOOD = "annulé : une salle, un moyen ou un intervenant qu'il lui faut manque"


def at(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute)


def after(clock: str, *events: Event, wanted: tuple[str, ...] = ("reporter", BEST)) -> Replanned:
    found = replan(session(), Incident(laid_out(), at(clock), events), WISHES, wanted)
    for answer in found.answers:
        assert answer.plan is not None, answer.why
        assert judged(found.problem, answer.plan)[0] == ()
    return found


def rooms_closed(clock: str, *kept: str) -> tuple[Event, ...]:
    rooms = (room.id for room in session().rooms if "ORAL" in room.uses and room.id not in kept)
    return tuple(Event("closed", room, at(clock)) for room in rooms)


def test_who_is_heard_when_all_rooms_close_is_left_out_and_both_are_named() -> None:
    found = after("13:20", *rooms_closed("13:20"))
    assert found.situation.past.void == [("C1", "TITRE")]
    for name in ("reporter", BEST):
        answer = found.named(name)
        assert answer is not None
        assert answer.plan is not None
        assert [t.stage for t in answer.plan.tasks if t.candidate == "C1" and t.state == VOID] == ["ET"]
        reasons = {row.candidate: row.reason for row in answer.plan.unplaced}
        assert "faute de salle" in reasons["C1"]
        assert measure(found.problem, answer.plan)["unplaced"] == 3  # there is no room for the others either
    told = list(facts(found.situation))
    assert any(FOR_GOOD in line and "C1" in line for line in told)


def test_a_chain_that_can_go_on_elsewhere_is_not_void() -> None:
    held = next(task.room for task in laid_out().tasks if task.key[::2] == ("C1", "ET"))
    found = after("13:20", Event("closed", held, at("13:20")), wanted=(BEST,))
    assert found.situation.past.void == []
    best = found.named(BEST)
    assert best is not None
    assert best.plan is not None
    assert "C1" not in {row.candidate for row in best.plan.unplaced}


# --- what is said beside ---------------------------------------------------------------------------------------------


def test_what_to_write_if_an_oral_has_begun_all_the_same() -> None:
    """The first oral ended ten minutes late: the next one, which follows it, may have begun; only a person knows."""
    ended = Event("ended", None, at("13:40"), candidate="C1", track="TITRE", stage="ET")
    found = after("13:50", ended, wanted=(BEST,))
    told = [line for line in facts(found.situation) if "--event" in line]
    assert len(told) == 1
    assert '--event "début C1 QPP 13:40"' in told[0]


def test_a_paper_that_nobody_watches_any_more_is_said() -> None:
    away = tuple(Event("absent", one.id, at("08:30")) for one in session().invigilators)
    found = after("08:30", *away, wanted=(BEST,))
    assert any("à régler" in line and "Victor Roux (V1) surveille" in line for line in details(found))
    nothing = after("08:30", wanted=(BEST,))
    assert not any("à régler" in line for line in details(nothing))


def test_a_session_with_nothing_under_way_asks_nothing_more() -> None:
    found = replan(session(), Incident(laid_out(), None, rooms_closed("13:20")), WISHES, (BEST,))
    assert found.situation.past.no_place == []
