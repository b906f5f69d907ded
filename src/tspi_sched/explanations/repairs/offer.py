"""An offer: a way to mend a session, from a little of it to as much as an organiser can be asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.explanations.repairs.changes import Change


@dataclass(frozen=True)
class Offer:
    """A way to mend, for causes that have one of the kinds `hits`.

    `scopes`: where it may be done, the easier first; each from a little to as much as possible. `uses`: what it takes
    up, if not its name; two that take up the same are not taken together. `compare`: that scope is taken which asks for
    least, not the first one that will do.
    """

    name: str
    hits: frozenset[str]
    scopes: tuple[tuple[Change, ...], ...]
    uses: frozenset[str] = frozenset()
    compare: bool = False

    @property
    def takes(self) -> frozenset[str]:
        """What nothing else may take up beside it."""
        return self.uses or frozenset((self.name,))

    @property
    def most(self) -> Change:
        """As much as may be had of it."""
        return self.scopes[-1][-1]


Facts = Iterable[Fact]
"""The facts of all causes."""
