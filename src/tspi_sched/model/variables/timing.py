"""Makes the timing variables: candidates, papers and the stages of each job."""

from collections.abc import Sequence
from typing import Any

from ortools.sat.python import cp_model

from tspi_sched.model.instance import Instance, Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.assignment import duty, services
from tspi_sched.model.variables.means import means
from tspi_sched.model.variables.places import busy, preparation_rooms, room_intervals, rooms, signing, sittings


def build_variables(instance: Instance) -> Variables:
    """All the decision variables of an instance, tied to each other only by what they mean."""
    v = Variables(instance, cp_model.CpModel())
    _candidates(v)
    _papers(v)
    for job in instance.jobs:
        for one in (*job.earlier, job) if job.has_paper else ():
            _written(v, one)
        _orals(v, job)
        if not job.has_paper:
            _stood_for(v, job)
        _same_day(v, job)
        _marking(v, job)
        _deliberation(v, job)
    services(v)
    duty(v)
    signing(v)
    rooms(v)
    preparation_rooms(v)
    room_intervals(v)
    sittings(v)
    if any(stage.needs for stage in instance.problem.title.stages):
        means(v)
    busy(v)
    return v


def _candidates(v: Variables) -> None:
    for candidate in v.instance.problem.candidates:
        v.placed[candidate.id] = (
            v.bool_var(f"placed[{candidate.id}]") if v.instance.optional else v.model.new_constant(1)
        )


def start_on_a_day(
    v: Variables, name: str, present: Var, days: dict[Any, Var], key: Any, possible: Sequence[int]
) -> Var:
    """A start slot and the literals of its day; the start of what is absent is pinned, so that it costs no search."""
    start = v.start_var(name)
    literals = []
    for d in v.day_indices:
        days[(*key, d)] = v.bool_var(f"{name}@{d}") if d in possible else v.false_literal
    for d in possible:
        literal = days[(*key, d)]
        v.model.add_linear_constraint(start, v.day_start(d), v.day_start(d + 1) - 1).only_enforce_if(literal)
        literals.append(literal)
    v.model.add(sum(literals) == present)
    v.model.add(start == 0).only_enforce_if(~present)
    return start


def _papers(v: Variables) -> None:
    for paper in v.instance.papers:
        takers = [job for job in v.instance.sitters if (job.track, job.paper) == (paper.track, paper.stage)]
        single = len(v.instance.papers_of(takers[0])) == 1
        used = v.used[paper.index] = v.bool_var(f"paper[{paper.track},{paper.wave}]")
        start = start_on_a_day(
            v,
            f"paper_start[{paper.track},{paper.wave}]",
            used,
            v.paper_day,
            (paper.index,),
            v.instance.paper_days(paper.track),
        )
        v.paper_start[paper.index] = start
        for job in takers:
            placed = v.placed[job.candidate.id]
            v.sits[job.index, paper.index] = placed if single else v.bool_var(f"sits[{job.index},{paper.wave}]")
        v.model.add_max_equality(used, [v.sits[job.index, paper.index] for job in takers])


def _written(v: Variables, job: Job) -> None:
    papers, placed = v.instance.papers_of(job), v.placed[job.candidate.id]
    if len(papers) == 1 and not v.instance.optional:
        v.written_start[job.index] = v.paper_start[papers[0].index]
        for d in v.day_indices:
            v.written_day[job.index, d] = v.paper_day[papers[0].index, d]
        return
    start = start_on_a_day(
        v, f"written[{job.index}]", placed, v.written_day, (job.index,), v.instance.paper_days(job.track)
    )
    v.written_start[job.index] = start
    v.model.add(sum(v.sits[job.index, paper.index] for paper in papers) == placed)
    for paper in papers:
        v.model.add(start == v.paper_start[paper.index]).only_enforce_if(v.sits[job.index, paper.index])


def _stood_for(v: Variables, job: Job) -> None:
    """The start of the orals stands for that of a paper which the track does not have."""
    v.written_start[job.index] = v.oral_start[job.index, 0]
    for d in v.day_indices:
        v.written_day[job.index, d] = v.oral_day[job.index, d]


def _orals(v: Variables, job: Job) -> None:
    placed = v.placed[job.candidate.id]
    first = start_on_a_day(v, f"oral[{job.index}]", placed, v.oral_day, (job.index,), v.instance.oral_days(job))
    v.oral_start[job.index, 0] = first
    for index in range(1, len(job.orals)):
        if v.instance.oral_gap == 0:
            v.oral_start[job.index, index] = first + job.offsets[index]
        else:
            v.oral_start[job.index, index] = v.start_var(f"oral[{job.index},{index}]")
            v.model.add(v.oral_start[job.index, index] == 0).only_enforce_if(~placed)


def _marking(v: Variables, job: Job) -> None:
    """When the paper is marked; a marking of no length is no task, and stands for the start of the orals."""
    if job.marking:
        placed = v.placed[job.candidate.id]
        days = v.instance.marking_days(job)
        v.mark_start[job.index] = start_on_a_day(v, f"mark[{job.index}]", placed, v.mark_day, (job.index,), days)
        return
    v.mark_start[job.index] = v.oral_start[job.index, 0]
    for d in v.day_indices:
        v.mark_day[job.index, d] = v.oral_day[job.index, d]


def _same_day(v: Variables, job: Job) -> None:
    """Whether the written paper and the orals are on one day; where there is no paper, whenever the orals are."""
    if not job.has_paper:
        v.same_day[job.index] = v.placed[job.candidate.id]
        return
    both = []
    for d in set(v.instance.paper_days(job.track)) & set(v.instance.oral_days(job)):
        together = v.bool_var(f"same[{job.index}]@{d}")
        v.model.add_bool_and(v.written_day[job.index, d], v.oral_day[job.index, d]).only_enforce_if(together)
        v.model.add_bool_or(~v.written_day[job.index, d], ~v.oral_day[job.index, d], together)
        both.append(together)
    v.same_day[job.index] = v.bool_var(f"same[{job.index}]")
    v.model.add(sum(both) == v.same_day[job.index])


def _deliberation(v: Variables, job: Job) -> None:
    if v.instance.deliberates_later(job):
        v.deliberation_start[job.index] = v.start_var(f"delib[{job.index}]")
    else:
        v.deliberation_start[job.index] = v.oral_end(job)
