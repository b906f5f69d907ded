"""What the tests of reading share."""

from pathlib import Path

import pytest

from tests.support.books import book
from tspi_sched.problem import Problem
from tspi_sched.reading import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small workbook."""
    book(tmp_path / "book.xlsx")
    return tmp_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


@pytest.fixture
def tidy(tmp_path: Path) -> Problem:
    return read(book(tmp_path / "tidy.xlsx"))[0]
