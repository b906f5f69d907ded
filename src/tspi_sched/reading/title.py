"""Reading a référentiel: built in or from a file, refused if malformed or if its totals do not add up."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tspi_sched.errors import fault
from tspi_sched.problem import DELIBERATION, KINDS, MARKING, ORAL, PREPARATION, WRITTEN, Stage, Title, Track
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_toml
from tspi_sched.reading.messages import add_faults
from tspi_sched.reading.title_keys import StageKeys, TitleKeys, TrackKeys
from tspi_sched.reading.title_places import check_needs, check_places, needs_of, places_of, projected
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.texts import _, nth

DEFAULT = "TP-01305"
_BUILT_IN = Path(__file__).parent.parent / "titles"
_LINKS = {"à", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
_ORDER = re.compile(f"(?:(?:{WRITTEN} )+(?:{MARKING} )?)?(?:(?:{PREPARATION} )?{ORAL} )+(?:{DELIBERATION} )?")


def built_in_titles() -> tuple[str, ...]:
    """The codes of the titles that come with the package."""
    return tuple(sorted(path.stem for path in _BUILT_IN.glob("*.toml")))


@cache
def _by_initials() -> dict[str, str]:
    """The codes of the titles that come with the package, by what people call them: ``CDA``."""
    files = ((code, _BUILT_IN / f"{code}.toml") for code in built_in_titles())
    return {initials(tomllib.loads(path.read_text(encoding="utf-8"))["name"]): code for code, path in files}


def initials(name: str) -> str:
    """The first letters of the words of a title's name that are more than a link between others."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word.lower() not in _LINKS).upper()


def read_title(name_or_path: str, base_dir: Path) -> Title:
    """A built-in title by its code or initials, or one from a file in `base_dir`; raises `InputError` if faulty."""
    return _read(find_title(name_or_path, base_dir).path)


@dataclass(frozen=True, slots=True)
class TitleFile:
    """The file of a title, and whether it comes with the package."""

    path: Path
    built_in: bool = False


def find_title(name: str, base_dir: Path) -> TitleFile:
    """The file of a title; raises `InputError` for a name that is neither a code nor a path."""
    known = Names(built_in_titles(), said=_by_initials().items())
    if code := known.find(name):
        return TitleFile(_BUILT_IN / f"{code}.toml", built_in=True)
    if name.endswith(".toml") or "/" in name or "\\" in name:
        return TitleFile(base_dir / name)
    message = _("titre inconnu « {name} »{hint} (ou le chemin d'un fichier .toml)")
    raise fault(message.format(name=name, hint=known.hint(name)))


def _read(path: Path) -> Title:
    content = read_toml(path)
    faults = Faults()
    keys = _keys(content, path.name, faults)
    _check_stages(keys, path.name, faults)
    check_places(keys, path.name, faults)
    check_needs(keys, path.name, faults)
    if not faults:  # sums and orders of what is wrong in itself say nothing
        for code, track in keys.tracks.items():
            _check_track(code, track, keys, path.name, faults)
        _check_completion(keys, path.name, faults)
    faults.raise_if_any()
    return _title(keys)


def _keys(content: dict[str, Any], file: str, faults: Faults) -> TitleKeys:
    """The keys of a file; raises `InputError` where too much is wrong to judge the rest.

    What can be left out is, once its fault is noted: one bad key hides nothing of the others.
    """
    try:
        return TitleKeys.model_validate(content)
    except ValidationError as error:
        add_faults(error, TitleKeys, file=file, faults=faults)
        for detail in error.errors(include_url=False):
            _leave_out(content, detail["loc"])
    try:
        return TitleKeys.model_validate(content)
    except ValidationError:
        raise faults.stop() from None


def _leave_out(content: Any, loc: tuple[int | str, ...]) -> None:
    """Take one key out of a file's content; what stands in a list stays, so that the others keep their numbers."""
    *path, last = loc
    for part in path:
        content = content[part]
    if isinstance(content, dict):
        content.pop(last, None)


def _title(keys: TitleKeys) -> Title:
    return Title(
        code=keys.code,
        version=keys.version,
        name=keys.name,
        stages=tuple(_stage(stage) for stage in keys.stages),
        tracks=tuple(Track(code, track.name, tuple(track.minutes.items())) for code, track in keys.tracks.items()),
        completion=(keys.completion.stage, keys.completion.minutes) if keys.completion else None,
        places=places_of(keys),
    )


def _stage(keys: StageKeys) -> Stage:
    return Stage(keys.code, keys.name, keys.kind, tuple(keys.attends), keys.place, projected(keys), needs_of(keys))


# --- checks ----------------------------------------------------------------------------------------------------------

