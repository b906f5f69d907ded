"""What a comparison comes to: which proofs count, who was sooner at the same proven value, whose plan is better.

A claim of optimality counts only if every earlier objective has its proven value too, and no valid plan of any program,
ours included, contradicts it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
"""One run."""


@dataclass(frozen=True)
class Standing:
    """What is known of one session on some terms, from all its runs."""

    objectives: tuple[str, ...]
    optimum: tuple[int, ...]
    """Proven values of the first objectives."""
    refuted: tuple[tuple[str, str, int, int], ...]
    """Programs that claimed an optimum, the objective, the value, and a better one that a valid plan has."""


def vector(record: Record) -> tuple[int, ...] | None:
    """The objectives of a valid plan in their order; None without one."""
    if not record.get("values") or record["broken"]:
        return None
    return tuple(record["values"][name] for name in record["objectives"])


def standing(records: list[Record]) -> Standing:
    """The proven values, objective by objective, as far as anybody proved them."""
    names = tuple(records[0]["objectives"])
    optimum: tuple[int, ...] = ()
    refuted = []
    going = True
    for place, name in enumerate(names):
        there = [r for r in records if (v := vector(r)) is not None and v[:place] == optimum]
        claims = [(r["peer"], c["value"]) for r in there for c in r["claims"] if c["objective"] == name and c["proven"]]
        if not there or not going:
            break
        least = min(v[place] for v in map(vector, there) if v is not None)
        refuted += [(peer, name, value, least) for peer, value in claims if value != least]
        going = any(value == least for _, value in claims)
        optimum = (*optimum, least) if going else optimum
    return Standing(names, optimum, tuple(refuted))


def proofs(record: Record, known: Standing) -> tuple[float, ...]:
    """Seconds until each of the first objectives was proven, as far as the claims count one after the other."""
    found: list[float] = []
    values, claims = vector(record), {claim["objective"]: claim for claim in record.get("claims", ())}
    for name, right, value in zip(known.objectives, known.optimum, values or (), strict=False):
        claim = claims.get(name)
        if value != right or not claim or not claim["proven"] or claim["value"] != right:
            break
        found.append(claim["seconds"])
    return tuple(found)


def first_plan(record: Record) -> float | None:
    """Seconds until the first plan, if the program tells of it."""
    return next((step["seconds"] for step in record.get("steps", ()) if step["value"] is not None), None)


def same_proof(record: Record, ours: Record, known: Standing) -> tuple[str, float, float] | None:
    """The last objective that both proved, and the seconds it took the peer and us."""
    theirs, own = proofs(record, known), proofs(ours, known)
    both = min(len(theirs), len(own))
    return (known.objectives[both - 1], theirs[both - 1], own[both - 1]) if both else None


def plans(record: Record, ours: Record) -> str:
    """Whose plan is better at the end of the same time."""
    theirs, own = vector(record), vector(ours)
    if theirs is None or own is None:
        return "no plan" if theirs is None and own is None else "only ours" if theirs is None else "only theirs"
    return "equal" if theirs == own else "better" if theirs < own else "worse"


def ahead(record: Record, ours: Record, known: Standing) -> list[str]:
    """In what a peer was ahead of us."""
    found = []
    theirs, own = first_plan(record), first_plan(ours)
    if theirs is not None and (own is None or theirs < own):
        found.append("a first plan sooner")
    if len(proofs(record, known)) > len(proofs(ours, known)):
        found.append("more proven")
    elif (both := same_proof(record, ours, known)) and both[1] < both[2]:
        found.append(f"the same proof ({both[0]}) sooner")
    if plans(record, ours) in ("better", "only theirs"):
        found.append("a better plan")
    return found


def mean(ratios: Iterable[float]) -> float | None:
    """The geometric mean; None of nothing."""
    logs = [math.log(ratio) for ratio in ratios if ratio > 0]
    return math.exp(sum(logs) / len(logs)) if logs else None
