"""The documents to print: what stands on which page."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.pdf_reading import FILES, pages
from tspi_sched.exports.pdf import write
from tspi_sched.exports.pdf.typeset import printable
from tspi_sched.plan import Plan
from tspi_sched.problem import ExtraTime
from tspi_sched.texts import in_language

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


def test_the_files_and_their_pages(tmp_path: Path) -> None:
    found = write(demo.problem(), demo.result(), tmp_path / "out", today=demo.TODAY)
    assert [path.name for path in found] == FILES
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    # 2 days, twice; 3 candidates; 4 members; sittings at 8:00 and 14:00, one invigilator each; then 2 sittings, the
    # staff of 2 days, jurys A and B, both days on one page: 6; rooms S1 and S2 on Monday, S2 and S3 on Tuesday: 4
    assert [len(pages(path)) for path in found] == [2, 2, 3, 4, 2, 6, 4]


def test_a_candidates_convocation(written: Callable[..., Any]) -> None:
    first, second, third = written()("convocations-candidats.pdf")
    for text in ("Zoé Lefèvre", "Candidat n° C01", "Titre complet", "TP-01305", "Centre de démonstration",
                 "Camille Lambert", "Le 1er octobre 2026", "Lundi 7 décembre 2026 – présentez-vous à 07:45",
                 "présentez-vous à 12:45", "08:00 – 11:00", "Salle Ampère",
                     "votre support de présentation"):  # fmt: skip
        assert text in first
    assert "temps majoré" not in first
    assert "Noé Garnier" not in first
    assert "dont temps majoré : 1 h" in second  # a third of three hours
    assert "08:00 – 12:00" in second
    assert "sans rapport d'activité" in second
    assert "votre rapport d'activité" not in second
    assert "CCP 1 – Superviser et CCP 2 – Améliorer" in third
    assert third.count("présentez-vous") == 3  # two papers, and orals: from those of one track straight to the other's


def test_extra_time_on_an_oral_is_shown(written: Callable[..., Any]) -> None:
    extra = (ExtraTime("ET", Fraction(1, 3)),)
    tasks = tuple(replace(task, end=task.start + 40) if task.key == ("C01", "TITRE", "ET") else task
                  for task in demo.plan().tasks)  # fmt: skip
    problem = demo.problem(candidates=(replace(demo.CANDIDATES[0], extra_time=extra), *demo.CANDIDATES[1:]))
    assert "dont temps majoré : 10 min" in written(problem, plan=Plan(tasks))("convocations-candidats.pdf")[0]


def test_a_members_convocation(written: Callable[..., Any]) -> None:
    anne, paul, chloe, _hugo = written()("convocations-jury.pdf")
    for text in ("Anne Martin", "Jury A : Anne Martin, Paul Durand", "Zoé Lefèvre", "13:00 – 13:30",
                 "Lundi 7 décembre 2026 – présentez-vous à 10:50 ; fin prévue à 15:00",
                 "Mardi 8 décembre 2026 – présentez-vous à 07:50 ; fin prévue à 10:30",
                 "Pause déjeuner – 11:30 à 12:55",
                 "sans rapport d'activité", "CORR : Correction"):  # fmt: skip
        assert text in anne
    assert "Paul Durand" in paul
    assert "Lefèvre" not in chloe


def test_each_candidates_own_end_is_on_the_invigilators_sheet(written: Callable[..., Any]) -> None:
    morning, afternoon = written()("surveillance.pdf")
    assert re.search(r"Garnier Noé C02 TITRE 4 h 12:00", morning)
    assert re.search(r"Lefèvre Zoé C01 TITRE 3 h 11:00", morning)
    assert re.search(r"Roux Inès C03 CCP1 2 h 10:00", morning)
    for text in ("Éric Blanc", "Salle Ampère (S1)", "Votre arrivée 07:30", "Ouverture des plis 07:50", "Début 08:00",
                 "Dernière fin 12:00", "3 candidats"):  # fmt: skip
        assert text in morning
    assert "Léa Noir" in afternoon


def test_attendance_has_a_column_for_each_oral(written: Callable[..., Any]) -> None:
    found = written()("emargements.pdf")
    assert ["oraux" in page for page in found] == [False, False, False, False, True, True]
    assert "Lundi 7 décembre 2026 – Mardi 8 décembre 2026" in found[4]  # a panel's days are on one page
    assert re.search(r"Signature ET Signature QPP Signature EF", found[4])
    assert re.search(r"Signature ET Signature QPP (?!Signature)", found[5])  # jury B hears no EF
    assert "08:30 – 09:00" in found[5]
    for text in ("Membres du jury", "Anne Martin", "11:05 – 15:00", "Surveillants", "Éric Blanc", "08:00 – 12:00"):
        assert text in found[2]


def test_a_door_tells_nobody_who_has_extra_time(written: Callable[..., Any]) -> None:
    paper, orals, *_others = written()("affiches.pdf")
    assert "Mise en situation professionnelle – de 08:00 à 12:00" in paper
    assert "Garnier Noé C02 TITRE Lefèvre" in paper
    assert "majoré" not in paper
    assert re.search(r"Jury A 13:00 – 14:50 Lefèvre Zoé C01 – ET QPP EF", orals)


def test_the_planning_has_the_words_of_the_workbook(written: Callable[..., Any]) -> None:
    monday, tuesday = written()("planning.pdf")
    for text in ("Jour 1 – lundi 7 décembre 2026", "Jury A – Anne Martin, Paul Durand – de 11:05 à 15:00",
                 "Pause déjeuner – 11:30 à 12:55", "fin 11:00 (dernière fin 12:00)"):  # fmt: skip
        assert text in monday
    assert "Sans rapport : copier l'épreuve MSP" in tuesday


def test_a_long_letter_shrinks_to_its_page(written: Callable[..., Any]) -> None:
    facts, plan = demo.large(24, panels=2)  # 3 candidates a day: 12 candidates over 4 days for each member
    found = written(facts, plan=plan)("convocations-jury.pdf")
    assert len(found) == len(facts.members)
    assert all(page.count("présentez-vous") == 4 for page in found)


@pytest.mark.parametrize(
    ("lang", "text", "printed"),
    [
        ("fr", "l'oral : 3 h 05 ; « oui » n° 2 ?", "l’oral\xa0: 3\xa0h\xa005\xa0; «\xa0oui\xa0» n°\xa02\xa0?"),
        ("en", 'the panel\'s "title": 3 h', "the panel’s “title”: 3 h"),
        ("fr", "a\u202eb\x00c\u2028d", "abc d"),
        ("fr", "x" * 30 + " " + "y" * 20 + "-z", "xxxxxxxx\u200b" * 3 + "xxxxxx " + "y" * 20 + "-z"),
    ],
)
def test_blanks_and_signs_as_in_print(lang: str, text: str, printed: str) -> None:
    with in_language(lang):
        assert printable({"a": [text]}) == {"a": [printed]}


def test_english_letters(written: Callable[..., Any]) -> None:
    with in_language("en"):
        first = written()("convocations-candidats.pdf")[0]
    assert "professional title “Technicien supérieur en production industrielle” (TP-01305, version 02)" in first
    assert "Monday 7 December 2026" in first
    assert not re.search(r"convocation aux|présentez-vous|lundi| [:;]", first)


LONG = {"last_name": "DE LA ROCHEFOUCAULD-MONTMORENCY", "first_name": "Marie-Antoinette Élisabeth",
        "company": "Établissements Réunis de Mécanique Générale du Dauphiné et de la Savoie"}  # fmt: skip


@pytest.mark.parametrize("people", [LONG, dict.fromkeys(LONG, "é" * 200)], ids=["long", "absurd"])
def test_a_convocation_has_one_page_whatever_it_says(written: Callable[..., Any], people: dict[str, Any]) -> None:
    facts, plan = demo.large(30, panels=1)  # 30 candidates over 10 days for each member
    everybody: dict[str, Any] = {
        name: tuple(replace(one, **people) for one in getattr(facts, name)) for name in ("candidates", "members")
    }
    found = written(replace(facts, **everybody), plan=plan)
    assert len(found("convocations-candidats.pdf")) == 30
    assert len(found("convocations-jury.pdf")) == 2


def test_a_calendar_too_long_for_its_page_has_a_line_a_day(written: Callable[..., Any]) -> None:
    facts, plan = demo.large(30, panels=1)
    first, _second = written(facts, plan=plan)("convocations-jury.pdf")
    # 3 candidates a day: the marking from 8:05 on, so called at 7:50; the last deliberation ends at 16:15
    assert first.count("07:50") == first.count("16:15") == 10
    assert "08:30 Prénom0000 NOM0000 (TITRE) ; 11:00 Prénom0001 NOM0001 (TITRE) ; Pause déjeuner" in first
    assert all(candidate.last_name in first for candidate in facts.candidates)


@pytest.mark.parametrize("count", [3, 40])
def test_a_door_is_read_from_two_metres(tmp_path: Path, count: int) -> None:
    """18 points at least: capitals of 4 mm, which at 2 m are 7 minutes of arc; who reads 20/20 makes out 5."""
    problem, plan = demo.large(count)
    write(problem, demo.result(plan), tmp_path)
    sizes = {}

    def note(text: str, _current: object, matrix: Any, _font: object, size: Any) -> None:
        for name in re.findall(r"NOM\d+", text):
            sizes[name] = min(size * abs(matrix[3]), sizes.get(name, size))

    for page in pypdf.PdfReader(tmp_path / "affiches.pdf").pages:
        page.extract_text(visitor_text=note)
    assert len(sizes) == count
    assert min(sizes.values()) >= 18


def test_no_plan_no_file(tmp_path: Path) -> None:
    assert write(demo.problem(), demo.result(Plan(())), tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()


def test_equal_plans_give_equal_files(tmp_path: Path) -> None:
    once = write(demo.problem(), demo.result(), tmp_path / "a", today=demo.TODAY)
    again = write(demo.problem(), demo.result(), tmp_path / "b", today=demo.TODAY)
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
