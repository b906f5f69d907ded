"""The tables of `ABLATION.md`: what was measured without each part of the search, beside all of them.

A session in which a part was never asked for is the same without it: its run with all parts on stands for both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log
from statistics import fmean
from typing import Any

from benchmarks.primal_integral import primal_integral
from benchmarks.report import gap, number, table
from benchmarks.switches import GONE, NOTHING, SWITCHES

Record = dict[str, Any]

PARTS = {name: switch.what for name, switch in SWITCHES.items()} | GONE
"""What is told of in the tables: the parts that can be off, and those that are gone."""

SLOWER = 1.05
"""How many times longer the mean time may be without a part that goes."""


# --- one run ---------------------------------------------------------------------------------------------------------


def told(record: Record) -> str:
    """A run in a line."""
    ended = f"{number(record.get('seconds'))} of {number(record['wall_seconds'])} s"
    line = f"{record['session']:<14} {record['solver']:<24} {proven(record)} proven  {ended}"
    return f"{line}  {record.get('error', '')}".rstrip()


def proven(record: Record) -> int:
    """How many objectives are proven."""
    return sum(objective["status"] == "optimal" for objective in record["objectives"])


def time_to_last_proof(record: Record) -> float:
    """Seconds until all objectives were proven; the limit if they were not."""
    times = [objective["proven_at"] for objective in record["objectives"]]
    whole = bool(times) and None not in times
    return float(max(times)) if whole else float(record["limit"])


def final_gap(record: Record) -> float:
    """The mean gap of the objectives at the end, in per cent; 100 without a plan."""
    return fmean(map(gap, record["objectives"])) if record["objectives"] else 100.0


# --- a part of the search --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A session with all parts on, and without one."""

    full: Record
    without: Record

    @property
    def asked(self) -> bool:
        """Whether the part was asked for."""
        return self.full is not self.without

    @property
    def plans(self) -> int:
        """1 if the plan is better without the part, -1 if it is worse, in the order of the objectives; else 0."""
        values = [tuple(o["value"] for o in record["objectives"]) for record in (self.full, self.without)]
        full, without = (value or (inf,) for value in values)
        return (without < full) - (without > full)

    @cached_property
    def best(self) -> Record:
        """The least value of each objective in both."""
        both = [{o["name"]: o["value"] for o in record["objectives"]} for record in (self.full, self.without)]
        return {name: min(values[name] for values in both if name in values) for name in {**both[0], **both[1]}}


@dataclass(frozen=True)
class Cell:
    """The sessions of one family and size, with and without a part."""

    family: str
    candidates: int
    name: str
    pairs: tuple[Pair, ...]

    @property
    def asked(self) -> int:
        """In how many sessions the part was asked for."""
        return sum(pair.asked for pair in self.pairs)

    def proofs(self, *, without: bool) -> int:
        """Objectives proven in all sessions."""
        return sum(proven(pair.without if without else pair.full) for pair in self.pairs)

    def time(self, *, without: bool) -> float:
        """The shifted geometric mean (by one second) of the times to the last proof."""
        times = [time_to_last_proof(pair.without if without else pair.full) for pair in self.pairs]
        return exp(fmean(log(1 + seconds) for seconds in times)) - 1

    @property
    def slower(self) -> float:
        """How many times longer it takes without the part."""
        return (1 + self.time(without=True)) / (1 + self.time(without=False))

    @property
    def worse(self) -> bool:
        """Whether fewer objectives are proven without the part, or it takes longer than may be."""
        return self.proofs(without=True) < self.proofs(without=False) or self.slower > SLOWER


def cells(records: Sequence[Record]) -> Iterator[Cell]:
    """Of each part, the families and sizes of which there is anything to tell."""
    runs = {(record["session"], record["solver"]): record for record in records}
    full = [record for record in records if record["solver"] == NOTHING]
    for name in PARTS:
        for family, candidates in dict.fromkeys((record["family"], record["candidates"]) for record in full):
            of_cell = [r for r in full if (r["family"], r["candidates"]) == (family, candidates)]
            without = ((r, runs.get((r["session"], name)) if name in r.get("asked", ()) else r) for r in of_cell)
            pairs = tuple(Pair(one, other) for one, other in without if other)
            if pairs:
                yield Cell(family, candidates, name, pairs)


