"""planning.xlsx: real values, print settings, no formula ever, and the way back."""

from dataclasses import replace
from datetime import date, datetime, time
from gettext import NullTranslations
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

import export_demo as demo
from tools.workbook_package import faults
from tspi_sched.export import xlsx
from tspi_sched.plan import Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import Candidate, Day, Lock, Room, Stage, Title, Track
from tspi_sched.read import layout, read_locks, read_plan
from tspi_sched.texts import in_language


def book_of(tmp_path, problem=None, result=None, **options):
    path = tmp_path / "planning.xlsx"
    xlsx.write(problem or demo.problem(), result or demo.result(), path, today=demo.TODAY, **options)
    return path, load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of(tmp_path_factory.mktemp("book"))[1]


def rows(sheet, top):
    return [list(row) for row in sheet.iter_rows(min_row=top, values_only=True)]


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


# --- the sheets ------------------------------------------------------------------------------------------------------


def test_sheets_in_order(book):
    assert book.sheetnames == [
        "Synthèse", "Légende", "Jour 1 – lundi 7 décembre", "Jour 2 – mardi 8 décembre", "Candidats", "Jurys",
        "Présences", "Salles", "Surveillance", "Fiches candidats", "Fiches jury", "Grille", "Plan", "Codes",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Candidats", "Jurys", "Présences", "Salles", "Surveillance", "Plan"])
def test_tables_have_filters_over_their_rows(book, name):
    sheet = book[name]
    top, _colon, bottom = sheet.auto_filter.ref.partition(":")
    assert sheet[top].font.bold
    assert int("".join(filter(str.isdigit, bottom))) == sheet.max_row


def test_summary_says_values_in_their_units_and_what_is_proven(book):
    sheet = book["Synthèse"]
    by_name = {row[1]: row for row in rows(sheet, 1) if row[1]}
    assert by_name["Fin de la dernière épreuve"][2] == datetime(2026, 12, 8, 10, 55)
    assert by_name["Présence cumulée des jurés"][5] == "non prouvé"
    assert by_name["Durée de la session (jours)"][2:] == [2, 2, 2, "optimal, prouvé"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "Attente cumulée des candidats")
    assert cell.offset(0, 1).number_format == '[h]" h "mm'
    assert any("prévoir une copie pour Noé Garnier (C02)" in text for text in texts(sheet))


def test_summary_shows_no_bound_that_says_nothing(tmp_path):
    _path, book = book_of(tmp_path, result=demo.stopped_early())
    by_name = {row[1]: row for row in rows(book["Synthèse"], 1) if row[1]}
    assert by_name["Présence cumulée des jurés"][4:] == ["–", "non prouvé"]
    assert by_name["Attente cumulée des candidats"][4:] == ["–", "pas encore étudié"]


def test_summary_links_lead_to_every_sheet(book):
    links = [cell.hyperlink for row in book["Synthèse"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_a_day_reads_like_the_organisers_own(book):
    sheet = book["Jour 1 – lundi 7 décembre"]
    assert sheet["A2"].value == "Jour 1 – lundi 7 décembre 2026"
    assert (
        "Titre complet : MSP 3 h – accueil 7h30 – ouverture des plis 7h50 – début 8h00 – fin 11h00 (dernière fin 12h00)"
    ) in texts(sheet)
    assert "Jury A – Anne Martin, Paul Durand – de 11:05 à 15:00" in texts(sheet)
    assert "Pause déjeuner – 11:30 à 12:55" in texts(sheet)  # changeover from 12:55 on, window from 11:30


def test_a_day_s_times_are_times_in_running_order(book):
    sheet = book["Jour 2 – mardi 8 décembre"]
    found = [row for row in rows(sheet, 1) if row[0] in ("Garnier", "Roux")]
    # panel A, then panel B with its two tracks; E is the convocation, F and G the marking, H and I the first oral
    assert [row[2:4] for row in found] == [["C02", "TITRE"], ["C03", "CCP1"], ["C03", "CCP2"]]
    assert found[0][4] == datetime(2026, 12, 8, 8, 15)
    assert found[0][5:9] == [time(8, 5), time(8, 25), time(8, 30), time(9)]


def test_candidates_have_both_convocations(book):
    row = next(row for row in rows(book["Candidats"], 5) if row[2] == "C02")
    assert row[4] == datetime(2026, 12, 7, 7, 45)
    assert row[8] == datetime(2026, 12, 8, 8, 15)
    assert "Temps majoré : MSP + 1 h" in row[18]
    assert "Sans rapport" in row[18]


def test_presence_counts_hours(book):
    row = rows(book["Présences"], 5)[0]
    # J1 on Monday: marking from 11:05, deliberation until 15:00
    assert row[5:7] == [time(11, 5), time(15)]
    assert book["Présences"]["H5"].number_format == '[h]" h "mm'


def test_invigilation_flags_extra_time(book):
    sheet = book["Surveillance"]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[5].value == "C02")
    assert row[8].value == time(12)
    assert row[8].fill.start_color.rgb == "FFFFF2CC"
    assert row[8].font.bold


def test_grid_colours_by_stage(book):
    sheet = book["Grille"]
    blocks = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert blocks["MSP\n3 candidats"].fill.start_color.rgb != blocks["QPP"].fill.start_color.rgb
    assert len(sheet.merged_cells.ranges) > 10


# --- the plan table --------------------------------------------------------------------------------------------------


def test_plan_titles_are_those_that_the_reader_knows(book):
    assert rows(book["Plan"], 1)[0][:12] == [column.fr for column in layout.PLAN.columns]


@pytest.mark.parametrize(("language", "place"), [("fr", 0), ("en", 1)])
def test_titles_of_both_languages_agree_with_the_reader_s(language, place):
    from tspi_sched.export.xlsx import table

    assert table.PLAN_TITLES[language] == tuple(column.titles[place] for column in layout.PLAN.columns)
    assert table.PLAN_SHEET[language] == layout.PLAN.titles[place]
    assert table.UNPLACED_SHEET[language] == layout.UNPLACED.titles[place]
    assert {column.titles[place] for column in layout.UNPLACED.columns} <= set(table.UNPLACED_TITLES[language])


def test_plan_cells_are_dates_and_times(book):
    sheet = book["Plan"]
    assert (sheet["E2"].value, sheet["F2"].value) == (datetime(2026, 12, 7), time(8))
    assert sheet["E2"].number_format == "[$-40C]ddd dd/mm/yyyy"
    assert sheet["F2"].number_format == "hh:mm"
    assert sheet["A2"].font.name == "Arial"


def test_lock_column_offers_words_and_allows_others(book):
    sheet = book["Plan"]
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if "L2" in rule.sqref)
    assert rule.formula1 == '"x,jour,heure,salle,jury,surveillant"'
    assert not rule.showErrorMessage
    assert sheet["L1"].comment.text.startswith("Ce qui doit rester tel quel")


def test_the_way_back_is_the_same_plan(tmp_path):
    signing = Task(None, None, "PV", demo.TUESDAY, 900, 910, None, ("J1", "J2"))
    plan = Plan((*demo.plan().tasks, signing))
    path, _book = book_of(tmp_path, result=demo.result(plan))
    assert read_plan(path, demo.problem()) == plan


def test_locks_come_back_too(tmp_path):
    locked = demo.plan().tasks[0]
    problem = demo.problem(locks=(Lock(locked, frozenset(("day", "room"))),))
    path, book = book_of(tmp_path, problem)
    assert book["Plan"]["L2"].value == "jour;salle"
    assert read_locks(path, demo.problem()) == problem.locks


def test_large_sessions_come_back_too(tmp_path):
    problem, plan = demo.large(200)
    xlsx.write(problem, demo.result(plan), tmp_path / "planning.xlsx", today=demo.TODAY)
    assert read_plan(tmp_path / "planning.xlsx", problem) == plan


# --- texts that would do harm ----------------------------------------------------------------------------------------

NASTY = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "#N/A", "\x01\x02b\ud800ell\uffff", "x" * 200, " ", "1/3")


