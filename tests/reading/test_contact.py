"""How people are addressed and reached, candidates' numbers and those of CERES sessions: what is read of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import SHEETS, book
from tests.support.xlsx_reading import Sheet
from tspi_sched.errors import InputError
from tspi_sched.reading import read
from tspi_sched.reading.values import contact
from tspi_sched.reading.values.cells import Unclear

HEADS = ("Téléphone", "Civilité", "Adresse")


def with_columns(sheet: Sheet, heads: tuple[Any, ...], *rows: Any) -> dict[str, Any]:
    """A sheet of the small workbook with more columns, a row of values for each of its first rows."""
    head, *others = SHEETS[sheet]
    padded = [*rows, *[()] * (len(others) - len(rows))]
    return {sheet: [[*head, *heads], *([*old, *new] for old, new in zip(others, padded, strict=True))]}


def test_nothing_stated_is_nothing_read(tmp_path: Path) -> None:
    problem, _wishes = read(book(tmp_path / "book.xlsx"))
    people: tuple[Any, ...] = (*problem.candidates, *problem.members, *problem.invigilators)
    assert {(one.phone, one.salutation, one.address) for one in people} == {("", "", "")}
    assert {one.number for one in problem.candidates} == {""}
    assert problem.ceres == ()


@pytest.mark.parametrize("sheet", ["Candidats", "Jurys", "Surveillants"])
def test_people_have_a_phone_a_salutation_and_an_address(tmp_path: Path, sheet: str) -> None:
    sheets = with_columns(sheet, HEADS, ("06 00 00 00 01", "Mme", "12 rue des Lilas\n69003 Lyon"))
    problem, _wishes = read(book(tmp_path / "book.xlsx", sheets))
    one: Any = {"Candidats": problem.candidates, "Jurys": problem.members, "Surveillants": problem.invigilators}[sheet][
        0
    ]
    assert (one.phone, one.salutation, one.address) == ("06 00 00 00 01", "Madame", "12 rue des Lilas\n69003 Lyon")


def test_in_english_too(tmp_path: Path) -> None:
    heads = ("Phone", "Salutation", "Address", "Candidate number")
    sheets = with_columns("Candidats", heads, ("1", "Mr", "Lyon", "7"))
    one = read(book(tmp_path / "book.xlsx", sheets))[0].candidates[0]
    assert (one.phone, one.salutation, one.address, one.number) == ("1", "Monsieur", "Lyon", "7")


@pytest.mark.parametrize(("written", "number"), [("0012345", "0012345"), (12345, "12345"), (" 00 12 ", "00 12")])
def test_a_candidate_s_number_is_a_text(tmp_path: Path, written: int | str, number: str) -> None:
    sheets = with_columns("Candidats", ("N° candidat",), (written,))
    assert read(book(tmp_path / "book.xlsx", sheets))[0].candidates[0].number == number


def test_ceres_sessions_by_track(tmp_path: Path) -> None:
    rows = [["Parcours", "Numéro"], ["Titre", "0012"], ["CCP 1 + CCP 2", 34]]
    problem, _wishes = read(book(tmp_path / "book.xlsx", {"Sessions CERES": rows}))
    assert problem.ceres == (("TITRE", "0012"), ("CCP1", "34"), ("CCP2", "34"))


def test_faults_of_ceres_sessions_are_told_at_once(tmp_path: Path) -> None:
    rows = [["Parcours", "Numéro"], ["CCP1", "1"], ["CCP1", "2"], ["CCP9", "3"], ["CCP2", None]]
    with pytest.raises(InputError) as error:
        read(book(tmp_path / "book.xlsx", {"Sessions CERES": rows}))
    told = {fault.where: fault.message for fault in error.value.faults}
    assert set(told) == {"Sessions CERES!B3", "Sessions CERES!A4", "Sessions CERES!B5"}
    assert "un autre numéro, 1" in told["Sessions CERES!B3"]
    assert "« CCP9 »" in told["Sessions CERES!A4"]


def test_an_empty_ceres_sheet_says_nothing(tmp_path: Path) -> None:
    problem, _wishes = read(
        book(tmp_path / "book.xlsx", {"Sessions CERES": None, "CERES sessions": [["Track", "Number"]]})
    )
    assert problem.ceres == ()


@pytest.mark.parametrize(
    ("written", "salutation"),
    [("Madame", "Madame"), ("M.", "Monsieur"), ("MME", "Madame"), ("Mr", "Monsieur"), ("Maître", "Maître")],
)
def test_salutations(written: str, salutation: str) -> None:
    assert contact.salutation(written) == salutation


@pytest.mark.parametrize("written", ["Madmae", "Monseiur", "Monsieu"])
def test_a_slip_in_a_salutation_is_asked_about(written: str) -> None:
    with pytest.raises(Unclear, match="vouliez-vous dire"):
        contact.salutation(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (612345678, "0612345678"),
        ("+33 6 12 34", "+33 6 12 34"),
        (612345678.0, "0612345678"),
        ("612345678", "612345678"),
    ],
)
def test_phones_get_back_the_zero_that_excel_took(written: float | int | str, number: str) -> None:
    assert contact.phone(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "12 rue des Lilas\n69003 Lyon",
        "12 rue des Lilas ; 69003  Lyon",
        "12 rue des Lilas, 69003 Lyon",
        "12 rue des Lilas 69003 Lyon",
        "12 rue des Lilas – 69003 Lyon\n",
    ],
)
def test_an_address_is_parted_into_its_lines(written: str) -> None:
    assert contact.address(written) == "12 rue des Lilas\n69003 Lyon"


def test_an_address_without_a_postcode_stays_in_one_line() -> None:
    assert contact.address("Ferme des 12 000 chênes, Ville") == "Ferme des 12 000 chênes, Ville"
