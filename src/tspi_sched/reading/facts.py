"""From records to a `Problem`: what no single cell can tell is checked here, and every fault has its cell."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from tspi_sched.problem import (
    Candidate,
    Day,
    Gone,
    Invigilator,
    Means,
    Member,
    Problem,
    Projector,
    Room,
    Rules,
    Title,
    plain,
)
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.means import means_of, note_unneeded, rooms_of
from tspi_sched.reading.references import Known, candidate_of, ceres_numbers
from tspi_sched.reading.scenario.what_if import Changed
from tspi_sched.reading.values.cells import is_empty, shown
from tspi_sched.reading.values.near import Names, ids
from tspi_sched.reading.workbook.layout import (
    CANDIDATES,
    CERES,
    DAYS,
    HELPERS,
    INVIGILATORS,
    MEANS,
    MEMBERS,
    PROJECTORS,
    ROOMS,
    SESSION,
    SHEETS,
)
from tspi_sched.reading.workbook.records import Record, read_records
from tspi_sched.reading.workbook.rows import Tables
from tspi_sched.texts import _, clock, ngettext

Records = dict[str, list[Record]]
Thing = TypeVar("Thing", Member, Projector, Invigilator)
Listed = TypeVar("Listed", Candidate, Member, Room, Projector, Invigilator, Means)


def all_records(tables: Tables, faults: Faults) -> Records:
    """Every row of every sheet, read; the days before the others, which may name them without their year."""
    days = read_records(tables.get(DAYS.key, []), DAYS, faults)
    known = _dates(days)
    others = {s.key: read_records(tables.get(s.key, []), s, faults, known) for s in SHEETS if s is not DAYS}
    return {sheet.key: days if sheet is DAYS else others[sheet.key] for sheet in SHEETS}


def _dates(records: list[Record]) -> tuple[date, ...] | None:
    """The days of the session in the order of the calendar; None if one of them cannot be read."""
    found = sorted({record.values["date"] for record in records if "date" in record.values})
    return tuple(found) if found and all("date" in record.values for record in records) else None


def build(records: Records, title: Title | None, rules: Rules, changed: Changed, faults: Faults) -> Problem:
    """The problem that the records describe; raises every fault if there is any.

    Without a title (it is faulty) everything that does not depend on it is checked all the same.
    """
    _check_ids(records, faults)
    days = _days(records[DAYS.key], faults)
    candidates = _candidates(records[CANDIDATES.key], records, title, changed, faults)
    members = _members(records[MEMBERS.key], rules, changed.broken_panels, faults)
    ceres = ceres_numbers(records[CERES.key], title, faults)
    rooms = rooms_of(records[ROOMS.key], title, faults)
    means = means_of(records[MEANS.key], records[HELPERS.key], records[ROOMS.key], faults)
    session = records[SESSION.key][0].values if records[SESSION.key] else {}
    if title is None or faults:
        raise faults.stop()
    note_unneeded(records[MEANS.key], records[HELPERS.key], title, faults)
    problem = Problem(
        title=title,
        days=days,
        candidates=candidates,
        members=members,
        rooms=rooms,
        projectors=_things(Projector, records[PROJECTORS.key]),
        invigilators=_things(Invigilator, records[INVIGILATORS.key]),
        means=means,
        rules=rules,
        centre=session.get("centre", ""),
        manager=session.get("manager", ""),
        ceres=ceres,
    )
    return replace(problem, gone=_gone(problem, records, changed))


def _gone(problem: Problem, records: Records, changed: Changed) -> Gone:
    """Those that the scenario leaves out. Nothing is planned with their rows, so faults in them are not complained of;
    whoever has come in their place under the same id is not gone."""
    removed = all_records({**changed.removed, DAYS.key: changed.tables.get(DAYS.key, [])}, Faults())
    candidates = _candidates(removed[CANDIDATES.key], records, problem.title, changed, Faults())
    everywhere = [*records[ROOMS.key], *removed[ROOMS.key]]
    return Gone(
        candidates=_others(candidates, problem.candidate),
        members=_others(_things(Member, removed[MEMBERS.key]), problem.member),
        rooms=_others(rooms_of(removed[ROOMS.key], problem.title, Faults()), problem.room),
        projectors=_others(_things(Projector, removed[PROJECTORS.key]), problem.projector),
        invigilators=_others(_things(Invigilator, removed[INVIGILATORS.key]), problem.invigilator),
        means=_others(means_of(removed[MEANS.key], removed[HELPERS.key], everywhere, Faults()), problem.means_by_id),
        days=_dropped_days(problem, changed),
        panels=tuple(_broken_panels(problem, records, changed)),
        barred=tuple(_barred(problem, records, removed, changed)),
    )


def _dropped_days(problem: Problem, changed: Changed) -> tuple[Day, ...]:
    """The days of the workbook that a scenario with days of its own does not have."""
    days = _days(read_records(changed.removed.get(DAYS.key, []), DAYS, Faults()), Faults())
    return tuple(day for day in days if day.date not in problem.day_index and day.open < day.close)


def _broken_panels(problem: Problem, records: Records, changed: Changed) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The panels that lost a member and have not been filled since, with those who are still there."""
    rows = [record.values for record in records[MEMBERS.key] if "id" in record.values]
    for label in dict.fromkeys(changed.lost_labels):
        there = tuple(row["id"] for row in rows if plain(row.get("panel", "")) == plain(label))
        if plain(label) not in map(plain, problem.panels):
            yield label, there