def nasty_session():
    people = tuple(
        replace(candidate, last_name=name, first_name=NASTY[0], company=NASTY[1])
        for candidate, name in zip(demo.CANDIDATES, NASTY[:3], strict=True)
    )
    members = tuple(replace(m, last_name=n, panel=n) for m, n in zip(demo.MEMBERS, NASTY[3:7], strict=True))
    rooms = tuple(replace(room, name=name) for room, name in zip(demo.ROOMS, NASTY[6:], strict=True))
    title = replace(demo.TITLE, name="=Title" + "é" * 100)
    problem = demo.problem(candidates=people, members=members, rooms=rooms, title=title, centre="=&A&&\x02" * 99)
    plan = replace(demo.plan(), unplaced=(Unplaced("C03", '=HYPERLINK("http://x")'), Unplaced("C02", "+\x00")))
    return problem, demo.result(plan, scenario="=scenario")


def test_no_text_ever_becomes_a_formula_or_an_error(tmp_path):
    path, book = book_of(tmp_path, *nasty_session())
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_a_text_that_looks_like_a_formula_is_quoted_for_whoever_edits_it(tmp_path):
    _path, book = book_of(tmp_path, *nasty_session())
    cell = next(cell for row in book["Candidats"].iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.quotePrefix


def test_unplaced_sheet_only_when_there_are_some(tmp_path, book):
    _path, other = book_of(tmp_path, *nasty_session())
    assert "Non placés" not in book.sheetnames
    assert rows(other["Non placés"], 1)[1][:3:2] == ["C03", '=HYPERLINK("http://x")']


def test_long_names_keep_columns_narrow_and_rows_printable(tmp_path):
    _path, book = book_of(tmp_path, *nasty_session())
    for sheet in book.worksheets:
        assert all((column.width or 0) <= 91 for column in sheet.column_dimensions.values())
        assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())


