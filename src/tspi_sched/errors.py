"""What a user can mend: faults in the input, each with the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input.

    `file` is its name; `where` is a place a person can go to (``Jurys!C7``, ``[rules.panel] mode``) or empty for the
    whole file; `message` says what was found and what would be right, in the language in force.
    """

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return " : ".join(part for part in (self.file, self.where, self.message) if part)


class InputError(Exception):
    """The input cannot be used; `faults` are all that was found, in the order of the file, `notes` what is no fault but
    worth knowing, such as a column that is not read."""

    def __init__(self, faults: tuple[Fault, ...], notes: tuple[Fault, ...] = ()) -> None:
        self.faults = faults
        self.notes = notes
        super().__init__("\n".join(map(str, faults)))


def fault(message: str, *, file: str = "", where: str = "") -> InputError:
    """An error with a single fault."""
    return InputError((Fault(file, where, message),))
