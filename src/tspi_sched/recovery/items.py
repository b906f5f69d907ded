"""Each task to come, in one shape, whatever its stage: what objectives count and what plans are read from."""

from dataclasses import dataclass, field

from tspi_sched.problem import CLOSING, DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN
from tspi_sched.recovery.people import is_released
from tspi_sched.recovery.situation import Chain, Panel
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables


@dataclass(frozen=True)
class Item:
    """A task that may be in the plan: `present` or not, on one of the `days`, with whom and where, by literals."""

    candidate: str | None
    track: str | None
    stage: str
    kind: str
    start: Var
    minutes: int
    present: Var
    days: list[Var]
    members: dict[str, Var] = field(default_factory=dict)
    rooms: dict[str, Var] = field(default_factory=dict)
    projectors: dict[str, Var] = field(default_factory=dict)
    invigilators: dict[str, Var] = field(default_factory=dict)
    means: dict[str, Var] = field(default_factory=dict)
    """Of an oral: the means that it may use."""
    panel: Panel = frozenset()
    """Who signs the minutes, which name no candidate."""

    @property
    def key(self) -> tuple[str | None, str | None, str]:
        """What the task is."""
        return self.candidate, self.track, self.stage

    @property
    def people(self) -> dict[str, Var]:
        """Members and invigilators."""
        return self.members | self.invigilators


def items_of(v: Variables) -> list[Item]:
    """Every task that may be in the plan."""
    found: list[Item] = []
    for chain in v.chains:
        found += _of_chain(v, chain)
    code = next((s.code for s in v.s.problem.title.stages if s.kind == CLOSING), "")
    minutes = v.s.line.up(v.s.problem.rules.closing_minutes)
    for panel, start in v.signing.items():
        days = [v.signs[panel, d] for d in v.days]
        signs = v.either(days, "signs")
        found.append(
            Item(
                None, None, code, CLOSING, start, minutes, signs, days, dict.fromkeys(sorted(panel), signs), panel=panel
            )
        )
    return found


def _of_chain(v: Variables, chain: Chain) -> list[Item]:
    placed, found = v.placed[chain.candidate.id], list[Item]()
    for code, kind, minutes in chain.due:
        if (chain.index, code) not in v.start:
            continue
        start = v.start[chain.index, code]
        where = {id: lit for (index, what, id), lit in v.room.items() if (index, what) == (chain.index, code)}
        serving = {id: lit for (index, id), lit in v.serves.items() if index == chain.index}
        head = chain.candidate.id, chain.track, code, kind, start, minutes
        if kind == WRITTEN:
            found.append(Item(*head, placed, v.day_literals[chain.index, code], rooms=_seats(v, chain, code)))
        elif kind == MARKING:
            days = [v.marked_on[chain.index, d] for d in v.days]
            marking = {id: v.marker[chain.index, id] for id in serving}
            found.append(Item(*head, v.marks[chain.index], days, marking))
        elif kind == PREPARATION:
            found.append(Item(*head, placed, [v.on_day[chain.index, d] for d in v.days], rooms=where))
        elif kind == ORAL:
            days = [v.on_day[chain.index, d] for d in v.days]
            kits = {id: lit for (index, what, id), lit in v.projector.items() if (index, what) == (chain.index, code)}
            means = {id: lit for (index, what, id), lit in v.means.items() if (index, what) == (chain.index, code)}
            found.append(Item(*head, placed, days, serving, where, kits, means=means))
        elif kind == DELIBERATION:
            own = not chain.rest or v.at_once[chain.index] or not chain.begun
            days = [v.on_day[chain.index, d] for d in v.days] if own else v.which_day(start, placed, "decided")
            found.append(Item(*head, placed, days, serving, where))
    return found


def _seats(v: Variables, chain: Chain, code: str) -> dict[str, Var]:
    rooms: dict[str, list[Var]] = {}
    for sitting in v.sittings_of(chain.index, code):
        rooms.setdefault(sitting.room.id, []).append(sitting.seats[chain.index])
    return {room: v.either(literals, "sits_in") for room, literals in rooms.items()}


# --- the end of the day, and the minutes -----------------------------------------------------------------------------


def deliberate(v: Variables) -> None:
    """At the end of the day: on the day of the orals, after every oral that day of each of its members; a chain that
    has begun may deliberate at once, or later where somebody leaves that day."""
    if v.s.problem.rules.deliberation.position != "end_of_day":
        return
    for chain in v.chains:
        for code, _minutes in chain.of(DELIBERATION):
            if (chain.index, code) in v.start:
                _end_of_day(v, chain, v.start[chain.index, code])


