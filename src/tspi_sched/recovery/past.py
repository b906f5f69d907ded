"""What of a plan is history at a moment: tasks that have begun, with the times that they really had, and what is void.

A planned start that could not take place is no history: somebody or the room was not there, or was held by a task that
lasted longer, or by a chain that cannot go on yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from tspi_sched.plan import DONE, VOID, Event, Plan, Task, in_time_order
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN, Problem
from tspi_sched.recovery.timeline import DAY, Timeline

ChainKey = tuple[str | None, str | None]


@dataclass
class Past:
    """The rows that have happened, and what became of some: chains that are `void`, rows that did `not_held`."""

    rows: list[Task] = field(default_factory=list)
    void: list[ChainKey] = field(default_factory=list)
    no_place: list[ChainKey] = field(default_factory=list)
    """Of the chains that are void, those that had nowhere to go on."""
    day_over: list[ChainKey] = field(default_factory=list)
    """Of the chains that are void, those whose day ended before they did."""
    unprepared: list[ChainKey] = field(default_factory=list)
    """Chains of which a preparation that was held is void, though none of their orals is."""
    not_held: list[Task] = field(default_factory=list)
    unmatched: list[Event] = field(default_factory=list)
    """Events that contradict history: they are about no task that has begun."""

    def live(self, *kinds: str, problem: Problem) -> list[Task]:
        """The rows of some kinds that count."""
        return [row for row in self.rows if row.state == DONE and problem.title.stage[row.stage].kind in kinds]


@dataclass
class _Course:
    """The session as it goes on: until when each person and room is held, and who waits inside a chain."""

    line: Timeline
    past: Past
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waiting: set[tuple[str, date]] = field(default_factory=set)
    """Each with the day: nobody waits for a chain overnight."""
    done: set[tuple[str | None, str | None, str]] = field(default_factory=set)


def past_of(plan: Plan, line: Timeline) -> Past:
    """The history of a plan at the moment of a timeline."""
    lost = [e for e in line.events if e.kind == "started" and e.who and not _sitting(e, plan, line)]
    line = _told_of_each(plan, line)
    course = _Course(line, Past())
    told = {event.subject[2:]: event for event in line.events if event.kind in ("started", "ended") and event.candidate}
    for row in in_time_order(list(plan.tasks)):
        moved = _as_told(row, line)
        if row.state:
            _record(course, _real(row, line, keep=True))
        elif line.moment and _has_begun(moved, row, course):
            _take(course, moved)
        elif line.moment and line.start(moved) < line.now:
            _not_held(course, moved)
    _void_chains(course, plan)
    _void_preparations(course)
    rows = {row.key for row in course.past.rows}
    course.past.unmatched = [*(event for key, event in told.items() if key not in rows), *lost]
    course.past.rows = list(in_time_order(course.past.rows))
    return course.past


# --- real times ------------------------------------------------------------------------------------------------------


def _event(line: Timeline, kind: str, row: Task) -> Event | None:
    """What was told of the start or end of a row."""
    of_row = (e for e in line.events if e.kind == kind and e.candidate and (e.candidate, e.track, e.stage) == row.key)
    return next(of_row, None)


def _as_told(row: Task, line: Timeline) -> Task:
    """A row with the start that was told of it, or of its sitting; its end moves with it, unless that was told too."""
    told = _event(line, "started", row)
    if told is None or told.start is None:
        return row
    minute = told.start.hour * 60 + told.start.minute
    return replace(row, day=told.start.date(), start=minute, end=minute + row.minutes)


def _told_of_each(plan: Plan, line: Timeline) -> Timeline:
    """A timeline on which the start that was told of a sitting is told of each of its candidates."""
    of_rooms = [e for e in line.events if e.kind == "started" and e.who]
    each = [
        replace(event, who=None, candidate=row.candidate, track=row.track)
        for event in of_rooms
        for row in _sitting(event, plan, line)
    ]
    return replace(line, events=(*(e for e in line.events if e not in of_rooms), *each)) if of_rooms else line


def _sitting(told: Event, plan: Plan, line: Timeline) -> list[Task]:
    """The rows of the sitting that is meant: of those in that room that day, the one nearest to what was told."""
    rows = [r for r in plan.tasks if (r.room, r.stage) == (told.who, told.stage) and r.state != VOID]
    same = [r for r in rows if told.start and r.day == told.start.date()]
    at = line.of(told.start) if told.start else 0
    nearest = min((abs(line.start(row) - at) for row in same), default=0)
    return [row for row in same if abs(line.start(row) - at) == nearest]


def _real(row: Task, line: Timeline, keep: bool = False) -> Task:
    """A row with its real end and the room where it goes on."""
    row = _as_told(row, line) if keep and row.state == DONE else row
    ended = _event(line, "ended", row)
    moved = next((e for e in line.events if e.kind == "room" and (e.candidate, e.track, e.stage) == row.key), None)
    room = moved.room if moved else row.room
    if ended is None or ended.start is None or row.state == VOID:
        return replace(row, room=room)
    end = line.of(ended.start) - line.at(row.day)
    return replace(row, room=room, end=max(end, row.start))


# --- what has begun --------------------------------------------------------------------------------------------------


def _has_begun(row: Task, planned: Task, course: _Course) -> bool:
    """Whether a row has begun: it was told so, what comes before it in its chain being done, or its time is past and
    nothing hindered it."""
    line = course.line
    if row is not planned or _event(line, "started", row):
        kind = line.problem.title.stage[row.stage].kind
        return line.start(row) <= line.now and _follows(row, kind, course)
    return line.start(row) < line.now and _possible(row, course)


def _possible(row: Task, course: _Course) -> bool:
    line, kind = course.line, course.line.problem.title.stage[row.stage].kind
    start = line.start(row)
    own = row.candidate if kind in (WRITTEN, PREPARATION, ORAL) else None
    needed = {*row.members, row.room, row.projector, own, *row.means} - {None}
    if any(line.is_away(id, start, start + 1) for id in needed):
        return False
    arrives = line.arrival.get(row.candidate or "", 0)
    missed = (kind in (PREPARATION, ORAL) and start < arrives) or (kind == WRITTEN and line.end(row) <= arrives)
    if missed and start // 1440 == arrives // 1440:
        return False
    if any(course.held[id] > start or (id, row.day) in course.waiting for id in needed if id is not None):
        return False
    return _follows(row, kind, course)


def _follows(row: Task, kind: str, course: _Course) -> bool:
    """Whether what comes before a row in its chain is done."""
    track = course.line.problem.title.track.get(row.track or "")
    if track is None:
        return True
    kinds = course.line.problem.title.stage
    codes = [code for code, _minutes in track.minutes]
    before = codes[: codes.index(row.stage)] if row.stage in codes else codes
    alone = (WRITTEN, ORAL)
    needed = {
        WRITTEN: (WRITTEN,), MARKING: (WRITTEN,), PREPARATION: alone, ORAL: (PREPARATION, *alone), DELIBERATION: (ORAL,)
    }.get(kind, ())  # fmt: skip
    known = {key for key in course.done if key[:2] == (row.candidate, row.track)}
    return all((row.candidate, row.track, code) in known for code in before if kinds[code].kind in needed)


def _take(course: _Course, row: Task) -> None:
    """A row that has begun: until its real end, or until somebody of the panel left, which makes it void."""
    line, kind = course.line, course.line.problem.title.stage[row.stage].kind
    real = _real(row, line)
    people = () if kind == WRITTEN else (*row.members, row.candidate if kind in (PREPARATION, ORAL) else None)
    left = line.leaves(people, line.start(real), line.end(real))
    if left is not None and left > line.start(real):
        _record(course, replace(real, end=left - line.at(real.day), state=VOID))
    else:
        _record(course, replace(real, state=DONE))


def _record(course: _Course, row: Task) -> None:
    """A row of history, and whom and what it holds until its end."""
    kind = course.line.problem.title.stage[row.stage].kind
    course.past.rows.append(row)
    if row.state == DONE:
        course.done.add(row.key)
    people = (row.candidate,) if kind in (WRITTEN, PREPARATION, ORAL) else ()
    known = course.line.problem.whole.means_by_id
    single = (id for id in row.means if id in known and known[id].count == 1)
    for id in people if kind in (WRITTEN, PREPARATION) else (*row.members, *people, row.room, row.projector, *single):
        if id is not None:
            course.held[id] = max(course.held[id], course.line.end(row))


def _not_held(course: _Course, row: Task) -> None:
    """A row whose time is past and that was not held; inside a chain, its people and its room are waiting."""
    course.past.not_held.append(row)
    kinds = course.line.problem.title.stage
    begun = any(key[:2] == (row.candidate, row.track) and kinds[key[2]].kind == ORAL for key in course.done)
    if kinds[row.stage].kind == ORAL and begun:
        course.waiting |= {(id, row.day) for id in (*row.members, row.room, row.candidate) if id is not None}


# --- void chains -----------------------------------------------------------------------------------------------------


def _void_chains(course: _Course, plan: Plan) -> None:
    """A chain that cannot be finished by its panel is void, and so is all of it that was heard or prepared."""
    problem = course.line.problem
    heard, prepared = course.past.live(ORAL, problem=problem), course.past.live(PREPARATION, problem=problem)
    for key in dict.fromkeys((row.candidate, row.track) for row in heard):
        own = [row for row in heard if (row.candidate, row.track) == key]
        rest = _rest_of(key, course, plan)
        late = _is_too_late(own, rest, course)
        if late or _broken_off(key, course) or not _may_go_on(own, rest, course):
            course.past.void.append(key)
            course.past.day_over += [key] if late else []
            gone = [*own, *(row for row in prepared if (row.candidate, row.track) == key)]
            course.past.rows = [replace(row, state=VOID) if row in gone else row for row in course.past.rows]


def _void_preparations(course: _Course) -> None:
    """A candidate prepares after the papers are marked, and is heard the same day: where a marking was not held, or
    the day is over before the oral, they prepare anew."""
    line = course.line
    orals = {row.key[:2] for row in course.past.live(ORAL, problem=line.problem)}
    for row in course.past.live(PREPARATION, problem=line.problem):
        overnight = row.key[:2] not in orals and line.now >= line.at(row.day) + DAY
        if overnight or not _is_marked(row, course):
            course.past = prepared_anew(course.past, [row.key[:2]], line.problem)


def prepared_anew(past: Past, keys: Iterable[ChainKey], problem: Problem) -> Past:
    """A history in which the preparations of some chains do not count any more."""
    keys, kinds = list(keys), problem.title.stage
    void = [r.state == DONE and kinds[r.stage].kind == PREPARATION and r.key[:2] in keys for r in past.rows]
    rows = [replace(row, state=VOID) if gone else row for row, gone in zip(past.rows, void, strict=True)]
    return replace(past, rows=rows, unprepared=list(dict.fromkeys((*past.unprepared, *keys))))


def _is_marked(row: Task, course: _Course) -> bool:
    """Whether the papers that are marked before a row of a chain have been."""
    kinds = course.line.problem.title.stage
    codes = [code for code, _minutes in course.line.problem.title.track[row.track or ""].minutes]
    before = codes[: codes.index(row.stage)]
    return all((row.candidate, row.track, code) in course.done for code in before if kinds[code].kind == MARKING)


def _rest_of(key: ChainKey, course: _Course, plan: Plan) -> list[Task]:
    """The rows of a chain and its deliberation that are still to come."""
    kinds, over = course.line.problem.title.stage, {row.key for row in course.past.rows if row.state == DONE}
    own = {row.key: row for row in plan.tasks if (row.candidate, row.track) == key and row.state != VOID}
    rest = (PREPARATION, ORAL, DELIBERATION)
    return [row for k, row in own.items() if kinds[row.stage].kind in rest and k not in over]


def _is_too_late(own: list[Task], rest: list[Task], course: _Course) -> bool:
    """Whether the day of a chain is over before all was heard: no chain goes on another day."""
    to_hear = any(course.line.problem.title.stage[row.stage].kind == ORAL for row in rest)
    return to_hear and course.line.now >= course.line.at(own[-1].day) + DAY


def _broken_off(key: ChainKey, course: _Course) -> bool:
    """Whether an oral of a chain was broken off in this course: an older void chain was held anew since."""
    kinds = course.line.problem.title.stage
    rows = [row for row in course.past.rows if (row.candidate, row.track) == key and kinds[row.stage].kind == ORAL]
    void = [row for row in rows if row.state == VOID]
    done = [row for row in rows if row.state == DONE]
    return bool(void) and bool(done) and max(map(course.line.start, void)) > min(map(course.line.start, done))


def _may_go_on(own: list[Task], rest: list[Task], course: _Course) -> bool:
    """Whether candidate and panel are there to finish a chain, or the panel to deliberate at some later moment."""
    line, kinds = course.line, course.line.problem.title.stage
    resume = max(line.now, *map(line.end, own))
    orals = [row for row in rest if kinds[row.stage].kind == ORAL]
    if orals:
        length = sum(row.minutes for row in rest)
        heard = sum(row.minutes for row in orals)
        there = not any(line.is_away(id, resume, resume + length) for id in own[0].members)
        return there and not line.is_away(own[0].candidate, resume, resume + heard)
    return not rest or _ever_together(own[0].members, rest[0].minutes, resume, line)


def _ever_together(members: Iterable[str], minutes: int, since: int, line: Timeline) -> bool:
    """Whether some people are all there for so long at some later moment of the session."""
    spans = [(max(a, since), b) for a, b in line.windows(None, late=True)]
    for id in members:
        spans = line.without_away(id, spans)
    return any(b - line.up(a) >= minutes for a, b in spans)
