"""Reading a variant: once for each state of its files, and nothing outside the folder of sessions."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from tspi_sched.errors import Fault, InputError
from tspi_sched.reading import Reading, input_files, read_noted
from tspi_sched.reading.events.more import more_in
from tspi_sched.texts import _, language
from tspi_sched.web.sessions import Variant

Signature = tuple[tuple[str, int, int, int], ...]
"""Path, moment of the last change, size and identity of each file that is there: Excel writes a new file and gives it
the old name, so that the moment alone may be older than before."""

_KEPT = 8
Key = tuple[str, Path, Signature, str]
_known: "OrderedDict[Key, Reading | InputError]" = OrderedDict()
_lock = Lock()


def read_variant(variant: Variant, *, with_plan: bool = True) -> Reading:
    """What is read of a variant; not read anew as long as its files are as they were, and what its plan brought.

    An incident may have added people and rooms, which stand in the plan only: they are there `with_plan`.
    Raises `InputError` with every fault, and its notes.
    """
    check_inside(variant)
    before = signature(_read(variant))
    brought = more_in([variant.plan]) if with_plan and variant.plan.is_file() else ()
    key = (language(), variant.input, before, repr(brought))
    with _lock:
        found = _known.get(key)
    if found is None:
        found = _fresh(variant.input, [variant.plan] if brought else [])
        if signature(_read(variant)) == before:
            _remember(key, found)
    if isinstance(found, InputError):
        raise InputError(found.faults, found.notes)
    return found


def signature(paths: tuple[Path, ...]) -> Signature:
    """The state of some files; those that are not there, or not to be seen just now, are left out."""
    found = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size, state.st_ino))
    return tuple(found)


def check_inside(variant: Variant) -> None:
    """Refuse a scenario whose workbook, title, logo or other file lies outside the folder of sessions."""
    try:
        named = input_files(variant.input)
    except InputError:
        named = (variant.input, variant.workbook)  # told by who reads the scenario
    title = variant.content.get("title")
    own = (variant.input.parent / title,) if isinstance(title, str) and title.lower().endswith(".toml") else ()
    outside = [path for path in (*named, *own) if not path.resolve().is_relative_to(variant.root)]
    if outside:
        text = _("ce fichier est hors du dossier ouvert ({folder}) : mettez-le dedans, ou ouvrez un dossier plus haut")
        message = text.format(folder=variant.root)
        raise InputError(tuple(Fault(variant.input.name, path.name, message) for path in outside))


def _read(variant: Variant) -> tuple[Path, ...]:
    title = variant.content.get("title")
    own = (variant.input.parent / title,) if isinstance(title, str) else ()
    return (variant.input, variant.workbook, *own)


def _fresh(path: Path, plans: list[Path]) -> Reading | InputError:
    try:
        return read_noted(path, plans=plans)
    except InputError as error:
        return error


def _remember(key: Key, found: Reading | InputError) -> None:
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
