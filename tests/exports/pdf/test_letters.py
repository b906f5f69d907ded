"""Convocations as letters: the envelope's window, how people are spoken to, numbers; the table of a mail merge."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support import export_demo as demo
from tests.support.hostile import FORMULA
from tests.support.pdf_reading import pages, pypdf
from tests.support.xlsx_reading import Sheet
from tspi_sched.documents import Documents
from tspi_sched.exports.common.addressing import agreed, envelope, gender, salutation
from tspi_sched.exports.pdf import write
from tspi_sched.problem import Candidate, Member, Problem
from tspi_sched.texts import in_language

pytest.importorskip("typst")

ADDRESS = "12 rue des Lilas\nBâtiment B\n69003 Lyon"
MM = 72 / 25.4


def session(**first: Any) -> Problem:
    one = replace(demo.CANDIDATES[0], **{"salutation": "Madame", "address": ADDRESS, "number": "0012345", **first})
    return demo.problem(
        candidates=(one, *demo.CANDIDATES[1:]), ceres=(("TITRE", "0077"), ("CCP1", "88"), ("CCP2", "88"))
    )


# --- how people are spoken to ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "word"),
    [
        (Candidate("C", "N", ("TITRE",), salutation="Madame"), "Madame,"),
        (Candidate("C", "N", ("TITRE",)), "Madame, Monsieur,"),
        (Candidate("C", "N", ("TITRE",), salutation="Maître"), "Maître,"),
        (Member("J", "N", gender="M"), "Monsieur,"),
        (Member("J", "N", gender="M", salutation="Madame"), "Madame,"),  # what is stated comes first
        (Member("J", "N", gender="F", salutation="Docteur"), "Docteur,"),
        (Member("J", "N"), "Madame, Monsieur,"),
    ],
)
def test_salutations(person: Candidate | Member, word: str) -> None:
    assert salutation(person) == word


def test_texts_agree_with_whom_they_speak_to() -> None:
    text = "Vous serez admis(e). Veuillez agréer, Madame, Monsieur, mes salutations."
    woman, man, other = (Candidate("C", "N", ("TITRE",), salutation=one) for one in ("Madame", "Monsieur", ""))
    assert agreed(text, woman) == "Vous serez admise. Veuillez agréer, Madame, mes salutations."
    assert agreed(text, man) == "Vous serez admis. Veuillez agréer, Monsieur, mes salutations."
    assert agreed(text, other) == text
    assert gender(other) == ""


def test_english_has_its_own_words() -> None:
    with in_language("en"):
        assert salutation(Member("J", "N", gender="F")) == "Dear Madam,"
        assert salutation(Member("J", "N")) == "Dear Sir or Madam,"


def test_no_address_no_envelope() -> None:
    assert envelope(Candidate("C", "N", ("TITRE",), salutation="Madame")) == ()


# --- the letter ------------------------------------------------------------------------------------------------------


def test_a_letter_knows_whom_it_speaks_to(written: Callable[..., Any]) -> None:
    first, second, _third = written(session())("convocations-candidats.pdf")
    for text in ("Madame Zoé Lefèvre 12 rue des Lilas Bâtiment B 69003 Lyon", "Madame, J'ai", 
                 "vous pourrez y être admise",
                 "agréer, Madame, l'expression", "N° candidat 0012345", "Session CERES 0077"):  # fmt: skip
        assert text in first
    for text in ("Madame, Monsieur, J'ai", "admis(e)"):
        assert text in second
    assert "0012345" not in second


def test_two_tracks_have_two_ceres_numbers(written: Callable[..., Any]) -> None:
    problem = replace(session(), ceres=(("CCP1", "88"), ("CCP2", "99")))
    assert "Session CERES 88 (CCP1) – 99 (CCP2)" in written(problem)("convocations-candidats.pdf")[2]


def places(page: Any) -> list[tuple[float, float, str]]:
    """Where each text of a page begins: millimetres from the left and from the top, and the text."""
    found = []

    def visit(text: str, base: Any, matrix: Any, _font: object, _size: object) -> None:
        if text.strip():
            a, b, c, d, e, f = base
            x, y = matrix[4] * a + matrix[5] * c + e, matrix[4] * b + matrix[5] * d + f
            found.append((x / MM, 297 - y / MM, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


LONG = "Résidence Les Hauts de Seine\nBâtiment B, escalier 3, appartement 1204\n145 bis avenue du Général-de-Gaulle\n" \
       "Lieu-dit Les Grands-Champs-du-Milieu\n76800 Saint-Étienne-du-Rouvray"  # fmt: skip


@pytest.mark.parametrize("address", [ADDRESS, "69003 Lyon", LONG])
@pytest.mark.parametrize("house", [(), ("12, rue des Ateliers", "76800 Saint-Étienne-du-Rouvray")])
def test_the_address_is_in_the_window_and_nothing_else(tmp_path: Path, address: str, house: tuple[str, ...]) -> None:
    """A French DL envelope, 220 × 110 mm: the window is 100 mm wide, 20 mm from its right and lower edges, 35 or 45 mm
    high. A third of A4 (210 × 99 mm) slips by 10 and 11 mm inside: from 100 to 190 mm and from 55 to 79 mm it is always
    seen, from 90 to 200 mm and from 34 to 90 mm it may be."""
    write(session(address=address), demo.result(), tmp_path, Documents(address=house), today=demo.TODAY)
    found = places(pypdf.PdfReader(tmp_path / "convocations-candidats.pdf").pages[0])
    seen = [(x, y, text) for x, y, text in found if x >= 90 and 34 <= y <= 90]
    assert len(seen) == 1 + address.count("\n") + 1
    assert all(x >= 100 and 55 <= y <= 79 for x, y, _text in seen)
    assert "Zoé" in seen[0][2]


def test_long_names_are_whole_at_the_foot_of_letters(written: Callable[..., Any]) -> None:
    name = {"last_name": "DE LA ROCHEFOUCAULD-MONTMORENCY DE SAINT-EXUPÉRY", "first_name": "Marie-Antoinette"}
    page = written(session(**name))("convocations-candidats.pdf")[0]
    assert page.replace("- ", "-").count("Marie-Antoinette DE LA ROCHEFOUCAULD-MONTMORENCY DE SAINT-EXUPÉRY") == 2
    assert "…" not in page


def test_numbers_are_on_a_person_s_own_papers_and_attendance_only(written: Callable[..., Any]) -> None:
    read = written(session())
    told = {name: "0012345" in " ".join(read(name)) for name in
            ("planning.pdf", "planning-affichage.pdf", "affiches.pdf", "surveillance.pdf", "convocations-jury.pdf",
             "emargements.pdf", "convocations-candidats.pdf")}  # fmt: skip
    assert [name for name, there in told.items() if there] == ["emargements.pdf", "convocations-candidats.pdf"]


@pytest.mark.parametrize("name", ["emargements.pdf", "affiches.pdf", "convocations-jury.pdf"])
def test_ceres_numbers_are_where_the_authority_looks_for_them(written: Callable[..., Any], name: str) -> None:
    assert "CERES 0077" in " ".join(written(session())(name))


# --- the mail merge --------------------------------------------------------------------------------------------------


def mailing(folder: Path, problem: Problem) -> Sheet:
    found = write(problem, demo.result(), folder / "documents", Documents(one_file_each=True), today=demo.TODAY)
    assert found[-1].name == "envois.xlsx"
    return load_workbook(found[-1]).worksheets[0]


def test_everybody_has_a_row_with_their_files(tmp_path: Path) -> None:
    from tspi_sched.exports import ics

    ics.write(session(), demo.result(), tmp_path / "calendriers")
    sheet = mailing(tmp_path, session(email="zoe@exemple.example"))
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:7] == ("Qualité", "Id", "Nom", "Prénom", "Civilité", "Formule", "Courriel")
    assert [row[1] for row in rows] == ["C01", "C02", "C03", "J1", "J2", "J3", "J4", "SV1", "SV2"]
    assert rows[0][:7] == ("candidate", "C01", "Lefèvre", "Zoé", "Madame", "Madame,", "zoe@exemple.example")
    for row in rows:
        assert (tmp_path / "documents" / row[8]).resolve().is_file()
        assert row[7] is None or (tmp_path / "documents" / row[7]).is_file()
    assert [row[7] is None for row in rows] == [False] * 7 + [True] * 2  # invigilators have no convocation


def test_no_row_for_who_does_nothing(tmp_path: Path) -> None:
    sheet = mailing(tmp_path, replace(session(), members=(*demo.MEMBERS, Member("J9", "Absent"))))
    assert "J9" not in {row[1] for row in sheet.iter_rows(values_only=True)}


def test_a_mail_merge_has_no_formula(tmp_path: Path) -> None:
    sheet = mailing(tmp_path, session(last_name=FORMULA, email="+33 6", salutation="@x"))
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert texts[FORMULA].data_type == texts["+33 6"].data_type == texts["@x,"].data_type == "s"
    assert texts[FORMULA].quotePrefix


def test_without_a_file_each_there_is_no_mail_merge(tmp_path: Path) -> None:
    found = write(session(), demo.result(), tmp_path, Documents(), today=demo.TODAY)
    assert not [path for path in found if path.suffix != ".pdf"]


def test_pages_after_the_first_say_what_they_are_about(tmp_path: Path) -> None:
    """Pinned to a wall, the second page of a day has its date on top, and the centre."""
    problem, plan = demo.large(60)
    write(problem, demo.result(plan), tmp_path, today=demo.TODAY)
    for name in ("planning.pdf", "planning-affichage.pdf"):
        found = pages(tmp_path / name)
        assert len(found) > 2
        assert all(page.startswith(("Jour ", "Centre de démonstration", problem.centre)) for page in found)
        assert all(page.count("décembre 2026") >= 2 for page in found)  # on top and at the foot
