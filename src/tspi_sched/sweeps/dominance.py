"""Which rows another one makes pointless, and how far each is from the first of its base."""

from collections.abc import Sequence

from tspi_sched.sweeps.run import Row


def dominated(rows: Sequence[Row]) -> tuple[bool, ...]:
    """For each row whether another row of the same base is no worse in every objective of its scenario, and better in
    one of them."""
    return tuple(any(_better(other, row) for other in rows) for row in rows)


def _better(one: Row, other: Row) -> bool:
    if not (one.outcome.measures and other.outcome.measures) or one.variant.base is not other.variant.base:
        return False
    wishes = other.variant.wishes
    names = [objective.name for objective in wishes.objectives] if wishes else []
    apart = [other.outcome.measures[name] - one.outcome.measures[name] for name in names]
    return min(apart) >= 0 and max(apart) > 0


def references(rows: Sequence[Row]) -> tuple[Row, ...]:
    """For each row the one it is compared with: the first of its base."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.variant.base.label, row)
    return tuple(first[row.variant.base.label] for row in rows)
