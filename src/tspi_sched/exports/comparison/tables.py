"""What a comparison says, as tables of texts: what each plan is worth, what moves, who must be told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tspi_sched.checker import Violation
from tspi_sched.comparison import Comparison, Notice, Score
from tspi_sched.comparison.days import day_lines
from tspi_sched.exports.comparison.calls import calls
from tspi_sched.exports.comparison.shifts import NOTHING, Shift, aspects, shifts
from tspi_sched.problem import Candidate, Gone, Invigilator, Member, Problem
from tspi_sched.texts import _, long_date, ngettext
from tspi_sched.wording import difference, objective_title, objective_value, proof
from tspi_sched.wording.bare import candidate_name
from tspi_sched.wording.rules import rule_title

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table under its title: its columns' titles and its rows, whose cells may have several lines.

    `note` says how to read it; rows whose first `group` cells are equal belong together.
    """

    title: str
    note: str
    heads: Row
    rows: tuple[Row, ...]
    group: int = 1


def tables(comparison: Comparison) -> tuple[Table, ...]:
    """The tables, in their order; that of the rules broken, which may be long, comes last, if there are any."""
    broken = [broken_table(comparison)] if any(comparison.violations) else []
    about = objectives_table(comparison), moves_table(comparison), people_table(comparison)
    return plans_table(comparison), calls_table(comparison), *about, *broken


# --- the plans -------------------------------------------------------------------------------------------------------


def plans_table(comparison: Comparison) -> Table:
    """Each plan with what it breaks."""
    rows = zip(comparison.names, comparison.results, comparison.violations, strict=True)
    return Table(
        _("Plans"),
        _("Le premier est celui auquel les autres sont comparés."),
        (_("Plan"), _("Scénario"), _("Règles"), _("Tâches déplacées"), _("Personnes à prévenir")),
        tuple((name, result.scenario, rules(len(broken)), *_counts(comparison, name)) for name, result, broken in rows),
    )


def rules(broken: int) -> str:
    """How many rules' breaches there are, or that there is none."""
    if not broken:
        return _("toutes respectées")
    return ngettext("{count} règle enfreinte", "{count} règles enfreintes", broken).format(count=broken)


def _counts(comparison: Comparison, name: str) -> tuple[str, str]:
    if name == comparison.names[0]:
        return NOTHING, NOTHING
    moved = sum(move.plan == name for move in comparison.moved)
    people = {notice.person.id for notice in comparison.told if notice.plan == name}
    return str(moved), str(len(people))


def broken_table(comparison: Comparison) -> Table:
    """Every breach of a rule, plan by plan."""
    rows: list[Row] = []
    for name, found in zip(comparison.names, comparison.violations, strict=True):
        folded, others = fold_absent(comparison.gone, found)
        rows += [(name, "", text) for text in folded]
        rows += [(name, rule_title(violation.rule), violation.message) for violation in others]
    return Table(
        _("Règles enfreintes"),
        _("Jugé sur la session d'aujourd'hui : un plan d'avant un changement peut ne plus tenir."),
        (_("Plan"), _("Règle"), _("Ce qui ne va pas")),
        tuple(rows),
    )


def fold_absent(gone: Gone, found: Sequence[Violation]) -> tuple[list[str], list[Violation]]:
    """The breaches that could not be otherwise, since they name whom or what the scenario leaves out, as one line for
    each of these; then all others."""
    people: tuple[Candidate | Member | Invigilator, ...] = (*gone.members, *gone.candidates, *gone.invigilators)
    things = [(one.id, one.name) for one in people]
    things += [(one.id, one.name or one.id) for one in gone.rooms] + [(one.id, one.id) for one in gone.projectors]
    folded: list[str] = []
    left = list(found)
    for id, name in things:
        own = [one for one in left if id in one.people or re.search(rf"\b{re.escape(id)}\b", one.message)]
        left = [one for one in left if one not in own]
        if own:
            folded.append(_absent(id, name, len(own)))
    return folded, left


def _absent(id: str, name: str, count: int) -> str:
    text = ngettext(
        "{count} règle enfreinte parce que ce plan compte encore sur {who}, que le scénario écarte.",
        "{count} règles enfreintes parce que ce plan compte encore sur {who}, que le scénario écarte.",
        count,
    )
    return text.format(count=count, who=name if name == id else f"{name} ({id})")


# --- objectives ------------------------------------------------------------------------------------------------------


