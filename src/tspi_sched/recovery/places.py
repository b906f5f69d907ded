"""Rooms and projectors of what is to come: each by name, held by one candidate at a time.

`oral_room`, `projection` and `access` once more: their twin is `model.rules.places`, which counts interchangeable rooms
in groups. Here each has its name, since other rooms are what is counted, and a chain under way may have to move.
"""

from collections import defaultdict
from itertools import groupby, pairwise, product

from tspi_sched.problem import DELIBERATION, ORAL, PREPARATION, WRITTEN, Room
from tspi_sched.recovery.people import is_moving, is_released
from tspi_sched.recovery.situation import Chain
from tspi_sched.recovery.timeline import DAY, Span
from tspi_sched.recovery.variables import Var, Variables


def make_places(v: Variables) -> None:
    """The room of every oral and deliberation to come, and the projector it uses."""
    for chain in v.chains:
        if v.s.problem.rules.oral_rooms == "single" or not chain.rest:
            _one_room(v, chain)
        else:
            _room_each(v, chain)
        for code, _minutes in chain.rest:
            if v.s.problem.title.stage[code].projection:
                _projector(v, chain, code)


def oral_rooms(v: Variables, chain: Chain, oral: str = "") -> list[Room]:
    """The rooms in which a candidate may be heard, at the place of an oral if one is named."""
    chairs, title = v.s.problem.rules.panel.size + 1, v.s.problem.title
    uses = {title.stage[oral].place} if oral else title.uses(ORAL)
    return [
        room
        for room in v.s.problem.rooms
        if uses & set(room.uses) and room.seats >= chairs and (room.accessible or not chain.candidate.accessible)
    ]


def legs(v: Variables, chain: Chain) -> list[list[str]]:
    """The orals to come of a chain, those in a row at one place together."""
    stage = v.s.problem.title.stage
    return [list(codes) for _place, codes in groupby((c for c, _m in chain.rest), lambda code: stage[code].place)]


def room_spans(v: Variables, room: Room, late: bool) -> list[Span]:
    """When a room is to be had."""
    return v.s.line.windows(room.id, room.availability, late)


def _one_room(v: Variables, chain: Chain) -> None:
    """All orals to come at one place in one room, held from the first to the last, and for a deliberation at once."""
    before: dict[str, Var] | None = None
    for leg in legs(v, chain):
        rooms = (
            _where_it_began(v, chain) if before is None and _stays(v, chain, leg[0]) else oral_rooms(v, chain, leg[0])
        )
        literals = {room.id: v.flag(f"room[{chain.index},{leg[0]},{room.id}]") for room in rooms}
        v.m.add(sum(literals.values()) == v.placed[chain.candidate.id])
        for room in rooms:
            _hold(v, chain, leg, room, literals[room.id])
        v.room.update({(chain.index, code, id): literal for code in leg for id, literal in literals.items()})
        if before is None:
            _moved_in_time(v, chain, literals)
        else:
            _transfer(v, chain, before, leg[0], literals)
        before = literals
    _room_of_deliberation(v, chain)


def _stays(v: Variables, chain: Chain, oral: str) -> bool:
    """Whether a chain that has begun goes on with an oral in the room of the last one."""
    if not chain.begun or is_moving(v, chain):
        return False
    stage = v.s.problem.title.stage
    return stage[oral].place == stage[chain.done(ORAL)[-1].stage].place


def _transfer(v: Variables, chain: Chain, before: dict[str, Var], oral: str, literals: dict[str, Var]) -> None:
    """An oral in another room than the one before it begins when candidate and panel have come there."""
    codes = [code for code, _minutes in chain.rest]
    last, minutes = chain.rest[codes.index(oral) - 1]
    start = v.start[chain.index, last] + minutes + v.s.problem.rules.transfer_minutes
    for id, here in before.items():
        elsewhere = [here, ~literals[id]] if id in literals else [here]
        v.m.add(v.start[chain.index, oral] >= start).only_enforce_if(elsewhere)


def _where_it_began(v: Variables, chain: Chain) -> list[Room]:
    rooms = v.s.problem.whole.room
    return [rooms[id] for id in [chain.done(ORAL)[-1].room] if id in rooms]


def _moved_in_time(v: Variables, chain: Chain, literals: dict[str, Var]) -> None:
    """A chain that goes on elsewhere needs the time to go there; one that stays goes on at once."""
    if not chain.begun:
        return
    last, first = chain.done(ORAL)[-1], v.start[chain.index, chain.rest[0][0]]
    ready = v.s.line.end(last) + v.s.problem.rules.transfer_minutes
    for id, literal in literals.items():
        if id != last.room:
            v.m.add(first >= ready).only_enforce_if(literal)


