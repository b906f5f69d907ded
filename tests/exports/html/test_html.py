"""The page: the data that its script draws, its own texts, and that nothing but its own script may run.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tspi_sched.exports import html
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.html import MODULES, module_text
from tspi_sched.exports.html.data import page_data
from tspi_sched.plan import Plan
from tspi_sched.problem import Day, Opening
from tspi_sched.texts import in_language


def data(plan: Plan = None, **changes: Any) -> Any:
    """The data as the script gets it."""
    facts = page_data(Roster(demo.problem(**changes), plan or demo.plan()))
    return json.loads(json.dumps(facts))


def view(found: dict[str, Any], id: str) -> dict[str, Any]:
    return next(view for view in found["views"] if view["id"] == id)


def lane(found: dict[str, Any], id: str, name: str) -> dict[str, Any]:
    return next(lane for lane in view(found, id)["lanes"] if lane["name"] == name)


def shown(found: dict[str, Any], one: dict[str, Any]) -> list[Any]:
    """Each block of a lane: what it is called, its day, and its stages with their times."""
    codes = [stage["code"] for stage in found["stages"]]
    blocks = [(found["blocks"][index], label) for index, label in one["blocks"]]
    return [(label, b["day"], [(codes[part[0]], *part[1:]) for part in b["parts"]]) for b, label in blocks]


# --- the data --------------------------------------------------------------------------------------------------------


def test_days_hours_and_stages() -> None:
    found = data()
    assert [day["name"] for day in found["days"]] == ["lundi 7 décembre 2026", "mardi 8 décembre 2026"]
    assert (found["scale"], found["hours"][0], found["hours"][-1]) == ([480, 1080], "08:00", "17:00")
    assert [stage["code"] for stage in found["stages"]] == ["MSP", "CORR", "ET", "QPP", "EF", "DELIB"]


def test_panels_after_the_rooms_of_the_papers() -> None:
    found = data()
    assert [one["name"] for one in view(found, "jurys")["lanes"]] == ["Salle Ampère", "Jury A", "Jury B"]
    assert shown(found, lane(found, "jurys", "Jury B")) == [
        ("Roux", 1, [("CORR", 480, 495)]),
        ("Roux", 1, [("CORR", 495, 505)]),
        ("Roux", 1, [("ET", 510, 540), ("DELIB", 540, 550)]),
        ("Roux", 1, [("ET", 555, 585), ("QPP", 585, 645), ("DELIB", 645, 655)]),
    ]


def test_a_candidate_is_at_papers_and_orals_only() -> None:
    found = data()
    assert shown(found, lane(found, "candidats", "Zoé Lefèvre")) == [
        ("Salle Ampère", 0, [("MSP", 480, 660)]),
        ("Salle Curie · Jury A", 0, [("ET", 780, 810), ("QPP", 810, 870), ("EF", 870, 890)]),
    ]


def test_a_sitting_is_one_block_in_its_room_and_for_its_invigilators() -> None:
    found = data()
    room, watch = (lane(found, *place) for place in (("salles", "Salle Ampère"), ("surveillance", "Éric Blanc")))
    # Monday's papers together, until 12:00 for C02's extra time; C03's second one at 14:00
    assert shown(found, room) == [
        ("MSP – 3 candidats", 0, [("MSP", 480, 720)]),
        ("MSP – 1 candidat", 0, [("MSP", 840, 900)]),
    ]
    assert [index for index, _label in watch["blocks"]] == [room["blocks"][0][0]]
    about = found["blocks"][room["blocks"][0][0]]["about"]
    assert "12:00 Noé Garnier (C02), TITRE" in about["Candidats et heure de fin"]


def test_every_task_is_drawn_once_where_it_belongs() -> None:
    found = data()
    minutes = sum(end - start for one in found["blocks"] for _stage, start, end in one["parts"])
    tasks = [task for task in demo.plan().tasks if task.stage != "MSP"]
    papers = [task for task in demo.plan().tasks if task.stage == "MSP"]
    # panels' and rooms' blocks are one list; a candidate's orals are another block, without the deliberation
    orals = sum(task.minutes for task in tasks if task.stage in ("ET", "QPP", "EF"))
    sittings = 240 + 60
    expected = sum(t.minutes for t in tasks) + orals + sum(t.minutes for t in papers) + sittings
    assert minutes == expected


def test_details_of_a_block() -> None:
    found = data()
    index = lane(found, "jurys", "Jury A")["blocks"][3][0]
    assert found["blocks"][index]["title"] == "Noé Garnier (C02)"
    assert found["blocks"][index]["about"] == {
        "Parcours": "Titre complet",
        "Salle": "Salle Curie (S2)",
        "Jury": "Jury A – Anne Martin, Paul Durand",
        "À noter": ["Sans rapport d'activité : la copie de l'épreuve MSP est présentée à l'épreuve QPP"],
    }


def test_closed_hours_are_the_day_s_and_the_people_s() -> None:
    away = replace(demo.MEMBERS[0], availability=(Opening(demo.MONDAY, 600, 1080), Opening(demo.TUESDAY, 480, 700)))
    days = (Day(demo.MONDAY, 510, 1050), Day(demo.TUESDAY))
    found = data(members=(away, *demo.MEMBERS[1:]), days=days)
    assert lane(found, "jurys", "Jury B")["closed"] == [[[480, 510], [1050, 1080]], []]
    # J1 comes at 10:00 on Monday and leaves at 11:40 on Tuesday; J2 is there all the time
    expected = [[[480, 510], [480, 600], [1050, 1080]], [[700, 1080]]]
    assert lane(found, "jurys", "Jury A")["closed"] == expected


def test_meals_are_the_breaks_between_tasks() -> None:
    found = data()
    # panel A: marking until 11:25, window from 11:30, changeover from 12:55 on
    assert lane(found, "jurys", "Jury A")["meals"] == [[690, 775], None]
    # C01: paper until 11:00, called at 12:45 for the orals of 13:00: the whole free stretch
    assert lane(found, "candidats", "Zoé Lefèvre")["meals"] == [[660, 765], None]


def test_a_plan_without_tasks_has_no_view() -> None:
    assert data(Plan(()))["views"] == []


def test_a_large_session() -> None:
    problem, plan = demo.large(200)
    assert len(view(page_data(Roster(problem, plan)), "candidats")["lanes"]) == 200


# --- the page --------------------------------------------------------------------------------------------------------


def page(**changes: Any) -> str:
    return html.page(demo.problem(), demo.result(**changes))


def elements(found: str, tag: str) -> list[Any]:
    """The contents of each element of a kind."""
    return re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", found, re.DOTALL)


def test_only_its_own_style_and_script_may_run() -> None:
    found = page()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', found)
    _data, script = elements(found, "script")
    (style,) = elements(found, "style")
    digests = [b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; base-uri 'none'"
    )


def test_it_asks_nothing_of_the_network() -> None:
    assert not re.search(r"https?:|[\"'(]//|@import|url\(|\bsrc=|\bhref=|fetch\(|\bimport\b", page())


def test_objectives_with_their_bounds() -> None:
    rows = [elements(row, "td") for row in elements(page(), "tr")]
    assert ["Durée de la session (jours)", "2 jours", "2 jours", "optimal, prouvé"] in rows
    assert ["Présence cumulée des jurés", "20 h 50", "19 h 50", "non prouvé"] in rows


def test_a_bound_that_says_nothing_is_not_shown() -> None:
    found = html.page(demo.problem(), demo.stopped_early())
    rows = [elements(row, "td") for row in elements(found, "tr")]
    assert ["Présence cumulée des jurés", "20 h 50", "–", "non prouvé"] in rows
    assert ["Attente cumulée des candidats", "1 h 35", "–", "pas encore étudié"] in rows


def test_a_plan_of_unknown_origin_is_measured_and_claims_no_proof() -> None:
    rows = [elements(row, "td") for row in elements(page(objectives=()), "tr")]
    assert ["Durée de la session (jours)", "2 jours", "–", "mesuré"] in rows


@pytest.mark.parametrize(("status", "proven"), [("optimal", True), ("feasible", False)])
def test_the_status_is_told(status: str, proven: bool) -> None:
    assert ("il est prouvé qu&#x27;aucun autre plan ne fait mieux" in page(status=status)) is proven


def test_who_is_left_out_is_told() -> None:
    plan = replace(demo.plan(), unplaced=demo.left_out())
    found = html.page(demo.problem(), demo.result(plan))
    assert elements(found, "li") == ["Inès Roux (C03) – =HYPERLINK(&quot;x&quot;) aucune salle libre"]


def test_english_says_so() -> None:
    with in_language("en"):
        assert '<html lang="en">' in page()


def test_equal_plans_give_equal_pages(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        html.write(demo.problem(), demo.result(), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_modules_of_the_script_share_one_scope() -> None:
    modules = [module_text(name) for name in MODULES]
    known: list[str] = []
    for name, text in zip(MODULES, modules, strict=True):
        asked = re.findall(r'^import \{ (.+) \} from "\./(.+)";$', text, re.MULTILINE)
        assert len(asked) == len(re.findall(r"\bimport\b", text)), f"{name}: an import that is not inlined"
        for things, source in asked:
            assert source in MODULES[: MODULES.index(name)], f"{name} comes before {source}"
            assert set(things.split(", ")) <= set(known)
        known += re.findall(r"^export const (\w+)", text, re.MULTILINE)
    tops = [name for text in modules for name in re.findall(r"^(?:export )?const (\w+)", text, re.MULTILINE)]
    assert len(tops) == len(set(tops))
