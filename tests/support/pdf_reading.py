"""The documents to print as tests read them: the text of each page."""

import re
from pathlib import Path

import pytest

pypdf = pytest.importorskip("pypdf")

FILES = [
    "planning.pdf",
    "planning-affichage.pdf",
    "convocations-candidats.pdf",
    "convocations-jury.pdf",
    "surveillance.pdf",
    "emargements.pdf",
    "affiches.pdf",
]


def pages(path: Path) -> list[str]:
    """The text of each page, with plain blanks and apostrophes."""
    texts = (page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(path).pages)
    return [re.sub(r"\s+", " ", text).replace("’", "'") for text in texts]
