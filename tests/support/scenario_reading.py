"""Scenarios written beside the small workbook, and read."""

from pathlib import Path

from tests.support.books import scenario
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.wishes import Wishes


def read_with(folder: Path, text: str) -> tuple[Problem, Wishes]:
    """What a scenario of this text asks for."""
    return read(scenario(folder / "plan.toml", text))