# --- the tables ------------------------------------------------------------------------------------------------------


def tables(records: Sequence[Record]) -> str:
    """What the rule says of each part, and the figures it says so of."""
    found = list(cells(records))
    asked = [cell for cell in found if cell.asked]
    return "\n\n".join(
        ("### By part", verdicts(found), "### By part, family and size", _intro(records), by_cell(asked), "")
    )


def _intro(records: Sequence[Record]) -> str:
    seeds = ", ".join(map(str, sorted({record["seed"] for record in records})))
    commits = ", ".join(dict.fromkeys(record["versions"]["commit"] for record in records))
    hours = sum(record["wall_seconds"] for record in records) / 3600
    return (
        f"{len(records)} runs at {commits}, seeds {seeds}, in {hours:.1f} hours of the machine. In each cell: with all"
        " parts on → without the part. Families and sizes in which a part was never asked for are left out."
    )


def by_cell(found: Iterable[Cell]) -> str:
    """A row for each part, family and size in which it was asked for."""

    def both(value: Any) -> Any:
        return lambda cell: f"{value(cell, False)} → {value(cell, True)}"

    def mean(measure: Any) -> Any:
        def value(cell: Cell, without: bool) -> str:
            return number(round(fmean(measure(pair, pair.without if without else pair.full) for pair in cell.pairs), 2))

        return value

    return table(
        (
            ("without", lambda cell: cell.name.removeprefix("no-")),
            ("family", lambda cell: cell.family),
            ("candidates", lambda cell: str(cell.candidates)),
            ("sessions (asked for)", lambda cell: f"{len(cell.pairs)} ({cell.asked})"),
            ("proven", both(lambda cell, without: cell.proofs(without=without))),
            ("s to the last proof", both(lambda cell, without: number(cell.time(without=without)))),
            ("final gap %", both(mean(lambda _pair, record: final_gap(record)))),
            ("primal integral s", both(mean(lambda pair, record: primal_integral(record, pair.best)))),
        ),
        found,
    )


def verdicts(found: Sequence[Cell]) -> str:
    """A row for each part: how much was measured, what was lost without it, and what the rule says."""
    by_name = {name: [cell for cell in found if cell.name == name] for name in PARTS}
    return table(
        (
            ("part", lambda name: f"{PARTS[name]} (`{name}`)"),
            ("sessions", lambda name: str(sum(len(cell.pairs) for cell in by_name[name]))),
            ("asked for in", lambda name: str(sum(cell.asked for cell in by_name[name]))),
            ("proofs lost", lambda name: _lost(by_name[name])),
            ("slower by more than 5 %", lambda name: _slower(by_name[name])),
            ("plans worse, better", lambda name: _plans(by_name[name])),
            ("by the rule", lambda name: "gone" if name in GONE else verdict(by_name[name])),
        ),
        PARTS,
    )


def verdict(found: Sequence[Cell]) -> str:
    """What the rule says of a part, as far as it was measured."""
    if not found:
        return "not measured"
    if not any(cell.asked for cell in found):
        return "never asked for"
    return "stays" if any(cell.worse for cell in found) else "could go, as far as measured"


def _lost(found: Sequence[Cell]) -> str:
    lost = ((cell, cell.proofs(without=False) - cell.proofs(without=True)) for cell in found)
    return ", ".join(f"{cell.family} {cell.candidates}: {count}" for cell, count in lost if count > 0) or "–"


def _plans(found: Sequence[Cell]) -> str:
    """In how many sessions the plan is worse without the part, and in how many it is better."""
    plans = [pair.plans for cell in found for pair in cell.pairs]
    return f"{plans.count(-1)}, {plans.count(1)}"


def _slower(found: Sequence[Cell]) -> str:
    slower = [cell for cell in found if cell.slower > SLOWER]
    return ", ".join(f"{cell.family} {cell.candidates}: {cell.slower - 1:.0%}" for cell in slower) or "–"
