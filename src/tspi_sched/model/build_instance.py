"""Builds the instance of a problem: its jobs, papers and agents, counted in slots."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from tspi_sched.model.instance import Agent, Instance, Job, Paper, shortest_night, slot_minutes
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN, Candidate, Problem

Lengths = Callable[[Problem, Candidate, str, int], int]
"""Slots of a stage of a candidate that has so many minutes by the référentiel."""


def build_instance(problem: Problem, dropped: frozenset[str] = frozenset(), names_rooms: bool = False) -> Instance:
    """Count a problem in slots."""
    slots = _one_slot if "duration" in dropped else duration
    pairs = [(candidate, track) for candidate in problem.candidates for track in candidate.tracks]
    jobs = tuple(_job(problem, candidate, track, index, slots) for index, (candidate, track) in enumerate(pairs))
    jobs = _with_earlier(problem, jobs, slots)
    sitters = [one for job in jobs if job.has_paper for one in (*job.earlier, job)]
    takers = Counter((one.track, one.paper) for one in sitters)
    waves = max(takers.values(), default=0) if "same_paper" in dropped else problem.rules.msp.waves
    moments = [(paper, wave) for paper in takers for wave in range(min(waves, takers[paper]))]
    papers = tuple(Paper(index, track, wave, stage) for index, ((track, stage), wave) in enumerate(moments))
    return Instance(problem, jobs, _agents(problem, "panel_mode" in dropped), papers, dropped, names_rooms)


def _with_earlier(problem: Problem, jobs: tuple[Job, ...], slots: Lengths) -> tuple[Job, ...]:
    """The jobs with their written stages before the last one, whose numbers come after those of all jobs."""
    found, number = [], len(jobs)
    for job in jobs:
        earlier = []
        for code, minutes in problem.title.minutes_of(job.track, WRITTEN)[:-1]:
            length = slots(problem, job.candidate, code, minutes)
            earlier.append(Job(number, job.candidate, job.track, code, length, "", 0, (), "", 0, length))
            number += 1
        found.append(replace(job, earlier=tuple(earlier)) if earlier else job)
    return tuple(found)


def _job(problem: Problem, candidate: Candidate, track: str, index: int, slots: Lengths) -> Job:
    minutes = dict(problem.title.track[track].minutes)
    paper, marking, deliberation = (_stage(problem, track, kind) for kind in (WRITTEN, MARKING, DELIBERATION))
    minutes |= {marking: dict(problem.rules.marking.minutes).get(track, minutes.get(marking, 0))}
    if problem.rules.deliberation.minutes is not None:
        minutes |= {deliberation: problem.rules.deliberation.minutes}
    written, marked, decided = (
        slots(problem, candidate, stage, minutes[stage]) if stage else 0 for stage in (paper, marking, deliberation)
    )
    orals = _orals(problem, candidate, track, list(problem.title.minutes_of(track, ORAL)), slots)
    return Job(
        index=index,
        candidate=candidate,
        track=track,
        paper=paper,
        written=written,
        marking_stage=marking,
        marking=marked,
        orals=orals,
        preparations=_preparations(problem, candidate, track, orals, slots),
        deliberation_stage=deliberation,
        deliberation=decided,
        ready=written + (_sure_delay(problem) if marked else 0),
    )


def _stage(problem: Problem, track: str, kind: str) -> str:
    """The code of a track's stage of a kind, the last one of several; empty if it has none."""
    return next((code for code, _minutes in reversed(problem.title.minutes_of(track, kind))), "")


def _sure_delay(problem: Problem) -> int:
    """Slots of the delay before a marking, on whatever days; none if it may be longer than a night."""
    delay, grid = problem.rules.marking.delay_minutes, problem.rules.grid_minutes
    return -(-delay // grid) * (grid // slot_minutes(problem)) if delay <= shortest_night(problem) else 0


def _orals(
    problem: Problem, candidate: Candidate, track: str, orals: list[tuple[str, int]], slots: Lengths
) -> tuple[tuple[str, int], ...]:
    completion, override = problem.title.completion, problem.rules.final_interview_minutes
    last = track == candidate.tracks[-1]
    if candidate.final_interview and last and completion and completion[0] not in dict(orals):
        orals = [*orals, (completion[0], completion[1] if override is None else override)]
    return tuple((code, slots(problem, candidate, code, minutes)) for code, minutes in orals)


def _preparations(
    problem: Problem, candidate: Candidate, track: str, orals: tuple[tuple[str, int], ...], slots: Lengths
) -> tuple[tuple[str, int], ...]:
    """What prepares each oral: the stage before it; nothing at all where no oral is prepared."""
    parts, stage = problem.title.track[track].minutes, problem.title.stage
    before = {after: part for part, (after, _n) in pairwise(parts) if stage[part[0]].kind == PREPARATION}
    found = (before.get(code, ("", 0)) for code, _slots in orals)
    own = tuple((code, slots(problem, candidate, code, minutes) if code else 0) for code, minutes in found)
    return own if before else ()


def duration(problem: Problem, candidate: Candidate, stage: str, minutes: int) -> int:
    """A stage's length in slots, with the candidate's extra time, rounded up once at the end."""
    extra = sum((e.share * minutes + e.minutes for e in candidate.extra_time if e.stage == stage), start=0)
    points = int(-(-(minutes + extra) // problem.rules.grid_minutes))
    return points * (problem.rules.grid_minutes // slot_minutes(problem))


def _one_slot(problem: Problem, _candidate: Candidate, _stage: str, _minutes: int) -> int:
    """What every stage lasts when nothing says how long it is."""
    return problem.rules.grid_minutes // slot_minutes(problem)


def _agents(problem: Problem, composed: bool) -> tuple[Agent, ...]:
    if not problem.composes and not composed:
        groups = list(problem.panels.items())
    else:
        groups = [(member.name, (member,)) for member in problem.members]
    return tuple(Agent(index, name, members) for index, (name, members) in enumerate(groups))
