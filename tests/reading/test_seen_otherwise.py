"""What a person sees otherwise than a program reads it, and contacts that are none: filled where plain, else told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.support.books import SHEETS, book, with_cell
from tests.support.messy_books import faults, notes
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.reading.values import contact


def touched(path: Path, change: Callable[[Any], object], **sheets: Any) -> Path:
    """The small workbook with something done to it by openpyxl."""
    workbook = load_workbook(book(path, sheets))
    change(workbook)
    workbook.save(path)
    return path


def merged(path: Path, sheet: str, cells: str, **sheets: Any) -> Path:
    return touched(path, lambda workbook: workbook[sheet].merge_cells(cells), **sheets)


# --- merged across columns --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "cells", "said"),
    [
        ("Candidats", "B2:C2", "« Martin » est lu pour « Nom » seulement, rien ne l'est pour « Prénom »"),
        ("Candidats", "G2:H3", "« V1 » est lu pour « Formateurs » seulement, rien ne l'est pour « Exclusions »"),
        ("Jurys", "H2:I2", "« 01/01/2024 » est lu pour « Habilitation du » seulement"),
        ("Surveillants", "B2:D2", "rien ne l'est pour « Prénom », « Disponibilités »"),
    ],
)
def test_what_is_merged_across_columns_is_told(path: Path, sheet: str, cells: str, said: str) -> None:
    told = notes(merged(path, sheet, cells))[f"{sheet}!{cells.partition(':')[0]}"]
    assert f"cellules {cells} fusionnées" in told
    assert said in told


def test_a_tick_merged_across_ticks_holds_for_all(path: Path) -> None:
    path = merged(path, "Candidats", "J2:K3")
    one, two, _three = read(path)[0].candidates
    assert (one.report, one.accessible, two.report, two.accessible) == (True, True, True, True)
    assert "« oui » est lu pour « Rapport », « Accessibilité »" in notes(path)["Candidats!J2"]


def test_what_stands_under_a_title_that_is_not_read_is_told(path: Path) -> None:
    rows = [["Groupe", *SHEETS["Surveillants"][0]], ["matin", *SHEETS["Surveillants"][1]]]
    rows[1][1:2] = ["V1"]
    path = merged(path, "Surveillants", "A2:B2", Surveillants=rows)
    assert "« Id » est requis" in faults(path)["Surveillants!B2"]


def test_a_required_cell_under_a_merge_is_a_fault(path: Path) -> None:
    assert "« Places » est requis" in faults(merged(path, "Salles", "C2:D2"))["Salles!D2"]


@pytest.mark.parametrize("cells", ["A1:M1", "A6:M6", "B2:B3", "N2:O2"])
def test_headings_remarks_and_merges_that_lose_nothing_are_not_told(path: Path, cells: str) -> None:
    rows = [list(row) for row in SHEETS["Candidats"]]
    rows = [*rows, [], ["Total : 3 candidats"]]
    if cells == "A1:M1":
        rows = [["La session"], *rows]
    path = merged(path, "Candidats", cells, Candidats=rows)
    assert not any("fusionnées" in text for text in notes(path).values())


def test_many_merges_are_told_in_a_line(path: Path) -> None:
    people = [["Id", "Nom", "Prénom"], *([f"V{number}", f"Nom{number}", ""] for number in range(1, 15))]

    def merge(workbook: Any) -> None:
        for row in range(2, 16):
            workbook["Surveillants"].merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)

    told = notes(touched(path, merge, Surveillants=people, Candidats=alone()))
    assert "B10:C10" in told["Surveillants"]
    assert "B15:C15" in told["Surveillants"]


def alone() -> list[list[str]]:
    return [["Id", "Nom", "Parcours"], ["C1", "Martin", "TITRE"]]


# --- hidden, crossed out ----------------------------------------------------------------------------------------------


def test_hidden_columns_are_read_and_told(path: Path, tidy: Problem) -> None:
    def hide(workbook: Any) -> None:
        for letter in "FG":
            workbook["Candidats"].column_dimensions[letter].hidden = True

    assert read(touched(path, hide))[0] == tidy
    assert "« Entreprise », « Formateurs »" in notes(path)["Candidats"]


def test_what_is_crossed_out_is_read_and_told(path: Path, tidy: Problem) -> None:
    def strike(workbook: Any) -> None:
        for cell in workbook["Candidats"][3]:
            cell.font = Font(strike=True)

    assert read(touched(path, strike))[0] == tidy
    assert "barré" in notes(path)["Candidats"]
    assert "à la ligne 3" in notes(path)["Candidats"]


# --- titles, ticks, hours ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Parcours (obligatoire)", "Parcours [TITRE, CCP1…]", "Parcours *"])
def test_titles_with_a_remark(path: Path, tidy: Problem, title: str) -> None:
    rows = [list(row) for row in SHEETS["Candidats"]]
    rows[0][3] = title
    assert read(book(path, Candidats=rows))[0] == tidy


def test_a_remark_may_say_the_contrary(path: Path) -> None:
    rows = [list(row) for row in SHEETS["Surveillants"]]
    rows[0][3], rows[1][3] = "Disponibilités (absences)", "07/12/2026"
    assert read(book(path, Surveillants=rows))[0].invigilators[0].availability == ()
    assert "n'est pas lu" in notes(path)["Surveillants!D1"]


@pytest.mark.parametrize(
    ("tick", "meant"), [("Oui.", True), ("☑", True), ("[x]", True), ("NON !", False), ("☐", False)]
)
def test_ticks(path: Path, tick: str, meant: bool) -> None:
    assert read(book(path, with_cell("Candidats", 2, "Accessibilité", tick)))[0].candidates[0].accessible is meant


@pytest.mark.parametrize(("typed", "seen"), [(8, "00:00"), (8.5, "12:00")])
def test_an_hour_typed_as_a_number_into_a_cell_of_hours(path: Path, typed: float, seen: str) -> None:
    """Excel shows another hour than was typed; nobody can tell which of them is meant."""

    def type_it(workbook: Any) -> None:
        workbook["Jours"]["B2"].value = typed
        workbook["Jours"]["B2"].number_format = "hh:mm"

    told = faults(touched(path, type_it))["Jours!B2"]
    assert f"« {typed} »" in told
    assert seen in told


# --- how to reach people ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("lea@exemple.fr", "lea@exemple.fr"),
        ("mailto:lea@exemple.fr", "lea@exemple.fr"),
        ("Léa Martin <lea@exemple.fr>", "lea@exemple.fr"),
        ("lea@exemple.fr, hugo@exemple.fr", "lea@exemple.fr; hugo@exemple.fr"),
    ],
)
def test_addresses_of_mails(written: str, read_as: str) -> None:
    assert contact.email(written) == read_as
    assert contact.is_email(read_as)


@pytest.mark.parametrize(
    "written",
    ["lea.exemple.fr", "lea@exemple", "lea @exemple.fr", "voir secrétariat", "lea@exemple.fr ou hugo@exemple.fr", 12],
)
def test_what_is_no_address_is_kept_and_told(path: Path, written: object) -> None:
    sheets = with_column("Courriel", written)
    assert read(book(path, sheets))[0].candidates[0].email == str(written)
    assert "n'a pas la forme d'une adresse électronique" in notes(path)["Candidats!N2"]


def with_column(title: str, value: object) -> dict[str, Any]:
    head, first, *others = SHEETS["Candidats"]
    return {"Candidats": [[*head, title], [*first, value], *others]}


@pytest.mark.parametrize(
    "written",
    ["06 12 34 56 78", "06.12.34.56.78", "06/12/34/56/78", "+33 (0)6 12 34 56 78", "0033612345678", "poste 12",
     "26 12 34", "06 12 34 56 78 / 04 72 00 00 00", "06 12 34 56 78 (mère)", "Tél. : 04 72 00 00 00",
     "0612345678 ou 0472000000"],
)  # fmt: skip
def test_telephones(written: str) -> None:
    assert contact.is_phone(written)


@pytest.mark.parametrize("written", ["06 12 34 56", "O6 12 34 56 78", "612345678", "voir J1", "lea@exemple.fr", "1"])
def test_what_is_no_telephone_is_kept_and_told(path: Path, written: str) -> None:
    assert read(book(path, with_column("Téléphone", written)))[0].candidates[0].phone == written
    assert "numéro de téléphone" in notes(path)["Candidats!N2"]


@pytest.mark.parametrize(
    ("written", "told"), [("Mx", True), ("Mme/M.", True), ("12", True), ("Docteur", False), ("Melle", False)]
)
def test_unusual_salutations_are_told(path: Path, written: str, told: bool) -> None:
    found = notes(book(path, with_column("Civilité", written)))
    assert any("civilité usuelle" in text for text in found.values()) == told


def test_of_many_doubtful_cells_the_first_are_told(path: Path) -> None:
    people = [["Id", "Nom", "Téléphone"], *([f"V{number}", "Faure", "?1"] for number in range(1, 12))]
    told = notes(book(path, Surveillants=people, Candidats=alone()))
    assert len([where for where in told if where.startswith("Surveillants!C")]) == 5
    assert "et 6 autres de cette colonne" in told["Surveillants!C6"]


# --- dates outside the session ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("sauf 15/12/2026", "15/12/2026 n'est pas un jour de la session"),
        ("12/07/2026; 08/12/2026", "12/07/2026 n'est pas un jour de la session"),
        ("sauf 08/12/2026", ""),
        ("du 01/12/2026 au 07/12/2026", ""),
        ("15/12/2026; 08/12/2026", ""),
    ],
)
def test_dates_without_effect(path: Path, written: str, told: str) -> None:
    found = notes(book(path, with_cell("Candidats", 2, "Disponibilités", written)))
    assert told in found.get("Candidats!L2", "")
    assert bool(told) == bool(found)
