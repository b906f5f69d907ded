"""The JSON Schemas of what is written by hand: they take every file that is read, and refuse what editors can see."""

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.support.cli_runs import ended, start
from tspi_sched.reading.events.file import KEYS
from tspi_sched.starter import write_starter
from tspi_sched.starter.schemas import MAKERS, file_name, schema_text
from tspi_sched.texts import in_language

ROOT = Path(__file__).parent.parent.parent
FOLDERS = (ROOT / "scenarios", ROOT / "examples/sessions")
SCENARIOS = sorted([path for folder in FOLDERS for path in folder.glob("*.toml")])
SCENARIOS += sorted((ROOT / "docs/guide/exemples").glob("*jur*.toml"))
TITLES = sorted([*(ROOT / "src").rglob("titles/*.toml"), *(ROOT / "examples/titles").glob("*.toml")])


def as_json(value: Any) -> Any:
    """TOML as editors give it to a schema: dates and times are texts."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return str(value) if isinstance(value, datetime.date | datetime.time) else value


def faults(kind: str, text: str) -> list[str]:
    """Where a text breaks the schema of its kind."""
    validator = Draft7Validator(json.loads(schema_text(kind)))
    return [error.json_path for error in validator.iter_errors(as_json(tomllib.loads(text)))]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_schemas_are_schemas(kind: str) -> None:
    Draft7Validator.check_schema(json.loads(schema_text(kind)))


@pytest.mark.parametrize("kind", MAKERS)
def test_the_schemas_of_the_documentation_are_up_to_date(kind: str) -> None:
    """Otherwise: ``python tools/schemas.py``."""
    with in_language("fr"):
        assert (ROOT / "docs/static/schemas" / file_name(kind)).read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize(
    ("kind", "path"),
    [(kind, path) for kind, paths in (("scenario", SCENARIOS), ("title", TITLES)) for path in paths],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_every_file_of_the_repository_is_taken(kind: str, path: Path) -> None:
    assert faults(kind, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", KEYS)
def test_an_event_of_each_kind_is_taken_with_all_its_keys(kind: str) -> None:
    names, times = KEYS[kind]
    lines = [*(f'{name} = "C01"' for name in names), *(f"{name} = 2026-12-07 10:40:00" for name in times)]
    assert faults("events", "\n".join((f"[[{kind}]]", *lines))) == []


def test_the_starter_scenario_is_taken_whole_and_points_to_its_schema(tmp_path: Path) -> None:
    write_starter(tmp_path)
    text = (tmp_path / "scenario.toml").read_text(encoding="utf-8")
    line = text.splitlines()[0]
    assert line.startswith("#:schema ")
    assert (tmp_path / line.removeprefix("#:schema ")).read_text(encoding="utf-8") == schema_text("scenario")
    bare = "\n".join(
        one.removeprefix("# ") if " = " in one or one.startswith("# [") else one for one in text.splitlines()
    )
    everything = bare.replace("#:schema", "# schema").replace("Chacun peut", "# Chacun peut")
    assert faults("scenario", everything) == []


def stage(kind: str, attends: str) -> str:
    """One more stage of a title."""
    return f"[[stages]]\ncode = 'A'\nname = 'A'\nkind = '{kind}'\nattends = {attends}\nplace = 'MSP'"


def track(minutes: str, totals: str) -> str:
    """One more track of a title."""
    return f"[tracks.X]\nname = 'X'\nminutes = {{ MSP = {minutes} }}\n{totals}"


LEAST = {
    "scenario": 'workbook = "a.xlsx"\n',
    "title": (ROOT / "src/tspi_sched/titles/TP-01305.toml").read_text(encoding="utf-8"),
    "events": 'now = "2026-12-07 10:40"\n',
}


@pytest.mark.parametrize(
    ("kind", "wrong", "where"),
    [
        ("scenario", "grid_minute = 5", "$"),
        ("scenario", "grid_minutes = 7", "$.grid_minutes"),
        ("scenario", 'grid_minutes = "5"', "$.grid_minutes"),
        ("scenario", 'objectives = ["day"]', "$.objectives[0]"),
        ("scenario", "objectives = []", "$.objectives"),
        ("scenario", 'objectives = [{ name = "days", tolerance = -1 }]', "$.objectives[0]"),
        ("scenario", 'allow_unplaced = "oui"', "$.allow_unplaced"),
        ("scenario", 'title = ""', "$.title"),
        ("scenario", "[rules]\nwaves = 1", "$.rules"),
        ("scenario", "[rules]\nchangeover_minutes = -5", "$.rules.changeover_minutes"),
        ("scenario", "[rules]\nchangeover_minutes = 1500", "$.rules.changeover_minutes"),
        ("scenario", '[rules]\nmsp_and_orals = "never"', "$.rules.msp_and_orals"),
        ("scenario", "[rules.panel]\nsize = 4", "$.rules.panel.size"),
        ("scenario", '[rules.meal]\nwindow = ["11:30"]', "$.rules.meal.window"),
        ("scenario", '[rules.marking.minutes]\nTITRE = "20"', "$.rules.marking.minutes.TITRE"),
        ("scenario", "[solver]\ntime_limit = 0", "$.solver.time_limit"),
        ("scenario", "[what_if]\nwith = []", "$.what_if"),
        ("scenario", "[columns.Candidats]\nNom = 3", "$.columns.Candidats.Nom"),
        ("title", "speciality = 3", "$.completion"),
        ("title", track("0", "totals = { candidate = 1, panel = 1 }"), "$.tracks.X.minutes.MSP"),
        ("title", track("5", ""), "$.tracks.X"),
        ("title", stage("exam", "[]"), "$.stages[7].kind"),
        ("title", stage("oral", "['panel']"), "$.stages[7].attends"),
        ("title", stage("oral", "['candidate', 'panel', 'cook']"), "$.stages[7].attends[2]"),
        ("title", "[[stages]]\ncode = 'A'\nkind = 'closing'\nattends = ['panel']\nplace = 'anywhere'", "$.stages[7]"),
        ("title", stage("oral", "['candidate', 'panel']\nneeds = [{means = 'lit', shared_by = 0}]"),
         "$.stages[7].needs[0].shared_by"),
        ("title", stage("oral", "['candidate', 'panel']\nneeds = [{type = 'lit'}]"), "$.stages[7].needs[0]"),
        ("events", "[[absents]]\nwho = 'J1'", "$"),
        ("events", "[what_if]\nwithout = ['J1']", "$.what_if"),
        ("events", "[[what_if.add.Jury]]\nId = 'J9'", "$.what_if.add"),
        ("events", "[[absent]]\nfrom = '10:40'", "$.absent[0]"),
        ("events", "[[absent]]\nwho = ['J1']", "$.absent[0].who"),
        ("events", "[absent]\nwho = 'J1'", "$.absent"),
        ("events", "[[present]]\nwho = 'J1'", "$.present[0]"),
        ("events", "[[started]]\nstage = 'MSP'\nat = '8:00'", "$.started[0]"),
        ("events", "[[late]]\nwho = 'C01'\narrive = '9:00'", "$.late[0]"),
    ],
)  # fmt: skip
def test_what_an_editor_can_see_is_refused(kind: str, wrong: str, where: str) -> None:
    assert where in faults(kind, LEAST[kind] + wrong)


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("scenario", 'objectives = ["days", { name = "finish", tolerance = 15 }]'),
        ("scenario", "[rules.meal]\nwindow = [11:30:00, 14]"),
        ("scenario", '[[what_if.add.Projecteurs]]\nId = "VP2"\n[[what_if.add.rooms]]\n"identifiant" = 7'),
        ("scenario", '[what_if]\nwithout = ["J3", 7]\ndays = [{ date = 2026-12-08, open = "08:00" }]'),
        ("events", "[[started]]\nroom = 'S1'\nstage = 'MSP'\nat = 8:05:00"),
        ("events", "[[late]]\nwho = 7\narrives = 2026-12-07 09:00:00"),
        ("events", '[[what_if.add.Jurys]]\nId = "J9"\n[what_if.change."2026-12-07"]\nFermeture = 19:00:00'),
    ],
)  # fmt: skip
def test_what_is_read_is_not_refused(kind: str, right: str) -> None:
    assert faults(kind, LEAST[kind] + right.replace("14]", '"14:00"]').replace("8:05:00", "08:05:00")) == []


def test_every_key_says_what_it_is() -> None:
    for kind in MAKERS:
        undescribed = [path for path, node in keys(json.loads(schema_text(kind))) if "description" not in node]
        assert undescribed == []


def keys(node: Any, path: str = "") -> list[tuple[str, Any]]:
    """The keys that the program itself knows, with their schemas; not the columns of the workbook."""
    found = []
    for key, inside in node.get("properties", {}).items() if isinstance(node, dict) else ():
        if path not in (".what_if.add", ".what_if.days", ".columns"):
            found += [(f"{path}.{key}", inside), *keys(inside, f"{path}.{key}")]
    for branch in ("items", "additionalProperties"):
        found += keys(node.get(branch), path) if isinstance(node, dict) and isinstance(node.get(branch), dict) else []
    return found


def test_all_events_are_there() -> None:
    assert set(json.loads(schema_text("events"))["properties"]) == {"now", "what_if", *KEYS}


def test_in_english_the_words_are_english() -> None:
    with in_language("en"):
        assert json.loads(schema_text("title"))["properties"]["name"]["description"] == "name of the title"


def test_the_command_prints_it_or_writes_it(tmp_path: Path) -> None:
    code, out, _ = ended(start("schema", "events"))
    assert (code, json.loads(out)) == (0, json.loads(schema_text("events")))
    code, out, _ = ended(start("schema", "title", "-o", tmp_path / "titre.schema.json"))
    assert code == 0
    assert "#:schema ./titre.schema.json" in out
    assert (tmp_path / "titre.schema.json").read_text(encoding="utf-8") == schema_text("title")
    code, _, err = ended(start("schema", "plan"))
    assert code == 2
    assert "scenario, title, events" in err