def _barred(problem: Problem, records: Records, removed: Records, changed: Changed) -> Iterator[tuple[str, str]]:
    """Who of those left out trained a candidate of the session, or is excluded by hand."""
    everybody = records | {key: [*records[key], *removed[key]] for key in (MEMBERS.key, INVIGILATORS.key, HELPERS.key)}
    for one in _candidates(records[CANDIDATES.key], everybody, problem.title, changed, Faults()):
        here = ids((*problem.member, *problem.invigilator, *problem.means_by_id))
        yield from ((one.id, id) for id in dict.fromkeys((*one.trainers, *one.exclusions)) if not here.find(id))


def _others(things: tuple[Listed, ...], present: Iterable[str]) -> tuple[Listed, ...]:
    taken = set(map(plain, present))
    return tuple(thing for thing in things if plain(thing.id) not in taken)


def check_not_empty(records: Records, tables: Tables, file: str, faults: Faults) -> None:
    """A session has at least a day, a candidate, a member and a room."""
    for sheet in (DAYS, CANDIDATES, MEMBERS, ROOMS):
        if sheet.key in tables and not records[sheet.key]:
            faults.add(
                _("la feuille « {sheet} » n'a aucune ligne").format(sheet=sheet.title), file=file, where=sheet.title
            )


def _things(kind: type[Thing], records: Iterable[Record]) -> tuple[Thing, ...]:
    return tuple(kind(**record.values) for record in records if record.readable)


# --- ids -------------------------------------------------------------------------------------------------------------


def _check_ids(records: Records, faults: Faults) -> None:
    """An id means one thing: among people, among rooms, among projectors, among means."""
    for keys in (
        (MEMBERS.key, INVIGILATORS.key, HELPERS.key, CANDIDATES.key),
        (ROOMS.key,),
        (PROJECTORS.key,),
        (MEANS.key, HELPERS.key),
    ):
        seen: dict[str, Record] = {}
        for record in (record for key in keys for record in records[key] if "id" in record.values):
            name = record.values["id"]
            first = seen.setdefault(plain(name), record)
            if first is not record:
                message = _("l'identifiant « {id} » est déjà pris en {where}")
                record.fault(faults, "id", message.format(id=name, where=first.row.where("id")))


