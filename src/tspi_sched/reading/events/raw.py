"""An event as it was said, before anybody knows whom and what its words mean."""

from dataclasses import dataclass, field

from tspi_sched.plan import Event
from tspi_sched.reading.events.days_said import Said


@dataclass(frozen=True, slots=True)
class Raw:
    """An event of a `kind` of `plan.EVENTS`: its words by field, its moments by what they are, and where it stands.

    The words of an option whose fields only the session tells apart are all in ``words``.
    """

    kind: str
    words: dict[str, str] = field(default_factory=dict)
    moments: dict[str, Said] = field(default_factory=dict)
    file: str = ""
    where: str = ""
    event: Event | None = None
    """A row added or changed, which means what it says."""
