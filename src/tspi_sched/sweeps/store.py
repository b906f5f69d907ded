"""The folder of a sweep: each plan as soon as it is there, under the key of what it was calculated from.

A calculation is there when its ``result.json`` is, which is written last; so whoever is interrupted, at any moment,
loses none that had ended, and a second run finds what the first one did.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tspi_sched.errors import InputError, fault
from tspi_sched.exports import plan_json
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import content_of, mark_of
from tspi_sched.exports.kept import keep
from tspi_sched.keys import key_of
from tspi_sched.plan import ObjectiveReport, Origin, Result
from tspi_sched.problem import Problem
from tspi_sched.sweeps.definition import Sweep
from tspi_sched.sweeps.job import DONE, SOLVED, Outcome
from tspi_sched.sweeps.variants import Variant
from tspi_sched.texts import _
from tspi_sched.wishes import Wishes

FORMAT, RESULT = "tspi-sched-sweep", "tspi-sched-sweep-result"
MANIFEST, PLANS = "sweep.json", "plans"
TABLES = ("sweep.xlsx", "sweep.csv", "sweep.html", "jurors.csv")
"""What is written when a sweep ends, the last only for several sessions."""

_FACTS, _WISHES = 12, 8
"""Digits of the two halves of a key."""


def key(problem: Problem, wishes: Wishes) -> str:
    """What a calculation is found by: the session and its rules, then what is wanted and how much work goes into it,
    both with the program's version. Two scenarios with the same first half differ in their wishes alone."""
    return f"{key_of(problem)[:_FACTS]}-{key_of(replace(wishes, name=''))[:_WISHES]}"


@dataclass(frozen=True)
class Store:
    """The folder."""

    folder: Path

    def claim(self, sweep: Sweep) -> None:
        """Refuse a folder that holds something else; call it before the work."""
        manifest, source = content_of(self.folder / MANIFEST), _source(sweep)
        ours = manifest.get("format") == FORMAT
        if ours and (manifest.get("name") == sweep.name or (source and manifest.get("source") == source)):
            return
        there = [name for name in (MANIFEST, *TABLES, PLANS) if (self.folder / name).exists()]
        if not there:
            return
        other = str(manifest.get("name")) if ours else ", ".join(there)
        text = _("ce dossier contient autre chose que ce balayage ({there}) ; écrivez ailleurs avec {option}")
        raise fault(text.format(there=other, option="-o"), file=str(self.folder))

    def load(self, variant: Variant, name: str) -> Outcome | None:
        """What an earlier run calculated, if it is whole and the plan still keeps every rule."""
        assert variant.problem is not None
        place = self.folder / PLANS / name
        said = content_of(place / "result.json")
        if said.get("format") != RESULT or said.get("key") != name or said.get("status") not in DONE:
            return None
        try:
            return _outcome(said, _plan(said, place, variant.problem))
        except (InputError, KeyError, TypeError, ValueError):
            return None

    def save(self, variant: Variant, name: str, outcome: Outcome) -> None:
        """Keep what was calculated: the plan with a scenario of its own, so that every other command takes it, then
        what is known of it."""
        assert variant.problem is not None
        place = self.folder / PLANS / name
        place.mkdir(parents=True, exist_ok=True)
        write_text(place / "scenario.toml", variant.written(place))
        if outcome.result is not None:
            origin = Origin("scenario.toml", str(variant.content.get("workbook", "")))
            plan_json.write(variant.problem, replace(outcome.result, origin=origin), place / "plan.json")
        write_text(place / "result.json", json.dumps(_row(name, outcome), ensure_ascii=False, indent=1) + "\n")

    def renew(self, variant: Variant, name: str) -> None:
        """Write the scenario of a plan that is there again, where its workbook is elsewhere by now."""
        place = self.folder / PLANS / name
        path, text = place / "scenario.toml", variant.written(place)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)

    def finish(self, sweep: Sweep, keys: Mapping[str, str]) -> None:
        """Say what the folder is of, and how its tables were written: `keys` are their digests by name."""
        content = {"format": FORMAT, "version": 1, "name": sweep.name, "source": _source(sweep), "tables": dict(keys)}
        write_text(self.folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def spare(self, name: str) -> Path | None:
        """Keep a table that somebody has worked on since it was written, under a dated name; returns that path."""
        path = self.folder / name
        tables = content_of(self.folder / MANIFEST).get("tables")
        written = tables.get(name) if isinstance(tables, dict) else None
        if not path.is_file() or digest(path) == written:
            return None
        return keep(path)


def digest(path: Path) -> str:
    """A digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _source(sweep: Sweep) -> str:
    return str(sweep.folder / sweep.file) if sweep.file else ""


# --- one calculation -------------------------------------------------------------------------------------------------


def _row(name: str, outcome: Outcome) -> dict[str, Any]:
    result = outcome.result
    return {
        "format": RESULT,
        "version": 1,
        "key": name,
        "status": outcome.status,
        "reason": outcome.reason,
        "seconds": round(outcome.seconds, 2),
        "plan": mark_of(result.plan) if result else "",
        "measures": outcome.measures,
        "objectives": [asdict(report) for report in result.objectives] if result else [],
    }


def _plan(said: Mapping[str, Any], place: Path, problem: Problem) -> Result | None:
    """The plan as it was written; `ValueError` for one that is another by now, or breaks a rule."""
    import tspi_sched

    if said["status"] not in SOLVED:
        return None
    if not plan_json.as_written(place / "plan.json"):
        raise ValueError(place)
    found = tspi_sched.read_result(place / "plan.json", problem)
    if found.plan is None or mark_of(found.plan) != said["plan"] or tspi_sched.check(problem, found.plan):
        raise ValueError(place)
    reports = tuple(ObjectiveReport(**report) for report in said["objectives"])
    return replace(found, objectives=reports, seconds=float(said["seconds"]))


def _outcome(said: Mapping[str, Any], result: Result | None) -> Outcome:
    measures = {str(name): int(value) for name, value in said["measures"].items()}
    return Outcome(str(said["status"]), str(said["reason"]), result, measures, float(said["seconds"]))
