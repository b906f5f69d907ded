"""What the tests of planning.xlsx share: a plug-in that they name."""

import pytest

from xlsx_reading import book_of


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The planning.xlsx of the demonstration session."""
    return book_of(tmp_path_factory.mktemp("book"))[1]
