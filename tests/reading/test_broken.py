"""Workbooks with something wrong in them: each fault names its cell and what would be right."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import CANDIDATES_PART, SHEETS, Sheet, book, edit, with_cell
from tspi_sched.errors import InputError
from tspi_sched.reading import read

D7 = date(2026, 12, 7)


def faults(path: Path) -> dict[str, str]:
    """The messages by place."""
    with pytest.raises(InputError) as caught:
        read(path)
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        found[fault.where] = f"{found.get(fault.where, '')}\n{fault.message}"
    return found


def renamed(title: str, old: str, new: str | None) -> dict[str, Sheet | None]:
    """A sheet with another column title, or without that column."""
    rows = [list(row) for row in SHEETS[title]]
    place = rows[0].index(old)
    if new is None:
        return {title: [[value for number, value in enumerate(row) if number != place] for row in rows]}
    rows[0][place] = new
    return {title: rows}


def added(title: str, *rows: list[Any]) -> dict[str, Sheet | None]:
    """A sheet with more rows."""
    return {title: [*SHEETS[title], *rows]}


def cell(title: str, row: int, column: str, value: Any) -> dict[str, Sheet | None]:
    return dict(with_cell(title, row, column, value))


BROKEN: list[tuple[dict[str, Sheet | None], str, str]] = [
    # sheets and titles
    ({"Candidats": None}, "", "la feuille « Candidats » manque"),
    ({"Jours": None}, "", "la feuille « Jours » manque"),
    ({"Jurys": None}, "", "la feuille « Jurys » manque"),
    ({"Salles": None}, "", "la feuille « Salles » manque"),
    ({"Jurys": None, "Juryss": SHEETS["Jurys"]}, "Juryss", "vouliez-vous dire « Jurys »"),
    ({"Candidats": None, "Candidats de juin 2027": SHEETS["Candidats"]}, "", "est-ce « Candidats de juin 2027 »"),
    ({"Surveillants": None, "Surveilants": SHEETS["Surveillants"]}, "Surveilants", "« Surveillants »"),
    ({"Candidates": SHEETS["Candidats"]}, "Candidates", "deux feuilles"),
    ({"Candidats": []}, "Candidats", "feuille vide"),
    ({"Candidats": [["Bonjour"]]}, "Candidats!1", "il manque le titre de colonne « Id »"),
    (renamed("Candidats", "Parcours", None), "Candidats!1", "« Parcours »"),
    (renamed("Candidats", "Parcours", "Parcour"), "Candidats!D1", "est-ce « Parcour »"),
    (renamed("Salles", "Places", "Plases"), "Salles!D1", "« Places »"),
    (renamed("Candidats", "Disponibilités", "Disponnibilités"), "Candidats!L1", "vouliez-vous dire « Disponibilités »"),
    (renamed("Candidats", "Prénom", "Nom"), "Candidats!C1", "y est déjà, en colonne B"),
    (renamed("Candidats", "Prénom", "Last name"), "Candidats!C1", "y est déjà"),
    # no rows
    ({"Candidats": SHEETS["Candidats"][:1]}, "Candidats", "aucune ligne"),
    ({"Jours": SHEETS["Jours"][:1]}, "Jours", "aucune ligne"),
    ({"Jurys": SHEETS["Jurys"][:1]}, "Jurys", "aucune ligne"),
    ({"Salles": SHEETS["Salles"][:1]}, "Salles", "aucune ligne"),
    # required cells
    (cell("Candidats", 2, "Id", None), "Candidats!A2", "cellule vide : « Id »"),
    (cell("Candidats", 3, "Nom", " "), "Candidats!B3", "cellule vide : « Nom »"),
    (cell("Candidats", 3, "Parcours", "-"), "Candidats!D3", "cellule vide : « Parcours »"),
    (cell("Salles", 2, "Places", None), "Salles!D2", "cellule vide : « Places »"),
    # ids
    (cell("Candidats", 3, "Id", "C1"), "Candidats!A3", "déjà pris en Candidats!A2"),
    (cell("Candidats", 3, "Id", "c 1"), "Candidats!A3", "déjà pris"),
    (cell("Candidats", 3, "Id", "J1"), "Candidats!A3", "déjà pris en Jurys!A2"),
    (cell("Surveillants", 2, "Id", "J1"), "Surveillants!A2", "déjà pris en Jurys!A2"),
    (cell("Salles", 3, "Id", "S1"), "Salles!A3", "déjà pris en Salles!A2"),
    (added("Projecteurs", ["VP1"]), "Projecteurs!A3", "déjà pris"),
    (cell("Candidats", 3, "Id", "C2;C4"), "Candidats!A3", "n'est pas un identifiant"),
    (cell("Candidats", 3, "Id", D7), "Candidats!A3", "n'est pas un texte"),
    (cell("Candidats", 3, "Id", 1.5), "Candidats!A3", "n'est pas un identifiant"),
    (cell("Candidats", 2, "Formateurs", "V2"), "Candidats!G2", "connus : J1, J2, J3, V1"),
    (cell("Candidats", 2, "Formateurs", "Faure"), "Candidats!G2", "vouliez-vous dire « V1 »"),
    (cell("Candidats", 2, "Formateurs", "C2"), "Candidats!G2", "identifiant inconnu « C2 »"),
    (cell("Candidats", 2, "Exclusions", "J2; J9"), "Candidats!H2", "identifiant inconnu « J9 »"),
    (cell("Candidats", 2, "Exclusions", "V1"), "Candidats!H2", "identifiant inconnu « V1 »"),
    # tracks and what depends on them
    (cell("Candidats", 2, "Parcours", "CCP3"), "Candidats!D2", "parcours inconnu « CCP3 » ; vouliez-vous dire"),
    (cell("Candidats", 2, "Parcours", "TIRTE"), "Candidats!D2", "vouliez-vous dire « TITRE »"),
    (cell("Candidats", 2, "Parcours", "CCP1+CCP1"), "Candidats!D2", "deux fois"),
    (cell("Candidats", 2, "Parcours", "TITRE+CCP1"), "Candidats!D2", "déjà le titre entier"),
    (cell("Candidats", 2, "Parcours", D7), "Candidats!D2", "n'est pas un texte"),
    (cell("Candidats", 2, "Entretien final", "oui"), "Candidats!E2", "comprend déjà un entretien final"),
    (cell("Candidats", 2, "Entretien final", "peut-être"), "Candidats!E2", "écrivez oui ou non"),
    (cell("Candidats", 2, "Temps majoré", "oui"), "Candidats!I2", "n'est pas un temps majoré"),
    (cell("Candidats", 2, "Temps majoré", datetime(2026, 3, 1)), "Candidats!I2", "tapez '1/3"),
    (cell("Candidats", 3, "Temps majoré", "QPP:1/3"), "Candidats!I3", "ne passe pas l'épreuve « QPP »"),
    (cell("Candidats", 2, "Temps majoré", "MPS:1/3"), "Candidats!I2", "vouliez-vous dire « MSP »"),
    (cell("Candidats", 2, "Temps majoré", "CORR:1/3"), "Candidats!I2", "ne passe pas"),
    (cell("Candidats", 2, "Temps majoré", "1/3; MSP:1/3"), "Candidats!I2", "deux fois"),
    (cell("Candidats", 2, "Temps majoré", 20), "Candidats!I2", "20min"),
    # other cells of the candidates
    (cell("Candidats", 2, "Rapport", "bof"), "Candidats!J2", "Rapport"),
    (cell("Candidats", 2, "Priorité", 0), "Candidats!M2", "compris entre 1"),
    (cell("Candidats", 2, "Priorité", 1.5), "Candidats!M2", "nombre entier"),
    (cell("Candidats", 2, "Priorité", "haute"), "Candidats!M2", "nombre entier"),
    (cell("Candidats", 2, "Disponibilités", "8h"), "Candidats!L2", "n'est pas une disponibilité"),
    (cell("Candidats", 2, "Disponibilités", "07/12/2026 12:00-08:00"), "Candidats!L2", "finit avant de commencer"),
    (cell("Candidats", 2, "Nom", True), "Candidats!B2", "n'est pas un texte"),
    # days
    (cell("Jours", 3, "Date", D7), "Jours!A3", "est déjà en Jours!A2"),
    (cell("Jours", 2, "Date", "7 décembre"), "Jours!A2", "n'est pas une date"),
    (cell("Jours", 2, "Date", "12/31/2026"), "Jours!A2", "n'est pas une date"),
    (cell("Jours", 2, "Date", datetime(2026, 12, 7, 8)), "Jours!A2", "sans heure"),
    (cell("Jours", 2, "Date", date(1950, 12, 7)), "Jours!A2", "invraisemblable"),
    (cell("Jours", 2, "Ouverture", "tôt"), "Jours!B2", "écrivez par exemple 08:30"),
    (cell("Jours", 2, "Ouverture", 8.5), "Jours!B2", "n'est pas une heure"),
    (cell("Jours", 2, "Fermeture", time(7)), "Jours!C2", "fermeture à 07:00"),
    (cell("Jours", 2, "Ouverture", "20h"), "Jours!C2", "ouvre à 20:00"),
    # members
    (cell("Jurys", 2, "Qualité", "expert"), "Jurys!F2", "professionnel ou formateur"),
    (cell("Jurys", 2, "Genre", "X"), "Jurys!G2", "F ou M"),
    (cell("Jurys", 2, "Habilitation au", date(2023, 1, 1)), "Jurys!I2", "commence le 01/01/2024"),
    (cell("Jurys", 2, "Candidats max/jour", 0), "Jurys!K2", "compris entre 1"),
    (cell("Jurys", 2, "Candidats max/jour", -2), "Jurys!K2", "compris entre 1"),
    (cell("Jurys", 2, "Coût/jour", -5), "Jurys!M2", "compris entre 0"),
    (cell("Jurys", 2, "Coût/jour", "150,50 €"), "Jurys!M2", "euros entiers"),
    (cell("Jurys", 2, "Binôme", "A"), "Jurys!D2", "a 1 membre au lieu de 2 (J1)"),
    # rooms
    (cell("Salles", 2, "Places", 0), "Salles!D2", "compris entre 1"),
    (cell("Salles", 2, "Places", -4), "Salles!D2", "compris entre 1"),
    (cell("Salles", 2, "Places", "douze"), "Salles!D2", "nombre entier"),
    (cell("Salles", 2, "Usages", "MPS"), "Salles!C2", "vouliez-vous dire « MSP »"),
    (cell("Salles", 2, "Usages", "cantine"), "Salles!C2", "n'est pas un usage"),
    (cell("Salles", 2, "Vidéoprojecteur", 3), "Salles!E2", "oui ou non"),
    # Excel
    (cell("Candidats", 2, "Entreprise", "=A1&B1"), "Candidats!F2", "formule sans résultat enregistré"),
    (cell("Candidats", 2, "Entreprise", "#N/A"), "Candidats!F2", "erreur Excel #N/A"),
    (cell("Salles", 2, "Places", "#REF!"), "Salles!D2", "erreur Excel #REF!"),
    # session
    (cell("Session", 2, "Titre", "TP-99999"), "Session!A2", "titre inconnu « TP-99999 »"),
    (added("Session", ["TP-01305"]), "Session!A3", "une seule ligne"),
]


@pytest.mark.parametrize(("sheets", "where", "text"), BROKEN, ids=[f"{where}-{text}" for _s, where, text in BROKEN])
def test_broken(sheets: dict[str, Sheet | None], where: str, text: str, tmp_path: Path) -> None:
    found = faults(book(tmp_path / "book.xlsx", sheets))
    assert text in found[where]


def test_every_fault_at_once(tmp_path: Path) -> None:
    """One fault in each sheet: all of them are named together."""
    broken = {
        title: next((sheets, where) for sheets, where, _text in BROKEN if where.startswith(f"{title}!"))
        for title in ("Session", "Jours", "Candidats", "Jurys", "Salles", "Projecteurs", "Surveillants")
    }
    sheets = {title: rows for sheets, _where in broken.values() for title, rows in sheets.items()}
    assert {where for _sheets, where in broken.values()} <= faults(book(tmp_path / "book.xlsx", sheets)).keys()


def test_an_unreadable_sheet_is_not_blamed_on_those_that_point_to_it(tmp_path: Path) -> None:
    assert faults(book(tmp_path / "book.xlsx", Jurys=None)).keys() == {""}


def test_several_faults_in_one_row(tmp_path: Path) -> None:
    row = ["C1", None, "Léa", "CCP9", "bof", None, "V9", "J9", "beaucoup", "?", "?", "jamais", -1]
    found = faults(book(tmp_path / "book.xlsx", Candidats=[SHEETS["Candidats"][0], row]))
    assert list(found) == [f"Candidats!{letter}2" for letter in "BDEGHIJKLM"]


def test_faults_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^lyon\.xlsx : Salles!D2 : Places : "):
        read(book(tmp_path / "lyon.xlsx", cell("Salles", 2, "Places", 0)))


@pytest.mark.parametrize(
    "formula",
    ["<f>1+1</f>", "<f>1+1</f><v></v>", "<f>1+1</f><v/>", '<f t="shared" si="0"/>', '<f t="array" ref="M2">1+1</f>'],
)
def test_formulas_without_a_saved_value(formula: str, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    edit(path, CANDIDATES_PART, '<c r="M2" t="n"><v>1</v></c>', f'<c r="M2">{formula}</c>')
    assert "formule sans résultat" in faults(path)["Candidats!M2"]


def test_a_cell_far_below(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    far = '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    edit(path, CANDIDATES_PART, "</sheetData>", far)
    assert "ligne 1048576" in faults(path)["Candidats"]


def test_thousands_of_unknown_ids_do_not_take_minutes(tmp_path: Path) -> None:
    header = ["Id", "Nom", "Parcours", "Formateurs"]
    rows = [[f"C{n}", f"Nom {n}", "TITRE", f"X{n}"] for n in range(3000)]
    members = [["Id", "Nom"], *([f"J{n}", f"Nom {n}"] for n in range(500))]
    path = book(tmp_path / "book.xlsx", Candidats=[header, *rows], Jurys=members)
    assert len(faults(path)) == 3000
