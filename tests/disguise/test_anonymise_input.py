"""``anonymise``: the copy of an input has the structure and the faults of the original, and none of its names."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests.support.books import SHEETS, book, scenario, with_cell
from tests.support.cli_runs import Run
from tests.support.paths import ROOT
from tspi_sched.checker import check
from tspi_sched.disguise import disguise
from tspi_sched.disguise.names import Names
from tspi_sched.errors import InputError
from tspi_sched.reading import read
from tspi_sched.reading.values.near import fold
from tspi_sched.wishes import OBJECTIVES

NAMES = (
    "Martin", "Léa", "Petit", "Hugo", "Garcia", "Inès", "Aciéries", "Rhône", "Plasturgie", "Durand", "Paul", "Fonderie",
    "Isère", "Roux", "Anne", "Blanc", "Sami", "Faure", "Zoé", "Claire", "Morel", "Lyon",
)  # fmt: skip


def told(path: Path) -> list[tuple[str, str]]:
    """The places of an input's faults, and how each sentence begins."""
    try:
        read(path)
    except InputError as error:
        return [(fault.where, fault.message.split("«")[0]) for fault in error.faults]
    return []


def contents(path: Path) -> str:
    """All that a file says, the parts of a workbook together."""
    if path.suffix == ".toml":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def words_in(path: Path) -> set[str]:
    return {fold(word) for word in re.findall(r"\w+", contents(path))}


def test_the_copy_is_the_same_session_without_its_names(tmp_path: Path) -> None:
    original = scenario(tmp_path / "s.toml", '# pour Paul Durand\nname = "chez Durand"\n[what_if]\nwithout = ["J3"]\n')
    book(tmp_path / "book.xlsx")
    copy = disguise(original, tmp_path / "out")
    assert [path.name for path in copy.paths] == ["scenario.toml", "classeur.xlsx"]
    assert (copy.faults, copy.faults_of_copy) == (0, 0)
    (before, _), (after, _) = read(original), read(copy.paths[0])
    assert [c.id for c in before.candidates] == [c.id for c in after.candidates]
    assert [c.tracks for c in before.candidates] == [c.tracks for c in after.candidates]
    assert [c.extra_time for c in before.candidates] == [c.extra_time for c in after.candidates]
    assert [(m.panel, m.professional, m.availability) for m in before.members] == [
        (m.panel, m.professional, m.availability) for m in after.members
    ]
    assert before.days == after.days
    assert before.rules == after.rules
    for path in copy.paths:
        assert {fold(name) for name in NAMES} & words_in(path) == set()


