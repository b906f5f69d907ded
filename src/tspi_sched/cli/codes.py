"""How a command ends: the exit codes that scripts rely on."""

DONE = 0
FAULTS = 1
"""The input has faults, or a file cannot be written."""
MISUSE = 2
IMPOSSIBLE = 3
"""Proven: no plan keeps all the rules."""
BROKEN = 4
"""The plan that `check`, `export` or `publish` was given breaks rules."""
NO_PLAN = 5
"""The time limit or an interruption came before a first plan."""
INTERRUPTED = 130


class Ending(Exception):
    """Ends the command with a code, and with a message on standard error unless it is empty."""

    def __init__(self, code: int, message: str = "") -> None:
        self.code = code
        super().__init__(message)
