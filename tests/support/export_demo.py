"""Small sessions and hand-made plans that the tests of the exports share."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tspi_sched.plan import ObjectiveReport, Plan, Result, Status, Task, Unplaced, in_time_order
from tspi_sched.problem import (
    Candidate,
    Day,
    ExtraTime,
    Invigilator,
    Member,
    Problem,
    Projector,
    Room,
    Stage,
    Title,
    Track,
)

MONDAY = date(2026, 12, 7)
TUESDAY = date(2026, 12, 8)
TODAY = date(2026, 10, 1)

TITLE = Title(
    code="TP-01305",
    version="02",
    name="Technicien supérieur en production industrielle",
    stages=(
        Stage("MSP", "Mise en situation professionnelle", "written", ("candidate", "invigilator"), "MSP"),
        Stage("CORR", "Correction", "marking", ("panel",), "anywhere"),
        Stage("ET", "Entretien technique", "oral", ("candidate", "panel"), "ORAL"),
        Stage("QPP", "Questionnement à partir de production(s)", "oral", ("candidate", "panel"), "ORAL", True),
        Stage("EF", "Entretien final", "oral", ("candidate", "panel"), "ORAL"),
        Stage("DELIB", "Délibération", "deliberation", ("panel",), "last_oral"),
        Stage("PV", "Procès-verbal", "closing", ("panel",), "anywhere"),
    ),
    tracks=(
        Track(
            "TITRE",
            "Titre complet",
            (("MSP", 180), ("CORR", 20), ("ET", 30), ("QPP", 60), ("EF", 20), ("DELIB", 10)),
        ),
        Track("CCP1", "CCP 1 – Superviser", (("MSP", 120), ("CORR", 15), ("ET", 30), ("DELIB", 10))),
        Track("CCP2", "CCP 2 – Améliorer", (("MSP", 60), ("CORR", 10), ("ET", 30), ("QPP", 60), ("DELIB", 10))),
    ),
    completion=("EF", 20),
)

MEMBERS = (
    Member("J1", "Martin", "Anne", panel="Jury A"),
    Member("J2", "Durand", "Paul", panel="Jury A"),
    Member("J3", "Petit", "Chloé", panel="Jury B"),
    Member("J4", "Moreau", "Hugo", panel="Jury B"),
)
ROOMS = (
    Room("S1", ("MSP",), 12, "Salle Ampère"),
    Room("S2", ("ORAL",), 5, "Salle Curie", projector=True),
    Room("S3", ("ORAL",), 5),
)
CANDIDATES = (
    Candidate("C01", "Lefèvre", ("TITRE",), "Zoé"),
    Candidate("C02", "Garnier", ("TITRE",), "Noé", report=False, extra_time=(ExtraTime("MSP", Fraction(1, 3)),)),
    Candidate("C03", "Roux", ("CCP1", "CCP2"), "Inès", accessible=False),
)


def problem(**changes: object) -> Problem:
    """Three candidates, two panels, two days."""
    facts: dict[str, object] = {
        "title": TITLE,
        "days": (Day(MONDAY), Day(TUESDAY)),
        "candidates": CANDIDATES,
        "members": MEMBERS,
        "rooms": ROOMS,
        "projectors": (Projector("VP1"),),
        "invigilators": (Invigilator("SV1", "Blanc", "Éric"), Invigilator("SV2", "Noir", "Léa")),
        "centre": "Centre de démonstration",
        "manager": "Camille Lambert",
    }
    return Problem(**{**facts, **changes})  # type: ignore[arg-type]


def chain(
    who: str, track: str, members: tuple[str, ...], room: str, day: date, start: int, projector: str | None = None
) -> Iterator[Task]:
    """The orals and the deliberation of a candidate, back to back from `start`."""
    stages = [(code, length) for code, length in dict_of(track).items() if code not in ("MSP", "CORR")]
    for code, length in stages:
        kit = projector if code == "QPP" else None
        yield Task(who, track, code, day, start, start + length, room, members, (), kit)
        start += length


def dict_of(track: str) -> dict[str, int]:
    """Minutes by stage of a track."""
    return dict(TITLE.track[track].minutes)


def plan() -> Plan:
    """Papers on Monday from 8:00; C01 with panel A on Monday afternoon, the others on Tuesday."""
    written = [
        Task("C01", "TITRE", "MSP", MONDAY, 480, 660, "S1", (), ("SV1",)),
        Task("C02", "TITRE", "MSP", MONDAY, 480, 720, "S1", (), ("SV1",)),
        Task("C03", "CCP1", "MSP", MONDAY, 480, 600, "S1", (), ("SV1",)),
        Task("C03", "CCP2", "MSP", MONDAY, 840, 900, "S1", (), ("SV2",)),
    ]
    a, b = ("J1", "J2"), ("J3", "J4")
    tasks = [
        *written,
        Task("C01", "TITRE", "CORR", MONDAY, 665, 685, None, a),
        *chain("C01", "TITRE", a, "S2", MONDAY, 780),
        Task("C02", "TITRE", "CORR", TUESDAY, 485, 505, None, a),
        *chain("C02", "TITRE", a, "S2", TUESDAY, 510),
        Task("C03", "CCP1", "CORR", TUESDAY, 480, 495, None, b),
        Task("C03", "CCP2", "CORR", TUESDAY, 495, 505, None, b),
        *chain("C03", "CCP1", b, "S3", TUESDAY, 510),
        *chain("C03", "CCP2", b, "S3", TUESDAY, 555, "VP1"),
    ]
    return Plan(in_time_order(tasks))


def stopped_early() -> Result:
    """A search that was stopped at its second objective, of which nothing is known yet, and before its third."""
    reports = (
        ObjectiveReport("days", 2, 2, 2, Status.OPTIMAL, 0.1),
        ObjectiveReport("presence", 1250, 1250, 0, Status.FEASIBLE, 3.2),
        ObjectiveReport("waiting", 95, 95, 0, Status.FEASIBLE, 0.0),
    )
    return result(objectives=reports, interrupted=True)


def result(the_plan: Plan | None = None, **changes: object) -> Result:
    """A proven result with one objective of each unit."""
    reports = (
        ObjectiveReport("days", 2, 2, 2, Status.OPTIMAL, 0.1),
        ObjectiveReport("juror_days", 6, 6, 6, Status.OPTIMAL, 0.2),
        ObjectiveReport("finish", 2095, 2095, 2095, Status.OPTIMAL, 0.3),
        ObjectiveReport("presence", 1250, 1250, 1190, Status.FEASIBLE, 12.345),
        ObjectiveReport("waiting", 95, 95, 95, Status.OPTIMAL, 0.1),
    )
    facts: dict[str, object] = {"status": "feasible", "plan": the_plan or plan(), "objectives": reports}
    return Result(**{**facts, "scenario": "demo", **changes})  # type: ignore[arg-type]


def large(count: int, panels: int = 4, per_day: int = 3) -> tuple[Problem, Plan]:
    """A session of `count` title candidates: papers on the first day, then orals day after day."""
    candidates = tuple(Candidate(f"C{i:04d}", f"NOM{i:04d}", ("TITRE",), f"Prénom{i:04d}") for i in range(count))
    members = tuple(Member(f"J{i}", f"Juré{i}", "Alex", panel=f"Jury {i // 2 + 1}") for i in range(2 * panels))
    rooms = (Room("E1", ("MSP",), count), *(Room(f"O{p}", ("ORAL",), 5, projector=True) for p in range(panels)))
    watch = tuple(Invigilator(f"SV{i}", f"Surveillant{i}") for i in range(-(-count // 20)))
    everybody = tuple(person.id for person in watch)
    tasks = [Task(c.id, "TITRE", "MSP", MONDAY, 480, 660, "E1", (), everybody) for c in candidates]
    starts = (510, 660, 855)[:per_day]
    for place, candidate in enumerate(candidates):
        turn, panel = divmod(place, panels)
        day = MONDAY + timedelta(days=1 + turn // per_day)
        start, pair = starts[turn % per_day], (f"J{2 * panel}", f"J{2 * panel + 1}")
        tasks.append(Task(candidate.id, "TITRE", "CORR", day, start - 25, start - 5, None, pair))
        tasks += chain(candidate.id, "TITRE", pair, f"O{panel}", day, start)
    days = tuple(Day(MONDAY + timedelta(days=i)) for i in range(2 + count // (panels * per_day)))
    facts = problem(days=days, candidates=candidates, members=members, rooms=rooms, projectors=(), invigilators=watch)
    return facts, Plan(in_time_order(tasks))


def left_out() -> tuple[Unplaced, ...]:
    """A reason that must stay a text."""
    return (Unplaced("C03", '=HYPERLINK("x") aucune salle libre'),)
