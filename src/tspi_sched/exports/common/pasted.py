"""Commands that are printed to be pasted: every word of them is quoted as the usual shells read it.

The same line must do in PowerShell and in the shells of macOS and Linux. Double quotes do in all of them (in Windows'
older command prompt too) unless there is something in between that one of them would read; then single quotes; where
both kinds of quotes are in the way, the shell of the machine decides.
"""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tspi_sched.texts import harmless

PROGRAM = "tspi-sched"

_PLAIN = re.compile(r"[\w./:=+-]+(?:\\[\w./:=+-]+)*" if os.name == "nt" else r"[\w./:=+-]+")
"""What no shell takes for anything else."""
_NOT_IN_DOUBLE = re.compile('["“”„$`!]|\\\\$' if os.name == "nt" else '["“”„$`!\\\\]')
"""PowerShell takes typographic quotes for its own; a backslash at the end would protect the closing quote."""
_NOT_IN_SINGLE = re.compile("['‘’‚‛]")


def pasted(command: str, *words: str | Path) -> str:
    """A command line of ours, ready to be pasted: its command, then arguments and options in their order."""
    return " ".join((PROGRAM, command, *map(quoted, _unlike_options(words))))


def _unlike_options(words: tuple[str | Path, ...]) -> Iterator[str]:
    """The words as texts; a path that starts like an option is written from the folder it is in."""
    for word in words:
        yield str(Path()) + os.sep + str(word) if isinstance(word, Path) and str(word)[:1] == "-" else str(word)


def quoted(word: str) -> str:
    """A word as both PowerShell and POSIX shells take it for that word."""
    word = harmless(word)
    if _PLAIN.fullmatch(word):
        return word
    if not _NOT_IN_DOUBLE.search(word):
        return f'"{word}"'
    if not _NOT_IN_SINGLE.search(word):
        return f"'{word}'"
    return _of_this_machine(word)


def _of_this_machine(word: str) -> str:
    if os.name == "nt":  # PowerShell: a quote inside quotes is written twice
        return "'" + _NOT_IN_SINGLE.sub(lambda quote: quote[0] * 2, word) + "'"
    return shlex.quote(word)
