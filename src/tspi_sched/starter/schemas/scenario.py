"""The JSON Schema of a scenario: its keys and bounds, and the sheets and columns of the workbook that it may name."""

from pathlib import Path
from typing import Any

from tspi_sched.problem import Title
from tspi_sched.reading.scenario.keys import ScenarioKeys
from tspi_sched.reading.title import DEFAULT, read_title
from tspi_sched.reading.workbook.layout import SHEETS, Sheet
from tspi_sched.starter.schemas.tidy import schema_of
from tspi_sched.starter.schemas.words import scenario_words
from tspi_sched.texts import _

Schema = dict[str, Any]


def scenario_schema(title: Title | None = None) -> Schema:
    """The schema, in the language in force, with the stages of a title in its words."""
    words = scenario_words(title or read_title(DEFAULT, Path()))
    schema = schema_of(ScenarioKeys, _("Scénario de tspi-sched"), words)
    keys = schema["properties"]
    objective = keys["objectives"]["items"]
    keys["objectives"]["items"] = {"anyOf": [objective["properties"]["name"], objective]}
    what_if = keys["what_if"]["properties"]
    what_if["add"]["properties"] = sheet_rows()
    what_if["days"]["items"] = {"type": "object", "properties": dict.fromkeys(("date", "open", "close"), True)}
    keys["columns"]["properties"] = {name: _own_titles(sheet) for sheet in SHEETS for name in sheet.titles}
    return schema


def sheet_rows() -> dict[str, Schema]:
    """Rows for each sheet, by its titles."""
    return {name: _rows(sheet) for sheet in SHEETS for name in sheet.titles}


def _rows(sheet: Sheet) -> Schema:
    """Rows for a sheet: its columns are offered; others may stand there, as titles are read in any spelling."""
    columns = dict.fromkeys((name for column in sheet.columns for name in column.titles), True)
    return {"type": "array", "items": {"type": "object", "properties": columns}}


def _own_titles(sheet: Sheet) -> Schema:
    text = {"type": "string", "minLength": 1}
    names = {name: text for column in sheet.columns for name in column.titles}
    return {"type": "object", "properties": names, "additionalProperties": text}
