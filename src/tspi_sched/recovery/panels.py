"""Which panel each chain may have: named ones, those that others complete, those composed for a day.

`panel_mode` and `substitutes` once more: their twins are `model.rules.panels` and `model.rules.completed`. There nobody
leaves in the middle of a day; here a panel lacks a member from an hour on, history
has panels of its own, and who lost a fellow may serve in one more. The list of completed panels is shared
(`problem.completion`).
"""

from tspi_sched.problem import MARKING, ORAL
from tspi_sched.recovery.situation import Chain, Panel, completions, may_assess, whole_panels
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables


def panels_of(v: Variables, chain: Chain, whole: tuple[Panel, ...]) -> None:
    """The panels that a chain may have, a literal each, and whom they make serve."""
    placed = v.placed[chain.candidate.id]
    if chain.begun:
        v.panel[chain.index] = {frozenset(chain.done(ORAL)[0].members): placed}
    else:
        labels = {label for label, _d in v.s.incomplete} if v.s.problem.rules.panel.mode == "given" else set()
        others = {p for label, d in v.s.incomplete if label in labels for p in completions(v.s, label, d)}
        able = [
            p for p in (*whole, *sorted(others - set(whole), key=sorted)) if may_assess(v.s.problem, chain.candidate, p)
        ]
        v.panel[chain.index] = {p: v.flag(f"panel[{chain.index},{','.join(sorted(p))}]") for p in able}
        v.m.add(sum(v.panel[chain.index].values()) == placed)
    for id in {id for panel in v.panel[chain.index] for id in panel}:
        having = [literal for panel, literal in v.panel[chain.index].items() if id in panel]
        v.serves[chain.index, id] = v.one_of(having, f"serves[{chain.index},{id}]")


def stand_in(v: Variables) -> None:
    """A panel that others complete: from when a member lacks, by the same for the rest of the day, and by nobody who
    has a task to come that day in another panel."""
    named = {p for p in whole_panels(v.s.problem)}
    for d in v.days if v.s.problem.rules.panel.mode == "given" else ():
        made = {label: set(completions(v.s, label, day)) - named for label, day in v.s.incomplete if day == d}
        every = {p for panels in made.values() for p in panels}
        used = {p: v.flag(f"completed[{','.join(sorted(p))}]@{d}") for p in sorted(every, key=sorted)}
        for chain in (chain for chain in v.chains if not chain.begun):
            for panel, literal in v.panel[chain.index].items():
                if panel not in named:
                    _completed_on(v, chain, panel, literal, d, used.get(panel), made)
        for panel, literal in used.items():
            v.m.add_bool_or(~literal, *(_way(v, used, panel, label, d) for label in made if panel in made[label]))


def _completed_on(
    v: Variables, chain: Chain, panel: Panel, literal: Var, d: int, used: Var | None, made: dict[str, set[Panel]]
) -> None:
    days = [(v.on_day[chain.index, d], v.start[chain.index, chain.rest[0][0]])]
    if chain.index in v.marks and (chain.index, d) in v.marked_on:
        code = chain.of(MARKING)[0][0]
        days.append((v.marked_on[chain.index, d], v.start[chain.index, code]))
    since = min((v.s.incomplete[label, d][1] for label, panels in made.items() if panel in panels), default=0)
    for here, start in days:
        if used is None:
            v.m.add_bool_or(~literal, ~here)
            continue
        v.m.add_bool_or(~literal, ~here, used)
        v.m.add(start >= since).only_enforce_if(literal, here)


def _way(v: Variables, used: dict[Panel, Var], panel: Panel, label: str, d: int) -> Var:
    """A literal that holds only if a panel completes this one that day: those who are still there of it are in no other
    completed one, and who stands in without being of the reserve is in no other at all."""
    way, own = v.flag("completes"), v.s.incomplete[label, d][0]
    for other in (other for other in used if other != panel and other & own):
        v.m.add_bool_or(~way, ~used[other])
    for id in (id for id in sorted(panel - own) if not v.s.problem.member[id].reserve):
        _nowhere_else(v, panel, way, id, d)
    return way


def _nowhere_else(v: Variables, panel: Panel, way: Var, id: str, d: int) -> None:
    for chain in v.chains:
        for other, literal in v.panel[chain.index].items():
            if id in other and other != panel:
                v.m.add_bool_or(~literal, ~v.on_day[chain.index, d], ~way)
                if (chain.index, d) in v.marked_on:
                    v.m.add_bool_or(~literal, ~v.marked_on[chain.index, d], ~way)


def one_panel_a_day(v: Variables) -> None:
    """A member has one panel a day, and one more if a fellow was lost that day."""
    if v.s.problem.rules.panel.mode != "daily":
        return
    panels = sorted({p for chain in v.chains for p in v.panel[chain.index]}, key=sorted)
    held = {(frozenset(r.members), r.day) for r in v.s.past.rows if r.members and r.state == "done"}
    for d in v.days:
        day, base = v.s.problem.days[d].date, v.base(d)
        on = {p: v.flag(f"on[{','.join(sorted(p))}]@{d}") for p in panels}
        for chain in v.chains:
            for panel, literal in v.panel[chain.index].items():
                v.m.add_bool_or(~literal, ~v.on_day[chain.index, d], on[panel])
                if (chain.index, d) in v.marked_on:
                    v.m.add_bool_or(~literal, ~v.marked_on[chain.index, d], on[panel])
        for panel in {p for p, when in held if when == day}:
            on[panel] = 1
        for id in {id for panel in panels for id in panel}:
            lost = any(
                v.s.line.is_away(fellow, base, base + DAY)
                for panel in {p for p, when in held if when == day and id in p}
                for fellow in panel - {id}
            )
            v.m.add(sum(literal for panel, literal in on.items() if id in panel) <= 1 + lost)
