"""``compare``: plans side by side, what moves from the first to the others, and who must be told."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.output import check_name, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _, long_date, mark, ngettext
from tspi_sched.wording.rules import rule_title

if TYPE_CHECKING:
    from tspi_sched.checker import Violation
    from tspi_sched.comparison import Comparison
    from tspi_sched.exports.comparison.shifts import Shift
    from tspi_sched.plan import Result
    from tspi_sched.problem import Gone, Problem

PLAN_NAMES = ("plan", "planning")
"""Names of files that tell nothing of the plan in it."""

SHOWN = 5
"""How many of the rules that a plan breaks are told."""

ENDINGS = (".xlsx", ".html")
"""What a comparison can be written as; a test compares them with the formats there are."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Compare des plans d'une même session : objectifs et preuves côte à côte, ce qui change du premier aux autres, "
        "et qui prévenir. PLAN est un plan.json ou un planning.xlsx, même modifié dans Excel."
    )
    output = _("Fichier où écrire aussi la comparaison, en {endings} ; peut être répété.").format(
        endings=_(" ou ").join(ENDINGS)
    )
    about_input = _("Le scénario ou le classeur dont ils sont les plans ; toujours nécessaire.")
    params: list[click.Parameter] = [
        Argument("plan", _("les plans, au moins deux ; les autres sont comparés au premier"), many=True),
        click.Option(["--with", "input"], metavar="INPUT", callback=_needed, help=about_input),
        click.Option(["-o", "--output"], multiple=True, metavar=_("FICHIER"), callback=_endings, help=output),
        click.Option(["--anonymise"], is_flag=True, help=_("Remplace les personnes et les entreprises par des codes.")),
    ]
    return Command("compare", run, params, about)


