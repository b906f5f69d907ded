"""Small sessions in which somebody may be lost, and what is known of them by looking at every set of reserves."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any

from tests.support.sessions import MONDAY, NO_DISTANCES, TUESDAY, invented, ruled
from tspi_sched.checker import judged
from tspi_sched.losses.loss import MEMBER, Loss, losses, used
from tspi_sched.losses.replanned import Case, everybody
from tspi_sched.losses.session import Duty, Reserves, after, served, standing_by
from tspi_sched.losses.standby import Inquiry, Standby, inquire, standby
from tspi_sched.parallel import Ended
from tspi_sched.plan import Plan
from tspi_sched.planner import solve
from tspi_sched.problem import Candidate, Day, Invigilator, Member, Opening, Problem, Room
from tspi_sched.wishes import Objective, Wishes

ONE_CORE = Wishes(workers=1)
PATIENT = 600.0
"""Seconds for a search that takes far less: on no machine does it end for want of time."""


def bakers(
    candidates: Iterable[Candidate], members: Iterable[Member], *, days: tuple[Day, ...] = (), mode: str = "given"
) -> Problem:
    """A session of the invented title: a paper of 45 minutes, 40 of orals; one room each, somebody to watch."""
    problem = Problem(
        title=invented(),
        days=days or (Day(MONDAY, 480, 840), Day(TUESDAY, 480, 840)),
        candidates=tuple(candidates),
        members=tuple(members),
        rooms=(Room("S1", ("MSP",), 10, "Fournil"), Room("S2", ("ORAL",), 5, "Étal", projector=True)),
        invigilators=(Invigilator("V1", "Roux", "Victor"),),
        rules=NO_DISTANCES,
    )
    return ruled(problem, panel={"mode": mode}, msp={"waves": 2})


def on(day: date) -> tuple[Opening, ...]:
    return (Opening(day),)


def pair(label: str, *ids: str, **more: Any) -> tuple[Member, ...]:
    """A named panel."""
    return tuple(Member(id, f"Nom {id}", f"Prénom {id}", panel=label, **more) for id in ids)


def reserve(id: str, **more: Any) -> Member:
    return Member(id, f"Nom {id}", f"Prénom {id}", reserve=True, **more)


def planned_first(problem: Problem) -> Plan | None:
    """A plan of a session, in force before anything is lost."""
    wishes = replace(ONE_CORE, objectives=(Objective("finish"),), time_limit=PATIENT)
    return solve(problem, wishes).plan


def case_of(problem: Problem, plan: Plan, seconds: float = PATIENT) -> Case:
    return Case(problem, plan, Loss(MEMBER, ""), ONE_CORE, seconds)


def inline(inquiries: Iterable[Inquiry]) -> Iterator[Ended[Any, Any]]:
    """Inquiries done in this process."""
    return (Ended(inquiry, inquire(inquiry)) for inquiry in inquiries)


def least_standby(problem: Problem, plan: Plan) -> Standby:
    return standby(case_of(problem, plan), {}, inline, 100 * PATIENT)


# --- by looking at every set ------------------------------------------------------------------------------------------


def is_enough(problem: Problem, plan: Plan, reserves: Reserves) -> bool:
    """Whether everybody is placed after each member's loss; each plan is looked at by the checker."""
    for loss in losses(problem):
        if loss.kind == MEMBER and used(plan, loss):
            case = replace(case_of(problem, plan), loss=loss, reserves=reserves)
            found = everybody(case)
            assert found is not None
            if found is False:
                return False
            assert isinstance(found, Plan)
            assert not judged(after(problem, plan, loss, reserves), found)[0]
            called = {duty for duty in served(found) - served(plan) if duty[0] in reserve_ids(problem)}
            assert called <= (reserves.ready or frozenset())
    return True


def reserve_ids(problem: Problem) -> set[str]:
    return {member.id for member in problem.members if member.reserve}


def subsets(duties: tuple[Duty, ...]) -> Iterator[frozenset[Duty]]:
    """All sets, the smallest first."""
    for size in range(len(duties) + 1):
        yield from map(frozenset, combinations(duties, size))


def least_by_trying(problem: Problem, plan: Plan) -> tuple[int, int]:
    """How many more are needed at least, and then how many of the session's reserves: over all sets there are."""
    listed, days = standing_by(problem, plan), sorted({day for _member, day in served(plan)})
    counts = sorted(product(range(len(days) + 1), repeat=len(days)), key=lambda one: (sum(one), one))
    best: tuple[int, int] | None = None
    for count in counts:
        more = tuple((day, number) for day, number in zip(days, count, strict=True) if number)
        if best is not None and sum(count) > best[0]:
            break
        if not is_enough(problem, plan, Reserves(frozenset(listed), more)):
            continue  # what is not enough with all of them is not with some
        size = next(len(one) for one in subsets(listed) if is_enough(problem, plan, Reserves(one, more)))
        best = min(best or (sum(count), size), (sum(count), size))
    assert best is not None
    return best


# --- by chance --------------------------------------------------------------------------------------------------------


def by_chance(chance: random.Random) -> Problem:
    """Two or three candidates who come on some days, one or two panels, up to two reserves, some exclusions."""
    mode = chance.choice(["given", "given", "free"])
    apart = chance.random() < 0.4  # each candidate on a day of their own, so that one reserve-day is not enough
    members = [*pair("A", "J1", "J2"), *(pair("B", "J3", "J4") if not apart and chance.random() < 0.6 else ())]
    members = [replace(one, availability=_some_days(chance, 0.2)) for one in members]
    reserves = [reserve(f"R{number}", availability=_some_days(chance, 0.4)) for number in range(chance.randint(0, 2))]
    people = [one.id for one in (*members, *reserves)]
    candidates = [
        Candidate(
            f"C{number}",
            f"Client {number}",
            (chance.choice(["PAIN", "GATEAU"]),),
            availability=on((MONDAY, TUESDAY)[number % 2]) if apart else _some_days(chance, 0.6),
            exclusions=tuple(chance.sample(people, chance.choice([0, 0, 1]))),
        )
        for number in range(chance.randint(2, 3))
    ]
    return bakers(candidates, [*members, *reserves], mode=mode)


def _some_days(chance: random.Random, often: float) -> tuple[Opening, ...]:
    return on(chance.choice([MONDAY, TUESDAY])) if chance.random() < often else ()
