"""Small sessions made by hand: problems, plans that keep every rule, and ways to change one thing in them.

`session()` and `laid_out()` go together: three candidates, two panels, one day, with room to breathe. Everything else
here is for making other sessions: `title()`, `invented()`, `chain()` (the rows of one candidate on one track from four
moments), `edited()`, `shifted()`, `dropped()`, `added()`, and `ruled()` for a problem under other rules.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    ORAL,
    WRITTEN,
    Candidate,
    Day,
    Invigilator,
    MarkingRules,
    Member,
    MspRules,
    PanelRules,
    Problem,
    Projector,
    Room,
    Rules,
    Stage,
    Title,
    Track,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 9)

NO_DISTANCES = Rules(
    panel=PanelRules(mode="given"),
    msp=MspRules(turnover_minutes=0),
    marking=MarkingRules(delay_minutes=0),
    rest_between_tracks_minutes=0,
)
"""None of the least distances that the rules ask for by default, but the changeover; tests say which of them they mean
(`test_distances.py` has those at their defaults)."""


def at(clock: str) -> int:
    """Minutes from midnight of a clock time such as ``08:05``."""
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


# --- titles ----------------------------------------------------------------------------------------------------------


def title() -> Title:
    """The built-in référentiel TP-01305, read here without the package's own reader."""
    data = tomllib.loads(files("tspi_sched").joinpath("titles/TP-01305.toml").read_text(encoding="utf-8"))
    stages = tuple(
        Stage(s["code"], s["name"], s["kind"], tuple(s["attends"]), s["place"], s.get("projection", False))
        for s in data["stages"]
    )
    tracks = tuple(Track(code, t["name"], tuple(t["minutes"].items())) for code, t in data["tracks"].items())
    completion = (data["completion"]["stage"], data["completion"]["minutes"])
    return Title(data["code"], data["version"], data["name"], stages, tracks, completion)


def invented() -> Title:
    """A baker's title that nobody knows: other words, other minutes, projection first, no minutes to sign."""
    both = ("candidate", "panel")
    stages = (
        Stage("DICTEE", "Dictée de recettes", WRITTEN, ("candidate", "invigilator"), "MSP"),
        Stage("LECTURE", "Lecture", MARKING, ("panel",), "anywhere"),
        Stage("EXPOSE", "Exposé", ORAL, both, "ORAL", projection=True),
        Stage("DEGUSTATION", "Dégustation", ORAL, both, "ORAL"),
        Stage("BILAN", "Bilan", ORAL, both, "ORAL"),
        Stage("CONSEIL", "Conseil", DELIBERATION, ("panel",), "last_oral"),
    )
    bread = (("DICTEE", 45), ("LECTURE", 10), ("EXPOSE", 15), ("DEGUSTATION", 25), ("CONSEIL", 5))
    cakes = (("DICTEE", 30), ("LECTURE", 5), ("DEGUSTATION", 40), ("CONSEIL", 5))
    tracks = (Track("PAIN", "Pains", bread), Track("GATEAU", "Gâteaux", cakes))
    return Title("TP-99999", "01", "Boulanger de papier", stages, tracks, ("BILAN", 10))


# --- problems --------------------------------------------------------------------------------------------------------


def candidates() -> tuple[Candidate, ...]:
    """One candidate on each track."""
    return (
        Candidate("C1", "Martin", ("TITRE",), "Alice"),
        Candidate("C2", "Bernard", ("CCP1",), "Bruno", priority=2),
        Candidate("C3", "Petit", ("CCP2",), "Chloé", priority=3),
    )


def members() -> tuple[Member, ...]:
    """Two named panels (A mixed, B of one gender), somebody without a panel and a reserve."""
    return (
        Member("J1", "Leroy", "Jeanne", panel="A", gender="F", cost=100),
        Member("J2", "Moreau", "Julien", panel="A", gender="M", professional=False, cost=80),
        Member("J3", "Simon", "Judith", panel="B", gender="F", cost=60),
        Member("J4", "Laurent", "Josette", panel="B", gender="F", cost=40),
        Member("J5", "Michel", "Jules", gender="M"),
        Member("J6", "Garcia", "Joël", gender="M", reserve=True),
    )


def rooms() -> tuple[Room, ...]:
    """Two rooms for written papers, two for orals: S3 with a fixed projector, S4 without."""
    return (
        Room("S1", ("MSP",), 10, "Salle 1", cost=7),
        Room("S2", ("MSP",), 10, "Salle 2"),
        Room("S3", ("ORAL",), 6, "Salle 3", projector=True, cost=5),
        Room("S4", ("ORAL",), 3, "Salle 4"),
    )


def session(**changes: Any) -> Problem:
    """Two days, three candidates, panels A and B given; any field of `Problem` may be changed."""
    whole = Problem(
        title=title(),
        days=(Day(MONDAY), Day(TUESDAY)),
        candidates=candidates(),
        members=members(),
        rooms=rooms(),
        projectors=(Projector("VP1"), Projector("VP2")),
        invigilators=(Invigilator("V1", "Roux", "Victor", cost=3), Invigilator("V2", "Fournier", "Vera", cost=2)),
        rules=NO_DISTANCES,
    )
    return replace(whole, **changes)


def ruled(problem: Problem, **rules: Any) -> Problem:
    """The problem under other rules. A group of rules takes a dict: ``panel={"mode": "free"}``."""
    now = problem.rules
    changes = {name: replace(getattr(now, name), **v) if isinstance(v, dict) else v for name, v in rules.items()}
    return replace(problem, rules=replace(now, **changes))


