"""Where results go: the folder, whether it can be written to, and the files themselves."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from tspi_sched import refused
from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.documents import FILE, Documents
from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import safe_name
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

ALWAYS = ("json", "xlsx")
"""The formats that a new plan is written in, whatever else is asked for."""

PARENT, PLAN, WORKBOOK = "planning", *(FORMATS[name].name for name in ALWAYS)
"""The folder of all results, and the two files that a plan is written to."""

_LONGEST_NAME, _DRAFT = 255, 24
"""Characters of a name, where the system does not say; and what a draft's name has more than that of its file."""


ANONYMOUS = "anonyme"
"""The folder, inside that of the results, of what names nobody: never in the place of what does."""


def documents_option() -> click.Option:
    """The option that says where the organiser's words are."""
    text = _("Centre, signataire, heures d'arrivée et textes des documents (par défaut {file} à côté d'INPUT).")
    return click.Option(["--documents"], metavar=_("FICHIER"), help=text.format(file=FILE))


def default_folder(name: str) -> Path:
    """The folder of a scenario's results when none is given."""
    return Path(PARENT) / safe_name(name)


def paths_of(formats: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """The files and folders that some formats are written to."""
    return tuple(folder / FORMATS[name].name for name in formats)


def check_available(formats: tuple[str, ...]) -> None:
    """Find out before a long search whether the optional packages of some formats are there."""
    if sentences := lacking(formats):
        raise Ending(FAULTS, "\n".join(sentences))


def check_writable(folder: Path, formats: tuple[str, ...] = ALWAYS) -> None:
    """Find out before a long search whether its results can be written; leaves nothing behind."""
    check_name(folder)
    existing = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise cannot_write(existing, error) from None
    for path in paths_of(formats, folder):
        _check_length(path, existing)
        if path.suffix:
            _check_replaceable(path)
        elif path.exists() and not path.is_dir():
            raise cannot_write(path, NotADirectoryError())


def check_name(path: Path) -> None:
    """Refuse a name that the system takes for something else than a file: ``CON`` on Windows is the screen."""
    if fault := refused.bad_name(path):
        raise Ending(FAULTS, _("{path} : {reason}").format(path=path, reason=fault))


def _check_length(path: Path, existing: Path) -> None:
    """Whether the system takes a path's length, that of its draft included, before the folders are made."""
    most = os.pathconf(existing, "PC_NAME_MAX") if hasattr(os, "pathconf") else _LONGEST_NAME
    if any(len(os.fsencode(part)) > most for part in path.parts):
        raise cannot_write(path, OSError(errno.ENAMETOOLONG, ""))
    try:
        path.with_name("." * len(path.name) + "." * _DRAFT).stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(path, error) from None


def spare(read: Iterable[str | Path], targets: Iterable[Path]) -> None:
    """Never write over a file that is read, whatever its name or link; a plan that is read may be kept under another
    name instead, and its place taken: see `deliver`."""
    sources = [Path(path) for path in read if Path(path).exists()]
    for target in targets:
        if target.exists() and any(path.samefile(target) for path in sources):
            text = _("{path} : ce fichier est à lire, il ne peut être remplacé ; écrivez ailleurs avec {option}")
            raise Ending(FAULTS, text.format(path=target, option="-o"))


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
            raise _not_all(Ending(FAULTS, str(error)), done) from error
    return tuple(done)


def written(paths: Iterable[Path]) -> Iterator[str]:
    """The lines that say what was written."""
    yield _("Fichiers écrits :")
    yield from (f"  {path}" for path in paths)


def _not_all(ending: Ending, written: list[Path]) -> Ending:
    """The same end, with what is there all the same."""
    lines = [_("{path} est écrit.").format(path=path) for path in written]
    return Ending(ending.code, "\n".join([str(ending), *lines]))
