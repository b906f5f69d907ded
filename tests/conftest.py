"""For all tests: the time of searches is work done, so no test depends on how fast the machine is."""

from collections.abc import Iterator

import pytest

from work_clock import counting_work


@pytest.fixture(scope="session", autouse=True)
def _work_for_time() -> Iterator[None]:
    with counting_work():
        yield


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed does not depend on the terminal of whoever runs the tests."""
    monkeypatch.setenv("COLUMNS", "200")
