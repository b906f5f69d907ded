"""Every format that a plan can be written in: what its file is called and who writes it. One line a format."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tspi_sched.checker import check
from tspi_sched.documents import Documents
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.exports.common.extras import is_there, missing
from tspi_sched.plan import Result
from tspi_sched.problem import Problem


@dataclass(frozen=True)
class Format:
    """A format: its file, or its folder if the name has no ending; the module with ``write(problem, result, path)``;
    the optional package that this module needs, with the extra that brings it; whether it takes what the organiser
    says on paper, as a fourth argument."""

    name: str
    module: str
    package: str = ""
    extra: str = ""
    documents: bool = False

    def write(self, problem: Problem, result: Result, folder: Path, documents: Documents | None = None) -> Path:
        """Write a plan into a folder; returns the path of what was written."""
        path, more = folder / self.name, (documents,) if self.documents else ()
        import_module(f"tspi_sched.exports.{self.module}").write(problem, result, path, *more)
        return path


FORMATS = {
    "json": Format("plan.json", "plan_json"),
    "xlsx": Format("planning.xlsx", "xlsx", documents=True),
    "html": Format("planning.html", "html"),
    "ics": Format("calendriers", "ics", documents=True),
    "pdf": Format("documents", "pdf", "typst", "pdf", documents=True),
    "png": Format("planning.png", "picture", "matplotlib", "plots"),
    "svg": Format("planning.svg", "picture", "matplotlib", "plots"),
}
"""The formats by the names that commands know them by."""


def export(
    problem: Problem,
    result: Result,
    folder: str | Path,
    formats: Sequence[str] = ("json", "xlsx"),
    documents: Documents | None = None,
    *,
    anonymise: bool = False,
) -> tuple[Path, ...]:
    """Write a plan that keeps every rule, for the people concerned.

    Args:
        problem: The session.
        result: A plan of it, with the proofs of its search if there are any.
        folder: Where to write; it is made if it is not there. What it holds already under the same names is replaced.
        formats: Names of `tspi_sched.exports.FORMATS`: json, xlsx, html, ics, pdf, png, svg.
        documents: What the organiser says on paper; `tspi_sched.reading.read_documents` reads it.
        anonymise: Codes stand in the place of people and companies.

    Returns:
        The file of each format, or its folder, in the order asked for.

    Raises:
        ValueError: There is no plan, it breaks a rule, or a format is unknown; nothing is written.
        ImportError: A package that a format needs is missing; it names the extra to install. Nothing is written.
        OSError: A file cannot be written.

    Example:
        >>> [path.name for path in tspi_sched.export(problem, result, folder, ("xlsx", "html", "ics"))]
        ['planning.xlsx', 'planning.html', 'calendriers']
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"unknown format: {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    if result.plan is None or (broken := check(problem, result.plan)):
        why = "\n".join(violation.message for violation in broken) if result.plan else "there is no plan"
        raise ValueError(f"only a plan that keeps every rule is written: {why}")
    if sentences := lacking(tuple(formats)):
        raise ImportError("\n".join(sentences))
    if anonymise:
        problem, result = anonymised(problem, result)
        documents = documents and Documents(leads=documents.leads)
    return tuple(FORMATS[name].write(problem, result, Path(folder), documents) for name in formats)


def lacking(names: tuple[str, ...]) -> tuple[str, ...]:
    """What would have to be installed before some formats can be written, one sentence each."""
    wanted = {(FORMATS[name].package, FORMATS[name].extra): None for name in names if FORMATS[name].package}
    return tuple(missing(package, extra) for package, extra in wanted if not is_there(package))
