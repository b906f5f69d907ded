"""From pydantic's schema of a model to one that editors of TOML understand: draft 7, no null, no invented titles."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_of(model: type[BaseModel], title: str, words: Mapping[str, str]) -> Schema:
    """The schema of a file whose keys a model has; `words` says what each key is, by its path (``rules.msp.waves``)."""
    raw = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = raw.pop("$defs", {})
    whole = _inlined(_tidied(raw), {name: _tidied(found) for name, found in definitions.items()})
    _describe(whole, words, "")
    return {"$schema": _DRAFT, "title": title, **whole}


def file_schema(title: str, properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    """The schema of a file that has these keys and no others."""
    return {"$schema": _DRAFT, "title": title, **table(properties, required)}


def table(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    """A table with these keys and no others."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **needed}


def rows(items: Schema) -> Schema:
    """A list of tables: ``[[name]]``."""
    return {"type": "array", "items": items}


def _tidied(node: Any) -> Any:
    """Without null, which TOML has not, nor noise; models' docstrings are for us."""
    if isinstance(node, list):
        return [_tidied(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if not _is_noise(key, value)}
    if "properties" in kept:
        kept.pop("description", None)
    found = {key: _tidied(value) for key, value in kept.items()}
    choices = [one for one in found.pop("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        return found | choices[0]
    return found | ({"anyOf": choices} if choices else {})


def _is_noise(key: str, value: object) -> bool:
    """pydantic's titles repeat the keys; its defaults of tables and lists are those of the code, times in minutes."""
    if key == "title":
        return isinstance(value, str)
    return key == "default" and (value is None or isinstance(value, list | dict))


def _inlined(node: Any, definitions: Mapping[str, Any]) -> Any:
    """With each definition where it is used: a table has a place of its own, and so words of its own."""
    if isinstance(node, list):
        return [_inlined(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(definitions[node["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(value, definitions) for key, value in node.items()}


def _describe(node: Schema, words: Mapping[str, str], path: str) -> None:
    """Put the words to the keys of a table; those inside a list, or a table of any names, stand under its own path."""
    for key, inside in node.get("properties", {}).items():
        place = f"{path}.{key}" if path else key
        if place in words:
            inside["description"] = words[place]
        _describe(inside, words, place)
    for inside in (node.get("items"), node.get("additionalProperties"), *node.get("anyOf", ())):
        if isinstance(inside, dict):
            _describe(inside, words, path)
