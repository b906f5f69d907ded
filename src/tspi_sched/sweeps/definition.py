"""From a sweep file, or the same said in Python, to base scenarios and axes; or every fault at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import has_magic
from itertools import combinations
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_toml
from tspi_sched.reading.messages import add_faults
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names
from tspi_sched.sweeps import keys
from tspi_sched.sweeps.keys import WITHOUT_VALUES, AxisKeys, SweepKeys, flat, joined, path_of
from tspi_sched.texts import _, nth
from tspi_sched.wishes import OBJECTIVES

Label = str | int | float
"""How a value of an axis is called in the tables."""

MOST = 10_000
"""Scenarios of one sweep."""

FIXED = ("base", "status", "reason", "seconds", "key")
"""Columns of every table, whose names no axis may have."""


@dataclass(frozen=True)
class Choice:
    """One value of an axis: what it is called, the keys of a scenario that it sets, and the lists it adds to."""

    label: Label
    changes: tuple[tuple[keys.Path, Any], ...] = ()
    additions: tuple[tuple[keys.Path, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Axis:
    """What is varied: `choices` as they are stated, or what each session makes of `numbers` (`generate`)."""

    name: str
    choices: tuple[Choice, ...] = ()
    generate: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sweep:
    """What one asks: base scenarios, axes, and the limits of each search (None: what the base says).

    `file` is the name to blame in faults, `folder` where paths begin.
    """

    name: str
    file: str
    folder: Path
    bases: tuple[Path, ...]
    axes: tuple[Axis, ...]
    time_limit: float | None = None
    workers: int | None = None
    seed: int | None = None


def read_sweep(source: str | Path | Mapping[str, Any]) -> Sweep:
    """A sweep from a file, or from the same keys in a dictionary, whose paths begin where the program runs."""
    faults = Faults()
    if isinstance(source, Mapping):
        content, file, folder, name = dict(source), "", Path.cwd(), _("balayage")
    else:
        path = Path(source)
        content, file, folder, name = read_toml(path), path.name, path.absolute().parent, path.stem
    found = _keys(content, file, faults)
    axes = tuple(_axes(found.axis, file, faults)) if found else ()
    bases = _bases(found.base, folder, file, faults) if found else ()
    faults.raise_if_any()
    assert found is not None
    return Sweep(found.name or name, file, folder, bases, axes, found.time_limit, found.workers, found.seed)


def _keys(content: dict[str, Any], file: str, faults: Faults) -> SweepKeys | None:
    """The keys, without those that are wrong, so that the others are looked at too; None if too little is left."""
    try:
        return SweepKeys.model_validate(content)
    except ValidationError as error:
        add_faults(error, SweepKeys, file=file, faults=faults)
        wrong = {detail["loc"] for detail in error.errors()}
    rest = {key: value for key, value in content.items() if (key,) not in wrong and key in SweepKeys.model_fields}
    bad = {loc[1] for loc in wrong if loc[0] == "axis" and len(loc) > 1}
    if isinstance(rest.get("axis"), list):
        rest["axis"] = [axis for place, axis in enumerate(rest["axis"]) if place not in bad]
    try:
        return SweepKeys.model_validate(rest | ({} if "base" in rest else {"base": []}))
    except ValidationError:
        pass
    try:
        return SweepKeys.model_construct(base=[], axis=[AxisKeys.model_validate(axis) for axis in rest.get("axis", [])])
    except (ValidationError, TypeError):
        return None


# --- bases -----------------------------------------------------------------------------------------------------------


def _bases(patterns: Iterable[str], folder: Path, file: str, faults: Faults) -> tuple[Path, ...]:
    """The files that the patterns name, each once, in their order and then by name."""
    found: dict[Path, None] = {}
    for number, pattern in enumerate(patterns, 1):
        there = list(_matching(pattern, folder))
        if not there:
            message = _("aucun fichier ne correspond à « {pattern} » dans {folder}{hint}")
            text = message.format(pattern=shown(pattern), folder=folder, hint=_hint(pattern, folder))
            faults.add(text, file=file, where=f"base {nth(number)}")
        found.update(dict.fromkeys(there))
    return tuple(found)


def _matching(pattern: str, folder: Path) -> Iterator[Path]:
    """Files by a pattern; what Excel and others leave beside an open file is none of them."""
    if not has_magic(pattern):
        path = folder / pattern
        yield from [path] if path.is_file() else []
        return
    root = Path(pattern).anchor
    start, rest = (Path(root), pattern[len(root) :]) if root else (folder, pattern)
    for path in sorted(start.glob(rest)):
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield path


def _hint(pattern: str, folder: Path) -> str:
    """The file of the same folder that may have been meant."""
    path = folder / pattern
    if has_magic(pattern) or not path.parent.is_dir():
        return ""
    near = Names(other.name for other in path.parent.iterdir() if other.suffix == path.suffix).nearest(path.name)
    return _(" ; vouliez-vous dire « {name} » ?").format(name=near) if near else ""


# --- axes ------------------------------------------------------------------------------------------------------------


def _axes(wanted: Iterable[AxisKeys], file: str, faults: Faults) -> Iterator[Axis]:
    axes = [_axis(one, place, file, faults) for place, one in enumerate(wanted, 1)]
    names = [axis.name for axis in axes]
    for place, name in enumerate(names, 1):
        if name in names[: place - 1]:
            faults.add(_("deux axes du même nom"), file=file, where=where(name, place))
        if name in FIXED or name in _measures():
            text = _("« {name} » est déjà une colonne des résultats ; donnez un autre nom à cet axe")
            faults.add(text.format(name=name), file=file, where=where(name, place))
    for (first, one), (second, other) in combinations(enumerate(axes, 1), 2):
        for path in sorted(_touched(other)):
            if any(_meet(path, there) for there in _touched(one)):
                text = _("la clé {key} est déjà changée par l'axe « {axis} » ; un axe par clé")
                message = text.format(key=".".join(path), axis=axes[first - 1].name)
                faults.add(message, file=file, where=where(other.name, second))
    yield from axes


def _meet(one: keys.Path, other: keys.Path) -> bool:
    """Whether one key is the other, or in its table."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _touched(axis: Axis) -> set[keys.Path]:
    """The keys that an axis sets, apart from lists that several axes may fill."""
    return {path for choice in axis.choices for path, _value in choice.changes if not joined(path)}


