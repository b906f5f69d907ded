"""``check -o`` of a plan after an incident: what history alone breaks is marked too, and not as what can be mended."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from tests.support.marking import TODAY, is_red, noted, told
from tests.support.sessions import MONDAY, at, laid_out, session
from tools.workbook_package import faults
from tspi_sched.checker import judged
from tspi_sched.exports import marked
from tspi_sched.exports.common.colours import FINDING
from tspi_sched.exports.marked.cells import put_mark, take_marks
from tspi_sched.plan import DONE, Plan, Result, Status, in_time_order
from tspi_sched.stamp import UNSTAMPED, Stamp

NOW = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 13, 40)


def after(*changes: tuple[str, str, dict[str, object]]) -> Plan:
    """The plan at NOW with other values in some rows."""
    tasks = [replace(t, state=DONE) if t.start < at("13:40") else t for t in laid_out().tasks]
    for candidate, stage, values in changes:
        tasks = [replace(t, **values) if t.key[::2] == (candidate, stage) else t for t in tasks]  # type: ignore[arg-type]
    return Plan(in_time_order(tasks), (), NOW)


LONG = after(("C1", "ET", {"start": at("13:02"), "end": at("13:27")}))
BOTH = after(("C1", "ET", {"start": at("13:02"), "end": at("13:27")}), ("C1", "EF", {"room": "S1"}))


def written(folder: Path, plan: Plan, stamp: Stamp = UNSTAMPED) -> Path:
    breaches, findings = judged(session(), plan)
    result = Result(Status.FEASIBLE, plan, stamp=stamp)
    checked = marked.Checked("plan.json", "s.toml", result, breaches, findings=findings)
    marked.write(session(), checked, folder / "controle.xlsx", today=TODAY)
    return folder / "controle.xlsx"


def test_a_finding_is_marked_with_its_text_in_a_colour_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, LONG)
    book, (finding,) = load_workbook(path), judged(session(), LONG)[1]
    ((place, note),) = noted(book).items()
    cell = book[place[0]][place[1]]
    assert cell.fill.fgColor.rgb == f"FF{FINDING}"
    assert not is_red(cell)
    assert f"Constat : {told(finding.message)}" in note.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert faults(path) == []


def test_the_sheet_tells_findings_apart_from_breaches(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, BOTH))
    breaches, findings = judged(session(), BOTH)
    rows = [[cell.value for cell in row] for row in book["Contrôle"].iter_rows()]
    heads = [n for n, row in enumerate(rows) if row[0] == "N°"]
    assert len(heads) == 2
    assert [row[2] for row in rows[heads[0] + 1 :][: len(breaches)]] == [told(one.message) for one in breaches]
    assert [row[2] for row in rows[heads[1] + 1 :][: len(findings)]] == [told(one.message) for one in findings]
    link = book["Contrôle"].cell(heads[1] + 2, 4).hyperlink.location.split("!")
    assert book[link[0].strip("'")][link[1]].comment is not None


def test_a_plan_with_findings_alone_breaks_no_rule(tmp_path: Path) -> None:
    texts = [str(cell.value) for row in load_workbook(written(tmp_path, LONG))["Contrôle"].iter_rows() for cell in row]
    assert any(text.startswith("Aucune règle enfreinte") for text in texts)
    assert "1 constat" in texts


def test_a_cell_of_both_is_one_to_mend() -> None:
    from openpyxl import Workbook

    book = Workbook()
    put_mark(book.active["A1"], ("a",), finding=True)
    put_mark(book.active["B1"], ("b",))
    take_marks(book)
    assert all(book.active[place].comment is None for place in ("A1", "B1"))
    assert all(book.active[place].fill.fill_type is None for place in ("A1", "B1"))


def test_the_edition_of_the_plan_stands_on_every_sheet(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    stamp = Stamp(2, datetime(2026, 12, 7, 10, 42, tzinfo=ZoneInfo("Europe/Paris")))
    book = load_workbook(written(tmp_path, LONG, stamp))
    text = "Édition 2 – publiée le lundi 7 décembre 2026 à 10:42"
    assert any(text in str(cell.value) for row in book["Contrôle"].iter_rows(max_row=3) for cell in row)
    assert all(text in (sheet.oddHeader.right.text or "") for sheet in book.worksheets)
