"""What a title file says of places and means: which places there are, and what each stage needs."""

from tspi_sched.problem import MSP_USE, ORAL, ORAL_USE, PREPARATION, WRITTEN, Need, plain
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.title_keys import StageKeys, TitleKeys
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.texts import _, nth

ANYWHERE, LAST_ORAL = "anywhere", "last_oral"
_ELSEWHERE = (ANYWHERE, LAST_ORAL)
_SEPARATORS = frozenset(";,/+&\n\r")
USUAL = {WRITTEN: MSP_USE, ORAL: ORAL_USE}
"""Where stages are if the title names no places."""
_PROJECTORS = frozenset(map(fold, ("vidéoprojecteur", "vidéoprojecteurs", "projecteur", "projector")))


def places_of(keys: TitleKeys) -> tuple[str, ...]:
    """The places of a title, those of papers and orals if it names none."""
    return tuple(keys.places) if keys.places else (MSP_USE, ORAL_USE)


def needs_of(stage: StageKeys) -> tuple[Need, ...]:
    """The means of a stage besides a projector."""
    return tuple(Need(need.means, need.shared_by) for need in stage.needs if not _is_projector(need.means))


def projected(stage: StageKeys) -> bool:
    """Whether a stage needs a projector, however the file says so."""
    return stage.projection or any(_is_projector(need.means) for need in stage.needs)


def _is_projector(means: str) -> bool:
    return fold(means) in _PROJECTORS


def check_places(keys: TitleKeys, file: str, faults: Faults) -> None:
    """Names of places that a room's uses can tell apart; each stage in one of them, or in a place of its kind."""
    for number, place in enumerate(keys.places or ()):
        where = f"places {nth(number + 1)}"
        if message := _wrong_name(place):
            faults.add(message, file=file, where=where)
        elif fold(place) in map(fold, (keys.places or ())[:number]):
            faults.add(_("le lieu {place} y est deux fois").format(place=place), file=file, where=where)
    for number, stage in enumerate(keys.stages):
        if message := _wrong_place(keys, stage):
            faults.add(message, file=file, where=f"stages {nth(number + 1)}, place")


def _wrong_name(place: str) -> str:
    if _SEPARATORS & set(place) or not fold(place):
        return _("« {place} » n'est pas un nom de lieu : pas de « ; », « , », « / », « + » ni « & »").format(
            place=place
        )
    if fold(place) in map(fold, _ELSEWHERE):
        return _("« {place} » a déjà un sens ; donnez un autre nom à ce lieu").format(place=place)
    return ""


def _wrong_place(keys: TitleKeys, stage: StageKeys) -> str:
    places = places_of(keys) if keys.places or stage.kind not in USUAL else (USUAL[stage.kind],)
    choices = list({fold(place): place for place in reversed(places) if not _wrong_name(place)}.values())[::-1]
    if stage.kind not in (*USUAL, PREPARATION):
        choices += _ELSEWHERE
    if stage.place in (*places, *choices):
        return ""
    near = Names(choices).nearest(stage.place)
    if near:
        hint = _(" ; vouliez-vous dire « {name} » ?").format(name=near)
    else:
        hint = _(" ; un autre lieu se nomme d'abord dans places, en tête du fichier, où tous les lieux figurent")
    text = _("épreuve {stage} : place doit être {expected}, et non « {place} »{hint}")
    return text.format(stage=stage.code, expected=_(" ou ").join(choices), place=stage.place, hint=hint)


def check_needs(keys: TitleKeys, file: str, faults: Faults) -> None:
    """Means are for stages that a candidate sits, each type once; a projector is for an oral."""
    for number, stage in enumerate(keys.stages):
        for message in _wrong_needs(stage):
            faults.add(message, file=file, where=f"stages {nth(number + 1)}, needs")


def _wrong_needs(stage: StageKeys) -> list[str]:
    found, seen = [], list[str]()
    if stage.needs and stage.kind == PREPARATION:
        text = _(
            "épreuve {stage} : une préparation n'a pas de moyens à elle ; supprimez needs, et tenez prêt dans les "
            "salles d'usage {place} ce qu'il y faut"
        )
        found.append(text.format(stage=stage.code, place=stage.place))
    elif stage.needs and stage.kind not in USUAL:
        text = _("épreuve {stage} : seuls un écrit ou un oral ont besoin de moyens ; supprimez needs")
        found.append(text.format(stage=stage.code))
    for need in stage.needs:
        if _is_projector(need.means) and stage.kind == WRITTEN:
            text = _("épreuve {stage} : un vidéoprojecteur est pour un oral")
            found.append(text.format(stage=stage.code))
        if plain(need.means) in seen:
            text = _("épreuve {stage} : « {means} » y est deux fois")
            found.append(text.format(stage=stage.code, means=need.means))
        seen.append(plain(need.means))
    return found
