"""What the tests of scenarios share."""

from pathlib import Path

import pytest

from tests.support.books import book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small workbook."""
    book(tmp_path / "book.xlsx")
    return tmp_path
