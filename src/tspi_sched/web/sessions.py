"""The sessions of a folder, and the variants of each: one scenario file is one variant of its session.

An address never becomes a path: what it names is looked up among what is there, so no name can lead out of the folder.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tspi_sched.documents import FILE as DOCUMENTS
from tspi_sched.documents import Documents
from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import safe_name
from tspi_sched.exports.kept import is_kept
from tspi_sched.reading import documents_for
from tspi_sched.texts import _
from tspi_sched.web.bin import FOLDER as BIN
from tspi_sched.web.jobs import Job, is_running
from tspi_sched.web.place import place_of

HERE = "~"
"""What the folder itself is called in addresses, where it is a session too."""

PARENT, PLAN = "planning", "plan.json"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Session:
    """A folder with a workbook and its scenarios; `key` is its name in addresses."""

    key: str
    folder: Path

    @property
    def name(self) -> str:
        """What people call it."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Variant:
    """One scenario of a session; `input` is what the commands are given: the scenario, or a workbook without one."""

    session: Session
    key: str
    input: Path
    content: dict[str, Any]
    root: Path

    @property
    def name(self) -> str:
        """The scenario's name, which also names the folder of its results."""
        name = self.content.get("name")
        return name if isinstance(name, str) and name else self.input.stem

    @property
    def address(self) -> str:
        """The start of the addresses of all its views."""
        return variant_address(self.session.key, self.key)

    @property
    def workbook(self) -> Path:
        """The workbook that it is about, whether or not it is there."""
        named = self.content.get("workbook")
        return self.input.parent / named if isinstance(named, str) and named else self.input

    @property
    def documents(self) -> Path:
        """The organiser's words, whether or not they are there."""
        return self.input.parent / DOCUMENTS

    @property
    def plan_folder(self) -> Path:
        """Where its plan is or will be: beside its files, or where a command run from the folder above has put it."""
        own, above = (base / PARENT / safe_name(self.name) for base in (self.session.folder, self.root))
        return above if not (own / PLAN).exists() and (above / PLAN).exists() else own

    @property
    def plan(self) -> Path:
        """Its plan, whether or not there is one."""
        return self.plan_folder / PLAN

    @property
    def is_solved_now(self) -> bool:
        """Whether a search is under way."""
        return is_running(Job(self.plan_folder, "solve"))


def changed_at(variant: Variant, path: Path) -> datetime | None:
    """When a file of a variant was last changed, on the clock of its session; None if it is not there."""
    try:
        moment = path.stat().st_mtime
    except OSError:
        return None
    try:
        zone = documents_for(variant.input).timezone
    except InputError:
        zone = Documents().timezone
    return datetime.fromtimestamp(moment, ZoneInfo(zone))


def variant_address(session: str, variant: str) -> str:
    """The start of a variant's addresses."""
    from urllib.parse import quote

    return f"/s/{quote(session, safe='')}/{quote(variant, safe='')}"


def sessions(root: Path) -> tuple[Session, ...]:
    """Every session of a folder, in the order of their names; first the folder itself, if it is one. Raises 410 for a
    folder that was moved, or whose disk was taken out, while the page is open."""
    if not root.is_dir():
        text = _(
            "Ce dossier n'est plus là : {folder}. Remettez-le à sa place, ou rebranchez son disque, puis rechargez la "
            "page. S'il a été déplacé pour de bon, fermez le programme et rouvrez-le sur le nouveau dossier."
        )
        raise HTTPException(410, text.format(folder=root))
    found = [Session(HERE, root)] if _has_session(root) else []
    entries = sorted(_entries(root), key=lambda entry: entry.name.casefold())
    folders = (Path(entry.path) for entry in entries if _is_inside(entry) and entry.name not in (PARENT, HERE, BIN))
    return (*found, *(Session(folder.name, folder) for folder in folders if _has_session(folder)))


def variants(session: Session, root: Path) -> tuple[Variant, ...]:
    """Every variant of a session: its scenarios, then the workbooks that none of them is about."""
    files = sorted((Path(entry.path) for entry in _entries(session.folder) if entry.is_file()), key=_order)
    contents = {path: content for path in files if (content := _scenario(path)) is not None}
    found = [Variant(session, path.stem, path, content, root) for path, content in contents.items()]
    known = {one.workbook.resolve() for one in found}
    keys = {one.key for one in found}
    alone = [path for path in files if _is_workbook(path) and path.resolve() not in known]
    return (*found, *(Variant(session, p.stem if p.stem not in keys else p.name, p, {}, root) for p in alone))


def session_of(request: Request) -> Session:
    """The session that an address names; raises 404."""
    wanted = request.path_params["session"]
    for session in sessions(place_of(request).folder):
        if session.key == wanted:
            return session
    raise HTTPException(404, _("Cette session n'est pas, ou n'est plus, dans le dossier."))


def variant_of(request: Request) -> Variant:
    """The variant that an address names; raises 404."""
    session = session_of(request)
    for variant in variants(session, place_of(request).folder):
        if variant.key == request.path_params["variant"]:
            return variant
    raise HTTPException(404, _("Cette variante n'est pas, ou n'est plus, dans le dossier de la session."))


# --- what is there ---------------------------------------------------------------------------------------------------


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What a folder holds, but for what is hidden; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            yield from (entry for entry in found if not entry.name.startswith((".", "~$")))
    except OSError:
        return


def _is_inside(entry: os.DirEntry[str]) -> bool:
    """A folder that is really there, not a link to somewhere else."""
    return entry.is_dir(follow_symlinks=False)


def _order(path: Path) -> tuple[bool, str]:
    """The scenario that `init` writes first."""
    return path.name != "scenario.toml", path.name.casefold()


def _has_session(folder: Path) -> bool:
    return any(_is_workbook(path) or _scenario(path) is not None for path in map(_path, _entries(folder)))


def _path(entry: os.DirEntry[str]) -> Path:
    return Path(entry.path)


def _is_workbook(path: Path) -> bool:
    named = path.suffix.lower() in WORKBOOKS and path.name != "planning.xlsx" and not is_kept(path)
    return named and path.is_file()


def _scenario(path: Path) -> dict[str, Any] | None:
    """The content of a scenario; empty for one that is no TOML; None for any other file."""
    if path.suffix.lower() != ".toml" or path.name == DOCUMENTS or not path.is_file():
        return None
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError:
        return None
    except ValueError:
        return {} if path.name == "scenario.toml" else None
    return content if "workbook" in content else None
