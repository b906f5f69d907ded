"""Reading a plan from `plan.json`: the plan itself, and how the search that made it ended."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tspi_sched.errors import fault
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status, Task, Unplaced, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.reading.events import events_of
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_text
from tspi_sched.reading.messages import add_faults
from tspi_sched.reading.plan.ids import PlanIds, known_candidate, plan_ids, with_known_ids
from tspi_sched.reading.scenario.keys import Keys
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.spelling import tidy
from tspi_sched.texts import _, nth


def _written(value: object) -> str:
    """Times and dates are texts in JSON, so that nothing has to be guessed."""
    if isinstance(value, str):
        return value
    raise Unclear(_("« {value} » : un texte entre guillemets est attendu").format(value=shown(value)))


def _day(value: object) -> date:
    return clock.day(_written(value))


def _minute(value: object) -> int:
    return clock.minute(_written(value))


Id = Annotated[str, Field(strict=True, min_length=1), BeforeValidator(lambda v: tidy(v) if isinstance(v, str) else v)]
ClockText = Annotated[int, BeforeValidator(_minute)]
DayText = Annotated[date, BeforeValidator(_day)]
Number = Annotated[int, Field(strict=True, ge=-(2**62), le=2**62)]


class _TaskKeys(Keys):
    candidate: Id | None
    track: Id | None
    stage: Id
    date: DayText
    start: ClockText
    end: ClockText
    room: Id | None = None
    members: list[Id] = Field(default_factory=list)
    invigilators: list[Id] = Field(default_factory=list)
    projector: Id | None = None
    means: list[Id] = Field(default_factory=list)
    state: Literal["", "done", "void"] = ""


class _UnplacedKeys(Keys):
    candidate: Id
    reason: Annotated[str, Field(strict=True)] = ""


class _ObjectiveKeys(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    name: Id
    value: Number
    best: Number
    bound: Number
    status: Literal["optimal", "feasible", "unknown"]
    seconds: Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)] = 0.0


class _PlanKeys(BaseModel):
    """Other programs may add keys at the top; in a row, an unknown key is more likely a slip."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["tspi-sched-plan"]
    version: Annotated[int, Field(strict=True, ge=1, le=1)]
    scenario: Annotated[str, Field(strict=True)] = ""
    status: Literal["optimal", "feasible", "infeasible", "unknown"] = "feasible"
    objectives: list[_ObjectiveKeys] = []
    tasks: list[_TaskKeys]
    unplaced: list[_UnplacedKeys] = []
    now: Any = None
    events: Any = []


def read_json(path: Path, problem: Problem) -> Result:
    """The result in a `plan.json`; raises `InputError` with every fault found."""
    faults = Faults()
    try:
        keys = _PlanKeys.model_validate(_content(path))
    except ValidationError as error:
        add_faults(error, _PlanKeys, file=path.name, faults=faults)
        raise faults.stop() from None
    plan = _plan(keys, problem, path.name, faults)
    faults.raise_if_any()
    found = keys.status in (Status.OPTIMAL, Status.FEASIBLE)
    return Result(
        status=Status(keys.status),
        plan=plan if found else None,
        objectives=tuple(ObjectiveReport(**objective.model_dump()) for objective in keys.objectives),
        scenario=keys.scenario,
    )


def _content(path: Path) -> Any:
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = _("ligne {line}").format(line=error.lineno)
        text = _("ce n'est pas du JSON, à partir de la colonne {column} ; le fichier a-t-il été modifié à la main ?")
        message = text.format(column=error.colno)
        raise fault(message, file=path.name, where=where) from None
    except (RecursionError, ValueError):
        raise fault(_("ce JSON est hors de proportion"), file=path.name) from None


def _plan(keys: _PlanKeys, problem: Problem, file: str, faults: Faults) -> Plan:
    known = plan_ids(problem)
    tasks = [_task(task, number, known, file, faults) for number, task in enumerate(keys.tasks, start=1)]
    unplaced = []
    for number, row in enumerate(keys.unplaced, start=1):

        def complain(field: str, message: str, number: int = number) -> None:
            faults.add(message, file=file, where=f"unplaced {nth(number)}, {field}")

        unplaced.append(Unplaced(known_candidate(row.candidate, known, complain), tidy(row.reason)))
    now, events = events_of(keys.now, keys.events, problem, file, faults)
    return Plan(in_time_order(tasks), tuple(unplaced), now, events)


def _task(keys: _TaskKeys, number: int, known: PlanIds, file: str, faults: Faults) -> Task:
    def complain(field: str, message: str) -> None:
        faults.add(message, file=file, where=f"tasks {nth(number)}, {field}")

    task = Task(
        candidate=keys.candidate,
        track=keys.track,
        stage=keys.stage,
        day=keys.date,
        start=keys.start,
        end=keys.end,
        room=keys.room,
        members=tuple(keys.members),
        invigilators=tuple(keys.invigilators),
        projector=keys.projector,
        state=keys.state,
        means=tuple(keys.means),
    )
    return with_known_ids(task, known, complain)