def _hold(v: Variables, chain: Chain, leg: list[str], room: Room, literal: Var) -> None:
    """A room held for the orals to come at one place, after the changeover of a chain that begins."""
    rules, minutes = v.s.problem.rules, dict(chain.rest)
    opening = leg[0] == chain.rest[0][0]
    before = (chain.lead if chain.begun else rules.changeover_minutes) if opening else 0
    after = _decides(v, chain) if leg[-1] == chain.rest[-1][0] else 0
    first, spans = v.start[chain.index, leg[0]], room_spans(v, room, chain.begun)
    if rules.oral_gap_max_minutes == 0:
        length = minutes[leg[0]] + sum(chain.prepares(code)[1] + minutes[code] for code in leg[1:]) + after
        v.busy[room.id].append(v.interval(first - before, length + before, literal))
        v.within(first, spans, length, literal)
        return
    end = v.start[chain.index, leg[-1]] + minutes[leg[-1]] + after
    begin = first - before
    if opening and chain.begun and _stays(v, chain, leg[0]):
        begin = _held_since(v, room)
        v.m.add(first >= begin).only_enforce_if(literal)
    v.busy[room.id].append(v.stretch(begin, end, literal))
    fits = [v.flag("in_window") for _span in spans]
    v.m.add_bool_or(*fits, ~literal)
    for (a, b), inside in zip(spans, fits, strict=True):
        v.m.add(first >= a).only_enforce_if(inside)
        v.m.add(end <= b).only_enforce_if(inside)


def _held_since(v: Variables, room: Room) -> int:
    """From when a chain that goes on holds its room: nobody else is heard there in the gap."""
    line = v.s.line
    return max([line.now, *(line.end(row) for row in v.s.past.rows if row.room == room.id)])


def _decides(v: Variables, chain: Chain) -> int:
    """Minutes of a deliberation that follows the last oral at once."""
    return sum(m for code, m in chain.of(DELIBERATION) if code not in chain.over) if v.at_once.get(chain.index) else 0


def _room_each(v: Variables, chain: Chain) -> None:
    """Each oral in a room of its own choice; a change of room takes the time to go there."""
    placed, rules = v.placed[chain.candidate.id], v.s.problem.rules
    last_code = chain.rest[-1][0]
    after = _decides(v, chain)
    for number, (code, minutes) in enumerate(chain.rest):
        lead = rules.changeover_minutes if number == 0 and not chain.begun else 0
        tail = after if code == last_code else 0
        start = v.start[chain.index, code]
        for room in oral_rooms(v, chain, code):
            literal = v.room[chain.index, code, room.id] = v.flag(f"room[{chain.index},{code},{room.id}]")
            v.busy[room.id].append(v.interval(start - lead, minutes + lead + tail, literal))
            v.within(start, room_spans(v, room, chain.begun), minutes + tail, literal)
        v.m.add(sum(v.room[chain.index, code, room.id] for room in oral_rooms(v, chain, code)) == placed)
    for (one, _minutes), (other, _more) in pairwise(chain.rest):
        _transfer(v, chain, _rooms_of(v, chain, one), other, _rooms_of(v, chain, other))
    _moved_in_time(v, chain, _rooms_of(v, chain, chain.rest[0][0]))
    _room_of_deliberation(v, chain)


def _rooms_of(v: Variables, chain: Chain, oral: str) -> dict[str, Var]:
    """The literals of the rooms in which an oral may be."""
    return {id: literal for (index, code, id), literal in v.room.items() if (index, code) == (chain.index, oral)}


def _room_of_deliberation(v: Variables, chain: Chain) -> None:
    """The room of the last oral; any room for orals where the deliberation cannot be at its place."""
    placed = v.placed[chain.candidate.id]
    for code, minutes in chain.of(DELIBERATION):
        if code in chain.over:
            continue
        start, at_once = v.start[chain.index, code], v.at_once[chain.index]
        if chain.rest:
            rooms = _rooms_of(v, chain, chain.rest[-1][0])
        elif at_once or (v.s.problem.rules.deliberation.position == "end_of_day" and not is_released(v, chain)):
            rooms = {room.id: placed for room in _where_it_began(v, chain)}
        else:
            rooms = {room.id: v.flag(f"room[{chain.index},{code},{room.id}]") for room in oral_rooms(v, chain)}
            v.m.add(sum(rooms.values()) == placed)
        known = v.s.problem.whole.room
        for id, literal in rooms.items():
            v.room[chain.index, code, id] = literal
            if not (at_once and chain.rest):
                v.busy[id].append(v.interval(start, minutes, literal))
                v.within(start, room_spans(v, known[id], chain.begun), minutes, literal)


