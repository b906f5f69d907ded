"""What the organiser says on paper: whose centre it is, who signs, how early people come, what the texts are.

Facts of a house rather than of a session: one file serves many sessions, and no rule of the plan depends on it.
"""

from dataclasses import dataclass, field

FILE = "documents.toml"
"""The name under which the organiser's file is found beside a scenario or a workbook."""


@dataclass(frozen=True, slots=True)
class Leads:
    """Minutes before a task starts: when candidates come for their paper and for their orals, members and people in a
    role for their first task of a day, invigilators for a sitting; when candidates are received and the sealed papers
    are opened."""

    written: int = 15
    orals: int = 15
    members: int = 15
    invigilators: int = 30
    reception: int = 30
    opening: int = 10


@dataclass(frozen=True, slots=True)
class Copies:
    """How many sheets of each changed door and each changed wall page are to be printed."""

    door: int = 1
    wall: int = 1


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of the documents. None stands for ours, in the language in force; an empty one leaves it out."""

    candidate_intro: str | None = None
    bring_written: tuple[str, ...] | None = None
    bring_orals: tuple[str, ...] | None = None
    candidate_notes: tuple[str, ...] | None = None
    member_intro: str | None = None
    member_notes: tuple[str, ...] | None = None
    closing: str | None = None
    invigilator_notes: tuple[str, ...] | None = None
    attendance_note: str | None = None
    door_note: str | None = None


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the letterhead: its content, the end of its name, and the file to name when it is damaged."""

    content: bytes
    suffix: str
    file: str


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything that the documents say beside the plan. What is empty is left out or taken from the workbook."""

    centre: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    logo: Logo | None = None
    city: str = ""
    """Where the letters are signed: ``Lyon, le 1er octobre 2026``."""
    timezone: str = "Europe/Paris"
    """The clock of the centre, by its name in the time zone database."""
    reminder_minutes: int = 0
    """How long before an entry of their own calendar people are reminded; 0: as their calendar does anyway."""
    signatory: str = ""
    signatory_title: str = ""
    one_file_each: bool = False
    """Whether each convocation is also a file of its own, to be sent by e-mail."""
    leads: Leads = Leads()
    copies: Copies = Copies()
    texts: Texts = field(default_factory=Texts)
