"""Everybody's time: one thing at a time, hours and limits, meals; history holds its own.

`one_at_a_time`, `hours`, `meal` and `candidate_time` once more: their twins are in `model.rules.stages` and
`model.rules.panels`. Here what is over is a constant interval, off the grid where it really was, and a meal that
history took is asked of nobody. What a rule looks at in a person (`accredited`, `excluded`) is shared, in
`problem.eligible`.
"""

from collections import defaultdict
from collections.abc import Iterable

from ortools.sat.python import cp_model

from tspi_sched.plan import Task
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN
from tspi_sched.recovery.means import hold_means, without_meal
from tspi_sched.recovery.people import member_spans, resumes
from tspi_sched.recovery.situation import Chain
from tspi_sched.recovery.timeline import DAY, Span
from tspi_sched.recovery.variables import Var, Variables, merged


def hold_history(v: Variables) -> None:
    """What history holds of people, rooms and projectors."""
    held: dict[str, list[Span]] = defaultdict(list)
    kinds, line, setup = v.s.problem.title.stage, v.s.line, v.s.problem.rules.projector_setup_minutes
    sittings: dict[tuple[str | None, int], int] = {}
    for row in v.s.past.rows:
        span, kind = (line.start(row), line.end(row)), kinds[row.stage].kind
        own = (row.candidate,) if kind in (WRITTEN, PREPARATION, ORAL) else ()
        for id in (*row.members, *own, row.room if kind in (ORAL, DELIBERATION) else None):
            held[id or ""].append(span)
        held[row.projector or ""].append((span[0] - setup, span[1]))
        if kind == WRITTEN:
            sittings[row.room, span[0]] = max(sittings.get((row.room, span[0]), 0), span[1])
    for row in v.s.past.rows:
        if kinds[row.stage].kind == WRITTEN:
            for id in row.invigilators:
                held[id].append((line.start(row), sittings[row.room, line.start(row)]))
    v.fixed.update({id: merged(spans) for id, spans in held.items() if id})
    hold_means(v)


def fill_time(v: Variables) -> None:
    """The intervals of members and candidates, what they may be in, and their limits."""
    for chain in v.chains:
        placed = v.placed[chain.candidate.id]
        papers = [(v.start[chain.index, c], m) for c, m in chain.of(WRITTEN) if c in v.start_codes(chain)]
        for start, minutes in (*papers, *_with_lead(_in_one(v, chain, chain.rest), chain.lead)):
            v.busy[chain.candidate.id].append(v.interval(start, minutes, placed))
        for (index, id), serves in v.serves.items():
            if index == chain.index:
                _serve(v, chain, id, serves)
    _between_tracks(v)
    _limits(v)


def _in_one(v: Variables, chain: Chain, stages: Iterable[tuple[str, int]]) -> list[tuple[Var, int]]:
    """The starts and minutes of stages that follow each other, with what prepares all but the first: of all in one
    where no gap may be between them."""
    found = [(v.start[chain.index, code], minutes, chain.prepares(code)[1]) for code, minutes in stages]
    if not found:
        return []
    first, minutes, _lead = found[0]
    if v.gap:
        return [(first, minutes), *((start - lead, lead + length) for start, length, lead in found[1:])]
    return [(first, minutes + sum(length + lead for _start, length, lead in found[1:]))]


def _with_lead(stretches: list[tuple[Var, int]], lead: int) -> list[tuple[Var, int]]:
    """Stretches, the first of them with what prepares it."""
    return [(start - lead, minutes + lead) for start, minutes in stretches[:1]] + stretches[1:] if lead else stretches


