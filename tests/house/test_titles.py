"""Other titles than TSPI: a file each, and every word from it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.books import book, scenario
from tests.support.cli_runs import Run
from tests.support.paths import ROOT
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.reading import built_in_titles, read, read_noted, read_title
from tspi_sched.starter import write_starter

CDA = "TP-01281"


def test_the_questionnaire_and_the_project() -> None:
    """Totals: 30+40+45+20 = 135, panel 105; 30+20+30, 50; 30+30+30, 60; 30+20+20, 40."""
    title = read_title(CDA, Path())
    assert title.name == "Concepteur développeur d'applications"
    assert dict(title.track["TITRE"].minutes) == {"QP": 30, "CORR": 20, "PROJ": 40, "ET": 45, "EF": 20, "DELIB": 10}
    assert [dict(title.track[code].minutes)["PROJ"] for code in ("CCP1", "CCP2", "CCP3")] == [20, 30, 20]
    assert title.certificates == ("CCP1", "CCP2", "CCP3")
    assert title.stage["PROJ"].projection
    assert not title.stage["ET"].projection


def test_the_session_is_planned_and_checked() -> None:
    """Nine candidates, at most three a day for each of two panels: two days at least, and these are enough."""
    problem, wishes = read(ROOT / "scenarios/cda.toml")
    assert problem.title.code == CDA
    result = solve(problem, replace(wishes, workers=1, time_limit=20))
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    assert measure(problem, result.plan)["days"] == 2
    assert result.objectives[0].bound == 2
    heard = [task for task in result.plan.tasks if task.candidate == "C09" and task.stage == "EF"]
    assert len(heard) == 1, "who completes the title by a certificate has the final interview"


@pytest.mark.parametrize("code", built_in_titles())
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_init_makes_a_session_of_a_title(run: Run, code: str, lang: str) -> None:
    assert run("init", "neuf", "--title", code, "--lang", lang)[0] == 0
    title = read_title(code, Path())
    for path in ("neuf/scenario.toml", "neuf/session.xlsx"):
        problem, _wishes = read(path)
        assert problem.title.code == code
        assert problem.candidates[0].tracks == (title.tracks[0].code,)
    sheet = load_workbook("neuf/session.xlsx").worksheets[2]
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    everything = [*title.track, "+".join(title.certificates)]
    assert f'"{",".join(everything)}"' in offered


def test_what_init_offers_names_no_stage_that_the_title_has_not(run: Run) -> None:
    """TSPI's codes and minutes stand nowhere in the files of another title."""
    assert run("init", "neuf", "--title", CDA)[0] == 0
    texts = [Path("neuf/scenario.toml").read_text(encoding="utf-8")]
    for sheet in load_workbook("neuf/session.xlsx"):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        texts += [str(cell.value) for cell in cells if cell.value is not None]
        texts += [cell.comment.text for cell in cells if cell.comment]
    whole = "\n".join(texts)
    assert "QPP" not in whole
    assert "TP-01305" not in whole.replace("TP-01281,TP-01305", "")
    assert "CCP3 = 15" in whole


def test_a_title_of_ones_own_may_be_given_to_init(run: Run) -> None:
    text = (ROOT / "src/tspi_sched/titles/TP-01281.toml").read_text(encoding="utf-8")
    Path("mien.toml").write_text(text.replace(CDA, "TP-00042").replace("CCP3", "CCS9"), encoding="utf-8")
    assert run("init", "neuf", "--title", "mien.toml")[0] == 0
    assert 'title = "mien.toml"' in Path("neuf/scenario.toml").read_text(encoding="utf-8")
    assert run("validate", "neuf/scenario.toml")[0] == 0  # the title's file is there, and the workbook names it too
    assert run("init", "neuf", "--title", "mien.toml")[0] == 1


def test_an_unknown_title_is_told_with_those_there_are(run: Run) -> None:
    code, _out, err = run("init", "neuf", "--title", "TP-01280")
    assert code == 1
    assert "TP-01281" in err
    assert not Path("neuf").exists()


def test_titles_lists_them(run: Run) -> None:
    code, out, _err = run("titles")
    assert code == 0
    for each in built_in_titles():
        assert each in out
        assert read_title(each, Path()).name in out


@pytest.mark.parametrize("code", built_in_titles())
def test_titles_shows_one(run: Run, code: str) -> None:
    ended, out, _err = run("titles", code)
    title = read_title(code, Path())
    lines = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    assert ended == 0
    for stage in title.stages:
        assert stage.name in lines[stage.code]
    written = title.stages[0].code
    minutes = [str(dict(track.minutes)[written]) for track in title.tracks]
    assert lines[written].split()[-len(minutes) :] == minutes


def test_a_title_that_is_assumed_is_said(tmp_path: Path) -> None:
    """Most titles have a track TITRE, so nothing else would tell that the wrong one is planned."""
    book(tmp_path / "book.xlsx", Session=[["Centre"], ["Lyon"]])
    notes = read_noted(tmp_path / "book.xlsx").notes
    assert any("TP-01305" in note.message and "est supposé" in note.message for note in notes)
    said = read_noted(scenario(tmp_path / "plan.toml", 'title = "TP-01305"')).notes
    assert not any("est supposé" in note.message for note in said)


def test_validate_and_solve_name_the_title(run: Run) -> None:
    line = "Titre : Concepteur développeur d'applications (TP-01281, millésime 04)"
    assert line in run("validate", ROOT / "scenarios/cda.toml")[1]
    assert line in run("solve", ROOT / "scenarios/cda.toml", "--workers", 1, "--time-limit", 5)[1]


def test_a_starter_is_tspis_unless_said_otherwise(tmp_path: Path) -> None:
    paths = write_starter(tmp_path / "neuf")
    assert read(paths[1])[0].title.code == "TP-01305"


def test_no_document_of_another_title_speaks_of_tspis_stages(run: Run) -> None:
    """Workbook, page and calendars of a CDA session: QP and PROJ, and nothing of the case study and the report."""
    assert run("solve", ROOT / "scenarios/cda.toml", "-o", "out", "--workers", 1, "--time-limit", 5)[0] == 0
    assert run("export", "out/plan.json", ROOT / "scenarios/cda.toml", "-o", "out", "--to", "html,ics")[0] == 0
    texts = [Path("out/planning.html").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in Path("out/calendriers").iterdir()]
    cells = (cell.value for sheet in load_workbook("out/planning.xlsx") for row in sheet.iter_rows() for cell in row)
    texts += [value for value in cells if isinstance(value, str)]
    whole = "\n".join(texts)
    assert "QP" in whole
    assert not re.findall(r".{20}(?:\bMSP\b|l.écrit|\bQPP\b|étude de cas).{20}", whole)
