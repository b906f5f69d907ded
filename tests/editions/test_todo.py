"""The to-do folder: against the edition before, only what must be done now."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

from tests.support.pdf_reading import pages
from tests.support.published import NOW, drafts, editions, files, published, session
from tests.support.sessions import dropped, edited, laid_out, row, shifted
from tspi_sched.editions import last_edition
from tspi_sched.plan import VOID, Event, Plan, Unplaced

LATER = shifted(laid_out(), 5, "C2 ET", "C2 DELIB")
OTHER_ROOM = edited(laid_out(), "C2 ET", "C2 DELIB", room="S4")


def todo(folder: Path) -> set[str]:
    return {str(path.relative_to(folder / "a-faire")) for path in (folder / "a-faire").rglob("*") if path.is_file()}


def calls(folder: Path) -> dict[Any, Any]:
    """The rows of the list, by the person's id, with the titles of its columns."""
    sheet = load_workbook(folder / "a-faire" / "appels.xlsx").worksheets[0]
    head = [cell.value for cell in sheet[4]]
    rows = [dict(zip(head, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=5)]
    return {row["N°"]: row for row in rows}


def text_of(folder: Path, name: str) -> list[str]:
    return pages(folder / "a-faire" / name)


def test_a_first_edition_asks_for_nothing(tmp_path: Path) -> None:
    assert not (editions(tmp_path, laid_out()) / "a-faire").exists()


def test_an_edition_that_changes_nothing_asks_for_nothing_and_keeps_what_was_to_do(tmp_path: Path) -> None:
    folder = editions(tmp_path, laid_out(), LATER, LATER)
    assert not (folder / "a-faire").exists()
    assert (folder / "editions" / "002" / "a-faire" / "appels.xlsx").is_file()


def test_exactly_these_files(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    assert todo(editions(tmp_path, laid_out(), LATER)) == {
        "appels.pdf",
        "appels.xlsx",
        "convocations.pdf",
        "affiches.pdf",
        "planning.pdf",
        "courriels/Bruno-Bernard-C2.eml",
        "courriels/Jeanne-Leroy-J1.eml",
        "courriels/Julien-Moreau-J2.eml",
    }


def test_without_typst_what_needs_none_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)
    folder = editions(tmp_path, laid_out(), LATER)
    assert "appels.xlsx" in todo(folder)
    assert not [name for name in todo(folder) if name.endswith(".pdf")]
    assert [part.get_filename() for part in drafts(folder)["C2"].iter_attachments()] == ["candidat-C2.ics"]


# --- calls -----------------------------------------------------------------------------------------------------------


def test_whom_to_tell_how_to_reach_them_and_what_was_and_is(tmp_path: Path) -> None:
    found = calls(editions(tmp_path, laid_out(), LATER))
    assert list(found) == ["C2", "J1", "J2"]  # as urgent: the candidate first
    c2 = found["C2"]
    assert (c2["Personne"], c2["Téléphone"], c2["Courriel"]) == ("Bruno Bernard", "06 07 08 09 10", "c2@exemple.fr")
    assert c2["Change"] == "heure"
    assert "15:05–15:35 → 15:10–15:40, même salle (Salle 3)" in c2["Avant → maintenant"]
    assert {"Fait", "Heure de l’appel", "Signature"} <= set(c2)


def test_a_call_is_due_before_they_come(tmp_path: Path) -> None:
    """C2's oral was at 15:05; they come a quarter of an hour before."""
    found = calls(editions(tmp_path, laid_out(), LATER))
    assert found["C2"]["À joindre avant"].endswith("14:50")


def test_a_fellow_member_who_is_replaced_is_told_by_name(tmp_path: Path) -> None:
    """J1 assesses all day with J6 in the place of J2, at the same hours and in the same rooms."""
    swap = {"J2": "J6"}
    tasks = (
        replace(t, members=tuple(swap.get(m, m) for m in t.members)) for t in laid_out().tasks if "J2" in t.members
    )
    rest = tuple(t for t in laid_out().tasks if "J2" not in t.members)
    found = calls(editions(tmp_path, laid_out(), replace(laid_out(), tasks=(*rest, *tasks)), despite=True))
    assert found["J1"]["Change"] == "jury"
    assert "avec Julien Moreau → Joël Garcia ; mêmes heures" in found["J1"]["Avant → maintenant"]
    assert found["J2"]["Change"] == "annulé"


def test_what_is_gone_of_a_day_that_remains_is_not_called_off(tmp_path: Path) -> None:
    rest = replace(laid_out(), tasks=tuple(t for t in laid_out().tasks if t.candidate != "C2" or t.stage == "MSP"))
    rest = replace(rest, unplaced=())
    found = calls(editions(tmp_path, laid_out(), rest, despite=True))
    assert "annulé" not in found["J1"]["Change"]
    assert "en moins" in found["J1"]["Change"]


def test_a_changed_room_is_told_from_a_changed_hour(tmp_path: Path) -> None:
    c2 = calls(editions(tmp_path, laid_out(), OTHER_ROOM))["C2"]
    assert c2["Change"] == "salle"
    assert "même heure (15:05–15:35), Salle 3 → Salle 4" in c2["Avant → maintenant"]


def test_the_most_urgent_comes_first(tmp_path: Path) -> None:
    """C3's oral is at 9:15, C2's at 15:05; both are a little later."""
    plan = shifted(LATER, 5, "C3 ET", "C3 QPP", "C3 DELIB")
    found = list(calls(editions(tmp_path, laid_out(), plan)))
    assert found == ["C3", "J4", "J3", "C2", "J1", "J2"]  # members by name: Laurent, Simon


def test_an_earlier_call_is_as_urgent_as_its_new_hour(tmp_path: Path) -> None:
    """C2 was called for the afternoon and is heard at 12:00 now, before C1, whose orals move to 13:30."""
    plan = shifted(shifted(laid_out(), -185, "C2 ET", "C2 DELIB"), 30, "C1 ET", "C1 QPP", "C1 EF", "C1 DELIB")
    assert next(iter(calls(editions(tmp_path, laid_out(), plan)))) == "C2"


def test_on_paper_too(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    (text,) = text_of(editions(tmp_path, laid_out(), LATER), "appels.pdf")
    for said in (
        "Bruno Bernard",
        "06 07 08 09 10",
        "c2@exemple.fr",
        "15:05–15:35",
        "15:10–15:40",
        "Signature",
        "heure",
    ):
        assert said in text
    assert "Édition 2 – publiée le mardi 1er décembre 2026 à 09:00" in text


# --- mails -----------------------------------------------------------------------------------------------------------


def test_a_draft_that_nobody_sends_with_the_new_letter_and_the_calendar(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    draft = drafts(editions(tmp_path, laid_out(), LATER))["C2"]
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == "Bruno Bernard <c2@exemple.fr>"
    assert "annule et remplace" in draft["Subject"]
    body = draft.get_body().get_content()
    assert "15:10–15:40 au lieu de 15:05–15:35" in body
    letter, calendar = draft.iter_attachments()
    assert (letter.get_content_type(), calendar.get_content_type()) == ("application/pdf", "text/calendar")
    assert letter.get_content().startswith(b"%PDF")
    event: Any = next(iter(icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")))
    assert event["SEQUENCE"] >= 0


def test_a_hostile_name_neither_leaves_the_folder_nor_adds_a_header(tmp_path: Path) -> None:
    problem = session()
    nasty = replace(problem.candidates[1], last_name="../../etc\nBcc: x@evil.example", first_name="<b>")
    people = (problem.candidates[0], nasty, problem.candidates[2])
    scenario = files(tmp_path / "session", replace(problem, candidates=people))
    folder = tmp_path / "planning"
    for plan in (laid_out(), LATER):
        published(folder, plan, scenario)
    found = list((folder / "a-faire" / "courriels").iterdir())
    assert len(found) == 3
    draft = drafts(folder)["C2"]
    assert {name.lower() for name in draft} == {"subject", "to", "x-unsent", "mime-version", "content-type"} - (
        set() if draft["To"] else {"to"}
    )
    assert not list(tmp_path.rglob("etc*"))


def test_who_has_no_e_mail_has_a_draft_without_an_address(tmp_path: Path) -> None:
    problem = session()
    people = tuple(replace(one, email="" if one.id == "C2" else "not an address") for one in problem.candidates)
    scenario = files(tmp_path / "session", replace(problem, candidates=people))
    for plan in (laid_out(), shifted(LATER, 5, "C3 ET", "C3 QPP", "C3 DELIB")):
        published(tmp_path / "planning", plan, scenario)
    found = drafts(tmp_path / "planning")
    assert found["C2"]["To"] is None
    assert found["C3"]["To"] is None


# --- letters ---------------------------------------------------------------------------------------------------------


def test_letters_of_those_whose_day_changed_and_of_nobody_else(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    folder = editions(tmp_path, laid_out(), LATER)
    texts = text_of(folder, "convocations.pdf")
    assert [next(name for name in ("Bernard", "Leroy", "Moreau") if f"– {name}" in t or name in t) for t in texts]
    assert len(texts) == 3
    assert all("Annule et remplace" in text for text in texts)
    assert all("valable depuis l'édition 2" in text for text in texts)
    assert not [text for text in texts if "Judith Simon" in text]


def test_who_leaves_is_told_so_and_who_comes_has_nothing_to_replace(tmp_path: Path) -> None:
    """J4 gives way to J5."""
    pytest.importorskip("typst")
    plan = edited(laid_out(), "C3 CORR", "C3 ET", "C3 QPP", "C3 DELIB", members=("J3", "J5"))
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    texts = {
        name: t for t in text_of(tmp_path / "p", "convocations.pdf") for name in ("J3", "J4", "J5") if f"({name})" in t
    }
    assert "est annulée" in texts["J4"]
    assert "Entretien technique" in texts["J4"]  # what is cancelled
    assert "Annule et remplace" in texts["J3"]
    assert "Annule et remplace" not in texts["J5"]
    calendar = next(
        part for part in drafts(tmp_path / "p")["J4"].iter_attachments() if part.get_filename().endswith("ics")
    )
    assert "METHOD:CANCEL" in calendar.get_content()
    assert "STATUS:CANCELLED" in calendar.get_content()


def test_the_letter_replaced_is_the_one_that_somebody_has(tmp_path: Path) -> None:
    """C2's letter is of the first edition, whatever the second one changed for others."""
    pytest.importorskip("typst")
    third = shifted(laid_out(), 5, "C3 ET", "C3 QPP", "C3 DELIB")
    folder = editions(tmp_path, laid_out(), third, shifted(third, 5, "C2 ET", "C2 DELIB"))
    (text,) = [
        t for t in text_of(folder, "convocations.pdf") if ("Bruno Bernard" in t and "Candidat n°" in t) or "(C2)" in t
    ]
    assert "la convocation précédente (édition 1)" in text


# --- doors and walls -------------------------------------------------------------------------------------------------


def test_changed_doors_and_walls_only_as_often_as_they_hang(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    folder = editions(tmp_path, laid_out(), OTHER_ROOM, documents="[copies]\ndoor = 2\nwall = 3\n")
    doors, walls = text_of(folder, "affiches.pdf"), text_of(folder, "planning.pdf")
    assert [("Salle 3" in text, "Salle 4" in text) for text in doors] == [(True, False)] * 2 + [(False, True)] * 2
    assert len(walls) == 3
    assert "exemplaire 1 sur 2" in doors[0]
    assert "exemplaire 3 sur 3" in walls[2]


def test_a_door_behind_which_nothing_happens_any_more_says_so(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    plan = edited(laid_out(), "C3 ET", "C3 QPP", "C3 DELIB", room="S3", projector=None)
    folder = editions(tmp_path, laid_out(), plan)
    assert any(
        "Salle 4" in text and "Aucune épreuve dans cette salle" in text for text in text_of(folder, "affiches.pdf")
    )


# --- the statement ---------------------------------------------------------------------------------------------------

ABSENT = Event("absent", who="J4", start=NOW.replace(day=7, hour=9, minute=30))


def with_void() -> Plan:
    """J4 leaves at 9:30: what C3 has been heard of counts for nothing, and C3 is left out."""
    oral = replace(row(laid_out(), "C3 ET"), end=570, state=VOID)
    rest = dropped(laid_out(), "C3 ET", "C3 QPP", "C3 DELIB")
    return replace(
        rest,
        tasks=(*rest.tasks, oral),
        unplaced=(Unplaced("C3", "jury incomplet"),),
        now=ABSENT.start,
        events=(ABSENT,),
    )


def test_a_statement_says_who_when_and_which_candidates(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    scenario = files(tmp_path / "session")
    for plan in (laid_out(), with_void()):
        published(tmp_path / "p", plan, scenario, despite=True)
    (text,) = text_of(tmp_path / "p", "constat.pdf")
    for said in ("Josette Laurent (J4)", "lundi 7 décembre 2026 à 09:30", "Petit Chloé", "09:15–09:30", "à reporter"):
        assert said in text
    assert "Bernard" not in text


def test_no_statement_without_an_absent_member(tmp_path: Path) -> None:
    plan = replace(with_void(), events=(replace(ABSENT, who="C3"),))
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    assert "constat.pdf" not in todo(tmp_path / "p")


def test_a_statement_names_nobody_who_was_not_expected(tmp_path: Path) -> None:
    """J7, in no panel, cannot come before noon either."""
    pytest.importorskip("typst")
    nobody = next(m.id for m in session().members if all(m.id not in t.members for t in laid_out().tasks))
    late = Event("absent", nobody, end=ABSENT.start)
    scenario = files(tmp_path / "session")
    for plan in (laid_out(), replace(with_void(), events=(ABSENT, late))):
        published(tmp_path / "p", plan, scenario, despite=True)
    (text,) = text_of(tmp_path / "p", "constat.pdf")
    assert "Josette Laurent (J4)" in text
    assert f"({nobody})" not in text
    assert "à partir du lundi 7 décembre 2026 à 09:30" in text


def test_a_statement_once(tmp_path: Path) -> None:
    scenario = files(tmp_path / "session")
    later = shifted(with_void(), 5, "C2 ET", "C2 DELIB")
    for one in (laid_out(), with_void(), later):
        published(tmp_path / "p", one, scenario, despite=True)
    assert "constat.pdf" not in todo(tmp_path / "p")
    assert last_edition(tmp_path / "p").number == 3
