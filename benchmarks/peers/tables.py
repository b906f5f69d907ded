"""The comparison as a page of tables: a summary by peer, then every session with every number."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.peers.verdicts import (
    Record,
    Standing,
    ahead,
    first_plan,
    mean,
    plans,
    proofs,
    same_proof,
    standing,
    vector,
)

OURS = "tspi-sched"
SOON = 0.05
"""Seconds below which two times are not told apart in a ratio."""

Pair = tuple[Record, Record, Standing]
"""A peer's run, ours on the same session and terms, and what is known of them."""

READING = """\
Time is counted from the moment the session is read: without starting Python, but with making the model. `×` is a ratio
to ours on the same terms: below 1, the peer is ahead. A value in bold is proven: by that program, with every earlier
objective at its proven value, and contradicted by no valid plan. Each plan was checked and its objectives measured by
us; a plan that breaks a rule has no values here. Values may be compared only as far as all those before are equal.
"""


def report(records: list[Record]) -> str:
    """The whole page."""
    groups = list(_groups(records))
    parts = ["# Compared with peers\n", _how(records), READING, "## In short\n", *_summary(groups)]
    parts += ["## Where a peer is ahead\n", _ahead(groups), _refuted(groups), "## Session by session\n"]
    parts += [_session(group) for group in groups]
    return "\n".join(part for part in parts if part)


def _how(records: list[Record]) -> str:
    one = records[0]
    busy = [record["load"] for record in records if record["load"] is not None]
    versions = ", ".join(f"{name} {version}" for name, version in one["versions"].items())
    machine = ", ".join(str(value) for value in one["machine"].values())
    load = f"; load before the runs {min(busy)} to {max(busy)}" if busy else ""
    return f"{one['date']}; {versions}; {machine}{load}; {one['limit']:g} s and {one['workers']} cores for each run.\n"


def _groups(records: list[Record]) -> Iterator[list[Record]]:
    """Runs on the same session, seed and terms."""
    found: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        terms = tuple(record["objectives"]), tuple(record["without"])
        found.setdefault((record["session"], record["seed"], *terms), []).append(record)
    yield from found.values()


def _pairs(groups: Iterable[list[Record]]) -> Iterator[Pair]:
    for group in groups:
        known, ours = standing(group), next(record for record in group if record["peer"] == OURS)
        yield from ((record, ours, known) for record in group if record["peer"] != OURS)


# --- the summary -----------------------------------------------------------------------------------------------------


def _summary(groups: list[list[Record]]) -> Iterator[str]:
    pairs = list(_pairs(groups))
    rows = [_summed(name, [pair for pair in pairs if pair[0]["peer"] == name]) for name in _names(pairs)]
    head = [
        "peer",
        "sessions",
        "first plan ×",
        "all proven: theirs, ours",
        "time to the same proof ×",
        "plan",
        "left out",
    ]
    yield _table(head, rows)
    yield (
        "Ratios are geometric means over the sessions where both have such a time; their number stands behind them. "
        "`plan`: better, equal, worse than ours when the time is up, or there is none.\n"
    )


def _names(pairs: list[Pair]) -> list[str]:
    return list(dict.fromkeys(record["peer"] for record, _, _ in pairs))


def _summed(name: str, pairs: list[Pair]) -> list[str]:
    firsts = [(first_plan(record), first_plan(ours)) for record, ours, _ in pairs]
    started = [_ratio(theirs, own) for theirs, own in firsts if theirs is not None and own is not None]
    both = [same_proof(*pair) for pair in pairs]
    proven = [_ratio(found[1], found[2]) for found in both if found]
    whole = [
        sum(len(proofs(pair[side], pair[2])) == len(pair[2].objectives) for pair in pairs)  # type: ignore[arg-type]
        for side in (0, 1)
    ]
    verdicts = Counter(plans(record, ours) for record, ours, _ in pairs)
    told = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    without = ", ".join(pairs[0][0]["without"]) or "–"
    only = pairs[0][2].objectives
    terms = without if len(only) > 1 else f"{without}; all objectives but {only[0]}"
    return [name, str(len(pairs)), _times(started), f"{whole[0]}, {whole[1]}", _times(proven), told, terms]


def _ratio(theirs: float, own: float) -> float:
    return max(theirs, SOON) / max(own, SOON)


def _times(ratios: list[float]) -> str:
    average = mean(ratios)
    return f"{average:.2g} ({len(ratios)})" if average is not None else "–"


def _ahead(groups: list[list[Record]]) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for record, ours, known in _pairs(groups):
        for what in ahead(record, ours, known):
            found.setdefault((record["peer"], what), []).append(record["session"])
    lines = [f"- {peer}, {what}: {', '.join(dict.fromkeys(where))}." for (peer, what), where in found.items()]
    return "\n".join(lines or ["Nowhere here."]) + "\n"


def _refuted(groups: list[list[Record]]) -> str:
    lines = [
        f"- {group[0]['session']}, {peer}: {name} = {value}, while a valid plan has {better}."
        for group in groups
        for peer, name, value, better in standing(group).refuted
    ]
    return "\n".join(["Claims of optimality that a plan contradicts:\n", *lines, ""]) if lines else ""


# --- one session -----------------------------------------------------------------------------------------------------


def _session(group: list[Record]) -> str:
    known, ours = standing(group), next(record for record in group if record["peer"] == OURS)
    one = group[0]
    left = f"; left out on both sides: {', '.join(one['without'])}" if one["without"] else ""
    title = f"### {one['session']}, seed {one['seed']}{left}\n"
    head = [
        "program",
        "first plan, s",
        "×",
        "all proven, s",
        "same proof: theirs, ours, s",
        "×",
        *known.objectives,
        "plan",
    ]
    return title + "\n" + _table(head, [_row(record, ours, known) for record in group])


def _row(record: Record, ours: Record, known: Standing) -> list[str]:
    if "error" in record:
        return [record["peer"], f"failed: {' '.join(record['error'].split())[-120:]}"] + ["–"] * (
            5 + len(known.objectives)
        )
    theirs, own = first_plan(record), first_plan(ours)
    sooner = f"{_ratio(theirs, own):.2g}" if theirs is not None and own is not None else "–"
    times, both = proofs(record, known), same_proof(record, ours, known)
    whole = _seconds(times[-1]) if len(times) == len(known.objectives) else "–"
    same = f"{both[0]}: {_seconds(both[1])}, {_seconds(both[2])}" if both else "–"
    ratio = f"{_ratio(both[1], both[2]):.2g}" if both else "–"
    verdict = "" if record is ours else plans(record, ours)
    first = _seconds(theirs) if theirs is not None else "–"
    return [record["peer"], first, sooner, whole, same, ratio, *_values(record, ours, known), verdict]


def _values(record: Record, ours: Record, known: Standing) -> list[str]:
    """Each value, bold if proven, with its ratio to ours where it differs."""
    if record["broken"]:
        return [f"breaks {', '.join(record['broken'])}"] + ["–"] * (len(known.objectives) - 1)
    found, own, proven = vector(record), vector(ours), len(proofs(record, known))
    if found is None:
        return ["–"] * len(known.objectives)
    cells = []
    for place, value in enumerate(found):
        cell = f"**{value}**" if place < proven else str(value)
        differs = own is not None and own[place] not in (0, value)
        cells.append(f"{cell} (×{value / own[place]:.3g})" if own is not None and differs else cell)
    return cells


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    told = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    print(report([json.loads(line) for line in told]))
