"""The rule about means: things that are fixed in rooms or carried, and people in a role."""

from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Taken, Variables
from tspi_sched.problem import Means, Need


def means(v: Variables) -> None:
    """Each stage has one of every type it needs, in the room where that is, when it is available; a sitting has enough
    for its candidates; no more are in use at once, from their set-up on, than there are; nobody who must not."""
    for job in v.instance.jobs:
        for oral, (code, _) in enumerate(job.orals):
            for need in v.instance.problem.title.stage[code].needs:
                _one_for_oral(v, job, oral, need)
    for key in v.sittings:
        _enough_for_sitting(v, *key)
    for one in v.instance.problem.means:
        taken = v.means_taken.get(one.id, [])
        for taking in taken:
            _available(v, one, taking)
        _at_once(v, one, taken)


def _one_for_oral(v: Variables, job: Job, oral: int, need: Need) -> None:
    """One of a type for an oral, in its own room."""
    among = {
        one.id: v.oral_means[job.index, oral, one.id]
        for one in v.instance.problem.means_of(need.means)
        if (job.index, oral, one.id) in v.oral_means
    }
    v.model.add(sum(among.values()) == v.placed[job.candidate.id])
    for id, literal in among.items():
        room = v.instance.problem.means_by_id[id].room
        if room:
            groups = (group for group in v.room_groups if room in {one.id for one in group.rooms})
            there = [v.in_room_group[job.index, oral, group.index] for group in groups]
            v.model.add_bool_or(*there, ~literal)


def _enough_for_sitting(v: Variables, room: str, lead: int) -> None:
    """So many of each type as the candidates of a stage need, who may share; nobody whom one of them must not meet."""
    stage_of = {paper.index: paper.stage for paper in v.instance.papers}
    for code in dict.fromkeys(stage_of.values()):
        sitting = [count for key, count in v.seated.items() if key[2:] == (room, lead) and stage_of[key[1]] == code]
        for need in v.instance.problem.title.stage[code].needs:
            among = [
                number
                for one in v.instance.problem.means_of(need.means)
                if (number := v.sitting_means.get((room, lead, code, one.id))) is not None
            ]
            v.model.add(need.shared_by * sum(among) >= sum(sitting))
    for (where, by, _, id), number in v.sitting_means.items():
        for key, seated in v.some_seated.items():
            if (where, by) == (room, lead) == key[2:] and id in v.seat_groups[key[0]].barred:
                v.model.add(number == 0).only_enforce_if(seated)


def _available(v: Variables, one: Means, taking: Taken) -> None:
    """From the set-up to the end in one stretch of availability."""
    inside = []
    for d, day in enumerate(v.instance.problem.days):
        for window in day.windows(one.availability):
            for first, last in v.instance.starts(d, (window,), one.setup_minutes, 0):
                literal = v.bool_var("available")
                v.model.add(taking.start >= first).only_enforce_if(literal)
                v.model.add(taking.end <= last).only_enforce_if(literal)
                inside.append(literal)
    v.model.add_bool_or(*inside, ~taking.literal)


def _at_once(v: Variables, one: Means, taken: list[Taken]) -> None:
    """No more in use than there are; a person has one task at a time, and meals besides."""
    held = [taking.held for taking in taken]
    if one.count == 1:  # of persons too: whatever is taken at all is taken whole
        v.model.add_no_overlap([*held, *v.meals.get(one.id, [])])
    else:
        v.model.add_cumulative(held, [taking.number for taking in taken], one.count)
