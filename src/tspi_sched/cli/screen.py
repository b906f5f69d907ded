"""Writing to the terminal: results on standard output, everything else on standard error.

What comes from a file is stripped of whatever could steer a terminal. A reader that goes away early (``| head``) ends
the output, not the work.
"""

import codecs
import os
import shutil
import sys
import unicodedata
from contextlib import suppress
from typing import TextIO

from tspi_sched.errors import InputError
from tspi_sched.texts import _, harmless, mark, ngettext


def say(text: str = "") -> None:
    """One line of results."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """One line beside the results: faults, notices, progress."""
    _write(sys.stderr, text)


def tell_lines(text: str) -> None:
    """Several lines on standard error; none for an empty text."""
    for line in text.splitlines():
        tell(line)


def tell_faults(error: InputError) -> None:
    """Every fault on its own line, after their number, then what is no fault but was noted."""
    count = len(error.faults)
    tell(ngettext("{count} faute à corriger :", "{count} fautes à corriger :", count).format(count=count))
    for fault in error.faults:
        tell(mark(":").join(part for part in (fault.file, fault.where, fault.message) if part))
    for number, note in enumerate(error.notes):
        if number == 0:
            tell(_("Points d'attention :"))
        tell(mark(":").join(part for part in (note.file, note.where, note.message) if part))


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a process without a console
        return
    try:
        stream.write(harmless(text) + "\n")
        stream.flush()
    except OSError:
        _close(stream)


def _close(stream: TextIO) -> None:
    """Let what is still to come go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def finish() -> None:
    """Write out what waits, and leave nothing for the interpreter to stumble over."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _close(stream)


PLAIN = {"–": "-", "—": "-", "−": "-", "→": "->", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "×": "x",
         "«": '"', "»": '"', "•": "-", "·": "-", "≥": ">=", "≤": "<=", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE",
         "°": "o", "▲": "^", "✓": "v"}  # fmt: skip
"""What stands for a sign that a terminal does not know; letters lose their accents."""


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """The nearest that a terminal without accents can show: ``jures`` for ``jurés``."""
    assert isinstance(error, UnicodeEncodeError)
    encoding, text = error.encoding, error.object[error.start : error.end]
    plain = "".join(PLAIN.get(sign) or unicodedata.normalize("NFKD", sign) for sign in text)
    known = "".join(c for c in plain if not unicodedata.combining(c))
    return known.encode(encoding, "replace").decode(encoding), error.end


def speak_anywhere() -> None:
    """Characters that the terminal cannot show are told plainly rather than fatal."""
    codecs.register_error("tspi-sched-plain", _plainly)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="tspi-sched-plain")  # type: ignore[union-attr]


def terminal_width() -> int:
    """The columns of the terminal, or what COLUMNS says; plenty where the output goes into a file."""
    return shutil.get_terminal_size(fallback=(200, 24)).columns


def on_terminal() -> bool:
    """Whether somebody watches standard error as it is written."""
    return sys.stderr is not None and sys.stderr.isatty()