# --- other shapes of session -----------------------------------------------------------------------------------------


def test_panels_that_nobody_named_are_their_members(tmp_path):
    members = tuple(replace(member, panel="") for member in demo.MEMBERS)
    _path, book = book_of(tmp_path, demo.problem(members=members))
    assert rows(book["Jurys"], 5)[0][0] == "Anne Martin, Paul Durand"
    assert "Jury : Anne Martin, Paul Durand – de 11:05 à 15:00" in texts(book["Jour 1 – lundi 7 décembre"])


def test_days_without_tasks_have_no_sheet_but_count(tmp_path):
    days = tuple(Day(date(2026, 12, number)) for number in (4, 7, 8, 9))
    _path, book = book_of(tmp_path, demo.problem(days=days))
    assert book.sheetnames[2:4] == ["Jour 2 – lundi 7 décembre", "Jour 3 – mardi 8 décembre"]


def test_a_room_per_stage_is_named_with_its_stages(tmp_path):
    tasks = tuple(
        replace(task, room="S3") if (task.candidate, task.stage) == ("C01", "ET") else task
        for task in demo.plan().tasks
    )
    _path, book = book_of(tmp_path, result=demo.result(Plan(tasks)))
    assert "S3 (ET), Salle Curie (QPP EF DELIB)" in texts(book["Jour 1 – lundi 7 décembre"])


def test_signing_of_the_minutes_alone_on_a_day(tmp_path):
    signing = Task(None, None, "PV", date(2026, 12, 9), 540, 550, None, ("J1", "J2"))
    problem = demo.problem(days=(Day(demo.MONDAY), Day(demo.TUESDAY), Day(date(2026, 12, 9))))
    _path, book = book_of(tmp_path, problem, demo.result(Plan((*demo.plan().tasks, signing))))
    assert "Procès-verbal – 09:00 à 09:10" in texts(book["Jour 3 – mercredi 9 décembre"])


