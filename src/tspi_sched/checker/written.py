"""The rules of the written papers: sittings, one paper at one moment, invigilators."""

from itertools import combinations

from tspi_sched.checker.facts import Facts, Sitting
from tspi_sched.checker.spans import ended, grouped, overlap, overlaps, started
from tspi_sched.checker.violation import Found, Violation, at, once
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN
from tspi_sched.texts import _, duration, ngettext
from tspi_sched.wording import names


def sitting(facts: Facts) -> Found:
    """Each sitting (same room, day and start) is in a known room for written papers with a desk for everybody; one
    sitting at a time in a room, until the longest candidate ends, and meanwhile no paper is marked, no oral prepared
    and no minutes signed there; one track only unless tracks may mix. The turnover lies between two sittings of a room
    or of an invigilator, and before a sitting its room has no oral and no deliberation for as long. A sitting and an
    oral or a deliberation in one room at one time are in `oral_room`, an invigilator's two at one time in
    `invigilation`."""
    for group in facts.sittings:
        yield from _desks(facts, group)
        yield from _mixed(facts, group)
    for groups in grouped(facts.sittings, lambda group: group.room).values():
        for first, second in overlaps(group for group in groups if group.room is not None):
            text = _("{second} : commence avant la fin de {first} ; les candidats d'une salle commencent ensemble.")
            message = text.format(first=_shown(facts, first), second=_shown(facts, second))
            yield at("sitting", second, message, *second.candidates, *first.candidates, part="start", also=first.rows)
    yield from _turnover(facts)
    for task in facts.of(MARKING, CLOSING, PREPARATION, ORAL, DELIBERATION):
        yield from _meanwhile(facts, task)


def _turnover(facts: Facts) -> Found:
    """Sittings one after the other, too near: in one room, or watched by one person in two rooms."""
    ordered = sorted(facts.sittings, key=started)
    for first, second in combinations(ordered, 2):
        people = set(first.invigilators) & set(second.invigilators)
        same = first.room is not None and first.room == second.room
        turnover = facts.problem.rules.msp.turnover_minutes
        if (same or people) and 0 <= started(second) - ended(first) < turnover:
            text = _("{second} : commence moins de {turnover} après {first}, dans la même salle.")
            if not same:
                text = _("{second} : commence moins de {turnover} après {first}, et {people} surveille les deux.")
            named = {"people": names.people(facts.problem, people), "turnover": duration(turnover)}
            message = text.format(first=_shown(facts, first), second=_shown(facts, second), **named)
            concerned = (*second.candidates, *(first.candidates if same else sorted(people)))
            part = "start" if same else "invigilators"
            rows, also = ((), first.rows) if same else (second.watched_by(*people), first.watched_by(*people))
            yield at("sitting", second, message, *concerned, part=part, rows=rows, also=also)


def _meanwhile(facts: Facts, task: Task) -> Found:
    """What a panel does in a room while a paper is written there, or in the turnover before it is."""
    panel = facts.kind(task) in (ORAL, DELIBERATION)
    turnover = facts.problem.rules.msp.turnover_minutes
    for group in facts.sittings_in.get((task.room, task.day), ()):
        text = ""
        if not panel and overlap(task, group):
            text = _("{task} : on compose alors dans cette salle, {sitting}.")
        elif panel and 0 <= group.start - task.end < turnover:
            text = _("{task} : la salle doit être libre {turnover} avant {sitting}.")
        if text:
            named = {"task": names.task(facts.problem, task), "turnover": duration(turnover)}
            message = text.format(sitting=_shown(facts, group), **named)
            yield at("sitting", task, message, task.candidate, *task.members, also=group.rows)


def _shown(facts: Facts, group: Sitting) -> str:
    stage = names.listed(dict.fromkeys(row.stage for row in group.rows))
    text = _("{stage} en salle {room}, {when}")
    return text.format(stage=stage, room=names.room(facts.problem, group.room), when=names.when(group))


def _desks(facts: Facts, group: Sitting) -> Found:
    room, text, count = facts.problem.room.get(group.room or ""), "", len(group.candidates)
    if room is None:
        text = _("{sitting} : il faut une salle de la session.")
    elif any(facts.problem.title.stage[row.stage].place not in room.uses for row in group.rows):
        text = _("{sitting} : cette salle n'est pas prévue pour cette épreuve.")
    elif count > room.seats:
        text = ngettext(
            "{sitting} : {count} candidat pour {seats} places.",
            "{sitting} : {count} candidats pour {seats} places.",
            count,
        )
    if text:
        message = text.format(sitting=_shown(facts, group), count=count, seats=room.seats if room else 0)
        yield at("sitting", group, message, *group.candidates)


def _mixed(facts: Facts, group: Sitting) -> Found:
    tracks = sorted({row.track for row in group.rows if row.track is not None})
    if len(tracks) > 1 and not facts.problem.rules.msp.mix_tracks:
        text = _("{sitting} : {tracks} ne doivent pas partager une salle.")
        message = text.format(sitting=_shown(facts, group), tracks=names.listed(tracks))
        yield at("sitting", group, message, *group.candidates)


