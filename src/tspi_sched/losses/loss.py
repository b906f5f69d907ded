"""What may be lost, one at a time: a member, an invigilator, a room, a projector, another means; the session then."""

from dataclasses import dataclass, replace

from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Candidate, Gone, Invigilator, Lock, Means, Member, Problem, Projector, Room

MEMBER, INVIGILATOR, ROOM, PROJECTOR = "member", "invigilator", "room", "projector"
HELPER, MEANS = "helper", "means"
KINDS = (MEMBER, INVIGILATOR, ROOM, PROJECTOR, HELPER, MEANS)
"""What may be lost, in the order of the booklet."""


Lost = Member | Invigilator | Room | Projector | Means


@dataclass(frozen=True, slots=True)
class Loss:
    """Somebody or something that is not there: the `kind` is one of `KINDS`, the `id` one of the session's. Projectors
    are the mobile ones: a fixed one is lost with its room. Helpers are people
    in a role; of several alike things under one id all are lost."""

    kind: str
    id: str


def losses(problem: Problem) -> tuple[Loss, ...]:
    """Every single loss of a session, in the order of the workbook."""
    helpers = tuple(one.id for one in problem.helpers)
    things = tuple(one.id for one in problem.means if not one.person)
    groups = (
        tuple(problem.member), tuple(problem.invigilator), tuple(problem.room), tuple(problem.projector),
        helpers, things,
    )  # fmt: skip
    return tuple(Loss(kind, id) for kind, group in zip(KINDS, groups, strict=True) for id in group)


def uses(task: Task, loss: Loss) -> bool:
    """Whether a task needs what is lost."""
    named = {
        MEMBER: task.members,
        INVIGILATOR: task.invigilators,
        ROOM: (task.room,),
        PROJECTOR: (task.projector,),
        HELPER: task.means,
        MEANS: task.means,
    }
    return loss.id in named[loss.kind]


def used(plan: Plan, loss: Loss) -> bool:
    """Whether a plan needs what is lost; a plan that does not stays as it is."""
    return any(uses(task, loss) for task in plan.tasks)


def thing(problem: Problem, loss: Loss) -> Lost:
    """Who or what is lost."""
    known = {
        MEMBER: problem.member,
        INVIGILATOR: problem.invigilator,
        ROOM: problem.room,
        PROJECTOR: problem.projector,
        HELPER: problem.means_by_id,
        MEANS: problem.means_by_id,
    }
    found: Lost = known[loss.kind][loss.id]  # type: ignore[index]
    return found


def without(problem: Problem, loss: Loss) -> Problem:
    """The session without what is lost, as if a scenario left it out: a named panel that lacks a member serves no more,
    and locks that nobody can keep are free."""
    lost, gone = thing(problem, loss), problem.gone
    kept = replace(
        problem,
        members=tuple(one for one in problem.members if one is not lost),
        invigilators=tuple(one for one in problem.invigilators if one is not lost),
        rooms=tuple(one for one in problem.rooms if one is not lost),
        projectors=tuple(one for one in problem.projectors if one is not lost),
        means=tuple(one for one in problem.means if one is not lost),
        candidates=tuple(_unbarred(candidate, lost.id) for candidate in problem.candidates),
        locks=tuple(lock for lock in problem.locks if not _names(lock, loss)),
        gone=_with_gone(gone, lost, problem),
    )
    return _dissolved(kept, lost) if isinstance(lost, Member) and lost.panel else kept


def _unbarred(candidate: Candidate, id: str) -> Candidate:
    """A candidate without what says that somebody who is not there must not assess."""
    if id not in candidate.trainers and id not in candidate.exclusions:
        return candidate
    return replace(
        candidate,
        trainers=tuple(one for one in candidate.trainers if one != id),
        exclusions=tuple(one for one in candidate.exclusions if one != id),
    )


def _names(lock: Lock, loss: Loss) -> bool:
    part = {MEMBER: "panel", INVIGILATOR: "invigilators", ROOM: "room"}.get(loss.kind, "")
    return part in lock.parts and uses(lock.task, loss)


def _with_gone(gone: Gone, lost: Lost, problem: Problem) -> Gone:
    barred = [(c.id, lost.id) for c in problem.candidates if lost.id in (*c.trainers, *c.exclusions)]
    gone = replace(gone, barred=(*gone.barred, *barred))
    match lost:
        case Member():
            return replace(gone, members=(*gone.members, lost))
        case Invigilator():
            return replace(gone, invigilators=(*gone.invigilators, lost))
        case Room():
            return replace(gone, rooms=(*gone.rooms, lost))
        case Means():
            return replace(gone, means=(*gone.means, lost))
        case _:
            return replace(gone, projectors=(*gone.projectors, lost))


def _dissolved(problem: Problem, lost: Member) -> Problem:
    """Without the named panel that lost a member; those who are still there have none."""
    there = tuple(one.id for one in problem.members if one.panel == lost.panel)
    members = tuple(replace(one, panel="") if one.id in there else one for one in problem.members)
    gone = replace(problem.gone, panels=(*problem.gone.panels, (lost.panel, there)))
    return replace(problem, members=members, gone=gone)
