"""What is said of an edition on everything that is written of a plan; nothing before there is one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from openpyxl import load_workbook

from tests.support import export_demo as demo
from tspi_sched.documents import Documents
from tspi_sched.exports import html, ics, plan_json, xlsx
from tspi_sched.exports.common.marks import content_of
from tspi_sched.exports.formats import FORMATS
from tspi_sched.exports.stamped import stamp_text, whole_text
from tspi_sched.plan import Plan, Result, in_time_order
from tspi_sched.stamp import UNSTAMPED, Stamp, page_key
from tspi_sched.texts import in_language

AT = datetime(2026, 12, 7, 10, 42, tzinfo=ZoneInfo("Europe/Paris"))
TEXT = "Édition 3 – publiée le lundi 7 décembre 2026 à 10:42"
SINCE = {page_key("candidate", "C01"): 2, page_key("door", "S2", demo.MONDAY): 3, page_key("wall", demo.MONDAY): 1}


def stamped(**changes: Any) -> Result:
    return demo.result(stamp=Stamp(3, AT, since=SINCE, **changes))


def said(path: Path) -> str:
    """The text of a file, of whatever kind."""
    if path.suffix == ".pdf":
        pypdf = pytest.importorskip("pypdf")
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".xlsx":
        return " ".join(sheet.oddHeader.right.text or "" for sheet in load_workbook(path))
    return path.read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")


def test_the_words() -> None:
    assert stamp_text(Stamp(3, AT)) == TEXT
    assert stamp_text(Stamp(draft=True)) == "Brouillon"
    assert stamp_text(UNSTAMPED) == ""
    assert whole_text(Stamp(3, AT, since=SINCE), "candidate", "C01") == f"{TEXT} – valable depuis l'édition 2"
    with in_language("en"):
        assert stamp_text(Stamp(3, AT)) == "Edition 3 – published on Monday 7 December 2026 at 10:42"
        assert stamp_text(Stamp(draft=True)) == "Draft"


def every_file(folder: Path, result: Result) -> Iterator[Path]:
    """All that the formats write which are papers, pages, sheets or calendars."""
    for name in ("xlsx", "html", "ics", "pdf"):
        pytest.importorskip(FORMATS[name].package or "json")
        more = (Documents(one_file_each=True),) if FORMATS[name].documents else ()
        path = FORMATS[name].write(demo.problem(), result, folder, *more)
        yield from (file for file in path.rglob("*.*") if file.is_file()) if path.is_dir() else [path]


def test_every_paper_page_sheet_and_calendar_says_it(tmp_path: Path) -> None:
    files = list(every_file(tmp_path, stamped()))
    assert len(files) > 15
    assert [file.name for file in files if TEXT not in said(file).replace("\n", " ")] == []


def test_every_page_of_a_document_and_every_sheet_says_it(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    for file in every_file(tmp_path, stamped()):
        if file.suffix == ".pdf":
            assert all(TEXT in page.extract_text() for page in pypdf.PdfReader(file).pages), file.name
        if file.suffix == ".xlsx":
            assert all(sheet.oddHeader.right.text == TEXT for sheet in load_workbook(file)), file.name


@pytest.mark.parametrize("word", ["Brouillon", "Édition"])
def test_a_draft_says_so_and_what_was_never_published_says_nothing(tmp_path: Path, word: str) -> None:
    draft = word == "Brouillon"
    files = every_file(tmp_path, demo.result(stamp=Stamp(draft=draft)))
    assert {word in said(file).replace("BROUILLON", "Brouillon") for file in files} == {draft}


def test_the_plan_says_the_number(tmp_path: Path) -> None:
    plan_json.write(demo.problem(), stamped(), tmp_path / "plan.json")
    assert content_of(tmp_path / "plan.json")["edition"] == 3
    plan_json.write(demo.problem(), demo.result(), tmp_path / "plan.json")
    assert "edition" not in content_of(tmp_path / "plan.json")


def test_a_paper_says_since_when_it_is_valid(tmp_path: Path) -> None:
    files = {file.name: said(file).replace("’", "'").replace("\n", " ") for file in every_file(tmp_path, stamped())}
    assert files["convocations-candidats.pdf"].count("valable depuis l'édition 2") == 1
    assert files["affiches.pdf"].count("valable depuis l'édition 3") == 1
    assert files["planning-affichage.pdf"].count("valable depuis l'édition 1") == 1
    assert "valable depuis l'édition 2" in files["candidat-C01.ics"]
    assert "valable" not in files["candidat-C02.ics"]


def test_a_card_of_the_workbook_says_it_too(tmp_path: Path) -> None:
    xlsx.write(demo.problem(), stamped(), tmp_path / "planning.xlsx")
    cells = [cell.value for row in load_workbook(tmp_path / "planning.xlsx")["Fiches candidats"] for cell in row]
    assert f"{TEXT} – valable depuis l’édition 2" in cells
    assert cells.count(TEXT) == 2  # the others


def test_what_is_broken_stands_on_the_organiser_s_sheet_alone(tmp_path: Path) -> None:
    xlsx.write(demo.problem(), stamped(broken=("J1 est à deux endroits.",)), tmp_path / "planning.xlsx")
    sheets = {
        sheet.title
        for sheet in load_workbook(tmp_path / "planning.xlsx")
        for row in sheet
        for cell in row
        if "J1 est à deux endroits." in str(cell.value)
    }
    assert sheets == {"Synthèse"}


def test_the_page_escapes_nothing_it_need_not(tmp_path: Path) -> None:
    html.write(demo.problem(), stamped(), tmp_path / "planning.html")
    assert f'<p class="stamp">{TEXT}</p>' in (tmp_path / "planning.html").read_text(encoding="utf-8")


# --- calendars -------------------------------------------------------------------------------------------------------


def later(stage: str = "ET", minutes: int = 15) -> Plan:
    """C01 with one oral later, which breaks rules, but shows in the calendar of C01, not in that of C02."""
    tasks = [
        replace(task, start=task.start + minutes, end=task.end + minutes)
        if task.key == ("C01", "TITRE", stage)
        else task
        for task in demo.plan().tasks
    ]
    return replace(demo.plan(), tasks=in_time_order(tasks))


def written(folder: Path, plan: Plan, stamp: Stamp) -> dict[str, dict[str, Any]]:
    ics.write(demo.problem(), demo.result(plan, stamp=stamp), folder, now=AT)
    return {
        file.name: {str(e["UID"]): e for e in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
        for file in folder.iterdir()
    }


def test_an_event_is_of_the_edition_that_last_changed_it(tmp_path: Path) -> None:
    written(tmp_path, demo.plan(), Stamp(1, AT))
    found = written(tmp_path, later(), Stamp(2, AT))
    editions = {
        name: {(int(e["SEQUENCE"]), str(e["DESCRIPTION"]).splitlines()[-1][:9]) for e in events.values()}
        for name, events in found.items()
    }
    assert editions["candidat-C02.ics"] == {(0, "Édition 1")}
    assert (1, "Édition 2") in editions["candidat-C01.ics"]
    assert (0, "Édition 1") in editions["candidat-C01.ics"]  # the paper, which stayed


def test_an_edition_that_changes_nothing_changes_no_event(tmp_path: Path) -> None:
    first = written(tmp_path, demo.plan(), Stamp(1, AT))
    again = written(tmp_path, demo.plan(), Stamp(2, AT))
    assert {n: {u: e.to_ical() for u, e in f.items()} for n, f in first.items()} == {
        n: {u: e.to_ical() for u, e in f.items()} for n, f in again.items()
    }


def test_a_draft_becomes_an_edition_without_being_another_event(tmp_path: Path) -> None:
    written(tmp_path, demo.plan(), Stamp(draft=True))
    found = written(tmp_path, demo.plan(), Stamp(1, AT))
    events = [event for events in found.values() for event in events.values()]
    assert {int(event["SEQUENCE"]) for event in events} == {0}
    assert all("Brouillon" not in event["DESCRIPTION"] and "Édition 1" in event["DESCRIPTION"] for event in events)


def test_the_calendar_of_somebody_who_leaves_is_a_cancellation(tmp_path: Path) -> None:
    written(tmp_path, demo.plan(), Stamp(1, AT))
    without = replace(demo.plan(), tasks=tuple(task for task in demo.plan().tasks if task.candidate != "C02"))
    written(tmp_path, without, Stamp(2, AT))
    methods = {file.name: str(icalendar.Calendar.from_ical(file.read_bytes())["METHOD"]) for file in tmp_path.iterdir()}
    assert methods["candidat-C02.ics"] == "CANCEL"
    assert methods["candidat-C01.ics"] == methods["session.ics"] == "PUBLISH"


def test_calendars_that_were_deleted_come_back_above_what_people_have(tmp_path: Path) -> None:
    written(tmp_path, demo.plan(), Stamp(1, AT))
    found = written(tmp_path, later(), Stamp(2, AT))
    highest = max(int(event["SEQUENCE"]) for events in found.values() for event in events.values())
    for file in tmp_path.iterdir():
        file.unlink()
    again = written(tmp_path, demo.plan(), Stamp(3, AT))
    assert all(int(event["SEQUENCE"]) > highest for events in again.values() for event in events.values())


def test_papers_bear_the_day_of_the_publication(tmp_path: Path) -> None:
    files = {file.name: said(file) for file in every_file(tmp_path, stamped())}
    assert "7 décembre 2026" in files["convocations-candidats.pdf"]
    assert "Établi le lundi 7 décembre 2026" in files["emargements.pdf"]
