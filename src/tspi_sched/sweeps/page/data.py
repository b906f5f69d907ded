"""What the page's script draws: numbers with their words, and the lines that no plan can cross."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from tspi_sched.plan import Status
from tspi_sched.sweeps.dominance import dominated, references
from tspi_sched.sweeps.frame import objectives_of, reports_of
from tspi_sched.sweeps.front import Point, Proof, facts_half, first_of, line
from tspi_sched.sweeps.run import Row, Run
from tspi_sched.sweeps.words import proofs, status_names, value
from tspi_sched.texts import _, harmless
from tspi_sched.wording import difference, objective_title, objective_value
from tspi_sched.wording.objectives import DURATIONS, known_bound


def page_data(run: Run) -> dict[str, Any]:
    """All that the script is given; texts are texts."""
    names, rows = objectives_of(run.rows), run.rows
    told = zip(rows, references(rows), dominated(rows), strict=True)
    return {
        "objectives": [{"name": one, "title": objective_title(one), "kind": _kind(one)} for one in names],
        "axes": [harmless(axis.name) for axis in run.sweep.axes],
        "bases": list(dict.fromkeys(harmless(row.variant.base.label) for row in rows)),
        "rows": [_row(row, first, names, grey) for row, first, grey in told],
        "lines": _lines(rows, names),
        "texts": _texts(),
    }


def _kind(name: str) -> str:
    return "minutes" if name in DURATIONS else "moment" if name == "finish" else "count"


def _row(row: Row, first: Row, names: Sequence[str], grey: bool) -> dict[str, Any]:
    outcome = row.outcome
    return {
        "base": harmless(row.variant.base.label),
        "labels": [one if isinstance(one, int | float) else harmless(one) for one in row.variant.labels],
        "status": outcome.status,
        "said": status_names()[outcome.status],
        "why": harmless(proofs(row).replace("\n", " ; ")),
        "values": [_value(row, first, name) for name in names],
        "seconds": round(outcome.seconds, 1) if outcome.seconds else None,
        "key": row.key if outcome.result else "",
        "dominated": grey,
        "first": row is first,
    }


def _value(row: Row, first: Row, name: str) -> dict[str, Any] | None:
    """An objective in a row: its value and bound as numbers and in words; None where there is none."""
    found, problem = row.outcome.measures.get(name), row.variant.problem
    if found is None or problem is None:
        return None
    report, before = reports_of(row).get(name), first.outcome.measures.get(name)
    bound = known_bound(report) if report else None
    return {
        "value": found,
        "said": value(row, name),
        "bound": bound,
        "least": objective_value(problem, name, bound) if bound is not None else "",
        "proven": bool(report and report.status is Status.OPTIMAL),
        "apart": difference(name, found, before) if before is not None and row is not first else "",
    }


# --- the lines that no plan can cross --------------------------------------------------------------------------------


def _lines(rows: Sequence[Row], names: Sequence[str]) -> dict[str, dict[str, list[Point]]]:
    """For each base and each two objectives, by their places ``i-j``, the corners of the line."""
    by_base: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.outcome.result is not None:
            by_base[harmless(row.variant.base.label)].append(row)
    pairs = list(combinations(range(len(names)), 2))
    return {
        base: {f"{i}-{j}": found for i, j in pairs if (found := line(list(_proofs(some, names[i], names[j]))))}
        for base, some in by_base.items()
    }


def _proofs(rows: Sequence[Row], x: str, y: str) -> Iterator[Proof]:
    before = first_of([list(reports_of(row)) for row in rows], x, y)
    for row in rows:
        measures, reports = row.outcome.measures, reports_of(row)
        group = (facts_half(row.key), *(measures[name] for name in before))
        x_bound, y_bound = (known_bound(reports[name]) if name in reports else None for name in (x, y))
        yield Proof(measures[x], measures[y], x_bound, y_bound, group)


def _texts() -> dict[str, str]:
    """What the script says."""
    return {
        "result": _("Résultat"),
        "proof": _("Preuve, ou raison"),
        "seconds": _("Secondes"),
        "plan": _("Plan"),
        "apart": _("écart"),
        "kept": _("{count} sur {total}"),
        "least": _("au mieux {bound}"),
        "proven": _("prouvé"),
        "day": _("jour {number}"),
        "more": _("et {count} autres"),
        "nothing": _("Rien à dessiner : aucun plan."),
        "from": _("{axis} : à partir de"),
        "to": _("{axis} : jusqu'à"),
        "line": _("ligne qu'aucun plan ne franchit"),
    }
