"""From ``documents.toml`` to what the organiser says on paper, or every fault at once."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, ValidationError

from tspi_sched.documents import FILE, Copies, Documents, Leads, Logo, Texts
from tspi_sched.errors import InputError, fault
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_bytes, read_toml
from tspi_sched.reading.messages import add_faults
from tspi_sched.reading.scenario.keys import Keys, Minutes
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.zones import Zone
from tspi_sched.texts import _

_LOGO_LIMIT = 5_000_000
_PICTURES = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpg"))


def _lines(value: object) -> object:
    """A text of several lines is short for their list."""
    return value.splitlines() if isinstance(value, str) else value


Line = Annotated[str, Field(strict=True)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_lines)]


class LeadKeys(Keys):
    """`[lead_minutes]`"""

    written: Minutes = 15
    orals: Minutes = 15
    members: Minutes = 15
    invigilators: Minutes = 30
    reception: Minutes = 30
    opening: Minutes = 10


class CopyKeys(Keys):
    """`[copies]`"""

    door: Annotated[int, Field(strict=True, ge=1, le=50)] = 1
    wall: Annotated[int, Field(strict=True, ge=1, le=50)] = 1


class TextKeys(Keys):
    """`[texts]`"""

    candidate_intro: Line | None = None
    bring_written: Lines | None = None
    bring_orals: Lines | None = None
    candidate_notes: Lines | None = None
    member_intro: Line | None = None
    member_notes: Lines | None = None
    closing: Line | None = None
    invigilator_notes: Lines | None = None
    attendance_note: Line | None = None
    door_note: Line | None = None


class DocumentKeys(Keys):
    """The whole file."""

    centre: Line = ""
    address: Lines = ()
    contact: Lines = ()
    logo: Line = ""
    city: Line = ""
    timezone: Zone = "Europe/Paris"
    reminder_minutes: Annotated[int, Field(strict=True, ge=0, le=7 * 1440)] = 0
    signatory: Line = ""
    signatory_title: Line = ""
    one_file_each: StrictBool = False
    lead_minutes: LeadKeys = LeadKeys()
    copies: CopyKeys = CopyKeys()
    texts: TextKeys = TextKeys()


def documents_for(input: str | Path, given: str | Path | None = None) -> Documents:
    """What the documents of an input say: the file given, else the one beside the input, else every default."""
    if given is not None:
        return read_documents(given)
    beside = Path(input).parent / FILE
    return read_documents(beside) if beside.exists() else Documents()


def read_documents(path: str | Path) -> Documents:
    """Read a file of documents; raises `InputError` with every fault found."""
    path, faults = Path(path), Faults()
    keys, logo = _keys(path, faults), None
    if keys is not None and keys.logo:
        try:
            logo = _logo(path.parent / keys.logo)
        except InputError as error:
            faults.extend(error)
    if keys is None or faults:
        raise faults.stop()
    return Documents(
        **keys.model_dump(exclude={"lead_minutes", "copies", "texts", "logo"}),
        logo=logo,
        leads=Leads(**keys.lead_minutes.model_dump()),
        copies=Copies(**keys.copies.model_dump()),
        texts=Texts(**keys.texts.model_dump()),
    )


def _keys(path: Path, faults: Faults) -> DocumentKeys | None:
    try:
        return DocumentKeys.model_validate(read_toml(path))
    except ValidationError as error:
        add_faults(error, DocumentKeys, file=path.name, faults=faults)
        return None


def _logo(path: Path) -> Logo:
    """A picture that the documents can hold, by its content and not by its name."""
    content = read_bytes(path, _LOGO_LIMIT)
    suffix = next((suffix for start, suffix in _PICTURES if content.startswith(start)), "")
    if not suffix and b"<svg" in content[:4096]:
        suffix = "svg"
    if not suffix:
        raise fault(_("« {name} » n'est pas une image PNG, JPEG ou SVG").format(name=shown(path.name)), file=str(path))
    return Logo(content, suffix, str(path))
