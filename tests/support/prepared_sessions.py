"""Sessions of a title whose orals are prepared, made by hand, and the rows of a candidate in them."""

from datetime import date

from tests.support.sessions import MONDAY, at, changed, session
from tspi_sched.plan import Task
from tspi_sched.problem import MARKING, ORAL, PREPARATION, WRITTEN, Candidate, Day, Problem, Stage, Title, Track

BOTH = ("candidate", "panel")


def baker() -> Title:
    """Two prepared orals; on other tracks one, alone, after a paper, after a paper that is marked."""
    stages = (
        Stage("QCM", "Questionnaire", WRITTEN, ("candidate", "invigilator"), "MSP"),
        Stage("LECTURE", "Lecture", MARKING, ("panel",), "anywhere"),
        Stage("TIRAGE", "Tirage au sort", PREPARATION, ("candidate",), "MSP"),
        Stage("RECIT", "Récit", ORAL, BOTH, "ORAL"),
        Stage("RELECTURE", "Relecture", PREPARATION, ("candidate",), "MSP"),
        Stage("DEFENSE", "Défense", ORAL, BOTH, "ORAL"),
    )
    long = (("TIRAGE", 45), ("RECIT", 30), ("RELECTURE", 20), ("DEFENSE", 30))
    tracks = (
        Track("LONG", "Long", long),
        Track("COURT", "Court", (("TIRAGE", 60), ("RECIT", 60))),
        Track("ECRIT", "Écrit", (("QCM", 60), *long[:2])),
        Track("NOTE", "Noté", (("QCM", 60), ("LECTURE", 15), *long[:2])),
    )
    return Title("TP-90003", "01", "Conteur", stages, tracks)


def of(*tracks: str, days: tuple[date, ...] = (MONDAY,)) -> Problem:
    """A session with a candidate on each track; S1 has two desks."""
    people = tuple(Candidate(f"C{n}", f"C{n}", (track,)) for n, track in enumerate(tracks, 1))
    known = session(title=baker(), candidates=people, days=tuple(map(Day, days)))
    return changed(known, "S1", seats=2)


def laid(
    problem: Problem, candidate: str, track: str, *starts: str, room: str = "S3", panel: tuple[str, ...] = ("J1", "J2")
) -> tuple[Task, ...]:
    """The rows of a candidate from the starts of their stages."""
    rows = []
    for (code, minutes), start in zip(problem.title.track[track].minutes, starts, strict=True):
        stage = problem.title.stage[code]
        heard, begin = stage.kind == ORAL, at(start)
        where, who = (room, panel) if heard else (None, panel) if stage.kind == MARKING else ("S1", ())
        watched = ("V1",) if stage.kind == WRITTEN else ()
        rows.append(Task(candidate, track, code, MONDAY, begin, begin + minutes, where, who, watched))
    return tuple(rows)
