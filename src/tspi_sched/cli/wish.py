"""A wish for one candidate, as somebody says it on a command line: made a lock on one task, or refused with a hint."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tspi_sched.plan import Plan, Task
from tspi_sched.problem import CLOSING, MARKING, ORAL, PREPARATION, WRITTEN, Candidate, Lock, Problem
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.plan.ids import plan_ids
from tspi_sched.reading.references import split_ids
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, identifiers, shown
from tspi_sched.reading.values.near import Names, fold, ids
from tspi_sched.reading.values.spelling import tidy
from tspi_sched.texts import _
from tspi_sched.texts import clock as shown_clock

_FILLING = frozenset(("à", "a", "at"))


@dataclass(frozen=True, slots=True)
class Said:
    """What is wished, in the words of whoever wishes it; None: nothing said."""

    candidate: str
    track: str | None = None
    stage: str | None = None
    at: str | None = None
    day: str | None = None
    room: str | None = None
    panel: str | None = None


def read_wish(said: Said, problem: Problem, plan: Plan) -> Lock:
    """The lock that would grant a wish; what it leaves free stands as in the plan.

    Without a stage, the candidate's first oral is meant. Raises `InputError` with every fault, by the option at fault.
    """
    faults = Faults()
    candidate = _candidate(said, problem, faults)
    if candidate is None:
        raise faults.stop()
    track, stage = _stage(said, problem, candidate, faults)
    day, start = _moment(said, problem, faults)
    room, members = _room(said, problem, stage, faults), _panel(said, problem, stage, faults)
    faults.raise_if_any()
    wished: dict[str, Any] = {"day": day, "start": start, "room": room, "members": members}
    known = {name: value for name, value in wished.items() if value is not None}
    blank = Task(candidate.id, track, stage, problem.days[0].date, problem.days[0].open, problem.days[0].open)
    task = next((task for task in plan.tasks if task.key == blank.key), blank)
    moved = replace(task, **known)
    parts = {"panel" if name == "members" else name for name in known}
    return Lock(replace(moved, end=moved.start + task.minutes), frozenset(parts))


# --- which task ------------------------------------------------------------------------------------------------------


def _candidate(said: Said, problem: Problem, faults: Faults) -> Candidate | None:
    known = plan_ids(problem).candidates
    name = known.find(said.candidate)
    if name is None:
        faults.add(_unknown(said.candidate, known), where="--candidate")
    return problem.candidate.get(name or "")


def _unknown(text: str, known: Names) -> str:
    return _("inconnu : « {value} »{hint}").format(value=shown(text), hint=known.hint(text))


def _stage(said: Said, problem: Problem, candidate: Candidate, faults: Faults) -> tuple[str, str]:
    """Track and stage; of several tracks, it has to be told which, unless only one has the stage."""
    who = f"{candidate.name} ({candidate.id})"
    tracks = {track: _stages(problem, candidate, track) for track in candidate.tracks}
    if said.track is not None:
        named = Names(tracks)
        track = named.find(said.track)
        if track is None:
            text = _("{who} ne passe pas le parcours « {value} »{hint}")
            faults.add(text.format(who=who, value=shown(said.track), hint=named.hint(said.track)), where="--track")
        tracks = {track: tracks[track]} if track else tracks
    if said.stage is not None:
        stage = _known_stage(said.stage, problem, tracks.values())
        if stage is None:
            named = Names(stage for stages in tracks.values() for stage in stages)
            text = _("{who} ne passe pas l'épreuve « {value} »{hint}")
            faults.add(text.format(who=who, value=shown(said.stage), hint=named.hint(said.stage)), where="--stage")
        tracks = {track: stages for track, stages in tracks.items() if stage in stages} or tracks
    if len(tracks) > 1 and not faults:
        text = _("{who} passe {tracks} : dites lequel avec {option}")
        faults.add(text.format(who=who, tracks=", ".join(tracks), option="--track"), where="--track")
    track, stages = next(iter(tracks.items()))
    orals = [code for code in stages if problem.title.stage[code].kind == ORAL]
    return track, (said.stage and _known_stage(said.stage, problem, [stages])) or orals[0]


def _stages(problem: Problem, candidate: Candidate, track: str) -> list[str]:
    """The stages of a candidate on a track, in no order."""
    codes = [code for code, _minutes in problem.title.track[track].minutes]
    completion = problem.title.completion
    if candidate.final_interview and completion and track == candidate.tracks[-1]:
        codes.append(completion[0])
    return list(dict.fromkeys(codes))


def _known_stage(text: str, problem: Problem, stages: Iterable[list[str]]) -> str | None:
    """A stage by its code or by its full name."""
    codes = [code for some in stages for code in some]
    names = {problem.title.stage[code].name: code for code in codes}
    code = Names(codes).find(text)
    return code or names.get(Names(names).find(text) or "")


# --- what of it ------------------------------------------------------------------------------------------------------


def _moment(said: Said, problem: Problem, faults: Faults) -> tuple[date | None, int | None]:
    """Day and start, from the two options that may say them."""
    day, start = _day_and_hour(said.at, problem, faults) if said.at is not None else (None, None)
    if said.day is not None:
        try:
            day = clock.day(said.day, _dates(problem))
        except Unclear as error:
            faults.add(str(error), where="--day")
    if day is not None and day not in problem.day_index:
        days = ", ".join(f"{one.date:%d/%m/%Y}" for one in problem.days)
        text = _("le {day} n'est pas dans la session ({days})")
        faults.add(text.format(day=f"{day:%d/%m/%Y}", days=days), where="--at" if said.day is None else "--day")
    grid = problem.rules.grid_minutes
    if start is not None and start % grid:
        near = _(" ou ").join(shown_clock(moment) for moment in (start - start % grid, start - start % grid + grid))
        text = _("{time} : les heures vont de {grid} en {grid} minutes ; vouliez-vous dire {near} ?")
        faults.add(text.format(time=shown_clock(start), grid=grid, near=near), where="--at")
    return day, start


def _dates(problem: Problem) -> tuple[date, ...]:
    return tuple(day.date for day in problem.days)


def _day_and_hour(text: str, problem: Problem, faults: Faults) -> tuple[date | None, int | None]:
    """A day and an hour, or an hour alone, in any way in which a cell may hold them."""
    spelt = [word for word in re.sub(r"(?<=\d)T(?=\d)", " ", tidy(text)).split() if word not in _FILLING]
    for place in range(len(spelt)):
        try:
            start = clock.minute(" ".join(spelt[place:]))
            return (clock.day(" ".join(spelt[:place]), _dates(problem)) if place else None), start
        except Unclear:
            continue
    message = _("« {value} » : un jour et une heure sont attendus, par exemple {day} 13:00, ou une heure seule")
    day = f"{clock.example(_dates(problem)):%d/%m/%Y}"
    faults.add(message.format(value=shown(text), day=day), where="--at")
    return None, None


def _room(said: Said, problem: Problem, stage: str, faults: Faults) -> str | None:
    if said.room is None:
        return None
    known = plan_ids(problem).rooms
    found = known.find(said.room)
    if problem.title.stage[stage].kind in (MARKING, CLOSING):
        faults.add(_("l'épreuve {stage} n'a pas de salle").format(stage=stage), where="--room")
    elif found is None:
        faults.add(_unknown(said.room, known), where="--room")
    return found


def _panel(said: Said, problem: Problem, stage: str, faults: Faults) -> tuple[str, ...] | None:
    """The members of a panel, by its label or by their ids."""
    if said.panel is None:
        return None
    if problem.title.stage[stage].kind in (WRITTEN, PREPARATION):
        faults.add(_("l'épreuve {stage} n'a pas de jury").format(stage=stage), where="--panel")
    known = plan_ids(problem)
    panel = known.panels.get(fold(said.panel))
    if panel is not None:
        return panel
    every = ids([*problem.panels, *problem.member], {member.name: member.id for member in problem.members})
    found: list[str] = []
    for text in identifiers(said.panel) or ("",):
        names = split_ids(text, known.members, Names(()))
        if not names:
            faults.add(_unknown(text, every), where="--panel")
        found += names or []
    return tuple(dict.fromkeys(found))
