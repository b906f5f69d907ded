"""An organiser's scenario with a repair in it: the same text, comments and order, but for what the repair changes.

A repair is a few lines of TOML (`changes.snippet`). Pasted at the end they are wrong as soon as one of their tables is
there already; here each value goes to where it belongs, and only what is new goes to the end.
"""

import os
import re
import tomllib
from collections.abc import Iterator, MutableMapping
from copy import deepcopy
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path as Files
from typing import Any

import tomlkit
from tomlkit.items import AoT

from tspi_sched.explanations.repairs.changes import key as toml_key
from tspi_sched.explanations.repairs.changes import text as quoted
from tspi_sched.problem import plain
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.layout import SHEETS
from tspi_sched.texts import _, ngettext

Table = MutableMapping[str, Any]
Path = tuple[str, ...]

_DAYS = ("what_if", "days")

_CODE = re.compile(r"""(?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*')*""")
"""What a line of TOML says before its comment."""


def scenario_of(workbook: str, snippet: str) -> str:
    """A scenario for a workbook that has none yet: every value at its default, but for a repair."""
    return f"workbook = {quoted(workbook)}\n\n{snippet}"


def changed_scenario(source: Files, snippet: str, target: Files) -> str:
    """The scenario with the lines of a repair, for a file at `target`: what it names is found from there.

    `source` is the scenario, or a workbook that has none yet. The new one bears the name of its file, or its plan would
    take the place of the other one.
    """
    if source.suffix.lower() != ".toml":
        return scenario_of(_from(target, source), snippet)
    document = tomlkit.parse(rewritten(source.read_bytes().decode("utf-8-sig"), snippet))
    if "name" in document:
        document["name"] = target.stem
    for key in ("workbook", "title"):
        named = str(document.get(key, ""))
        if key == "workbook" or named.lower().endswith(".toml"):
            moved = _from(target, source.parent / named)
            if named and moved != Files(named).as_posix():
                document[key] = moved
    return tomlkit.dumps(document)


