"""Rooms and projectors in an outline: each day, what is held in them fits into the time that they have.

Nothing says when; only sums of time are compared, so every plan passes.
"""

from collections.abc import Sequence

from tspi_sched.model.outline_parts import Kind, Outline
from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Availability, Windows


def share_places(o: Outline) -> None:
    """State, for each day, that the oral rooms, the fixed projectors and the mobile ones suffice."""
    problem = o.work.problem
    rooms = [room for room in problem.rooms if ORAL_USE in room.uses]
    fixed = [room.availability for room in rooms if room.projector]
    for d in range(len(problem.days)):
        end = _end_of_day(o, d)
        everything = [(kind, o.heard[d, kind.index], _hold(o, kind), 0) for kind in o.kinds]
        held = problem.rules.changeover_minutes if o.work.one_room else 0
        _fits(o, d, end, everything, [room.availability for room in rooms], held)
        in_fixed, carried = [], []
        for kind in o.kinds:
            if _projected(o, kind):
                mobile = o.number(0, len(kind.jobs), f"mobile[{d},{kind.index}]")
                rest = o.heard[d, kind.index] - mobile
                o.model.add(rest >= 0)
                in_fixed.append((kind, rest, _hold(o, kind) if o.work.one_room else _projected(o, kind), 0))
                setup = o.work.up(problem.rules.projector_setup_minutes)
                carried.append((kind, mobile, setup + _projected(o, kind), _before_projection(o, kind) - setup))
        if o.work.one_room or not _several_projected(o):
            _fits(o, d, end, in_fixed, fixed, held)
            mobiles = [projector.availability for projector in problem.projectors]
            _fits(o, d, end, carried, mobiles, problem.rules.projector_setup_minutes)


Load = tuple[Kind, Var, int, int]
"""A kind, how many of it, slots each, and slots from the end of its marking and changeover to the start of those."""


def _hold(o: Outline, kind: Kind) -> int:
    """Slots for which a job holds the room of its orals, at the least."""
    if not o.work.one_room:
        return kind.like.chain
    return o.work.changeover + kind.like.chain + (kind.like.deliberation if o.work.deliberates_at_once else 0)


def _projected(o: Outline, kind: Kind) -> int:
    """Slots of a job's projected orals."""
    return sum(slots for code, slots in kind.like.orals if o.work.problem.title.stage[code].projection)


def _several_projected(o: Outline) -> bool:
    """Whether a job may use a fixed projector for one oral and a mobile one for another, in rooms apart."""
    stage = o.work.problem.title.stage
    return any(sum(stage[code].projection for code, _ in kind.like.orals) > 1 for kind in o.kinds)


def _before_projection(o: Outline, kind: Kind) -> int:
    """Slots from the first oral's start to the first projected oral, and the changeover before."""
    codes = [o.work.problem.title.stage[code].projection for code, _ in kind.like.orals]
    return o.work.changeover + kind.like.offsets[codes.index(True)]


def _end_of_day(o: Outline, d: int) -> Var:
    """No later than the last task of the day."""
    end = o.number(o.base(d), o.base(d + 1), f"end_of_day[{d}]")
    lasts = [day.last for day in o.days.values() if day.day == d]
    if lasts:
        o.model.add_max_equality(end, lasts)
    return end


def _fits(o: Outline, d: int, end: Var, loads: Sequence[Load], places: Sequence[Availability], before: int) -> None:
    """The loads of a day fit into the places' time, from the first release to the end of the day's work.

    Each load begins with `before` minutes in which the place is made ready.
    """
    if not loads:
        return
    base, day = o.base(d), o.work.problem.days[d]
    windows = [w for w in (day.windows(availability) for availability in places) if w]
    total = sum(count * slots for _, count, slots, _ in loads)
    o.model.add(total <= sum(_length(o, w, before) for w in windows))
    if not windows:
        return
    opens = min(_opens(o, w[0][0], before) for w in windows)
    begin = o.number(base + opens, base + o.work.slots_per_day, f"begin[{d}]")
    o.model.add(total <= len(windows) * (end - begin)).only_enforce_if(_some_load(o, loads))
    _begins(o, d, begin, loads)
    for kind, count, slots, later in loads:
        today, some = o.paper_day[kind.like.track, d], o.flag("some")
        o.model.add(count >= some)
        o.model.add(count <= len(kind.jobs) * some)
        start = o.released(kind) + kind.like.marking + later
        o.model.add(count * slots <= len(windows) * (end - start)).only_enforce_if(today, some)
        closes = max(w[-1][1] for w in windows) // o.work.grid
        o.model.add(count * slots <= len(windows) * (base + closes - start)).only_enforce_if(today, some)


def _opens(o: Outline, start: int, before: int) -> int:
    """The first slot of a load in a window: what follows its `before` minutes starts on a slot."""
    return o.work.up(start + before) - o.work.up(before)


def _length(o: Outline, windows: Windows, before: int) -> int:
    return sum(max(0, end // o.work.grid - _opens(o, start, before)) for start, end in windows)


def _some_load(o: Outline, loads: Sequence[Load]) -> Var:
    some = o.flag("some_load")
    o.model.add(sum(count for _, count, _, _ in loads) <= sum(len(kind.jobs) for kind, *_ in loads) * some)
    return some


def _begins(o: Outline, d: int, begin: Var, loads: Sequence[Load]) -> None:
    """The first of the loads is of an earlier day's paper, or starts after the paper and the marking of its own."""
    firsts = []
    for kind, count, _, later in loads:
        today = o.paper_day[kind.like.track, d]
        first, old = o.flag("first"), o.flag("old")
        o.model.add_implication(first, today)
        o.model.add(count >= first)
        o.model.add(begin >= o.released(kind) + kind.like.marking + later).only_enforce_if(first)
        o.model.add_implication(old, ~today)
        o.model.add(count >= old)
        firsts += [first, old]
    nothing = o.flag("nothing")
    o.model.add(sum(count for _, count, _, _ in loads) == 0).only_enforce_if(nothing)
    o.model.add_exactly_one([*firsts, nothing])
