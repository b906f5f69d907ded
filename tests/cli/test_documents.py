"""What the organiser says on paper, through the command line: found or given, in every document alike."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.cli_runs import TINY, Run, Solved

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


@pytest.fixture
def says(tmp_path: Path) -> Path:
    path = tmp_path / "ours.toml"
    path.write_text('centre = "Centre des Halles"\n[lead_minutes]\nwritten = 35\n', encoding="utf-8")
    return path


def text(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).replace("\u00a0", " ")


def test_every_document_calls_at_the_same_hour(run: Run, solved: Solved, says: Path, tmp_path: Path) -> None:
    plan, out = solved[0] / "plan.json", tmp_path / "out"
    code, printed, _err = run("export", plan, TINY, "--to", "pdf,xlsx,ics", "-o", out, "--documents", says)
    assert code == 0
    assert str(out / "documents") in printed
    letters = text(out / "documents" / "convocations-candidats.pdf")
    assert "Centre des Halles" in letters
    assert letters.count("présentez-vous à 07:25") == 2  # both papers start at 8:00
    cells = [cell.value for row in load_workbook(out / "planning.xlsx")["Candidats"].iter_rows() for cell in row]
    assert any("35 min avant l’épreuve MSP" in str(value) for value in cells)
    assert [str(value)[-8:] for value in cells if str(value).startswith("2027-03-15 07")] == ["07:25:00"] * 2
    assert "Convocation à 07:25" in (out / "calendriers" / "candidat-C01.ics").read_text(encoding="utf-8")


def test_who_signs_is_left_out_where_nobody_is_named(run: Run, solved: Solved, says: Path, tmp_path: Path) -> None:
    says.write_text('signatory = "Dominique Perrin"\n[lead_minutes]\nwritten = 35\n', encoding="utf-8")
    plan = solved[0] / "plan.json"
    assert run("export", plan, TINY, "--to", "pdf", "-o", tmp_path, "--documents", says, "--anonymise")[0] == 0
    letters = text(tmp_path / "anonyme" / "documents" / "convocations-candidats.pdf")
    assert "Perrin" not in letters
    assert "07:25" in letters


@pytest.mark.parametrize("command", ["export", "solve"])
def test_a_fault_in_them_stops_the_command_before_anything_is_written(
    run: Run, solved: Solved, says: Path, tmp_path: Path, command: str
) -> None:
    says.write_text('signatroy = "x"', encoding="utf-8")
    plan = [solved[0] / "plan.json"] if command == "export" else []
    code, _out, err = run(command, *plan, TINY, "-o", tmp_path / "out", "--documents", says)
    assert code == 1
    assert "ours.toml : signatroy : clé inconnue « signatroy » ; vouliez-vous dire « signatory » ?" in err
    assert not (tmp_path / "out").exists()
