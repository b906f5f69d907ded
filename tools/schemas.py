"""Writes the JSON Schemas that the documentation offers, in French, anew: ``python tools/schemas.py``."""

from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.starter.schemas import MAKERS, file_name, schema_text
from tspi_sched.texts import in_language

FOLDER = Path(__file__).parent.parent / "docs" / "static" / "schemas"


def write_schemas() -> None:
    """All of them."""
    with in_language("fr"):
        for kind in MAKERS:
            write_text(FOLDER / file_name(kind), schema_text(kind))


if __name__ == "__main__":
    write_schemas()