def _candidates(
    rows: list[Record], records: Records, title: Title | None, changed: Changed, faults: Faults
) -> tuple[Candidate, ...]:
    """The candidates; when the sheet that a reference points to could not be read, the reference is not blamed."""
    members, others, helpers = records[MEMBERS.key], records[INVIGILATORS.key], records[HELPERS.key]
    has_members = MEMBERS.key in changed.tables
    has_staff = has_members and INVIGILATORS.key in changed.tables
    known = Known(
        members=_names([*members, *helpers]) if has_members else None,
        staff=_names([*members, *others, *helpers]) if has_staff else None,
        gone=ids(changed.gone),
    )
    found = (candidate_of(record, title, known, faults) for record in rows)
    return tuple(candidate for candidate in found if candidate)


def _names(records: list[Record]) -> Names:
    """Ids, which people's names help to find."""
    also: dict[str, str] = {}
    for values in (record.values for record in records if "id" in record.values):
        last, first = values.get("last_name", ""), values.get("first_name", "")
        also |= {name: values["id"] for name in (last, f"{first} {last}", f"{last} {first}")}
    return ids((record.values["id"] for record in records if "id" in record.values), also)


# --- days ------------------------------------------------------------------------------------------------------------


def _days(records: list[Record], faults: Faults) -> tuple[Day, ...]:
    """The days in the order of the calendar, each given once, each closing after it opens."""
    seen: dict[date, Record] = {}
    days = []
    for record in (record for record in records if record.readable):
        day = Day(**record.values)
        first = seen.setdefault(day.date, record)
        if first is not record:
            message = _("le {date} est déjà en {where}")
            record.fault(faults, "date", message.format(date=shown(day.date), where=first.row.where("date")))
        if day.close <= day.open:
            message = _("fermeture à {close}, alors que le jour ouvre à {open}")
            record.fault(faults, "close", message.format(close=clock(day.close), open=clock(day.open)))
        days.append(day)
    return tuple(sorted(days, key=lambda day: day.date))


# --- members ---------------------------------------------------------------------------------------------------------


def names_panels(tables: Tables) -> bool:
    """Whether the rows name at least one panel."""
    cells = (row.cells.get("panel") for row in tables.get(MEMBERS.key, ()))
    return any(cell and not is_empty(cell.value) for cell in cells)


def _members(records: list[Record], rules: Rules, broken_panels: frozenset[str], faults: Faults) -> tuple[Member, ...]:
    """The members, with panels that lost a member dissolved and every other panel of the right size."""
    for record in records:
        _check_accreditation(record.values, record, faults)
    panels: dict[str, list[Record]] = {}
    for record in records:
        if label := record.values.get("panel"):
            panels.setdefault(plain(label), []).append(record)
    labels = {key: named[0].values["panel"] for key, named in panels.items()}
    for key, named in panels.items():
        if len(named) != rules.panel.size and key in broken_panels:
            labels[key] = ""
        elif len(named) != rules.panel.size and rules.panel.mode == "given":
            _wrong_size(labels[key], named, rules.panel.size, faults)
    return tuple(_relabelled(member, labels) for member in _things(Member, records))


def _relabelled(member: Member, labels: dict[str, str]) -> Member:
    """One spelling for a panel's label, whatever each of its members' rows says."""
    return replace(member, panel=labels.get(plain(member.panel), ""))


def _wrong_size(label: str, named: list[Record], size: int, faults: Faults) -> None:
    message = ngettext(
        "le binôme « {label} » a {count} membre au lieu de {size} ({ids})",
        "le binôme « {label} » a {count} membres au lieu de {size} ({ids})",
        len(named),
    )
    who = ", ".join(record.values.get("id", "?") for record in named)
    named[-1].fault(faults, "panel", message.format(label=label, count=len(named), size=size, ids=who))


def _check_accreditation(values: Any, record: Record, faults: Faults) -> None:
    start, end = values.get("accredited_from"), values.get("accredited_to")
    if start and end and end < start:
        message = _("habilitation jusqu'au {end}, alors qu'elle commence le {start}")
        record.fault(faults, "accredited_to", message.format(end=shown(end), start=shown(start)))
