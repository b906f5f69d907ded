"""From a scenario file (or none) to what it asks for: rules, wishes, and changes to the workbook's facts."""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tspi_sched.problem import (
    DeliberationRules,
    MarkingRules,
    MealRules,
    MemberRules,
    MspRules,
    PanelRules,
    Rules,
)
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_toml
from tspi_sched.reading.messages import add_faults
from tspi_sched.reading.scenario.keys import ObjectiveKeys, ScenarioKeys, WhatIfKeys
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.workbook.headers import Headings
from tspi_sched.reading.workbook.layout import SHEETS
from tspi_sched.texts import _, nth
from tspi_sched.wishes import DEFAULT_ORDER, Objective, Wishes

_UNPLACED = "unplaced"
_TABLES = {"msp", "panel", "member", "meal", "marking", "deliberation", "final_interview_last_ccp"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is asked for; `file` is empty for a workbook alone, and `rules.panel.mode` for a mode to be deduced."""

    workbook: Path
    base_dir: Path
    file: str = ""
    title: str | None = None
    rules: Rules = field(default_factory=lambda: Rules(panel=PanelRules(mode="")))
    wishes: Wishes = field(default_factory=Wishes)
    what_if: WhatIfKeys = field(default_factory=WhatIfKeys)
    own_headings: dict[str, Headings] = field(default_factory=dict)


def workbook_alone(path: Path) -> Scenario:
    """Every default, for a workbook without a scenario."""
    return Scenario(workbook=path, base_dir=path.parent, wishes=Wishes(name=path.stem))


def read_scenario(path: Path, faults: Faults) -> Scenario:
    """A scenario file; what is wrong in it is noted and replaced by its default, so that reading can go on."""
    keys = _keys(read_toml(path), path.name, faults)
    if keys is None:
        raise faults.stop()
    return Scenario(
        workbook=path.parent / keys.workbook,
        base_dir=path.parent,
        file=path.name,
        title=keys.title,
        rules=_rules(keys),
        wishes=Wishes(
            name=keys.name or path.stem,
            objectives=_objectives(keys, path.name, faults),
            time_limit=keys.solver.time_limit,
            workers=keys.solver.workers,
            seed=keys.solver.seed,
        ),
        what_if=keys.what_if,
        own_headings=_own_headings(keys.columns, path.name, faults),
    )


def _keys(content: dict[str, Any], file: str, faults: Faults) -> ScenarioKeys | None:
    """The keys, without those that are wrong; None if there is not even a workbook to read."""
    content = deepcopy(content)
    while True:
        try:
            return ScenarioKeys.model_validate(content)
        except ValidationError as error:
            add_faults(error, ScenarioKeys, file=file, faults=faults)
            wrong = [detail["loc"] for detail in error.errors()]
            if ("workbook",) in wrong or not all([_pruned(content, loc) for loc in wrong]):
                return None


def _pruned(content: Any, loc: tuple[int | str, ...]) -> bool:
    """Take a wrong value out of the content, with the whole list that holds it; False if there is nothing to take."""
    for number, part in enumerate(loc):
        if not isinstance(content, dict) or part not in content:
            return number > 0
        if number + 1 == len(loc) or not isinstance(content[part], dict):
            del content[part]
            return True
        content = content[part]
    return False


def _rules(keys: ScenarioKeys) -> Rules:
    rules = keys.rules
    plain = rules.model_dump(exclude=_TABLES)
    return Rules(
        grid_minutes=keys.grid_minutes,
        allow_unplaced=keys.allow_unplaced,
        **plain,
        msp=MspRules(**rules.msp.model_dump()),
        panel=PanelRules(**{**rules.panel.model_dump(), "mode": rules.panel.mode or ""}),
        member=MemberRules(**rules.member.model_dump()),
        meal=MealRules(rules.meal.minutes, (rules.meal.window[0], rules.meal.window[1])),
        marking=MarkingRules(**{**rules.marking.model_dump(), "minutes": tuple(rules.marking.minutes.items())}),
        deliberation=DeliberationRules(**rules.deliberation.model_dump()),
        final_interview_minutes=rules.final_interview_last_ccp.minutes,
    )


def _objectives(keys: ScenarioKeys, file: str, faults: Faults) -> tuple[Objective, ...]:
    """The objectives in order.

    When candidates may be left out and `unplaced` is not among the objectives, it comes first: otherwise the best plan
    would be to leave everybody out.
    """
    wanted = keys.objectives
    if wanted is None:
        wanted = [ObjectiveKeys(name=name) for name in DEFAULT_ORDER]
    names = [objective.name for objective in wanted]
    for number, name in enumerate(names):
        where = f"objectives {nth(number + 1)}"
        if name in names[:number]:
            faults.add(_("l'objectif « {name} » y est deux fois").format(name=name), file=file, where=where)
        if name == _UNPLACED and not keys.allow_unplaced:
            message = _("l'objectif « {name} » demande allow_unplaced = true").format(name=name)
            faults.add(message, file=file, where=where)
    once = {objective.name: Objective(objective.name, objective.tolerance) for objective in wanted}
    objectives = tuple(once.values())
    if keys.allow_unplaced and _UNPLACED not in names:
        return (Objective(_UNPLACED), *objectives)
    return objectives


def _own_headings(columns: dict[str, dict[str, str]], file: str, faults: Faults) -> dict[str, Headings]:
    """The organiser's headings by sheet and field."""
    found: dict[str, Headings] = {}
    for title, headings in columns.items():
        sheet = next((sheet for sheet in SHEETS if fold(title) in map(fold, sheet.titles)), None)
        if sheet is None:
            hint = Names(sheet.title for sheet in SHEETS).hint(title)
            message = _("feuille inconnue « {value} »{hint}").format(value=shown(title), hint=hint)
            faults.add(message, file=file, where=f"[columns.{title}]")
            continue
        fields = {fold(name): column.field for column in sheet.columns for name in column.titles}
        mapped: dict[str, str] = {}
        for name, heading in headings.items():
            if fold(name) in fields:
                mapped[fields[fold(name)]] = heading
            else:
                hint = Names(column.title for column in sheet.columns).hint(name)
                message = _("« {value} » n'est pas une colonne de la feuille « {sheet} »{hint}")
                message = message.format(value=shown(name), sheet=sheet.title, hint=hint)
                faults.add(message, file=file, where=f"[columns.{title}] {name}")
        found[sheet.key] = mapped
    return found
