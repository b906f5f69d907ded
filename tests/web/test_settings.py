"""Réglages: every parameter as a field; what is saved is the same file, but for what was changed."""

import json
import re
import tomllib
from collections.abc import Callable
from difflib import unified_diff
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.web import started, visitor
from tspi_sched.reading import read
from tspi_sched.web.form.fields import defaults, leaves
from tspi_sched.web.form.rewriting import rewritten_to
from tspi_sched.web.form.words import choices, labels

VIEW = "/s/ma-session/scenario/settings"
HTML = {"Accept": "text/html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    started(tmp_path)
    return tmp_path


def scenario(folder: Path) -> Path:
    return folder / "ma-session" / "scenario.toml"


def fields(client: TestClient, path: str = VIEW) -> dict[str, str]:
    """What a browser would send back of the form as it is."""
    text = client.get(path, headers=HTML).text
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            found[unescape(name[1])] = unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def changed_lines(before: str, after: str) -> list[str]:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return [line for line in lines if not line.startswith("@@")]


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_parameter_is_a_field_with_its_words(folder: Path) -> None:
    sent = fields(visitor(folder))
    for key, leaf in leaves():
        assert key in labels()
        assert set(choices().get(key, {})) <= {str(value) for value in leaf.get("enum", ())}
        assert any(name.startswith(f"was:{key}") for name in sent)
    assert {"objectives", "what_if", "columns"} <= set(sent)
    assert defaults()["rules.changeover_minutes"] == 5


def test_what_nobody_changed_leaves_the_file_as_it_is(folder: Path) -> None:
    before, client = scenario(folder).read_bytes(), visitor(folder)
    assert client.post(VIEW, data=fields(client)).status_code == 200
    assert scenario(folder).read_bytes() == before


CHANGES = [
    ({"rules.changeover_minutes": "10"}, lambda c: c["rules"]["changeover_minutes"] == 10),
    ({"solver.time_limit": "90,5"}, lambda c: c["solver"]["time_limit"] == 90.5),
    ({"rules.msp_and_orals": "same_day"}, lambda c: c["rules"]["msp_and_orals"] == "same_day"),
    ({"allow_unplaced": "true"}, lambda c: c["allow_unplaced"] is True),
    ({"rules.panel.min_professionals": "2"}, lambda c: c["rules"]["panel"]["min_professionals"] == 2),
    ({"rules.max_wait_minutes": "240"}, lambda c: c["rules"]["max_wait_minutes"] == 240),
    ({"rules.meal.window.1": "13:30"}, lambda c: c["rules"]["meal"]["window"] == ["11:30", "13:30"]),
    ({"rules.marking.minutes.CCP1": "25"}, lambda c: c["rules"]["marking"]["minutes"]["CCP1"] == 25),
    ({"rules.deliberation.minutes": ""}, lambda c: "minutes" not in c["rules"]["deliberation"]),
    ({"name": "Un « nom » \\ \"à part\""}, lambda c: c["name"] == "Un « nom » \\ \"à part\""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "holds"), CHANGES)
def test_a_change_is_one_line_of_the_file(folder: Path, typed: dict[str, str], holds: Callable[..., Any]) -> None:
    before, client = scenario(folder).read_text(encoding="utf-8"), visitor(folder)
    answer = client.post(VIEW, data=fields(client) | typed)
    assert answer.status_code == 200, answer.text
    after = scenario(folder).read_text(encoding="utf-8")
    assert holds(tomllib.loads(after))
    lines = changed_lines(before, after)
    assert len(lines) <= 2
    comments = [[part for line in lines if line[0] == sign for part in line.split(" # ")[1:]] for sign in "-+"]
    assert comments[1] in ([], comments[0]) or comments[1] == comments[0]
    read(scenario(folder))


def test_a_tick_taken_away_and_an_order_moved(folder: Path) -> None:
    client = visitor(folder)
    sent = fields(client) | {"objectives": json.dumps(["finish", {"name": "days", "tolerance": 1}])}
    del sent["rules.msp.mix_tracks"]
    assert client.post(VIEW, data=sent).status_code == 200
    _problem, wishes = read(scenario(folder))
    assert [(one.name, one.tolerance) for one in wishes.objectives] == [("finish", 0), ("days", 1)]
    assert _problem.rules.msp.mix_tracks is False


def test_what_ifs_are_written_and_taken_back(folder: Path) -> None:
    before, client = scenario(folder).read_text(encoding="utf-8"), visitor(folder)
    wanted = {
        "without": ["J2"], "add": {"Projecteurs": [{"Id": "VP2"}]}, "change": {"S1": {"Places": "9"}},
        "days": [{"date": "2031-12-08", "open": "09:00"}],
    }  # fmt: skip
    assert client.post(VIEW, data=fields(client) | {"what_if": json.dumps(wanted)}).status_code == 200
    problem, _wishes = read(scenario(folder))
    assert [one.id for one in problem.members] == ["J1"]
    assert [one.id for one in problem.projectors] == ["VP1", "VP2"]
    assert (problem.rooms[0].seats, problem.days[0].open) == (9, 540)
    assert client.post(VIEW, data=fields(client) | {"what_if": "{}"}).status_code == 200
    assert scenario(folder).read_text(encoding="utf-8").split() == before.split()


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"rules.changeover_minutes": "cinq"}, "rules.changeover_minutes", "nombre entier"),
        ({"rules.changeover_minutes": "-1"}, "rules.changeover_minutes", "au moins 0"),
        ({"grid_minutes": "7"}, "grid_minutes", "ne divise pas"),
        ({"rules.meal.window.0": "15:00"}, "rules.meal", "ne vient pas après"),
        ({"rules.panel.min_professionals": "3"}, "rules.panel", "ne peut dépasser"),
        ({"rules.marking.minutes.CCP1": "x"}, "rules.marking.minutes.CCP1", "nombre entier"),
        ({"title": "TP-99999"}, "title", ""),
        ({"objectives": '["unplaced"]'}, "objectives", "allow_unplaced"),
        ({"objectives": '["finesse"]'}, "objectives", "objectif inconnu"),
        ({"what_if": '{"without": ["J9"]}'}, "what_if", "J9"),
        ({"what_if": "{nonsense"}, "what_if", "lisible"),
        ({"columns": '{"Candidats": {"Nom": "PATRONYME INCONNU"}}'}, "", "PATRONYME"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_written(
    folder: Path, typed: dict[str, str], field: str, words: str
) -> None:
    before, client = scenario(folder).read_bytes(), visitor(folder)
    answer = client.post(VIEW, data=fields(client) | typed, headers=HTML)
    if not field:  # a fault of the workbook, which Données shows with its cell
        assert answer.status_code == 303
        assert "1 faute à corriger" in client.get(answer.headers["location"], headers=HTML).text
        return
    assert answer.status_code in (409, 422)
    assert scenario(folder).read_bytes() == before
    assert f'id="fault-{field}-1"' in answer.text
    assert words in unescape(answer.text)
    for key, value in typed.items():
        assert key in ("objectives", "what_if") or f'value="{value}"' in answer.text


def test_a_fault_that_was_there_does_not_keep_others_from_being_mended(folder: Path) -> None:
    path, client = scenario(folder), visitor(folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("waves = 1", "waves = 0").replace("workers = 0", "workers = -1"), encoding="utf-8")
    sent = fields(client)
    assert 'id="fault-rules.msp.waves-1"' in client.get(VIEW, headers=HTML).text
    assert client.post(VIEW, data=sent | {"rules.msp.waves": "2"}).status_code == 200
    assert tomllib.loads(path.read_text(encoding="utf-8"))["rules"]["msp"]["waves"] == 2
    assert "fault-rules.msp.waves-1" not in client.get(VIEW, headers=HTML).text


def test_a_file_that_is_no_toml_is_said_with_its_line(folder: Path) -> None:
    scenario(folder).write_text("workbook = session.xlsx\n", encoding="utf-8")
    answer = visitor(folder).get(VIEW, headers=HTML)
    assert answer.status_code == 422
    assert "ligne 1" in answer.text


def test_two_tabs_lose_nothing(folder: Path) -> None:
    client = visitor(folder)
    one, other = fields(client), fields(client)
    assert client.post(VIEW, data=one | {"rules.changeover_minutes": "10"}).status_code == 200
    assert client.post(VIEW, data=other | {"rules.transfer_minutes": "8"}).status_code == 200
    rules = tomllib.loads(scenario(folder).read_text(encoding="utf-8"))["rules"]
    assert (rules["changeover_minutes"], rules["transfer_minutes"]) == (10, 8)
    answer = client.post(VIEW, data=other | {"rules.changeover_minutes": "15"}, headers=HTML)
    assert answer.status_code == 409
    assert "changé entre-temps" in answer.text
    assert tomllib.loads(scenario(folder).read_text(encoding="utf-8"))["rules"]["changeover_minutes"] == 10


def test_a_full_disk_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, client = scenario(folder).read_bytes(), visitor(folder)
    sent = fields(client) | {"rules.changeover_minutes": "10"}

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tspi_sched.exports.common.files.flush", full)
    answer = client.post(VIEW, data=sent)
    assert answer.status_code == 507
    assert "disque est plein" in answer.json()["message"]
    assert scenario(folder).read_bytes() == before
    assert sorted(path.name for path in scenario(folder).parent.glob(".*")) == []


@pytest.mark.parametrize("title", ["../../outside.toml", "/etc/passwd", "..\\..\\outside.toml"])
def test_no_title_outside_the_folder(folder: Path, title: str) -> None:
    before, client = scenario(folder).read_bytes(), visitor(folder)
    answer = client.post(VIEW, data=fields(client) | {"title": title}, headers=HTML)
    assert answer.status_code == 422
    assert scenario(folder).read_bytes() == before


def test_a_workbook_alone_gets_its_scenario(folder: Path) -> None:
    scenario(folder).unlink()
    client, view = visitor(folder), "/s/ma-session/session/settings"
    answer = client.post(view, data=fields(client, view) | {"rules.changeover_minutes": "10"}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{VIEW}?saved=1")
    problem, _wishes = read(scenario(folder))
    assert problem.rules.changeover_minutes == 10


# --- the text --------------------------------------------------------------------------------------------------------

TEXTS = {
    "order and comments": 'seed_of = 1\n[solver] # how\nseed = 3 # mine\n\n[rules]\n# changeover_minutes = 7 # pause\n',
    "inline tables": 'workbook = "a.xlsx"\nrules = { changeover_minutes = 5, msp = { waves = 1 } } # all\n',
    "dotted keys": 'rules.msp.waves = 1\nrules.changeover_minutes = 3\nsolver.seed = 2\n',
    "windows": 'name = "x"\r\n\r\n[rules]\r\nchangeover_minutes = 5 # five\r\n',
    "lists over lines": 'objectives = [\n  "days", # first\n  "finish", # then\n]\n[rules.msp]\nwaves = 1\n',
    "nothing": "",
    "no end of line": 'name = "x"\n[rules.panel]\nsize = 2',
    "header-like lists": 'x = [\n[1],\n[2]\n]\n[rules]\nclosing_minutes = 1\n',
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_comes_to_say_what_is_wanted_and_keeps_its_comments(text: str) -> None:
    wanted = tomllib.loads(text)
    wanted.setdefault("rules", {})["changeover_minutes"] = 12
    wanted["rules"].setdefault("msp", {})["waves"] = 2
    wanted["objectives"] = ["finish", {"name": "days", "tolerance": 2}]
    wanted["what_if"] = {
        "without": ["J1"],
        "add": {"Salles": [{"Id": "S9", "Places": 3}]},
        "change": {"C 1": {"É": "x"}},
    }
    new = rewritten_to(text, wanted)
    assert tomllib.loads(new) == wanted
    assert rewritten_to(new, wanted) == new
    for comment in re.findall(r"# \w+", text.replace("# changeover_minutes = 7", "")):
        assert comment in new
    assert "\r\n" not in text or "\n" not in new.replace("\r\n", "")
    back = rewritten_to(new, tomllib.loads(text))
    assert tomllib.loads(back) == tomllib.loads(text)
