"""The whole model of what is to come, and the way back from its solution to a plan."""

from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.plan import DONE, VOID, Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import MARKING, WRITTEN, plain
from tspi_sched.recovery.capacity import hearing_days, limit_days
from tspi_sched.recovery.items import Item, deliberate, items_of, sign_minutes
from tspi_sched.recovery.locks import keep_locks
from tspi_sched.recovery.means import make_means, shared_out
from tspi_sched.recovery.papers import make_papers, make_sittings
from tspi_sched.recovery.people import make_chains, marking_before_all
from tspi_sched.recovery.places import keep_apart, make_places, make_preparation_rooms
from tspi_sched.recovery.situation import Situation
from tspi_sched.recovery.time_of_people import fill_time, give_notice, hold_history, one_at_a_time
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables
from tspi_sched.solver import Outcome
from tspi_sched.texts import _


@dataclass(frozen=True)
class Stated:
    """A model, its unknowns, the tasks that may be in the plan, and the objectives stated so far, by name."""

    v: Variables
    items: list[Item]
    objectives: dict[str, Var] = field(default_factory=dict)


def copied(stated: Stated) -> Stated:
    """The same model once more, as it was built: to state something else on, without making it again."""
    return Stated(stated.v.copied(), stated.items)


def build(s: Situation) -> Stated:
    """Every rule for what is to come, with history as it was."""
    chains = tuple(replace(chain, index=n) for n, chain in enumerate(s.open_chains))
    v = Variables(s, cp_model.CpModel(), chains)
    for id in dict.fromkeys(chain.candidate.id for chain in chains):
        own = [chain for chain in s.chains if chain.candidate.id == id]
        v.placed[id] = v.flag(f"placed[{id}]")
        if all(chain.begun for chain in own):  # what all has begun is finished
            v.m.add(v.placed[id] == 1)
    hold_history(v)
    make_papers(v)
    make_sittings(v)
    make_chains(v)
    hearing_days(v)
    make_places(v)
    make_means(v)
    deliberate(v)
    marking_before_all(v)
    sign_minutes(v)
    fill_time(v)
    keep_apart(v)
    make_preparation_rooms(v)
    one_at_a_time(v)
    give_notice(v)
    limit_days(v)
    items = items_of(v)
    keep_locks(v, items)
    return Stated(v, items)


def plan_of(stated: Stated, outcome: Outcome) -> Plan:
    """The plan of a solution: history, what is to come, and who is left out and why."""
    v, value = stated.v, outcome.value
    coming = [_task(v, item, outcome) for item in stated.items if value(item.present)]
    tasks = [*_history(v, outcome), *shared_out(v, value, coming)]
    out = {id for id, literal in v.placed.items() if not value(literal)} | v.s.out
    return Plan(in_time_order(tasks), tuple(_unplaced(v, out)), v.s.line.moment, v.s.line.events)


def _history(v: Variables, outcome: Outcome) -> list[Task]:
    """What is over; a marking that is done anew is void, and who takes over a sitting stands on its rows."""
    line, kinds, found = v.s.line, v.s.problem.title.stage, []
    anew = {(c.candidate.id, c.track) for c in v.chains if c.index in v.marks and outcome.value(v.marks[c.index])}
    for row in v.s.past.rows:
        kind = kinds[row.stage].kind
        if kind == MARKING and (row.candidate, row.track) in anew:
            row = replace(row, state=VOID)  # the same row, in another state
        if kind == WRITTEN and row.state == DONE:
            key = f"{row.room}@{line.start(row)}"
            more = tuple(id for (id, where), lit in v.follows.items() if where == key and outcome.value(lit))
            row = replace(row, invigilators=(*row.invigilators, *more))
        found.append(row)
    return found


def _task(v: Variables, item: Item, outcome: Outcome) -> Task:
    def chosen(literals: dict[str, object]) -> list[str]:
        return [id for id, literal in literals.items() if outcome.value(literal)]

    start = int(outcome.value(item.start))
    day, minute = v.s.line.day_of(start), start % DAY
    rooms, kits = chosen(item.rooms), chosen(item.projectors)
    watching: list[str] = []
    if item.kind == WRITTEN:
        index = next(c.index for c in v.chains if (c.candidate.id, c.track) == (item.candidate, item.track))
        mine = next(s for s in v.sittings_of(index, item.stage) if outcome.value(s.seats[index]))
        watching = sorted(chosen(mine.watches))
    order = {member.id: n for n, member in enumerate(v.s.problem.whole.members)}
    return Task(
        candidate=item.candidate,
        track=item.track,
        stage=item.stage,
        day=day,
        start=minute,
        end=minute + item.minutes,
        room=rooms[0] if rooms else None,
        members=tuple(sorted(chosen(item.members), key=lambda id: order.get(id, 0))),
        invigilators=tuple(watching),
        projector=kits[0] if kits else None,
        means=_in_order(v, item, chosen(item.means)),
    )


def _in_order(v: Variables, item: Item, ids: list[str]) -> tuple[str, ...]:
    """The means of an oral, in the order in which the title names what it needs."""
    needs, type_of = v.s.problem.title.stage[item.stage].needs, v.s.problem.means_by_id
    return tuple(id for need in needs for id in ids if plain(type_of[id].type) == plain(need.means))


def _unplaced(v: Variables, out: set[str]) -> list[Unplaced]:
    found = []
    for candidate in (c for c in v.s.problem.candidates if c.id in out):
        reason = v.s.unplaced_before.get(candidate.id) or _("à reporter : rien n'a pu être trouvé dans cette session")
        void = any(key[0] == candidate.id for key in v.s.past.void)
        if candidate.id in v.s.gone:
            reason = _("absent jusqu'à la fin de la session")
        elif candidate.id in v.s.out:
            reason = _("arrivé après la fin de l'épreuve écrite")
        elif void:
            reason = _("à reporter : l'oral commencé n'a pu être mené à bien, un membre du jury étant absent")
            if any(key[0] == candidate.id for key in v.s.past.no_place):
                reason = _("à reporter : l'oral commencé n'a pu être mené à bien, faute de salle ou de vidéoprojecteur")
        found.append(Unplaced(candidate.id, reason))
    return found


def hint_at(stated: Stated, plan: Plan) -> None:
    """Begin the search at the hours, panels and rooms of a plan."""
    v = stated.v
    rows, found = (
        {task.key: task for task in plan.tasks if not task.state},
        dict[int, tuple[cp_model.IntVar, int]](),
    )

    def say(unknown: object, value: int) -> None:
        if isinstance(unknown, cp_model.IntVar) and unknown.index >= 0:
            found.setdefault(unknown.index, (unknown, value))

    for item in stated.items:
        if item.candidate and (row := rows.get(item.key)):
            say(item.start, v.s.line.start(row))
            for id, literal in item.rooms.items():
                say(literal, int(id == row.room))
    for chain in (chain for chain in v.chains if not chain.begun):
        if first := rows.get((chain.candidate.id, chain.track, chain.rest[0][0])):
            for panel, literal in v.panel[chain.index].items():
                say(literal, int(panel == frozenset(first.members)))
    for unknown, value in found.values():
        v.m.add_hint(unknown, value)