def changed(problem: Problem, id: str, **fields: Any) -> Problem:
    """The problem with other values for one candidate, member, room, projector or invigilator."""
    groups = ("candidates", "members", "rooms", "projectors", "invigilators")
    found: dict[str, Any] = {
        g: tuple(replace(x, **fields) if x.id == id else x for x in getattr(problem, g)) for g in groups
    }
    return replace(problem, **found)


# --- plans -----------------------------------------------------------------------------------------------------------


def chain(
    problem: Problem,
    candidate: str,
    track: str,
    *,
    written: str,
    marking: str,
    orals: str,
    deliberation: str | None = None,
    day: date = MONDAY,
    oral_day: date | None = None,
    rooms: tuple[str, str] = ("S1", "S3"),
    panel: tuple[str, ...] = ("J1", "J2"),
    invigilators: tuple[str, ...] = ("V1",),
    projector: str | None = None,
    minutes: Iterable[tuple[str, int]] | None = None,
) -> tuple[Task, ...]:
    """The rows of one candidate on one track: orals back to back, deliberation after them unless said otherwise.

    `minutes` are the stages and their lengths, the track's own by default (no extra time, no final interview).
    """
    starts = {WRITTEN: at(written), MARKING: at(marking), ORAL: at(orals)}
    if deliberation is not None:
        starts[DELIBERATION] = at(deliberation)
    later, rows = oral_day or day, []
    for code, length in minutes or problem.title.track[track].minutes:
        stage = problem.title.stage[code]
        start = starts.get(stage.kind, starts[ORAL])
        task = Task(candidate, track, code, day if stage.kind == WRITTEN else later, start, start + length)
        if stage.kind == ORAL:
            starts[ORAL] = task.end
        if stage.kind == WRITTEN:
            rows.append(replace(task, room=rooms[0], invigilators=invigilators))
        else:
            place = None if stage.kind == MARKING else rooms[1]
            rows.append(replace(task, room=place, members=panel, projector=projector if stage.projection else None))
    return tuple(rows)


def laid_out(problem: Problem | None = None) -> Plan:
    """The plan of `session()`, on Monday; it keeps every rule.

    ==  =====  ===========  ===========  ===========  ===========  ===========  ===========  =====  =====
    id  track  MSP (S1 V1)  CORR         ET           QPP          EF           DELIB        panel  room
    ==  =====  ===========  ===========  ===========  ===========  ===========  ===========  =====  =====
    C1  TITRE  08:00-11:00  11:00-11:20  13:00-13:30  13:30-14:30  14:30-14:50  14:50-15:00  J1 J2  S3
    C2  CCP1   08:00-10:00  11:20-11:35  15:05-15:35                            15:35-15:45  J1 J2  S3
    C3  CCP2   08:00-09:00  09:00-09:10  09:15-09:45  09:45-10:45               10:45-10:55  J3 J4  S4 VP1
    ==  =====  ===========  ===========  ===========  ===========  ===========  ===========  =====  =====
    """
    problem = problem or session()
    first = chain(problem, "C1", "TITRE", written="08:00", marking="11:00", orals="13:00", deliberation="14:50")
    second = chain(problem, "C2", "CCP1", written="08:00", marking="11:20", orals="15:05", deliberation="15:35")
    third = chain(
        problem, "C3", "CCP2", written="08:00", marking="09:00", orals="09:15", deliberation="10:45",
        rooms=("S1", "S4"), panel=("J3", "J4"), projector="VP1",
    )  # fmt: skip
    return planned(*first, *second, *third)


def planned(*tasks: Task) -> Plan:
    """A plan of these tasks, in time order."""
    return Plan(in_time_order(list(tasks)))


def _meant(task: Task, what: str) -> bool:
    """Whether a row is meant by ``C1``, ``C1 ET`` or ``C1 CCP2 ET``."""
    words = what.split()
    return words in ([task.candidate], [task.candidate, task.stage], [task.candidate, task.track, task.stage])


def row(plan: Plan, what: str) -> Task:
    """The first row meant, such as ``C1 ET``."""
    return next(task for task in plan.tasks if _meant(task, what))


def edited(plan: Plan, *whats: str, **fields: Any) -> Plan:
    """The plan with other values in every row meant; times may be given as clocks."""
    new: dict[str, Any] = {name: at(value) if name in ("start", "end") else value for name, value in fields.items()}
    tasks = tuple(replace(t, **new) if any(_meant(t, what) for what in whats) else t for t in plan.tasks)
    return replace(plan, tasks=tasks)


def shifted(plan: Plan, minutes: int, *whats: str) -> Plan:
    """The plan with every row meant later by some minutes (earlier if negative)."""
    tasks = [
        replace(t, start=t.start + minutes, end=t.end + minutes) if any(_meant(t, what) for what in whats) else t
        for t in plan.tasks
    ]
    return replace(plan, tasks=in_time_order(tasks))


def dropped(plan: Plan, *whats: str) -> Plan:
    """The plan without the rows meant."""
    return replace(plan, tasks=tuple(t for t in plan.tasks if not any(_meant(t, what) for what in whats)))


def added(plan: Plan, *tasks: Task) -> Plan:
    """The plan with more rows."""
    return replace(plan, tasks=in_time_order([*plan.tasks, *tasks]))
