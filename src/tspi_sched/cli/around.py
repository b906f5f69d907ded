"""What a check says beside the rules: changes where nobody reads them, and what does not follow those that are read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from tspi_sched.editions.delivery import out_of_date, pasted_export
from tspi_sched.errors import InputError
from tspi_sched.exports.common.fingerprint import (
    Fingerprint,
    Values,
    fingerprint_of,
    looks,
    open_whole,
    untouched,
    values,
)
from tspi_sched.exports.common.marks import digest, mark_of
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.folder import of_other_plans
from tspi_sched.exports.xlsx import build
from tspi_sched.exports.xlsx.legend import legend_title
from tspi_sched.exports.xlsx.table import PLAN_SHEET, UNPLACED_SHEET
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, in_language, language, ngettext

WORKBOOKS = (".xlsx", ".xlsm")
SHOWN = 3
"""How many changed cells of a sheet are told."""


def around(problem: Problem, plan: Plan, path: Path, input: str) -> Iterator[str]:
    """The lines about the workbook's other sheets, and about the documents in the plan's folder."""
    said = fingerprint_of(path) if path.suffix.lower() == ".xlsx" else None
    if said is not None and said.plan and not untouched(path, said):
        yield from _unread(problem, plan, path, said, input)
    if path.suffix.lower() in WORKBOOKS:
        yield from _noted(path, input)
    yield from _behind(plan, path, said, input)


def _noted(path: Path, input: str) -> Iterator[str]:
    """That the day was noted in the rows, which a check does not judge; and what takes it into account."""
    from tspi_sched.reading.plan.from_xlsx import rows_noted

    if not (count := rows_noted(path)):
        return
    text = ngettext(
        "La journée est notée sur {count} ligne, ce qui n'est pas jugé ici ; pour en tenir compte : {command}",
        "La journée est notée sur {count} lignes, ce qui n'est pas jugé ici ; pour en tenir compte : {command}",
        count,
    )
    yield text.format(count=count, command=pasted("replan", path, Path(input)))


# --- changes that nobody reads ---------------------------------------------------------------------------------------


def _unread(problem: Problem, plan: Plan, path: Path, said: Fingerprint, input: str) -> Iterator[str]:
    """Sheets other than the plan with other values than were written; those who only look otherwise, in one line."""
    book = open_whole(path)
    if book is None:
        return
    with in_language(said.language or language()):
        read = {PLAN_SHEET[language()], UNPLACED_SHEET[language()], legend_title()}
    there = [(one, book[one[0]]) for one in said.sheets if one[0] in book.sheetnames and one[0] not in read]
    changed = [(title, values(sheet)) for (title, cells, _look), sheet in there if digest(values(sheet)) != cells]
    before = _as_written(problem, plan, path, said, input) if changed else {}
    for title, now in changed:
        text = _("La feuille « {sheet} » a été modifiée{cells} ; seule la feuille « {plan} » est lue.")
        yield text.format(sheet=title, cells=_cells(before.get(title), now), plan=PLAN_SHEET[language()])
    if not changed and any(digest(looks(sheet)) != look for (_title, _values, look), sheet in there):
        yield _("Sur les autres feuilles, aucune case ne diffère : seule leur présentation a changé.")


def _as_written(problem: Problem, plan: Plan, path: Path, said: Fingerprint, input: str) -> dict[str, Values]:
    """The sheets as they were written, where that can be found out: from the same plan, with the same result."""
    from tspi_sched.editions.stamping import stamp_for
    from tspi_sched.reading import documents_for

    result, words = _written_result(problem, plan, path, said), documents_for(input)
    if result is None:
        return {}
    result = replace(result, stamp=stamp_for(problem, result, words, (path.parent,)))
    with in_language(said.language):
        book = build(problem, result, date.fromisoformat(said.day), words.leads)
    found = {sheet.title: values(sheet) for sheet in book.worksheets}
    return {title: found[title] for title, cells, _look in said.sheets if digest(found.get(title, {})) == cells}


def _written_result(problem: Problem, plan: Plan, path: Path, said: Fingerprint) -> Result | None:
    """The result that a workbook was written from: that of ``plan.json`` beside it, or its own plan if that is still
    the same."""
    from tspi_sched.reading import read_result

    try:
        beside = read_result(path.with_name("plan.json"), problem)
        if mark_of(beside.plan) == said.plan:
            return beside
    except InputError:
        pass
    return Result(Status.FEASIBLE, plan) if mark_of(plan) == said.plan else None


def _cells(before: Values | None, now: Values) -> str:
    """The first cells that differ, with what stood and what stands there; nothing where that is not known."""
    if before is None:
        return ""
    places = [place for place in {**before, **now} if before.get(place) != now.get(place)]
    told = [
        _("case {place} : {before} → {after}").format(
            place=place, before=_shown(before.get(place)), after=_shown(now.get(place))
        )
        for place in islice(places, SHOWN)
    ]
    if more := len(places) - SHOWN:
        told += [ngettext("et {count} autre", "et {count} autres", more).format(count=more)] if more > 0 else []
    return f" ({', '.join(told)})"


def _shown(value: object) -> str:
    """A value as it is read in a cell: what is less than a day is a time."""
    if value is None:
        return _("vide")
    if isinstance(value, float) and 0 < value < 1:
        return clock(round(value * 1440))
    if isinstance(value, datetime | date | time):
        return str(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


# --- what does not follow --------------------------------------------------------------------------------------------


def _behind(plan: Plan, path: Path, said: Fingerprint | None, input: str) -> Iterator[str]:
    """The other sheets and documents that are not of this plan, and the command that renews them."""
    wanted, folder = mark_of(plan), path.parent
    others = {name for name, file in of_other_plans(folder, wanted) if not file.samefile(path)}
    if said is not None and said.plan and said.plan != wanted:
        text = _("Les autres feuilles de {path} ne suivent pas ce qui a été changé dans « {plan} »{more}.")
        more = _(", ni les autres documents de ce dossier") if others else ""
        yield text.format(path=path, plan=PLAN_SHEET[language()], more=more)
        yield _("Pour les refaire : {command}").format(command=pasted_export(path, input, ("xlsx",), folder))
    elif others:
        yield from out_of_date(folder, wanted, pasted_export(path, input, others, folder))
