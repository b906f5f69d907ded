"""Packages that not everybody needs: loaded where they are used, and named with their extra when they are missing."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePath
from types import ModuleType

from tspi_sched.texts import _


def needed(module: str, extra: str) -> ModuleType:
    """A module of an optional package; `ImportError` names the extra that brings it when it is missing."""
    try:
        import_module(_package(module))
        return import_module(module)
    except ImportError as error:
        raise ImportError(missing(module, extra)) from error


def is_there(module: str) -> bool:
    """Whether a package is installed, found out without loading it."""
    try:
        return find_spec(module) is not None
    except ValueError:  # something else has taken its name
        return False


def missing(module: str, extra: str) -> str:
    """The sentence that says what to install, as the program itself was installed."""
    text = _("il manque {package} (option « {extra} ») ; pour l'installer : {command}")
    package = _package(module)
    return text.format(package=package, extra=extra, command=install_command(package, sys.prefix, sys.executable))


def install_command(package: str, prefix: str, python: str) -> str:
    """What adds a package to the environment at `prefix`: by pipx or uv where they made it, else by its own pip."""
    parts = [part.lower() for part in PurePath(prefix.replace("\\", "/")).parts]
    if "pipx" in parts:
        return f"pipx inject tspi-sched {package}"
    if "uv" in parts or not is_there("pip"):
        return f"uv pip install --python {_quoted(python)} {package}"
    return f"{_quoted(python)} -m pip install {package}"


def _quoted(path: str) -> str:
    """A program's path as a terminal takes it, from here if that is shorter."""
    with suppress(ValueError, OSError):
        path = str(Path(path).relative_to(Path.cwd()))
    if " " not in path:
        return path
    return f'& "{path}"' if os.name == "nt" else f'"{path}"'


def _package(module: str) -> str:
    return module.partition(".")[0]