def _serve(v: Variables, chain: Chain, id: str, serves: Var) -> None:
    before = 0 if chain.begun else v.s.problem.rules.changeover_minutes
    spans = merged(member_spans(v, id, late=chain.begun))
    decides = tuple((code, minutes) for code, minutes in chain.of(DELIBERATION) if code not in chain.over)
    follows = decides if chain.rest and v.at_once.get(chain.index) else ()
    for number, (start, minutes) in enumerate(_in_one(v, chain, (*chain.rest, *follows))):
        waits = chain.lead if number == 0 and chain.begun else 0
        lead = before if number == 0 and not chain.begun else waits
        v.busy[id].append(v.interval(start - lead, minutes + lead, serves))
        v.within(start - waits if waits else start, spans, minutes + waits, serves)
    for code, minutes in () if follows else decides:
        v.busy[id].append(v.interval(v.start[chain.index, code], minutes, serves))
        v.within(v.start[chain.index, code], spans, minutes, serves)
    for code, minutes in chain.of(MARKING) if chain.index in v.marks else ():
        marks = v.marker[chain.index, id]
        v.busy[id].append(v.interval(v.start[chain.index, code], minutes, marks))
        v.within(v.start[chain.index, code], member_spans(v, id), minutes, marks)


def _between_tracks(v: Variables) -> None:
    """Papers and chains of two tracks of one candidate lie the rest apart."""
    rest = v.s.problem.rules.rest_between_tracks_minutes
    for candidate in v.s.problem.candidates:
        chains = [chain for chain in v.s.chains if chain.candidate.id == candidate.id]
        if len(chains) < 2 or candidate.id not in v.placed:
            continue
        blocks = [(chain, block) for chain in chains for block in _blocks(v, chain)]
        for n, (one, first) in enumerate(blocks):
            for other, second in blocks[n + 1 :]:
                both_over = isinstance(first[1], int) and isinstance(second[1], int)
                if one is not other and not both_over:
                    _apart(v, first, second, rest, v.placed[candidate.id])


def _blocks(v: Variables, chain: Chain) -> list[tuple[Var, Var]]:
    """The paper and the chain, each from its start to its end; those of history are numbers."""
    line, found = v.s.line, []
    current = next((c for c in v.chains if (c.candidate.id, c.track) == (chain.candidate.id, chain.track)), None)
    for code, minutes in chain.of(WRITTEN):
        over = chain.over.get(code)
        if over:
            found.append((line.start(over), line.end(over)))
        elif current:
            start = v.start[current.index, code]
            found.append((start, start + minutes))
    prepared, heard = chain.done(PREPARATION), chain.done(ORAL)
    if chain.rest and current:
        begin = min(map(line.start, (*prepared, *heard))) if prepared or heard else v.begins(current)
        found.append((begin, v.end(current)))
    elif heard:
        found.append((min(map(line.start, (*prepared, *heard))), max(line.end(row) for row in heard)))
    return found


def _apart(v: Variables, one: tuple[Var, Var], other: tuple[Var, Var], rest: int, placed: Var) -> None:
    first = v.flag("first")
    v.m.add(other[0] >= one[1] + rest).only_enforce_if(placed, first)
    v.m.add(one[0] >= other[1] + rest).only_enforce_if(placed, ~first)


def _limits(v: Variables) -> None:
    """A member's candidates and minutes of a day, with those of history."""
    rules, kinds, line = v.s.problem.rules.member, v.s.problem.title.stage, v.s.line
    for member in v.s.problem.members:
        own_most = member.max_candidates_per_day
        most = rules.max_candidates_per_day if own_most is None else own_most
        own = [c for c in v.chains if (c.index, member.id) in v.serves]
        for d in v.days:
            rows = [r for r in v.s.past.rows if member.id in r.members and line.at(r.day) == v.base(d)]
            if most is not None:
                heard = {(r.candidate, r.track) for r in rows if r.state == "done" and kinds[r.stage].kind == ORAL}
                new = [_day_of(v, c, member.id, d) for c in own if not c.begun]
                v.m.add(sum(new) <= max(most - len(heard), 0))
            if rules.max_duty_minutes_per_day is not None:
                _duty_minutes(v, member.id, own, d, rows)


