"""A scenario's text with other names, line by line as it was: a mistake in it stays where it is."""

import re
from collections.abc import Iterator, Set

from tspi_sched.disguise.book import COMPANY, PERSONAL
from tspi_sched.disguise.names import Names
from tspi_sched.disguise.vocabulary import is_understood
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.layout import SHEETS
from tspi_sched.texts import _
from tspi_sched.wishes import OBJECTIVES

_STRING = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?'
_TOKEN = re.compile(rf"(?P<comment>#[^\n]*)|(?P<table>(?m:^)[ \t]*\[[^\]\n=]*\]+)|(?P<text>{_STRING})")
_KEY = re.compile(r"""([\w.-]+|"[^"\n]*"|'[^'\n]*')\s*=\s*[^=\n"']*$""")

_CHANGED = re.compile(r"(what_if\s*\.\s*change\s*\.)(.*)", re.DOTALL)
"""A table that is named after somebody or something of the workbook."""

Files = dict[str, str]
"""The new names of files that the scenario names, by its key (`workbook`, `title`)."""


def disguised_scenario(text: str, names: Names, files: Files) -> str:
    """The same file with other names; comments go, and paths are those of the copies."""
    return "".join(_pieces(text, names, files))


def texts_of(text: str) -> Iterator[str]:
    """Every quoted text of a scenario, and the names of its tables."""
    yield from (found.group() for found in _TOKEN.finditer(text) if found.lastgroup != "comment")


def _pieces(text: str, names: Names, files: Files) -> Iterator[str]:
    done, table, key = 0, "", ""
    for found in _TOKEN.finditer(text):
        between = text[done : found.start()]
        yield between
        done = found.end()
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        near = _KEY.search(line)
        key = near[1].strip("\"'") if near else ("" if "=" in between else key)
        match found.lastgroup:
            case "comment":
                yield "# " + _("(commentaire retiré)")
            case "table":
                table = found.group().strip()
                yield _CHANGED.sub(lambda id: id[1] + names.elsewhere(id[2]), found.group())
            case _:
                yield _quoted(found.group(), text[done : done + 20], (table, key), names, files)
    yield text[done:]


def _quoted(quoted: str, after: str, at: tuple[str, str], names: Names, files: Files) -> str:
    table, key = at
    said = quoted.strip("\"'")
    if re.match(r"\s*=", after) or _titles_only(table) or said in OBJECTIVES:  # a heading, or a word of the program
        return quoted
    if not table and key in files:
        return f'"{files[key]}"'
    if fold(key) in _titles_of(PERSONAL):
        return names.of_people(quoted)
    if fold(key) in _titles_of({COMPANY}):
        return names.of_firms(quoted)
    if table.lstrip("[").startswith("what_if") and is_understood(said, key):
        return quoted
    return names.elsewhere(quoted)


def _titles_only(table: str) -> bool:
    """Whether a table holds nothing but the workbook's headings."""
    return table.startswith("[columns")


def _titles_of(fields: Set[str]) -> frozenset[str]:
    """The titles of the columns of some fields; a room's name counts as a name here."""
    columns = (column for sheet in SHEETS for column in sheet.columns if column.field in fields)
    return frozenset(fold(title) for column in columns for title in column.titles)