def test_a_copy_of_a_copy_differs_by_chance_alone(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    first, second = (disguise(tmp_path / "book.xlsx", tmp_path / name) for name in ("a", "b"))
    assert read(first.paths[0])[0].candidates[0].name != read(second.paths[0])[0].candidates[0].name


@pytest.mark.parametrize(
    "sheets",
    [
        with_cell("Candidats", 3, "Parcours", "CCP9"),
        with_cell("Candidats", 3, "Formateurs", "Zoé Faure"),
        with_cell("Candidats", 3, "Disponibilités", "voir avec Léa Martin au 06 12 34 56 78"),
        with_cell("Jurys", 2, "Qualité", "formatuer"),
        with_cell("Jurys", 2, "Habilitation au", "#REF!"),
        with_cell("Jours", 2, "Date", "le 31/02/2026"),
        with_cell("Salles", 2, "Places", "douze"),
        {"Salles": [["Id", "Usges", "Places"], ["S1", "MSP", 12]]},
        {"Jurys": [[None], ["Jury de Lyon"], *SHEETS["Jurys"], [None], ["Total : 3 jurés"], ["J1", "Autre"]]},
    ],
)  # fmt: skip
def test_the_faults_are_those_of_the_original(tmp_path: Path, sheets: dict[str, Any]) -> None:
    original = book(tmp_path / "book.xlsx", sheets)
    copy = disguise(original, tmp_path / "out")
    assert told(original)
    assert told(copy.paths[0]) == told(original)
    assert {fold(name) for name in NAMES} & words_in(copy.paths[0]) == set()


def test_a_line_of_totals_is_left_aside_in_the_copy_too(tmp_path: Path) -> None:
    sheets = {"Jurys": [["Jury de Lyon"], *SHEETS["Jurys"], [None], ["Total : 3 jurés"]]}
    original = book(tmp_path / "book.xlsx", sheets)
    copy = disguise(original, tmp_path / "out").paths[0]
    assert len(read(copy)[0].members) == len(read(original)[0].members) == 3


def test_a_faulty_scenario_keeps_its_faults_and_lines(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    added = '[[what_if.add.Jurys]]\nId = "J9"\nNom = "Perrot"\nEntreprise = "Fonderie"\n[what_if.change."Anne Roux"]\n'
    text = f'# Anne Roux\nobjectivs = ["days"]\n{added}'
    original = scenario(tmp_path / "s.toml", text)
    copy = disguise(original, tmp_path / "out")
    assert [sentence for _where, sentence in told(copy.paths[0])] == [sentence for _where, sentence in told(original)]
    assert len(told(original)) == 2
    said = copy.paths[0].read_text(encoding="utf-8")
    assert len(said.splitlines()) == len(original.read_text(encoding="utf-8").splitlines())
    assert not {"Perrot", "Fonderie", "Roux"} & set(re.findall(r"\w+", said))


def test_a_scenario_that_is_no_toml_is_copied_all_the_same(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    (tmp_path / "s.toml").write_text('workbook = "book.xlsx"\nname = "Durand\n', encoding="utf-8")
    copy = disguise(tmp_path / "s.toml", tmp_path / "out")
    assert (copy.faults, copy.faults_of_copy) == (1, 1)
    assert "Durand" not in copy.paths[0].read_text(encoding="utf-8")


def test_what_nobody_reads_is_not_left_out_and_names_nobody(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"Notes": [["Anne Roux est née le"], [datetime(1990, 4, 1)], [612345678]]})
    workbook = load_workbook(path)
    workbook["Candidats"]["B2"].comment = Comment("Léa Martin est malade", "Durand")
    workbook["Candidats"].cell(2, 20, "Lea.Martin@lyon.fr")
    workbook.properties.creator = "Claire Morel"
    workbook["Notes"].sheet_state = "hidden"
    workbook.save(path)
    copy = load_workbook(disguise(path, tmp_path / "out").paths[0])
    notes = copy["Notes"]
    assert notes.sheet_state == "hidden"
    assert notes["A1"].value.endswith("le")
    assert notes["A2"].value != datetime(1990, 4, 1)
    assert notes["A3"].value != 612345678
    assert len(str(notes["A3"].value)) == 9
    assert copy["Candidats"]["B2"].comment is None
    assert {fold(name) for name in NAMES} & words_in(tmp_path / "out" / "classeur.xlsx") == set()


def test_a_formula_is_its_value_and_one_never_calculated_stays_so(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Jours"
    sheet.append(["Date"])
    sheet["A2"] = '=DATE(2026,12,7)&"Durand"'
    workbook.save(tmp_path / "book.xlsx")
    copy = load_workbook(disguise(tmp_path / "book.xlsx", tmp_path / "out").paths[0])
    assert copy["Jours"]["A2"].value == "=0"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    workbook = load_workbook(path)
    cell = workbook["Candidats"]["B2"]
    cell.value, cell.data_type = '=HYPERLINK("http://x")', "s"
    workbook.save(path)
    copy = load_workbook(disguise(path, tmp_path / "out").paths[0])
    assert copy["Candidats"]["B2"].data_type == "s"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Verre & Cie", "VERRE ET CIE"),
        ("Verre & Cie", "Verre & Cie SA"),
        ("Michelin", "Micheln"),
        ("Société de l'Été", "Société de l’Été"),
    ],
)
def test_companies_are_as_alike_as_they_were(first: str, second: str) -> None:
    names = Names((first, second), secret=7)
    one, other = names.of_firms(first), names.of_firms(second)
    assert (one, other) != (first, second)
    assert (fold(one) == fold(other)) is (fold(first) == fold(second))
    assert abs(len(fold(one)) - len(fold(other))) == abs(len(fold(first)) - len(fold(second)))
    assert len(set(fold(one)) ^ set(fold(other))) == len(set(fold(first)) ^ set(fold(second)))


@pytest.mark.parametrize("nothing", ["N/A", "néant", "sans", "–", "#N/A", "Total", "aucun"])
def test_what_is_no_name_stays(nothing: str) -> None:
    names = Names((nothing,), secret=1)
    assert names.of_firms(nothing) == names.of_people(nothing) == nothing


def test_no_letter_of_a_name_stays_where_it_was() -> None:
    names = Names(("Le Goff", "Éléonore", "Ngô"), secret=3)
    for text in ("Le Goff", "Éléonore", "Ngô"):
        other = names.of_people(text)
        assert all(a == b for a, b in zip(text, other, strict=True) if not a.isalpha())
        assert not any(a == b for a, b in zip(text, other, strict=True) if a.isalpha())


def test_the_command_says_what_it_wrote(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    code, out, _err = run("anonymise", "book.xlsx", "-o", "copie")
    assert code == 0
    assert Path("copie/classeur.xlsx").exists()
    assert "Comme l'original, la copie se lit sans faute." in out


def test_the_command_never_replaces_what_it_reads(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "classeur.xlsx")
    before = Path("classeur.xlsx").read_bytes()
    code, _out, err = run("anonymise", "classeur.xlsx", "-o", ".")
    assert code == 1
    assert "classeur.xlsx" in err
    assert Path("classeur.xlsx").read_bytes() == before


def test_the_command_names_what_cannot_be_opened(run: Run, tmp_path: Path) -> None:
    Path("book.xlsx").write_text("not a workbook", encoding="utf-8")
    code, _out, err = run("anonymise", "book.xlsx")
    assert code == 1
    assert "Erreur interne" not in err
    assert not Path("anonyme").exists()


def test_the_copy_of_a_solved_example_is_solved_alike(tmp_path: Path) -> None:
    from tspi_sched.planner import solve

    example = ROOT / "scenarios" / "tiny.toml"
    values = []
    for path in (example, disguise(example, tmp_path / "out").paths[0]):
        problem, wishes = read(path)
        result = solve(problem, wishes)
        assert result.plan is not None
        assert check(problem, result.plan) == ()
        values.append([report.value for report in result.objectives])
    assert values[0] == values[1]


@pytest.mark.parametrize("column", ["Genre", "Qualité", "Disponibilités", "Réserve"])
@pytest.mark.parametrize("where", ["workbook", "scenario"])
def test_a_word_that_is_read_stays(tmp_path: Path, column: str, where: str) -> None:
    """Every way to say it that reading knows: `H` was a man before, and is one after."""
    said = {
        "Genre": ["H", "M", "f", "masculin", "Mme"],
        "Qualité": ["P", "pro", "f", "Formatrice"],
        "Disponibilités": ["hormis le 7/12", "pas libre lundi", "dispo mardi aprem", "dès le 8/12", "après 14h30"],
        "Réserve": ["o", "n", "Y"],
    }[column]
    for value in said:
        added = "" if where == "workbook" else f'[what_if.change.J1]\n"{column}" = "{value}"\n'
        sheets = with_cell("Jurys", 2, column, value) if where == "workbook" else {}
        book(tmp_path / "book.xlsx", sheets)
        original = scenario(tmp_path / "s.toml", added)
        copy = disguise(original, tmp_path / "out")
        (before, _), (after, _) = read(original), read(copy.paths[0])
        one, other = before.member["J1"], after.member["J1"]
        assert (one.gender, one.professional, one.availability, one.reserve) == (
            other.gender, other.professional, other.availability, other.reserve,
        ), value  # fmt: skip


def test_every_objective_stays(tmp_path: Path) -> None:
    """All of them, in the starter as it is, with a tolerance or without."""
    book(tmp_path / "book.xlsx")
    names = ", ".join(f'"{name}"' for name in OBJECTIVES[2:])
    text = f'objectives = [{{ name = "{OBJECTIVES[1]}", tolerance = 1 }}, {names}]\nallow_unplaced = true\n'
    original = scenario(tmp_path / "s.toml", text)
    copy = disguise(original, tmp_path / "out")
    assert (copy.faults, copy.faults_of_copy) == (0, 0)
    assert read(copy.paths[0])[1].objectives == read(original)[1].objectives


@pytest.mark.parametrize("secret", range(20))
def test_no_name_becomes_another_one_of_the_session(secret: int) -> None:
    """Short names, of which any may become any other by chance."""
    said = [first + rest for first in "BCDFGLMNPRSTV" for rest in ("éo", "ia", "ou", "éa", "io")]
    names = Names(said, secret)
    assert not {fold(name) for name in said} & {fold(names.of_people(name)) for name in said}
