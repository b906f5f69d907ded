"""Collecting every fault before giving up, so that a person mends the input once."""

from tspi_sched.errors import Fault, InputError


class Faults:
    """The faults found so far, in the order of the reading."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, message: str, *, file: str = "", where: str = "") -> None:
        """Note one fault; the same one twice counts once."""
        self._found[Fault(file, where, message)] = None

    def extend(self, error: InputError) -> None:
        """Note the faults of an error raised deeper down."""
        self._found.update(dict.fromkeys(error.faults))

    def stop(self) -> InputError:
        """The error that holds everything found, to be raised when nothing more can be read."""
        return InputError(tuple(self._found))

    def raise_if_any(self) -> None:
        """Raise everything found, if anything was."""
        if self._found:
            raise self.stop()
