"""Workbooks as they come from people and programs: titles, sheets and rows read rightly, or refused, or noted."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.books import SHEETS, Sheet, book, with_cell
from tests.support.messy_books import faults, notes
from tspi_sched.errors import InputError
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.reading.workbook.layout import SHEETS as LAYOUT
from tspi_sched.reading.workbook.synonyms import column_synonyms, sheet_synonyms


def renamed(title: str, **names: str) -> dict[str, Sheet]:
    """A sheet with other column titles."""
    rows = [list(row) for row in SHEETS[title]]
    rows[0] = [names.get(str(name).replace(" ", "_"), name) for name in rows[0]]
    return {title: rows}


def more(title: str, *rows: list[Any]) -> dict[str, Sheet]:
    return {title: [*SHEETS[title], *rows]}


def test_nothing_is_noted_of_a_tidy_workbook(path: Path) -> None:
    assert notes(book(path)) == {}


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Jours", {"Ouverture": "Début", "Fermeture": "Fin"}),
        ("Candidats", {"Entreprise": "Employeur", "Temps_majoré": "Tiers-temps", "Nom": "Nom de famille"}),
        ("Candidats", {"Entreprise": "Société", "Id": "Identifiant", "Priorité": "Poids", "Disponibilités": "Dispos"}),
        ("Candidats", {"Entreprise": "ORGANISME", "Id": "N°", "Accessibilité": "PMR"}),
        ("Jurys", {"Binôme": "Jury", "Genre": "Sexe", "Réserve": "Suppléant", "Habilitation_au": "Fin d'habilitation"}),
        ("Salles", {"Id": "Salle", "Places": "Nb places", "Vidéoprojecteur": "VP"}),
        ("Salles", {"Nom": "Salle", "Places": "Capacité", "Usages": "Usage"}),
        ("Projecteurs", {"Id": "Vidéoprojecteur"}),
        ("Surveillants", {"Nom": "Surname", "Prénom": "Given name"}),
    ],
)
def test_usual_titles_are_understood_and_named(path: Path, tidy: Problem, title: str, names: dict[str, str]) -> None:
    assert read(book(path, renamed(title, **names)))[0] == tidy
    assert all(name in notes(path).get(title, name) for name in names.values())


@pytest.mark.parametrize("title", ["Membres du jury", "Jurés", "jury", "JURORS"])
def test_usual_titles_of_sheets(path: Path, tidy: Problem, title: str) -> None:
    assert read(book(path, {"Jurys": None, title: SHEETS["Jurys"]}))[0] == tidy


def test_no_synonym_is_a_title_of_another_column() -> None:
    for sheet in LAYOUT:
        titles = {name.casefold() for column in sheet.columns for name in column.titles}
        for column in sheet.columns:
            own = {name.casefold() for name in column.titles}
            assert not set(column_synonyms(sheet, column)) & (titles - own)
        assert len(set(sheet_synonyms(sheet))) == len(sheet_synonyms(sheet))


@pytest.mark.parametrize("answer", ["oui", "x", True, "1/3", "tiers temps"])
def test_a_tick_under_tiers_temps_is_a_third(path: Path, answer: object) -> None:
    sheets = renamed("Candidats", Temps_majoré="Tiers-temps")
    sheets["Candidats"][1][8] = answer
    assert [extra.stage for extra in read(book(path, sheets))[0].candidate["C1"].extra_time] == ["MSP"]
    sheets["Candidats"][1][8] = "non"
    assert read(book(path, sheets))[0].candidate["C1"].extra_time == ()


def with_column(title: str, heading: str | None, value: object = "quelque chose") -> dict[str, Sheet]:
    rows = [list(row) for row in SHEETS[title]]
    return {title: [[*rows[0], heading], [*rows[1], value], *rows[2:]]}


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("Candidats", "Commentaire", "colonne qui n'est pas lue : « Commentaire »"),
        ("Candidats", None, "colonne sans titre"),
        ("Candidats", "Indisponibilités", "écrivez ces absences dans « Disponibilités »"),
        ("Jurys", "Absences", "écrivez ces absences dans « Disponibilités »"),
        ("Salles", "Non disponible", "écrivez ces absences dans « Disponibilités »"),
        ("Surveillants", "Congés", "écrivez ces absences dans « Disponibilités »"),
        ("Jurys", "Unavailability", "écrivez ces absences dans « Disponibilités »"),
        ("Candidats", "Employeur", "« Entreprise », en F1, l'est et dit la même chose"),
        ("Surveillants", "Coût horaire", "vouliez-vous dire « Coût/jour » ?"),
    ],
)
def test_columns_that_are_not_read_are_named(
    path: Path, tidy: Problem, title: str, heading: str | None, text: str
) -> None:
    assert read(book(path, with_column(title, heading)))[0] == tidy
    (message,) = notes(path).values()
    assert text in message
    assert "« Disponibilités » ?" not in message
    empty = book(path, with_column(title, heading, value=None))
    assert notes(empty) == {}, "a column without content is no loss"


def test_values_tell_what_a_column_is_meant_for(path: Path) -> None:
    rows = [list(row) for row in SHEETS["Jurys"]]
    rows[0][5], rows[0][6] = "Statut", "Type"
    found = notes(book(path, Jurys=rows))
    assert "celles de « Qualité »" in found["Jurys!F1"]
    assert "celles de « Genre »" in found["Jurys!G1"]
    rows[1][5] = "cadre"
    assert "« Statut »" in notes(book(path, Jurys=rows))["Jurys"]


def test_absences_are_no_availability_where_there_is_no_such_column(path: Path) -> None:
    rows = [[*row[:3], value] for row, value in zip(SHEETS["Surveillants"], ["Indisponibilités", "07/12"], strict=True)]
    problem, _wishes = read(book(path, Surveillants=rows))
    assert problem.invigilator["V1"].availability == ()
    assert "absences" in notes(path)["Surveillants!D1"]


def test_two_columns_for_the_same(path: Path) -> None:
    rows = [[*row, value] for row, value in zip(SHEETS["Candidats"], ["Société", "Usine", None, None], strict=True)]
    rows[0][5] = "Employeur"
    assert faults(book(path, Candidats=rows)) == {
        "Candidats!N1": "« Société » et « Employeur » (F1) disent la même chose ; gardez-en une"
    }
    rows[1][13] = None
    assert read(book(path, Candidats=rows))[0].candidate["C1"].company == "Aciéries du Rhône"


def test_two_addresses_are_no_fault(path: Path) -> None:
    rows = [["Id", "Nom", "Mail", "Mél"], ["V1", "Faure", "a@exemple.fr", "b@exemple.fr"]]
    assert read(book(path, Surveillants=rows))[0].invigilator["V1"].email == "a@exemple.fr"
    assert "« Mél »" in notes(path)["Surveillants!D1"]


def test_sheets_that_are_not_read_are_named(path: Path) -> None:
    sheets = {"Feuil8": SHEETS["Candidats"], "Divers": [["a"]], "Vide": [[None]]}
    found = notes(book(path, sheets))
    assert found == {
        "Feuil8": "cette feuille n'est pas lue ; elle ressemble à « Candidats »\n",
        "Divers": "cette feuille n'est pas lue\n",
    }


def test_notes_come_with_faults_too(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(book(path, {**with_column("Candidats", "Bilan"), **with_cell("Salles", 2, "Places", 0)}))
    assert [note.where for note in caught.value.notes] == ["Candidats"]


# --- rows that are none -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Candidats", ["Total : 14 candidats"]),
        ("Candidats", [None, "Total", None, 3]),
        ("Candidats", ["TOTAL", 3, None, 2, None, None, "#REF!"]),
        ("Candidats", ["3 candidats"]),
        ("Jurys", ["Total", 3]),
        ("Jurys", ["Légende", "en gras : à confirmer"]),
        ("Jurys", ["* à confirmer"]),
        ("Jurys", ["Id", "Nom", "Prénom"]),
        ("Salles", ["Somme", None, None, 18]),
        ("Projecteurs", ["Total"]),
        ("Projecteurs", ["NB : le 2e est en réparation"]),
        ("Projecteurs", ["N.B. voir avec la DSI"]),
        ("Projecteurs", ["le second est en panne"]),
        ("Projecteurs", ["Les appareils en italique sont prêtés"]),
        ("Projecteurs", ["2 projecteurs"]),
        ("Surveillants", ["Somme", 2]),
        ("Surveillants", ["Nombre", "2"]),
        ("Jours", ["Total", None, "10:00"]),
        ("Jours", ["Remarque : le 8 est un mardi"]),
    ],
)
def test_totals_notes_and_legends_are_left_aside(path: Path, tidy: Problem, title: str, row: list[Any]) -> None:
    assert read(book(path, more(title, [None], row)))[0] == tidy
    assert "laissée de côté" in notes(path)[f"{title}!{len(SHEETS[title]) + 2}"]


def test_a_total_under_a_column_of_numbers(path: Path, tidy: Problem) -> None:
    """The word stands in a column that is not read, and the sum under Id."""
    rows = [["Rang", "Id"], [1, "VP1"], ["Total", 1]]
    assert read(book(path, Projecteurs=rows))[0].projectors == tidy.projectors


def test_people_called_total(path: Path) -> None:
    people = [["Id", "Nom", "Prénom"], ["J1", "Total", "Jean"], ["J2", "Somme", "Anne"], ["J3", "Note", None]]
    assert [member.last_name for member in read(book(path, Jurys=people))[0].members] == ["Total", "Somme", "Note"]


def test_ids_that_are_initials(path: Path) -> None:
    people = [
        ["Id", "Nom", "Prénom"],
        ["NB", "Bernard", "Nadia"],
        ["PS", "Simon", None],
        ["NB", "en gras : à confirmer"],
    ]
    assert [m.id for m in read(book(path, Jurys=people, Candidats=alone()))[0].members] == ["NB", "PS"]


def alone() -> Sheet:
    return [["Id", "Nom", "Parcours"], ["C1", "Martin", "TITRE"]]


def test_an_id_called_total_is_asked_about(path: Path) -> None:
    found = faults(book(path, more("Jurys", ["Total", "Dupont", "Jean", None, "Usine"])))
    assert "total ou de légende" in found["Jurys!5"]


def test_ids_that_look_like_remarks_are_none(path: Path) -> None:
    ids = ["NB1", "Note 2", "VP salle 12", "Epson", "Vidéoprojecteur portable"]
    rows = [["Id", "Disponibilités"], *([name, "08:00-18:00"] if name == "Note 2" else [name, None] for name in ids)]
    found = [projector.id for projector in read(book(path, Projecteurs=rows))[0].projectors]
    assert found == ["NB1", "VP salle 12", "Epson", "Vidéoprojecteur portable"]
    assert "Note 2" in notes(path)["Projecteurs!3"]


@pytest.mark.parametrize("text", ["Absents", "¹ prêté", "dont 2 prêtés", "F", "cf. mail du 12"])
def test_an_id_unlike_all_others_is_named(path: Path, text: str) -> None:
    """Where an id is all that a row needs, nobody can tell a short note from a thing."""
    assert f"« {text} »" in notes(book(path, more("Projecteurs", ["VP2"], [None], [text])))["Projecteurs!A5"]
    assert notes(book(path, Projecteurs=[["Id"], ["Epson"], ["Sony"], ["VP1"], ["Acer 2"]])) == {}


def test_a_number_is_no_name(path: Path) -> None:
    assert "n'est pas un nom" in faults(book(path, more("Surveillants", ["V2", 2])))["Surveillants!B3"]


@pytest.mark.parametrize("mark", ['"', "”", "''", "〃", "idem", "Idem", '-"-', "»"])
def test_ditto_marks(path: Path, mark: str) -> None:
    sheets = with_cell("Candidats", 3, "Entreprise", mark)
    assert read(book(path, sheets))[0].candidate["C2"].company == "Aciéries du Rhône"
    twice = dict(sheets)
    twice["Candidats"][3][5] = mark
    assert read(book(path, twice))[0].candidate["C3"].company == "Aciéries du Rhône"
    assert "répète" in faults(book(path, with_cell("Candidats", 2, "Entreprise", mark)))["Candidats!F2"]
    assert "répète" in faults(book(path, with_cell("Candidats", 3, "Nom", mark)))["Candidats!B3"]


def test_hidden_rows_and_sheets_are_noted(path: Path, tidy: Problem) -> None:
    book(path)
    workbook = load_workbook(path)
    for row in (2, 4):
        workbook["Candidats"].row_dimensions[row].hidden = True
    workbook["Salles"].sheet_state = "hidden"
    workbook.save(path)
    assert read(path)[0] == tidy
    assert "2 lignes masquées (par un filtre ?) sont lues comme les autres : 2, 4" in notes(path)["Candidats"]
    assert "masquée" in notes(path)["Salles"]
