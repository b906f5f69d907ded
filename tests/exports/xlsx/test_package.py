"""Workbooks that open without a word: nothing in the package that Excel would repair, and nothing that LibreOffice
reads otherwise."""

import shutil
import subprocess
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from tests.support import export_demo as demo
from tests.support import hostile
from tests.support.cli_runs import PATIENCE
from tests.support.xlsx_reading import Sheet
from tools.workbook_package import faults
from tspi_sched.comparison import compare
from tspi_sched.exports import comparison, xlsx
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.reading import read_plan
from tspi_sched.starter import write_starter
from tspi_sched.texts import in_language

SOFFICE = shutil.which("soffice")


def book_of(folder: Path, problem: Problem, result: Result) -> Path:
    path = folder / "planning.xlsx"
    xlsx.write(problem, result, path, today=demo.TODAY)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = Plan(demo.plan().tasks, demo.left_out())
    return book_of(tmp_path_factory.mktemp("package"), demo.problem(), demo.result(plan))


# --- the package -----------------------------------------------------------------------------------------------------


def test_a_planning_has_nothing_to_repair(path: Path) -> None:
    assert faults(path) == []


def test_an_english_planning_has_nothing_to_repair(tmp_path: Path) -> None:
    with in_language("en"):
        assert faults(book_of(tmp_path, demo.problem(), demo.result())) == []


def test_cards_on_several_sheets_have_nothing_to_repair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.exports.xlsx.cards.PER_SHEET", 2)
    written = book_of(tmp_path, demo.problem(), demo.result())
    assert faults(written) == []
    cards = [name for name in load_workbook(written).sheetnames if name.startswith("Fiches candidats")]
    assert cards == ["Fiches candidats", "Fiches candidats (2)"]


@pytest.mark.parametrize("text", hostile.TEXTS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
def test_a_hostile_planning_has_nothing_to_repair(tmp_path: Path, text: str) -> None:
    assert faults(book_of(tmp_path, *hostile.hostile(text))) == []


def test_a_starter_workbook_has_nothing_to_repair(tmp_path: Path) -> None:
    (written,) = (file for file in write_starter(tmp_path) if file.suffix == ".xlsx")
    assert faults(written) == []


def test_a_comparison_has_nothing_to_repair(tmp_path: Path) -> None:
    comparison.write(compare(demo.problem(), [demo.plan(), demo.plan()], ["avant", "après"]), tmp_path / "compare.xlsx")
    assert faults(tmp_path / "compare.xlsx") == []


SUMMARY, CANDIDATES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet7.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (SUMMARY, "'Légende'!A1", "'Nulle part'!A1", "leads to \"'Nulle part'!A1\""),
        (SUMMARY, "'Légende'!A1", "'Légende'!A0", "which is not there"),
        (SUMMARY, '<mergeCell ref="A5:F5" />', '<mergeCell ref="A5:F5" /><mergeCell ref="F5:G6" />', "overlaps"),
        (SUMMARY, 's="1"', 's="9999"', "a style that is not there"),
        (CANDIDATES, "&gt;=attente_longue<", "&gt;=attente_lente<", "names attente_lente"),
        (CANDIDATES, 'dxfId="0"', 'dxfId="99"', "a look that is not there"),
        (CANDIDATES, "<sheetData>", "<hyperlinks /><sheetData>", "out of order"),
        ("xl/workbook.xml", 'name="Codes"', 'name="PLAN"', "two sheets are called 'plan'"),
        ("xl/workbook.xml", 'name="Codes"', 'name="Codes/2"', "no title for a sheet"),
        ("xl/workbook.xml", 'name="liste_jurys"', 'name="LISTE_SALLES"', "LISTE_SALLES is defined twice"),
        ("xl/workbook.xml", "'Codes'!$A$5", "'Code'!$A$5", "'Code', which is no sheet"),
        ("xl/workbook.xml", 'name="liste_jurys"', 'name="AB12"', "'AB12' is no name"),
        ("xl/_rels/workbook.xml.rels", "sheet3.xml", "sheet99.xml", "sheet99.xml, which is not there"),
        ("[Content_Types].xml", "sheet3.xml", "sheet99.xml", "sheet3.xml has no type"),
    ],
)  # fmt: skip
def test_what_excel_would_repair_is_found(
    path: Path, tmp_path: Path, part: str, old: str, new: str, fault: str
) -> None:
    broken = tmp_path / "broken.xlsx"
    with ZipFile(path) as archive, ZipFile(broken, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8")
            assert old in content or name != part
            copy.writestr(name, content.replace(old, new, 1) if name == part else content)
    assert any(fault in one for one in faults(broken)), faults(broken)


# --- LibreOffice -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def again(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same workbook, opened and saved by LibreOffice."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not there")
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return folder / path.name


def plain(value: Any) -> Any:
    """A cell's value as what it stands for: dates, times and lengths are numbers in the file."""
    if isinstance(value, (datetime, time, timedelta)):
        return round(to_excel(value) * 1440, 3)  # type: ignore[no-untyped-call]
    return value


def values(path: Path) -> dict[str, Any]:
    return {
        sheet.title: {
            cell.coordinate: plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in load_workbook(path).worksheets
    }


def test_libreoffice_reads_every_cell_as_it_was_written(path: Path, again: Path) -> None:
    assert values(again) == values(path)


def links(sheet: Sheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.hyperlink.location.replace("'", "")
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }


def thresholds(sheet: Sheet) -> list[Any]:
    return sorted(rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules)


def test_libreoffice_keeps_links_rules_and_names(path: Path, again: Path) -> None:
    for old, new in zip(load_workbook(path).worksheets, load_workbook(again).worksheets, strict=True):
        assert links(new) == links(old)
        assert thresholds(new) == thresholds(old)
        assert len(new.data_validations.dataValidation) == len(old.data_validations.dataValidation)
    assert set(load_workbook(path).defined_names) == set(load_workbook(again).defined_names)


def test_a_plan_saved_by_libreoffice_comes_back(again: Path) -> None:
    assert read_plan(again, demo.problem()).tasks == demo.plan().tasks
