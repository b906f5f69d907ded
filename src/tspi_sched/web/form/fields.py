"""Every key of a scenario as a field of the form: what it is, what it may be, what it is now, what is wrong with it.

The kinds, bounds, choices and defaults are those of the schema that editors are given, which is made from what reads
the file; so the form cannot fall behind it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tspi_sched.problem import Title
from tspi_sched.starter.schemas.scenario import scenario_schema
from tspi_sched.starter.schemas.words import scenario_words
from tspi_sched.texts import _
from tspi_sched.texts import clock as as_clock
from tspi_sched.web.form.words import choices, groups, labels, unset

Content = Mapping[str, Any]
"""A scenario as TOML gives it."""

ELSEWHERE = frozenset(("workbook", "objectives", "what_if", "columns"))
"""Keys that are no plain fields: they have parts of the form of their own, or none."""

WINDOW = "rules.meal.window"
TRACKS = "rules.marking.minutes"


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `kind`: tick, choice, number, text; `key` its path; `text` its value as the form shows it, empty
    where the file says nothing of it and a default without a value holds."""

    key: str
    kind: str
    label: str
    about: str
    usual: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    whole: bool = True

    @property
    def where(self) -> str:
        """Its place as faults name it."""
        return place(self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one table of the file."""

    key: str
    title: str
    fields: tuple[Field, ...]


def place(key: str) -> str:
    """The place of a key as faults name it: ``[rules.msp] waves``."""
    table, _dot, name = key.rpartition(".")
    return f"[{table}] {name}" if table else name


def form_groups(content: Content, title: Title) -> tuple[Group, ...]:
    """Every field by its table, in the order of the starter scenario."""
    found: dict[str, list[Field]] = {key: [] for key in groups()}
    for field in _fields(content, title):
        table = field.key.rpartition(".")[0]
        found[table if table in found else table.rpartition(".")[0]].append(field)
    return tuple(Group(key, groups()[key], tuple(fields)) for key, fields in found.items())


def value_at(content: Any, key: str) -> Any:
    """The value that a file states under a path; None if it states none."""
    for part in key.split("."):
        if not isinstance(content, Mapping) or part not in content:
            return None
        content = content[part]
    return content


def defaults() -> dict[str, Any]:
    """The default of each plain key that has one."""
    return {key: leaf["default"] for key, leaf in leaves() if "default" in leaf}


def leaves() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each plain key with its part of the schema."""
    yield from _leaves(scenario_schema(), "")


def _leaves(node: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, inside in node.get("properties", {}).items():
        key = f"{path}.{name}" if path else name
        if key in ELSEWHERE:
            continue
        if "properties" in inside:
            yield from _leaves(inside, key)
        else:
            yield key, inside


def _fields(content: Content, title: Title) -> Iterator[Field]:
    words = scenario_words(title)
    for key, leaf in leaves():
        about = "" if key in choices() else words.get(key, "").removeprefix("true").lstrip(" :")
        if key == WINDOW:
            yield from _window(content, about)
        elif key == TRACKS:
            yield from _by_track(content, title, about)
        else:
            yield _field(key, leaf, content, about)


def _field(key: str, leaf: Content, content: Content, about: str) -> Field:
    stated, default, options = value_at(content, key), leaf.get("default"), _options(key, leaf)
    kind = "tick" if leaf["type"] == "boolean" else "choice" if options else "number" if _is_number(leaf) else "text"
    usual = dict(options).get(_text(default), _text(default)) if default is not None else unset().get(key, "")
    if kind == "tick":
        usual = _("oui") if default else _("non")
    if kind == "choice" and default is None:
        options = (("", _("par défaut : {usual}").format(usual=usual)), *options)
    return Field(
        key, kind, labels()[key], about, usual, _text(default if stated is None else stated), options,
        leaf.get("minimum"), leaf.get("maximum"), leaf["type"] != "number",
    )  # fmt: skip


def _options(key: str, leaf: Content) -> tuple[tuple[str, str], ...]:
    said = choices().get(key, {})
    return tuple((_text(value), said.get(value, _text(value))) for value in leaf.get("enum", ()))


def _is_number(leaf: Content) -> bool:
    return leaf["type"] in ("integer", "number")


def _text(value: object) -> str:
    """A value as the form shows it and gets it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _window(content: Content, about: str) -> Iterator[Field]:
    """The two ends of the time for meals; each is a field, and both are one value of the file."""
    stated = value_at(content, WINDOW)
    both = stated if isinstance(stated, list) and len(stated) == 2 else ["11:30", "14:00"]
    names = (labels()[WINDOW], _("et"))
    for number, (label, value, usual) in enumerate(zip(names, both, ("11:30", "14:00"), strict=True)):
        text = as_clock(value) if isinstance(value, int) and 0 <= value <= 1440 else str(value)
        yield Field(f"{WINDOW}.{number}", "time", label, about if number == 0 else "", usual, text)


def _by_track(content: Content, title: Title, about: str) -> Iterator[Field]:
    """The marking of each track of the title."""
    stated = value_at(content, TRACKS)
    stated = stated if isinstance(stated, Mapping) else {}
    for code in dict.fromkeys((*(track.code for track in title.tracks), *stated)):
        label = f"{labels()[TRACKS]} – {code}"
        yield Field(f"{TRACKS}.{code}", "number", label, about, unset()[TRACKS], _text(stated.get(code)), (), 0, 1440)
