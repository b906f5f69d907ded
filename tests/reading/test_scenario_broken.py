"""Broken scenarios: what is said about each wrong key, and where."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import SHEETS, book, scenario
from tests.support.scenario_reading import read_with
from tspi_sched.errors import InputError
from tspi_sched.reading import read


def faults(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_with(folder, text)
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        found[fault.where] = f"{found.get(fault.where, '')}\n{fault.file}: {fault.message}"
    return found


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
    ("[solver]\ntime_limit = 0", "[solver] time_limit", "plus de 0 est attendu"),
    ('[rules.panel]\nmode = "given "', "[rules.panel] mode", '« given » est entouré de blancs ; écrivez "given"'),
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
