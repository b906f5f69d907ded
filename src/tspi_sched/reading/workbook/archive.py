"""Is this file a workbook that can be opened without harm? Before any library looks inside.

A workbook is a zip of XML parts. A few kilobytes may inflate to gigabytes, and XML may define entities that do the
same: both are refused here, in bounded memory, and files that only look like workbooks are named for what they are.
"""

import re
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from tspi_sched.errors import InputError, fault
from tspi_sched.reading.files import read_bytes
from tspi_sched.texts import _

FILE_LIMIT = 100_000_000
_INFLATED_LIMIT = 200_000_000
_STRINGS_LIMIT = 40_000_000
"""For any part that is not a sheet: these are read whole."""
_TAGS, _STRING_TAGS = 300_000, 1_500_000
"""How many tags such a part may have, and the table of texts: each becomes an object or more."""
_RATIO_FROM, _RATIO = 10_000_000, 200
"""A part larger than the first is refused when it is so many times larger than its packed form: ordinary sheets shrink
about ten times, zip bombs about a thousand times."""
_MEMBERS = 5_000
PICTURES = ("xl/media/", "xl/embeddings/")
"""Where parts stand that are no XML of the workbook's own."""
_CHUNK = 1 << 20
_OVERLAP = 16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_STRICT = b"http://purl.oclc.org/ooxml/"
_UNREADABLE = (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def safe_archive(path: Path) -> BytesIO:
    """The bytes of a workbook, once every part that will be read has been checked."""
    content = read_bytes(path, FILE_LIMIT)
    _looks_like_zip(content, path.name)
    try:
        archive = ZipFile(BytesIO(content))
        names = _kind(archive, path.name)
        _inflates_sanely(archive, path.name)
    except (*_UNREADABLE, KeyError) as error:
        raise _damaged(path.name, error) from None
    if "xl/workbook.xml" in names and _STRICT in archive.read("xl/workbook.xml"):
        raise _refused(path.name, _("variante « Strict Open XML » ; enregistrez-le comme « Classeur Excel (.xlsx) »"))
    return BytesIO(content)


def _refused(name: str, message: str) -> InputError:
    return fault(message, file=name)


def _damaged(name: str, error: Exception) -> InputError:
    message = _("classeur abîmé ou incomplet ; ouvrez-le dans Excel et enregistrez-le de nouveau ({reason})")
    return _refused(name, message.format(reason=type(error).__name__))


def _looks_like_zip(content: bytes, name: str) -> None:
    if not content:
        raise _refused(name, _("fichier vide"))
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _refused(name, _("classeur protégé par un mot de passe ; enregistrez-le sans mot de passe"))
        raise _refused(name, _("ancien format .xls ; ouvrez-le dans Excel et enregistrez-le au format .xlsx"))
    if not content.startswith(b"PK"):
        message = _("ce n'est pas un classeur Excel (un texte renommé ?) ; enregistrez-le au format .xlsx depuis Excel")
        raise _refused(name, message)


def _kind(archive: ZipFile, name: str) -> frozenset[str]:
    """The names of the parts, once it is clear that they make up an .xlsx."""
    names = frozenset(archive.namelist())
    if "xl/workbook.bin" in names:
        raise _refused(name, _("classeur binaire .xlsb ; enregistrez-le au format .xlsx"))
    if "mimetype" in names or "content.xml" in names:
        raise _refused(name, _("document OpenDocument (.ods ?) ; enregistrez-le au format .xlsx"))
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise _refused(name, _("document Word ou PowerPoint ; un classeur Excel (.xlsx) est attendu"))
    if "[Content_Types].xml" not in names:
        raise _refused(name, _("archive zip, mais pas un classeur Excel ; un fichier .xlsx est attendu"))
    return names


def _inflates_sanely(archive: ZipFile, name: str) -> None:
    """Inflate every part, a piece at a time, and refuse what is too large or defines entities."""
    members = archive.infolist()
    if len(members) > _MEMBERS:
        raise _refused(name, _("classeur fait de {count} morceaux : refusé").format(count=len(members)))
    left = _INFLATED_LIMIT
    for member in members:
        if member.flag_bits & 0x1:
            raise _refused(name, _("classeur protégé par un mot de passe ; enregistrez-le sans mot de passe"))
        check = _check_picture if member.filename.startswith(PICTURES) else _check_part
        left -= check(archive, member, name, left)


def _check_picture(archive: ZipFile, member: ZipInfo, name: str, left: int) -> int:
    """The true size of a part that nobody reads here: it only counts in the whole."""
    size = 0
    with archive.open(member) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise _refused(name, _too_large())
    return size


def _check_part(archive: ZipFile, member: ZipInfo, name: str, left: int) -> int:
    """The true size of a part, never trusting the size that it declares; also its number of tags and its entities."""
    size = tags = 0
    most, most_tags = _limits(member.filename)
    tail = b""
    with archive.open(member) as part:
        while piece := part.read(_CHUNK):
            if not size:
                _check_encoding(piece, name)
            size, tags = size + len(piece), tags + piece.count(b"<")
            swollen = size > _RATIO_FROM and size > _RATIO * max(member.compress_size, 1)
            if size > min(left, most) or tags > most_tags or swollen:
                raise _refused(name, _too_large())
            if _ENTITIES.search(tail + piece):
                raise _refused(name, _("classeur refusé : son XML déclare des entités, ce qu'Excel ne fait jamais"))
            tail = piece[-_OVERLAP:]
    return size


def _limits(part: str) -> tuple[int, int]:
    """How many bytes and tags a part may have; a sheet is checked again when it is read."""
    if part.startswith(("xl/worksheets/", "xl/pivotCache/")):
        return _INFLATED_LIMIT, _INFLATED_LIMIT
    return _STRINGS_LIMIT, _STRING_TAGS if part == "xl/sharedStrings.xml" else _TAGS


def _too_large() -> str:
    return _(
        "classeur refusé : décompressé, il est démesurément grand ; "
        "supprimez les lignes vides mises en forme, ou copiez les données dans un classeur neuf"
    )


def _check_encoding(start: bytes, name: str) -> None:
    """Entities could hide in an encoding where `<!ENTITY` has other bytes."""
    declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf"))
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:4]:
        raise _refused(name, _("classeur refusé : XML en UTF-16 ; enregistrez-le de nouveau dans Excel"))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise _refused(name, _("classeur refusé : XML d'un codage inattendu ; enregistrez-le de nouveau dans Excel"))
