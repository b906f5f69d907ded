"""Getting at a file's bytes, or saying why that is not possible."""

import re
import tomllib
from pathlib import Path
from typing import Any

from tspi_sched import refused
from tspi_sched.errors import InputError, fault
from tspi_sched.reading.values.near import Names
from tspi_sched.reading.values.spelling import tidy
from tspi_sched.texts import _

_TEXT_LIMIT = 20_000_000


def read_bytes(path: Path, limit: int) -> bytes:
    """A file's bytes; a fault if it is missing, no file, not readable, or larger than `limit`."""
    try:
        if path.is_dir():
            raise fault(_("c'est un dossier ; un fichier est attendu"), file=str(path))
        if not path.exists():
            raise fault(_("fichier introuvable{hint}").format(hint=_hint(path)), file=str(path))
        if not path.is_file():
            raise fault(_("ce n'est pas un fichier ordinaire"), file=str(path))
        if path.stat().st_size > limit:
            size = limit // 1_000_000
            raise fault(_("fichier de plus de {size} Mo : trop gros").format(size=size), file=str(path))
        return path.read_bytes()
    except PermissionError:
        message = _("lecture refusée : fermez le fichier s'il est ouvert ailleurs, ou demandez-en l'accès")
        raise fault(message, file=str(path)) from None
    except (OSError, ValueError) as error:
        reason = refused.reason(error) if isinstance(error, OSError) else _("ce n'est pas un nom de fichier")
        message = _("fichier illisible ({reason})").format(reason=reason)
        raise fault(message, file=tidy(str(path))) from None


def _hint(path: Path) -> str:
    """The file of the same folder that may have been meant."""
    try:
        beside = [other.name for other in path.parent.iterdir() if other.suffix == path.suffix]
    except OSError:
        return _(" : le dossier {folder} n'existe pas").format(folder=path.parent)
    near = Names(beside).nearest(path.name) if len(beside) < 1000 else None
    return _(" ; vouliez-vous dire « {name} » ?").format(name=near) if near else ""


def read_text(path: Path) -> str:
    """A text file in UTF-8, with or without the mark that Windows puts at its beginning."""
    content = read_bytes(path, _TEXT_LIMIT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        where = _("ligne {line}").format(line=line)
        raise fault(_("ce texte n'est pas en UTF-8 ; enregistrez-le en UTF-8"), file=path.name, where=where) from None


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; a fault with the line if it is not TOML."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise fault(_("trop de crochets imbriqués"), file=path.name) from None
    except ValueError as error:
        raise _not_toml(path, text, str(error)) from None


def _not_toml(path: Path, text: str, error: str) -> InputError:
    place = re.search(r"line (\d+)", error)
    number = int(place[1]) if place else text.count("\n") + 1
    lines = text.splitlines() or [""]
    line = tidy(lines[min(number, len(lines)) - 1])[:60]
    message = _("« {line} » n'est pas du TOML : {reason}").format(line=line, reason=_toml_reason(error))
    return fault(message, file=path.name, where=_("ligne {line}").format(line=number))


def _toml_reason(error: str) -> str:
    """Why TOML refuses a line, in the user's language as far as the usual mistakes go."""
    reasons = {
        "Cannot overwrite": _("la clé ou la table y est déjà"),
        "Cannot declare": _("la table est déjà déclarée plus haut"),
        "Cannot mutate": _("la table est déjà déclarée autrement plus haut"),
        "Invalid value": _("valeur illisible (un texte s'écrit entre guillemets, oui et non s'écrivent true et false)"),
        "Expected '=' after": _("« = » manque après la clé (une clé avec accents ou blancs s'écrit entre guillemets)"),
        "Invalid statement": _("une ligne est « clé = valeur » ou « [table] »"),
        "Invalid initial character": _("une clé avec accents ou blancs s'écrit entre guillemets"),
        "Unterminated string": _("le guillemet fermant manque"),
        "Illegal character": _("le guillemet fermant manque, ou un caractère est interdit"),
        "Unclosed": _("un crochet fermant manque"),
        "Expected ']'": _("un crochet fermant manque"),
        "Expected newline": _("une seule « clé = valeur » par ligne"),
        "Invalid date": _("cette date ou cette heure n'existe pas"),
        "Unescaped '\\'": _("« \\ » s'écrit « \\\\ », ou le chemin s'écrit avec « / »"),
    }
    return next((reason for start, reason in reasons.items() if start in error), error)
