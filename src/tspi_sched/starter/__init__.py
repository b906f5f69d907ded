"""The first files of a new session: a workbook to fill in, with a small session as an example, its scenario, what its
documents say, a file to double-click, and for editors the JSON Schemas of what is written by hand."""

from datetime import date, timedelta
from pathlib import Path

from tspi_sched.documents import FILE as DOCUMENTS
from tspi_sched.errors import Fault, InputError
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.xlsx.book import save
from tspi_sched.problem import Title
from tspi_sched.reading.title import DEFAULT, read_title
from tspi_sched.starter.book import facts_book
from tspi_sched.starter.documents import documents_text
from tspi_sched.starter.example import example_rows
from tspi_sched.starter.launcher import launcher_name, write_launcher
from tspi_sched.starter.scenario import SCHEMAS, scenario_text
from tspi_sched.starter.schemas import MAKERS, file_name, schema_text
from tspi_sched.texts import _, harmless

WORKBOOK, SCENARIO = "session.xlsx", "scenario.toml"

AHEAD_DAYS = 60
"""The example session lies at least so far ahead, so that it draws no warning about late notice."""


def write_starter(
    directory: Path, *, today: date | None = None, title: Title | None = None, title_file: Path | None = None
) -> list[Path]:
    """Write the starter files into a folder, made if need be, in the language in force; returns their paths, those of
    the schemas for editors aside.

    `title` is whose tracks, stages and minutes they offer, by default TSPI's; its `title_file`, if it has one of its
    own, is copied beside them.
    Raises `InputError` rather than overwrite a file.
    """
    today, title = today or date.today(), title or read_title(DEFAULT, Path())
    folder = Path(directory)
    paths = [folder / name for name in (WORKBOOK, SCENARIO, DOCUMENTS, launcher_name())]
    workbook, scenario, documents, launcher = paths
    named = title_file.name if title_file else title.code
    schemas = {kind: folder / SCHEMAS / file_name(kind) for kind in MAKERS}
    _refuse_to_overwrite(folder, *paths, *schemas.values(), *([folder / named] if title_file else []))
    rows = example_rows(_first_monday(today), title, named)
    save(facts_book(rows, _("Session d'exemple, à remplacer par la vôtre"), title), workbook, today)
    if title_file:
        write_text(folder / named, title_file.read_text(encoding="utf-8"))
    write_text(scenario, scenario_text(WORKBOOK, _name(folder), title, named))
    write_text(documents, documents_text(title))
    write_launcher(launcher, SCENARIO)
    for kind, path in schemas.items():
        write_text(path, schema_text(kind, title))
    return paths


def _name(folder: Path) -> str:
    """The scenario's name: its folder's, so that two sessions are not written to one folder."""
    return " ".join(harmless(folder.resolve().name).split()) or _("ma-session")


def _refuse_to_overwrite(folder: Path, *paths: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError((Fault(str(folder), "", _("ce n'est pas un dossier : donnez le nom d'un dossier")),))
    there = [path for path in paths if path.exists()]
    if there:
        message = _("le fichier existe déjà et n'est pas remplacé : choisissez un autre dossier")
        raise InputError(tuple(Fault(str(path), "", message) for path in there))


def _first_monday(today: date) -> date:
    day = today + timedelta(days=AHEAD_DAYS)
    return day + timedelta(days=-day.weekday() % 7)
