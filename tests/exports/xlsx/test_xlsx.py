"""planning.xlsx: real values on every sheet, and one file for equal plans."""

from datetime import datetime, time
from pathlib import Path

import pytest

from tests.support import export_demo as demo
from tests.support.xlsx_reading import Book, book_of, rows, texts
from tspi_sched.exports import xlsx

# --- the sheets ------------------------------------------------------------------------------------------------------


def test_sheets_in_order(book: Book) -> None:
    assert book.sheetnames == [
        "Synthèse", "Légende", "Jour 1 – lundi 7 décembre", "Jour 2 – mardi 8 décembre",
        "Affichage 1 – lun. 7 décembre", "Affichage 2 – mar. 8 décembre", "Candidats", "Jurys", "Présences", "Salles",
        "Surveillance", "Fiches candidats", "Fiches jury", "Grille", "Plan", "Codes",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Candidats", "Jurys", "Présences", "Salles", "Surveillance", "Plan"])
def test_tables_have_filters_over_their_rows(book: Book, name: str) -> None:
    sheet = book[name]
    top, _colon, bottom = sheet.auto_filter.ref.partition(":")
    assert sheet[top].font.bold
    assert int("".join(filter(str.isdigit, bottom))) == sheet.max_row


def test_summary_says_values_in_their_units_and_what_is_proven(book: Book) -> None:
    sheet = book["Synthèse"]
    by_name = {row[1]: row for row in rows(sheet, 1) if row[1]}
    assert by_name["Fin de la dernière épreuve"][2] == datetime(2026, 12, 8, 10, 55)
    assert by_name["Présence cumulée des jurés"][5] == "non prouvé"
    assert by_name["Durée de la session (jours)"][2:] == [2, 2, 2, "optimal, prouvé"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "Attente cumulée des candidats")
    assert cell.offset(0, 1).number_format == '[h]" h "mm'
    assert any("prévoir une copie pour Noé Garnier (C02)" in text for text in texts(sheet))


def test_summary_shows_no_bound_that_says_nothing(tmp_path: Path) -> None:
    _path, book = book_of(tmp_path, result=demo.stopped_early())
    by_name = {row[1]: row for row in rows(book["Synthèse"], 1) if row[1]}
    assert by_name["Présence cumulée des jurés"][4:] == ["–", "non prouvé"]
    assert by_name["Attente cumulée des candidats"][4:] == ["–", "pas encore étudié"]


def test_summary_links_lead_to_every_sheet(book: Book) -> None:
    links = [cell.hyperlink for row in book["Synthèse"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_a_day_reads_like_the_organisers_own(book: Book) -> None:
    sheet = book["Jour 1 – lundi 7 décembre"]
    assert sheet["A2"].value == "Jour 1 – lundi 7 décembre 2026"
    assert (
        "Titre complet : MSP 3 h – accueil 07:30 – ouverture des plis 07:50 – début 08:00 – fin 11:00"
        " (dernière fin 12:00)"
    ) in texts(sheet)
    assert "Jury A – Anne Martin, Paul Durand – de 11:05 à 15:00" in texts(sheet)
    assert "Pause déjeuner – 11:30 à 12:55" in texts(sheet)  # changeover from 12:55 on, window from 11:30


def test_a_day_s_times_are_times_in_running_order(book: Book) -> None:
    sheet = book["Jour 2 – mardi 8 décembre"]
    found = [row for row in rows(sheet, 1) if row[0] in ("Garnier", "Roux")]
    # panel A, then panel B with its two tracks; E is the convocation, F and G the marking, H and I the first oral
    assert [row[2:4] for row in found] == [["C02", "TITRE"], ["C03", "CCP1"], ["C03", "CCP2"]]
    assert found[0][4] == datetime(2026, 12, 8, 8, 15)
    assert found[0][5:9] == [time(8, 5), time(8, 25), time(8, 30), time(9)]


def test_candidates_have_both_convocations(book: Book) -> None:
    row = next(row for row in rows(book["Candidats"], 5) if row[2] == "C02")
    assert row[4] == datetime(2026, 12, 7, 7, 45)
    assert row[8] == datetime(2026, 12, 8, 8, 15)
    assert "Temps majoré : MSP + 1 h" in row[18]
    assert "Sans rapport" in row[18]


def test_presence_counts_hours(book: Book) -> None:
    row = rows(book["Présences"], 5)[0]
    # J1 on Monday: marking from 11:05, deliberation until 15:00
    assert row[5:7] == [time(11, 5), time(15)]
    assert book["Présences"]["H5"].number_format == '[h]" h "mm'


def test_invigilation_flags_extra_time(book: Book) -> None:
    sheet = book["Surveillance"]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[5].value == "C02")
    assert row[8].value == time(12)
    assert row[8].fill.start_color.rgb == "FFFFF2CC"
    assert row[8].font.bold


def test_grid_colours_by_stage(book: Book) -> None:
    sheet = book["Grille"]
    blocks = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert blocks["MSP\n3 candidats"].fill.start_color.rgb != blocks["QPP"].fill.start_color.rgb
    assert len(sheet.merged_cells.ranges) > 10


# --- the file --------------------------------------------------------------------------------------------------------


def test_equal_plans_give_equal_bytes(tmp_path: Path) -> None:
    first, _book = book_of(tmp_path)
    content = first.read_bytes()
    second, book = book_of(tmp_path)
    assert second.read_bytes() == content
    assert book.properties.creator == "tspi-sched"
    assert book.properties.modified == datetime(2026, 10, 1)


def test_a_failure_while_building_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _book = book_of(tmp_path)
    content = path.read_bytes()

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tspi_sched.exports.xlsx.book.ExcelWriter.write_data", fail)
    with pytest.raises(RuntimeError):
        xlsx.write(demo.problem(), demo.result(), path, today=demo.TODAY)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["planning.xlsx"]
