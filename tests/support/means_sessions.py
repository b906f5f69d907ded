"""Small sessions by chance whose title has places and means of its own, and every plan of the smallest of them.

Stages last 30 or 60 minutes on a grid of 30 minutes, so that a search through every plan is possible, with the checker
as the judge: `best_of_all` knows nothing of the model.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from tests.support.sessions import MONDAY, at
from tspi_sched.checker import check, measure
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    ORAL,
    WRITTEN,
    Candidate,
    Day,
    DeliberationRules,
    Invigilator,
    MarkingRules,
    MealRules,
    Means,
    Member,
    MspRules,
    Need,
    Opening,
    PanelRules,
    Problem,
    Room,
    Rules,
    Stage,
    Title,
    Track,
)

GRID = 30
WORKSHOP, FLAT, OFFICE = "ATELIER", "APPARTEMENT", "BUREAU"
BOTH = ("candidate", "panel")


def care_title(rng: Random) -> Title:
    """A carer's title: a paper on posts, a role play in a flat with an actor, a talk in an office or in the flat."""
    place = rng.choice((OFFICE, OFFICE, FLAT))
    paper = rng.choice(((), (Need("poste", rng.choice((1, 1, 2))),), (Need("poste"), Need("guide", 2))))
    play = rng.choice(((), (Need("comédien"),), (Need("comédien"), Need("lit médicalisé"))))
    talk = rng.choice(((), (), (Need("lit médicalisé"),), (Need("comédien"),)))
    stages = (
        Stage("QCM", "Questionnaire", WRITTEN, ("candidate", "invigilator"), WORKSHOP, needs=paper),
        Stage("CORR", "Correction", MARKING, ("panel",), "anywhere"),
        Stage("JEU", "Mise en situation", ORAL, BOTH, FLAT, needs=play),
        Stage("ET", "Entretien", ORAL, BOTH, place, needs=talk),
        Stage("DELIB", "Délibération", DELIBERATION, ("panel",), "last_oral"),
    )
    minutes = (("QCM", 30), ("CORR", 30), ("JEU", 30), ("ET", rng.choice((30, 60))), ("DELIB", 30))
    tracks = (Track("TITRE", "Titre", minutes), Track("COURT", "Court", (*minutes[:3], minutes[4])))
    return Title("TP-99998", "01", "Aide de papier", stages, tracks, None, (WORKSHOP, FLAT, OFFICE))


def care_session(rng: Random, most: int = 2) -> Problem:
    """One or two candidates (or up to `most`), one day of a few hours, two panels of two at most."""
    title = care_title(rng)
    candidates = tuple(_candidate(rng, number) for number in range(1, rng.randint(1, most) + 1))
    opens, closes = at("08:00"), rng.choice((at("10:30"), at("11:00"), at("11:30"), at("12:00")))
    return Problem(
        title=title,
        days=(Day(MONDAY, opens, closes),),
        candidates=candidates,
        members=tuple(Member(f"J{i}", f"Juré {i}", panel="AABB"[i - 1]) for i in range(1, rng.choice((2, 4)) + 1)),
        rooms=_rooms(rng),
        invigilators=(Invigilator("V1", "Veilleur"),),
        rules=_rules(rng),
        means=_means(rng),
    )


def _candidate(rng: Random, number: int) -> Candidate:
    track = rng.choice(("TITRE", "TITRE", "COURT"))
    return Candidate(f"C{number}", f"Candidat {number}", (track,), exclusions=rng.choice(((), (), ("A1",))))


def _rooms(rng: Random) -> tuple[Room, ...]:
    """A workshop, one or two flats, an office, and now and then a room for several of these."""
    rooms = [Room("S1", (WORKSHOP,), rng.choice((1, 3, 3))), Room("S2", (FLAT,), 4), Room("S3", (OFFICE,), 4)]
    if rng.random() < 0.5:
        rooms.append(Room("S4", rng.choice(((FLAT,), (FLAT, OFFICE), (WORKSHOP, FLAT, OFFICE))), 4))
    return tuple(rooms)


def _rules(rng: Random) -> Rules:
    return Rules(
        grid_minutes=GRID,
        oral_gap_max_minutes=rng.choice((0, 0, 30)),
        changeover_minutes=rng.choice((0, 0, 30)),
        oral_rooms=rng.choice(("single", "single", "per_stage")),
        transfer_minutes=rng.choice((5, 30)),
        msp=MspRules(turnover_minutes=0),
        panel=PanelRules(mode="given"),
        meal=MealRules(rng.choice((0, 0, 30)), (at("10:00"), at("11:30"))),
        marking=MarkingRules(delay_minutes=0, minutes=tuple((t, rng.choice((0, 30))) for t in ("TITRE", "COURT"))),
        deliberation=DeliberationRules(minutes=0),
    )


