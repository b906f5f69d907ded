"""Makes `RESULTS.md` and its plots of what was measured: ``python -m benchmarks.report results/small.jsonl``.

Each set has a section of its own; the sections of sets that are not given stay as they are.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks import who_closed
from benchmarks.primal_integral import primal_integral
from benchmarks.run import HOLD_OUT, PEERS

Record = dict[str, Any]

HERE = Path(__file__).resolve().parent
TITLE = "# Results"

LEGEND = """\
An objective's cell says, with the values of the plan: *value (seconds)* if it was proven optimal, so long after the
search began; *value ≥ bound (gap)* if not, the gap being (value − bound) / value. Times are seconds of the search,
which includes making models but not starting Python and reading the files (*start*); memory is the most that the whole
process held. Sizes are those of the largest model of plans before presolve, which most sessions state of a part of the
plans only; *build* is when it was made."""


CLOSING = """\
By family, size and objective, over the seeds: the steps' parts of what the bound was raised by and the plan improved
by (means), the step at whose end the objective was proven with the number of sessions, and the sessions left open.
Steps are named as in [docs/how](../docs/how/portfolio.md)."""

SEEDS = """\
Only seeds 21 to 30 are reported here (the set `hold-out`), on which nothing is tuned, pruned or chosen; seeds 1 to 20
are for work. The *primal integral* is seconds times how far the plan at hand was from the best one that any of the
programs found (0 to 1), objective by objective, while each was worked on. *plain CP-SAT* and *PyJobShop* are
[peers](peers/README.md): PyJobShop knows `finish` alone of the objectives and not all rules, so ours stands beside it
on the same terms. The peers know named panels and one room for all orals, so not `free`, `daily` and `per_stage`."""

# --- numbers in words ------------------------------------------------------------------------------------------------


def number(value: float | None) -> str:
    """A number short enough for a table; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}".removesuffix(".0") if value >= 0.95 or value == 0 else f"{value:.2g}"


def spread(values: Iterable[float | None]) -> str:
    """The median of several runs, with the quartiles."""
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    middle = number(median(known))
    first, _half, third = quantiles(known, n=4, method="inclusive") if len(known) > 1 else (known[0],) * 3
    low, high = number(first), number(third)
    return middle if low == high else f"{middle} ({low}–{high})"


def gap(objective: Record) -> float:
    """How far a value may be from the best there is, in per cent of it."""
    value = objective["value"]
    return 100 * (value - objective["bound"]) / value if value else 0.0


def reached(objective: Record | None) -> str:
    """What came of one objective, for a cell."""
    if objective is None:
        return "–"
    if objective["status"] == "optimal":
        return f"{objective['value']} ({number(objective['proven_at'])} s)"
    return f"{objective['value']} ≥ {objective['bound']} ({number(round(gap(objective), 2))} %)"


# --- tables ----------------------------------------------------------------------------------------------------------

Column = tuple[str, Callable[[Any], str]]
"""A heading, and the cell of a row."""


