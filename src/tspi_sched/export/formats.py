"""Every format that a plan can be written in: what its file is called and who writes it. One line a format."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tspi_sched.export.extras import is_there, missing
from tspi_sched.plan import Result
from tspi_sched.problem import Problem


@dataclass(frozen=True)
class Format:
    """A format: its file, or its folder if the name has no ending; the module with ``write(problem, result, path)``;
    the optional package that this module needs, with the extra that brings it."""

    name: str
    module: str
    package: str = ""
    extra: str = ""

    def write(self, problem: Problem, result: Result, folder: Path) -> Path:
        """Write a plan into a folder; returns the path of what was written."""
        path = folder / self.name
        import_module(f"tspi_sched.export.{self.module}").write(problem, result, path)
        return path


FORMATS = {
    "json": Format("plan.json", "plan_json"),
    "xlsx": Format("planning.xlsx", "xlsx"),
    "html": Format("planning.html", "html"),
    "ics": Format("calendriers", "ics"),
    "png": Format("planning.png", "picture", "matplotlib", "plots"),
    "svg": Format("planning.svg", "picture", "matplotlib", "plots"),
}
"""The formats by the names that commands know them by."""


def lacking(names: tuple[str, ...]) -> tuple[str, ...]:
    """What would have to be installed before some formats can be written, one sentence each."""
    wanted = {(FORMATS[name].package, FORMATS[name].extra): None for name in names if FORMATS[name].package}
    return tuple(missing(package, extra) for package, extra in wanted if not is_there(package))
