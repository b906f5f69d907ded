"""What hangs on the wall: who comes when and where, and nothing that is not for everybody."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support import export_demo as demo
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.common.wall import Passage, blocks, columns
from tspi_sched.plan import Plan
from tspi_sched.problem import ExtraTime, Problem


def passages(problem: Problem = None, plan: Plan = None) -> list[Passage]:
    roster = Roster(problem or demo.problem(), plan or demo.plan())
    return [
        row for day in roster.days for block in blocks(roster, day) for row in block.rows if isinstance(row, Passage)
    ]


def test_every_candidate_is_there_for_each_paper_and_for_the_orals_of_each_track() -> None:
    found = [(row.last_name, row.codes) for row in passages()]
    assert sorted(found) == [
        ("Garnier", "ET QPP EF"), ("Garnier", "MSP"), ("Lefèvre", "ET QPP EF"), ("Lefèvre", "MSP"),
        ("Roux", "ET"), ("Roux", "ET QPP"), ("Roux", "MSP"), ("Roux", "MSP"),
    ]  # fmt: skip


def test_names_are_in_the_order_of_a_dictionary() -> None:
    """Accents do not count, nor does case; a short word comes before a longer one that begins alike."""
    names = ["Öztürk", "petit", "LE GOFF", "Zola", "Éluard", "Lefèvre", "O’Brien", "E\u0301luard-Roux"]
    order = ["Éluard", "E\u0301luard-Roux", "LE GOFF", "Lefèvre", "O’Brien", "Öztürk", "petit", "Zola"]
    people = tuple(replace(demo.CANDIDATES[0], id=f"X{n}", last_name=name) for n, name in enumerate(names))
    written = next(task for task in demo.plan().tasks if task.stage == "MSP")
    tasks = [replace(written, candidate=person.id) for person in people]
    roster = Roster(demo.problem(candidates=people), Plan(tuple(tasks)))
    assert [roster.problem.candidate[task.candidate].last_name for task in roster.by_name(tasks)] == order


def test_extra_time_does_not_show() -> None:
    """C02 has it at the paper; with or without it at an oral too, the wall is the same."""
    roster = Roster(demo.problem(), demo.plan())
    shown = repr([blocks(roster, day) for day in roster.days])
    assert "12:00" not in shown  # C02 writes until then, a third longer
    assert "11:00 (TITRE)" in shown
    extra = (ExtraTime("MSP", Fraction(1, 3)), ExtraTime("EF", minutes=10))
    longer = tuple(replace(one, extra_time=extra) if one.id == "C02" else one for one in demo.CANDIDATES)
    tasks = tuple(
        replace(task, end=task.end + 10) if task.key == ("C02", "TITRE", "EF") else task for task in demo.plan().tasks
    )
    assert passages(demo.problem(candidates=longer), replace(demo.plan(), tasks=tasks)) == passages()


def test_neither_marking_nor_remarks_nor_ids() -> None:
    roster = Roster(demo.problem(), demo.plan())
    shown = repr([blocks(roster, day) for day in roster.days])
    assert not re.search(r"CORR|DELIB|Délib|rapport|C0\d|VP1|Martin", shown)


def test_no_column_is_empty() -> None:
    roster = Roster(demo.problem(candidates=tuple(replace(one, first_name="") for one in demo.CANDIDATES)), demo.plan())
    for day in roster.days:
        for block in blocks(roster, day):
            titles = [title for title, _text in columns(block)]
            assert "Prénom" not in titles
            assert ("Salle" in titles) != block.paper  # the title of a paper says where


def test_a_day_of_marking_only_has_no_panel() -> None:
    plan = demo.plan()
    kept = replace(plan, tasks=tuple(t for t in plan.tasks if t.stage in ("MSP", "CORR")))
    assert all(
        block.paper for day in (demo.MONDAY, demo.TUESDAY) for block in blocks(Roster(demo.problem(), kept), day)
    )


def test_the_workbook_has_it_too_on_a3_and_on_pages_that_fit() -> None:
    from openpyxl.utils import get_column_letter

    from tspi_sched.documents import Leads
    from tspi_sched.exports import xlsx

    problem, plan = demo.large(60)
    book = xlsx.build(problem, demo.result(plan), demo.TODAY, Leads())
    walls = [sheet for sheet in book.worksheets if sheet.title.startswith("Affichage")]
    assert walls
    for sheet in walls:
        scale = sheet.page_setup.scale / 100
        assert sheet.page_setup.paperSize == 8  # A3
        assert (
            min(cell.font.size for row in sheet.iter_rows(min_row=5, max_col=7) for cell in row if cell.value) * scale
            >= 12
        )
        wide = sum(sheet.column_dimensions[get_column_letter(place)].width for place in range(1, 8))
        assert wide * scale <= 200
        assert "2026" in sheet["A1"].value
        assert sheet.print_title_rows == "$1:$2"
        texts = {str(cell.value) for row in sheet.iter_rows(max_col=7) for cell in row}
        assert not any(re.search("CORR|DELIB|rapport|majoré", text) for text in texts)


def test_print_is_large_enough(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    from tspi_sched.exports.pdf import write

    problem, plan = demo.large(60)
    write(problem, demo.result(plan), tmp_path, today=demo.TODAY)
    page = pypdf.PdfReader(tmp_path / "planning-affichage.pdf").pages[0]
    assert sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) == [297, 420]
    sizes = []
    page.extract_text(
        visitor_text=lambda text, _c, matrix, _f, size: sizes.append((text.strip(), abs(matrix[0]) * size))
    )
    names = [size for text, size in sizes if problem.candidates[0].last_name in text]
    assert names
    assert min(names) >= 17