def _from(target: Files, path: Files) -> str:
    """The way from the folder of a file to another file."""
    try:
        return Files(os.path.relpath(path.resolve(), target.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return path.resolve().as_posix()


def rewritten(scenario: str, snippet: str) -> str:
    """A scenario with the lines of a repair where they belong."""
    newline, repair = "\r\n" if "\r\n" in scenario else "\n", tomllib.loads(snippet)
    document = tomlkit.parse(scenario)
    rest = [lines for path, value in _tables(repair, ()) for lines in _placed(document, path, value)]
    new = tomlkit.dumps(document)
    if rest:
        new = newline.join([new.rstrip(), *(line for lines in rest for line in ("", *lines)), ""])
    wanted = merged(tomllib.loads(scenario), repair)
    return new if _reads_as(new, wanted) else tomlkit.dumps(_filled(tomlkit.parse(scenario), wanted))


def _reads_as(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _filled(document: tomlkit.TOMLDocument, wanted: dict[str, Any]) -> tomlkit.TOMLDocument:
    """The document with the tables that differ written anew: where lines alone cannot say it, as in inline tables."""
    for key, value in wanted.items():
        if key not in document or document[key] != value:
            document[key] = value
    return document


# --- what the scenario is to say -------------------------------------------------------------------------------------


def merged(scenario: dict[str, Any], repair: dict[str, Any]) -> dict[str, Any]:
    """The content of a scenario after a repair, as plain data."""
    new = deepcopy(scenario)
    _merge(new, repair, new, ())
    return new


def _merge(into: Table, repair: dict[str, Any], whole: Table, path: Path) -> None:
    for key, value in repair.items():
        here = (*path, key)
        if here[:2] == ("what_if", "change") and len(here) == 3:
            row = _row_of(whole, key)
            for column, cell in value.items():
                row[_same_column(row, column, whole)] = cell
        elif here == _DAYS and into.get(key):
            more = _days(into[key], value)
            into[key] = more if more is value else [*into[key], *more]
        elif isinstance(value, dict):
            _merge(into.setdefault(key, {}), value, whole, here)
        elif isinstance(value, list) and here[:2] == ("what_if", "add"):
            into.setdefault(key, []).extend(value)
        else:
            into[key] = value


def _days(now: list[Table], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gives the days of a scenario their hours; the days that are new to it, or all where its dates cannot be told."""
    by_date = {str(row["date"]): row for row in wanted}
    if not all(_date_of(row) in by_date for row in now):
        return wanted
    for row in now:
        for key, value in _other_hours(row, by_date.pop(_date_of(row))).items():
            row[key] = value
    return list(by_date.values())


def _date_of(row: Table) -> str:
    value = next((value for key, value in row.items() if fold(key) == "date"), "")
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


def _other_hours(row: Table, wanted: dict[str, Any]) -> dict[str, Any]:
    """The hours of a day that differ, under the headings that it has."""
    found = {}
    for key, usual in (("open", "08:00"), ("close", "18:00")):
        named = _same_column(row, key, {})
        if str(row.get(named, usual))[:5] != wanted[key]:
            found[named] = wanted[key]
    return found


def _row_of(whole: Table, id: str) -> Table:
    """Where a scenario says something of an id: in the row that it adds for it, else among its changes."""
    what_if = whole.setdefault("what_if", {})
    for rows in what_if.get("add", {}).values():
        for row in rows:
            if any(fold(key) == "id" and plain(str(value)) == plain(id) for key, value in row.items()):
                return row  # type: ignore[no-any-return]
    changes = what_if.setdefault("change", {})
    name = next((name for name in changes if plain(name) == plain(id)), id)
    return changes.setdefault(name, {})  # type: ignore[no-any-return]


def _same_column(row: Table, title: str, whole: Table) -> str:
    """The heading under which a row has a column already, ours in either language or the organiser's; else ours."""
    columns = [(sheet, one) for sheet in SHEETS for one in sheet.columns if fold(title) in map(fold, one.titles)]
    names = {fold(name) for _sheet, column in columns for name in column.titles}
    for mine in whole.get("columns", {}).values():
        names |= {fold(str(heading)) for name, heading in mine.items() if fold(name) in names}
    return next((key for key in row if fold(key) in names), title)


# --- where its lines are ---------------------------------------------------------------------------------------------


def _tables(repair: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """The tables of a repair that hold values, and its lists of rows, with their paths."""
    values = {key: value for key, value in repair.items() if not _is_table(value)}
    if values:
        yield path, values
    for key, value in repair.items():
        if isinstance(value, dict):
            yield from _tables(value, (*path, key))
        elif _is_table(value):
            yield (*path, key), value


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _placed(document: Table, path: Path, value: Any) -> Iterator[list[str]]:
    """Puts values where the document has their table; gives the lines of those for which it has none."""
    there = _at(document, path)
    if path[:2] == ("what_if", "change"):
        there = _row_in(document, path[2])
    if path == _DAYS and there:
        yield from _dated(document, there, value)
    elif isinstance(value, list):
        if there is None or isinstance(there, AoT):
            yield from (_lines(f"[[{_dotted(path)}]]", row) for row in value)
        else:
            there.extend(value)
    elif there is None:
        yield _lines(f"[{_dotted(path)}]", value)
    else:
        for name, cell in value.items():
            there[_same_column(there, name, document) if path[0] == "what_if" else name] = cell


def _lines(head: str, values: dict[str, Any]) -> list[str]:
    return [head, *(f"{toml_key(name)} = {quoted(value)}" for name, value in values.items())]


def _dotted(path: Path) -> str:
    return ".".join(map(toml_key, path))


def _at(document: Table, path: Path) -> Any:
    for part in path:
        if part not in document:
            return None
        document = document[part]
    return document


def _row_in(document: Table, id: str) -> Any:
    """Where the document speaks of an id already; None if it does not."""
    plain_data = document.unwrap() if hasattr(document, "unwrap") else document
    return _row_of(document, id) if _row_of(plain_data, id) else None


def _dated(document: Table, now: Any, wanted: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Puts the days where the document has days; gives the lines of those that are new."""
    more = _days(now, wanted)
    if more is wanted:
        document["what_if"]["days"] = wanted
    elif isinstance(now, AoT):
        yield from (_lines(f"[[{_dotted(_DAYS)}]]", row) for row in more)
    else:
        now.extend(more)


# --- the way from one to the other, in words -------------------------------------------------------------------------


def steps(old: str, new: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What to do by hand to make one text of another: a sentence, and the lines that it speaks of.

    Line numbers are those of the old text; a step at the end comes last.
    """
    before, after = old.splitlines(), new.splitlines()
    for tag, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        lines = tuple(after[k:m])
        if tag == "equal" or (tag == "insert" and not any(map(str.strip, lines))):
            continue
        if tag == "replace" and j - i == m - k:
            for number, (was, now) in enumerate(zip(before[i:j], lines, strict=True), i + 1):
                text = _("ligne {number} : remplacez « {old} » par « {new} »")
                yield text.format(number=number, old=_code(was), new=_code(now)), ()
        elif tag == "insert" and not any(map(str.strip, before[i:])):
            yield _("ajoutez à la fin :"), _stripped(lines)
        elif tag == "insert":
            yield _("après la ligne {number}, ajoutez :").format(number=i), _stripped(lines)
        else:
            yield _removed(i + 1, j, lines), _stripped(lines)


def _removed(first: int, last: int, lines: tuple[str, ...]) -> str:
    text = ngettext("supprimez la ligne {first}", "supprimez les lignes {first} à {last}", last - first + 1)
    if lines:
        text = ngettext(
            "à la place de la ligne {first}, mettez :",
            "à la place des lignes {first} à {last}, mettez :",
            last - first + 1,
        )
    return text.format(first=first, last=last)


def _stripped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without the empty ones at both ends."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else ()


def _code(line: str) -> str:
    """A line without its comment, where it is plain that it has one."""
    code = _CODE.match(line)
    return (code[0] if code else line).strip()
