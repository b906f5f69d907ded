"""The JSON Schema of a file of events."""

from typing import Any

from tspi_sched.reading.events.file import KEYS, OPTIONAL
from tspi_sched.reading.events.more import ADD, CHANGE, TABLE
from tspi_sched.starter.schemas.scenario import sheet_rows
from tspi_sched.starter.schemas.tidy import file_schema, rows, table
from tspi_sched.starter.schemas.words import event_words
from tspi_sched.texts import _

Schema = dict[str, Any]

_WORD: Schema = {"type": ["string", "number"]}
_MOMENT: Schema = {"type": ["string", "number"]}
"""A moment as a text, as a date or time of TOML, which editors take for texts, or an hour alone."""


def events_schema() -> Schema:
    """The schema, in the language in force."""
    words = event_words()
    now = {**_MOMENT, "description": words["now"]}
    tables = {kind: {**rows(_table(kind, words)), "description": words[kind]} for kind in KEYS}
    return file_schema(_("Événements de tspi-sched"), {"now": now, **tables, TABLE: _more(words)})


def _more(words: dict[str, str]) -> Schema:
    """What an incident adds to the session, by sheet and by id."""
    values: Schema = {"type": "object", "minProperties": 1}
    added = {**table(sheet_rows(), ()), "description": words[f"key {ADD}"]}
    changed: Schema = {"type": "object", "additionalProperties": values, "description": words[f"key {CHANGE}"]}
    return {**table({ADD: added, CHANGE: changed}, ()), "description": words[TABLE]}


def _table(kind: str, words: dict[str, str]) -> Schema:
    """The table of one kind of event; a sitting started is that of its candidate or of its room."""
    names, times = KEYS[kind]
    keys = {name: {**_WORD, "description": words[f"key {name}"]} for name in names}
    keys |= {name: {**_MOMENT, "description": words[f"key {name}"]} for name in times}
    needed = tuple(key for key in keys if key not in OPTIONAL or (kind, key) == ("present", "from"))
    if kind != "started":
        return table(keys, needed)
    either = [{"required": ["candidate"]}, {"required": ["room"]}]
    return {**table(keys, tuple(key for key in needed if key not in ("candidate", "room"))), "anyOf": either}
