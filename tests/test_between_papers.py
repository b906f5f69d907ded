"""Candidates on several tracks: what they wait between their papers, and for orals in order."""

from itinerary_sessions import box_of, three_papers
from sessions import at
from tspi_sched.model import Box


def test_a_gap_that_a_third_paper_may_fill_is_no_wait() -> None:
    """Bread from 08:15 to 09:00, cakes from 09:30 on: sweets may be written in between, which takes 15."""
    network = three_papers()
    early, late = at("08:00") // network.work.grid, at("09:15") // network.work.grid
    box = box_of(network, PAIN="08:15", GATEAU="09:30", SUCRE="08:00")
    assert network.between(Box({**box.starts, "SUCRE": tuple(range(early, late + 1))}, box.duty)) == 0


def test_a_gap_too_short_for_anything_is_a_wait() -> None:
    """Sweets until 08:15, bread from 08:25 to 09:10, cakes from 09:20 on: 10 and 10 in between."""
    network = three_papers()
    box = box_of(network, SUCRE="08:00", PAIN="08:25", GATEAU="09:20")
    assert network.work.grid * network.between(box) == 20
