"""A file to double-click, beside the workbook: it plans the session, for whoever does not care for terminals.

It calls the program that wrote it and, where that is not there (the folder was moved to another computer), the one that
the system finds.
"""

import os
import shlex
import sys
from pathlib import Path

from tspi_sched.texts import _

WINDOWS, POSIX = ".bat", ".command"
"""What Windows and macOS run by a double click; most desktops of Linux offer to run the second."""


def launcher_name(windows: bool = os.name == "nt") -> str:
    """What the file is called."""
    return _("Planifier") + (WINDOWS if windows else POSIX)


def write_launcher(path: Path, scenario: str) -> None:
    """Write the file, so that it may be run."""
    windows = path.suffix == WINDOWS
    text = _batch(scenario, sys.executable) if windows else _script(scenario, sys.executable)
    path.write_text(text, encoding="utf-8", newline="\r\n" if windows else "\n")
    if not windows:
        path.chmod(0o755)


def _batch(scenario: str, python: str) -> str:
    """Commands of Windows; a percent sign in a path is doubled there."""
    known = python.replace("%", "%%")
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        'cd /d "%~dp0"',
        f'if exist "{known}" (',
        f'  "{known}" -m tspi_sched solve "{scenario}"',
        ") else (",
        f'  tspi-sched solve "{scenario}"',
        ")",
        'if not errorlevel 1 if exist planning start "" planning',
        "pause",
    )
    return "\n".join(lines) + "\n"


def _script(scenario: str, python: str) -> str:
    """The same for a shell."""
    known, file = shlex.quote(python), shlex.quote(scenario)
    lines = (
        "#!/bin/sh",
        'cd "$(dirname "$0")" || exit 1',
        f"if [ -x {known} ]; then {known} -m tspi_sched solve {file}; else tspi-sched solve {file}; fi",
        "code=$?",
        '[ "$code" -eq 0 ] && [ "$(uname)" = Darwin ] && open planning',
        f"[ -t 0 ] && printf {shlex.quote(_('Entrée pour fermer.'))} && read -r _answer",
        'exit "$code"',
    )
    return "\n".join(lines) + "\n"