ATTENDS = {
    WRITTEN: frozenset(("candidate", "invigilator")),
    MARKING: frozenset(("panel",)),
    PREPARATION: frozenset(("candidate",)),
    ORAL: frozenset(("candidate", "panel")),
    DELIBERATION: frozenset(("panel",)),
}


def _check_stages(keys: TitleKeys, file: str, faults: Faults) -> None:
    """Codes stand once; who attends and where agree with what a stage is."""
    codes = [stage.code for stage in keys.stages]
    for number, stage in enumerate(keys.stages):
        where = f"stages {nth(number + 1)}"
        if stage.code in codes[:number]:
            message = _("l'épreuve {stage} y est deux fois").format(stage=stage.code)
            faults.add(message, file=file, where=f"{where}, code")
        if frozenset(stage.attends) != ATTENDS.get(stage.kind, frozenset(stage.attends)):
            expected = ", ".join(f'"{who}"' for who in sorted(ATTENDS[stage.kind]))
            message = _("épreuve {stage} : attends doit être [{expected}]").format(stage=stage.code, expected=expected)
            faults.add(message, file=file, where=f"{where}, attends")
        if stage.projection and stage.kind != ORAL:
            message = _("épreuve {stage} : seul un oral se projette (projection)").format(stage=stage.code)
            faults.add(message, file=file, where=f"{where}, projection")
    closing = [stage.code for stage in keys.stages if stage.kind == KINDS[-1]]
    if len(closing) > 1:
        message = _("une seule épreuve de clôture est admise, pas {stages}").format(stages=", ".join(closing))
        faults.add(message, file=file, where="stages")


def _check_track(code: str, track: TrackKeys, keys: TitleKeys, file: str, faults: Faults) -> None:
    stages = {stage.code: stage for stage in keys.stages}
    where = f"[tracks.{code}] minutes"
    unknown = [stage for stage in track.minutes if stage not in stages]
    for stage in unknown:
        message = _("parcours {track} : épreuve inconnue « {stage} »{hint}")
        hint = Names(stages).hint(stage)
        faults.add(message.format(track=code, stage=stage, hint=hint), file=file, where=where)
    if unknown:
        return
    if not _ORDER.fullmatch("".join(f"{stages[stage].kind} " for stage in track.minutes)):
        message = _(
            "parcours {track} : les épreuves {stages} doivent être, dans cet ordre : des écrits et leur correction "
            "(facultatifs), un ou plusieurs oraux, chacun précédé de sa préparation (facultative), une "
            "délibération (facultative)"
        )
        faults.add(message.format(track=code, stages=", ".join(track.minutes)), file=file, where=where)
    for who, declared in (("candidate", track.totals.candidate), ("panel", track.totals.panel)):
        counted = _minutes(track, stages, who)
        if sum(counted.values()) != declared:
            faults.add(_sum_message(code, who, counted, declared), file=file, where=f"[tracks.{code}.totals] {who}")


def _minutes(track: TrackKeys, stages: dict[str, StageKeys], who: str) -> dict[str, int]:
    """The stages that count in a total: the candidate's, or those where panel and candidate meet."""
    needed = {"candidate", who}
    return {code: minutes for code, minutes in track.minutes.items() if needed <= set(stages[code].attends)}


def _sum_message(code: str, who: str, counted: dict[str, int], declared: int) -> str:
    terms = " + ".join(f"{stage} {minutes}" for stage, minutes in counted.items()) or "0"
    message = _("parcours {track} : {terms} = {total} min, alors que totals.{who} annonce {declared} min")
    return message.format(track=code, terms=terms, total=sum(counted.values()), who=who, declared=declared)


def _check_completion(keys: TitleKeys, file: str, faults: Faults) -> None:
    if keys.completion is None:
        return
    orals = [stage.code for stage in keys.stages if stage.kind == ORAL]
    if keys.completion.stage not in orals:
        message = _("« {stage} » n'est pas un oral de ce titre{hint}")
        hint = Names(orals).hint(keys.completion.stage)
        faults.add(message.format(stage=keys.completion.stage, hint=hint), file=file, where="[completion] stage")


def codes_in(text: str, title: Title) -> tuple[str, ...] | None:
    """The tracks that a text names by code or name, in its order; None if it names anything else."""
    words = {fold(track.code): track.code for track in title.tracks}
    words |= {fold(track.name): track.code for track in title.tracks}
    pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    found: list[str] = []
    for part in (fold(part) for part in re.split(r"[+;,/&]|\bet\b|\band\b", text)):
        if part and not re.fullmatch(f"(?:{pattern})+", part):
            break
        found += [words[word] for word in re.findall(pattern, part)]
    else:
        return tuple(found) or None
    whole: Any = words.get(fold(text))
    return (whole,) if whole else None
