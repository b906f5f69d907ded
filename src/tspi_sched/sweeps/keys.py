"""Every key of a sweep file, and which quoted keys an axis may change in a scenario."""

import re
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, Field

from tspi_sched.reading.scenario.keys import Keys, ScenarioKeys, Text
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names
from tspi_sched.texts import _

Generator = Literal["more_candidates", "more_projectors", "more_rooms", "fewer_members", "single_losses"]
"""What an axis may have made for it."""

WITHOUT_VALUES = "single_losses"

Path = tuple[str, ...]
"""A key of a scenario, table by table."""

_PART = re.compile(r'\s*(?:"([^"]*)"|([^."]+?))\s*(?:\.|$)')


def _as_list(value: object) -> object:
    """One base is short for a list of one."""
    return [value] if isinstance(value, str) else value


class AxisKeys(Keys):
    """`[[axis]]`"""

    name: Text
    key: Text | None = None
    generate: Literal["more_candidates", "more_projectors", "more_rooms", "fewer_members", "single_losses"] | None = (
        None
    )
    values: list[Any] | None = None


class SweepKeys(Keys):
    """The whole file."""

    name: Text | None = None
    base: Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1)]
    time_limit: Annotated[float, Field(strict=True, gt=0, le=31_536_000, allow_inf_nan=False)] | None = None
    workers: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = None
    axis: tuple[AxisKeys, ...] = ()


def path_of(key: str) -> Path:
    """The tables and the key that a dotted text names; parts with dots stand in quotes.

    Raises `Unclear` for one that a scenario does not have, with the nearest it has.
    """
    parts = _PART.findall(key)
    path = tuple(quoted or bare for quoted, bare in parts)
    if not path or "".join(match[0] for match in _PART.finditer(key)) != key or key.rstrip().endswith("."):
        raise Unclear(_("« {value} » n'est pas une clé, comme rules.changeover_minutes").format(value=shown(key)))
    _check(path)
    return path


def flat(table: dict[str, Any], above: Path = ()) -> list[tuple[Path, Any]]:
    """The keys of a table of values, whether they are quoted, as they should be, or dotted without quotes."""
    found: list[tuple[Path, Any]] = []
    for key, value in table.items():
        path = (*above, *(path_of(key) if not above else (key,)))
        if isinstance(value, dict) and _tables(path):
            found += flat(value, path)
        else:
            _check(path)
            found.append((path, value))
    return found


def joined(path: Path) -> bool:
    """Whether a key is a list to which every axis adds what it says: who is left out, rows that are added."""
    return path == ("what_if", "without") or (path[:2] == ("what_if", "add") and len(path) == 3)


def _check(path: Path) -> None:
    model: type[BaseModel] | None = ScenarioKeys
    for place, part in enumerate(path):
        if model is None:
            return  # below this anything goes: titles of columns, ids
        field = model.model_fields.get(part)
        if field is None:
            here = ".".join(path[:place])
            hint = _elsewhere(part) or Names(model.model_fields).hint(part)
            text = _("clé inconnue « {key} » dans [{table}]{hint}") if here else _("clé inconnue « {key} »{hint}")
            raise Unclear(text.format(key=shown(part), table=here, hint=hint))
        model = _model(field.annotation)


def _elsewhere(part: str) -> str:
    """Where a key belongs that was named without its table; empty if it is none, or one of several."""
    found = [path for path in _paths(ScenarioKeys, ()) if path[-1] == part]
    return _(" ; vouliez-vous dire « {name} » ?").format(name=".".join(found[0])) if len(found) == 1 else ""


def _paths(model: type[BaseModel], above: Path) -> list[Path]:
    found = []
    for name, field in model.model_fields.items():
        found.append((*above, name))
        inside = _model(field.annotation)
        found += _paths(inside, (*above, name)) if inside else []
    return found


def _tables(path: Path) -> bool:
    """Whether a key of a scenario is a table of fixed keys, which is changed key by key."""
    model: type[BaseModel] | None = ScenarioKeys
    for part in path:
        field = model.model_fields.get(part) if model else None
        model = _model(field.annotation) if field else None
    return model is not None


def _model(annotation: Any) -> type[BaseModel] | None:
    """The fixed keys of a table, None for a value, a list or a table of anything."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, dict, tuple):
        return None
    return next((found for part in get_args(annotation) if (found := _model(part))), None)
