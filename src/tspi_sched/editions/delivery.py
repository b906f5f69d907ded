"""Putting a plan into its folder so that nothing of the organiser's is lost, and no two plans lie there side by side.

What was read, what was worked on, and a plan that another does not better are kept under dated names before anything is
replaced. Then the formats asked for are written, and what else is there of another plan is renewed, or named.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.errors import InputError
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.origin import another
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.folder import PLANS, files_of, mark, of_other_plans, of_unknown_plans
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.kept import is_ours, keep, sole_writer
from tspi_sched.exports.writing import ANONYMOUS, NotWritten, cannot_write, paths_of, write_plan
from tspi_sched.plan import Origin, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.stamp import Stamp
from tspi_sched.texts import _
from tspi_sched.wishes import Objective
from tspi_sched.wording import objective_title, objective_value

Tell = Callable[[str], None]


def _nobody(_sentence: str) -> None:
    """Hears nothing."""


@dataclass(frozen=True)
class Target:
    """Where a plan goes: the folder, the formats asked for, what the organiser says on paper; its origin, and the
    `plans` that were read, the first of which it is if it comes from a file; the scenario's `objectives`, by which it
    is compared with a plan that is there; whether it is the one without names, and whether it is written in spite of
    the rules that it breaks. `known` are the marks of the plans that editions keep; `tell` hears what was kept and
    renewed, a sentence at a time."""

    folder: Path
    formats: tuple[str, ...]
    origin: Origin
    documents: Documents | None = None
    plans: tuple[Path, ...] = ()
    objectives: tuple[Objective, ...] = ()
    anonymous: bool = False
    despite: bool = False
    known: frozenset[str] = frozenset()
    tell: Tell = _nobody


@dataclass(frozen=True)
class Difference:
    """The first objective that tells two plans apart, with the value of the plan there and of the new one."""

    name: str
    before: int
    after: int


def refuse_another(folder: Path, problem: Problem, origin: Origin) -> None:
    """Before a long search: never replace the plan of another session, which bears the same name by chance."""
    if (workbook := another(folder, problem, Path(origin.workbook))) is None:
        return
    text = _(
        "{folder} contient le planning d'une autre session ({workbook}) : il n'est pas remplacé. Écrivez ailleurs avec "
        "{option}, donnez un autre nom au scénario ({key}), ou rangez d'abord ce dossier sous un autre nom."
    )
    raise NotWritten(text.format(folder=folder, workbook=workbook, option="-o", key="name"))


def origin_of(input: str) -> Origin:
    """Which files an input stands for."""
    from tspi_sched.reading import input_files

    return Origin(input, str(input_files(input)[-1].resolve()))


def deliver(problem: Problem, result: Result, target: Target) -> tuple[Path, ...]:
    """Write a plan that keeps every rule, and tell what was kept and what was renewed; returns the paths of what was
    written, renewed files included."""
    if not target.anonymous:
        result = replace(result, origin=target.origin, stamp=_stamp(problem, result, target))
    try:
        with sole_writer(target.folder) as alive:
            _keep_what_matters(problem, result, target)
            alive()
            paths = write_plan(problem, result, target.folder, target.formats, target.documents, target.despite)
            return (*paths, *_renewed(problem, result, target, alive))
    except OSError as error:
        raise cannot_write(Path(error.filename or target.folder), error) from None


def _stamp(problem: Problem, result: Result, target: Target) -> Stamp:
    """What a plan bears: what it was given, or else what the editions of its session say of it."""
    from tspi_sched.editions.stamping import stamp_for

    if result.stamp.number or result.stamp.draft:
        return result.stamp
    folders = (target.folder, *(path.parent for path in target.plans))
    return replace(stamp_for(problem, result, target.documents, folders), broken=result.stamp.broken)


# --- what is kept ----------------------------------------------------------------------------------------------------


def _keep_what_matters(problem: Problem, result: Result, target: Target) -> None:
    """Say that the new plan is worse, if it is, and keep what its files would replace and should not be lost."""
    new, found = mark_of(result.plan), _difference(problem, result, target)
    worse = found is not None and found.after > found.before
    if found and worse:
        target.tell(_worse(problem, found, target.folder))
    better = found is not None and not worse
    sent = any(name not in PLANS for name, _path in of_other_plans(target.folder, new))
    for path in _to_replace(target, new):
        if _was_read(path, target.plans):
            _keep(target, path, _("{path} a été lu, il n'est donc pas perdu : il est gardé sous « {kept} »."))
        elif not is_ours(path):
            _keep(target, path, _("{path} n'est plus tel qu'il a été écrit : il est gardé sous « {kept} »."))
        elif (
            mark(path) not in ("", new, *target.known)
            and (worse or sent or not better)
            and (worse or _is_the_plan(path))
        ):
            _keep(target, path, _("{path} est d'un autre planning : il est gardé sous « {kept} »."))


def _to_replace(target: Target, new: str) -> tuple[Path, ...]:
    """The files that will be replaced: those of the formats asked for, and plans of another plan, which are renewed."""
    asked = [path for path in paths_of(target.formats, target.folder) if path.is_file()]
    others = [(name, path) for name, path in of_other_plans(target.folder, new)]
    renewed = [path for name, path in others if name in PLANS and is_ours(path)]
    asked += [path for path in _tables(target.folder) if "pdf" in (*target.formats, *(name for name, _path in others))]
    return tuple(dict.fromkeys((*asked, *(path for path in renewed if not _was_read(path, target.plans)))))


def _tables(folder: Path) -> tuple[Path, ...]:
    """The workbooks among the documents, in which people note what they have sent."""
    return tuple(path for path in files_of("pdf", folder) if path.suffix == ".xlsx")


def _is_the_plan(path: Path) -> bool:
    """Whether a file is the one that a plan is kept by: ``plan.json``, or the workbook where there is no other."""
    first = next((file for name in PLANS for file in files_of(name, path.parent)), None)
    return path == first


def _was_read(path: Path, plans: Iterable[Path]) -> bool:
    return any(plan.exists() and path.samefile(plan) for plan in plans)


def _keep(target: Target, path: Path, text: str) -> None:
    try:
        kept = keep(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    target.tell(text.format(path=path, kept=kept.name))


# --- better or worse -------------------------------------------------------------------------------------------------


def _difference(problem: Problem, result: Result, target: Target) -> Difference | None:
    """Between the best plan there that keeps the rules of today and the new one; None if none can be compared."""
    if not target.objectives or result.plan is None:
        return None
    plans = _plans_there(problem, target.folder)
    found = [difference(problem, plan, result.plan, target.objectives) for plan in plans]
    told = [one for one in found if one is not None]
    return next((one for one in told if one.after > one.before), next(iter(told), None))


def _plans_there(problem: Problem, folder: Path) -> Iterator[Plan]:
    """The plans in a folder that keep every rule, whatever the organiser has locked since."""
    from tspi_sched.checker import check
    from tspi_sched.reading import read_plan

    free = replace(problem, locks=())
    for path in paths_of(PLANS, folder):
        with suppress(InputError):
            if path.is_file() and not check(free, plan := read_plan(path, problem.whole)):
                yield plan


def difference(problem: Problem, before: Plan, after: Plan, objectives: tuple[Objective, ...]) -> Difference | None:
    """The first objective in which two plans differ by more than its tolerance, else the first in which they differ at
    all; who is left out comes first wherever it stands."""
    from tspi_sched.checker import measure

    old, new = measure(problem, before), measure(problem, after)
    ordered = dict.fromkeys(("unplaced", *(one.name for one in objectives)))
    tolerance = {one.name: one.tolerance for one in objectives}
    for allowed in (tolerance, {}):
        for name in ordered:
            if abs(new[name] - old[name]) > allowed.get(name, 0):
                return Difference(name, old[name], new[name])
    return None


def _worse(problem: Problem, found: Difference, folder: Path) -> str:
    text = _("Attention, le planning qui est déjà dans {folder} est meilleur ({title} : {before}, et {after} ici).")
    before, after = (objective_value(problem, found.name, value) for value in (found.before, found.after))
    return text.format(folder=folder, title=objective_title(found.name), before=before, after=after)


# --- what is renewed -------------------------------------------------------------------------------------------------


def _renewed(problem: Problem, result: Result, target: Target, alive: Callable[[], None]) -> Iterator[Path]:
    """Write again what else the folder holds of another plan; name what cannot be."""
    new = mark_of(result.plan)
    others = dict.fromkeys(name for name, _path in of_other_plans(target.folder, new) if name not in target.formats)
    for name in others:
        alive()
        if _may_renew(name, target):
            try:
                yield from write_plan(problem, result, target.folder, (name,), target.documents, target.despite)
            except NotWritten as late:
                target.tell(str(late))
    for line in (*out_of_date(target.folder, new, _command(target, new)), *_codes_out_of_date(problem, result, target)):
        target.tell(line)


def _may_renew(name: str, target: Target) -> bool:
    """Whether a format may be written without being asked for: its package is there, and it is nobody's work."""
    worked_on = (not is_ours(path) or _was_read(path, target.plans) for path in files_of(name, target.folder))
    return not lacking((name,)) and not (name in PLANS and any(worked_on))


