"""Lists that were dropped and of which something has to be asked: kept in a hidden folder until it is answered."""

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

from starlette.exceptions import HTTPException

from tspi_sched.exports.common.files import write_bytes, write_text
from tspi_sched.texts import _

FOLDER = ".tspi-lists"
OLD = 24 * 3600
"""Seconds after which nobody is expected to answer any more."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A list under its key: where it is kept, the name that it came under, the name that the session is to have, the
    code of its title; or the session and the variant that it is to be added `into`."""

    key: str
    path: Path
    file: str
    name: str
    title: str
    into: tuple[str, ...] = ()


def put(root: Path, content: bytes, file: str, name: str, title: str, into: tuple[str, ...] = ()) -> Pending:
    """Keep a list; those that are too old go."""
    _sweep(root / FOLDER)
    folder = root / FOLDER / secrets.token_hex(8)
    path = folder / f"list{Path(file).suffix.lower()}"
    folder.mkdir(parents=True)
    write_bytes(path, content)
    write_text(folder / "about.json", json.dumps({"file": file, "name": name, "title": title, "into": into}))
    return Pending(folder.name, path, file, name, title, into)


def get(root: Path, key: str) -> Pending:
    """The list of a key; 404 if there is none."""
    for folder in _folders(root / FOLDER):
        if folder.name == key:
            with suppress(OSError, ValueError, KeyError, StopIteration):
                about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
                path = next(path for path in folder.iterdir() if path.stem == "list")
                return Pending(key, path, about["file"], about["name"], about["title"], tuple(about.get("into", ())))
    raise HTTPException(404, _("Cette liste n'est plus là : déposez-la de nouveau."))


def drop(root: Path, pending: Pending) -> None:
    """Take a list away, with the hidden folder once nothing is left in it."""
    shutil.rmtree(pending.path.parent, ignore_errors=True)
    with suppress(OSError):
        (root / FOLDER).rmdir()


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return [Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _sweep(folder: Path) -> None:
    for one in _folders(folder):
        with suppress(OSError):
            if time() - one.stat().st_mtime > OLD:
                shutil.rmtree(one, ignore_errors=True)
