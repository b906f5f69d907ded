"""What tells of a candidate's health (extra time, an accessible room) is read by the organiser and the candidate only.

The demonstration session: C02 has extra time at the paper; here they need accessible rooms too.
"""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook

import export_demo as demo
from tspi_sched.export import html, ics, xlsx
from tspi_sched.problem import ExtraTime

WORDS = re.compile(r"majoré|tiers|accessible|\+ \d+ (?:min|h)", re.IGNORECASE)

OWN_SHEETS = {"Candidats", "Fiches candidats"}
"""The sheets of planning.xlsx that are for the organiser alone, or a page for each candidate alone."""


def session():
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


def test_the_sheets_that_are_posted_or_handed_out_do_not_say_it(tmp_path):
    xlsx.write(*session(), tmp_path / "planning.xlsx")
    told = {
        sheet.title
        for sheet in load_workbook(tmp_path / "planning.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if WORDS.search(str(cell.value or ""))
    }
    assert told == OWN_SHEETS


def test_nor_do_the_printed_ones(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    from tspi_sched.export.pdf import write

    told = {}
    for path in write(*session(), tmp_path / "out"):
        texts = (page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(path).pages)
        told[path.name] = ["Garnier" in text for text in texts if WORDS.search(text)]
    assert told.pop("convocations-candidats.pdf") == [True]  # their own, and nobody else's
    assert not any(told.values())


def test_nor_does_anybody_elses_calendar(tmp_path):
    ics.write(*session(), tmp_path)
    told = {
        file.name for file in tmp_path.iterdir() if WORDS.search(file.read_bytes().replace(b"\r\n ", b"").decode())
    }  # fmt: skip
    assert told == {"candidat-C02.ics"}


def test_nor_does_the_page(tmp_path):
    html.write(*session(), tmp_path / "planning.html")
    text = (tmp_path / "planning.html").read_text(encoding="utf-8")
    assert "Garnier" in text
    assert not WORDS.search(text)
