"""What a convocation asks to bring: for the papers and orals that are the candidate's own, by the title's own names."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.exports.pdf.candidates import candidate_letters
from tspi_sched.exports.pdf.session import Session
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Problem
from tspi_sched.reading import read

SESSIONS = Path(__file__).parents[3] / "examples" / "sessions"
DAY = date(2026, 12, 7)


def lists(problem: Problem, *stages: str) -> dict[str, tuple[str, ...]]:
    """What the first candidate's letter lists, in a plan with these stages."""
    who = problem.candidates[0]
    tasks = tuple(
        Task(who.id, who.tracks[0], code, DAY, 480 + 60 * n, 540 + 60 * n, problem.rooms[0].id, ("J1", "J2"))
        for n, code in enumerate(stages)
    )
    letters = candidate_letters(Session(problem, Plan(tasks), Documents(), DAY))
    return {items.title: items.items for items in letters[0].lists}


def test_each_of_several_papers_is_named_and_only_those_of_the_candidate() -> None:
    problem = read(SESSIONS / "tssr.toml")[0]
    assert "À apporter aux épreuves QP et MSP" in lists(problem, "QP", "MSP", "ET")
    assert "À apporter à l'épreuve MSP" in lists(problem, "MSP", "ET")
    assert list(lists(problem, "ET")) == ["À apporter aux oraux"]


def test_what_is_shown_is_asked_of_whoever_shows_something_and_no_title_has_a_report_of_its_own() -> None:
    fpa = read(SESSIONS / "fpa.toml")[0]
    stages = tuple(replace(stage, projection=stage.code == "QPP") for stage in fpa.title.stages)
    shown = replace(fpa, title=replace(fpa.title, stages=stages))
    asked = "votre support de présentation, et le rapport ou le dossier qu'il présente"
    assert asked in lists(shown, "PREP", "MSP", "QPP")["À apporter aux oraux"]
    assert asked not in lists(shown, "PREP", "MSP")["À apporter aux oraux"]
