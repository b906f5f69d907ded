"""A plan written in some formats, whole or not: what cannot be written is said in words, with what is there already."""

from collections.abc import Iterable
from pathlib import Path

from tspi_sched import refused
from tspi_sched.documents import Documents
from tspi_sched.errors import InputError
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

ALWAYS = ("json", "xlsx")
"""The formats that a new plan is written in, whatever else is asked for."""

PUBLISHED = ("json", "xlsx", "html", "ics")
"""The formats of every edition; the PDFs where they can be made, the pictures where the folder has them."""

ANONYMOUS = "anonyme"
"""The folder, inside that of the results, of what names nobody: never in the place of what does."""


class NotWritten(Exception):
    """Something could not be written; the message says what, why, and what is there all the same."""


def paths_of(formats: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """The files and folders that some formats are written to."""
    return tuple(folder / FORMATS[name].name for name in formats)


def cannot_write(path: Path, error: OSError) -> "NotWritten":
    """What is raised when a file or a folder cannot be written."""
    return NotWritten(_("{path} : {reason}").format(path=path, reason=_reason(path, error)))


def _reason(path: Path, error: OSError) -> str:
    match error:
        case PermissionError() if path.is_dir():
            return _("écriture refusée dans ce dossier ; choisissez-en un autre")
        case PermissionError():
            return _(
                "écriture refusée ; fermez le fichier s'il est ouvert (dans Excel ?), ou choisissez un autre dossier"
            )
        case NotADirectoryError() | FileExistsError():
            return _("ce n'est pas un dossier ; choisissez-en un autre")
        case IsADirectoryError():
            return _("c'est un dossier, et il faut y écrire un fichier")
        case _:
            return refused.reason(error)


def write_plan(
    problem: Problem,
    result: Result,
    folder: Path,
    formats: tuple[str, ...] = ALWAYS,
    documents: Documents | None = None,
    despite: bool = False,
) -> tuple[Path, ...]:
    """Write a plan that keeps every rule in some formats; returns the paths of its files and folders.

    Raises `AssertionError` for a plan that breaks one, unless that is known: such a plan is never written as valid.
    """
    from tspi_sched.checker import check

    if result.plan is None or not (despite or not check(problem, result.plan)):
        raise AssertionError("a plan that breaks a rule is not written")
    done: list[Path] = []
    for name in formats:
        try:
            done.append(FORMATS[name].write(problem, result, folder, documents))
        except OSError as error:
            blamed = error.filename2 or folder / FORMATS[name].name  # one file of several that could not be replaced
            raise _not_all(cannot_write(Path(blamed), error), done) from None
        except (InputError, ImportError) as error:  # a damaged logo or package, another session's folder
            raise _not_all(NotWritten(str(error)), done) from error
    return tuple(done)


def _not_all(late: NotWritten, written: list[Path]) -> NotWritten:
    """The same, with what is there all the same."""
    lines = [_("{path} est écrit.").format(path=path) for path in written]
    return NotWritten("\n".join([str(late), *lines]))
