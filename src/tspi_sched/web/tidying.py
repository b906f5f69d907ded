"""Sessions and variants renamed and deleted; what is deleted goes into the `bin`, and nothing of it is lost."""

import os
from pathlib import Path

import tomlkit
from starlette.exceptions import HTTPException

from tspi_sched.errors import fault
from tspi_sched.exports.common.files import safe_name, write_text
from tspi_sched.reading.files import read_text
from tspi_sched.starter import SCENARIO
from tspi_sched.texts import _
from tspi_sched.web.bin import put_away
from tspi_sched.web.form.rewriting import rewritten_to
from tspi_sched.web.jobs import Job, is_running
from tspi_sched.web.new import folder_name
from tspi_sched.web.sessions import HERE, Session, Variant, variants


def rename_session(session: Session, name: str, root: Path) -> str:
    """Give a session's folder another name; gives its key."""
    _is_folder(session)
    _at_rest(*variants(session, root))
    plain = folder_name(name)
    if any(plain.casefold() == one.name.casefold() and one != session.folder for one in root.iterdir()):
        raise _taken(plain)
    session.folder.rename(root / plain)
    return plain


def delete_session(session: Session, root: Path) -> None:
    """Put a session into the bin, with all that is in its folder."""
    _is_folder(session)
    _at_rest(*variants(session, root))
    put_away(root, session.name, (session.folder,))


def rename_variant(variant: Variant, name: str, root: Path) -> str:
    """Give a variant another name, and its plan's folder with it; gives its key."""
    _is_scenario(variant)
    _at_rest(variant)
    plain = folder_name(name)
    others = [one for one in variants(variant.session, root) if one.key != variant.key]
    target = variant.input if variant.input.name == SCENARIO else variant.input.with_name(f"{plain}.toml")
    home = variant.plan_folder.with_name(safe_name(plain))
    names = {text.casefold() for one in others for text in (one.key, one.name)}
    clash = os.path.lexists(target) and not _same(target, variant.input)
    if plain.casefold() in names or clash or (home.exists() and not _same(home, variant.plan_folder)):
        raise _taken(plain)
    text = read_text(variant.input)
    text = rewritten_to(text, {**tomlkit.parse(text).unwrap(), "name": plain})
    if variant.plan_folder.exists():
        variant.plan_folder.rename(home)
    variant.input.rename(target)
    write_text(target, text)
    return target.stem


def delete_variant(variant: Variant, root: Path) -> None:
    """Put a variant into the bin: its scenario and its plan with all that was published; the workbook stays."""
    _is_scenario(variant)
    _at_rest(variant)
    others = [one for one in variants(variant.session, root) if one.key != variant.key]
    if not any(one.input.suffix == ".toml" for one in others):
        raise HTTPException(409, _("C'est la seule variante de cette session : supprimez plutôt la session."))
    shared = any(_same(one.plan_folder, variant.plan_folder) for one in others)
    paths = (variant.input, *(() if shared else (variant.plan_folder,)))
    put_away(root, f"{variant.session.name} – {safe_name(variant.name)}", paths)


# --- what is in the way ----------------------------------------------------------------------------------------------


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _taken(name: str) -> Exception:
    return fault(_("« {name} » existe déjà : prenez un autre nom").format(name=name), where=_("Nom"))


def _is_folder(session: Session) -> None:
    if session.key == HERE:
        raise HTTPException(
            409, _("Cette session est le dossier ouvert lui-même : fermez le programme pour y toucher.")
        )


def _is_scenario(variant: Variant) -> None:
    if variant.input.suffix.lower() != ".toml":
        raise HTTPException(409, _("Ce classeur n'a pas de scénario : renommez ou supprimez plutôt la session."))


def _at_rest(*found: Variant) -> None:
    """Refuse while a search works on it."""
    for one in found:
        if any(is_running(Job(one.plan_folder, kind)) for kind in ("solve", "replan")):
            text = _("Un calcul est en cours sur « {name} » : arrêtez-le d'abord.")
            raise HTTPException(409, text.format(name=one.name))
