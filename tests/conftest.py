"""For all tests: the time of searches is work done, so no test depends on how fast the machine is."""

from collections.abc import Iterator

import pytest

from work_clock import counting_work


@pytest.fixture(scope="session", autouse=True)
def _work_for_time() -> Iterator[None]:
    with counting_work():
        yield
