"""What helps the search must not change what it finds: sessions made to catch a bound or a symmetry that goes too far.

Each is solved with and without strengthening and workload relaxation; random sessions are compared in
`test_random_sessions.py`.
"""

import pytest

from tests.support.helped_sessions import SESSIONS
from tests.support.random_sessions import optimum


@pytest.mark.parametrize("case", SESSIONS)
def test_the_plain_model_finds_the_optimum(case: str) -> None:
    problem, objective, best = SESSIONS[case]
    assert optimum(problem, objective, bare=True) == best


@pytest.mark.parametrize("case", SESSIONS)
def test_the_helped_model_finds_it_too(case: str) -> None:
    problem, objective, best = SESSIONS[case]
    assert optimum(problem, objective) == best
