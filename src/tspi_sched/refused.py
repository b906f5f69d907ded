"""Why the system refuses to read or write, in the user's words instead of its own; and names that it will not take."""

import errno
import os
import re
from pathlib import Path

from tspi_sched.texts import _

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\.|:|$)", re.IGNORECASE)
"""Names that Windows keeps for itself, in every folder and with every ending."""

FORBIDDEN = re.compile(r'[<>"|?*\x00-\x1f]')
"""Characters that Windows takes in no name; ``:`` only after a drive's letter."""

_WINDOWS = {3: errno.ENOENT, 112: errno.ENOSPC, 39: errno.ENOSPC, 19: errno.EROFS, 123: errno.EINVAL} | {
    161: errno.EINVAL, 206: errno.ENAMETOOLONG, 111: errno.ENAMETOOLONG, 267: errno.ENOTDIR, 32: errno.EBUSY,
    33: errno.EBUSY, 53: errno.EHOSTUNREACH, 64: errno.EHOSTUNREACH, 67: errno.EHOSTUNREACH, 1117: errno.EIO,
    21: errno.EIO, 1225: errno.EHOSTUNREACH,
}  # fmt: skip
"""The errors of Windows that Python counts among others, or among none."""


def on_windows() -> bool:
    """Whether names must be such as Windows takes."""
    return os.name == "nt"


def reason(error: OSError) -> str:
    """What the system says, in the language in force; its number where nothing better is known."""
    number = _WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno)
    for numbers, said in _reasons():
        if number in numbers:
            return said
    return _("le système refuse, avec l'erreur {number}").format(number=number or type(error).__name__)


def _reasons() -> tuple[tuple[set[int], str], ...]:
    return (
        ({errno.ENOSPC}, _("le disque est plein ; faites de la place, ou écrivez ailleurs")),
        ({errno.EDQUOT}, _("votre part du disque est épuisée ; faites de la place, ou écrivez ailleurs")),
        ({errno.EFBIG}, _("le fichier est trop gros pour ce disque ; écrivez ailleurs")),
        ({errno.EROFS}, _("ce disque ou ce dossier est en lecture seule ; écrivez ailleurs")),
        ({errno.ENAMETOOLONG}, _("ce nom ou ce chemin est trop long ; prenez-en un plus court")),
        ({errno.EINVAL, errno.EILSEQ}, _("ce nom n'est pas permis ici ; prenez-en un autre")),
        ({errno.EBUSY, errno.ETXTBSY}, _("le fichier est pris par un autre programme ; fermez-le")),
        ({errno.EACCES, errno.EPERM}, _("l'accès est refusé ; demandez-le, ou prenez un autre dossier")),
        ({errno.ENOENT, errno.ENODEV, errno.ENXIO}, _("ce dossier ou ce disque n'existe pas, ou n'existe plus")),
        ({errno.ENOTDIR, errno.EEXIST}, _("ce n'est pas un dossier ; choisissez-en un autre")),
        ({errno.EISDIR}, _("c'est un dossier, et il faut un fichier")),
        ({errno.ELOOP}, _("les liens de ce chemin tournent en rond")),
        ({errno.EMFILE, errno.ENFILE}, _("trop de fichiers sont ouverts ; fermez d'autres programmes")),
        ({errno.EIO}, _("le disque ne répond pas comme il devrait")),
        (_NETWORK, _("le réseau ou le disque partagé ne répond plus")),
    )


_NETWORK = {errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ENETDOWN}
_NETWORK |= {errno.ENOTCONN, errno.ECONNRESET, errno.ECONNREFUSED}


def bad_name(path: Path) -> str:
    """What keeps Windows from taking a path; empty for a good one, and everywhere else."""
    if not on_windows():
        return ""
    for part in path.parts[1:] if path.anchor else path.parts:
        if RESERVED.match(part):
            return _("Windows garde le nom « {name} » pour lui ; prenez-en un autre").format(name=part)
        if part not in (".", "..") and (FORBIDDEN.search(part) or ":" in part or part.endswith((" ", "."))):
            text = _("Windows ne permet pas le nom « {name} » : ni {signs}, ni point ou blanc à la fin")
            return text.format(name=part, signs='< > " | ? * :')
    return ""
