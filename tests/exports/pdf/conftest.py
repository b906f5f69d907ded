"""What the tests of the documents to print share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.pdf_reading import pages
from tspi_sched.exports.pdf import write
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Any]:
    """Writes the documents of a session and gives a function from a file's name to its pages."""

    def written(problem: Problem = None, documents: Any = None, plan: Plan = None) -> Callable[..., Any]:
        write(problem or demo.problem(), demo.result(plan), tmp_path / "out", documents, today=demo.TODAY)
        return lambda name: pages(tmp_path / "out" / name)

    return written
