"""A scenario's text with other content: the same comments, the same order, every line that did not change as it was.

What has a line already gets its new value there. What is new takes the place of its commented line, if the file has one
(as that of `init` does), else it comes after the last line of its table. Whatever lines alone cannot say is left to
tomlkit, and what comes out is read back: it says what is wanted, or the tables that differ are written anew.
"""

import json
import re
import tomllib
from collections.abc import Iterator, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array

_HEADER = re.compile(r"^\s*\[+\s*(?P<name>[^\]\n]+?)\s*\]+\s*(?:#.*)?$")

Path = tuple[str, ...]


def rewritten_to(text: str, wanted: dict[str, Any]) -> str:
    """The text of a scenario that says what is wanted and is otherwise as it was."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for path, value in _new_values(tomllib.loads(text), wanted, ()):
        _insert(lines, path, value)
    longer = newline.join(lines) + newline
    for start in (longer, text):
        if (found := _matched(start, wanted, newline)) is not None:
            return found
    return tomlkit.dumps(_filled(tomlkit.parse(text), wanted))


def _matched(start: str, wanted: dict[str, Any], newline: str) -> str | None:
    """A text whose values are changed in their places; None where that does not come to what is wanted."""
    try:
        document = tomlkit.parse(start)
        _reconcile(document, wanted)
        found = re.sub(r"\r?\n", newline, tomlkit.dumps(document))
        return found if tomllib.loads(found) == wanted else None
    except (ValueError, KeyError, TypeError):
        return None


def _filled(document: tomlkit.TOMLDocument, wanted: dict[str, Any]) -> tomlkit.TOMLDocument:
    for key in [key for key in document if key not in wanted]:
        del document[key]
    for key, value in wanted.items():
        if key not in document or document[key] != value:
            document[key] = value
    return document


# --- values in their places ------------------------------------------------------------------------------------------


def _reconcile(there: MutableMapping[str, Any], wanted: dict[str, Any]) -> None:
    for key in [key for key in there if key not in wanted]:
        del there[key]
    for key, value in wanted.items():
        if key not in there:
            there[key] = value
        elif _plain(there[key]) != value:
            _change(there, key, value)


def _change(there: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Another value for a key: of tables and of rows only what differs is touched."""
    now = there[key]
    if isinstance(now, MutableMapping) and isinstance(value, dict) and value:
        _reconcile(now, value)
    elif isinstance(now, AoT) and isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        _change_rows(now, value)
    elif isinstance(now, Array) and isinstance(value, list):
        there[key] = _array(now, value)
    else:
        there[key] = value


def _change_rows(rows: AoT, wanted: list[dict[str, Any]]) -> None:
    for row, value in zip(list(rows), wanted, strict=False):
        _reconcile(row, value)
    while len(rows) > len(wanted):
        del rows[-1]
    for value in wanted[len(rows) :]:
        rows.append(tomlkit.item(value))


def _array(now: Array, wanted: list[Any]) -> Any:
    """A list in the shape of the one before: on one line, or an item a line, each with the comment that it had."""
    shape = now.as_string()
    if "\n" not in shape:
        return tomlkit.parse(f"x = {_inline(wanted)}")["x"]
    comments = [line.partition("#") for line in shape.splitlines() if "#" in line]
    rows = [f"    {_inline(value)}, {_comment_of(value, comments)}".rstrip() for value in wanted]
    return tomlkit.parse("x = [\n" + "\n".join(rows) + "\n]")["x"]


def _comment_of(value: Any, comments: list[tuple[str, str, str]]) -> str:
    name = value.get("name", value) if isinstance(value, dict) else value
    return next((f"#{said}" for code, _sign, said in comments if f'"{name}"' in code or f"'{name}'" in code), "")


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(one)}" for key, one in value.items()) + " }"
    return str(tomlkit.item(value).as_string())


def _key(name: str) -> str:
    """A key as TOML has it, quoted where it must be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


# --- new lines -------------------------------------------------------------------------------------------------------


def _new_values(now: dict[str, Any], wanted: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """The values that a text does not state yet and that one line can state, with their paths."""
    for key, value in wanted.items():
        here = (*path, key)
        if isinstance(value, dict):
            if isinstance(now.get(key, {}), dict) and path[:1] != ("what_if",):
                yield from _new_values(now.get(key, {}), value, here)
        elif key not in now and not _is_rows(value):
            yield here, value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _insert(lines: list[str], path: Path, value: Any) -> None:
    """Put a new line where it belongs; a table that is not there yet comes at the end."""
    line = f"{_key(path[-1])} = {_inline(value)}"
    bounds = _table(lines, path[:-1])
    if bounds is None:
        lines += [*([""] if lines and lines[-1].strip() else []), f"[{'.'.join(map(_key, path[:-1]))}]", line]
        return
    start, end = bounds
    dormant = re.compile(rf"^#\s*{re.escape(_key(path[-1]))}\s*=[^#]*(?P<comment>#.*)?$")
    for number in range(start, end):
        if found := dormant.match(lines[number]):
            lines[number] = f"{line:<38} {found['comment']}" if found["comment"] else line
            return
    last = max((n for n in range(start, end) if lines[n].strip() and not lines[n].startswith("#")), default=start - 1)
    lines.insert(last + 1, line)


def _table(lines: list[str], path: Path) -> tuple[int, int] | None:
    """The lines of a table, its header aside; None if the text has none of that name."""
    headers = [(n, found["name"]) for n, line in enumerate(lines) if (found := _HEADER.match(line))]
    headers = [(n, name) for n, name in headers if not _in_value(lines, n)]
    if not path:
        return 0, headers[0][0] if headers else len(lines)
    name = ".".join(map(_key, path))
    for place, (number, said) in enumerate(headers):
        if re.sub(r"\s*\.\s*", ".", said) == name and not lines[number].lstrip().startswith("[["):
            return number + 1, headers[place + 1][0] if place + 1 < len(headers) else len(lines)
    return None


def _in_value(lines: list[str], number: int) -> bool:
    """Whether a line that looks like a header is part of a list of lists: the text before it is no TOML by itself."""
    try:
        tomllib.loads("\n".join(lines[:number]))
    except ValueError:
        return True
    return False
