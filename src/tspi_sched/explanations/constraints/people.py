"""Facts about candidates: who sits the session, what they need, when they can; and when anybody or anything is free."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tspi_sched.checker.expected import expected
from tspi_sched.explanations.constraints.kind import About, Kind, replaced, with_group
from tspi_sched.problem import Availability, Candidate, Problem
from tspi_sched.texts import _, duration, of
from tspi_sched.wording.facts import candidates, limited, when
from tspi_sched.wording.names import listed, person, room

# --- who is there ----------------------------------------------------------------------------------------------------


def _everybody(problem: Problem) -> Iterator[About]:
    return ((candidate.id,) for candidate in problem.candidates)


def _left_out(problem: Problem, chosen: list[About]) -> Problem:
    gone = {id for (id,) in chosen}
    staying = tuple(candidate for candidate in problem.candidates if candidate.id not in gone)
    locks = tuple(lock for lock in problem.locks if lock.task.candidate not in gone)
    return replace(problem, candidates=staying, locks=locks)


def _say_candidates(problem: Problem, chosen: list[About]) -> Iterator[str]:
    by_tracks: dict[tuple[str, ...], list[Candidate]] = {}
    for (id,) in chosen:
        by_tracks.setdefault(problem.candidate[id].tracks, []).append(problem.candidate[id])
    yield from map(candidates, by_tracks.values())


# --- what they need --------------------------------------------------------------------------------------------------


def _with_extra_time(problem: Problem) -> Iterator[About]:
    return ((candidate.id,) for candidate in problem.candidates if candidate.extra_time)


def _no_extra_time(problem: Problem, chosen: list[About]) -> Problem:
    plain = replaced(problem.candidates, chosen, lambda candidate: replace(candidate, extra_time=()))
    return replace(problem, candidates=plain)


def _say_extra_time(problem: Problem, chosen: list[About]) -> Iterator[str]:
    for (id,) in chosen:
        stages = dict.fromkeys(extra.stage for extra in problem.candidate[id].extra_time)
        text = _("temps majoré {of_who} : {stages}")
        yield text.format(
            of_who=of(person(problem, id)), stages=listed(_longer(problem, id, stage) for stage in stages)
        )


def _longer(problem: Problem, id: str, stage: str) -> str:
    """A stage and how long it is for somebody with extra time."""
    candidate = problem.candidate[id]
    lengths = {expected(problem, candidate, track).get(stage, 0) for track in candidate.tracks} - {0}
    return _("{stage} de {length}").format(stage=stage, length=listed(map(duration, sorted(lengths))))


def _needing_access(problem: Problem) -> Iterator[About]:
    return ((candidate.id,) for candidate in problem.candidates if candidate.accessible)


def _no_access(problem: Problem, chosen: list[About]) -> Problem:
    free = replaced(problem.candidates, chosen, lambda candidate: replace(candidate, accessible=False))
    return replace(problem, candidates=free)


def _say_access(problem: Problem, chosen: list[About]) -> Iterator[str]:
    names = listed(person(problem, id) for (id,) in chosen)
    there = [room(problem, one.id) for one in problem.rooms if one.accessible]
    text = _("salles accessibles pour {names} : {rooms}")
    yield text.format(names=names, rooms=listed(there) if there else _("aucune"))


# --- when people and things are free ---------------------------------------------------------------------------------


def _times(name: str, group: str, say: Callable[[Problem, str, str], str]) -> Kind:
    """The kind of the stated availability of everybody in a group of the problem, such as ``members``."""

    def found(problem: Problem) -> Iterator[About]:
        return ((one.id,) for one in getattr(problem, group) if limited(problem, one.availability))

    def lifted(problem: Problem, chosen: list[About]) -> Problem:
        free = replaced(getattr(problem, group), chosen, lambda one: replace(one, availability=()))
        return with_group(problem, group, free)

    def said(problem: Problem, chosen: list[About]) -> Iterator[str]:
        stated: dict[str, Availability] = {one.id: one.availability for one in getattr(problem, group)}
        return (say(problem, id, when(problem, stated[id])) for (id,) in chosen)

    return Kind(name, "hours", found, lifted, said)


def _say_time_of_person(problem: Problem, id: str, times: str) -> str:
    who = person(problem, id)
    if not times:
        return _("{who} n'est là aucun jour de la session").format(who=who)
    return _("{who} n'est là que {times}").format(who=who, times=times)


def _say_time_of_room(problem: Problem, id: str, times: str) -> str:
    name = room(problem, id)
    if not times:
        return _("{name} n'est libre aucun jour de la session").format(name=name)
    return _("{name} n'est libre que {times}").format(name=name, times=times)


def _say_time_of_projector(_problem: Problem, id: str, times: str) -> str:
    if not times:
        return _("le vidéoprojecteur {name} n'est libre aucun jour de la session").format(name=id)
    return _("le vidéoprojecteur {name} n'est libre que {times}").format(name=id, times=times)


def _say_time_of_means(problem: Problem, id: str, times: str) -> str:
    one = problem.means_by_id[id]
    name = person(problem, id) if one.person else _("« {type} » {id}").format(type=one.type, id=id)
    if not times:
        return _("{name} n'est à disposition aucun jour de la session").format(name=name)
    return _("{name} n'est à disposition que {times}").format(name=name, times=times)


CANDIDATES = Kind("candidates", "all_or_nothing", _everybody, _left_out, _say_candidates)
EXTRA_TIME = Kind("extra_time", "duration", _with_extra_time, _no_extra_time, _say_extra_time)
ACCESS = Kind("access", "access", _needing_access, _no_access, _say_access)
TIMES = (
    _times("candidate_times", "candidates", _say_time_of_person),
    _times("member_times", "members", _say_time_of_person),
    _times("invigilator_times", "invigilators", _say_time_of_person),
    _times("room_times", "rooms", _say_time_of_room),
    _times("projector_times", "projectors", _say_time_of_projector),
    _times("means_times", "means", _say_time_of_means),
)
