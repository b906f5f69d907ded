"""Titles of every shape, in sessions made by chance: plans break no rule, reports are true, and what helps the search
cuts off no optimum. Longer runs: `tests/support/many_shapes.py`."""

import pytest

from tests.support.many_shapes import one
from tests.support.shapes import SHAPES

SEEDS = range(6)


@pytest.mark.parametrize("shape", SHAPES)
def test_sessions_of_a_shape_are_sound_and_compared(shape: str) -> None:
    found = {seed: one(shape, seed, 5) for seed in SEEDS}
    assert {seed: faults for seed, (_end, faults) in found.items() if faults} == {}
    assert sum(end == "compared" for end, _faults in found.values()) >= len(SEEDS) // 2
