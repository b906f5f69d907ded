"""Titles of every shape, in sessions made by chance: plans break no rule, reports are true, what helps the search cuts
off no optimum, and the model finds the best of all plans. Longer runs: `tests/support/many_shapes.py`."""

import pytest

from tests.support.campaigns import far
from tests.support.many_shapes import one, one_tiny
from tests.support.shapes import SHAPES

SEEDS = range(6)


@pytest.mark.parametrize("shape", SHAPES)
def test_sessions_of_a_shape_are_sound_and_compared(shape: str) -> None:
    found = {seed: one(shape, seed, 5) for seed in SEEDS}
    assert {seed: faults for seed, (_end, faults) in found.items() if faults} == {}
    assert sum(end == "compared" for end, _faults in found.values()) >= len(SEEDS) // 3


@pytest.mark.parametrize("shape", SHAPES)
def test_the_model_finds_the_best_of_all_plans(shape: str) -> None:
    found = {seed: one_tiny(shape, seed, 5) for seed in range(far(1, 2) * len(SEEDS))}
    assert {seed: faults for seed, (_end, faults) in found.items() if faults} == {}
    assert sum(end == "compared" for end, _faults in found.values()) >= len(SEEDS) // 3
