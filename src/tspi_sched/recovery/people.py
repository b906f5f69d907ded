"""When and before whom what is to come of each chain is held: the rules of stages, panels and everybody's time.

`order`, `chain`, `deliberation`, `marking` and `same_panel` once more: their twins are `model.rules.stages` and
`model.rules.panels`. Those count slots of the grid from the first day and suppose that everything is to come; here
stages that are over are constants with real hours, and each rule gives way as far as history makes it
(docs/how/recovery.md).
"""

from collections import defaultdict
from itertools import combinations

from tspi_sched.problem import DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN, accredited
from tspi_sched.recovery.panels import one_panel_a_day, panels_of, stand_in
from tspi_sched.recovery.situation import Chain, Panel, whole_panels
from tspi_sched.recovery.timeline import DAY, Span
from tspi_sched.recovery.variables import Var, Variables


def make_chains(v: Variables) -> None:
    """The unknowns of every chain: its panel, the starts of its stages, and the order in which they are."""
    whole = whole_panels(v.s.problem)
    for chain in v.chains:
        panels_of(v, chain, whole)
        _orals(v, chain)
        _deliberation(v, chain)
        if not chain.begun:
            _marking(v, chain)
            _after_paper(v, chain)
    stand_in(v)
    one_panel_a_day(v)
    _tracks_in_order(v)


# --- stages ----------------------------------------------------------------------------------------------------------


