"""The starter files: complete, readable, solvable as they stand; and the bundled examples."""

import importlib.util
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.paths import ROOT
from tspi_sched.documents import Documents
from tspi_sched.errors import InputError
from tspi_sched.problem import Rules
from tspi_sched.reading import SHEETS, built_in_titles, documents_for, headings, read, read_title
from tspi_sched.reading.documents import DocumentKeys, LeadKeys, TextKeys
from tspi_sched.reading.scenario.keys import RulesKeys
from tspi_sched.starter import write_starter
from tspi_sched.starter.book import sheets_of
from tspi_sched.starter.help import column_help, sheet_help
from tspi_sched.starter.launcher import launcher_name, write_launcher
from tspi_sched.wishes import Wishes
from tspi_sched.wording.documents import standard_texts

TODAY = date(2026, 11, 2)

OFFERED = sheets_of(read_title("TP-01305", ROOT))
"""The sheets of a title whose stages need no means."""


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write_starter(tmp_path / "ma session", today=TODAY)


def test_all_files_are_there(paths: list[Path]) -> None:
    names = ["session.xlsx", "scenario.toml", "documents.toml", launcher_name()]
    assert [path.name for path in paths] == names
    assert all(path.is_file() for path in paths)


def test_the_reader_reads_both_without_a_fault(paths: list[Path]) -> None:
    problem, wishes = read(paths[1])
    assert [candidate.id for candidate in problem.candidates] == ["C01"]
    assert [len(panel) for panel in problem.panels.values()] == [2]
    assert problem.days[0].date == date(2027, 1, 4)  # the first Monday at least 60 days ahead
    assert wishes.objectives == Wishes().objectives
    assert read(paths[0])[0].candidates == problem.candidates


def test_the_scenario_states_the_defaults(paths: list[Path]) -> None:
    stated, plain = read(paths[1])[0].rules, read(paths[0])[0].rules
    # the minutes of the title are written out, the rest is equal as it stands
    assert stated.marking.before == plain.marking.before
    for field in (
        "grid_minutes",
        "allow_unplaced",
        "changeover_minutes",
        "oral_rooms",
        "msp",
        "meal",
        "member",
        "panel",
    ):
        assert getattr(stated, field) == getattr(plain, field)
    assert plain == Rules(panel=plain.panel)
    assert plain.panel.mode == "given"
    title = read(paths[1])[0].title
    assert dict(stated.marking.minutes) == {t.code: dict(t.minutes)["CORR"] for t in title.tracks}
    assert stated.deliberation.minutes == dict(title.tracks[0].minutes)["DELIB"]
    assert stated.final_interview_minutes == (title.completion or ("", 0))[1]


def test_every_parameter_of_the_rules_stands_in_the_scenario(paths: list[Path]) -> None:
    text = paths[1].read_text(encoding="utf-8")
    tables = {name: field.annotation for name, field in RulesKeys.model_fields.items()}
    for name, keys in tables.items():
        inner = getattr(keys, "model_fields", {name: None})
        assert all(re.search(rf"^(# )?{key} =", text, re.MULTILINE) for key in inner), name


def test_what_is_for_incidents_can_be_uncommented(paths: list[Path]) -> None:
    lines = ("substitutes =", "handover =", "notice_minutes =", "slide_minutes =")
    text = paths[1].read_text(encoding="utf-8")
    for line in lines:
        text = text.replace(f"# {line}", line)
    paths[1].write_text(text, encoding="utf-8")
    rules = read(paths[1])[0].rules
    assert (rules.panel.substitutes, rules.marking.handover) == ("none", "all")
    assert (rules.notice_minutes, rules.slide_minutes) == (60, 30)


def test_the_example_can_be_planned_as_it_stands(paths: list[Path]) -> None:
    from tspi_sched.planner import solve

    problem, _wishes = read(paths[1])
    result = solve(problem, Wishes(time_limit=20, workers=1))
    # paper 8:00-11:00, marking 11:05-11:25, meal 11:30-12:15, changeover, 110 of orals, 10: 14:20
    assert result.status == "optimal"
    assert {report.name: report.value for report in result.objectives}["finish"] == 14 * 60 + 20


def test_titles_are_the_reader_s(paths: list[Path]) -> None:
    book = load_workbook(paths[0])
    for sheet in OFFERED:
        row = [cell.value for cell in book[sheet.fr][4]]
        assert tuple(row) == headings(sheet)
    assert book.sheetnames[-1] == "Aide"


