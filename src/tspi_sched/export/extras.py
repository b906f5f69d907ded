"""Packages that not everybody needs: loaded where they are used, and named with their extra when they are missing."""

import os
from importlib import import_module
from importlib.util import find_spec
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
    """The sentence that says what to install."""
    text = _("il manque {package} : installez l'option « {extra} » ; dans le dossier du projet, {command}")
    pip = r".venv\Scripts\pip" if os.name == "nt" else ".venv/bin/pip"
    return text.format(package=_package(module), extra=extra, command=f'{pip} install ".[{extra}]"')


def _package(module: str) -> str:
    return module.partition(".")[0]
