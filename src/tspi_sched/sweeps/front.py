"""The Pareto front of two objectives, and the line under it that no plan can cross.

Each row of a sweep proves something. Its plan has the values X and Y; its search proved the bounds x and y, each for
plans that lose nothing on the objectives before. So no plan of the same scenario, as good on the objectives that come
before these two, has at most X and less than y, nor at most Y and less than x: whichever of the two came first, both
hold. Rows of one scenario that differ in their wishes only (another order, another tolerance) add their proofs up; of
several scenarios only what all of them exclude is excluded.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

ORDERS = "tspi_sched.orders"
"""Where a data frame remembers the order of the objectives of each row's wishes, by the second half of its key."""

Point = tuple[int, int]


def facts_half(key: str) -> str:
    """What a key says of the session and its rules."""
    return key.partition("-")[0]


def wishes_half(key: str) -> str:
    """What a key says of what is wanted of the plan."""
    return key.partition("-")[2]


@dataclass(frozen=True)
class Proof:
    """What one row says of two objectives: its plan's values, the bounds (None: nothing known), and the group of rows
    with which its proofs may be added up."""

    x: int
    y: int
    x_bound: int | None
    y_bound: int | None
    group: Hashable = None


def floor(proofs: Iterable[Proof], x: int) -> int | None:
    """The least Y that is not excluded for plans with an X of at most `x`; None where nothing is known."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for proof in proofs:
        found = groups[proof.group]
        if proof.y_bound is not None and x <= proof.x:
            found.append(proof.y_bound)
        if proof.x_bound is not None and x < proof.x_bound:
            found.append(proof.y)
    if not groups or not all(groups.values()):
        return None
    return min(map(max, groups.values()))


def line(proofs: Sequence[Proof]) -> list[Point]:
    """The corners of the line that no plan can cross, from the smallest X on; empty where nothing is known."""
    bounds = {one.x_bound for one in proofs if one.x_bound is not None}
    steps = sorted({one.x for one in proofs} | bounds | {bound - 1 for bound in bounds})
    known = [(x, height) for x in steps if (height := floor(proofs, x)) is not None]
    corners = known[:1]
    for (x, before), (_next, after) in pairwise(known):
        if after != before:
            corners += [(x, before), (x, after)]
    return list(dict.fromkeys([*corners, *known[-1:]]))


def swapped(proof: Proof) -> Proof:
    """The same with the two objectives exchanged."""
    return Proof(proof.y, proof.x, proof.y_bound, proof.x_bound, proof.group)


def pareto(frame: "pandas.DataFrame", x: str, y: str) -> "pandas.DataFrame":
    """The rows of a sweep that no other one of their base betters in two objectives, with what is proven there.

    Args:
        frame: What `sweep` gave, a part of it, or its ``sweep.csv`` read again.
        x: An objective that was asked for.
        y: Another one.

    Returns:
        The front, base by base, in the order of `x`, with the axes, both objectives and their bounds. ``Y_bound`` is
        proven for every plan of the scenarios in the frame that has no more of `x`, and ``X_bound`` for every plan that
        has no more of `y`, as long as it loses nothing on the objectives that come before the two; missing where
        nothing is proven.

    Raises:
        ValueError: An objective is none of the frame's.

    Example:
        >>> wishes = [["days", {"name": "finish", "tolerance": minutes}, "waiting"] for minutes in (0, 30)]
        >>> axis = {"name": "fin", "values": [{"label": str(one[1]["tolerance"]), "objectives": one} for one in wishes]}
        >>> frame = tspi_sched.sweep({"base": "scenarios/tiny.toml", "axis": [axis]})
        >>> front = tspi_sched.pareto(frame, "finish", "waiting")
        >>> (front["waiting_bound"] <= front["waiting"]).all()
        np.True_
    """
    import pandas

    _refuse_unknown(frame, x, y)
    with_plan = frame[frame[x].notna() & frame[y].notna()]
    if with_plan.empty:
        return with_plan[_columns(frame, x, y)]
    orders = frame.attrs.get(ORDERS, {})
    parts = [_front(group, x, y, orders) for _base, group in with_plan.groupby("base", sort=False)]
    return pandas.concat(parts, ignore_index=True)[_columns(frame, x, y)]


def _refuse_unknown(frame: "pandas.DataFrame", x: str, y: str) -> None:
    known = [name for name in frame.columns if f"{name}_bound" in frame.columns]
    if unknown := [name for name in (x, y) if name not in known]:
        raise ValueError(f"no objective of this table: {', '.join(unknown)}; there are {', '.join(known)}")
    if x == y:
        raise ValueError(f"two different objectives are needed, not {x} twice")


def _columns(frame: "pandas.DataFrame", x: str, y: str) -> list[str]:
    columns = list(frame.columns)
    return [*columns[: columns.index("status")], x, f"{x}_bound", y, f"{y}_bound", "status", "key"]


def _front(rows: "pandas.DataFrame", x: str, y: str, orders: Mapping[str, Sequence[str]]) -> "pandas.DataFrame":
    proofs = _proofs(rows, x, y, orders)
    ordered = rows.sort_values([x, y], kind="stable")
    best = ordered[y].cummin()
    front = ordered[(best.shift().isna() | (ordered[y] < best.shift().fillna(0)))].copy()
    turned = [swapped(proof) for proof in proofs]
    front[f"{y}_bound"] = [floor(proofs, int(value)) for value in front[x]]
    front[f"{x}_bound"] = [floor(turned, int(value)) for value in front[y]]
    return front.astype({f"{x}_bound": "Int64", f"{y}_bound": "Int64"})


def _proofs(rows: "pandas.DataFrame", x: str, y: str, orders: Mapping[str, Sequence[str]]) -> list[Proof]:
    asked = [name for name in rows.columns if f"{name}_bound" in rows.columns]
    before = first_of([orders.get(wishes_half(str(key)), asked) for key in rows["key"]], x, y)
    return [_proof(row, x, y, before) for row in rows.to_dict("records")]


def _proof(row: Mapping[Any, Any], x: str, y: str, before: Sequence[str]) -> Proof:
    group = (facts_half(str(row["key"])), *(row[name] for name in before))
    return Proof(int(row[x]), int(row[y]), _known(row[f"{x}_bound"]), _known(row[f"{y}_bound"]), group)


def _known(value: Any) -> int | None:
    """A bound; no objective is below 0 anyway."""
    import pandas

    return None if pandas.isna(value) else int(value)


def first_of(orders: Iterable[Sequence[str]], x: str, y: str) -> list[str]:
    """The objectives that come before one of two in some order; proofs hold for plans that lose nothing on these."""
    found: dict[str, None] = {}
    for order in orders:
        last = max((order.index(name) for name in (x, y) if name in order), default=0)
        found.update(dict.fromkeys(name for name in order[:last] if name not in (x, y)))
    return list(found)
