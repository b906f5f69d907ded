"""Référentiels: the built-in one, one's own, and those that are refused."""

from pathlib import Path

import pytest

from tests.support.books import book, scenario
from tests.support.paths import ROOT
from tests.support.placed_title import PLACED
from tspi_sched.errors import InputError
from tspi_sched.problem import Need, Title
from tspi_sched.reading import built_in_titles, read, read_title

BUILT_IN = ROOT / "src/tspi_sched/titles/TP-01305.toml"


@pytest.fixture
def text() -> str:
    return BUILT_IN.read_text(encoding="utf-8")


def test_the_built_in_title() -> None:
    """Totals of the référentiel: 180+30+60+20 = 290, panel 110; 120+30 = 150, 30; 60+30+60 = 150, 90."""
    title = read_title("TP-01305", Path())
    assert "TP-01305" in built_in_titles()
    assert dict(title.track["TITRE"].minutes) == {"MSP": 180, "CORR": 20, "ET": 30, "QPP": 60, "EF": 20, "DELIB": 10}
    assert title.completion == ("EF", 20)
    assert title.stage["QPP"].projection
    assert title.stage["MSP"].attends == ("candidate", "invigilator")


@pytest.mark.parametrize(("said", "code"), [("CDA", "TP-01281"), ("tspi", "TP-01305"), ("tp 01281", "TP-01281")])
def test_a_title_by_what_people_call_it(said: str, code: str) -> None:
    assert read_title(said, Path()).code == code


def test_ones_own_title(tmp_path: Path, text: str) -> None:
    own = text.replace('code = "TP-01305"', 'code = "TP-00042"').replace("CCP1]", "CCP9]")
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    title = read_title("own.toml", tmp_path)
    assert (title.code, list(title.track)) == ("TP-00042", ["TITRE", "CCP9", "CCP2"])
    book(tmp_path / "book.xlsx", Candidats=[["Id", "Nom", "Parcours"], ["C1", "Martin", "ccp 9 + CCP2"]])
    problem, _wishes = read(scenario(tmp_path / "plan.toml", 'title = "own.toml"'))
    assert problem.candidates[0].tracks == ("CCP9", "CCP2")


def test_a_title_without_completion(tmp_path: Path, text: str) -> None:
    own = text[: text.index("# A candidate who completes")]
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    rows = [["Id", "Nom", "Parcours", "Entretien final"], ["C1", "Martin", "CCP1", "oui"]]
    book(tmp_path / "book.xlsx", Candidats=rows)
    with pytest.raises(InputError, match=r"Candidats!D2 : le titre TP-01305 n'a pas d'entretien final"):
        read(scenario(tmp_path / "plan.toml", 'title = "own.toml"'))


TITRE = "minutes = { MSP = 180, CORR = 20, ET = 30, QPP = 60, EF = 20, DELIB = 10 }"
CCP1 = "minutes = { MSP = 120, CORR = 15, ET = 30, DELIB = 10 }"
ET = 'code = "ET"\nname = "Entretien technique"\nkind = "oral"\nattends = ["candidate", "panel"]\nplace = "ORAL"'

BROKEN = [
    ("MSP = 120", "MSP = 110", "[tracks.CCP1.totals] candidate", "CCP1 : MSP 110 + ET 30 = 140 min, alors que"),
    (
        "panel = 90",
        "panel = 80",
        "[tracks.CCP2.totals] panel",
        "CCP2 : ET 30 + QPP 60 = 90 min, alors que totals.panel",
    ),
    ("candidate = 290", "candidate = 0", "[tracks.TITRE.totals] candidate", "au moins 1"),
    ("ET = 30, QPP = 60, EF", "ETT = 30, QPP = 60, EF", "[tracks.TITRE] minutes", "épreuve inconnue « ETT »"),
    (CCP1, "minutes = { ET = 30, MSP = 120, CORR = 15, DELIB = 10 }", "[tracks.CCP1] minutes", "dans cet ordre"),
    (CCP1, "minutes = { CORR = 15, ET = 30, DELIB = 10 }", "[tracks.CCP1] minutes", "leur correction"),
    (CCP1, "minutes = { MSP = 150, CORR = 15, DELIB = 10 }", "[tracks.CCP1] minutes", "un ou plusieurs oraux"),
    (CCP1, "minutes = { MSP = 120, DELIB = 10, ET = 30 }", "[tracks.CCP1] minutes", "une délibération"),
    (CCP1, "minutes = { MSP = 120.5 }", "[tracks.CCP1.minutes] MSP", "nombre entier"),
    (TITRE, "", "[tracks.TITRE] minutes", "clé requise"),
    ('kind = "oral"', 'kind = "orall"', "stages n° 3, kind", "vouliez-vous dire « oral »"),
    (ET, ET.replace("ORAL", "MSP"), "stages n° 3, place", "place doit être ORAL"),
    (ET, ET.replace('"candidate", ', ""), "stages n° 3, attends", 'attends doit être ["candidate", "panel"]'),
    ('code = "QPP"', 'code = "ET"', "stages n° 4, code", "l'épreuve ET y est deux fois"),
    ('stage = "EF"', 'stage = "MSP"', "[completion] stage", "n'est pas un oral"),
    ('format = "tspi-sched-title"', 'format = "other"', "format", "n'est pas admis"),
    ("projection = true", "projektion = true", "stages n° 4, projektion", "« projection »"),
    ('version = "02"', "version = 2", "version", "un texte"),
    ('kind = "marking"', 'kind = "closing"', "stages", "une seule épreuve de clôture"),
]