def oral_spans(v: Variables, chain: Chain) -> list[Span]:
    """When a candidate may be heard."""
    line, arrives = v.s.line, v.s.line.arrival.get(chain.candidate.id, 0)
    spans = line.windows(chain.candidate.id, chain.candidate.availability, late=chain.begun)
    return [(a, b) for a, b in ((max(a, arrives) if a // DAY == arrives // DAY else a, b) for a, b in spans) if a < b]


def member_spans(v: Variables, id: str, late: bool = False) -> list[Span]:
    """When a member may serve: accredited, available, there."""
    member = v.s.problem.member.get(id) or v.s.problem.whole.member[id]
    spans = v.s.line.windows(id, member.availability, late)
    return [(a, b) for a, b in spans if accredited(member, v.s.line.day_of(a))]


def _orals(v: Variables, chain: Chain) -> None:
    """The orals to come, one after the other; those of a chain that has begun go on as soon as they can."""
    placed, spans, gap = v.placed[chain.candidate.id], oral_spans(v, chain), v.gap
    if not chain.rest:
        return
    before: Var = None
    for code, minutes in chain.rest:
        prepares, lead = chain.prepares(code)
        if before is not None and gap == 0:
            begins = before
        else:
            needed = lead + (chain.to_go if gap == 0 else minutes)
            begins = v.moment(f"{code}[{chain.index}]", spans, needed)
            if v.domain(spans, needed).is_empty():
                v.m.add(placed == 0)
            if before is not None:
                v.m.add_linear_constraint(begins - before, 0, gap_before(v, chain, code)).only_enforce_if(placed)
        v.start[chain.index, code] = begins + lead if lead else begins
        if prepares:
            v.start[chain.index, prepares] = begins
        before = v.start[chain.index, code] + minutes
    first = v.start[chain.index, chain.rest[0][0]]
    for row in chain.done(PREPARATION):
        midnight = v.s.line.at(row.day) + DAY
        v.m.add_linear_constraint(first, v.s.line.end(row), midnight - 1).only_enforce_if(placed)
    if chain.begun:
        low, high = resumes(v, chain)
        v.m.add_linear_constraint(v.begins(chain), low, high).only_enforce_if(placed)
    for d, literal in enumerate(v.which_day(first, placed, f"heard[{chain.index}]")):
        v.on_day[chain.index, d] = literal


def gap_before(v: Variables, chain: Chain, oral: str) -> int:
    """The longest gap before an oral that is not the first of its chain: the one allowed, and the time to move from one
    place to another."""
    rules, stage = v.s.problem.rules, v.s.problem.title.stage
    codes = [code for code, _minutes in chain.of(ORAL)]
    before = codes[codes.index(oral) - 1]
    move = v.s.line.up(rules.transfer_minutes) if stage[before].place != stage[oral].place else 0
    return max(rules.oral_gap_max_minutes, move)


def resumes(v: Variables, chain: Chain) -> tuple[int, int]:
    """Between which moments a chain that has begun goes on."""
    line, rules = v.s.line, v.s.problem.rules
    low = line.up(max([line.now, *(line.end(row) for row in (*chain.done(PREPARATION), *chain.done(ORAL)))]))
    setups = (rules.transfer_minutes, rules.projector_setup_minutes, *setups_of(v, chain))
    moving = line.up(max(setups)) if is_moving(v, chain) else 0
    return low, low + gap_before(v, chain, chain.rest[0][0]) + moving


def setups_of(v: Variables, chain: Chain) -> list[int]:
    """The times of set-up of what the next oral of a chain may need."""
    needs = v.s.problem.title.stage[chain.rest[0][0]].needs
    return [one.setup_minutes for need in needs for one in v.s.problem.means_of(need.means)]


def is_moving(v: Variables, chain: Chain) -> bool:
    """Whether the rest of a chain cannot all be where it began, or with the projector that it was to have."""
    line, last = v.s.line, chain.done(ORAL)[-1]
    since = max(line.now, line.end(last))
    until = since + chain.lead + chain.to_go + sum(minutes for _code, minutes in chain.of(DELIBERATION))
    old = [v.s.before.get((chain.candidate.id, chain.track, code)) for code, _minutes in chain.rest]
    things = {last.room, *(row.projector for row in old if row), *(row.room for row in old if row)}
    things |= {id for row in old if row for id in row.means}
    return any(line.is_away(thing, since, until) for thing in things if thing)


def _deliberation(v: Variables, chain: Chain) -> None:
    """At once after the last oral, at the end of the day, or, where it cannot be at its place, at any later moment."""
    for code, minutes in chain.of(DELIBERATION):
        if code in chain.over:
            continue
        at_once = v.s.problem.rules.deliberation.position != "end_of_day"
        if not chain.rest:
            at_once = at_once and keeps_its_place(v, chain, minutes)
        v.at_once[chain.index] = at_once
        if at_once:
            v.start[chain.index, code] = v.end(chain)
            if not chain.rest:
                v.on_day.update({(chain.index, d): _placed_on(v, chain, d) for d in v.days})
            continue
        spans = [(max(a, v.s.line.now), b) for a, b in v.s.line.windows(None, late=chain.begun)]
        start = v.start[chain.index, code] = v.moment(f"{code}[{chain.index}]", spans, minutes)
        placed = v.placed[chain.candidate.id]
        if v.domain(spans, minutes).is_empty():
            v.m.add(placed == 0)
        v.m.add(start >= v.end(chain)).only_enforce_if(placed)
        if not chain.rest:
            days = v.which_day(start, placed, f"decided[{chain.index}]")
            v.on_day.update({(chain.index, d): literal for d, literal in enumerate(days)})


def _placed_on(v: Variables, chain: Chain, d: int) -> Var:
    """The day of a chain that is heard, whose deliberation follows at once."""
    return v.placed[chain.candidate.id] if v.end(chain) // DAY * DAY == v.base(d) else v.m.new_constant(0)


def keeps_its_place(v: Variables, chain: Chain, minutes: int) -> bool:
    """Whether a deliberation of a chain that is heard can follow its last oral: that is to come, all are there and
    free of history."""
    line, last = v.s.line, max(chain.done(ORAL), key=v.s.line.end)
    place = line.up(line.end(last))
    people = (*last.members, last.room)
    if place < line.now or any(line.is_away(id, place, place + minutes) for id in people):
        return False
    others = [row for row in v.s.past.rows if row.key != last.key and set(people) & {*row.members, row.room}]
    return not any(line.start(row) < place + minutes and place < line.end(row) for row in others)


def is_released(v: Variables, chain: Chain) -> bool:
    """Whether a deliberation at the end of the day cannot be held that day any more, by all and in that room."""
    line, last = v.s.line, max(chain.done(ORAL), key=v.s.line.end)
    place = line.up(line.end(last))
    midnight = (place // DAY + 1) * DAY
    return line.now >= midnight or any(line.is_away(id, place, midnight) for id in (*last.members, last.room))


def _marking(v: Variables, chain: Chain) -> None:
    """Marking by the panel that hears, unless it was done by the same, or by one of them (`handover`)."""
    placed = v.placed[chain.candidate.id]
    for code, minutes in chain.of(MARKING):
        done = chain.done(MARKING)
        counts = [
            literal for panel, literal in v.panel[chain.index].items() if done and _counts(v, done[0].members, panel)
        ]
        marks = v.flag(f"marks[{chain.index}]")
        v.m.add(marks == placed - sum(counts))
        v.marks[chain.index] = marks
        start = v.start[chain.index, code] = v.moment(f"{code}[{chain.index}]", v.s.line.windows(None), minutes)
        for d, literal in enumerate(v.which_day(start, marks, f"marked[{chain.index}]")):
            v.marked_on[chain.index, d] = literal
        for id in {id for panel in v.panel[chain.index] for id in panel}:
            v.marker[chain.index, id] = v.both(marks, v.serves[chain.index, id], f"marker[{chain.index},{id}]")
        first = v.begins(chain)
        v.m.add(first >= start + minutes).only_enforce_if(marks)
        for row in done:
            v.m.add(first >= v.s.line.end(row)).only_enforce_if(placed)


def _counts(v: Variables, by: tuple[str, ...], panel: Panel) -> bool:
    handover = v.s.problem.rules.marking.handover
    return not panel.isdisjoint(by) if handover == "one" else panel == frozenset(by)


def _after_paper(v: Variables, chain: Chain) -> None:
    """Orals and marking after the paper, with rest and delay; the wait of who writes yet, and on which day."""
    rules, placed, line = v.s.problem.rules, v.placed[chain.candidate.id], v.s.line
    first = v.begins(chain)
    for code, minutes in chain.of(WRITTEN):
        over = chain.over.get(code)
        end = line.end(over) if over else v.start[chain.index, code] + minutes
        v.m.add(first >= end + rules.rest_after_msp_minutes).only_enforce_if(placed)
        for marking, _minutes in chain.of(MARKING):
            after = v.start[chain.index, marking] >= end + rules.marking.delay_minutes
            v.m.add(after).only_enforce_if(v.marks[chain.index])
        day = [line.at(over.day) == v.base(d) for d in v.days] if over else v.day_literals[chain.index, code]
        final = code == chain.of(WRITTEN)[-1][0]
        for d in v.days:
            _same_day(v, chain, d, day[d], end, over is None and final)


def _same_day(v: Variables, chain: Chain, d: int, written: Var, end: Var, to_come: bool) -> None:
    rules, heard, first = v.s.problem.rules, v.on_day[chain.index, d], v.begins(chain)
    if rules.msp_and_orals == "different_day":
        v.m.add(written + heard <= 1)
    if to_come and rules.msp_and_orals == "same_day":
        v.m.add(written == heard)
    if to_come and rules.max_wait_minutes is not None:
        v.m.add(first - end <= rules.max_wait_minutes).only_enforce_if(written, heard)


def _tracks_in_order(v: Variables) -> None:
    """The orals of a candidate's tracks are in the order listed."""
    own: dict[str, list[Chain]] = defaultdict(list)
    for chain in v.chains:
        own[chain.candidate.id].append(chain)
    for id, chains in own.items():
        every = [chain for chain in v.s.chains if chain.candidate.id == id]
        for chain in chains:
            for later in every[every.index(_same(every, chain)) + 1 :]:
                open_ = next((c for c in chains if c.track == later.track), None)
                if open_ and open_.rest and chain.rest:
                    after = v.start[open_.index, open_.rest[0][0]] >= v.end(chain)
                    v.m.add(after).only_enforce_if(v.placed[id])
                if later.begun and chain.rest and not chain.begun:  # what comes after it is heard already
                    v.m.add(v.placed[id] == 0)


def _same(chains: list[Chain], chain: Chain) -> Chain:
    return next(one for one in chains if one.track == chain.track)


def marking_before_all(v: Variables) -> None:
    """With `before: all`, a panel has marked all its papers before its first oral."""
    if v.s.problem.rules.marking.before != "all":
        return
    heard = v.s.past.live(ORAL, problem=v.s.problem)
    firsts = {frozenset(row.members) for row in heard}
    for chain in (chain for chain in v.chains if chain.index in v.marks):
        code, minutes = chain.of(MARKING)[0]
        for panel, literal in v.panel[chain.index].items():
            if panel in firsts:
                v.m.add_bool_or(~literal, ~v.marks[chain.index])
    for one, other in combinations([chain for chain in v.chains if not chain.begun], 2):
        for panel in v.panel[one.index].keys() & v.panel[other.index].keys():
            for marked, later in ((one, other), (other, one)):
                if marked.index in v.marks:
                    code, minutes = marked.of(MARKING)[0]
                    after = v.start[later.index, later.rest[0][0]] >= v.start[marked.index, code] + minutes
                    literals = [v.panel[one.index][panel], v.panel[other.index][panel], v.marks[marked.index]]
                    v.m.add(after).only_enforce_if(literals)
