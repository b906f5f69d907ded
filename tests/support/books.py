"""A small correct workbook, for tests to build and to break."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

Sheet = Sequence[Any]

SHEETS: dict[str, Sheet] = {
    "Session": [["Titre", "Centre", "Responsable"], ["TP-01305", "Lyon", "Claire Morel"]],
    "Jours": [
        ["Date", "Ouverture", "Fermeture"],
        [date(2026, 12, 7), time(8), time(18)],
        [date(2026, 12, 8), time(8), time(18)],
    ],
    "Candidats": [
        ["Id", "Nom", "Prénom", "Parcours", "Entretien final", "Entreprise", "Formateurs", "Exclusions",
         "Temps majoré", "Rapport", "Accessibilité", "Disponibilités", "Priorité"],
        ["C1", "Martin", "Léa", "TITRE", None, "Aciéries du Rhône", "V1", "J2", None, "oui", "non", None, 1],
        ["C2", "Petit", "Hugo", "CCP1", "non", "Plasturgie Ain", None, None, "1/3", "oui", "oui", None, 2],
        ["C3", "Garcia", "Inès", "CCP1+CCP2", "oui", None, None, None, "MSP:1/3; QPP:20min", "non", "non",
         "07/12/2026; 08/12/2026 08:00-12:30", None],
    ],
    "Jurys": [
        ["Id", "Nom", "Prénom", "Binôme", "Entreprise", "Qualité", "Genre", "Habilitation du", "Habilitation au",
         "Réserve", "Candidats max/jour", "Disponibilités", "Coût/jour"],
        ["J1", "Durand", "Paul", None, "Fonderie Isère", "professionnel", "M", date(2024, 1, 1), date(2028, 12, 31),
         "non", 4, None, 150],
        ["J2", "Roux", "Anne", None, None, "formateur", "F", None, None, None, None, "07/12/2026", None],
        ["J3", "Blanc", "Sami", None, None, None, None, None, None, "oui", None, None, None],
    ],
    "Salles": [
        ["Id", "Nom", "Usages", "Places", "Vidéoprojecteur", "Accessible", "Disponibilités", "Coût/jour"],
        ["S1", "Amphi", "MSP", 12, "non", "oui", None, 0],
        ["S2", "Salle 2", "ORAL", 6, "oui", "oui", None, None],
    ],
    "Projecteurs": [["Id", "Disponibilités"], ["VP1", None]],
    "Surveillants": [["Id", "Nom", "Prénom", "Disponibilités"], ["V1", "Faure", "Zoé", "08:00-18:00"]],
    "Sessions CERES": [["Parcours", "Numéro"]],
}  # fmt: skip


def book(path: Path, sheets: Mapping[str, Sheet | None] | None = None, **overrides: Sheet | None) -> Path:
    """Write the small workbook; `sheets` (or keywords) replace or add sheets, None leaves one out."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in {**SHEETS, **(sheets or {}), **overrides}.items():
        if rows is not None:
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
    workbook.save(path)
    return path


def with_cell(title: str, row: int, column: str, value: Any) -> dict[str, Sheet]:
    """The sheet `title` with one other value: `row` as in Excel (1 is the header), `column` by its title."""
    rows = [list(line) for line in SHEETS[title]]
    rows[row - 1][rows[0].index(column)] = value
    return {title: rows}


def scenario(path: Path, text: str = "", workbook: str = "book.xlsx") -> Path:
    """Write a scenario beside its workbook; `text` comes after the key `workbook`."""
    path.write_text(f'workbook = "{workbook}"\n{text}', encoding="utf-8")
    return path


# --- the parts inside -------------------------------------------------------------------------------------------------

CANDIDATES_PART = "xl/worksheets/sheet3.xml"


def unpack(path: Path) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write parts as a workbook."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def edit(path: Path, part: str, old: str, new: str) -> Path:
    """Replace a piece of one part's XML."""
    parts = unpack(path)
    text = parts[part].decode()
    assert old in text
    return pack(path, {**parts, part: text.replace(old, new).encode()})
