"""Means of what is to come, each by id: things fixed in rooms or carried, and people in a role."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from tspi_sched.plan import Task
from tspi_sched.problem import WRITTEN, Candidate, Day, Means, Need, plain
from tspi_sched.recovery.people import resumes
from tspi_sched.recovery.situation import Chain
from tspi_sched.recovery.timeline import DAY, Span
from tspi_sched.recovery.variables import Sitting, Var, Variables, merged

Fits = Callable[[list[Span]], bool]
"""Whether a meal is possible beside some stretches."""
Value = Callable[[Var], int]
"""The value of an unknown in a solution."""
Numbered = tuple[str, str | None, int, str]
"""Of what there is a number in a sitting: stage, room, start, and the id of the means."""


def make_means(v: Variables) -> None:
    """One of each type that an oral to come needs, enough for each sitting, and no more in use than there are."""
    stage = v.s.problem.title.stage
    for chain in v.chains:
        for code, minutes in chain.rest:
            for need in stage[code].needs:
                _one_for_oral(v, chain, code, minutes, need)
    for sitting in v.sittings.values():
        for need in stage[v.paper_of[sitting.group][1]].needs:
            _enough_for_sitting(v, sitting, need)
    for one in v.s.problem.means:
        _at_once(v, one)


def barred(candidate: Candidate, one: Means) -> bool:
    """Whether somebody in a role must have no part in what a candidate sits."""
    return one.person and one.id in (*candidate.exclusions, *candidate.trainers)


def _spans(v: Variables, one: Means, late: bool) -> list[Span]:
    """When a means is to be had, by its set-up: that may have been before now. `late`: after closing too."""
    found: list[Span] = []
    for day in v.s.problem.days:
        opened = Day(day.date, day.open, DAY) if late else day
        base = v.s.line.at(day.date)
        found += [(base + a, base + b) for a, b in opened.windows(one.availability)]
    return v.s.line.without_away(one.id, found)


# --- orals -----------------------------------------------------------------------------------------------------------


def _one_for_oral(v: Variables, chain: Chain, code: str, minutes: int, need: Need) -> None:
    """One of a type, there from its set-up on, in the room of the oral if it is fixed."""
    literals = []
    for one in v.s.problem.means_of(need.means):
        if barred(chain.candidate, one):
            continue
        literal = v.means[chain.index, code, one.id] = v.flag(f"means[{chain.index},{code},{one.id}]")
        literals.append(literal)
        start, setup = v.start[chain.index, code], one.setup_minutes
        if one.room:
            there = v.room.get((chain.index, code, one.room))
            v.m.add(literal == 0) if there is None else v.m.add_implication(literal, there)
        v.within(start, [(a + setup, b) for a, b in _spans(v, one, chain.begun)], minutes, literal)
        v.taken[one.id].append((v.interval(start - setup, setup + minutes, literal), 1))
    v.m.add(sum(literals) == v.placed[chain.candidate.id])


# --- sittings --------------------------------------------------------------------------------------------------------


def _enough_for_sitting(v: Variables, sitting: Sitting, need: Need) -> None:
    """So many of a type as candidates of the stage need who start together in a room, whatever their track: the first
    of their sittings takes for all of them, until everybody in the room has ended."""
    others = [(other, v.same(sitting, other)) for other in v.sittings.values() if _beside(sitting, other)]
    stage = v.paper_of[sitting.group][1]
    alike = [(other, same) for other, same in others if v.paper_of[other.group][1] == stage]
    first = _is_first(v, sitting, alike)
    end, total = _until(v, sitting, others), _seated(v, sitting, alike)
    numbers = []
    for one in v.s.problem.means_of(need.means):
        if one.room in ("", sitting.room.id):
            number = v.m.new_int_var(0, one.count, f"number[{sitting.group},{sitting.room.id},{one.id}]")
            v.numbers[sitting.group, sitting.room.id, one.id] = number
            _take(v, sitting, one, number, end, first)
            _meets(v, sitting, others, one, number)
            numbers.append(number)
    v.m.add(need.shared_by * sum(numbers) >= total).only_enforce_if(sitting.present, first)


def _beside(one: Sitting, other: Sitting) -> bool:
    return one.room.id == other.room.id and one.group != other.group


def _is_first(v: Variables, sitting: Sitting, alike: list[tuple[Sitting, Var]]) -> Var:
    """A literal for: no earlier sitting of the stage starts together with it in the room."""
    before = [v.both(other.present, same, "before") for other, same in alike if other.group < sitting.group]
    return ~v.either(before, "not_first") if before else v.m.new_constant(1)


def _until(v: Variables, sitting: Sitting, others: list[tuple[Sitting, Var]]) -> Var:
    end = v.m.new_int_var(0, v.s.line.horizon + DAY, "until")
    v.m.add(end >= sitting.end)
    for other, same in others:
        v.m.add(end >= other.end).only_enforce_if(other.present, same)
    return end


def _seated(v: Variables, sitting: Sitting, alike: list[tuple[Sitting, Var]]) -> Var:
    total: Var = sum(sitting.seats.values())
    for other, same in alike:
        count, most = v.m.new_int_var(0, len(other.seats), "seated"), sum(other.seats.values())
        v.m.add(count == most).only_enforce_if(same)
        v.m.add(count == 0).only_enforce_if(~same)
        total += count
    return total


def _take(v: Variables, sitting: Sitting, one: Means, number: Var, end: Var, first: Var) -> None:
    some, start, setup = v.flag("some"), v.papers[sitting.group], one.setup_minutes
    v.m.add(number <= one.count * some)
    v.m.add(number >= some)
    v.m.add_implication(some, sitting.present)
    v.m.add_implication(some, first)
    spans = _spans(v, one, False)
    fits = [v.flag("there") for _span in spans]
    v.m.add_bool_or(*fits, ~some)
    for (a, b), inside in zip(spans, fits, strict=True):
        v.m.add(start >= a + setup).only_enforce_if(inside)
        v.m.add(end <= b).only_enforce_if(inside)
    v.taken[one.id].append((v.stretch(start - setup, end, some), number))


def _meets(v: Variables, sitting: Sitting, others: list[tuple[Sitting, Var]], one: Means, number: Var) -> None:
    """Nobody in a role is in a room with a candidate whom they must not meet."""
    for index, seat in sitting.seats.items():
        if barred(v.chains[index].candidate, one):
            v.m.add(number == 0).only_enforce_if(seat)
    for other, same in others:
        for index, seat in other.seats.items():
            if barred(v.chains[index].candidate, one):
                v.m.add(number == 0).only_enforce_if(seat, same)


# --- no more than there are ------------------------------------------------------------------------------------------


def _at_once(v: Variables, one: Means) -> None:
    """A person and a single thing are in one place at a time, which is stated with everybody's time; of several things
    no more are in use than there are, with those that history holds."""
    taken = v.taken.get(one.id, [])
    if one.count == 1:
        v.busy[one.id] += [interval for interval, _number in taken]
    elif taken:
        past = list(_profile(v, one))
        fixed = [v.m.new_fixed_size_interval_var(a, b - a, "") for (a, b), _number in past]
        numbers = [*(number for _interval, number in taken), *(number for _span, number in past)]
        v.m.add_cumulative([*(interval for interval, _number in taken), *fixed], numbers, one.count)


def _profile(v: Variables, one: Means) -> Iterator[tuple[Span, int]]:
    """How many of several things history holds, from moment to moment; never more than there are."""
    held = list(held_before(v, one))
    moments = sorted({moment for span, _number in held for moment in span})
    for a, b in pairwise(moments):
        number = sum(n for (start, end), n in held if start < b and a < end)
        if number:
            yield (a, b), min(number, one.count)


def held_before(v: Variables, one: Means) -> Iterator[tuple[Span, int]]:
    """When history holds a means, set-up included, and how many of it."""
    line, stage = v.s.line, v.s.problem.title.stage
    together: dict[tuple[str, str | None, int], list[Task]] = defaultdict(list)
    for row in (row for row in v.s.past.rows if one.id in row.means):
        if stage[row.stage].kind == WRITTEN:
            together[row.stage, row.room, line.start(row)].append(row)
        else:
            yield (line.start(row) - one.setup_minutes, line.end(row)), 1
    for (code, room, start), rows in together.items():
        need = next((n for n in stage[code].needs if plain(n.means) == plain(one.type)), Need(one.type))
        end = max(line.end(r) for r in v.s.past.rows if _in_sitting(v, r, room, start))
        yield (start - one.setup_minutes, end), -(-len(rows) // need.shared_by)


def _in_sitting(v: Variables, row: Task, room: str | None, start: int) -> bool:
    kind = v.s.problem.title.stage[row.stage].kind
    return kind == WRITTEN and row.room == room and v.s.line.start(row) == start


def hold_means(v: Variables) -> None:
    """What history holds of people in a role and of single things."""
    for one in v.s.problem.whole.means:
        if one.count == 1 and (held := [span for span, _number in held_before(v, one)]):
            v.fixed[one.id] = merged([*v.fixed.get(one.id, ()), *held])


# --- meals -----------------------------------------------------------------------------------------------------------


def going_on(v: Variables, id: str) -> list[tuple[Var, Span]]:
    """What goes on of chains that have begun, and may hold somebody in a role: the literal for that, and when."""
    found = []
    for chain in (chain for chain in v.chains if chain.begun and chain.rest):
        at, _high = resumes(v, chain)
        for code, minutes in chain.rest:
            at += chain.prepares(code)[1]
            if (chain.index, code, id) in v.means:
                setup = v.s.problem.means_by_id[id].setup_minutes
                found.append((v.means[chain.index, code, id], (at - setup, at + minutes)))
            at += minutes
    return found


def without_meal(v: Variables, id: str, fits: Fits) -> list[Var]:
    """Literals for: what goes on leaves somebody in a role no time for a meal, so that nothing else needs to."""
    options, found = going_on(v, id), list[Var]()
    for size in (1, 2):
        for some in combinations(options, size):
            if not fits([span for _literal, span in some]):
                literals = [literal for literal, _span in some]
                found.append(literals[0] if size == 1 else v.both(literals[0], literals[1], "no_meal"))
    return found


# --- plans -----------------------------------------------------------------------------------------------------------


def shared_out(v: Variables, value: Value, rows: list[Task]) -> list[Task]:
    """The rows of a plan, those of the papers to come with the means that each uses: in a sitting its candidates take
    them in order, as many as may share one."""
    stage, seen = v.s.problem.title.stage, defaultdict[tuple[str, str | None, int], int](int)
    numbers = defaultdict[Numbered, int](int)
    for (group, room, id), number in v.numbers.items():
        numbers[v.paper_of[group][1], room, value(v.papers[group]), id] += value(number)
    found = []
    for row in rows:
        at = row.stage, row.room, v.s.line.start(row)
        if stage[row.stage].kind == WRITTEN and not row.state and stage[row.stage].needs:
            ids = (id for need in stage[row.stage].needs for id in _places(v, need, numbers, at)[seen[at] :][:1])
            row = replace(row, means=tuple(ids))
            seen[at] += 1
        found.append(row)
    return found


def _places(v: Variables, need: Need, numbers: dict[Numbered, int], at: tuple[str, str | None, int]) -> list[str]:
    """For how many candidates of a sitting there is one of a type, by id."""
    among = [one.id for one in v.s.problem.means_of(need.means)]
    return [id for id in among for _ in range(need.shared_by * numbers.get((*at, id), 0))]