def test_an_invented_title_with_odd_codes(tmp_path):
    title = Title(
        code="TP-X",
        version="1",
        name="Titre inventé",
        stages=(
            Stage("[É1]*", "Écrit : partie 1/2", "written", ("candidate", "invigilator"), "MSP"),
            Stage("NOTE", "Notation", "marking", ("panel",), "anywhere"),
            Stage("O" * 40, "Oral unique", "oral", ("candidate", "panel"), "ORAL"),
            Stage("FIN", "Délibéré", "deliberation", ("panel",), "last_oral"),
        ),
        tracks=(Track("T", "Tout", (("[É1]*", 60), ("NOTE", 10), ("O" * 40, 30), ("FIN", 10))),),
    )
    tasks = (
        Task("C1", "T", "[É1]*", demo.MONDAY, 480, 540, "R", (), ("SV1",)),
        Task("C1", "T", "NOTE", demo.MONDAY, 540, 550, None, ("J1", "J2")),
        Task("C1", "T", "O" * 40, demo.MONDAY, 555, 585, "R", ("J1", "J2")),
        Task("C1", "T", "FIN", demo.MONDAY, 585, 595, "R", ("J1", "J2")),
    )
    rooms = (Room("R", ("MSP", "ORAL"), 5),)
    problem = demo.problem(title=title, candidates=(Candidate("C1", "Seul", ("T",)),), rooms=rooms, projectors=())
    path, book = book_of(tmp_path, problem, demo.result(Plan(tasks)))
    assert read_plan(path, problem) == Plan(tasks)
    assert "Oral unique" in texts(book["Salles"])
    assert not faults(path)


def test_midnight_is_the_end_of_the_day(tmp_path):
    tasks = tuple(
        replace(task, start=1430, end=1440) if (task.candidate, task.stage) == ("C03", "DELIB") else task
        for task in demo.plan().tasks
        if task.track != "CCP2"
    )
    path, _book = book_of(tmp_path, result=demo.result(Plan(tasks)))
    assert read_plan(path, demo.problem()) == Plan(in_time_order(list(tasks)))


def test_english_titles_formats_and_the_way_back(tmp_path, monkeypatch):
    monkeypatch.setattr("tspi_sched.texts._catalogue", lambda _language: NullTranslations())
    plan = replace(demo.plan(), unplaced=demo.left_out())
    with in_language("en"):
        path, book = book_of(tmp_path, result=demo.result(plan))
        assert read_plan(path, demo.problem()) == plan
    assert rows(book["Plan"], 1)[0][:4] == ["Candidate", "Name", "Track", "Stage"]
    assert book["Plan"]["E2"].number_format == "[$-809]ddd dd/mm/yyyy"
    assert rows(book["Unplaced"], 1)[0][:3] == ["Candidate", "Name", "Reason"]


# --- the file --------------------------------------------------------------------------------------------------------


def test_equal_plans_give_equal_bytes(tmp_path):
    first, _book = book_of(tmp_path)
    content = first.read_bytes()
    second, book = book_of(tmp_path)
    assert second.read_bytes() == content
    assert book.properties.creator == "tspi-sched"
    assert book.properties.modified == datetime(2026, 10, 1)


def test_a_failure_while_building_leaves_the_old_file(tmp_path, monkeypatch):
    path, _book = book_of(tmp_path)
    content = path.read_bytes()

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr("tspi_sched.export.xlsx.book.ExcelWriter.write_data", fail)
    with pytest.raises(RuntimeError):
        xlsx.write(demo.problem(), demo.result(), path, today=demo.TODAY)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["planning.xlsx"]