def _means(rng: Random) -> tuple[Means, ...]:
    """Posts, guides, one or two actors and beds: fixed or carried, there all day or not."""
    late = (Opening(None, at(rng.choice(("09:00", "10:00"))), at("13:00")),)
    setup = rng.choice((0, 0, 15, 30))
    found = [
        Means("P", "poste", "S1", count=rng.choice((1, 2))),
        Means("G", "Guide", count=1, setup_minutes=rng.choice((0, 30))),
        Means("L1", "lit médicalisé", rng.choice(("S2", "S2", "")), setup_minutes=setup),
        Means("A1", "comedien", person=True, last_name="Un", availability=rng.choice(((), (), late))),
    ]
    if rng.random() < 0.4:
        found.append(Means("A2", "Comédien", person=True, last_name="Deux"))
    if rng.random() < 0.3:
        found.append(Means("L2", "lit médicalisé", "S3", availability=rng.choice(((), late))))
    return tuple(found)


# --- every plan ------------------------------------------------------------------------------------------------------


def best_of_all(problem: Problem, names: tuple[str, ...]) -> tuple[int, ...] | None:
    """The best values of some objectives, in their order, of all plans of a session with one day; None: it has none."""
    alone = [[rows for rows in _ways(problem, one) if _sound(problem, rows)] for one in problem.candidates]
    found: list[tuple[int, ...]] = []
    for ways in product(*alone):
        plan = Plan(in_time_order([task for rows in ways for task in rows]))
        values = measure(problem, plan)
        value = tuple(values[name] for name in names)
        if (not found or value < min(found)) and not check(problem, plan):
            found.append(value)
    return min(found, default=None)


def _sound(problem: Problem, rows: tuple[Task, ...]) -> bool:
    """Whether one candidate's rows keep the rules by themselves."""
    easier = replace(problem, rules=replace(problem.rules, allow_unplaced=True))
    return not check(easier, Plan(in_time_order(list(rows))))


def _ways(problem: Problem, candidate: Candidate) -> Iterator[tuple[Task, ...]]:
    """Every way of one candidate: paper, marking, orals in their order, whatever the rules say of them."""
    day, track = problem.days[0], candidate.tracks[0]
    orals = [code for code, _ in problem.title.track[track].minutes if problem.title.stage[code].kind == ORAL]
    marked = bool(dict(problem.rules.marking.minutes)[track])
    moments = range(day.open, day.close, GRID)
    for start in moments:
        for paper in _rows(problem, candidate, "QCM", start):
            for label in problem.panels:
                for first in (moment for moment in moments if moment >= paper.end + (30 if marked else 0)):
                    marks = [m for m in moments if paper.end <= m <= first - 30] if marked else [None]
                    for mark, chain in product(marks, _chains(problem, candidate, orals, first, label)):
                        members = tuple(one.id for one in problem.panels[label])
                        own = () if mark is None else (
                            Task(candidate.id, track, "CORR", day.date, mark, mark + 30, members=members),
                        )  # fmt: skip
                        yield (paper, *own, *chain)


def _chains(
    problem: Problem, candidate: Candidate, orals: list[str], start: int, label: str
) -> Iterator[tuple[Task, ...]]:
    if not orals:
        yield ()
        return
    for row in _rows(problem, candidate, orals[0], start, label):
        for gap in (0, 30) if len(orals) > 1 else (0,):
            yield from ((row, *rest) for rest in _chains(problem, candidate, orals[1:], row.end + gap, label))


def _rows(problem: Problem, candidate: Candidate, code: str, start: int, label: str = "") -> Iterator[Task]:
    """One stage at a moment: in every room, with every choice of what it needs."""
    stage, track = problem.title.stage[code], candidate.tracks[0]
    end = start + dict(problem.title.track[track].minutes)[code]
    if end > problem.days[0].close:
        return
    members = tuple(one.id for one in problem.panels[label]) if label else ()
    choices = product(*(problem.means_of(need.means) for need in stage.needs))
    watched = () if label else ("V1",)
    for means, room in product(list(choices), (room for room in problem.rooms if stage.place in room.uses)):
        ids = tuple(one.id for one in means)
        day = problem.days[0].date
        yield Task(candidate.id, track, code, day, start, end, room.id, members, watched, means=ids)