def same_paper(facts: Facts) -> Found:
    """Each written paper of a track starts at one moment (day and minute), or at as many as there are waves; if waves
    overlap, who sat an earlier one ends at or after the start of the last."""
    for (track, _stage), rows in grouped(facts.of(WRITTEN), lambda row: (row.track, row.stage)).items():
        moments = grouped(sorted(rows, key=started), started)
        if len(moments) > facts.problem.rules.msp.waves:
            yield _too_many_waves(facts, track, list(moments.values()))
        if facts.problem.rules.msp.waves > 1 and facts.problem.rules.msp.waves_overlap:
            yield from _leaks(facts, rows)


def _too_many_waves(facts: Facts, track: str | None, moments: list[list[Task]]) -> Violation:
    """Rows are those of the smallest groups: the largest may stay as they are."""
    waves, first = facts.problem.rules.msp.waves, [group[0] for group in moments]
    odd = [row for group in sorted(moments, key=len, reverse=True)[waves:] for row in group]
    text = ngettext(
        "{stage} ({track}) : tous doivent commencer au même moment, et non {found}.",
        "{stage} ({track}) : {waves} moments de départ au plus, et non {found}.",
        waves,
    )
    found = names.listed(names.when(row) for row in first)
    message = text.format(stage=first[0].stage, track=track or "–", waves=waves, found=found)
    named, last = (row.candidate for group in moments for row in group), first[-1]
    return Violation("same_paper", message, once(named), last.day, last.start, last.end, tuple(odd))


def _leaks(facts: Facts, rows: list[Task]) -> Found:
    latest = max(rows, key=started)
    for row in rows:
        if started(row) < started(latest) and ended(row) < started(latest):
            text = _("{task} : sort avant que le dernier groupe ne commence, {last}.")
            message = text.format(task=names.task(facts.problem, row), last=names.when(latest))
            yield at("same_paper", row, message, row.candidate, also=(latest,))


def invigilation(facts: Facts) -> Found:
    """Every sitting has exactly as many invigilators as its candidates need, neither fewer nor more, and all its rows
    name the same; one sitting at a time each, until its longest candidate ends; nobody who trained a candidate of it,
    no member, nobody unknown; and none on anything but a written paper."""
    for group in facts.sittings:
        yield from _enough(facts, group)
        yield from _suitable(facts, group)
    for (id, _day), groups in facts.watches.items():
        for first, second in overlaps(groups):
            text = _("{person} surveille à la fois {first} et {second}.")
            named = {"first": _shown(facts, first), "second": _shown(facts, second)}
            message = text.format(person=names.person(facts.problem, id), **named)
            yield at("invigilation", second, message, id, rows=second.watched_by(id), also=first.watched_by(id))
    yield from _elsewhere(facts)


def _enough(facts: Facts, group: Sitting) -> Found:
    count, per = len(group.candidates), facts.problem.rules.msp.candidates_per_invigilator
    needed, found = -(-count // per), group.invigilators
    span = started(group), ended(group)
    if group.rows[0].state:  # who left is followed by another, and both are named
        needed += min(sum(facts.since.is_away(id, *span) for id in found), max(len(found) - needed, 0))
    if len(found) != needed:
        text = ngettext(
            "{sitting} : il faut exactement {needed} surveillant (candidats : {count}), et non {found}.",
            "{sitting} : il faut exactement {needed} surveillants (candidats : {count}), et non {found}.",
            needed,
        )
        message = text.format(sitting=_shown(facts, group), needed=needed, count=count, found=len(found))
        yield at("invigilation", group, message, *found, rows=_odd(group))
    if len({frozenset(row.invigilators) for row in group.rows}) > 1:
        text = _("{sitting} : chaque ligne doit nommer tous les surveillants, {people}.")
        message = text.format(sitting=_shown(facts, group), people=names.people(facts.problem, found))
        yield at("invigilation", group, message, *found, rows=_odd(group))


def _odd(group: Sitting) -> list[Task]:
    """The rows of a sitting that do not name whom most of them name."""
    named = grouped(group.rows, lambda row: frozenset(row.invigilators))
    usual = max(named.values(), key=len)
    return [row for rows in named.values() if rows is not usual for row in rows]


def _suitable(facts: Facts, group: Sitting) -> Found:
    for id in group.invigilators:
        text, trained = "", _trained(facts, group, id)
        if id in facts.problem.member:
            text = _("{sitting} : {person} est membre du jury et ne peut pas surveiller.")
        elif id not in facts.problem.invigilator:
            text = _("{sitting} : {person} n'est pas surveillant de la session.")
        if text:
            message = text.format(sitting=_shown(facts, group), person=names.person(facts.problem, id))
            yield at("invigilation", group, message, id, rows=group.watched_by(id))
        if trained:
            text = _("{sitting} : {person} a formé {candidates} et ne peut pas surveiller.")
            named = {"person": names.person(facts.problem, id), "candidates": names.people(facts.problem, trained)}
            message = text.format(sitting=_shown(facts, group), **named)
            yield at("invigilation", group, message, id, *trained, rows=group.watched_by(id))


def _trained(facts: Facts, group: Sitting, id: str) -> list[str]:
    known = (facts.problem.candidate.get(candidate) for candidate in group.candidates)
    return [candidate.id for candidate in known if candidate and id in candidate.trainers]


def _elsewhere(facts: Facts) -> Found:
    for task in facts.tasks:
        if task.invigilators and facts.kind(task) != WRITTEN:
            text = _("{task} : seule une épreuve écrite a des surveillants, et non {people}.")
            who = names.people(facts.problem, task.invigilators)
            message = text.format(task=names.task(facts.problem, task), people=who)
            yield at("invigilation", task, message, task.candidate, *task.invigilators)
