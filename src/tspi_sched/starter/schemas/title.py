"""The JSON Schema of a title file: its keys and bounds, and who attends which kind of stage."""

from typing import Any

from tspi_sched.reading.title import ATTENDS
from tspi_sched.reading.title_keys import TitleKeys
from tspi_sched.starter.schemas.tidy import schema_of
from tspi_sched.starter.schemas.words import title_words
from tspi_sched.texts import _

Schema = dict[str, Any]


def title_schema() -> Schema:
    """The schema, in the language in force."""
    schema = schema_of(TitleKeys, _("Fichier de titre de tspi-sched"), title_words())
    stage = schema["properties"]["stages"]["items"]
    stage["allOf"] = [_attended(kind, who) for kind, who in ATTENDS.items()]
    return schema


def _attended(kind: str, who: frozenset[str]) -> Schema:
    """Of one kind of stage, everybody who attends it and nobody else."""
    everybody = [{"contains": {"const": one}} for one in sorted(who)]
    attends = {"items": {"enum": sorted(who)}, "allOf": everybody}
    is_kind = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": is_kind, "then": {"properties": {"attends": attends}}}
