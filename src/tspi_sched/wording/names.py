"""How violations name people, places, tasks and times."""

import re
from collections.abc import Iterable

from tspi_sched.plan import Span, Task
from tspi_sched.problem import PREPARATION, WRITTEN, Problem, Title
from tspi_sched.texts import _, clock, long_date, says


def listed(items: Iterable[str]) -> str:
    """``A, B et C``; a dash for nobody."""
    *head, tail = tuple(items) or ("–",)
    return _("{first} et {last}").format(first=", ".join(head), last=tail) if head else tail


def paper(title: Title) -> str:
    """The written stage after the word *épreuve*: its code; of several one after the other, ``QP1/QP2``; of none, an
    adjective."""
    return "/".join(title.of_kind(WRITTEN)) or _("écrite")


def person(problem: Problem, id: str) -> str:
    """Name and id; the id alone of somebody unknown."""
    people = (problem.candidate, problem.member, problem.invigilator, problem.means_by_id)
    name = next((one.name for group in people if (one := group.get(id))), "")
    return f"{name} ({id})" if name else id


def seated(problem: Problem) -> str:
    """What is sat at desks, to stand after *room for*: the written stages, and preparations in rooms for these; of a
    title without preparations, its written stages alone."""
    title, tracks = problem.title, {track for candidate in problem.candidates for track in candidate.tracks}
    due = {code for track in tracks if track in title.track for code, _minutes in title.track[track].minutes}
    places = title.uses(WRITTEN)
    prepares = [s.code for s in title.stages if s.kind == PREPARATION and s.code in due and s.place in places]
    written = [code for code in title.of_kind(WRITTEN) if code in due]
    parts = [_("l'épreuve {paper}").format(paper=paper(title))] if written or not prepares else []
    parts += [_("la préparation {stages}").format(stages="/".join(prepares))] if prepares else []
    return listed(parts)


def people(problem: Problem, ids: Iterable[str]) -> str:
    """Several people, once each, in the order of their ids."""
    return listed(person(problem, id) for id in sorted(set(ids)))


def room(problem: Problem, id: str | None) -> str:
    """Name and id of a room, to stand after the word *room*, which the name does not repeat; a dash for none."""
    known = problem.room.get(id or "")
    name = re.sub(r"^(?:salle|room)\s+(?=\S)", "", known.name, flags=re.IGNORECASE) if known else ""
    if id is None or not name:
        return id or "–"
    return name if says(name, id) else f"{name} ({id})"


def what(problem: Problem, task: Task) -> str:
    """Stage, track and candidate of a row; its members where there is no candidate."""
    if task.candidate is None:
        return _("{stage} – {people}").format(stage=task.stage, people=people(problem, task.members))
    return _("{stage} ({track}) – {person}").format(
        stage=task.stage, track=task.track or "–", person=person(problem, task.candidate)
    )


def when(span: Span) -> str:
    """Day and hours."""
    return _("{day} de {start} à {end}").format(day=long_date(span.day), start=clock(span.start), end=clock(span.end))


def task(problem: Problem, row: Task) -> str:
    """What and when: the head of most messages."""
    return _("{what}, {when}").format(what=what(problem, row), when=when(row))


def hours(windows: Iterable[tuple[int, int]]) -> str:
    """Stretches of a day: ``08:00–12:00 et 14:00–18:00``."""
    return listed(f"{clock(start)}–{clock(end)}" for start, end in windows)
