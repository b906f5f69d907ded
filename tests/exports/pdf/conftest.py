"""What the tests of the documents to print share."""

import pytest

from tests.support import export_demo as demo
from tests.support.pdf_reading import pages
from tspi_sched.exports.pdf import write


@pytest.fixture
def written(tmp_path):
    """Writes the documents of a session and gives a function from a file's name to its pages."""

    def written(problem=None, documents=None, plan=None):
        write(problem or demo.problem(), demo.result(plan), tmp_path / "out", documents, today=demo.TODAY)
        return lambda name: pages(tmp_path / "out" / name)

    return written
