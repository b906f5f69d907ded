"""An icon that opens the local page of a folder: what each desktop runs by a double click, without a terminal's words.

It calls the program that wrote it and, where that is not there any more, the one that the system finds.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.starter.launcher import POSIX, WINDOWS
from tspi_sched.texts import _

LINUX = ".desktop"


def ending(system: str = sys.platform) -> str:
    """What the name of the file ends in, on a system as `sys.platform` calls it."""
    return WINDOWS if system == "win32" else POSIX if system == "darwin" else LINUX


def desktop(home: Path | None = None, system: str = sys.platform) -> Path:
    """The folder of the desktop, as the system has it; the home folder where there is none."""
    home = home or Path.home()
    candidates = [home / "OneDrive" / "Desktop", home / "OneDrive" / "Bureau"] if system == "win32" else []
    candidates += [Path(told)] if system not in ("win32", "darwin") and (told := _xdg()) else []
    candidates += [home / "Desktop", home / "Bureau"]
    return next((folder for folder in candidates if folder.is_dir()), home)


def write_shortcut(path: Path, folder: Path) -> None:
    """Write the file that opens the page of a folder; what kind it is follows from its name.

    Raises `OSError` if it cannot be written.
    """
    made = {WINDOWS: _batch, POSIX: _script, LINUX: _entry}[path.suffix](folder, sys.executable)
    if path.suffix == WINDOWS:
        made = made.replace("\n", "\r\n")
    write_text(path, made)
    if path.suffix != WINDOWS:
        path.chmod(0o755)


def _batch(folder: Path, python: str) -> str:
    """Commands of Windows; a percent sign in a path is doubled there."""
    known, there = (str(path).replace("%", "%%") for path in (python, folder))
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        "title tspi-sched",
        f'if exist "{known}" (',
        f'  "{known}" -m tspi_sched web "{there}"',
        ") else (",
        f'  tspi-sched web "{there}"',
        ")",
        "if errorlevel 1 pause",
    )
    return "\n".join(lines) + "\n"


def _script(folder: Path, python: str) -> str:
    known, there = shlex.quote(python), shlex.quote(str(folder))
    return (
        "#!/bin/sh\n"
        f"if [ -x {known} ]; then exec {known} -m tspi_sched web {there}; else exec tspi-sched web {there}; fi\n"
    )


def _entry(folder: Path, python: str) -> str:
    """An entry as freedesktop.org has it; its terminal shows the address, and closing it closes the page."""
    command = " ".join(_argument(part) for part in (python, "-m", "tspi_sched", "web", str(folder)))
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        "Name=" + _("Sessions d'examen"),
        f"Comment={_('Ouvre la page de planification dans le navigateur')}",
        f"Exec={command}",
        "Terminal=true",
        "Categories=Office;",
    )
    return "\n".join(lines) + "\n"


def _argument(text: str) -> str:
    r"""An argument of ``Exec``: in quotes, with ``"``, `````, ``$`` and ``\`` escaped, twice over as the format asks,
    and percent signs doubled."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", text).replace("\\", "\\\\")
    return '"' + quoted.replace("%", "%%").replace("\n", "") + '"'


def _xdg() -> str:
    """The desktop's folder as the user's settings have it; empty where nothing tells."""
    try:
        told = subprocess.run(["xdg-user-dir", "DESKTOP"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return os.environ.get("XDG_DESKTOP_DIR", "")
    return told.stdout.strip()
