"""What the variables are kept by, and what kinds of them there are; jobs, agents, days and papers are their indices."""

from typing import Any, NamedTuple

from tspi_sched.model.instance import Job

Literal = Any
"""A Boolean variable of CP-SAT or its negation; OR-Tools ships no types that a checker can use."""

Expr = Any
"""An integer variable of CP-SAT, or a linear expression of variables: minutes, slots, counts."""

Interval = Any
"""An interval variable of CP-SAT, optional or not."""

Var = Any
"""Any of the three."""

JobDay = tuple[int, int]
"""(job, day)"""
JobAgent = tuple[int, int]
"""(job, agent)"""
JobAgentDay = tuple[int, int, int]
"""(job, agent, day): a service."""
JobOral = tuple[int, int]
"""(job, oral): orals from 0, in their order."""
JobPaper = tuple[int, int]
"""(job, paper)"""
JobPanel = tuple[int, int]
"""(job, signing panel)"""
AgentDay = tuple[int, int]
"""(agent, day)"""
PaperDay = tuple[int, int]
"""(paper, day)"""
PanelDay = tuple[int, int]
"""(signing panel, day)"""
OralRoomGroup = tuple[int, int, int]
"""(job, oral, room group)"""
OralRoom = tuple[int, int, str]
"""(job, oral, room)"""
OralProjector = tuple[int, int, int]
"""(job, oral, projector group)"""
OralMeans = tuple[int, int, str]
"""(job, oral, means)"""
SittingMeans = tuple[str, int, str, str]
"""(room, leading paper, stage, means)"""
SittingKey = tuple[str, int]
"""(room, leading paper): whoever sits in one room at one moment."""
SeatKey = tuple[int, int, str, int]
"""(seat group, paper, room, leading paper)"""
WatchKey = tuple[str, str, int]
"""(invigilator, room, leading paper)"""
RoomDay = tuple[str, int]
"""(room, day)"""
CandidateTrack = tuple[str | None, str | None]
"""(candidate, track), as tasks of a plan have them."""


class Service(NamedTuple):
    """A job that may be served, and the literal that says whether it is."""

    job: Job
    served: Literal
