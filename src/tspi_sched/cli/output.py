"""Where results go: the folder, whether it can be written to, and the files themselves."""

import os
import tempfile
from pathlib import Path

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.export.files import safe_name
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

PARENT, PLAN, WORKBOOK = "planning", "plan.json", "planning.xlsx"
"""The folder of all results, and the two files that a plan is written to."""


def default_folder(name: str) -> Path:
    """The folder of a scenario's results when none is given."""
    return Path(PARENT) / safe_name(name)


def check_writable(folder: Path) -> None:
    """Find out before a long search whether its results can be written; leaves nothing behind."""
    existing = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise cannot_write(existing, error) from None
    for path in (folder / PLAN, folder / WORKBOOK):
        _check_replaceable(path)


def _check_replaceable(path: Path) -> None:
    """Whether an old file may be replaced: on Windows, Excel keeps an open one for itself."""
    if not path.exists():
        return
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> Ending:
    """How a command ends when a file or a folder cannot be written."""
    return Ending(FAULTS, _("{path} : {reason}").format(path=path, reason=_reason(path, error)))


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
            return _("écriture impossible ({reason})").format(reason=error.strerror or type(error).__name__)


def write_plan(problem: Problem, result: Result, folder: Path) -> tuple[Path, ...]:
    """Write the files of a plan that keeps every rule; returns their paths.

    Raises `AssertionError` for a plan that breaks one: such a plan is never written as valid.
    """
    from tspi_sched.check import check
    from tspi_sched.export import plan_json, xlsx

    if result.plan is None or check(problem, result.plan):
        raise AssertionError("a plan that breaks a rule is not written")
    written: list[Path] = []
    for name, write in ((PLAN, plan_json.write), (WORKBOOK, xlsx.write)):
        try:
            write(problem, result, folder / name)
        except OSError as error:
            raise _not_all(cannot_write(folder / name, error), written) from None
        written.append(folder / name)
    return tuple(written)


def _not_all(ending: Ending, written: list[Path]) -> Ending:
    """The same end, with what is there all the same."""
    lines = [_("{path} est écrit.").format(path=path) for path in written]
    return Ending(ending.code, "\n".join([str(ending), *lines]))
