"""A session whose every text would do harm somewhere: in a spreadsheet, a page, a calendar, a path, a terminal."""

from dataclasses import replace
from typing import Any

from tests.support import export_demo as demo
from tspi_sched.plan import Plan, Result, Task, Unplaced, in_time_order
from tspi_sched.problem import Candidate, Invigilator, Member, Problem

FORMULA = '=HYPERLINK("http://evil.example","x")'
SCRIPT = "</script><script>document.title='owned'</script><!--"
IMAGE = '"><img src=x onerror=document.title="owned">'
PATH = "../../x"
TURNED = "\u202egnp.exe\u2066 \u05d0\u05d1 \u200f"
LONG = "é" * 200
EMOJI = "👩🏽‍🏫 Zoé 🏳️‍🌈"
MATHS = r"$\frac{1$ & \LaTeX{} _^"
LINES = "a\r\nEND:VEVENT\nBEGIN:VEVENT\u2028b\u2029c\x00\x1b[31m\ud800"
TEMPLATE = "@@data@@ {title} %s"
ENTITIES = "&lt;b&gt; &amp; ]]> <?xml?> <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;"
DEVICE = "CON"
NOTHING = " ./\\:*? "

TEXTS = (FORMULA, SCRIPT, IMAGE, PATH, TURNED, LONG, EMOJI, MATHS, LINES, TEMPLATE, ENTITIES, DEVICE, NOTHING)


Person = Candidate | Invigilator | Member

REACHED = ("email", "phone", "salutation", "address")
"""How a person is addressed and reached."""


def hostile(text: str) -> tuple[Problem, Result]:
    """The demonstration session with one text as every name, and as the start of every id."""
    everybody: tuple[Person, ...] = (*demo.CANDIDATES, *demo.MEMBERS, *demo.problem().invigilators)
    ids = {one.id: f"{text}{one.id}" for one in everybody}
    facts = demo.problem()
    problem = replace(
        facts,
        title=replace(facts.title, name=text),
        candidates=tuple(_named(one, text, ids, company=text, number=text) for one in facts.candidates),
        members=tuple(_named(one, text, ids, panel=f"{text} {one.panel}") for one in facts.members),
        invigilators=tuple(_named(one, text, ids) for one in facts.invigilators),
        rooms=tuple(replace(room, name=text) for room in facts.rooms),
        centre=text,
        manager=text,
        ceres=tuple((track.code, text) for track in facts.title.tracks),
    )
    tasks = [with_ids(task, ids) for task in demo.plan().tasks]
    plan = Plan(in_time_order(tasks), (Unplaced(ids["C03"], text),))
    return problem, demo.result(plan, scenario=text)


def _named(one: Person, text: str, ids: dict[str, str], **more: str) -> Any:
    changes: dict[str, Any] = dict.fromkeys(REACHED, text) | more
    return replace(one, id=ids[one.id], last_name=text, first_name=text, **changes)


def with_ids(task: Task, ids: dict[str, str]) -> Task:
    """A task with other ids for everybody."""
    return replace(
        task,
        candidate=ids[task.candidate or ""],
        members=tuple(ids[member] for member in task.members),
        invigilators=tuple(ids[person] for person in task.invigilators),
    )
