"""The booklet of losses: what its pages say, on paper and in the workbook, for harmless names and for others."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.support import export_demo as demo
from tests.support import hostile
from tests.support.pdf_reading import pages as pdf_pages
from tests.support.sessions import MONDAY, TUESDAY
from tools.workbook_package import faults
from tspi_sched.checker import measure
from tspi_sched.exports.booklet import plan_names, write_pdf, write_workbook
from tspi_sched.exports.booklet.anonymous import without_names
from tspi_sched.exports.booklet.pages import pages
from tspi_sched.exports.booklet.summary import count_lines, standby_lines, standby_rows
from tspi_sched.losses import Answer, Contingency, Loss, Standby
from tspi_sched.plan import Plan, Task, Unplaced
from tspi_sched.problem import Member, Problem
from tspi_sched.stamp import Stamp
from tspi_sched.texts import in_language

PHONE, MAIL = "06 07 08 09 10", "quelqu.un@exemple.fr"
TODAY = date(2026, 11, 30)
D1, D2 = demo.MONDAY, demo.TUESDAY


def everybody_reached(problem: Problem) -> Problem:
    reached: dict[str, Any] = {"phone": PHONE, "email": MAIL}
    return replace(
        problem,
        candidates=tuple(replace(one, **reached) for one in problem.candidates),
        members=tuple(replace(one, **reached) for one in problem.members),
        invigilators=tuple(replace(one, **reached) for one in problem.invigilators),
    )


def other(plan: Plan, start: int | None = None, **whose: Any) -> Plan:
    """The plan with other members in place of some, and all papers later by some minutes."""

    def swap(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(whose.get(id, id) for id in ids)

    def later(task: Task, by: int) -> Task:
        return replace(task, start=task.start + by, end=task.end + by)

    tasks = (replace(t, members=swap(t.members), invigilators=swap(t.invigilators)) for t in plan.tasks)
    return replace(plan, tasks=tuple(later(t, start) if start and t.invigilators else t for t in tasks))


def answered(problem: Problem, plan: Plan, loss: Loss, made: Plan, *proven: str, left_out: Any = ()) -> Answer:
    values = measure(replace(problem, baseline=plan), made)
    return Answer(loss, "answered", made, tuple(left_out), values, proven, 1.0)


def session() -> Contingency:
    """The demonstration session with R1 in reserve: J1's place is taken by R1; without SV1 the papers are later;
    without S1 nobody writes; VP1 failed; S2 was not calculated; SV2 is not needed."""
    problem = demo.problem(members=(*demo.MEMBERS, Member("R1", "Rivière", "Rose", reserve=True)))
    problem = everybody_reached(problem)
    plan = demo.plan()
    out = tuple(Unplaced(one.id, f"Aucune salle pour {one.last_name}") for one in problem.candidates)
    nobody = Plan((), out)
    answers = (
        answered(problem, plan, Loss("member", "J1"), other(plan, J1="R1"), "unplaced", "day_changes", "recalled"),
        answered(problem, plan, Loss("invigilator", "SV1"), other(plan, 30, SV1="SV2"), "unplaced"),
        Answer(Loss("invigilator", "SV2"), "unchanged", plan, values=measure(replace(problem, baseline=plan), plan)),
        answered(problem, plan, Loss("room", "S1"), nobody, "unplaced", left_out=out),
        Answer(Loss("room", "S2"), "missing"),
        Answer(Loss("projector", "VP1"), "unknown", reason="MemoryError"),
    )
    standby = Standby(days=(("R1", D1),), more=((D2, 1),), fewest=1, fewest_more=1, needing=("J1",), asked=3)
    return Contingency(problem, plan, answers, standby)


@pytest.fixture(scope="module")
def found() -> Contingency:
    return session()


# --- what the pages say -----------------------------------------------------------------------------------------------


def test_each_page_says_what_comes_of_a_loss(found: Contingency) -> None:
    assert [(page.number, page.title, page.tone) for page in pages(found)] == [
        (1, "En cas d'absence au jury : Anne Martin (J1)", "good"),
        (2, "En cas d'absence à la surveillance : Éric Blanc (SV1)", "fair"),
        (3, "En cas d'absence à la surveillance : Léa Noir (SV2)", "good"),
        (4, "Si une salle manque : Salle Ampère (S1)", "bad"),
        (5, "Si une salle manque : Salle Curie (S2)", "bad"),
        (6, "Si un vidéoprojecteur manque : VP1", "bad"),
    ]
    assert [page.verdict for page in pages(found)] == [
        "Tout le monde passe, et aucun candidat n'est rappelé.",
        "Tout le monde passe ; 4 convocations de candidats changent.",
        "Rien ne change : le planning ne compte sur cette personne aucun jour.",
        "3 candidats ne peuvent pas passer : ils sont à reporter.",
        "Pas encore calculé : relancez la même commande pour finir.",
        "Le calcul a échoué : MemoryError",
    ]


def test_whom_to_call_the_most_urgent_first(found: Contingency) -> None:
    """After J1's loss R1 comes on both days and hears C01 and C02; J2 stays, beside somebody else. The candidates' day
    is the same, and J1 is not called."""
    first, second = pages(found)[0].calls
    assert (first.who, first.role, first.phone, first.email) == (
        "Rose Rivière (R1)",
        "réserve, d'astreinte",
        PHONE,
        MAIL,
    )
    assert first.was.endswith(": –")
    assert "avec Paul Durand : Zoé Lefèvre" in first.now
    assert (second.who, second.role) == ("Paul Durand (J2)", "juré")
    assert "avec Anne Martin" in second.was
    assert "avec Rose Rivière" in second.now


def test_candidates_at_another_hour_come_before_those_who_only_hear_of_it(found: Contingency) -> None:
    """SV2 has a sitting more on a day of duty anyway; the three candidates write half an hour later."""
    calls = pages(found)[1].calls
    assert [one.role for one in calls] == ["candidat", "candidat", "candidat", "surveillant"]
    assert "08:00 – 11:00 MSP (TITRE), Salle Ampère" in calls[0].was
    assert "08:30 – 11:30 MSP (TITRE), Salle Ampère" in calls[0].now


def test_what_is_proven_is_said_and_what_is_not(found: Contingency) -> None:
    quiet, moved, _same, out, *_others = pages(found)
    assert quiet.proof == ""  # nothing to add: less than nobody is impossible
    assert moved.proof.startswith("Ce n'est pas prouvé")
    assert out.proof == "C'est prouvé : aucun planning n'en laisse moins."


def test_who_is_left_out_is_named_with_why_and_not_among_what_moves(found: Contingency) -> None:
    page = pages(found)[3]
    assert sorted(page.left) == [
        ("Inès Roux (C03)", "Aucune salle pour Roux"),
        ("Noé Garnier (C02)", "Aucune salle pour Garnier"),
        ("Zoé Lefèvre (C01)", "Aucune salle pour Lefèvre"),
    ]
    assert page.moves == ()
    assert page.tasks  # the workbook has them all
    assert dict(page.facts)["Fin de la session"].startswith("aucune épreuve (au lieu de mardi")


def test_the_first_page_counts_and_says_who_stands_by(found: Contingency) -> None:
    assert list(count_lines(found)) == [
        "6 pertes étudiées, une à la fois. Sans rappeler aucun candidat : 2. Tout le monde passe, mais il faut en "
        "rappeler : 1. Des candidats sont à reporter : 1. Sans réponse : 2."
    ]
    said = " ".join(standby_lines(found))
    assert "il faut 1 journée d'astreinte" in said
    assert "il manque 1 journée de réserve (1 personne le" in said
    assert "C'est prouvé" in said
    first, missing = standby_rows(found)
    assert first[:3] == ("Rose Rivière (R1)", PHONE, MAIL)
    assert missing[0] == "à trouver (1 personne)"


@pytest.mark.parametrize(
    ("standby", "said"),
    [
        (None, "pas encore calculées"),
        (Standby(), "Aucune réserve n'a besoin de se tenir prête"),
        (Standby(days=(("R1", MONDAY), ("R1", TUESDAY)), fewest=1, proven=False), "au moins 1, au plus 2"),
        (Standby(more=((MONDAY, 3),), fewest_more=1, proven=False), "il en manque au moins 1, au plus 3"),
        (
            Standby(proven=False, hopeless=("J1",)),
            "Aucune réserve connue ne remplace, de façon sûre : Anne Martin (J1).",
        ),
    ],
)
def test_what_is_known_of_stand_bys_is_said_as_it_is(found: Contingency, standby: Standby | None, said: str) -> None:
    lines = " ".join(standby_lines(replace(found, standby=standby)))
    assert said in lines
    assert ("C'est prouvé" in lines) == (standby is not None and standby.proven and bool(standby.days or standby.more))


def test_the_plans_have_names_of_their_own(found: Contingency) -> None:
    assert [name for name, _answer in plan_names(found)] == ["jury-J1", "surveillance-SV1", "salle-S1"]


# --- on paper and in Excel --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(found: Contingency, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("typst")
    folder = tmp_path_factory.mktemp("livret")
    write_pdf(found, folder / "livret.pdf", today=TODAY)
    write_workbook(found, folder / "livret.xlsx", today=TODAY)
    return folder


def test_the_paper_has_a_first_page_and_a_page_for_each_loss(files: Path) -> None:
    first, *others = pdf_pages(files / "livret.pdf")
    assert "Livret de secours" in first
    assert "Rose Rivière (R1)" in first
    assert len(others) == 6
    for page, name in zip(others, ("J1", "SV1", "SV2", "S1", "S2", "VP1"), strict=True):
        assert name in page
    assert PHONE in others[0]
    assert MAIL in others[0].replace(" ", "")


def test_the_workbook_has_a_summary_a_card_each_and_all_calls(files: Path) -> None:
    book = load_workbook(files / "livret.xlsx")
    assert book.sheetnames == ["Synthèse", "Fiches", "Appels"]
    assert faults(files / "livret.xlsx") == []
    links = [cell.hyperlink.location for row in book["Synthèse"].iter_rows() for cell in row if cell.hyperlink]
    cards = [book["Fiches"][link.split("!")[1]].value for link in links]
    assert [text.split(".")[0] for text in cards] == ["1", "2", "3", "4", "5", "6"]
    calls = [[cell.value for cell in row] for row in book["Appels"].iter_rows(min_row=5)]
    assert len(calls) == sum(len(page.calls) for page in pages(session()))
    assert calls[0][:4] == ["Anne Martin (J1)", "Rose Rivière (R1)", "réserve, d’astreinte", PHONE]


def test_the_same_losses_give_the_same_files(found: Contingency, files: Path, tmp_path: Path) -> None:
    write_pdf(found, tmp_path / "livret.pdf", today=TODAY)
    write_workbook(found, tmp_path / "livret.xlsx", today=TODAY)
    for name in ("livret.pdf", "livret.xlsx"):
        assert (tmp_path / name).read_bytes() == (files / name).read_bytes()


def test_in_english_no_french_is_left(found: Contingency, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    with in_language("en"):
        write_pdf(found, tmp_path / "book.pdf", today=TODAY)
        write_workbook(found, tmp_path / "book.xlsx", today=TODAY)
    text = " ".join(pdf_pages(tmp_path / "book.pdf"))
    cells = [cell.value for sheet in load_workbook(tmp_path / "book.xlsx") for row in sheet.iter_rows() for cell in row]
    text += " ".join(map(str, cells))
    assert "Contingency book" in text
    french = r"\b(?:livret|fiche|appeler|réserve|juré|candidat|surveillant|absence au|pertes|avec|lundi|mardi)\b"
    assert re.findall(french, text, re.IGNORECASE) == []


# --- without names, and with bad ones ---------------------------------------------------------------------------------


def test_without_names_nobody_is_named_or_reached_and_codes_are_the_same_on_every_page(
    found: Contingency, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    coded = without_names(found)
    write_pdf(coded, tmp_path / "a.pdf", today=TODAY)
    write_workbook(coded, tmp_path / "a.xlsx", today=TODAY)
    text = " ".join(pdf_pages(tmp_path / "a.pdf"))
    with ZipFile(tmp_path / "a.xlsx") as archive:
        text += "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    people: tuple[Any, ...] = (*found.problem.candidates, *found.problem.members, *found.problem.invigilators)
    for word in {PHONE, MAIL, *(one.last_name for one in people), *(one.first_name for one in people)}:
        assert word not in text, word
    assert "Juré 5" in text  # R1 is the fifth of the workbook, on the first page and on J1's
    assert pages(coded)[0].calls[0].who.startswith("Juré 5")
    assert standby_rows(coded)[0][0].startswith("Juré 5")
    assert pages(coded)[0].short == "Juré 1"
    assert len(pages(coded)[3].left) == 1  # three candidates, whose reasons are not repeated


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_texts_that_would_do_harm_are_only_texts(tmp_path: Path, text: str) -> None:
    pytest.importorskip("typst")
    problem, result = hostile.hostile(text)
    plan = result.plan
    first, spare = problem.members[0].id, problem.members[-1].id
    made = other(plan, 30, **{first: spare})
    left = (Unplaced(problem.candidates[0].id, text),)
    answers = (
        answered(problem, plan, Loss("member", first), made, "unplaced", left_out=left),
        Answer(Loss("invigilator", problem.invigilators[0].id), "unknown", reason=text),
        Answer(Loss("room", problem.rooms[0].id), "missing"),
    )
    found = Contingency(problem, plan, answers, Standby(days=((spare, D1),), fewest=1, hopeless=()))
    write_pdf(found, tmp_path / "livret.pdf", today=TODAY)
    write_workbook(found, tmp_path / "livret.xlsx", today=TODAY)
    assert faults(tmp_path / "livret.xlsx") == []
    with ZipFile(tmp_path / "livret.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        links = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/_rels")]
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)
    assert not any(b"hyperlink" in link for link in links)
    assert b"/JavaScript" not in (tmp_path / "livret.pdf").read_bytes()
    assert all(re.fullmatch(r"[\w.-]+", name) for name, _answer in plan_names(found))
    assert {path.name for path in tmp_path.iterdir()} == {"livret.pdf", "livret.xlsx"}


def test_the_edition_of_the_plan_stands_on_the_booklet(found: Contingency, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    write_pdf(found, tmp_path / "livret.pdf", today=TODAY, stamp=Stamp(draft=True))
    write_workbook(found, tmp_path / "livret.xlsx", today=TODAY, stamp=Stamp(draft=True))
    assert all("Brouillon" in page for page in pdf_pages(tmp_path / "livret.pdf"))
    assert all(sheet.oddHeader.right.text == "Brouillon" for sheet in load_workbook(tmp_path / "livret.xlsx"))
