"""Names alone, without ids, of whom the scenario leaves out as well. Ids that the session has never known stand for
themselves."""

from collections.abc import Sequence

from tspi_sched.problem import Candidate, Invigilator, Means, Member, Problem, Room


def candidate_name(problem: Problem, id: str | None) -> str:
    """A candidate's name, nothing for nobody."""
    return _name((*problem.candidates, *problem.gone.candidates), id)


def member_name(problem: Problem, id: str) -> str:
    """A member's name."""
    return _name((*problem.members, *problem.gone.members), id)


def invigilator_name(problem: Problem, id: str) -> str:
    """An invigilator's name."""
    return _name((*problem.invigilators, *problem.gone.invigilators), id)


def means_name(problem: Problem, id: str) -> str:
    """The name of a person in a role, or the id of a thing."""
    return _name((*problem.means, *problem.gone.means), id)


def room_name(problem: Problem, id: str | None) -> str:
    """A room's name, or its id if it has none; nothing for no room."""
    return _name((*problem.rooms, *problem.gone.rooms), id)


def _name(things: Sequence[Candidate | Member | Invigilator | Means | Room], id: str | None) -> str:
    return next((one.name for one in things if one.id == id and one.name), id or "")
