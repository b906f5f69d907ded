"""``publish`` and ``editions`` as their users type them; and what is exported besides."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.cli_runs import Run
from tests.support.pdf_reading import pages
from tests.support.published import files, plan_file, session
from tests.support.sessions import edited, laid_out, row, shifted
from tspi_sched.editions import editions_in
from tspi_sched.exports.common.marks import content_of
from tspi_sched.exports.formats import lacking
from tspi_sched.plan import DONE, Plan

SCENARIO, OUT = Path("session/scenario.toml"), Path("planning/s")
FIRST, SECOND = Path("un.json"), Path("deux.json")
STAMP = "Édition 1 – publiée le mardi 1er décembre 2026 à 09:00"
LATER = shifted(laid_out(), 5, "C2 ET", "C2 DELIB")


@pytest.fixture
def publish(run: Run) -> Callable[..., Any]:
    """Publishes a plan of the small session into its folder; gives code, output, errors."""
    files(SCENARIO.parent)
    plan_file(FIRST, laid_out())
    plan_file(SECOND, LATER)

    def publish(plan: Any, *more: Any, now: str = "2026-12-01 09:00") -> tuple[int, str, str]:
        return run("publish", plan, SCENARIO, "-o", OUT, "--now", now, *more)

    return publish


def stamps(folder: Path) -> set[Any]:
    """What stands on the documents of a folder about editions: calendars, page, workbook."""
    found = {line for line in (folder / "planning.html").read_text(encoding="utf-8").splitlines() if "stamp" in line}
    found |= {sheet.oddHeader.right.text for sheet in load_workbook(folder / "planning.xlsx")}
    text = (folder / "calendriers" / "session.ics").read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
    return found | {line for line in text.splitlines() if line.startswith("X-WR-CALDESC")}


def test_a_plan_is_published_with_all_its_documents(publish: Callable[..., Any]) -> None:
    code, out, err = publish(FIRST, "--reason", "première diffusion")
    assert code == 0, err
    assert out.splitlines()[0] == STAMP
    assert {path.name for path in OUT.iterdir() if not path.name.startswith(".")} >= {
        "plan.json", "planning.xlsx", "planning.html", "calendriers", "editions",
    }  # fmt: skip
    assert all(STAMP in one for one in stamps(OUT) if one)
    assert content_of(OUT / "plan.json")["edition"] == 1
    (edition,) = editions_in(OUT)
    assert (edition.number, edition.reason, edition.at.isoformat()) == (
        1, "première diffusion", "2026-12-01T09:00:00+01:00",
    )  # fmt: skip
    kept = {str(path.relative_to(edition.folder)) for path in edition.folder.rglob("*") if path.is_file()}
    assert kept == {
        "edition.json", "plan.json", "complete", "sources/scenario.toml", "sources/book.xlsx",
        "sources/title-TP-01305.toml",
    }  # fmt: skip


def test_by_default_into_the_plan_s_own_folder_at_this_moment(run: Run, publish: Callable[..., Any]) -> None:
    plan_file(OUT / "plan.json", laid_out())
    code, out, err = run("publish", OUT / "plan.json", SCENARIO)
    assert (code, err) == (0, "") or "typst" in err
    assert "Édition 1 – publiée le " in out
    assert not [path for path in OUT.iterdir() if "avant le" in path.name]  # the same plan: nothing is kept beside


def test_the_second_edition_says_whom_it_concerns_and_where_to_go_on(publish: Callable[..., Any]) -> None:
    publish(FIRST)
    code, out, err = publish(SECOND, now="2026-12-06 18:30")
    assert code == 0, err
    assert "Édition 2 – publiée le dimanche 6 décembre 2026 à 18:30" in out
    assert "3 personnes dont la journée change" in out
    assert "Bruno Bernard (C2), candidat : heure" in out
    assert f"À faire maintenant : {OUT / 'a-faire'}" in out
    assert not [path for path in OUT.iterdir() if "avant le" in path.name]  # the first one is kept as an edition


def test_in_english(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    _code, out, _err = run("publish", SECOND, SCENARIO, "-o", OUT, "--now", "2026-12-06 18:30", "--lang", "en")
    assert "Edition 2 – published on Sunday 6 December 2026 at 18:30" in out
    assert "Bruno Bernard (C2), candidate: time" in out
    assert load_workbook(OUT / "a-faire" / "appels.xlsx").worksheets[0]["A1"].value == "People to tell"


def test_without_the_extra_the_pdfs_are_left_out_in_one_line(
    publish: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = ("il manque typst (option « pdf »)",)
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: missing if "pdf" in names else ())
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda _package: False)
    assert publish(FIRST)[0] == 0
    code, _out, err = publish(SECOND)
    assert code == 0
    assert err.splitlines() == ["Sans les PDF : il manque typst (option « pdf »)"]
    assert not list(OUT.rglob("*.pdf"))
    assert (OUT / "a-faire" / "appels.xlsx").is_file()


def test_a_plan_in_a_folder_of_the_session_s_is_published_where_its_editions_are(
    run: Run, publish: Callable[..., Any]
) -> None:
    """A plan made after an incident stands in a folder inside: it is the next edition, and no other first one."""
    publish(FIRST)
    plan_file(OUT / "replan" / "meilleur" / "plan.json", LATER)
    code, out, err = run("publish", OUT / "replan" / "meilleur" / "plan.json", SCENARIO)
    assert code == 0, err
    assert "Édition 2" in out
    assert f"Les éditions de cette session sont dans {OUT}" in err
    assert len(editions_in(OUT)) == 2


def test_check_names_the_cells_that_were_changed_on_a_sheet_of_an_edition(
    run: Run, publish: Callable[..., Any]
) -> None:
    publish(FIRST)
    book = load_workbook(OUT / "planning.xlsx")
    book["Fiches candidats"]["A1"].value = "à la main"
    book.save(OUT / "planning.xlsx")
    assert "case A1" in run("check", OUT / "planning.xlsx", SCENARIO)[1]


# --- what is not published -------------------------------------------------------------------------------------------


def export(run: Run, plan: Path, *more: Any) -> None:
    code, _out, err = run("export", plan, SCENARIO, "--to", "xlsx,html,ics", *more)
    assert code == 0, err


def test_nothing_is_said_before_the_first_edition(run: Run, publish: Callable[..., Any]) -> None:
    export(run, FIRST, "-o", OUT)
    assert not [one for one in stamps(OUT) if one and ("Brouillon" in one or "Édition" in one)]


def test_then_what_is_not_published_is_a_draft_wherever_it_is_written(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    export(run, SECOND, "-o", OUT)
    assert all("Brouillon" in one for one in stamps(OUT) if one)
    export(run, SECOND, "-o", OUT / "essai")
    assert all("Brouillon" in one for one in stamps(OUT / "essai") if one)


def test_what_was_published_is_no_draft(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    export(run, OUT / "plan.json", "-o", "ailleurs")
    assert all(STAMP in one for one in stamps(Path("ailleurs")) if one)


def test_unless_the_session_is_another_by_now(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    problem = session()
    files(
        SCENARIO.parent, replace(problem, rooms=tuple(replace(one, name=f"Salle n° {one.id}") for one in problem.rooms))
    )
    export(run, OUT / "plan.json", "-o", "ailleurs", "--despite")
    assert all("Brouillon" in one for one in stamps(Path("ailleurs")) if one)


def test_a_plan_that_is_solved_anew_is_a_draft(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    code, _out, err = run("solve", SCENARIO, "-o", OUT, "--workers", 1, "--quiet", "--time-limit", 20)
    assert code == 0, err
    said = {sheet.oddHeader.right.text for sheet in load_workbook(OUT / "planning.xlsx")}
    assert said == {"Brouillon"}


def test_another_session_s_editions_make_no_draft(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    problem = session()
    people = tuple(replace(one, last_name=f"Autre{one.id}", first_name="X") for one in problem.candidates)
    files(Path("autre"), replace(problem, candidates=people))
    code, _out, err = run("export", FIRST, "autre/scenario.toml", "--to", "xlsx,html,ics", "-o", OUT / "autre")
    assert code == 0, err
    assert not any(stamps(OUT / "autre") & {"Brouillon"})


# --- plans that break rules ------------------------------------------------------------------------------------------

BROKEN = edited(laid_out(), "C2 ET", room="S1")
"""The oral of C2 is in a room for papers."""


def breaches(path: Path | str) -> list[str]:
    return [str(cell.value) for line in load_workbook(path)["Synthèse"] for cell in line if "C2" in str(cell.value)]


def test_a_plan_that_breaks_a_rule_is_refused_and_leaves_nothing(publish: Callable[..., Any]) -> None:
    plan_file(FIRST, BROKEN)
    code, out, err = publish(FIRST)
    assert (code, out) == (4, "")
    assert "Rien n'est publié" in err
    assert "--despite" in err
    assert editions_in(OUT) == ()
    assert not (OUT / "plan.json").exists()


def test_unless_it_is_wanted_all_the_same_and_then_the_organiser_s_sheet_says_so(
    run: Run, publish: Callable[..., Any]
) -> None:
    plan_file(FIRST, BROKEN)
    code, _out, err = publish(FIRST, "--despite")
    assert code == 0, err
    assert breaches(OUT / "planning.xlsx")
    assert editions_in(OUT)[0].broken
    assert "malgré des règles enfreintes" in run("editions", OUT)[1]
    if (OUT / "documents").is_dir():
        texts = [text for file in (OUT / "documents").glob("*.pdf") for text in pages(file)]
        assert not [text for text in texts if "enfrein" in text]


def test_so_for_an_export(run: Run, publish: Callable[..., Any]) -> None:
    plan_file(FIRST, BROKEN)
    assert run("export", FIRST, SCENARIO, "--to", "xlsx", "-o", "x")[0] == 4
    code, _out, err = run("export", FIRST, SCENARIO, "--to", "xlsx,html,ics", "-o", "x", "--despite")
    assert code == 0, err
    assert breaches("x/planning.xlsx")


@pytest.mark.parametrize(
    "plan",
    [
        edited(laid_out(), "C2 ET", room=None),
        edited(laid_out(), "C2 ET", members=()),
        edited(laid_out(), "C2", members=()),
        edited(laid_out(), "C2 MSP", invigilators=()),
        replace(laid_out(), tasks=()),
        replace(laid_out(), tasks=(*laid_out().tasks, row(laid_out(), "C2 ET"))),
        edited(laid_out(), "C2 ET", start="10:00"),
    ],
    ids=["no room", "no panel", "no panel at all", "nobody watches", "empty", "twice", "long"],
)
def test_whatever_is_broken_is_written(run: Run, publish: Callable[..., Any], plan: Plan) -> None:
    plan_file(FIRST, plan)
    names = [name for name in ("xlsx", "html", "ics", "pdf") if not lacking((name,))]
    code, _out, err = run("export", FIRST, SCENARIO, "--to", ",".join(names), "-o", "x", "--despite")
    assert code == 0, err
    code, _out, err = publish(FIRST, "--despite")
    assert code == 0, err


def test_what_a_scenario_leaves_out_and_a_plan_has_is_written_too(run: Run, publish: Callable[..., Any]) -> None:
    SCENARIO.write_text(
        SCENARIO.read_text(encoding="utf-8") + '\n[what_if]\nwithout = ["J2", "S3", "V1"]\n', encoding="utf-8"
    )
    code, _out, err = run("export", FIRST, SCENARIO, "--to", "xlsx,html,ics", "-o", "x", "--despite")
    assert code == 0, err
    assert publish(FIRST)[0] == 4
    assert publish(FIRST, "--despite")[0] == 0


# --- editions --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_changed_and_for_whom(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    publish(SECOND, "--reason", "salle occupée", now="2026-12-06 18:30")
    code, out, _err = run("editions", OUT)
    assert code == 0
    for said in (STAMP, "Édition 2", "Raison : salle occupée", "Bruno Bernard (C2), candidat : heure"):
        assert said in out


SINCE = {"C2": 2, "c2": 2, "Bruno Bernard": 2, "bernard": 2, "C1": 1, "Josette": 1, "J1": 2}


def test_since_when_somebody_s_papers_are_valid(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    publish(SECOND, now="2026-12-06 18:30")
    for who, since in SINCE.items():
        code, out, _err = run("editions", OUT, "--person", who)
        assert (code, f"valables depuis l'édition {since}" in out) == (0, True), who


def test_nobody_is_invented(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    code, _out, err = run("editions", OUT, "--person", "Personne")
    assert code == 1
    assert "« Personne » n'est dans aucune édition" in err
    assert run("editions", "nulle-part")[0] == 1


def test_an_edition_is_published_again_as_a_new_one(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    publish(SECOND, now="2026-12-06 18:30")
    code, out, err = run("editions", OUT, "--restore", "1", "--now", "2026-12-06 19:00")
    assert code == 0, err
    assert "Édition 3 – publiée le dimanche 6 décembre 2026 à 19:00" in out
    third = editions_in(OUT)[2]
    assert content_of(third.plan_path)["tasks"] == content_of(editions_in(OUT)[0].plan_path)["tasks"]
    assert third.reason == "retour à l'édition 1"
    assert third.since["candidate C2"] == 3
    assert content_of(OUT / "plan.json")["edition"] == 3
    code, _out, err = run("editions", OUT, "--restore", "7")
    assert code == 1
    assert "il n'y a pas d'édition 7 (il y a : 1, 2, 3)" in err


def test_not_when_more_has_happened_since(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    over = replace(LATER, tasks=tuple(replace(t, state=DONE) if t.key[2] == "MSP" else t for t in LATER.tasks))
    plan_file(SECOND, over)
    assert publish(SECOND, "--despite", now="2026-12-07 12:00")[0] == 0
    code, _out, err = run("editions", OUT, "--restore", "1")
    assert code == 1
    assert "des épreuves ont eu lieu depuis" in err
    assert len(editions_in(OUT)) == 2


def test_locks_typed_in_the_workbook_that_is_published_stay(run: Run, publish: Callable[..., Any]) -> None:
    publish(FIRST)
    book = load_workbook(OUT / "planning.xlsx")
    sheet = book["Plan"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Verrou")
    sheet.cell(2, column).value = "x"
    book.save("a-moi.xlsx")
    code, _out, err = run("publish", "a-moi.xlsx", SCENARIO, "-o", OUT)
    assert code == 0, err
    assert load_workbook(OUT / "planning.xlsx")["Plan"].cell(2, column).value == "x"
    assert (OUT / "editions" / "002" / "planning.xlsx").is_file()


@pytest.mark.parametrize("now", ["1/12/2026 9h", "2026-12-01T09:00", "mardi 1er décembre 2026 à 09:00"])
def test_the_moment_is_said_as_for_a_replan(publish: Any, now: Any) -> None:
    code, out, err = publish(FIRST, now=now)
    assert code == 0, err
    assert out.splitlines()[0] == STAMP


def test_a_moment_before_the_last_edition_is_a_typing_error(publish: Any, run: Run) -> None:
    publish(FIRST)
    code, _out, err = publish(SECOND, now="2020-12-01 09:00")
    assert code == 1
    assert "avant la dernière édition" in err
    assert run("editions", OUT, "--restore", "1", "--now", "2020-12-01 09:00")[0] == 1
    assert len(editions_in(OUT)) == 1


def test_what_is_typed_wrong(publish: Callable[..., Any], run: Run) -> None:
    assert publish(FIRST, now="demain")[0] == 2
    assert run("publish", "rien.json", SCENARIO)[0] == 1
    assert run("editions", OUT, "--restore", "un")[0] == 2


def test_a_damaged_edition_is_passed_over_and_its_number_is_not_given_again(
    run: Run, publish: Callable[..., Any]
) -> None:
    publish(FIRST)
    broken = OUT / "editions" / "002"
    broken.mkdir()
    (broken / "edition.json").write_text(json.dumps({"format": "tspi-sched-edition"}), encoding="utf-8")
    _code, out, _err = publish(SECOND)
    assert "Édition 3" in out


# --- what goes wrong -------------------------------------------------------------------------------------------------


def test_a_document_that_is_held_by_another_program_is_written_by_the_next_try(
    publish: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel has the workbook: the edition is kept, its moment too, and the same command finishes it."""
    from tspi_sched.exports import xlsx

    publish(FIRST)
    write = xlsx.write

    def held(_problem: Any, _result: Any, path: Any, *_more: Any, **_settings: Any) -> None:
        raise PermissionError(13, "held", str(path))

    monkeypatch.setattr(xlsx, "write", held)
    code, _out, err = publish(SECOND, now="2026-12-06 18:30")
    assert code == 1
    assert "L'édition est gardée ; la même commande la terminera" in err
    assert [edition.complete for edition in editions_in(OUT)] == [True, False]
    monkeypatch.setattr(xlsx, "write", write)
    code, out, err = publish(SECOND, now="2026-12-06 19:00")
    assert code == 0, err
    assert "avait été interrompue : elle est terminée" in out
    assert "Édition 2 – publiée le dimanche 6 décembre 2026 à 18:30" in out
    assert [edition.complete for edition in editions_in(OUT)] == [True, True]


