"""An edition as it is kept: a folder of its own with what was published, when, why, and made from what.

``edition.json`` says what the other files are; it is written last, and the folder has its name only when it is whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import content_of
from tspi_sched.plan import Origin
from tspi_sched.stamp import Stamp

FORMAT, VERSION = "tspi-sched-edition", 1
RECORD, PLAN, GIVEN, SOURCES, COMPLETE = "edition.json", "plan.json", "planning.xlsx", "sources", "complete"
"""The files of an edition: `GIVEN` is the workbook that was published, if it was one; `COMPLETE` says that its
documents and its to-do folder have been written."""


@dataclass(frozen=True)
class Told:
    """Somebody whose day an edition changed: ``candidate``, ``member`` or ``invigilator``, id, name, and what differs
    (`tspi_sched.comparison.changes.PARTS`, ``new``, ``gone``)."""

    kind: str
    id: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """An edition in its `folder`: its `number` from 1, the moment `at` which it was published, by the clock of the
    centre, and the `reason` given.

    `since` has for every person's papers, door and wall page the edition that last changed it, by `page_key`; `names`
    the names of the people by the same keys; `told` whose day differs from the edition before. `input` is the scenario
    or the workbook that it was made from, in the copy; `origin` the files that this is a copy of. `broken` are the
    sentences of the rules that the plan breaks; `rehearsal`: what its plan takes for history was only rehearsed. `owed`
    has what the edition before left undone: by the key of their papers who was not noted as told, by the name of a file
    what was not put up, each with the edition that is known.
    """

    folder: Path
    number: int
    at: datetime
    reason: str = ""
    input: str = ""
    origin: Origin = field(default=Origin())
    since: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    broken: tuple[str, ...] = ()
    rehearsal: bool = False
    owed: Mapping[str, int] = field(default_factory=dict)

    @property
    def plan_path(self) -> Path:
        """The plan that was published."""
        return self.folder / PLAN

    @property
    def given_path(self) -> Path:
        """The plan as it was given: a workbook, on which people may have worked, or the plan itself."""
        return self.folder / GIVEN if (self.folder / GIVEN).is_file() else self.plan_path

    @property
    def input_path(self) -> Path:
        """The copy of the scenario, or of the workbook, that the plan was made from."""
        return self.folder / SOURCES / self.input

    @property
    def complete(self) -> bool:
        """Whether its documents were written to the end."""
        return (self.folder / COMPLETE).is_file()

    @property
    def stamp(self) -> Stamp:
        """What stands on everything that is written of it."""
        return Stamp(self.number, self.at, since=self.since, broken=self.broken, rehearsal=self.rehearsal)


def write_record(edition: Edition) -> None:
    """Write what an edition says of itself."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "number": edition.number,
        "at": edition.at.isoformat(),
        "reason": edition.reason,
        "input": edition.input,
        "origin": {"input": edition.origin.input, "workbook": edition.origin.workbook},
        "broken": list(edition.broken),
        "told": [{"kind": one.kind, "id": one.id, "name": one.name, "parts": list(one.parts)} for one in edition.told],
        "since": dict(edition.since),
        "names": dict(edition.names),
        "owed": dict(edition.owed),
        **({"rehearsal": True} if edition.rehearsal else {}),
    }
    write_text(edition.folder / RECORD, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def read_record(folder: Path) -> Edition | None:
    """The edition in a folder; None for a folder that holds none, or one that is damaged."""
    content = content_of(folder / RECORD)
    try:
        return _edition(folder, content) if content.get("format") == FORMAT else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _edition(folder: Path, content: Mapping[str, Any]) -> Edition:
    moment = datetime.fromisoformat(content["at"])
    if moment.tzinfo is None:
        raise ValueError("an edition's moment has a zone")
    return Edition(
        folder=folder,
        number=int(content["number"]),
        at=moment,
        reason=str(content["reason"]),
        input=str(content["input"]),
        origin=Origin(**content["origin"]),
        since={str(key): int(number) for key, number in content["since"].items()},
        names={str(key): str(name) for key, name in content["names"].items()},
        told=tuple(Told(one["kind"], one["id"], one["name"], tuple(one["parts"])) for one in content["told"]),
        broken=tuple(map(str, content["broken"])),
        rehearsal=content.get("rehearsal") is True,
        owed={str(key): int(number) for key, number in content.get("owed", {}).items()},
    )
