"""Hearing of files that change on the disk: a workbook saved in Excel, a plan written by a command.

The files are looked at twice a second, which costs nothing and works on every disk, shared ones too. A change is told
once the files have stood still for one look: Excel writes a new file, takes the old one away and gives the new one its
name, and a reader in between would find nothing, or half of it.
"""

from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import anyio
from anyio.to_thread import run_sync

from tspi_sched.web.inputs import Signature, signature
from tspi_sched.web.sessions import Variant

PAUSE = 0.5
"""Seconds between two looks."""

GONE = 4
"""Looks after which a file that is not there counts as taken away, and not as being saved."""


def watched(variant: Variant) -> dict[str, Path]:
    """The files of a variant that people and commands change, by what they are."""
    return {
        "scenario": variant.input, "workbook": variant.workbook, "documents": variant.documents, "plan": variant.plan,
    }  # fmt: skip


async def changes(files: Mapping[str, Path]) -> AsyncGenerator[tuple[str, Any], None]:
    """An event ``changed`` with the names of the files that did, each time that some did; ``here`` at first."""
    told = await run_sync(_states, files)
    yield "here", sorted(name for name, state in told.items() if state)
    before, missing = told, dict.fromkeys(files, 0)
    while True:
        await anyio.sleep(PAUSE)
        now = await run_sync(_states, files)
        missing = {name: 0 if now[name] else missing[name] + 1 for name in files}
        still = {name for name in files if now[name] == before[name] and (now[name] or missing[name] >= GONE)}
        before, new = now, sorted(name for name in still if now[name] != told[name])
        if new:
            told = {**told, **{name: now[name] for name in new}}
            yield "changed", new


def _states(files: Mapping[str, Path]) -> dict[str, Signature]:
    return {name: signature((path,)) for name, path in files.items()}