def test_what_can_never_be_written_leaves_no_edition(publish: Callable[..., Any]) -> None:
    """A damaged logo: corrected, the same number is published; nothing waits to be finished."""
    publish(FIRST)
    pytest.importorskip("typst")
    (SCENARIO.parent / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n not a picture")
    words = SCENARIO.parent / "documents.toml"
    words.write_text('logo = "logo.png"\n', encoding="utf-8")
    code, _out, err = publish(SECOND)
    assert code == 1
    assert "abîmée" in err
    assert [edition.number for edition in editions_in(OUT)] == [1]
    words.unlink()
    assert "Édition 2" in publish(SECOND)[1]


def test_an_edition_that_somebody_emptied_is_named(publish: Callable[..., Any]) -> None:
    publish(FIRST)
    for file in (OUT / "editions" / "001" / "sources").iterdir():
        file.unlink()
    code, _out, err = publish(SECOND)
    assert code == 1
    assert "l'édition 1 ne peut plus être relue" in err
    assert "editions" in err


def test_words_that_are_wrong_are_named_before_anything_is_begun(publish: Callable[..., Any]) -> None:
    (SCENARIO.parent / "documents.toml").write_text("[copies]\ndoor = 0\n", encoding="utf-8")
    code, _out, err = publish(FIRST)
    assert code == 1
    assert "documents.toml" in err
    assert editions_in(OUT) == ()