def test_required_titles_look_different_and_every_title_has_a_comment(paths: list[Path]) -> None:
    book = load_workbook(paths[0])
    for sheet in OFFERED:
        for cell, column in zip(book[sheet.fr][4], sheet.columns, strict=True):
            assert (cell.fill.start_color.rgb == "FF1F4E79") == column.required
            assert cell.comment.text.startswith("Obligatoire." if column.required else "Facultatif.")


def test_drop_downs_cover_every_choice(paths: list[Path]) -> None:
    book = load_workbook(paths[0])
    for sheet in OFFERED:
        rules = book[sheet.fr].data_validations.dataValidation
        assert len(rules) == sum(bool(column.choices) or column.field == "title" for column in sheet.columns)
    assert '"oui,non"' in {rule.formula1 for rule in book["Candidats"].data_validations.dataValidation}


def test_extra_time_is_text_so_that_a_third_is_no_date(paths: list[Path]) -> None:
    sheet = load_workbook(paths[0])["Candidats"]
    letter = next(cell.column_letter for cell in sheet[4] if cell.value == "Temps majoré")
    assert sheet.column_dimensions[letter].number_format == "@"


def test_dates_and_times_are_real(paths: list[Path]) -> None:
    sheet = load_workbook(paths[0])["Jours"]
    assert sheet["A5"].is_date
    assert sheet["B5"].number_format == "hh:mm"


def test_the_documents_say_what_they_say_without_the_file(paths: list[Path]) -> None:
    assert documents_for(paths[1]) == Documents()


def test_the_texts_offered_for_a_change_are_ours(paths: list[Path]) -> None:
    offered = paths[2].read_text(encoding="utf-8").replace("\n# ", "\n").replace("\n#   ", "\n")
    paths[2].write_text(offered[: offered.index("[lead")] + offered[offered.index("[texts]") :], encoding="utf-8")
    assert documents_for(paths[0]).texts == standard_texts()


def test_the_documents_offer_every_key(paths: list[Path]) -> None:
    text = paths[2].read_text(encoding="utf-8")
    for table in (DocumentKeys, LeadKeys, TextKeys):
        for name in table.model_fields:
            assert f"{name} = " in text or f"[{name}]" in text, name


@pytest.mark.parametrize("code", built_in_titles())
def test_every_sheet_and_column_is_explained(code: str) -> None:
    title = read_title(code, ROOT)
    for sheet in SHEETS:
        assert sheet_help(sheet.key, title)
        assert all(column_help(sheet.key, column.field, title)[0] for column in sheet.columns)


@pytest.mark.parametrize("name", ["session.xlsx", "scenario.toml", "documents.toml"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="existe déjà"):
        write_starter(tmp_path, today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="dossier"):
        write_starter(tmp_path / "file", today=TODAY)


# --- the bundled examples --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_bundled_scenarios_are_read_without_a_fault(path: Path) -> None:
    problem, wishes = read(path)
    assert wishes.name == path.stem
    assert problem.rules.panel.mode == "given"


def values(path: Path) -> dict[str, Any]:
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_committed_workbooks_are_what_the_script_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_instances", ROOT / "instances" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for path in make.make(tmp_path):  # values, not bytes: those change with the version of the compressing library
        assert values(path) == values(ROOT / "instances" / path.name), path.name


def test_tiny_has_the_optimum_worked_out_by_hand() -> None:
    from tspi_sched.planner import solve

    problem, wishes = read(ROOT / "scenarios" / "tiny.toml")
    result = solve(problem, Wishes(wishes.name, wishes.objectives, 30, 1, 1))
    # the arithmetic is in instances/README.md
    found = {report.name: report.value for report in result.objectives}
    assert found == {"days": 1, "juror_days": 2, "finish": 1000, "presence": 670, "waiting": 315}
    assert result.status == "optimal"


# --- a file to double-click ------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_a_double_click_plans_the_session(paths: list[Path]) -> None:
    """Run from elsewhere, by the Python of these tests, as a desktop does: without anybody at the keyboard."""
    launcher = paths[3]
    run = subprocess.run([launcher], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert (launcher.parent / "planning").is_dir()
    assert list((launcher.parent / "planning").rglob("planning.xlsx"))


def test_the_file_for_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", r"C:\\Mes outils\\100%\\python.exe")
    path = tmp_path / launcher_name(windows=True)
    assert path.name == "Planifier.bat"
    write_launcher(path, "scenario.toml")
    content = path.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")
    lines = content.decode().splitlines()
    assert 'cd /d "%~dp0"' in lines
    assert any("100%%" in line and line.endswith('-m tspi_sched solve "scenario.toml"') for line in lines)
    assert '  tspi-sched solve "scenario.toml"' in lines
    assert lines[-1] == "pause"


def test_an_existing_one_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / launcher_name()).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="existe déjà"):
        write_starter(tmp_path, today=TODAY)
