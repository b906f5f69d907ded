"""What tells of a candidate's health (extra time, an accessible room) is read by the organiser and the candidate only.

The demonstration session: C02 has extra time at the paper; here they need accessible rooms too.
"""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support import export_demo as demo
from tspi_sched.documents import Documents
from tspi_sched.exports import html, ics, xlsx
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Result
from tspi_sched.problem import ExtraTime, Problem

WORDS = re.compile(r"majoré|tiers|accessible|\+ \d+ (?:min|h)", re.IGNORECASE)

OWN_SHEETS = {"Candidats", "Fiches candidats"}
"""The sheets of planning.xlsx that are for the organiser alone, or a page for each candidate alone."""


PHONE, NUMBER, HOME = "06 07 08 09 10", "0099887", "7 impasse des Glycines"
"""What reaches a person, and the number under which a candidate is registered."""


def reached() -> Problem:
    """Everybody has a phone and an address, every candidate a number."""
    people: dict[str, Any] = {"phone": PHONE, "address": f"{HOME}\n69003 Lyon"}
    return demo.problem(
        candidates=tuple(replace(one, number=NUMBER, **people) for one in demo.CANDIDATES),
        members=tuple(replace(one, **people) for one in demo.MEMBERS),
        invigilators=tuple(replace(one, **people) for one in demo.problem().invigilators),
    )


def texts_of(path: Path) -> dict[str, str]:
    """Everything that a file says, by the part that says it: a sheet, a page, the whole."""
    if path.suffix == ".xlsx":
        return {
            sheet.title: " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
            for sheet in load_workbook(path)
        }
    if path.suffix == ".pdf":
        reader = pytest.importorskip("pypdf").PdfReader(path)
        return {path.name: " ".join(page.extract_text() for page in reader.pages)}
    return {path.name: path.read_text(encoding="utf-8", errors="replace")}


@pytest.mark.parametrize("name", FORMATS)
def test_phones_are_nowhere_and_numbers_and_addresses_on_a_person_s_own_papers_alone(tmp_path: Path, name: str) -> None:
    pytest.importorskip(FORMATS[name].package or "json")
    more = (Documents(one_file_each=True),) if FORMATS[name].documents else ()
    path = FORMATS[name].write(reached(), demo.result(), tmp_path, *more)
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    said = {part: text for file in files for part, text in texts_of(file).items()}
    assert not [part for part, text in said.items() if PHONE in text]
    own = ("Fiches candidats", "Convocation", "convocations-")
    assert not [part for part, text in said.items() if HOME in text and not part.startswith(own)]
    assert not [part for part, text in said.items() if NUMBER in text and not part.startswith((*own, "emargements"))]


def session() -> tuple[Problem, Result]:
    """C02 with more time at the paper and at an oral, in rooms that are all accessible."""
    extra = (ExtraTime("MSP", Fraction(1, 3)), ExtraTime("QPP", minutes=10))
    candidates = tuple(
        replace(one, accessible=True, extra_time=extra) if one.id == "C02" else one for one in demo.CANDIDATES
    )
    rooms = tuple(replace(room, accessible=True) for room in demo.ROOMS)
    tasks = (
        replace(task, end=task.end + 10) if task.key == ("C02", "TITRE", "QPP") else task for task in demo.plan().tasks
    )
    return demo.problem(candidates=candidates, rooms=rooms), demo.result(replace(demo.plan(), tasks=tuple(tasks)))


def test_the_sheets_that_are_posted_or_handed_out_do_not_say_it(tmp_path: Path) -> None:
    xlsx.write(*session(), tmp_path / "planning.xlsx")
    told = {
        sheet.title
        for sheet in load_workbook(tmp_path / "planning.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if WORDS.search(str(cell.value or ""))
    }
    assert told == OWN_SHEETS


def test_nor_do_the_printed_ones(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    from tspi_sched.exports.pdf import write

    told = {}
    for path in write(*session(), tmp_path / "out"):
        texts = (page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(path).pages)
        told[path.name] = ["Garnier" in text for text in texts if WORDS.search(text)]
    assert told.pop("convocations-candidats.pdf") == [True]  # their own, and nobody else's
    assert not any(told.values())


def test_nor_does_anybody_elses_calendar(tmp_path: Path) -> None:
    ics.write(*session(), tmp_path)
    told = {
        file.name for file in tmp_path.iterdir() if WORDS.search(file.read_bytes().replace(b"\r\n ", b"").decode())
    }  # fmt: skip
    assert told == {"candidat-C02.ics"}


def test_nor_does_the_page(tmp_path: Path) -> None:
    html.write(*session(), tmp_path / "planning.html")
    text = (tmp_path / "planning.html").read_text(encoding="utf-8")
    assert "Garnier" in text
    assert not WORDS.search(text)