@pytest.mark.parametrize(("old", "new", "where", "message"), BROKEN, ids=[f"{w}-{m}" for _o, _n, w, m in BROKEN])
def test_broken(old: str, new: str, where: str, message: str, text: str, tmp_path: Path) -> None:
    assert old in text
    (tmp_path / "own.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_title("own.toml", tmp_path)
    found = [fault.message for fault in caught.value.faults if fault.where == where]
    assert any(message in text for text in found), caught.value


def test_a_title_as_broken_as_the_rest(tmp_path: Path) -> None:
    """A faulty title does not hide what is wrong elsewhere."""
    (tmp_path / "own.toml").write_text("format = 3", encoding="utf-8")
    book(tmp_path / "book.xlsx", Salles=[["Id", "Usages", "Places"], ["S1", "MSP", 0]])
    with pytest.raises(InputError) as caught:
        read(scenario(tmp_path / "plan.toml", 'title = "own.toml"'))
    assert {"own.toml", "book.xlsx"} == {fault.file for fault in caught.value.faults}


# --- places and means ------------------------------------------------------------------------------------------------


def placed(folder: Path, old: str = "", new: str = "") -> Title:
    """The title with places, something in its file changed."""
    assert old in PLACED
    (folder / "t.toml").write_text(PLACED.replace(old, new) if old else PLACED, encoding="utf-8")
    return read_title("t.toml", folder)


def test_places_and_needs_are_read(tmp_path: Path) -> None:
    title = placed(tmp_path)
    assert title.places == ("APPARTEMENT", "ORAL")
    assert title.stage["MSP"].needs == (Need("comédien"), Need("poste", 2))
    assert title.stage["MSP"].projection, "a projector is one type of means"
    assert title.has_places_or_means


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'place = "APPARTEMENT"',
            'place = "APARTEMENT"',
            "place doit être APPARTEMENT ou ORAL, et non « APARTEMENT » ; vouliez",
        ),
        ('place = "APPARTEMENT"', 'place = "CUISINE"', "se nomme d'abord dans places"),
        ('"APPARTEMENT", "ORAL"]', '"APPARTEMENT", "appartement"]', "y est deux fois"),
        ('"APPARTEMENT", "ORAL"]', '"APPARTEMENT", "A;B"]', "n'est pas un nom de lieu"),
        ('"APPARTEMENT", "ORAL"]', '"APPARTEMENT", "Anywhere"]', "a déjà un sens"),
        ('means = "poste", shared_by = 2', 'means = "Comédien"', "y est deux fois"),
        ("shared_by = 2", "shared_by = 0", "au moins 1"),
        ('{ means = "vidéoprojecteur" }', '"vidéoprojecteur"', 'écrivez { means = "vidéoprojecteur" }'),
    ],
)
def test_faults_of_places_and_needs(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        placed(tmp_path, old, new)
    assert said in str(error.value)


def test_one_bad_key_hides_nothing_of_the_others(tmp_path: Path) -> None:
    own = PLACED.replace("shared_by = 2", "shared_by = 0").replace('place = "APPARTEMENT"', 'place = "CUISINE"')
    (tmp_path / "t.toml").write_text(own.replace("totals = {", "totals = { candidat = 60,"), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_title("t.toml", tmp_path)
    assert {fault.where for fault in error.value.faults} == {
        "stages n° 1, needs n° 2, shared_by",
        "stages n° 1, place",
        "[tracks.TITRE.totals] candidat",
    }
    assert "vouliez-vous dire « candidate »" in str(error.value)


def test_what_is_needed_by_a_preparation_is_refused_with_what_to_do(tmp_path: Path) -> None:
    preparation = """[[stages]]
code = "PREP"
name = "Préparation"
kind = "preparation"
attends = ["candidate"]
place = "ORAL"
needs = [{ means = "poste" }]
[tracks"""
    with pytest.raises(InputError) as error:
        placed(tmp_path, "[tracks", preparation)
    assert "stages n° 2, needs : épreuve PREP : une préparation n'a pas de moyens à elle ; supprimez needs" in str(
        error.value
    )
