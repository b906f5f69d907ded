"""The whole reading of an input: a scenario or a workbook in, a problem and wishes out, or every fault at once."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tspi_sched.documents import FILE
from tspi_sched.errors import Fault, InputError, fault
from tspi_sched.problem import MARKING, Problem, Rules, Title
from tspi_sched.reading import facts
from tspi_sched.reading.documents import documents_for
from tspi_sched.reading.events.more import contacts_in, more_in
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.scenario.scenario import Scenario, read_scenario, workbook_alone
from tspi_sched.reading.scenario.what_if import Brought, change, with_more
from tspi_sched.reading.title import DEFAULT, TitleFile, find_title, read_title
from tspi_sched.reading.values.near import Names
from tspi_sched.reading.workbook.grids import Book, open_book
from tspi_sched.reading.workbook.layout import DAYS, OF_MEANS, SESSION, SHEETS, Sheet
from tspi_sched.reading.workbook.records import read_records
from tspi_sched.reading.workbook.rows import Tables, read_sheet, read_tables
from tspi_sched.texts import _
from tspi_sched.wishes import Wishes

_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an input, and what was noted on the way: columns that are not read, rows left aside."""

    problem: Problem
    wishes: Wishes
    notes: tuple[Fault, ...]


def read(
    path: str | Path,
    *,
    plans: Iterable[str | Path] = (),
    events: str | Path | None = None,
    contacts: str | Path | None = None,
) -> tuple[Problem, Wishes]:
    """Read a session: a scenario (`.toml`), or a workbook alone (`.xlsx`), for which everything has its default.

    Args:
        path: The scenario or the workbook. The files that a scenario names are found relative to it.
        plans: Plans of the session, each a `plan.json` or a `planning.xlsx`: what an incident added to the facts of
            the session when they were made (`[what_if.add]`, `[what_if.change]` of the events file) holds again.
        events: An events file: what it adds and changes holds too.
        contacts: An events file from which only telephones and addresses are taken, which plans do not say.

    Returns:
        The facts and the rules, and apart from them what is wanted of a plan (objectives, time limit, seed).

    Raises:
        InputError: The input cannot be used. All its faults are told at once, each with its file and its cell or key.

    Example:
        >>> problem, wishes = tspi_sched.read("scenarios/tiny.toml")
        >>> len(problem.candidates), len(problem.members), [objective.name for objective in wishes.objectives]
        (2, 2, ['days', 'juror_days', 'finish', 'presence', 'waiting'])
    """
    found = read_noted(path, plans=plans, events=events, contacts=contacts)
    return found.problem, found.wishes


def read_noted(
    path: str | Path,
    *,
    plans: Iterable[str | Path] = (),
    events: str | Path | None = None,
    contacts: str | Path | None = None,
) -> Reading:
    """Read a session as `read` does, with the notes."""
    path, faults = Path(path), Faults()
    scenario = _scenario(path, faults)
    tables = _tables(scenario, faults)
    named = facts.names_panels(tables)
    changed = change(tables, scenario.what_if, scenario.own_headings, scenario.file, faults)
    changed = with_more(changed, _brought(plans, events, contacts), scenario.own_headings, faults)
    records = facts.all_records(changed.tables, faults)
    facts.check_not_empty(records, changed.tables, scenario.workbook.name, faults)
    title = _title(scenario, records, faults)
    rules = _rules(scenario, title, named or facts.names_panels(changed.tables), faults)
    return Reading(facts.build(records, title, rules, changed, faults), scenario.wishes, faults.notes)


def _brought(plans: Iterable[str | Path], events: str | Path | None, contacts: str | Path | None) -> Iterator[Brought]:
    """What incidents added to the session, as plans and an events file say, with how to reach whom they added."""
    reached = contacts_in(contacts)
    for one in more_in(plans, events):
        event, known = one.event, reached.pop(one.event.subject, None)
        values = {**dict(known.event.facts if known else ()), **dict(event.facts)}
        yield Brought(event.sheet, event.who or "", values, one.file, one.where, one.kept)
    for one in (one for one in reached.values() if one.event.sheet is None):
        yield Brought(None, one.event.who or "", dict(one.event.facts), one.file, one.where, one.kept)