def _day_of(v: Variables, chain: Chain, id: str, d: int) -> Var:
    if not chain.rest:
        return v.serves[chain.index, id]
    return v.both(v.serves[chain.index, id], v.on_day[chain.index, d], "heard_on")


def _duty_minutes(v: Variables, id: str, own: list[Chain], d: int, rows: list[Task]) -> None:
    terms = []
    for chain in own:
        hearing = sum(minutes for _code, minutes in (*chain.rest, *chain.of(DELIBERATION)))
        terms.append(hearing * _day_of(v, chain, id, d))
        if chain.index in v.marks:
            minutes = chain.of(MARKING)[0][1]
            terms.append(minutes * v.both(v.marker[chain.index, id], v.marked_on[chain.index, d], "marked_on"))
    closing = v.s.line.up(v.s.problem.rules.closing_minutes)
    terms += [closing * literal for (panel, day), literal in v.signs.items() if id in panel and day == d]
    worked, most = sum(row.minutes for row in rows), v.s.problem.rules.member.max_duty_minutes_per_day
    v.m.add(sum(terms) <= max((most or 0) - worked, 0))


# --- meals and one thing at a time -----------------------------------------------------------------------------------


def one_at_a_time(v: Variables) -> None:
    """Nobody and nothing is in two places; on each day with a meal possible after history, it is left free."""
    people = {*v.s.problem.whole.member, *v.s.problem.candidate, *v.s.problem.whole.invigilator}
    people |= {one.id for one in v.s.problem.helpers}
    for id, intervals in v.busy.items():
        fixed = [v.m.new_fixed_size_interval_var(a, b - a, "") for a, b in v.fixed.get(id, ())]
        meals = [m for d in v.days if (m := _meal(v, id, d)) is not None] if id in people and intervals else []
        v.m.add_no_overlap([*intervals, *fixed, *meals])


def _meal(v: Variables, id: str, d: int) -> Var | None:
    rules, base = v.s.problem.rules.meal, v.base(d)
    if not holds_meal(v, id, d):
        return None
    begin = v.m.new_int_var(base + rules.window[0], base + rules.window[1] - rules.minutes, f"meal[{id}]@{d}")
    released = without_meal(v, id, lambda held: _leaves_meal(v, id, d, held))
    if not released:
        return v.m.new_fixed_size_interval_var(begin, rules.minutes, "")
    eats = v.flag(f"eats[{id}]@{d}")
    v.m.add_bool_or(eats, *released)
    return v.interval(begin, rules.minutes, eats)


def _leaves_meal(v: Variables, id: str, d: int, held: list[Span]) -> bool:
    """Whether a meal is possible beside what is over and some more stretches."""
    rules, base = v.s.problem.rules.meal, v.base(d)
    window = base + rules.window[0], base + rules.window[1]
    return longest_free([*v.fixed.get(id, ()), *held], *window) >= rules.minutes


def holds_meal(v: Variables, id: str, d: int) -> bool:
    """Whether somebody's meal of a day is possible beside what is over or goes on, and so is kept free."""
    rules, base = v.s.problem.rules.meal, v.base(d)
    settled = [*v.fixed.get(id, ()), *_going_on(v, id)]
    return (
        bool(rules.minutes) and longest_free(settled, base + rules.window[0], base + rules.window[1]) >= rules.minutes
    )


def _going_on(v: Variables, id: str) -> list[Span]:
    """What goes on of chains that have begun, and the deliberation that follows one at once: nobody's meal can hinder
    it."""
    spans = []
    for chain in (c for c in v.chains if c.begun and id in (c.candidate.id, *c.done(ORAL)[0].members)):
        at_once = id != chain.candidate.id and v.at_once.get(chain.index)
        deliberation = sum(minutes for _code, minutes in chain.of(DELIBERATION)) if at_once else 0
        if chain.rest:
            low, _high = resumes(v, chain)
            spans.append((low, low + chain.lead + chain.to_go + deliberation))
        elif deliberation and all(c.begun for c in v.s.chains if c.candidate.id == chain.candidate.id):
            spans.append((v.end(chain), v.end(chain) + deliberation))
    return spans


