"""One more of something: the sessions in which a candidate who was left out might have a place.

Each addition stands alone, as a planner would try them: a panel, a room, a projector, somebody to watch, desks, an hour
in the evening, a day, more of the candidate's own time. What is added is always available and bars nobody, so that its
plain words are the whole truth.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tspi_sched.problem import (
    ORAL,
    PREPARATION,
    WRITTEN,
    Candidate,
    Day,
    Invigilator,
    Means,
    Member,
    Problem,
    Projector,
    Room,
    plain,
)
from tspi_sched.texts import _, clock, long_date, ngettext
from tspi_sched.wording.names import paper as paper_of

LATER = 60
"""Minutes by which a day may close later."""

Addition = tuple[str, Problem]
"""What is added, as it is said after "with", and the session that has it."""


def one_more(problem: Problem, candidate: Candidate) -> tuple[tuple[Addition, ...], ...]:
    """The additions to a session that may make room for one of its candidates; those of a kind from the least on."""
    title = problem.title
    paper = (_invigilator, _desks, _written_room) if title.of_kind(WRITTEN) else ()
    apart = (_room_to_prepare,) if title.of_kind(PREPARATION) else ()
    projector = (_projector,) if any(stage.projection for stage in title.stages) else ()
    kinds = (_panel, _oral_room, *apart, *projector, _one_means, *paper, _evening, _day)
    additions_of_kinds = [*(tuple(kind(problem)) for kind in kinds), tuple(_presence(problem, candidate))]
    return tuple(additions for additions in additions_of_kinds if additions)


def _new_ids(problem: Problem, count: int) -> list[str]:
    """Ids that nobody and nothing has: longer than all others."""
    people = (problem.candidates, problem.members, problem.invigilators)
    groups = (*people, problem.rooms, problem.projectors, problem.means)
    longest = max((len(thing.id) for group in groups for thing in group), default=0)
    return ["+" * (longest + number) for number in range(1, count + 1)]


def _panel(problem: Problem) -> Iterator[Addition]:
    """A panel, or jurors where the optimiser composes the panels."""
    size = problem.rules.panel.size
    if problem.rules.panel.mode == "given":
        label = "+" * (1 + max(map(len, problem.panels), default=0))
        yield _("un jury de plus"), _with_members(problem, size, label)
        return
    for count in sorted({1, size}):
        words = ngettext("{count} juré de plus", "{count} jurés de plus", count).format(count=count)
        yield words, _with_members(problem, count)


def _with_members(problem: Problem, count: int, panel: str = "") -> Problem:
    new = (Member(id, id, panel=panel) for id in _new_ids(problem, count))
    return replace(problem, members=(*problem.members, *new))


def _oral_room(problem: Problem) -> Iterator[Addition]:
    """A room without a projector, that everybody can get to."""
    accessible = any(candidate.accessible for candidate in problem.candidates)
    words = _("une salle d'oral accessible de plus") if accessible else _("une salle d'oral de plus")
    yield words, _with_room(problem, ORAL, problem.rules.panel.size + 1)


def _written_room(problem: Problem) -> Iterator[Addition]:
    """A room for the papers that holds everybody and that everybody can get to."""
    accessible = any(candidate.accessible for candidate in problem.candidates)
    text = _("une salle de plus pour l'épreuve {paper}")
    if accessible:
        text = _("une salle accessible de plus pour l'épreuve {paper}")
    yield text.format(paper=paper_of(problem.title)), _with_room(problem, WRITTEN, len(problem.candidates))


def _room_to_prepare(problem: Problem) -> Iterator[Addition]:
    """A room in which everybody may prepare alone, and that everybody can get to."""
    yield _("une salle de préparation de plus"), _with_room(problem, PREPARATION, len(problem.candidates))


def _with_room(problem: Problem, kind: str, seats: int) -> Problem:
    (id,) = _new_ids(problem, 1)
    return replace(problem, rooms=(*problem.rooms, Room(id, problem.places(kind), seats, accessible=True)))


def _projector(problem: Problem) -> Iterator[Addition]:
    (id,) = _new_ids(problem, 1)
    yield _("un vidéoprojecteur de plus"), replace(problem, projectors=(*problem.projectors, Projector(id)))


def _one_means(problem: Problem) -> Iterator[Addition]:
    """One more of each type that stages need."""
    types = {plain(need.means): need.means for stage in problem.title.stages for need in stage.needs}
    for type in types.values():
        (id,) = _new_ids(problem, 1)
        more = Means(id, type, person=any(one.person for one in problem.means_of(type)), last_name=id)
        yield _("« {type} » en plus : un").format(type=type), replace(problem, means=(*problem.means, more))


def _invigilator(problem: Problem) -> Iterator[Addition]:
    (id,) = _new_ids(problem, 1)
    yield _("un surveillant de plus"), replace(problem, invigilators=(*problem.invigilators, Invigilator(id, id)))


def _desks(problem: Problem) -> Iterator[Addition]:
    """A desk: in every room, as nobody knows beforehand in which one it is missing."""
    written = [room for room in problem.rooms if problem.hosts(room, WRITTEN)]
    rooms = tuple(replace(room, seats=room.seats + 1) if room in written else room for room in problem.rooms)
    if len(written) == 1:
        yield _("une place de plus dans la salle {room}").format(room=written[0].id), replace(problem, rooms=rooms)
    elif written:
        text = _("une place de plus dans chaque salle pour l'épreuve {paper}")
        yield text.format(paper=paper_of(problem.title)), replace(problem, rooms=rooms)


def _evening(problem: Problem) -> Iterator[Addition]:
    """Every day closes later."""
    days = tuple(replace(day, close=min(day.close + LATER, 1440)) for day in problem.days)
    times = {day.close for day in days}
    if len(times) > 1:
        words = _("une fermeture plus tardive d'une heure chaque jour")
    else:
        words = _("une fermeture à {time}").format(time=clock(max(times, default=0)))
    if days != problem.days:
        yield words, replace(problem, days=days)


def _day(problem: Problem) -> Iterator[Addition]:
    """The next working day, with the hours of the last one."""
    if not problem.days or problem.days[-1].date > date.max - timedelta(7):
        return
    last = problem.days[-1]
    following = (last.date + timedelta(number) for number in range(1, 4))
    new = next(day for day in following if day.weekday() < 5)
    words = _("un jour de plus ({day})").format(day=long_date(new))
    yield words, replace(problem, days=(*problem.days, Day(new, last.open, last.close)))


def _presence(problem: Problem, candidate: Candidate) -> Iterator[Addition]:
    """The candidate is there at any time."""
    if candidate.availability:
        people = tuple(replace(c, availability=()) if c.id == candidate.id else c for c in problem.candidates)
        yield _("la présence de ce candidat à toute heure"), replace(problem, candidates=people)