def input_files(path: str | Path, documents: str | Path | None = None) -> tuple[Path, ...]:
    """The files that an input is read from, the last of which is its workbook: the scenario, the organiser's words with
    their logo."""
    path = Path(path)
    workbook, words = _scenario(path, Faults()).workbook, Path(documents or path.parent / FILE)
    beside = [words]
    with suppress(InputError):  # its faults are told by who reads it
        logo = documents_for(path, documents).logo
        beside += [Path(logo.file)] if logo else []
    return (*dict.fromkeys(one for one in (path, *beside) if one != workbook), workbook)


def title_file(path: str | Path) -> TitleFile:
    """The file of the title that an input is about."""
    scenario, faults = _scenario(Path(path), Faults()), Faults()
    rows = facts.all_records(_tables(scenario, faults), faults)["session"]
    named = rows[0].values.get("title") if rows else None
    return find_title(scenario.title or named or DEFAULT, scenario.base_dir)


def _scenario(path: Path, faults: Faults) -> Scenario:
    if path.suffix.lower() == ".toml":
        return read_scenario(path, faults)
    if path.suffix.lower() in (*_WORKBOOKS, ".xls", ".ods", ".xlsb") or path.is_dir() or not path.exists():
        return workbook_alone(path)
    raise fault(_("un scénario (.toml) ou un classeur (.xlsx) est attendu"), file=str(path))


def _tables(scenario: Scenario, faults: Faults) -> Tables:
    """The workbook's rows; without a workbook nothing more can be read."""
    spared = frozenset((DAYS.key,)) if scenario.what_if.days is not None else frozenset()
    try:
        book = open_book(scenario.workbook)
        sheets = _sheets(scenario, book)
        none: Tables = {sheet.key: [] for sheet in SHEETS if sheet not in sheets}
        return none | read_tables(book, sheets, scenario.own_headings, faults, spared)
    except InputError as error:
        faults.extend(error)
        raise faults.stop() from None


def _sheets(scenario: Scenario, book: Book) -> tuple[Sheet, ...]:
    """The sheets that are ours: those of means only for a title whose stages need some."""
    rows = read_records(read_sheet(book, SESSION, scenario.own_headings), SESSION, Faults())
    named = rows[0].values.get("title") if rows else None
    try:
        title = read_title(scenario.title or named or DEFAULT, scenario.base_dir)
    except InputError:  # told where the title is read for good
        return SHEETS
    return SHEETS if any(stage.needs for stage in title.stages) else tuple(s for s in SHEETS if s not in OF_MEANS)


def _title(scenario: Scenario, records: facts.Records, faults: Faults) -> Title | None:
    """The scenario's title, else the workbook's, else the default."""
    rows = records["session"]
    for extra in rows[1:]:
        extra.fault(faults, "title", _("une seule ligne est attendue dans cette feuille"))
    cell = rows[0].row.cells.get("title") if rows else None
    named = rows[0].values.get("title") if rows else None
    try:
        title = read_title(scenario.title or named or DEFAULT, scenario.base_dir)
    except InputError as error:
        place = (scenario.file, "title") if scenario.title or not cell else (cell.file, cell.where)
        for found in error.faults:
            file, where = (found.file, found.where) if found.file else place
            faults.extend(InputError((Fault(file, where, found.message),)))
        return None
    if not scenario.title and not named:
        faults.note(_assumed(title), file=scenario.file or scenario.workbook.name, where="title")
    return title


def _assumed(title: Title) -> str:
    text = _("aucun titre n'est dit, ni dans le scénario ni dans la feuille {sheet} : {code} ({name}) est supposé")
    return text.format(sheet=SESSION.title, code=title.code, name=title.name)


def _rules(scenario: Scenario, title: Title | None, names_panels: bool, faults: Faults) -> Rules:
    """The rules, with the panels' mode deduced if it is not given, and with minutes for known tracks only."""
    rules, file = scenario.rules, scenario.file
    for code, _minutes in rules.marking.minutes:
        if title and code not in title.track:
            message = _("parcours inconnu « {value} »{hint}").format(value=code, hint=Names(title.track).hint(code))
            faults.add(message, file=file, where=f"[rules.marking.minutes] {code}")
        elif title and title.minutes_of(code, MARKING) == ():
            message = _("le parcours {track} n'a pas de correction").format(track=code)
            faults.add(message, file=file, where=f"[rules.marking.minutes] {code}")
    mode = rules.panel.mode or ("given" if names_panels else "daily")
    if mode == "given" and not names_panels:
        message = _('mode = "given", mais la colonne Binôme de la feuille Jurys n\'en nomme aucun')
        faults.add(message, file=file, where="[rules.panel] mode")
    return replace(rules, panel=replace(rules.panel, mode=mode))
