"""The papers that are to come: when each track's is written, in which rooms, watched by whom; and who takes over a
sitting under way.

`same_paper`, `sitting` and `invigilation` once more: their twin is `model.rules.written`, which counts alike candidates
and seats instead of naming them. Here rooms and invigilators are named, since changes of them are what is counted, and
moments that are history take the place of waves.
"""

from itertools import combinations, pairwise

from tspi_sched.problem import WRITTEN, Invigilator, Room
from tspi_sched.recovery.places import past_sittings
from tspi_sched.recovery.situation import Chain
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Sitting, Var, Variables, merged


def make_papers(v: Variables) -> None:
    """The moments of the papers to come, and who sits at which; several of one chain are in their order."""
    writing = [chain for chain in v.chains if not chain.begun]
    coming = [(chain, code) for chain in writing for code, _minutes in chain.of(WRITTEN) if code not in chain.over]
    for track, code in dict.fromkeys((chain.track, code) for chain, code in coming):
        _moments(v, track, code)
    for chain, code in coming:
        _paper(v, chain, code)
    for chain in writing:
        for (before, minutes), (after, _minutes) in pairwise(chain.of(WRITTEN)):
            over = chain.over.get(before)
            end = v.s.line.end(over) if over else v.start[chain.index, before] + minutes
            if (chain.index, after) in v.start:
                v.m.add(v.start[chain.index, after] >= end).only_enforce_if(v.placed[chain.candidate.id])
    _overlap(v, writing)


def _moments(v: Variables, track: str, code: str) -> None:
    """As many moments as there may be waves, less those that are history."""
    rules, line = v.s.problem.rules.msp, v.s.line
    past = [row for row in v.s.past.rows if (row.track, row.stage) == (track, code)]
    left = max(rules.waves - len({line.start(row) for row in past}), 0)
    first = len(v.papers)
    for wave in range(left):
        v.papers.append(v.moment(f"paper[{track},{code},{wave}]", line.windows(None), 1))
        v.paper_of.append((track, code))
        if past and rules.waves_overlap:
            v.m.add(v.papers[-1] <= min(line.end(row) for row in past))
        if wave:
            v.m.add(v.papers[first + wave] > v.papers[first + wave - 1])


