"""What the tests of the documents to print share: a plug-in that they name."""

import pytest

import export_demo as demo
from pdf_reading import pages
from tspi_sched.export.pdf import write


@pytest.fixture
def written(tmp_path):
    """Writes the documents of a session and gives a function from a file's name to its pages."""

    def written(problem=None, documents=None, plan=None):
        write(problem or demo.problem(), demo.result(plan), tmp_path / "out", documents, today=demo.TODAY)
        return lambda name: pages(tmp_path / "out" / name)

    return written
