"""What the tests of planning.xlsx share."""

import pytest

from tests.support.xlsx_reading import Book, book_of


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The planning.xlsx of the demonstration session."""
    return book_of(tmp_path_factory.mktemp("book"))[1]
