"""How much fits into a day: what nobody and nothing can exceed, whatever the hours.

Every plan of the model keeps these inequalities: they follow from *one thing at a time* and from who and what is there
when. They are stated because a linear relaxation does not see hours: with them it sees whose work does not fit into the
day any more after a loss, which is where the bounds of `unplaced` and `day_changes` come from (docs/how/recovery.md).
"""

from collections.abc import Iterable

from tspi_sched.problem import DELIBERATION, MARKING, ORAL, Room
from tspi_sched.recovery.people import member_spans, resumes
from tspi_sched.recovery.places import room_spans
from tspi_sched.recovery.situation import Chain
from tspi_sched.recovery.time_of_people import holds_meal
from tspi_sched.recovery.timeline import DAY, Span
from tspi_sched.recovery.variables import Var, Variables, merged


def hearing_days(v: Variables) -> None:
    """On which day each member hears each chain: all members of its panel on the same."""
    for chain in (chain for chain in v.chains if chain.rest):
        days = [v.on_day[chain.index, d] for d in v.days]
        members = [id for index, id in v.serves if index == chain.index]
        for id in members:
            found = v.by_day(v.serves[chain.index, id], days, f"hears[{chain.index},{id}]")
            v.hears.update({(chain.index, id, d): literal for d, literal in enumerate(found)})
        for d, day in enumerate(days):
            v.m.add(sum(v.hears[chain.index, id, d] for id in members) == _size(v, chain) * day)


def limit_days(v: Variables) -> None:
    """What each member, all rooms for orals together, and all that projects, can hold of a day."""
    marking = _marking_days(v)
    for id in dict.fromkeys(id for _index, id in v.serves):
        for d in v.days:
            _limit_member(v, id, d, marking)
    for d in v.days:
        _limit_rooms(v, d)
        _limit_projection(v, d)


def _size(v: Variables, chain: Chain) -> int:
    """How many hear a chain."""
    return len(next(iter(v.panel[chain.index]), ()))


def _marking_days(v: Variables) -> dict[tuple[int, str, int], Var]:
    """On which day each member marks each paper."""
    found = {}
    for (index, id), marks in v.marker.items():
        days = [v.marked_on[index, d] for d in v.days]
        for d, literal in enumerate(v.by_day(marks, days, f"marks[{index},{id}]")):
            found[index, id, d] = literal
    return found


def _heard_minutes(v: Variables, chain: Chain) -> int:
    """How long a chain that has not begun holds its panel on the day that it is heard, with the changeover before."""
    held = (*chain.rest, *chain.of(DELIBERATION))
    return sum(minutes for _code, minutes in held) + v.s.problem.rules.changeover_minutes


def _limit_member(v: Variables, id: str, d: int, marking: dict[tuple[int, str, int], Var]) -> None:
    """What somebody hears and marks on a day fits into the hours that are left of it, less the meal."""
    terms: list[Var] = []
    for chain in (chain for chain in v.chains if not chain.begun):
        if (chain.index, id, d) in v.hears:
            terms.append(_heard_minutes(v, chain) * v.hears[chain.index, id, d])
        if (chain.index, id, d) in marking:
            terms.append(chain.of(MARKING)[0][1] * marking[chain.index, id, d])
    if not terms:
        return
    spans = _on(v, d, member_spans(v, id))
    held = _on(v, d, [*v.fixed.get(id, ()), *_goes_on(v, id)])
    free = _without(spans, held)
    v.m.add(sum(terms) <= _minutes(free) - _meal_minutes(v, id, d, free, held) + _overhang(v, spans))


def _limit_rooms(v: Variables, d: int) -> None:
    """What is heard on a day fits into the hours of all rooms for orals together."""
    chains = [chain for chain in v.chains if not chain.begun and chain.rest]
    if chains:
        rooms = (room for room in v.s.problem.rooms if v.s.problem.hosts(room, ORAL))
        held = sum(_held_minutes(v, chain) * v.on_day[chain.index, d] for chain in chains)
        v.m.add(held <= sum(_room_minutes(v, room, d) for room in rooms))


