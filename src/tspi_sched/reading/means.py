"""What rooms are used for and which means there are: what the title alone tells how to read."""

from dataclasses import replace

from tspi_sched.problem import MSP_USE, ORAL_USE, Means, Room, Title, plain
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import USES, shown
from tspi_sched.reading.values.near import Names, fold, ids
from tspi_sched.reading.workbook.layout import HELPERS, MEANS, ROOMS
from tspi_sched.reading.workbook.records import Record
from tspi_sched.texts import _


def rooms_of(records: list[Record], title: Title | None, faults: Faults) -> tuple[Room, ...]:
    """The rooms, each used for places of the title."""
    places = title.places if title else (MSP_USE, ORAL_USE)
    found = []
    for record in (record for record in records if "uses" in record.values):
        uses = _uses(record, places, faults)
        if record.readable:
            found.append(replace(Room(**record.values), uses=tuple(place for place in places if place in uses)))
    return tuple(found)


def _uses(record: Record, places: tuple[str, ...], faults: Faults) -> set[str]:
    """The places that a room's cell names, by their names or by the usual words for papers and orals."""
    known, found = {fold(place): place for place in places}, set[str]()
    for part in record.values["uses"]:
        meant = {known[fold(part)]} if fold(part) in known else set(USES.get(fold(part), ())) & set(places)
        if not meant:
            problem = _("« {value} » n'est pas un usage de salle{hint}")
            hint = Names(places).hint(part) or (_(" (au choix : {choices})").format(choices=", ".join(places)))
            message = _("{name} : {problem}").format(
                name=ROOMS.column("uses").title, problem=problem.format(value=shown(part), hint=hint)
            )
            record.fault(faults, "uses", message)
        found |= meant
    return found


def means_of(things: list[Record], people: list[Record], rooms: list[Record], faults: Faults) -> tuple[Means, ...]:
    """The things and the people in a role; a thing that is in a room says which."""
    known = ids(record.values["id"] for record in rooms if "id" in record.values)
    found = [_thing(record, known, faults) for record in things if record.readable]
    helpers = [Means(**record.values, person=True) for record in people if record.readable]
    _check_types(things, people, faults)
    return (*found, *helpers)


def _thing(record: Record, rooms: Names, faults: Faults) -> Means:
    named = record.values.get("room", "")
    room = rooms.find(named) if named else ""
    if room is None:
        message = _("salle inconnue « {value} »{hint}").format(value=shown(named), hint=rooms.hint(named))
        record.fault(faults, "room", message)
    return Means(**{**record.values, "room": room or ""})


def _check_types(things: list[Record], people: list[Record], faults: Faults) -> None:
    """A type is of things or of people."""
    of_things = {plain(record.values["type"]): record for record in things if "type" in record.values}
    for record in (record for record in people if "type" in record.values):
        if same := of_things.get(plain(record.values["type"])):
            message = _("« {type} » est aussi le type d'un matériel, en {where} ; un type est l'un ou l'autre")
            where = same.row.where("type")
            record.fault(faults, "type", message.format(type=shown(record.values["type"]), where=where))


def note_unneeded(things: list[Record], people: list[Record], title: Title, faults: Faults) -> None:
    """Note what no stage of the title needs: it may be misspelt."""
    needed = {plain(need.means): need.means for stage in title.stages for need in stage.needs}
    for sheet, records in ((MEANS, things), (HELPERS, people)):
        for record in records:
            kind = record.values.get("type", "")
            if kind and plain(kind) not in needed:
                text = _("aucune épreuve n'a besoin de « {type} »{hint} (au choix : {choices})")
                hint, choices = Names(needed.values()).hint(kind), ", ".join(needed.values())
                where = record.row.where("type")
                message = text.format(type=shown(kind), hint=hint, choices=choices)
                faults.note(f"{sheet.column('type').title} : {message}", file=record.row.file, where=where)
