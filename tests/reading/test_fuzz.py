"""Whatever stands in the files, reading gives a problem or faults, never another error."""

import json
import string
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.books import SHEETS, book, pack, scenario, unpack
from tspi_sched.errors import InputError
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_noted, read_plan
from tspi_sched.reading.values import cells, clock
from tspi_sched.reading.values.availability import availability
from tspi_sched.reading.values.extra_time import extra_time

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

pieces = st.sampled_from(
    ["07/12/2026", "2026-12-07", "8h30", "08:00", "12:30", "-", "à", "du", "au", ";", ",", "/", "\n", " ", "et", "1/3",
     "MSP", "ET", "QPP", ":", "=", "20min", "33%", "CCP1", "CCP2", "TITRE", "+", "J1", "V1", "oui", "x", "lundi", "7",
     "décembre", "2026", "€", "1 200", ",50", "24h", "\u00a0", "\u200b", "½", "²", "٣", "é", "#N/A",
     "sauf", "pas", "le", "matin", "après-midi", "jusqu'à", "à partir de", "14/06", "15", "les", "PM", "absent",
     "mardi", "_x000D_", "&amp;", "Total", "NB :", '"', "071226", "e\u0301", "’", "10.10", "tous les jours", "entre"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=30), st.lists(pieces, max_size=8).map("".join), st.lists(pieces, max_size=8).map(" ".join)
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, st.dates(), st.datetimes(), st.times(), st.timedeltas()
)
nested = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)

READERS: list[Callable[[object], Any]] = [
    cells.text, cells.identifier, cells.identifiers, cells.track_list, cells.count, cells.amount, cells.yes_no,
    cells.capacity, cells.gender, cells.uses, cells.lock, clock.day, clock.minute, availability, extra_time,
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_single_values(reader: Callable[[object], Any]) -> None:
    @settings(max_examples=300, deadline=None)
    @given(values.filter(lambda value: not cells.is_empty(value)) | st.lists(values, min_size=1, max_size=3))
    def check(value: object) -> None:
        if isinstance(value, list) and reader not in (cells.identifiers, availability, extra_time):
            return
        with suppress(cells.Unclear):
            reader(value)

    check()


def writable(value: Any) -> Any:
    """What openpyxl can write into a cell; the rest becomes text."""
    if isinstance(value, str):
        return "".join(c for c in value if c.isprintable() or c == "\n")
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, datetime | date) and value.year < 1900:
        return None
    return value if isinstance(value, datetime | date | time | timedelta | bool | int | float) else None


@relaxed
@given(st.data())
def test_random_cells(data: st.DataObject) -> None:
    sheets: dict[str, Any] = {}
    for title in data.draw(st.lists(st.sampled_from(list(SHEETS)), min_size=1, max_size=3)):
        rows = [list(row) for row in SHEETS[title]]
        for _ in range(data.draw(st.integers(1, 4))):
            row = data.draw(st.integers(0, len(rows) - 1))
            column = data.draw(st.integers(0, len(rows[row]) - 1))
            rows[row][column] = writable(data.draw(values))
        sheets[title] = rows
    with tempfile.TemporaryDirectory() as folder, suppress(InputError, OverflowError):
        path = book(Path(folder) / "book.xlsx", sheets)
        with suppress(InputError):
            assert isinstance(read(path)[0], Problem)


@relaxed
@given(st.data())
def test_random_titles_and_rows_below(data: st.DataObject) -> None:
    """Other headings, columns and rows under the tables: read, refused or noted, and every note can be written."""
    sheets: dict[str, Any] = {}
    for title in data.draw(st.lists(st.sampled_from(list(SHEETS)), min_size=1, max_size=3)):
        rows = [list(row) for row in SHEETS[title]]
        place = data.draw(st.integers(0, len(rows[0]) - 1))
        rows[0][place] = data.draw(st.sampled_from(HEADINGS) | texts.map(writable))
        rows = [[*row, writable(data.draw(values))] for row in rows]
        rows += [[writable(value) for value in data.draw(st.lists(values, max_size=4))]]
        sheets[data.draw(st.sampled_from([title, f"{title} ", "Feuil1", "Jury", "Salle"]))] = rows
    with tempfile.TemporaryDirectory() as folder, suppress(InputError, OverflowError):
        path = book(Path(folder) / "book.xlsx", sheets)
        with suppress(InputError):
            assert all(note.message and note.where for note in read_noted(path).notes)


HEADINGS = [
    "Début", "Fin", "Employeur", "Société", "Tiers-temps", "Indisponibilités", "Absences", "Mail", "Tél", "Salle", "N°",
    "Capacité", "Nom et prénom", "Statut", "Sexe", "Total", '"', "#REF!", "", "Vidéoprojecteur", "Dispo",
]  # fmt: skip


@relaxed
@given(
    st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.xls", "a.toml", "a"]), st.sampled_from([b"", b"PK\x03\x04"])
)
def test_random_bytes(content: bytes, name: str, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(start + content)
        with suppress(InputError):
            read(path)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return unpack(book(tmp_path_factory.mktemp("books") / "book.xlsx"))


@relaxed
@given(st.data())
def test_damaged_xml(parts: dict[str, bytes], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = pack(Path(folder) / "book.xlsx", {**parts, name: bytes(content)})
        with suppress(InputError):
            read(path)


@relaxed
@given(st.data())
def test_damaged_zip(parts: dict[str, bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = pack(Path(folder) / "book.xlsx", parts)
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        with suppress(InputError):
            read(path)


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value)
    return str(value)


KEYS = [
    "name", "title", "grid_minutes", "objectives", "allow_unplaced", "what_if", "what_if.without", "what_if.days",
    "what_if.add", "what_if.add.Jurys", "what_if.change", "what_if.change.J1", "what_if.change.C1.Parcours", "rules",
    "what_if.change.J1.Nom", "rules.panel", "rules.panel.size", "rules.meal.window", "rules.marking.minutes", "solver",
    "solver.time_limit", "columns", "columns.Candidats", "columns.Candidats.Nom", "workbook", "other",
]  # fmt: skip


@settings(relaxed, max_examples=150)
@given(st.sampled_from(KEYS), nested)
def test_random_scenarios(key: str, value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book(Path(folder) / "book.xlsx", Jurys=[row[:6] for row in SHEETS["Jurys"]])
        path = scenario(Path(folder) / "plan.toml")
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{key} = {toml(value)}\n" if key != "workbook" else "")
        with suppress(InputError):
            read(path)


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return read(book(tmp_path_factory.mktemp("books") / "book.xlsx"))[0]


@relaxed
@given(
    st.dictionaries(st.sampled_from(["candidate", "stage", "date", "start", "room", "members", "x"]), nested), nested
)
def test_random_plans(problem: Problem, task: dict[str, Any], other: Any) -> None:
    good = {"candidate": "C1", "track": "TITRE", "stage": "ET", "date": "2026-12-07", "start": "08:00", "end": "09:00"}
    content = {"format": "tspi-sched-plan", "version": 1, "tasks": [{**good, **task}], "unplaced": other}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        with suppress(InputError):
            read_plan(path, problem)


@given(st.text(string.printable, max_size=40))
@settings(relaxed, max_examples=200)
def test_messages_can_be_written(text: str) -> None:
    """A fault shows what was found without characters that would break a terminal or a file."""
    assert cells.shown(text).isprintable()
