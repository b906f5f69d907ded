"""What pydantic finds wrong in a TOML or JSON file, said in the user's language and with the place."""

from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.near import Names
from tspi_sched.texts import _, nth


def add_faults(error: ValidationError, model: type[BaseModel], *, file: str, faults: Faults) -> None:
    """One fault for each thing that pydantic found."""
    for detail in error.errors(include_url=False):
        faults.add(_message(detail, model), file=file, where=key_path(detail["loc"]))


def key_path(loc: tuple[int | str, ...]) -> str:
    """A place in the file as its author knows it: `[rules.panel] mode`, `objectives n° 2, name`."""
    first = next((place for place, part in enumerate(loc) if isinstance(part, int)), len(loc))
    keys, rest = loc[:first], loc[first:]
    table = f"[{'.'.join(map(str, keys[:-1]))}] " if len(keys) > 1 else ""
    inside = "".join(f" {nth(part + 1)}" if isinstance(part, int) else f", {part}" for part in rest)
    return f"{table}{keys[-1] if keys else ''}{inside}"


def _message(detail: ErrorDetails, model: type[BaseModel]) -> str:
    value, context = shown(detail["input"]), detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _("clé requise, absente")
        case "extra_forbidden":
            return _unknown_key(detail["loc"], model)
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return _not_one_of(detail["input"], context["expected"])
        case kind:
            expected = _expected(kind, context)
            return _("« {value} » : {expected}").format(value=value, expected=expected)


def _expected(kind: str, context: dict[str, Any]) -> str:  # noqa: C901  # a table of kinds
    """What would be right, by pydantic's name of the error."""
    match kind:
        case "greater_than_equal":
            return _("au moins {least} est attendu").format(least=_plain(context["ge"]))
        case "less_than_equal":
            return _("au plus {most} est attendu").format(most=_plain(context["le"]))
        case "greater_than":
            return _("plus de {least} est attendu").format(least=_plain(context["gt"]))
        case "string_type" | "string_too_short":
            return _("un texte entre guillemets est attendu")
        case "bool_type":
            return _("true ou false est attendu")
        case "list_type" | "tuple_type":
            return _("une liste […] est attendue")
        case "too_short" | "too_long":
            return _("la liste n'a pas la bonne longueur")
        case "dict_type" | "model_type" | "model_attributes_type":
            return _("une table de clés et de valeurs est attendue")
        case _ if kind.startswith("int_"):
            return _("un nombre entier est attendu")
        case _ if kind.startswith(("float_", "finite_")):
            return _("un nombre est attendu")
        case _:
            return _("valeur non admise")


def _plain(limit: object) -> str:
    """A limit as a person writes it: 0, not 0.0."""
    return f"{limit:g}" if isinstance(limit, int | float) else str(limit)


def _not_one_of(value: object, expected: str) -> str:
    """An unknown choice; pydantic gives the choices as `'a', 'b' or 'c'`."""
    choices = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if isinstance(value, str) and value.strip() in choices:
        text = _('« {value} » est entouré de blancs ; écrivez "{value}" sans eux')
        return text.format(value=value.strip())
    near = Names(choices).nearest(value) if isinstance(value, str) else None
    hint = _(" ; vouliez-vous dire « {name} » ?").format(name=near) if near else ""
    return _("« {value} » n'est pas admis{hint} (au choix : {choices})").format(
        value=shown(value), hint=hint, choices=", ".join(choices)
    )


def _unknown_key(loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """An unknown key, with the nearest of the same table, or the table where it belongs."""
    key = str(loc[-1])
    tables = dict(_tables(model, ()))
    words = {part for table in tables for part in table}
    here = tuple(part for part in loc[:-1] if part in words)  # a track's own code names no table of ours
    known = tables.get(here, ())
    elsewhere = [table for table, keys in tables.items() if key in keys]
    if len(elsewhere) == 1 and elsewhere[0] != here:
        place = f"[{'.'.join(elsewhere[0])}]" if elsewhere[0] else _("avant la première table")
        return _("clé inconnue « {key} » ici ; sa place est {place}").format(key=shown(key), place=place)
    return _("clé inconnue « {key} »{hint}").format(key=shown(key), hint=Names(known).hint(key))


def _tables(model: type[BaseModel], path: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every table of a model with its keys."""
    found = [(path, tuple(field.alias or name for name, field in model.model_fields.items()))]
    for name, field in model.model_fields.items():
        for kind in _models(field.annotation):
            found += _tables(kind, (*path, name))
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models inside an annotation, such as that of a list's items."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
