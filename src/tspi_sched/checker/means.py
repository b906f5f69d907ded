"""The rule of the means that stages need: things fixed in rooms or carried, and people in a role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tspi_sched.checker.facts import Facts, Sitting
from tspi_sched.checker.spans import grouped
from tspi_sched.checker.violation import Found, Violation, at
from tspi_sched.plan import VOID, Task
from tspi_sched.problem import WRITTEN, Means, Need, plain
from tspi_sched.texts import _, clock
from tspi_sched.wording import names


@dataclass(frozen=True)
class Taking:
    """Some of one means taken by a row, or by the rows of one stage in a sitting: set-up included, to the very end."""

    means: Means
    rows: tuple[Task, ...]
    end: int
    shared_by: int = 1

    @property
    def day(self) -> date:
        """The day."""
        return self.rows[0].day

    @property
    def start(self) -> int:
        """When the set-up begins."""
        return self.rows[0].start - self.means.setup_minutes

    @cached_property
    def number(self) -> int:
        """How many of them are taken."""
        return -(-len(self.rows) // self.shared_by)


def means(facts: Facts) -> Found:
    """Each stage that needs means has one of each type it needs, and no other: an id of the session, in its own room if
    it is in one, and nobody who is excluded for, or trained, a candidate of that row or sitting. In a sitting one of
    them serves as many candidates of a stage as may share it, and is held until the sitting ends. At no moment are more
    in use, from their set-up on, than there are; a person is in one place at a time."""
    for task in facts.tasks:
        yield from _named(facts, task)
    taken = list(takings(facts))
    for taking in taken:
        yield from _barred(facts, taking)
    for all_of_one in grouped(taken, lambda taking: (taking.means.id, taking.day)).values():
        yield from _too_many(facts, all_of_one)


def _named(facts: Facts, task: Task) -> Found:
    """What a row names against what its stage needs."""
    stage = facts.problem.title.stage.get(task.stage)
    if not task.means and not (stage and stage.needs):
        return
    known = [one for id in task.means if (one := facts.problem.means_by_id.get(id))]
    left = list(known)
    for need in stage.needs if stage and task.state != VOID else ():
        found = next((one for one in left if plain(one.type) == plain(need.means)), None)
        if found is None:
            text = _("{task} : il manque « {type} ».")
            yield _at(facts, task, text, type=need.means)
        else:
            left.remove(found)
    for id in (id for id in task.means if id not in facts.problem.means_by_id):
        yield _at(facts, task, _("{task} : le moyen {means} n'est pas de la session."), means=id)
    for one in left if task.state != VOID else ():
        yield _at(facts, task, _("{task} : cette épreuve n'a pas besoin de {means}."), means=label(one))
    for one in known:
        if one.room and one.room != task.room:
            text = _("{task} : {means} est en salle {room}.")
            yield _at(facts, task, text, means=label(one), room=names.room(facts.problem, one.room))


def _at(facts: Facts, task: Task, text: str, **named: str) -> Violation:
    message = text.format(task=names.task(facts.problem, task), **named)
    return at("means", task, message, task.candidate, *task.members)


def label(one: Means) -> str:
    """How texts name a means: a person by name and role, a thing by id and type."""
    return f"{one.name} ({one.type})" if one.person else f"{one.id} ({one.type})"


def takings(facts: Facts) -> Iterator[Taking]:
    """Everything that is taken; a row of a sitting together with those of its stage that name the same."""
    if not facts.problem.means:
        return
    for task in facts.tasks:
        if facts.kind(task) != WRITTEN:
            for one in _known(facts, task):
                yield Taking(one, (task,), task.end)
    for sitting in facts.sittings:
        yield from _of_sitting(facts, sitting)


def _of_sitting(facts: Facts, sitting: Sitting) -> Iterator[Taking]:
    named = [(one, row) for row in sitting.rows for one in _known(facts, row)]
    for pairs in grouped(named, lambda pair: (pair[0].id, pair[1].stage)).values():
        one, first = pairs[0]
        needs = facts.problem.title.stage[first.stage].needs if first.stage in facts.problem.title.stage else ()
        own = next((need for need in needs if plain(need.means) == plain(one.type)), Need(one.type))
        yield Taking(one, tuple(row for _one, row in pairs), sitting.end, own.shared_by)


def _known(facts: Facts, task: Task) -> list[Means]:
    return [one for id in dict.fromkeys(task.means) if (one := facts.problem.means_by_id.get(id))]


def _barred(facts: Facts, taking: Taking) -> Found:
    """Somebody who must not take part, alone with the candidate or in the room of the sitting."""
    if not taking.means.person:
        return
    first = taking.rows[0]
    together = taking.rows
    if facts.kind(first) == WRITTEN:
        sittings = facts.sittings_in.get((first.room, first.day), ())
        together = next((sitting.rows for sitting in sittings if first in sitting.rows), taking.rows)
    for row in together:
        candidate = facts.problem.candidate.get(row.candidate or "")
        if candidate and taking.means.id in (*candidate.exclusions, *candidate.trainers):
            text = _("{task} : {means} ne doit pas y prendre part, par exclusion ou comme formateur.")
            message = text.format(task=names.task(facts.problem, row), means=label(taking.means))
            yield at("means", row, message, candidate.id, taking.means.id, also=taking.rows)


def _too_many(facts: Facts, takings: list[Taking]) -> Found:
    """Moments at which more are taken than there are: each taking that comes to others that leave too few."""
    ordered = sorted(takings, key=lambda taking: taking.start)
    for number, taking in enumerate(ordered):
        others = [one for one in ordered[:number] if one.end > taking.start and one.start < taking.end]
        used = taking.number + sum(one.number for one in others)
        if used > taking.means.count:
            text = _("{task} : {means} est déjà pris par {others} ; il en faudrait {used}, il y en a {count}.")
            shown = names.listed(names.task(facts.problem, one.rows[0]) for one in others) or "–"
            if taking.means.person:
                text = _("{task} : {means} est pris par {others}.")
            elif taking.means.setup_minutes:
                text = _(
                    "{task} : {means} est déjà pris par {others} (installation dès {start}) ; il en faudrait {used}, "
                    "il y en a {count}."
                )
            named = {"task": names.task(facts.problem, taking.rows[0]), "means": label(taking.means), "others": shown}
            message = text.format(used=used, count=taking.means.count, start=clock(taking.start), **named)
            people = (row.candidate for one in (taking, *others) for row in one.rows)
            yield at("means", taking.rows[0], message, *people, also=tuple(row for one in others for row in one.rows))