def _paper(v: Variables, chain: Chain, code: str) -> None:
    minutes, placed, line = dict(chain.of(WRITTEN))[code], v.placed[chain.candidate.id], v.s.line
    spans = line.windows(chain.candidate.id, chain.candidate.availability)
    start = v.start[chain.index, code] = v.moment(f"{code}[{chain.index}]", spans, minutes)
    if v.domain(spans, minutes).is_empty():
        v.m.add(placed == 0)
    arrives = line.arrival.get(chain.candidate.id, 0)
    groups = [g for g, paper in enumerate(v.paper_of) if paper == (chain.track, code)]
    for g in groups:
        sits = v.sits[chain.index, g] = v.flag(f"sits[{chain.index},{g}]")
        v.m.add(start == v.papers[g]).only_enforce_if(sits)
    v.m.add(sum(v.sits[chain.index, g] for g in groups) == placed)
    days = v.day_literals[chain.index, code] = v.which_day(start, placed, f"written[{chain.index},{code}]")
    if arrives:  # who comes before its end may sit it
        today = days[(arrives - v.base(0)) // DAY] if arrives < line.horizon else None
        if today is not None and len(v.days) > (arrives // DAY):
            v.m.add(start + minutes > arrives).only_enforce_if(today)


def _overlap(v: Variables, writing: list[Chain]) -> None:
    """Who sat an earlier wave of a paper leaves when the last one has begun, or later."""
    if not v.s.problem.rules.msp.waves_overlap:
        return
    for g, later in combinations(range(len(v.papers)), 2):
        sitters = [v.sits[chain.index, later] for chain in writing if (chain.index, later) in v.sits]
        if v.paper_of[g] != v.paper_of[later] or not sitters:
            continue
        used = v.either(sitters, f"used[{later}]")
        for chain in (chain for chain in writing if (chain.index, g) in v.sits):
            ends = v.start[chain.index, v.paper_of[g][1]] + _length(v, chain, g)
            v.m.add(ends >= v.papers[later]).only_enforce_if(v.sits[chain.index, g], used)


def _length(v: Variables, chain: Chain, g: int) -> int:
    """Minutes of a chain's written stage at a moment."""
    return dict(chain.of(WRITTEN))[v.paper_of[g][1]]


# --- sittings --------------------------------------------------------------------------------------------------------


def make_sittings(v: Variables) -> None:
    """Who sits in which room; desks, invigilators, and sittings apart."""
    for room in v.s.problem.rooms:
        for g in range(len(v.papers)):
            if v.s.problem.title.stage[v.paper_of[g][1]].place in room.uses:
                _sitting(v, room, g)
    for index, stage in v.day_literals:
        seated = [sitting.seats[index] for sitting in v.sittings_of(index, stage)]
        v.m.add(sum(seated) == v.placed[v.chains[index].candidate.id])
    v.alike = {pair: _same_moment(v, *pair) for pair in combinations(range(len(v.papers)), 2)}
    for sitting in v.sittings.values():
        _counts(v, sitting, v.alike)
    for one, other in combinations(v.sittings.values(), 2):
        _two(v, one, other, v.alike)
    _after_history(v)
    _followers(v)


def _sitting(v: Variables, room: Room, g: int) -> None:
    sitters = [c for c in v.chains if (c.index, g) in v.sits and (room.accessible or not c.candidate.accessible)]
    if not sitters:
        return
    start, present = v.papers[g], v.flag(f"sitting[{g},{room.id}]")
    longest = max(_length(v, chain, g) for chain in sitters)
    end = v.m.new_int_var(0, v.s.line.horizon + DAY, f"ends[{g},{room.id}]")
    v.m.add(end <= start + longest)
    v.m.add(end >= start)
    seats = {chain.index: v.flag(f"seat[{chain.index},{g},{room.id}]") for chain in sitters}
    spans = v.s.line.windows(room.id, room.availability)
    for chain in sitters:
        minutes = _length(v, chain, g)
        v.m.add_implication(seats[chain.index], v.sits[chain.index, g])
        v.m.add_implication(seats[chain.index], present)
        v.m.add(end >= start + minutes).only_enforce_if(seats[chain.index])
        v.within(start, spans, minutes, seats[chain.index])
    v.m.add_bool_or(*seats.values(), ~present)
    watches = {who.id: v.flag(f"watches[{who.id},{g},{room.id}]") for who in v.s.problem.invigilators}
    v.sittings[g, room.id] = Sitting(g, room, present, end, seats, watches)
    for who in v.s.problem.invigilators:
        _watch(v, who, v.sittings[g, room.id], sitters)


def _watch(v: Variables, who: Invigilator, sitting: Sitting, sitters: list[Chain]) -> None:
    """Somebody who watches is there for the whole sitting, and trained nobody in it."""
    watches, start = sitting.watches[who.id], v.papers[sitting.group]
    v.m.add_implication(watches, sitting.present)
    for chain in sitters:
        minutes = _length(v, chain, sitting.group)
        if who.id in chain.candidate.trainers:
            v.m.add_bool_or(~watches, ~sitting.seats[chain.index])
        v.within(start, v.s.line.windows(who.id, who.availability), minutes, watches, sitting.seats[chain.index])


def _same_moment(v: Variables, g: int, h: int) -> Var:
    """A literal for: two papers start together."""
    same, before = v.flag(f"same[{g},{h}]"), v.flag(f"before[{g},{h}]")
    v.m.add(v.papers[g] == v.papers[h]).only_enforce_if(same)
    v.m.add(v.papers[g] < v.papers[h]).only_enforce_if(~same, before)
    v.m.add(v.papers[g] > v.papers[h]).only_enforce_if(~same, ~before)
    return same


def _counts(v: Variables, sitting: Sitting, alike: dict[tuple[int, int], Var]) -> None:
    """Desks and invigilators for all who start together in a room."""
    per = v.s.problem.rules.msp.candidates_per_invigilator
    total: Var = sum(sitting.seats.values())
    most = len(v.chains)
    for (g, room), other in v.sittings.items():
        if room == sitting.room.id and g != sitting.group:
            same = alike[min(g, sitting.group), max(g, sitting.group)]
            beside = v.m.new_int_var(0, most, "beside")
            count = sum(other.seats.values())
            v.m.add(beside == count).only_enforce_if(same)
            v.m.add(beside == 0).only_enforce_if(~same)
            total += beside
    watching = sum(sitting.watches.values())
    v.m.add(total <= sitting.room.seats).only_enforce_if(sitting.present)
    v.m.add(per * watching >= total).only_enforce_if(sitting.present)
    v.m.add(per * watching <= total + per - 1).only_enforce_if(sitting.present)


def _two(v: Variables, one: Sitting, other: Sitting, alike: dict[tuple[int, int], Var]) -> None:
    """Two sittings: of one room they are one or apart; of two rooms nobody watches both unless they are apart."""
    same = alike.get((min(one.group, other.group), max(one.group, other.group)))
    apart = v.flag("apart")
    _in_either_order(v, one, other, apart)
    if one.room.id == other.room.id and same is not None:
        both = [~one.present, ~other.present]
        v.m.add_bool_or(*both, same, apart)
        if not v.s.problem.rules.msp.mix_tracks and v.paper_of[one.group][0] != v.paper_of[other.group][0]:
            v.m.add_bool_or(*both, ~same)
        for id, watches in one.watches.items():
            v.m.add(watches == other.watches[id]).only_enforce_if(one.present, other.present, same)
            v.m.add_bool_or(~watches, ~other.watches[id], same, apart)
        return
    for id, watches in one.watches.items():
        v.m.add_bool_or(~watches, ~other.watches[id], apart)


def _in_either_order(v: Variables, one: Sitting, other: Sitting, apart: Var) -> None:
    turnover, first = v.s.problem.rules.msp.turnover_minutes, v.flag("first")
    v.m.add(v.papers[other.group] >= one.end + turnover).only_enforce_if(apart, first)
    v.m.add(v.papers[one.group] >= other.end + turnover).only_enforce_if(apart, ~first)


def _after_history(v: Variables) -> None:
    """Sittings to come are the turnover after those of history in their room, and of their invigilators."""
    turnover, meals = v.s.problem.rules.msp.turnover_minutes, v.s.problem.rules.meal
    for sitting in v.sittings.values():
        for _start, end in past_sittings(v, sitting.room.id):
            v.m.add(v.papers[sitting.group] >= end + turnover).only_enforce_if(sitting.present)
        for id, watches in sitting.watches.items():
            for _start, end in v.fixed.get(id, ()):
                v.m.add(v.papers[sitting.group] >= end + turnover).only_enforce_if(watches)
    for who in v.s.problem.invigilators:
        spans = [v.stretch(v.papers[s.group], s.end, s.watches[who.id]) for s in v.sittings.values()]
        for d in v.days if spans and meals.minutes else ():
            _meal_beside(v, who.id, d, spans)


def _meal_beside(v: Variables, id: str, d: int, spans: list[Var]) -> None:
    from tspi_sched.recovery.time_of_people import longest_free

    meals = v.s.problem.rules.meal
    start, end = v.base(d) + meals.window[0], v.base(d) + meals.window[1]
    past = v.fixed.get(id, [])
    if longest_free(past, start, end) < meals.minutes:
        return
    begin = v.m.new_int_var(start, end - meals.minutes, f"meal[{id}]@{d}")
    meal = v.m.new_fixed_size_interval_var(begin, meals.minutes, "")
    for a, b in merged(past):
        v.m.add_no_overlap([meal, v.m.new_fixed_size_interval_var(a, b - a, "")])
    for span in spans:
        v.m.add_no_overlap([meal, span])


# --- a sitting under way ---------------------------------------------------------------------------------------------


def _followers(v: Variables) -> None:
    """Who takes over a sitting that somebody leaves: one who is free until its end, if anybody is."""
    line, kinds = v.s.line, v.s.problem.title.stage
    for row in v.s.past.rows:
        if kinds[row.stage].kind != WRITTEN or line.end(row) <= line.now:
            continue
        key = f"{row.room}@{line.start(row)}"
        rows = [r for r in v.s.past.rows if kinds[r.stage].kind == WRITTEN and f"{r.room}@{line.start(r)}" == key]
        end = max(map(line.end, rows))
        away = [id for id in row.invigilators if line.is_away(id, line.start(row), end)]
        left = len(away) - max(len(row.invigilators) - _needed(v, len(rows)), 0)
        if left <= 0 or any(k == key for _id, k in v.follows):
            continue
        since = max(line.now, min(line.leaves([id], line.start(row), end) or line.now for id in away))
        able = [
            w.id
            for w in v.s.problem.invigilators
            if _free(v, w, since, end, {r.candidate for r in rows}, row.invigilators)
        ]
        for id in able:
            v.follows[id, key] = v.flag(f"follows[{id},{key}]")
            for (g, _room), sitting in v.sittings.items():
                later = v.papers[g] >= end + v.s.problem.rules.msp.turnover_minutes
                v.m.add(later).only_enforce_if(v.follows[id, key], sitting.watches[id])
        v.m.add(sum(v.follows[id, key] for id in able) == min(left, len(able)))


def _needed(v: Variables, count: int) -> int:
    return -(-count // v.s.problem.rules.msp.candidates_per_invigilator)


def _free(
    v: Variables, who: Invigilator, since: int, end: int, candidates: set[str | None], named: tuple[str, ...]
) -> bool:
    trained = any(who.id in c.trainers for c in v.s.problem.candidates if c.id in candidates)
    open_ = any(a <= since and end <= b for a, b in v.s.line.windows(who.id, who.availability, late=True))
    held = any(a < end and since < b for a, b in v.fixed.get(who.id, ()))
    return open_ and not held and not trained and who.id not in named
