"""The bin: what was deleted stands in a folder of its own, whole, with a note of where it was, and can be taken back.

Each thing deleted has a folder in `FOLDER`, named after it and the moment; what it was made of lies in it under the
paths that it had in the folder of sessions. Nothing is ever taken out of the bin but by taking it back, or by hand.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException

from tspi_sched.exports.common.files import write_text
from tspi_sched.texts import _

FOLDER = "corbeille"
NOTE = ".corbeille.json"
"""What a thing in the bin says of itself."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """Something in the bin: the name of its folder there, what it is called, when it was deleted, its `paths` as they
    were in the folder of sessions."""

    key: str
    name: str
    at: datetime
    paths: tuple[str, ...]


def put_away(root: Path, name: str, paths: Iterable[Path], now: datetime | None = None) -> Deleted:
    """Move files and folders of the folder of sessions into the bin, as one thing of that name; raises `OSError`."""
    now = (now or datetime.now()).replace(microsecond=0)
    there = [path.relative_to(root).as_posix() for path in paths if path.exists()]
    folder = _free(root / FOLDER, f"{name} ({now:%Y-%m-%d %H.%M.%S})")
    folder.mkdir(parents=True)
    said = {"name": name, "at": now.isoformat(), "paths": there}
    write_text(folder / NOTE, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    for path in there:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).rename(folder / path)
    return Deleted(folder.name, name, now, tuple(there))


def in_bin(root: Path) -> tuple[Deleted, ...]:
    """What is in the bin, the last one first."""
    try:
        folders = [one for one in (root / FOLDER).iterdir() if one.is_dir() and not one.is_symlink()]
    except OSError:
        return ()
    return tuple(sorted(filter(None, map(_read, folders)), key=lambda one: (one.at, one.key), reverse=True))


def take_back(root: Path, key: str) -> Deleted:
    """Put something back where it was; 404 if it is not in the bin, 409 where something else is there by now."""
    found = next((one for one in in_bin(root) if one.key == key), None)
    if found is None:
        raise HTTPException(404, _("Ceci n'est plus dans la corbeille."))
    folder = root / FOLDER / found.key
    for path in found.paths:
        if (root / path).exists():
            text = _("« {path} » existe de nouveau : renommez-le d'abord, puis reprenez ce qui est dans la corbeille.")
            raise HTTPException(409, text.format(path=path))
    for path in found.paths:
        if (folder / path).exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).rename(root / path)
    (folder / NOTE).unlink(missing_ok=True)
    _sweep(folder)
    return found


def _read(folder: Path) -> Deleted | None:
    """What a folder of the bin is; None for one that somebody else put there, or whose paths lead elsewhere."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        paths = tuple(map(str, said["paths"]))
        if all(_is_inside(path) for path in paths):
            return Deleted(folder.name, str(said["name"]), datetime.fromisoformat(said["at"]), paths)
    return None


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and ".." not in parts and ":" not in path


def _free(folder: Path, name: str) -> Path:
    """A path that nothing has."""
    path, again = folder / name, 2
    while path.exists():
        path, again = folder / f"{name} {again}", again + 1
    return path


def _sweep(folder: Path) -> None:
    """Take away folders in which nothing is left, up to the bin itself."""
    every = sorted((path for path in folder.rglob("*") if path.is_dir()), key=lambda path: -len(path.parts))
    for path in (*every, folder, folder.parent):
        with suppress(OSError):
            path.rmdir()
