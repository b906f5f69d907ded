"""Events in a TOML file: `now`, and a table for each event."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tspi_sched.reading.events.days_said import Said
from tspi_sched.reading.events.moments import AT, FROM, UNTIL, one_moment
from tspi_sched.reading.events.more import MORE, TABLE, more_of
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_toml
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, is_empty, shown, text
from tspi_sched.reading.values.near import Names
from tspi_sched.texts import _, nth

KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "absent": (("who",), ("from", "until")),
    "present": (("who",), ("from",)),
    "late": (("who",), ("arrives",)),
    "arrived": (("who",), ("at",)),
    "ended": (("candidate", "stage", "track"), ("at",)),
    "started": (("candidate", "room", "stage", "track"), ("at",)),
    "closed": (("what",), ("from", "until")),
    "room": (("candidate", "stage", "track", "room"), ()),
}
"""The keys of each event's table: those that name, those that say when."""
OPTIONAL = frozenset(("track", "from", "until"))
_ROLES = {"from": FROM, "until": UNTIL, "arrives": AT, "at": AT}


def read_file(path: Path, days: clock.Days, faults: Faults) -> tuple[Said | None, tuple[Raw, ...]]:
    """The moment `now` of a file, None if it says none, and its events."""
    content = read_toml(path)
    now = _moment(content.pop("now"), days, path.name, "now", faults) if "now" in content else None
    raws: list[Raw] = []
    raws += more_raws(content.pop(TABLE, {}), path.name, "", faults)
    for key, value in content.items():
        if key not in KEYS:
            message = _("événement inconnu « {key} »{hint}").format(key=shown(key), hint=Names(KEYS).hint(key))
            faults.add(message, file=path.name, where=f"[[{shown(key)}]]")
        elif not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            message = _("une table est attendue : [[{key}]], puis ses clés").format(key=key)
            faults.add(message, file=path.name, where=key)
        else:
            raws += _tables(key, value, days, path.name, faults)
    return now, tuple(raws)


def more_raws(table: object, file: str, start: str, faults: Faults) -> Iterator[Raw]:
    """The rows of a table `what_if`, each an event."""
    for one in more_of(table, file, start, faults):
        yield Raw(MORE, file=one.file, where=one.where, event=one.event)


def _tables(kind: str, tables: list[dict[str, Any]], days: clock.Days, file: str, faults: Faults) -> Iterator[Raw]:
    for number, table in enumerate(tables, start=1):
        yield one_table(kind, table, days, file, f"[[{kind}]] {nth(number)}", faults)


def one_table(kind: str, table: dict[str, Any], days: clock.Days, file: str, where: str, faults: Faults) -> Raw:
    """The event of one table; faults for keys that are unknown, missing or not readable."""
    names, times = KEYS[kind]
    for key in table.keys() - {*names, *times}:
        message = _("clé inconnue « {key} »{hint}").format(key=shown(key), hint=Names((*names, *times)).hint(key))
        faults.add(message, file=file, where=where)
    missing = [key for key in (*names, *times) if key not in table and key not in OPTIONAL]
    if kind == "started" and len({"candidate", "room"} & table.keys()) == 1:
        missing = [key for key in missing if key not in ("candidate", "room")]
    if kind == "present" and "from" not in table:
        missing.append("from")
    for key in missing:
        faults.add(_("clé requise, absente"), file=file, where=f"{where}, {key}")
    words = {key: said for key in names if key in table if (said := _word(table[key], f"{where}, {key}", file, faults))}
    read = {key: _moment(table[key], days, file, f"{where}, {key}", faults) for key in times if key in table}
    moments = {_ROLES[key]: said for key, said in read.items() if said is not None}
    return Raw(kind, words, moments, file, where)


def _word(value: object, where: str, file: str, faults: Faults) -> str:
    try:
        if not is_empty(value):
            return text(value)
        faults.add(_("valeur requise, absente"), file=file, where=where)
    except Unclear as error:
        faults.add(str(error), file=file, where=where)
    return ""


def _moment(value: object, days: clock.Days, file: str, where: str, faults: Faults) -> Said | None:
    try:
        return one_moment(value, days)
    except Unclear as error:
        faults.add(str(error), file=file, where=where)
        return None