def _end_of_day(v: Variables, chain: Chain, start: Var) -> None:
    placed, last = v.placed[chain.candidate.id], v.end(chain)
    if chain.begun and not chain.rest and is_released(v, chain):
        return
    usual = v.flag("end_of_day") if chain.begun else placed
    if chain.begun:
        v.m.add(start == last).only_enforce_if(placed, ~usual)
    for d in v.days:
        here = v.on_day[chain.index, d] if chain.rest else (1 if last // DAY * DAY == v.base(d) else 0)
        if isinstance(here, int) and not here:
            continue
        both = [usual] if isinstance(here, int) else [usual, here]
        v.m.add(start < v.base(d) + DAY).only_enforce_if(both)
        for (index, id), serves in v.serves.items():
            if index == chain.index:
                _after_orals_of(v, start, id, d, [*both, serves])


def _after_orals_of(v: Variables, start: Var, id: str, d: int, condition: list[Var]) -> None:
    line, kinds = v.s.line, v.s.problem.title.stage
    for row in v.s.past.rows:
        if id in row.members and kinds[row.stage].kind == ORAL and line.at(row.day) == v.base(d):
            v.m.add(start >= line.end(row)).only_enforce_if(condition)
    for other in v.chains:
        if other.rest and (other.index, id) in v.serves:
            literals = [*condition, v.serves[other.index, id], v.on_day[other.index, d]]
            v.m.add(start >= v.end(other)).only_enforce_if(literals)


def sign_minutes(v: Variables) -> None:
    """Each panel signs the minutes once, on the last day it serves, after its last deliberation; one that is no more
    whole that day signs nothing, and one that has signed serves no more."""
    minutes = v.s.line.up(v.s.problem.rules.closing_minutes)
    kinds = v.s.problem.title.stage
    if not minutes or not any(stage.kind == CLOSING for stage in kinds.values()):
        return
    signed = {frozenset(r.members) for r in v.s.past.rows if kinds[r.stage].kind == CLOSING and r.state == "done"}
    served = {frozenset(r.members) for r in v.s.past.rows if r.state == "done" and kinds[r.stage].kind in _SERVED}
    for panel in sorted({*served, *(p for c in v.chains for p in v.panel[c.index])} - {frozenset[str]()}, key=sorted):
        if panel in signed:
            for chain in (c for c in v.chains if not c.begun and panel in v.panel[c.index]):
                v.m.add(v.panel[chain.index][panel] == 0)
        elif _stays_whole(v, panel):
            _sign(v, panel, minutes)


_SERVED = (MARKING, ORAL, DELIBERATION)


def _stays_whole(v: Variables, panel: Panel) -> bool:
    return not any(v.s.line.has_left(id) or id not in v.s.problem.member for id in panel)


def _sign(v: Variables, panel: Panel, minutes: int) -> None:
    line = v.s.line
    start = v.signing[panel] = v.moment("signing", line.windows(None), minutes)
    for d in v.days:
        v.signs[panel, d] = v.flag(f"signs@{d}")
        v.m.add_linear_constraint(start, v.base(d), v.base(d) + DAY - 1).only_enforce_if(v.signs[panel, d])
    v.m.add_at_most_one(v.signs[panel, d] for d in v.days)
    serving = _serving_days(v, panel, start)
    for d in v.days:
        for literal in serving[d]:
            later = [v.signs[panel, e] for e in v.days if e >= d]
            v.m.add(sum(later) == 1) if isinstance(literal, int) else v.m.add(sum(later) == 1).only_enforce_if(literal)
        v.m.add(sum(serving[d]) >= v.signs[panel, d])
    signs = v.either([v.signs[panel, d] for d in v.days], "signs")
    for id in panel:
        v.busy[id].append(v.interval(start, minutes, signs))
        v.within(start, line.windows(id, v.s.problem.member[id].availability), minutes, signs)


def _serving_days(v: Variables, panel: Panel, start: Var) -> dict[int, list[Var]]:
    """What says that a panel serves on each day; its signing comes after all of its deliberations, and after
    the orals of whoever has none."""
    line, serving = v.s.line, {d: list[Var]() for d in v.days}
    for row in (row for row in v.s.past.rows if frozenset(row.members) == panel and row.state == "done"):
        serving[next(d for d in v.days if v.base(d) == line.at(row.day))].append(1)
        v.m.add(start >= line.end(row))
    for chain in (chain for chain in v.chains if panel in v.panel[chain.index]):
        literal = v.panel[chain.index][panel]
        for code, length in chain.of(DELIBERATION):
            if (chain.index, code) in v.start:
                v.m.add(start >= v.start[chain.index, code] + length).only_enforce_if(literal)
        if chain.rest and not chain.of(DELIBERATION):
            v.m.add(start >= v.end(chain)).only_enforce_if(literal)
        for days, d in ((days, d) for days in (v.on_day, v.marked_on) for d in v.days):
            if (chain.index, d) in days:
                serving[d].append(v.both(literal, days[chain.index, d], "serves_on"))
    return serving
