"""Where results go: the folder, whether it can be written to, and the files themselves."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from tspi_sched import refused
from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.documents import FILE
from tspi_sched.exports.common.files import safe_name
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.writing import ALWAYS, cannot_write, paths_of
from tspi_sched.texts import _

PARENT, PLAN, WORKBOOK = "planning", *(FORMATS[name].name for name in ALWAYS)
"""The folder of all results, and the two files that a plan is written to."""

_LONGEST_NAME, _DRAFT = 255, 24
"""Characters of a name, where the system does not say; and what a draft's name has more than that of its file."""


def documents_option() -> click.Option:
    """The option that says where the organiser's words are."""
    text = _("Centre, signataire, heures d'arrivée et textes des documents (par défaut {file} à côté d'INPUT).")
    return click.Option(["--documents"], metavar=_("FICHIER"), help=text.format(file=FILE))


def default_folder(name: str) -> Path:
    """The folder of a scenario's results when none is given."""
    return Path(PARENT) / safe_name(name)


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


def written(paths: Iterable[Path]) -> Iterator[str]:
    """The lines that say what was written."""
    yield _("Fichiers écrits :")
    yield from (f"  {path}" for path in paths)