def objectives_table(comparison: Comparison) -> Table:
    """The objectives side by side: each plan's value, how it differs from the first one's, what was proven of it."""
    return Table(
        _("Objectifs"),
        _(
            "Moins, c'est mieux. La preuve est celle du calcul de chaque plan, dans l'ordre de ses objectifs : elle "
            "vaut à égalité sur ceux qui précèdent, et un plan moins bon là peut faire mieux ensuite. Elle manque "
            "pour un objectif qui n'était pas demandé et pour un plan qui vient d'un classeur ou a été modifié."
        ),
        (_("Objectif"), *(head for name in comparison.names for head in _heads(comparison, name))),
        tuple(_objective(comparison, score) for score in comparison.scores),
    )


def _heads(comparison: Comparison, name: str) -> tuple[str, ...]:
    about = [_("{plan} : écart").format(plan=name)] if name != comparison.names[0] else []
    return name, *about, _("{plan} : preuve").format(plan=name)


def _objective(comparison: Comparison, score: Score) -> tuple[str, ...]:
    cells = [objective_title(score.name)]
    for place, (value, apart, proven) in enumerate(values(comparison.problem, score)):
        cells += [value, apart, proven] if place else [value, proven]
    return tuple(cells)


def values(problem: Problem, score: Score) -> Iterator[tuple[str, str, str]]:
    """An objective's value on each plan, its difference from the first plan's, its proof."""
    for place, (value, report) in enumerate(zip(score.values, score.reports, strict=True)):
        apart = difference(score.name, value, score.values[0]) if place else ""
        yield objective_value(problem, score.name, value), apart, proof(problem, report) if report else ""


# --- what moves ------------------------------------------------------------------------------------------------------


def moves_table(comparison: Comparison) -> Table:
    """Every task that differs, candidate by candidate; tasks that move together are one row."""
    what = (_("Candidat"), _("N°"), _("Parcours"), _("Épreuve"), _("Jour"))
    return _by_plan(
        comparison,
        _("Ce qui bouge"),
        _("Chaque épreuve, correction ou délibération qui n'est pas la même que dans le premier plan."),
        (*what, _("Change"), _("Avant"), _("Après")),
        [(name, _shift(comparison.problem, one)) for name in comparison.names for one in shifts(comparison, name)],
    )


def _by_plan(comparison: Comparison, title: str, note: str, heads: Row, rows: list[tuple[str, Row]]) -> Table:
    """A table whose rows are about one plan each, named in a column of its own where there are several."""
    if len(comparison.names) == 2:
        return Table(title, note, heads, tuple(row for _name, row in rows))
    return Table(title, note, (_("Plan"), *heads), tuple((name, *row) for name, row in rows), group=2)


def _shift(problem: Problem, shift: Shift) -> Row:
    task, about = shift.task, aspects(problem, shift)
    return (
        candidate_name(problem, task.candidate),
        task.candidate or "",
        task.track or "",
        shift.stages,
        long_date((shift.before or shift.after)[0].day),
        *("\n".join(texts) for texts in zip(*about, strict=True)),
    )


# --- who must be told ------------------------------------------------------------------------------------------------


def calls_table(comparison: Comparison) -> Table:
    """One line for each person to tell: how to reach them, and what to say."""
    kinds = kind_names()
    return _by_plan(
        comparison,
        _("À prévenir"),
        _("Une ligne par personne dont la journée n'est plus celle du premier plan, avec ce qu'il faut lui dire."),
        (_("Personne"), _("Qui"), _("Téléphone"), _("Courriel"), _("À lui dire")),
        [(plan, (who, kinds[kind], *others)) for plan, (who, kind, *others) in calls(comparison)],
    )


def people_table(comparison: Comparison) -> Table:
    """Every person whose own day differs, with what it was and what it is."""
    return _by_plan(
        comparison,
        _("Journées changées"),
        _("Toutes les personnes dont la journée n'est plus la même que dans le premier plan."),
        (_("Personne"), _("N°"), _("Qui"), _("Courriel"), _("Jour"), _("Avant"), _("Après")),
        [(notice.plan, _notice(comparison.problem, notice)) for notice in comparison.told],
    )


def _notice(problem: Problem, notice: Notice) -> Row:
    person = notice.person
    texts = ("\n".join(day_lines(problem, entries)) or NOTHING for entries in (notice.before, notice.after))
    kind = kind_names()[notice.kind]
    return person.name, person.id, kind, person.email, long_date(notice.day), *texts


def kind_names() -> dict[str, str]:
    """Who a person is."""
    return {
        "candidate": _("candidat"),
        "member": _("juré"),
        "invigilator": _("surveillant"),
        "helper": _("intervenant"),
    }
