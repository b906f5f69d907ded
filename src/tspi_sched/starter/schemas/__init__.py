"""JSON Schemas of the files that are written by hand: what an editor needs to check and complete them.

They are made from what reads the files: the keys and bounds of the scenario and of the title, the tables of the events,
the sheets and columns of the workbook. A schema refuses nothing that is read; what it cannot say (totals that do not
add up, an id that is not of the session) `validate` says.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tspi_sched.problem import Title
from tspi_sched.starter.schemas.events import events_schema
from tspi_sched.starter.schemas.scenario import scenario_schema
from tspi_sched.starter.schemas.title import title_schema

Schema = dict[str, Any]

MAKERS: Mapping[str, Callable[[Title | None], Schema]] = {
    "scenario": scenario_schema,
    "title": lambda _title: title_schema(),
    "events": lambda _title: events_schema(),
}
"""By kind of file, what makes its schema in the language in force; a title makes a scenario's speak of its stages."""


def file_name(kind: str) -> str:
    """The name of a schema's file."""
    return f"{kind}.schema.json"


def schema_text(kind: str, title: Title | None = None) -> str:
    """The schema of a kind of file, one of `MAKERS`, as JSON text in the language in force.

    Example:
        >>> json.loads(schema_text("title"))["properties"]["format"]["const"]
        'tspi-sched-title'
    """
    return json.dumps(MAKERS[kind](title), ensure_ascii=False, indent=1) + "\n"
