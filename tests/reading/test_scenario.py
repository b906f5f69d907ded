"""Scenarios: what each key does."""

from pathlib import Path

from tests.support.books import SHEETS, book
from tests.support.scenario_reading import read_with
from tspi_sched.problem import DeliberationRules, MarkingRules, MealRules, MemberRules, MspRules, PanelRules, Rules
from tspi_sched.reading import read
from tspi_sched.wishes import DEFAULT_ORDER, Objective, Wishes

DOCUMENTED = """
name = "two-days-one-panel-less"
title = "TP-01305"
grid_minutes = 5
objectives = ["days", "juror_days", { name = "finish", tolerance = 15 }, "presence", "waiting"]
allow_unplaced = false
[rules]
rest_after_msp_minutes = 0
oral_gap_max_minutes = 0
changeover_minutes = 5
msp_and_orals = "any"
oral_rooms = "single"
transfer_minutes = 5
projector_setup_minutes = 5
closing_minutes = 0
[rules.msp]
waves = 1
waves_overlap = true
mix_tracks = true
candidates_per_invigilator = 20
[rules.panel]
mode = "daily"
size = 2
min_professionals = 1
use_reserve = false
[rules.member]
[rules.meal]
minutes = 45
window = ["11:30", "14:00"]
[rules.marking]
before = "candidate"
minutes = { TITRE = 20, CCP1 = 15, CCP2 = 10 }
[rules.deliberation]
position = "after_each"
minutes = 10
[rules.final_interview_last_ccp]
minutes = 20
[solver]
time_limit = 60
workers = 0
seed = 1
"""


def test_the_documented_values_are_the_defaults(folder: Path) -> None:
    """Only the title's own minutes, here repeated, and the tolerance differ from an empty scenario."""
    empty, wishes = read_with(folder, "")
    full, full_wishes = read_with(folder, DOCUMENTED)
    assert empty.rules == Rules()
    assert full.rules == Rules(
        marking=MarkingRules(minutes=(("TITRE", 20), ("CCP1", 15), ("CCP2", 10))),
        deliberation=DeliberationRules(minutes=10),
        final_interview_minutes=20,
    )
    assert wishes == Wishes(name="plan")
    assert full_wishes.name == "two-days-one-panel-less"
    assert full_wishes.objectives[2] == Objective("finish", 15)


def test_every_rule_can_be_changed(folder: Path) -> None:
    problem, wishes = read_with(
        folder,
        """
        grid_minutes = 10
        allow_unplaced = true
        [rules]
        rest_after_msp_minutes = 30
        oral_gap_max_minutes = 10
        changeover_minutes = 15
        msp_and_orals = "different_day"
        oral_rooms = "per_stage"
        transfer_minutes = 10
        projector_setup_minutes = 20
        closing_minutes = 25
        max_wait_minutes = 240
        msp = { waves = 2, waves_overlap = false, mix_tracks = false, candidates_per_invigilator = 10 }
        panel = { mode = "free", size = 3, min_professionals = 2, use_reserve = true }
        member = { max_candidates_per_day = 4, max_duty_minutes_per_day = 600 }
        meal = { minutes = 60, window = ["12h", "13:30"] }
        marking = { before = "all", minutes = { CCP1 = 0 } }
        deliberation = { position = "end_of_day", minutes = 5 }
        [solver]
        time_limit = 2.5
        workers = 4
        seed = 7
        """,
    )
    assert problem.rules == Rules(
        grid_minutes=10,
        allow_unplaced=True,
        rest_after_msp_minutes=30,
        oral_gap_max_minutes=10,
        changeover_minutes=15,
        msp_and_orals="different_day",
        oral_rooms="per_stage",
        transfer_minutes=10,
        projector_setup_minutes=20,
        closing_minutes=25,
        max_wait_minutes=240,
        msp=MspRules(2, False, False, 10),
        panel=PanelRules("free", 3, 2, True),
        member=MemberRules(4, 600),
        meal=MealRules(60, (720, 810)),
        marking=MarkingRules("all", (("CCP1", 0),)),
        deliberation=DeliberationRules("end_of_day", 5),
    )
    assert (wishes.time_limit, wishes.workers, wishes.seed) == (2.5, 4, 7)


def test_unplaced_comes_first_unless_placed(folder: Path) -> None:
    names = [o.name for o in read_with(folder, "allow_unplaced = true")[1].objectives]
    assert names == ["unplaced", *DEFAULT_ORDER]
    names = [o.name for o in read_with(folder, 'allow_unplaced = true\nobjectives = ["cost"]')[1].objectives]
    assert names == ["unplaced", "cost"]
    names = [
        o.name for o in read_with(folder, 'allow_unplaced = true\nobjectives = ["cost", "unplaced"]')[1].objectives
    ]
    assert names == ["cost", "unplaced"]


def test_a_scenario_as_windows_saves_it(folder: Path) -> None:
    path = folder / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'workbook = "book.xlsx"\r\nname = "Décembre"\r\n'.encode())
    assert read(path)[1].name == "Décembre"


def test_the_scenario_title_wins(folder: Path) -> None:
    book(folder / "book.xlsx", Session=[["Titre"], ["TP-99999"]])
    assert read_with(folder, 'title = "tp 01305"')[0].title.code == "TP-01305"


def test_own_headings(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Candidats"]]
    rows[0][0], rows[0][1], rows[0][5] = "Numéro", "NOM DE FAMILLE", "Nom"
    book(folder / "book.xlsx", Candidats=rows)
    text = '[columns.Candidates]\nId = "numero"\nNom = "Nom de famille"\n"Company" = "Nom"'
    first = read_with(folder, text)[0].candidates[0]
    assert (first.id, first.last_name, first.company) == ("C1", "Martin", "Aciéries du Rhône")
