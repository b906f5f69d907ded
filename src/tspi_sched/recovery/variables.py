"""The unknowns of a plan made anew: for each chain that something is to come of, when, where and before whom.

History is constant intervals, so real hours off the grid need no rounding, and everything to come starts at `now` or
later on the grid. Nothing here is shared with the model of a first plan, whose relaxations do not know of history.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ortools.sat.python import cp_model

from tspi_sched.problem import Room
from tspi_sched.recovery.situation import Chain, Panel, Situation
from tspi_sched.recovery.timeline import DAY, Span

Var = Any
"""A CP-SAT variable, literal or linear expression."""


@dataclass
class Sitting:
    """The papers of one moment in one room: present or not, its end, and who sits and watches it."""

    group: int
    room: Room
    present: Var
    end: Var
    seats: dict[int, Var]
    watches: dict[str, Var]


@dataclass
class Variables:
    """Every unknown, by the index of its chain and what it is about; moments are of the situation's timeline."""

    s: Situation
    m: cp_model.CpModel
    chains: tuple[Chain, ...]
    placed: dict[str, Var] = field(default_factory=dict)
    start: dict[tuple[int, str], Var] = field(default_factory=dict)
    """By chain and stage to come."""
    panel: dict[int, dict[Panel, Var]] = field(default_factory=dict)
    """The literal of each panel that a chain may have."""
    on_day: dict[tuple[int, int], Var] = field(default_factory=dict)
    """(chain, day): its orals to come are on that day, or its deliberation where that is all."""
    serves: dict[tuple[int, str], Var] = field(default_factory=dict)
    marks: dict[int, Var] = field(default_factory=dict)
    """The paper of a chain is to be marked (anew)."""
    marked_on: dict[tuple[int, int], Var] = field(default_factory=dict)
    marker: dict[tuple[int, str], Var] = field(default_factory=dict)
    """(chain, member): the member marks its paper."""
    room: dict[tuple[int, str, str], Var] = field(default_factory=dict)
    """(chain, oral or deliberation, room)."""
    projector: dict[tuple[int, str, str], Var] = field(default_factory=dict)
    means: dict[tuple[int, str, str], Var] = field(default_factory=dict)
    """(chain, oral, means)."""
    numbers: dict[tuple[int, str, str], Var] = field(default_factory=dict)
    """(moment, room, means): how many of it are in a sitting."""
    taken: dict[str, list[tuple[Var, Var]]] = field(default_factory=lambda: defaultdict(list))
    """By means, the intervals for which it is taken, and how many of it."""
    at_once: dict[int, bool] = field(default_factory=dict)
    """The deliberation follows the last oral by construction."""
    busy: dict[str, list[Var]] = field(default_factory=lambda: defaultdict(list))
    """Intervals of people, projectors and other means; of rooms, those of orals and deliberations."""
    fixed: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    """What history holds of people, rooms and projectors, merged."""
    papers: list[Var] = field(default_factory=list)
    """The moments at which papers to come start."""
    paper_of: list[tuple[str, str]] = field(default_factory=list)
    """The track and the stage of each."""
    alike: dict[tuple[int, int], Var] = field(default_factory=dict)
    """By two of them, the lesser first: they are one moment."""
    sits: dict[tuple[int, int], Var] = field(default_factory=dict)
    """(chain, moment)."""
    sittings: dict[tuple[int, str], Sitting] = field(default_factory=dict)
    follows: dict[tuple[str, str], Var] = field(default_factory=dict)
    """(invigilator, sitting under way): takes over from who left it."""
    signs: dict[tuple[Panel, int], Var] = field(default_factory=dict)
    signing: dict[Panel, Var] = field(default_factory=dict)
    day_literals: dict[tuple[int, str], list[Var]] = field(default_factory=dict)
    """By chain and written stage to come, whether it is on each day."""
    hears: dict[tuple[int, str, int], Var] = field(default_factory=dict)
    """(chain, member, day): the member hears it that day; of chains with orals to come."""
    _domains: dict[tuple[tuple[Span, ...], int], cp_model.Domain] = field(default_factory=dict)
    _both: dict[tuple[int, int], Var] = field(default_factory=dict)

    def copied(self) -> "Variables":
        """The same unknowns, which are known by their numbers, of a copy of the model."""
        return replace(self, m=self.m.clone(), _both=dict(self._both))

    @property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.s.problem.days))

    @property
    def gap(self) -> int:
        """The longest gap that any two orals of a chain may have between them: from place to place one moves."""
        rules, moves = self.s.problem.rules, self.s.problem.title.moves_between_orals
        return max(rules.oral_gap_max_minutes, self.s.line.up(rules.transfer_minutes) if moves else 0)

    def base(self, d: int) -> int:
        """The midnight before a day."""
        return self.s.line.at(self.s.problem.days[d].date)

    def flag(self, name: str) -> Var:
        """A new literal."""
        return self.m.new_bool_var(name)

    def domain(self, spans: list[Span], length: int) -> cp_model.Domain:
        """The grid steps from now on at which something so long lies in one of some stretches."""
        key = tuple(spans), length
        if key not in self._domains:
            up, grid = self.s.line.up, self.s.problem.rules.grid_minutes
            points = [t for a, b in spans for t in range(up(a), b - length + 1, grid)]
            self._domains[key] = cp_model.Domain.from_values(sorted(set(points)))
        return self._domains[key]

    def moment(self, name: str, spans: list[Span], length: int) -> Var:
        """A new start of something so long inside one of some stretches; if there is none, any step, and never."""
        domain = self.domain(spans, length)
        if domain.is_empty():
            return self.m.new_constant(self.s.line.horizon)
        return self.m.new_int_var_from_domain(domain, name)

    def within(self, start: Var, spans: list[Span], length: int, *condition: Var) -> None:
        """Something so long lies in one of some stretches where a condition holds."""
        domain = self.domain(spans, length)
        if domain.is_empty():
            self.m.add_bool_or(*(~literal for literal in condition))
        else:
            self.m.add_linear_expression_in_domain(start, domain).only_enforce_if(list(condition))

    def interval(self, start: Var, size: int, present: Var) -> Var:
        """An optional interval of a known length."""
        return self.m.new_optional_fixed_size_interval_var(start, size, present, "")

    def stretch(self, start: Var, end: Var, present: Var) -> Var:
        """An optional interval between two moments."""
        size = self.m.new_int_var(0, self.s.line.horizon + DAY, "")
        self.m.add(size == end - start).only_enforce_if(present)
        return self.m.new_optional_interval_var(start, size, end, present, "")

    def either(self, literals: Iterable[Var], name: str) -> Var:
        """A literal for: one of some literals holds."""
        literals = list(literals)
        if len(literals) == 1:
            return literals[0]
        found = self.flag(name)
        for literal in literals:
            self.m.add_implication(literal, found)
        self.m.add_bool_or(*literals, ~found)
        return found

    def one_of(self, literals: list[Var], name: str) -> Var:
        """A literal for: one of some literals holds, of which no two do; as a sum, for the linear relaxation."""
        if len(literals) == 1:
            return literals[0]
        found = self.flag(name)
        self.m.add(sum(literals) == found)
        return found

    def both(self, one: Var, other: Var, name: str) -> Var:
        """A literal for: two literals hold; the same one whenever it is asked for."""
        key = min(one.index, other.index), max(one.index, other.index)
        if key in self._both:
            return self._both[key]
        found = self._both[key] = self.flag(name)
        self.m.add_implication(found, one)
        self.m.add_implication(found, other)
        self.m.add_bool_or(~one, ~other, found)
        return found

    def by_day(self, whole: Var, days: list[Var], name: str) -> list[Var]:
        """A literal a day for: something that is on one of some days holds, and is on that day. Stated as sums, whose
        linear relaxation is tighter than that of one `both` a day."""
        keys = [(min(whole.index, day.index), max(whole.index, day.index)) for day in days]
        if all(key in self._both for key in keys):
            return [self._both[key] for key in keys]
        found = [self.flag(f"{name}@{d}") for d, _day in enumerate(days)]
        self.m.add(sum(found) == whole)
        for day, literal, key in zip(days, found, keys, strict=True):
            self.m.add_implication(literal, day)
            self._both[key] = literal
        return found

    def which_day(self, start: Var, present: Var, name: str) -> list[Var]:
        """One literal a day for the day on which something present starts."""
        literals = [self.flag(f"{name}@{d}") for d in self.days]
        self.m.add(sum(literals) == present)
        for d, literal in enumerate(literals):
            self.m.add_linear_constraint(start, self.base(d), self.base(d) + DAY - 1).only_enforce_if(literal)
        return literals

    def same(self, one: Sitting, other: Sitting) -> Var:
        """The literal for: two sittings start together."""
        return self.alike[min(one.group, other.group), max(one.group, other.group)]

    def sittings_of(self, index: int, stage: str) -> list[Sitting]:
        """The sittings in which a chain may sit a written stage."""
        return [s for s in self.sittings.values() if index in s.seats and self.paper_of[s.group][1] == stage]

    def start_codes(self, chain: Chain) -> set[str]:
        """The stages of a chain that are to come."""
        return {code for index, code in self.start if index == chain.index}

    def begins(self, chain: Chain) -> Var:
        """When what is to come of a chain begins: its next oral, or the preparation of it."""
        return self.start[chain.index, chain.rest[0][0]] - chain.lead

    def end(self, chain: Chain) -> Var:
        """When the last oral of a chain ends."""
        if chain.rest:
            code, minutes = chain.rest[-1]
            return self.start[chain.index, code] + minutes
        return self.s.line.up(max(self.s.line.end(row) for row in chain.done("oral")))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Stretches without overlaps, in order."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