def _limit_projection(v: Variables, d: int) -> None:
    """What is projected on a day fits into the hours of all mobile projectors and rooms with one; without mobile ones,
    the whole chain is in such a room, where one room is for all of it."""
    kits = sum(
        _minutes(_free(v, kit.id, d, v.s.line.windows(kit.id, kit.availability))) for kit in v.s.problem.projectors
    )
    rooms = (room for room in v.s.problem.rooms if v.s.problem.hosts(room, ORAL) and room.projector)
    hours = kits + sum(_room_minutes(v, room, d) for room in rooms)
    whole, terms = not kits and v.s.problem.rules.oral_rooms == "single", list[Var]()
    for chain in (chain for chain in v.chains if not chain.begun):
        shown = sum(minutes for code, minutes in chain.rest if v.s.problem.title.stage[code].projection)
        if shown:
            terms.append((_held_minutes(v, chain) if whole else shown) * v.on_day[chain.index, d])
    if terms:
        v.m.add(sum(terms) <= hours)


def _held_minutes(v: Variables, chain: Chain) -> int:
    """How long a chain that has not begun holds rooms, one at a time, on the day that it is heard."""
    after = sum(m for _code, m in chain.of(DELIBERATION)) if v.at_once.get(chain.index) else 0
    return sum(m for _code, m in chain.rest) + after + v.s.problem.rules.changeover_minutes


def _room_minutes(v: Variables, room: Room, d: int) -> int:
    """How long a room for orals may be held on a day."""
    spans = room_spans(v, room, False)
    return _minutes(_free(v, room.id, d, spans)) + _overhang(v, _on(v, d, spans))


def _free(v: Variables, id: str, d: int, spans: list[Span]) -> list[Span]:
    """The parts of stretches on a day that history leaves free."""
    return _without(_on(v, d, spans), _on(v, d, v.fixed.get(id, ())))


def _overhang(v: Variables, spans: list[Span]) -> int:
    """The changeover before the first chain of each stretch may lie before the stretch."""
    return v.s.problem.rules.changeover_minutes * len(spans)


def _meal_minutes(v: Variables, id: str, d: int, free: list[Span], held: list[Span]) -> int:
    """How much of somebody's free stretches the meal takes at the least: it is in its window, beside what is held, and
    may be where the person does not serve."""
    rules = v.s.problem.rules.meal
    if not holds_meal(v, id, d):
        return 0
    window = [(v.base(d) + rules.window[0], v.base(d) + rules.window[1])]
    elsewhere = _minutes(_without(window, merged([*free, *held])))
    return max(rules.minutes - elsewhere, 0)


def _goes_on(v: Variables, id: str) -> Iterable[Span]:
    """What goes on of a chain that has begun, where it is known when and that it is."""
    for chain in (chain for chain in v.chains if chain.begun and chain.rest and (chain.index, id) in v.serves):
        low, high = resumes(v, chain)
        own = [other for other in v.s.chains if other.candidate.id == chain.candidate.id]
        if low == high and all(other.begun for other in own):  # such a candidate is never left out
            yield low, low + sum(minutes for _code, minutes in chain.rest)


# --- stretches -------------------------------------------------------------------------------------------------------


def _on(v: Variables, d: int, spans: Iterable[Span]) -> list[Span]:
    """The parts of stretches on a day, merged."""
    return merged((max(a, v.base(d)), min(b, v.base(d) + DAY)) for a, b in spans)


def _without(spans: list[Span], held: list[Span]) -> list[Span]:
    for since, until in held:
        parts = [part for a, b in spans for part in ((a, min(b, since)), (max(a, until), b))]
        spans = [(a, b) for a, b in parts if a < b]
    return spans


def _minutes(spans: Iterable[Span]) -> int:
    return sum(b - a for a, b in spans)