def table(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """A table in Markdown."""
    lines = [[heading for heading, _cell in columns], ["---"] * len(columns)]
    lines += [[cell(row) for _heading, cell in columns] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def each(key: str) -> Column:
    """A column that shows what the records have under a key."""
    return key.replace("_seconds", "").replace("_", " "), lambda record: number(record.get(key))


def session_table(records: Sequence[Record]) -> str:
    """One row per run, with all that it came to."""
    return table(
        (
            ("session", lambda r: r["session"]),
            ("program", _program),
            *map(each, ("candidates", "panels", "days")),
            ("first plan", lambda r: number(r.get("first_plan"))),
            *((name, _cell(name)) for name in _objectives(records)),
            ("ended", lambda r: f"{number(r.get('seconds'))} ({r['status']})"),
            ("memory MB", lambda r: number(r.get("memory_mb"))),
            *map(each, ("variables", "constraints", "build_seconds")),
            ("start", lambda r: number(_start(r))),
        ),
        records,
    )


def size_table(records: Sequence[Record]) -> str:
    """One row per family, size and program: medians over the seeds, with the quartiles."""

    def over(heading: str, value: Callable[[Record], float | None]) -> Column:
        return heading, lambda group: spread(map(value, group))

    proofs = ((f"{name} proven", _proofs(name)) for name in _objectives(records))
    return table(
        (
            ("family", lambda group: group[0]["family"]),
            ("candidates", lambda group: number(group[0]["candidates"])),
            ("program", lambda group: _program(group[0])),
            ("seeds", lambda group: number(len(group))),
            over("proven", lambda r: sum(objective["status"] == "optimal" for objective in r["objectives"])),
            over("first plan", lambda r: r.get("first_plan")),
            *proofs,
            over("ended", lambda r: r.get("seconds")),
            over("primal integral", lambda r: integral(r, records)),
            over("memory MB", lambda r: r.get("memory_mb")),
            over("variables", lambda r: r.get("variables")),
        ),
        grouped(records),
    )


def integral(record: Record, records: Iterable[Record]) -> float | None:
    """The primal integral of a run, by the best plan that any program has of its session with the same objectives."""
    alike = [r for r in records if r["session"] == record["session"] and _names(r) == _names(record)]
    values = [tuple(objective["value"] for objective in r["objectives"]) for r in alike]
    if not _names(record):
        return None
    return primal_integral(record, dict(zip(_names(record), min(values), strict=True)))


def _program(record: Record) -> str:
    """What made a plan; runs of before say nothing of it, and are our own."""
    return str(record.get("solver", "tspi-sched"))


def _names(record: Record) -> tuple[str, ...]:
    return tuple(objective["name"] for objective in record["objectives"])


def gap_table(records: Sequence[Record]) -> str:
    """One row per family, size and objective: which steps closed the gap."""
    rows = who_closed.rows(grouped(records))
    columns = [(heading, lambda row, heading=heading: row[heading]) for heading in rows[0]] if rows else []
    return table(columns, rows)


def grouped(records: Sequence[Record]) -> list[list[Record]]:
    """The runs of each family, size and program."""
    groups: dict[tuple[str, int, str], list[Record]] = {}
    for record in sorted(records, key=lambda r: (r["candidates"], r["family"], -len(r.get("objectives", ())))):
        groups.setdefault((record["family"], record["candidates"], _program(record)), []).append(record)
    return list(groups.values())


def _proofs(name: str) -> Callable[[Sequence[Record]], str]:
    """The cell that says how many runs proved an objective and when, or how far off they ended."""

    def cell(group: Sequence[Record]) -> str:
        found = [objective for record in group if (objective := _objective(record, name))]
        times = [objective["proven_at"] for objective in found if objective["status"] == "optimal"]
        if len(times) == len(group):
            return spread(times)
        gaps = [round(gap(objective), 2) for objective in found if objective["status"] != "optimal"]
        return f"{len(times)} of {len(group)}; gap {spread(gaps)} %" if gaps else f"{len(times)} of {len(group)}"

    return cell


def _cell(name: str) -> Callable[[Record], str]:
    return lambda record: reached(_objective(record, name))


def _objective(record: Record, name: str) -> Record | None:
    return next((objective for objective in record["objectives"] if objective["name"] == name), None)


def _objectives(records: Sequence[Record]) -> list[str]:
    """The names of the objectives, in order."""
    return list(dict.fromkeys(objective["name"] for record in records for objective in record["objectives"]))


def _start(record: Record) -> float | None:
    known = "import_seconds" in record
    return record["import_seconds"] + record["read_seconds"] if known else None


# --- the report ------------------------------------------------------------------------------------------------------


def section(name: str, records: Sequence[Record], pictures: Sequence[str] = ()) -> str:
    """All about one set."""
    failures = [f"- {r['session']}: {r['status']}. {r.get('error', '')}".rstrip() for r in records if r.get("error")]
    failures += [f"- {r['session']}: breaks {', '.join(r['broken'])}." for r in records if r.get("broken")]
    parts = [
        f"## {name}",
        circumstances(records),
        "### By family and size",
        "Medians over the seeds (quartiles). *proven*: how many objectives. Under *days proven* and the like: seconds"
        " until then, or in how many of the runs, and the gap of the others.",
        size_table(records),
        "### Session by session",
        session_table(records),
    ]
    if any(record.get("steps") for record in records):
        parts += ["### Who closed which gap", CLOSING, gap_table([r for r in records if _program(r) not in PEERS])]
    parts += ["### What failed", "\n".join(failures)] if failures else []
    parts += (
        ["### Value and bound over time", "\n".join(f"![{Path(p).stem}]({p})" for p in pictures)] if pictures else []
    )
    return "\n\n".join(parts) + "\n"


def circumstances(records: Sequence[Record]) -> str:
    """When, with what and where it was measured; a line for each if runs differ."""
    loads = [record["load"] for record in records if record["load"] is not None]
    seeds = ", ".join(str(seed) for seed in sorted({record["seed"] for record in records}))
    minutes = sum(record["wall_seconds"] for record in records) / 60
    lines = list(dict.fromkeys(map(_setting, records)))
    limits = ", ".join(number(limit) for limit in sorted({record["limit"] for record in records}))
    lines.append(f"{len(records)} runs in {minutes:.1f} minutes; limits {limits} s; seeds of the sessions {seeds}.")
    if loads:
        lines.append(f"Load of the machine just before a run: {min(loads):.1f} to {max(loads):.1f}.")
    return "\n".join(f"- {line}" for line in lines)


def _setting(record: Record) -> str:
    versions, machine = record["versions"], record["machine"]
    commit = f" at {versions['commit']}" if versions["commit"] else ""
    made = f"{record['solver']} {versions.get(record['solver'], '')}{commit}"
    told = f"{record['date']}: {made}, OR-Tools {versions['ortools']}, Python {versions['Python']}"
    memory = f", {machine['memory_gb']} GB" if machine["memory_gb"] else ""
    there = f"{machine['cpu']}, {machine['cores']} cores{memory}, {machine['system']}"
    clock = ", times and limits of the processor" if record.get("cpu_time") else ""
    return f"{told}, {record['workers']} workers{clock}, seed {record['solver_seed']}, on {there}."


def merged(old: str, sections: dict[str, str]) -> str:
    """The whole report, with these sections in place of the old ones of the same name."""
    kept = {part.partition("\n")[0]: f"## {part}" for part in old.split("\n## ")[1:]}
    every = {**kept, **sections}
    parts = [text.strip() + "\n" for text in every.values()]
    return "\n".join(
        (f"{TITLE}\n\nWhat is measured, and how: [README.md](README.md).\n\n{LEGEND}\n\n{SEEDS}\n", *parts)
    )


def place_of(records: Iterable[Record]) -> Path:
    """Where a report belongs: `RESULTS.md` tells only of seeds that nothing was chosen by."""
    reported = all(record["set"] == "hold-out" and record["seed"] in HOLD_OUT for record in records)
    return HERE / "RESULTS.md" if reported else HERE / "results" / "WORK.md"


def read_records(paths: Iterable[Path]) -> list[Record]:
    """All the runs of some files of results."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def main(given: Sequence[str] | None = None) -> None:
    """Write the report and its plots."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description="Makes the report of results.")
    parser.add_argument("results", nargs="+", type=Path, help="files that benchmarks.run wrote")
    parser.add_argument("-o", "--output", type=Path, help="RESULTS.md; of seeds for work, results/WORK.md")
    options = parser.parse_args(given)
    from benchmarks.plots import plots

    records = read_records(options.results)
    out = options.output or place_of(records)
    out.parent.mkdir(parents=True, exist_ok=True)
    sections = {}
    for name in dict.fromkeys(record["set"] for record in records):
        of_set = [record for record in records if record["set"] == name]
        sections[name] = section(name, of_set, plots(grouped(of_set), out.parent))
    old = out.read_text(encoding="utf-8") if out.exists() else ""
    out.write_text(merged(old, sections), encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()