def _projector(v: Variables, chain: Chain, code: str) -> None:
    """A room with a projector, or one mobile one from its set-up on."""
    placed, setup = v.placed[chain.candidate.id], v.s.problem.rules.projector_setup_minutes
    start, minutes = v.start[chain.index, code], dict(chain.rest)[code]
    fixed = [
        literal
        for (index, what, id), literal in v.room.items()
        if (index, what) == (chain.index, code) and v.s.problem.whole.room[id].projector
    ]
    mobile = []
    for kit in v.s.problem.projectors:
        literal = v.projector[chain.index, code, kit.id] = v.flag(f"kit[{chain.index},{code},{kit.id}]")
        v.busy[kit.id].append(v.interval(start - setup, minutes + setup, literal))
        spans = [(a + setup, b) for a, b in _from_any_moment(v, kit.id, kit.availability, chain.begun)]
        v.within(start, spans, minutes, literal)
        mobile.append(literal)
    v.m.add(sum(mobile) + sum(fixed) == placed)


def _from_any_moment(v: Variables, id: str, availability, late: bool) -> list[Span]:  # type: ignore[no-untyped-def]
    """When a projector is to be had: one that is set up already by now may serve at once."""
    line, setup = v.s.line, v.s.problem.rules.projector_setup_minutes
    spans = line.windows(id, availability, late)
    return [(a - setup if a == line.now and not line.is_away(id, a - setup, a) else a, b) for a, b in spans]


def keep_apart(v: Variables) -> None:
    """A room for papers and orals holds one of them at a time; before a sitting it is free for the turnover."""
    turnover = v.s.problem.rules.msp.turnover_minutes
    for room in v.s.problem.rooms:
        if not v.s.problem.hosts(room, WRITTEN):
            continue
        ready = [
            v.stretch(v.papers[sitting.group] - turnover, sitting.end, sitting.present)
            for (_group, id), sitting in v.sittings.items()
            if id == room.id
        ]
        past = [v.m.new_fixed_size_interval_var(a, b - a, "") for a, b in past_sittings(v, room.id)]
        for interval in v.busy.get(room.id, ()):
            for other in (*ready, *past):
                v.m.add_no_overlap([interval, other])
        for a, b in v.fixed.get(room.id, ()) if room.id not in v.busy else ():
            held = v.m.new_fixed_size_interval_var(a, b - a, "")
            for other in ready:
                v.m.add_no_overlap([held, other])


def make_preparation_rooms(v: Variables) -> None:
    """A room of its place for each preparation to come: a seat for each, and neither orals nor papers meanwhile."""
    stage, intervals = v.s.problem.title.stage, defaultdict[str, list[Var]](list)
    for chain in v.chains:
        for code, minutes in filter(all, (chain.prepares(oral) for oral, _minutes in chain.rest)):
            literals = []
            for room in v.s.problem.rooms:
                if stage[code].place in room.uses and (room.accessible or not chain.candidate.accessible):
                    literal = v.room[chain.index, code, room.id] = v.flag(f"room[{chain.index},{code},{room.id}]")
                    start = v.start[chain.index, code]
                    v.within(start, room_spans(v, room, chain.begun), minutes, literal)
                    intervals[room.id].append(v.interval(start, minutes, literal))
                    literals.append(literal)
            v.m.add(sum(literals) == v.placed[chain.candidate.id])
    for id, preparing in intervals.items():
        _kept_for(v, v.s.problem.room[id], preparing)


def _kept_for(v: Variables, room: Room, preparing: list[Var]) -> None:
    past = [(v.s.line.start(row), v.s.line.end(row)) for row in v.s.past.live(PREPARATION, problem=v.s.problem)
            if row.room == room.id and v.s.line.end(row) > v.s.line.now]  # fmt: skip
    fixed = [v.m.new_fixed_size_interval_var(a, b - a, "") for a, b in past]
    v.m.add_cumulative([*preparing, *fixed], [1] * (len(preparing) + len(fixed)), max(room.seats, len(fixed)))
    held = [v.m.new_fixed_size_interval_var(a, b - a, "") for a, b in v.fixed.get(room.id, ())]
    held += [v.m.new_fixed_size_interval_var(a, b - a, "") for a, b in past_sittings(v, room.id)]
    held += [v.stretch(v.papers[s.group], s.end, s.present) for (_g, id), s in v.sittings.items() if id == room.id]
    held += v.busy.get(room.id, [])
    for interval in preparing:
        for other in held:
            v.m.add_no_overlap([interval, other])
    for interval, other in product(fixed, v.busy.get(room.id, ())):
        v.m.add_no_overlap([interval, other])


def past_sittings(v: Variables, room: str) -> list[Span]:
    """When papers of history are written in a room."""
    kinds, line = v.s.problem.title.stage, v.s.line
    rows = [r for r in v.s.past.rows if r.room == room and kinds[r.stage].kind == WRITTEN]
    return [(line.start(row), line.end(row)) for row in rows if line.end(row) > line.now - DAY]
