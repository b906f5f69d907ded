"""What was calculated for a loss, kept in a folder as it comes, so that a run that ends early is not lost.

Each result is a file named after the key of all that it depends on; one that is of something else, damaged, or of an
earlier version is as if it were not there.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.plan_json import dumps
from tspi_sched.keys import key_of
from tspi_sched.losses.hitting import Answer, Enough, Needed
from tspi_sched.losses.replanned import Case, Replanned
from tspi_sched.losses.session import Duty
from tspi_sched.losses.standby import Inquiry
from tspi_sched.plan import Result, Status
from tspi_sched.reading.plan.from_json import read_json


@dataclass(frozen=True)
class Store:
    """Results in a folder; without one nothing is kept."""

    folder: Path | None

    def replanned(self, case: Case) -> Replanned | None:
        """What is kept of a loss."""
        path = self._path(key_of("loss", case))
        content = _content(path)
        if path is None or content is None:
            return None
        try:
            plan = read_json(path, case.problem).plan
            return Replanned(plan, tuple(map(str, content["proven"])), float(content["spent"]))
        except (InputError, KeyError, TypeError, ValueError):
            return None

    def keep(self, case: Case, found: Replanned) -> None:
        """Keep what came of a loss; that no plan was found in time is no result."""
        path = self._path(key_of("loss", case))
        if path is not None and found.plan is not None:
            content = json.loads(dumps(Result(Status.FEASIBLE, found.plan)))
            _write(path, content | {"proven": list(found.proven), "spent": found.seconds})

    def answer(self, inquiry: Inquiry) -> "Answer[Duty]":
        """What is kept of an inquiry."""
        content = _content(self._path(_key(inquiry))) or {}
        try:
            elements = frozenset((str(id), date.fromisoformat(day)) for id, day in content["elements"])
            enough = {"enough": True, "needed": False}[content["answer"]]
        except (KeyError, TypeError, ValueError):
            return None
        if not elements <= frozenset(inquiry.everything):
            return None
        return Enough(elements) if enough else Needed(elements)

    def keep_answer(self, inquiry: Inquiry, answer: "Answer[Duty]") -> None:
        """Keep what an inquiry came to, if it came to something."""
        path = self._path(_key(inquiry))
        if path is not None and answer is not None:
            kind = "enough" if isinstance(answer, Enough) else "needed"
            _write(path, {"answer": kind, "elements": _listed(answer.elements)})

    def _path(self, key: str) -> Path | None:
        return self.folder / f"{key}.json" if self.folder is not None else None


def _key(inquiry: Inquiry) -> str:
    """What is proven holds whatever the limits of the search were."""
    case = inquiry.case
    return key_of("standby", case.problem, case.plan, case.loss, _listed(inquiry.elements))


def _listed(elements: Iterable[Duty]) -> list[list[str]]:
    return sorted([id, day.isoformat()] for id, day in elements)


def _content(path: Path | None) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8")) if path is not None else None
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _write(path: Path, content: dict[str, Any]) -> None:
    write_text(path, json.dumps(content, ensure_ascii=True, indent=1) + "\n")