def _command(target: Target, new: str) -> str:
    """The command that renews what is named in a folder."""
    here = (path for path in paths_of(PLANS, target.folder) if mark(path) == new)
    source = next(here, None) if not target.anonymous else None
    folder = target.folder.parent if target.anonymous else target.folder
    plan = source or next(iter(target.plans), folder / FORMATS["json"].name)
    old = {name for name, _path in (*of_other_plans(target.folder, new), *of_unknown_plans(target.folder))}
    return pasted_export(plan, target.origin.input, old, folder, anonymous=target.anonymous)


def pasted_export(plan: Path, input: str, names: Iterable[str], folder: Path, *, anonymous: bool = False) -> str:
    """The command that writes some formats of a plan into a folder, ready to be pasted."""
    formats = ",".join(name for name in FORMATS if name in set(names))
    elsewhere = () if plan.parent == folder else ("-o", folder)
    codes = ("--anonymise",) if anonymous else ()
    return pasted("export", plan, Path(input), "--to", formats, *elsewhere, *codes)


def _codes_out_of_date(problem: Problem, result: Result, target: Target) -> Iterator[str]:
    """The documents without names, if there are any, stand in a folder of their own."""
    folder = target.folder / ANONYMOUS
    if target.anonymous or not folder.is_dir():
        return
    new = mark_of(anonymised(problem, result)[1].plan)
    old = {name for name, _path in of_other_plans(folder, new)}
    here = next((path for path in paths_of(PLANS, target.folder) if mark(path) == mark_of(result.plan)), None)
    if old and here:
        yield from out_of_date(
            folder, new, pasted_export(here, target.origin.input, old, target.folder, anonymous=True)
        )


def out_of_date(folder: Path, wanted: str, command: str) -> Iterator[str]:
    """The files of a folder that are of another plan than the one wanted, or nobody knows of which; then the command
    that renews them."""
    others, unknown = list(of_other_plans(folder, wanted)), list(of_unknown_plans(folder))
    if others:
        yield _("Encore d'un autre planning, dans {folder} : {files}").format(
            folder=folder, files=_named(folder, others)
        )
    if unknown:
        text = _("On ne sait pas de quel planning, dans {folder} : {files}")
        yield text.format(folder=folder, files=_named(folder, unknown))
    if others or unknown:
        yield _("Pour les refaire : {command}").format(command=command)


def _named(folder: Path, files: Iterable[tuple[str, Path]]) -> str:
    return ", ".join(str(path.relative_to(folder)) for _name, path in files)
