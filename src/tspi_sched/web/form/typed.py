"""What was typed into the form, as content of a scenario: only what somebody changed, on what the file says now.

Each field travels with what it was when the page was made. What the person left alone is not touched, so that a second
tab, or an editor, loses nothing; where both changed the same setting, nothing is saved and both are told.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tspi_sched.errors import Fault
from tspi_sched.texts import _
from tspi_sched.web.form.fields import TRACKS, WINDOW, Content, Field, defaults, place

WAS = "was:"
PARTS = ("objectives", "what_if", "columns")
"""What travels as JSON, whole: the script of the page keeps it in one field each."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The content that is wanted, and what stands in its way."""

    content: dict[str, Any]
    faults: tuple[Fault, ...]


def typed(form: Mapping[str, str], fields: tuple[Field, ...], content: Content, file: str) -> Typed:
    """The content of a file after what was typed into a form; `fields` are those of the file as it is now."""
    wanted, faults = deepcopy(dict(content)), []
    usual = defaults()
    for field in fields:
        if f"{WAS}{field.key}" not in form:
            continue
        was, now = form[f"{WAS}{field.key}"], _now(field, form)
        if now == was:
            continue
        if field.text not in (was, now):
            faults.append(_both(file, field.where, field.label, field.text))
        _put(wanted, field, now, usual)
    for part in PARTS:
        was, now = form.get(f"{WAS}{part}", ""), form.get(part, "")
        if now == was or not now:
            continue
        if as_json(content.get(part)) not in (was, now):
            faults.append(_both(file, part, part, ""))
        _put_part(wanted, part, now, file, faults)
    return Typed(wanted, tuple(faults))


def as_json(value: object) -> str:
    """A part of a scenario as the form carries it; dates and hours as texts, which the reader takes as well."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))


def _now(field: Field, form: Mapping[str, str]) -> str:
    if field.kind == "tick":
        return "true" if field.key in form else "false"
    return form.get(field.key, "").strip()


def _both(file: str, where: str, label: str, now: str) -> Fault:
    text = _("« {label} » a été changé entre-temps, dans une autre fenêtre ou dans le fichier{value} ; refaites-le ici")
    return Fault(file, where, text.format(label=label, value=f" ({now})" if now else ""))


def _put(content: dict[str, Any], field: Field, text: str, usual: Mapping[str, Any]) -> None:
    """State a value in a content, or take it away where the field was emptied."""
    if field.key.startswith(f"{WINDOW}."):
        _put_window(content, field, text)
        return
    table, _dot, name = field.key.rpartition(".")
    inside = content
    for part in table.split(".") if table else ():
        inside = inside.setdefault(part, {})
        if not isinstance(inside, dict):
            return  # a fault of the file that its reader tells
    if text or (field.kind == "text" and field.key in usual):
        inside[name] = _value(field, text)
    else:
        inside.pop(name, None)
        if table == TRACKS and not inside:
            content["rules"]["marking"].pop("minutes")


def _put_window(content: dict[str, Any], field: Field, text: str) -> None:
    meal = content.setdefault("rules", {}).setdefault("meal", {})
    both = meal.get("window")
    both = list(both) if isinstance(both, list) and len(both) == 2 else ["11:30", "14:00"]
    both[int(field.key[-1])] = text or field.usual
    meal["window"] = both


def _value(field: Field, text: str) -> Any:
    """A text as TOML has it; one that is no number stays a text, of which the reader of the file complains."""
    if field.kind == "tick":
        return text == "true"
    if field.kind == "number" or (field.kind == "choice" and text.isdigit()):
        plain = text.replace(",", ".")
        for kind in (int,) if field.whole else (int, float):
            try:
                number = kind(plain)
            except ValueError:
                continue
            return number if field.whole else float(number)
    return text


def _put_part(content: dict[str, Any], part: str, text: str, file: str, faults: list[Fault]) -> None:
    try:
        value = json.loads(text)
    except ValueError:
        faults.append(Fault(file, place(part), _("ce qui a été envoyé n'est pas lisible")))
        return
    if value in (None, {}, []):
        content.pop(part, None)
    else:
        content[part] = _restored(value, content.get(part))


def _restored(value: Any, before: Any) -> Any:
    """What JSON could not carry, a date of TOML, where the text of it came back."""
    if isinstance(value, dict) and isinstance(before, dict):
        return {key: _restored(inside, before.get(key)) for key, inside in value.items()}
    if isinstance(value, list) and isinstance(before, list):
        rows = (*before, *[None] * len(value))
        return [_restored(inside, row) for inside, row in zip(value, rows, strict=False)]
    return before if isinstance(value, str) and before is not None and str(before) == value else value