def longest_free(busy: list[Span], start: int, end: int) -> int:
    """The longest stretch between two moments that nothing touches."""
    longest, free = 0, start
    for a, b in merged(busy):
        longest, free = max(longest, min(a, end) - free), max(free, b)
    return max(longest, end - free)


# --- notice ----------------------------------------------------------------------------------------------------------


def give_notice(v: Variables) -> None:
    """An earlier call, or one to another day, and an earlier first task of somebody's day, are the notice after now."""
    notice, line = v.s.problem.rules.notice_minutes or 0, v.s.line
    if not line.moment or not notice:
        return
    calls = calls_of(v, v.s.baseline.tasks)
    for chain in v.chains:
        for to, start in calls_to_come(v, chain):
            old = calls.get((chain.candidate.id, chain.track, to))
            if old is not None:
                midnight = old // DAY * DAY
                spans = [(line.now + notice, line.horizon + DAY)]
                spans += [(old, max(old, midnight + DAY))]
                domain = _union(spans)
                v.m.add_linear_expression_in_domain(start, domain).only_enforce_if(v.placed[chain.candidate.id])
    _notice_of_people(v, line.now + notice)


def _union(spans: list[Span]) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([list(span) for span in merged(spans)])


def calls_to_come(v: Variables, chain: Chain) -> list[tuple[str, Var]]:
    """The calls of a chain that are not history, each with its moment: its written stages, and its orals with what
    prepares them."""
    found = [(code, v.start[chain.index, code]) for code, _m in chain.of(WRITTEN) if (chain.index, code) in v.start]
    over = chain.done(PREPARATION) or chain.done(ORAL)
    return [*found, *([(ORAL, v.begins(chain))] if chain.rest and not over else [])]


def calls_of(v: Variables, tasks: tuple[Task, ...]) -> dict[tuple[str | None, str | None, str], int]:
    """When each call of some tasks is."""
    line = v.s.line
    calls: dict[tuple[str | None, str | None, str], int] = {}
    for task in tasks:
        if (to := v.s.problem.title.call(task.stage)) and task.state != "void":
            key = task.candidate, task.track, to
            calls[key] = min(calls.get(key, line.start(task)), line.start(task))
    return calls


def first_duties(v: Variables) -> dict[tuple[str, int], int]:
    """When each person's first task of a day starts in the baseline, by person and day."""
    firsts: dict[tuple[str, int], int] = {}
    for task in v.s.baseline.tasks:
        start = v.s.line.start(task)
        for id in (*task.members, *task.invigilators):
            key = id, start // DAY
            firsts[key] = min(firsts.get(key, start), start)
    return firsts


def _notice_of_people(v: Variables, soonest: int) -> None:
    firsts, today = first_duties(v), v.s.line.now // DAY
    for (index, id), serves in v.serves.items():
        chain = v.chains[index]
        least = min(firsts.get((id, today), soonest), soonest)
        codes = [code for code, _m in chain.rest[:1]] if not chain.begun else []
        for code in codes:
            v.m.add(v.start[index, code] >= least).only_enforce_if(serves)
        if index in v.marks:
            code = chain.of(MARKING)[0][0]
            v.m.add(v.start[index, code] >= least).only_enforce_if(v.marker[index, id])
    for panel, start in v.signing.items():
        signs = v.either([v.signs[panel, d] for d in v.days], "signs")
        least = max(min(firsts.get((id, today), soonest), soonest) for id in panel)
        v.m.add(start >= least).only_enforce_if(signs)
    for (group, _room), sitting in v.sittings.items():
        for id, watches in sitting.watches.items():
            least = min(firsts.get((id, today), soonest), soonest)
            v.m.add(v.papers[group] >= least).only_enforce_if(watches)
