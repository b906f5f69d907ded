"""What schedules are told by, and whether some stand for others."""

from collections import defaultdict
from collections.abc import Sequence

from tests.support.column_reading import cost
from tspi_sched.columns.network import Duals, Network, PanelSchedule, projected


def told_by(network: Network, one: PanelSchedule, *, slots: Sequence[int] = ()) -> object:
    """What has to be the same in a schedule that stands for another, as to projectors at some slots only."""
    day = network.instance.slots_per_day
    several = {number for pair in network.consecutive for number in pair}
    return (
        one.jobs,
        one.duty,
        tuple(sorted((n, start // day, ends) for n, start, ends in one.heard if n in several)),
        tuple(slot in projected(network, one) for slot in slots),
    )


def stood_for(
    network: Network,
    duals: Duals,
    some: list[PanelSchedule],
    listed: list[PanelSchedule],
    *,
    slots: Sequence[int] = (),
) -> bool:
    """Whether for each of some schedules there is one in the list that is told by the same, and comes to no more."""
    found = defaultdict(set)
    for one in listed:
        found[told_by(network, one, slots=slots)].add(comes_to(network, duals, one))
    wanted = {(told_by(network, one, slots=slots), comes_to(network, duals, one)) for one in some}
    return all(any(p <= presence and w <= waits for p, w in found[told]) for told, (presence, waits) in wanted)


def comes_to(network: Network, duals: Duals, one: PanelSchedule) -> tuple[int, int]:
    """Presence, and what waits and hours cost; where waits have no price, the waits."""
    return one.amounts["presence"], cost(network, duals, one) if duals.amounts["waiting"] else one.amounts["waiting"]
