"""Scenarios: what each key does, and what is said about a wrong one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from books import SHEETS, book, scenario
from tspi_sched.errors import InputError
from tspi_sched.problem import (
    Day,
    DeliberationRules,
    Gone,
    MarkingRules,
    MealRules,
    MemberRules,
    MspRules,
    Opening,
    PanelRules,
    Problem,
    Rules,
)
from tspi_sched.read import read
from tspi_sched.wishes import DEFAULT_ORDER, Objective, Wishes

D7, D8 = date(2026, 12, 7), date(2026, 12, 8)

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book(tmp_path / "book.xlsx")
    return tmp_path


def read_with(folder: Path, text: str) -> tuple[Problem, Wishes]:
    return read(scenario(folder / "plan.toml", text))


def faults(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_with(folder, text)
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        found[fault.where] = f"{found.get(fault.where, '')}\n{fault.file}: {fault.message}"
    return found


# --- good ones -------------------------------------------------------------------------------------------------------


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


# --- what if ---------------------------------------------------------------------------------------------------------


def test_without(folder: Path) -> None:
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["j2", "V1", "C2", "S2", "VP1"]')
    assert [m.id for m in problem.members] == ["J1", "J3"]
    assert [c.id for c in problem.candidates] == ["C1", "C3"]
    assert [r.id for r in problem.rooms] == ["S1"]
    assert (problem.projectors, problem.invigilators) == ((), ())
    assert (problem.candidate["C1"].trainers, problem.candidate["C1"].exclusions) == ((), ())


def test_who_and_what_is_left_out_is_remembered(folder: Path) -> None:
    gone = read_with(folder, '[what_if]\nwithout = ["j2", "V1", "C2", "S2", "VP1"]')[0].gone
    assert [(one.id, one.name) for one in gone.candidates] == [("C2", "Hugo Petit")]
    assert [(one.id, one.name) for one in gone.members] == [("J2", "Anne Roux")]
    assert [(one.id, one.name) for one in gone.invigilators] == [("V1", "Zoé Faure")]
    assert ([one.id for one in gone.rooms], [one.id for one in gone.projectors]) == (["S2"], ["VP1"])
    assert read_with(folder, "")[0].gone == Gone()


def test_an_id_given_to_somebody_else_is_theirs(folder: Path) -> None:
    text = '[what_if]\nwithout = ["V1"]\n[[what_if.add.Surveillants]]\nId = "v1"\nNom = "Autre"'
    problem, _wishes = read_with(folder, text)
    assert ([one.last_name for one in problem.invigilators], problem.gone) == (["Autre"], Gone())


def test_what_is_left_out_is_never_at_fault(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Candidats"]]
    rows[2][3], rows[2][12] = "CCP9", "beaucoup"
    book(folder / "book.xlsx", Candidats=rows)
    assert "C2" not in read_with(folder, '[what_if]\nwithout = ["C2"]')[0].candidate


PANELS = [["Id", "Nom", "Binôme"], ["J1", "A", "X"], ["J2", "B", "X"], ["J3", "C", "Y"], ["J4", "D", "Y"], ["J5", "E"]]


def test_a_panel_that_loses_a_member_serves_no_more(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1"]')
    assert problem.rules.panel.mode == "given"
    assert {member.id: member.panel for member in problem.members} == {"J2": "", "J3": "Y", "J4": "Y", "J5": ""}


def test_a_panel_made_whole_again_serves(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1"]\nchange.J5 = { "Binôme" = "x" }')
    assert [member.id for member in problem.panels["X"]] == ["J2", "J5"]


def test_the_mode_stays_given_when_every_panel_is_lost(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1", "J3"]')
    assert (problem.rules.panel.mode, problem.panels) == ("given", {})


def test_labels_do_not_matter_when_panels_are_not_given(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    assert read_with(folder, '[rules.panel]\nmode = "free"\nsize = 3')[0].rules.panel.mode == "free"


def test_other_days(folder: Path) -> None:
    days = '[what_if]\ndays = [{ date = 2026-12-10, close = "17h" }, { date = "2026-12-09", open = 09:00:00 }]'
    problem, _wishes = read_with(folder, days)
    assert problem.days == (Day(date(2026, 12, 9), 540, 1080), Day(date(2026, 12, 10), 480, 1020))
    book(folder / "book.xlsx", Jours=None)
    assert len(read_with(folder, days)[0].days) == 2


def test_added_and_changed(folder: Path) -> None:
    problem, _wishes = read_with(
        folder,
        """
        [[what_if.add.Projecteurs]]
        Id = "VP2"
        [[what_if.add.candidates]]
        Id = 4
        "Last name" = "Leroy"
        Parcours = ["CCP1", "CCP2"]
        Formateurs = ["J1", "V1"]
        "Disponibilités" = [2026-12-07, "2026-12-08 8h-12h"]
        [what_if.change.J1]
        "Disponibilités" = "2026-12-08"
        Cost/day = 200
        [what_if.change.c2]
        "Temps majoré" = ""
        Rapport = false
        """.replace("Cost/day", '"Cost/day"'),
    )
    assert [p.id for p in problem.projectors] == ["VP1", "VP2"]
    new = problem.candidate["4"]
    assert (new.last_name, new.tracks, new.trainers) == ("Leroy", ("CCP1", "CCP2"), ("J1", "V1"))
    assert new.availability == (Opening(D7), Opening(D8, 480, 720))
    assert (problem.member["J1"].availability, problem.member["J1"].cost) == ((Opening(D8),), 200)
    assert (problem.candidate["C2"].extra_time, problem.candidate["C2"].report) == ((), False)


def test_a_change_can_mend_a_cell(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Salles"]]
    rows[1][3] = "douze"
    book(folder / "book.xlsx", Salles=rows)
    assert read_with(folder, "[what_if.change.S1]\nPlaces = 12")[0].room["S1"].seats == 12


# --- broken ones -----------------------------------------------------------------------------------------------------

BROKEN = [
    ('worksbook = "a.xlsx"', "worksbook", "clé inconnue « worksbook » ; vouliez-vous dire « workbook »"),
    ("[rule]", "rule", "vouliez-vous dire « rules »"),
    ("changeover_minutes = 5", "changeover_minutes", "sa place est [rules]"),
    ("[rules.panel]\nseed = 1", "[rules.panel] seed", "sa place est [solver]"),
    ('[rules.panel]\ntitle = "x"', "[rules.panel] title", "avant la première table"),
    ("[rules]\nchangover_minutes = 5", "[rules] changover_minutes", "« changeover_minutes »"),
    ('[rules.panel]\nmode = "givn"', "[rules.panel] mode", "vouliez-vous dire « given »"),
    ("[rules.panel]\nmode = 3", "[rules.panel] mode", "au choix : given, daily, free"),
    ('[rules.panel]\nmode = "given"', "[rules.panel] mode", "n'en nomme aucun"),
    ("[rules.panel]\nsize = 4", "[rules.panel] size", "2 ou 3 membres"),
    ("[rules.panel]\nmin_professionals = 3", "[rules] panel", "ne peut dépasser size = 2"),
    ('[rules.panel]\nuse_reserve = "oui"', "[rules.panel] use_reserve", "true ou false"),
    ('[rules]\nmsp_and_orals = "sameday"', "[rules] msp_and_orals", "« same_day »"),
    ('[rules]\noral_rooms = "perstage"', "[rules] oral_rooms", "« per_stage »"),
    ("[rules]\nrest_after_msp_minutes = -5", "[rules] rest_after_msp_minutes", "au moins 0"),
    ("[rules]\nrest_after_msp_minutes = 5.5", "[rules] rest_after_msp_minutes", "nombre entier"),
    ('[rules]\nrest_after_msp_minutes = "5"', "[rules] rest_after_msp_minutes", "nombre entier"),
    ("[rules]\nclosing_minutes = 100000", "[rules] closing_minutes", "au plus 1440"),
    ("[rules]\nclosing_minutes = true", "[rules] closing_minutes", "nombre entier"),
    ("[rules.msp]\nwaves = 0", "[rules.msp] waves", "au moins 1"),
    ("[rules]\nmsp = 3", "[rules] msp", "une table"),
    ("[rules.member]\nmax_candidates_per_day = 0", "[rules.member] max_candidates_per_day", "au moins 1"),
    ('[rules.meal]\nwindow = ["14:00", "11:30"]', "[rules] meal", "ne vient pas après 14:00"),
    ('[rules.meal]\nwindow = ["12:00", "12:30"]', "[rules] meal", "minutes = 45 ne tient pas"),
    ('[rules.meal]\nwindow = ["12:00"]', "[rules.meal] window", "longueur"),
    ('[rules.meal]\nwindow = ["midi", "tard"]', "[rules.meal] window n° 2", "écrivez par exemple 08:30"),
    ('[rules.marking]\nbefore = "al"', "[rules.marking] before", "« all »"),
    ("[rules.marking]\nminutes = { CCP3 = 5 }", "[rules.marking.minutes] CCP3", "parcours inconnu « CCP3 »"),
    ('[rules.deliberation]\nposition = "end"', "[rules.deliberation] position", "end_of_day"),
    ("[rules.final_interview_last_ccp]\nminutes = 0", "[rules.final_interview_last_ccp] minutes", "au moins 1"),
    ("grid_minutes = 0", "grid_minutes", "au moins 1"),
    ("grid_minutes = 7", "grid_minutes", "ne divise pas"),
    ("grid_minutes = 61", "grid_minutes", "au plus 60"),
    ('objectives = ["finsh"]', "objectives n° 1, name", "vouliez-vous dire « finish »"),
    ('objectives = ["days", "days"]', "objectives n° 2", "deux fois"),
    ('objectives = ["unplaced"]', "objectives n° 1", "allow_unplaced = true"),
    ("objectives = []", "objectives", "longueur"),
    ('objectives = "days"', "objectives", "une liste"),
    ('objectives = [{ name = "days", tolerance = -1 }]', "objectives n° 1, tolerance", "au moins 0"),
    ('objectives = [{ name = "days", tolerence = 1 }]', "objectives n° 1, tolerence", "« tolerance »"),
    ("objectives = [3]", "objectives n° 1", "une table"),
    ("[solver]\ntime_limit = 0", "[solver] time_limit", "plus de 0"),
    ("[solver]\ntime_limit = inf", "[solver] time_limit", "« inf »"),
    ('[solver]\ntime_limit = "60"', "[solver] time_limit", "nombre"),
    ("[solver]\nseed = -1", "[solver] seed", "au moins 0"),
    ("[solver]\nworkers = -1", "[solver] workers", "au moins 0"),
    ("name = 3", "name", "un texte entre guillemets"),
    ('title = "TP-0130"', "title", "vouliez-vous dire « TP-01305 »"),
    ('title = "absent.toml"', "", "fichier introuvable"),
    ('[columns.Candidat]\nNom = "X"', "[columns.Candidat]", "« Candidats »"),
    ('[columns.Candidats]\nNon = "X"', "[columns.Candidats] Non", "« Nom »"),
    ("[columns.Candidats]\nNom = 3", "[columns.Candidats] Nom", "un texte"),
    ('[columns.Candidats]\nVoie = "Filière"', "Candidats", "aucune colonne « Filière »"),
    ('[columns.Candidats]\nNom = "Patronyme"', "Candidats!1", "titre de colonne « Patronyme »"),
    ('[what_if]\nwithout = ["J33"]', "[what_if] without n° 1", "vouliez-vous dire « J3 »"),
    ('[what_if]\nwithout = ["J1", true]', "[what_if] without n° 2", "n'est pas un texte"),
    ('[what_if]\nwithout = "J1"', "[what_if] without", "une liste"),
    ('[what_if]\nwithuot = ["J1"]', "[what_if] withuot", "« without »"),
    ("[what_if]\nwithout = ['C1', 'C2', 'C3']", "Candidats", "aucune ligne"),
    ('[what_if]\ndays = [{ dat = "2026-12-08" }]', "[what_if] days n° 1, dat", "« Date »"),
    ('[what_if]\ndays = [{ date = "demain" }]', "[what_if] days n° 1, date", "n'est pas une date"),
    ('[what_if]\ndays = [{ open = "08:00" }]', "[what_if] days n° 1", "« Date » est requis"),
    ("[what_if]\ndays = []", "Jours", "aucune ligne"),
    ("[[what_if.add.Projecteur]]\nId = 1", "[what_if.add.Projecteur]", "« Projecteurs »"),
    ("[[what_if.add.Projecteurs]]\nIdd = 1", "[what_if.add.Projecteurs] n° 1, Idd", "n'est pas une colonne"),
    ("[[what_if.add.Projecteurs]]\nId = 'VP1'", "[what_if.add.Projecteurs] n° 1, Id", "déjà pris en Projecteurs!A2"),
    ("[[what_if.add.Projecteurs]]", "[what_if.add.Projecteurs] n° 1", "« Id » est requis"),
    ("[what_if.add.Projecteurs]\nId = 'VP2'", "[what_if.add] Projecteurs", "une liste"),
    ("[what_if.change.J9]\nNom = 'X'", "[what_if.change.J9]", "identifiant inconnu « J9 »"),
    ("[what_if.change.J1]\nNum = 'X'", "[what_if.change.J1] Num", "« Nom »"),
    ("[what_if.change.J1]\nId = 'X'", "[what_if.change.J1] Id", "ne se change pas"),
    ("[what_if.change.J1]\nGenre = { a = 1 }", "[what_if.change.J1] Genre", "une seule valeur"),
    ("[what_if.change.J1]\nGenre = ['F', 'M']", "[what_if.change.J1] Genre", "une seule valeur"),
    ("[what_if.change.S1]\nPlaces = 0", "[what_if.change.S1] Places", "compris entre 1"),
    ("[what_if.change.J1]\nNom = ''", "[what_if.change.J1] Nom", "cellule vide"),
    ("[what_if.change.C1]\nFormateurs = ['J1', 'J7']", "[what_if.change.C1] Formateurs", "inconnu « J7 »"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "message"), BROKEN, ids=[f"{text}" for text, _w, _m in BROKEN])
def test_broken(text: str, where: str, message: str, folder: Path) -> None:
    found = faults(folder, text)
    assert message in found.get(where, f"only {found}")


def test_an_ambiguous_id(folder: Path) -> None:
    book(folder / "book.xlsx", Projecteurs=[["Id"], ["S1"]])
    assert (
        "plusieurs choses (Salles, Projecteurs)"
        in faults(folder, "[what_if]\nwithout = ['S1']")["[what_if] without n° 1"]
    )


def test_faults_of_scenario_and_workbook_together(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Salles"]]
    rows[1][3] = "douze"
    book(folder / "book.xlsx", Salles=rows)
    found = faults(folder, "grid_minutes = 7\n[rules.panel]\nsize = 9\nsise = 2\n[what_if]\nwithout = ['J9']")
    assert found.keys() == {
        "grid_minutes",
        "[rules.panel] size",
        "[rules.panel] sise",
        "[what_if] without n° 1",
        "Salles!D2",
    }
    assert "plan.toml" in found["grid_minutes"]
    assert "book.xlsx" in found["Salles!D2"]


@pytest.mark.parametrize(
    ("content", "where", "message"),
    [
        (b'workbook = "book.xlsx\nname = "x"', "ligne 1", "guillemet fermant"),
        (b'workbook = "book.xlsx"\nname = oui', "ligne 2", "entre guillemets"),
        (b'workbook = "book.xlsx"\nname "x"', "ligne 2", "« = » manque"),
        (b'workbook = "book.xlsx"\nname = "a"\nname = "b"', "ligne 3", "déjà"),
        (b'workbook = "book.xlsx"\n[rules]\n[rules]', "ligne 3", "déjà déclarée"),
        ('workbook = "book.xlsx"\nDisponibilités = 3'.encode(), "ligne 2", "entre guillemets"),
        (b'workbook = "a\\lyon.xlsx"', "ligne 1", "avec « / »"),
        (b"workbook = [1, 2", "ligne 1", "TOML"),
        (b"date = 2026-13-45", "ligne 1", "TOML"),
        ('workbook = "é"'.encode("latin-1"), "ligne 1", "UTF-8"),
        (b"x = " + b"[" * 5000, "", "imbriqués"),
        (b"x = " + b"9" * 5000, "ligne 1", "TOML"),
        (b"", "workbook", "clé requise, absente"),
        (b"workbook = 3", "workbook", "un texte"),
        (b'workbook = ""', "workbook", "un texte"),
        (b"\x00\x01\x02", "ligne 1", "TOML"),
    ],
)
def test_not_even_a_scenario(content: bytes, where: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    (fault,) = caught.value.faults
    assert (fault.where, fault.file) == (where, "plan.toml")
    assert message in fault.message


def test_no_workbook(tmp_path: Path) -> None:
    book(tmp_path / "lyon.xlsx")
    found: Any = faults_of(scenario(tmp_path / "a.toml", "grid_minutes = 7", "lion.xlsx"))
    assert "ne divise pas" in found[0]
    assert "fichier introuvable ; vouliez-vous dire « lyon.xlsx »" in found[1]
    assert "le dossier" in faults_of(scenario(tmp_path / "b.toml", "", "nowhere/lyon.xlsx"))[0]
    assert "dossier" in faults_of(scenario(tmp_path / "c.toml", "", "."))[0]
    assert "introuvable" in faults_of(scenario(tmp_path / "d.toml", "", "a\\u0000b.xlsx"))[0]


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return [fault.message for fault in caught.value.faults]