def _needed(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """An option that must be given; click's own ``required`` says so in English."""
    if value is None:
        raise click.MissingParameter(ctx=context, param=option)
    return value


def _endings(_context: click.Context, _option: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The files to write, which say by their ends what they are."""
    for path in paths:
        if Path(path).suffix.lower() not in ENDINGS:
            text = _("« {path} » : un nom de fichier en {endings} est attendu")
            raise click.BadParameter(text.format(path=path, endings=_(" ou ").join(ENDINGS)))
    return paths


def run(plan: tuple[str, ...], input: str, output: tuple[str, ...], anonymise: bool) -> None:
    """Read, compare, print, write."""
    from tspi_sched.comparison import compare
    from tspi_sched.reading import input_files, read, read_plan, read_result

    if len(plan) < 2:
        raise click.UsageError(_("il faut au moins deux plans"), click.get_current_context())
    problem, _wishes = read(input, plans=plan)
    for target in map(Path, output):
        check_name(target)
    spare((*plan, *input_files(input)), map(Path, output))
    for path in plan:
        read_plan(path, problem.whole)  # that there is none in a file is a fault
    results = [read_result(path, problem.whole) for path in plan]
    names = labels(plan, results)
    if anonymise:
        problem, results, names = _coded(problem, results)
    comparison = compare(problem, results, names)
    for line in _lines(comparison, plan, input):
        say(line)
    if output:
        say("")
        for line in written(_write(comparison, Path(path)) for path in output):
            say(line)


def _coded(problem: "Problem", results: list["Result"]) -> tuple["Problem", list["Result"], tuple[str, ...]]:
    """The same without names; the plans are numbered, since a scenario may be called after somebody."""
    from tspi_sched.exports.common.anonymise import anonymised

    pairs = [anonymised(problem, result) for result in results]
    names = tuple(_("Plan {number}").format(number=number) for number in range(1, len(pairs) + 1))
    return pairs[0][0], [result for _problem, result in pairs], names


def _write(comparison: "Comparison", path: Path) -> Path:
    from tspi_sched.exports.comparison import write

    try:
        _keep_what_is_no_comparison(path)
        write(comparison, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    return path


def _keep_what_is_no_comparison(path: Path) -> None:
    """A comparison takes the place of an earlier one as it was written, and of nothing else."""
    from tspi_sched.exports.common.marks import mark_of
    from tspi_sched.exports.folder import mark
    from tspi_sched.exports.kept import is_ours, keep

    if path.is_file() and not (is_ours(path) and mark(path) in ("", mark_of(None))):
        text = _("{path} n'est pas une comparaison telle qu'elle a été écrite : il est gardé sous « {kept} ».")
        tell(text.format(path=path, kept=keep(path).name))


def labels(paths: Sequence[str], results: Sequence["Result"]) -> tuple[str, ...]:
    """A name for each plan: its scenario's or, where its file does not tell it, its own; else its folder's or its
    file's if these tell the plans apart, else its path; the same path twice is numbered."""
    folders = [Path(path).resolve().parent.name for path in paths]
    choices = (
        [result.scenario or _own_name(Path(path), folders) for path, result in zip(paths, results, strict=True)],
        folders,
        [Path(path).stem for path in paths],
        list(paths),
    )
    for names in choices:
        if all(names) and len(set(names)) == len(names):
            return tuple(names)
    return tuple(f"{path} ({number})" for number, path in enumerate(paths, 1))


def _own_name(path: Path, folders: list[str]) -> str:
    """A file's name, or that of its folder if the file is named as every plan is and the folder is no other's."""
    folder = path.resolve().parent.name
    return folder if path.stem in PLAN_NAMES and folders.count(folder) == 1 else path.stem


# --- what is printed -------------------------------------------------------------------------------------------------


def _lines(comparison: "Comparison", paths: Sequence[str], input: str = "INPUT") -> Iterator[str]:
    yield from _plans(comparison, paths, input)
    yield from _objectives(comparison)
    for name in comparison.names[1:]:
        yield from _moves(comparison, name)
        yield from _told(comparison, name)


def _plans(comparison: "Comparison", paths: Sequence[str], input: str) -> Iterator[str]:
    from tspi_sched.cli.summary import aligned
    from tspi_sched.exports.comparison.tables import rules

    broken = [_("règles : {state}").format(state=rules(len(found))) for found in comparison.violations]
    yield _("Plans comparés :")
    yield from aligned(list(zip(comparison.names, paths, broken, strict=True)))
    for name, path, found in zip(comparison.names, paths, comparison.violations, strict=True):
        yield from _broken(comparison.gone, name, found, pasted("check", Path(path), Path(input)))


def _broken(gone: "Gone", name: str, breaches: Sequence["Violation"], command: str) -> Iterator[str]:
    """The first rules that a plan breaks, and how many more there are; nothing if there is none. What names whom the
    scenario leaves out is counted only."""
    from tspi_sched.exports.comparison.tables import fold_absent

    if not breaches:
        return
    folded, found = fold_absent(gone, breaches)
    yield ""
    yield _("« {plan} » enfreint :").format(plan=name)
    yield from (f"  {text}" for text in folded)
    yield from (f"  [{rule_title(violation.rule)}] {violation.message}" for violation in found[:SHOWN])
    count = len(found) - SHOWN
    if count > 0:
        text = ngettext(
            "  … et {count} autre ; tout est dit par : {command}",
            "  … et {count} autres ; tout est dit par : {command}",
            count,
        )
        yield text.format(count=count, command=command)


def _objectives(comparison: "Comparison") -> Iterator[str]:
    """Each objective, with a line for each plan."""
    from tspi_sched.cli.summary import aligned_rows
    from tspi_sched.comparison.score import proven_and_beaten
    from tspi_sched.exports.comparison.tables import values
    from tspi_sched.wording import objective_title

    rows = [
        (f"  {name}", *cells)
        for score in comparison.scores
        for name, cells in zip(comparison.names, values(comparison.problem, score), strict=True)
    ]
    lines = aligned_rows(rows)
    for score in comparison.scores:
        yield ""
        yield objective_title(score.name)
        for _name in comparison.names:
            yield from next(lines)
    if proven_and_beaten(comparison.scores):
        yield ""
        yield _(
            "« Prouvé » vaut à égalité sur les objectifs placés avant : un plan moins bon là peut faire mieux ensuite."
        )


def _moves(comparison: "Comparison", name: str) -> Iterator[str]:
    """What moves, candidate by candidate."""
    from tspi_sched.exports.comparison.shifts import shifts
    from tspi_sched.wording.bare import candidate_name

    count, problem = sum(move.plan == name for move in comparison.moved), comparison.problem
    text = ngettext(
        "De « {first} » à « {plan} », {count} tâche change.",
        "De « {first} » à « {plan} », {count} tâches changent.",
        count,
    )
    yield ""
    yield text.format(first=comparison.names[0], plan=name, count=count)
    for id, group in groupby(shifts(comparison, name), key=lambda shift: shift.task.candidate):
        yield f"  {candidate_name(problem, id)} ({id})" if id is not None else "  " + _("Jury")
        yield from (f"    {_shift(problem, shift)}" for shift in group)


def _shift(problem: "Problem", shift: "Shift") -> str:
    """``ET QPP EF (TITRE), mardi 8 décembre 2026 : heure 09:00 – 10:50 → 13:00 – 14:50 ; salle S3 → S4``."""
    from tspi_sched.exports.comparison.shifts import aspects

    track = f" ({shift.task.track})" if shift.task.track else ""
    day = long_date((shift.before or shift.after)[0].day)
    told = mark(";").join(f"{word} {before} → {after}" for word, before, after in aspects(problem, shift))
    return f"{shift.stages}{track}, {day}{mark(':')}{told}"


def _told(comparison: "Comparison", name: str) -> Iterator[str]:
    """Who must be told, with the stretches of their day that were and that are."""
    from tspi_sched.comparison.days import day_lines
    from tspi_sched.exports.comparison.tables import kind_names

    told = [notice for notice in comparison.told if notice.plan == name]
    count, kinds = len({notice.person.id for notice in told}), kind_names()
    text = ngettext("« {plan} » : {count} personne à prévenir.", "« {plan} » : {count} personnes à prévenir.", count)
    yield ""
    yield text.format(plan=name, count=count)
    for notice in told:
        person = notice.person
        was, now = (day_lines(comparison.problem, entries) for entries in (notice.before, notice.after))
        yield f"  {person.name} ({person.id}), {kinds[notice.kind]} – {long_date(notice.day)}"
        yield from _lines_of(_("avant"), was, now)
        yield from _lines_of(_("après"), now, was)


def _lines_of(side: str, day: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """The lines of a day that the other one has not, under each other, the first beside its title."""
    lines = [line for line in day if line not in other]
    nothing = _("rien que ce qui ne change pas") if day else "–"
    yield f"    {side}{mark(':')}{lines[0] if lines else nothing}"
    yield from (" " * len(f"    {side}{mark(':')}") + line for line in lines[1:])
