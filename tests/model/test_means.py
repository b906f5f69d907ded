"""Places and means: the model against a search through every plan, and what each part of the rule does to a plan."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.means_sessions import FLAT, OFFICE, best_of_all, care_session
from tests.support.sessions import at
from tests.support.tempting import BOTH, SMALL, needing, opened, roomed
from tspi_sched.checker import check
from tspi_sched.planner import solve
from tspi_sched.problem import ORAL, Means, Need, Problem, Room
from tspi_sched.wishes import Objective, Wishes

NAMES = ("finish", "presence", "waiting")
WISHES = Wishes(objectives=tuple(map(Objective, NAMES)), workers=1)


def best(problem: Problem) -> tuple[int, ...] | None:
    """The proven values of the best plan, which keeps every rule; None: proven that there is none."""
    result = solve(problem, WISHES)
    assert result.status in ("optimal", "infeasible")
    assert result.plan is None or check(problem, result.plan) == ()
    return tuple(report.value for report in result.objectives) if result.plan else None


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_is_better_than_the_best_and_none_exists_where_none_is_found(seed: int) -> None:
    problem = care_session(Random(seed), most=1 + seed % 2)
    assert best(problem) == best_of_all(problem, NAMES)


def finish(problem: Problem) -> int | None:
    """When the best plan ends."""
    values = best(problem)
    return values[0] if values else None


ROOM = Room("S4", ("ORAL",), 6)
PANELS = replace(roomed(BOTH, ROOM), members=BOTH.members)


def test_one_person_hears_two_candidates_one_after_the_other() -> None:
    """Two panels could hear both at once, but there is one interpreter; with two of them they do."""
    apart = needing(two_panels(), "ET", "interprète", person("I1"))
    together = needing(two_panels(), "ET", "interprète", person("I1"), person("I2"))
    assert (finish(together), finish(apart)) == (at("11:00"), at("11:30"))


def two_panels() -> Problem:
    from tests.support.tempting import A, B

    return replace(roomed(BOTH, ROOM), members=A + B)


def person(id: str, **facts: object) -> Means:
    """Somebody who interprets."""
    return replace(Means(id, "interprète", person=True, last_name=id), **facts)  # type: ignore[arg-type]


def test_alike_things_serve_as_many_at_once_as_there_are() -> None:
    one, two = (needing(two_panels(), "ET", "lit", Means("L", "lit", count=count)) for count in (1, 2))
    assert (finish(two), finish(one)) == (at("11:00"), at("11:30"))


def test_a_set_up_lies_before_each_use_and_inside_the_availability() -> None:
    bed = Means("L", "lit", setup_minutes=30)
    assert finish(needing(two_panels(), "ET", "lit", bed)) == at("12:00")
    late = replace(bed, availability=opened("10:00-18:00"))
    assert finish(needing(SMALL, "ET", "lit", late)) == at("11:10")


def test_a_fixed_thing_takes_the_oral_to_its_room() -> None:
    far = roomed(SMALL, replace(ROOM, availability=opened("12:00-18:00")))
    assert finish(needing(far, "ET", "lit", Means("L", "lit", "S4"))) == at("12:40")


def test_who_is_excluded_takes_no_part() -> None:
    (candidate,) = SMALL.candidates
    barred = replace(SMALL, candidates=(replace(candidate, exclusions=("I1",)),))
    late = person("I2", availability=opened("14:00-18:00"))
    assert finish(needing(barred, "ET", "interprète", person("I1"), late)) == at("14:40")
    assert best(needing(barred, "ET", "interprète", person("I1"))) is None


def test_people_have_a_meal() -> None:
    """The interpreter is there from 11:30 to 14:00 only, so he eats first or last."""
    from tests.support.sessions import ruled

    there = person("I1", availability=opened("11:30-13:00"))
    problem = needing(
        ruled(SMALL, meal={"minutes": 45, "window": (at("11:30"), at("13:00"))}), "ET", "interprète", there
    )
    assert finish(problem) == at("12:10")
    none = needing(ruled(SMALL, meal={"minutes": 75, "window": (at("11:30"), at("13:00"))}), "ET", "interprète", there)
    assert best(none) is None


def test_in_a_sitting_several_share_one() -> None:
    """Two posts for two candidates at once; one post that two may share does as well, one for each alone does not."""
    for posts, shared_by, fits in ((2, 1, True), (1, 2, True), (1, 1, False)):
        title = needing(BOTH, "MSP", "poste").title
        stages = tuple(replace(s, needs=(Need("poste", shared_by),)) if s.code == "MSP" else s for s in title.stages)
        problem = replace(BOTH, title=replace(title, stages=stages), means=(Means("P", "poste", "S1", count=posts),))
        assert (best(problem) is not None) == fits


def placed(problem: Problem, **places: str) -> Problem:
    """The session with some orals in places of their own."""
    title = problem.title
    stages = tuple(replace(stage, place=places.get(stage.code, stage.place)) for stage in title.stages)
    return replace(problem, title=replace(title, stages=stages, places=("MSP", "ORAL", FLAT, OFFICE)))


def test_from_place_to_place_there_is_time_to_move() -> None:
    """ET in the flat, QPP in an oral room: five minutes between them, though orals follow each other without a gap."""
    from tests.support.tempting import small

    here, there = small("CCP2"), roomed(small("CCP2"), Room("S9", (FLAT,), 6))
    assert finish(here) is not None
    moved = placed(there, ET=FLAT)
    assert (finish(moved) or 0) - (finish(here) or 0) == moved.rules.transfer_minutes
    result = solve(moved, WISHES)
    assert result.plan is not None
    rooms = {task.stage: task.room for task in result.plan.tasks if moved.title.stage[task.stage].kind == ORAL}
    assert rooms == {"ET": "S9", "QPP": "S3"}


def test_no_room_for_a_place_means_no_plan() -> None:
    assert best(placed(SMALL, ET=FLAT)) is None


def test_a_room_for_both_places_is_kept() -> None:
    from tests.support.tempting import small

    whole = replace(small("CCP2"), rooms=(*small("CCP2").rooms[:1], Room("S3", ("ORAL", FLAT), 6, projector=True)))
    assert finish(placed(whole, ET=FLAT)) == finish(small("CCP2"))