def _measures() -> set[str]:
    return {f"{name}{end}" for name in OBJECTIVES for end in ("", "_bound", "_status")}


def where(name: str, place: int, number: int = 0) -> str:
    """An axis, or one of its values, as its author knows it."""
    axis = _("axe {place} « {name} »").format(place=nth(place), name=shown(name))
    return f"{axis}, {_('valeur {number}').format(number=nth(number))}" if number else axis


def _axis(one: AxisKeys, place: int, file: str, faults: Faults) -> Axis:
    here = where(one.name, place)
    if one.generate:
        return Axis(one.name, (), one.generate, _numbers(one, here, file, faults))
    if not one.values:
        faults.add(_("« values » manque : les valeurs à essayer, ou « generate »"), file=file, where=here)
    choices: list[Choice] = []
    for number, value in enumerate(one.values or [], 1):
        spot = where(one.name, place, number)
        try:
            choice = _choice(one, value)
        except Unclear as error:
            faults.add(str(error), file=file, where=spot)
            continue
        if any(str(choice.label) == str(other.label) for other in choices):
            text = _("deux valeurs s'appellent « {label} »").format(label=shown(choice.label))
            faults.add(text, file=file, where=spot)
        choices.append(choice)
    return Axis(one.name, tuple(choices))


def _numbers(one: AxisKeys, here: str, file: str, faults: Faults) -> tuple[int, ...]:
    """The values of an axis that is made: how many, each once."""
    if one.key is not None:
        faults.add(_("« key » ne va pas avec « generate »"), file=file, where=here)
    if one.generate == WITHOUT_VALUES:
        if one.values is not None:
            faults.add(_("{name} n'a pas de « values »").format(name=WITHOUT_VALUES), file=file, where=here)
        return ()
    values = one.values or []
    good = [value for value in values if type(value) is int and 0 <= value <= 1000]
    if not values or len(good) < len(values) or len(set(good)) < len(good):
        text = _("« values » est une liste de nombres entiers à partir de 0, chacun une fois")
        faults.add(text, file=file, where=here)
    return tuple(good)


def _choice(one: AxisKeys, value: Any) -> Choice:
    """One value: bare, for the axis' own key, or a table of quoted keys with a label."""
    own = path_of(one.key) if one.key is not None else None
    if not isinstance(value, dict):
        if own is None:
            message = _("une valeur seule demande « key » ; sinon, pour chaque valeur : {example}")
            raise Unclear(message.format(example='{ label = "…", "rules.changeover_minutes" = 5 }'))
        return Choice(_said(value), ((own, value),))
    table = dict(value)
    label = table.pop("label", None)
    if label is not None and not isinstance(label, str | int | float):
        raise Unclear(_("« label » est un texte ou un nombre"))
    changes = [(own, table.pop("value"))] if own is not None and "value" in table else []
    changes += flat(table)
    if label is None:
        label = ", ".join(f"{'.'.join(path)} = {_said(what)}" for path, what in changes)
        if not changes:
            raise Unclear(_("cette valeur ne dit rien : il lui faut « label », ou des clés entre guillemets"))
    return Choice(_said(label), tuple(changes))


def _said(value: Any) -> Label:
    """A value as a label."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int | float) and isfinite(value):
        return value
    if isinstance(value, list):
        return ", ".join(str(_said(one)) for one in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_said(one)}" for key, one in value.items()) or "–"
    return str(value)
