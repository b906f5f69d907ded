"""Données: what was read of the workbook, and every fault with its cell; the page follows the file on the disk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.cautions import cautions
from tspi_sched.errors import Fault, InputError
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.kept import keep
from tspi_sched.problem import Problem
from tspi_sched.reading import Reading
from tspi_sched.reasons import counting_reasons
from tspi_sched.texts import _, ngettext
from tspi_sched.web.events import EventResponse
from tspi_sched.web.inputs import check_inside, read_variant
from tspi_sched.web.pages import page, part
from tspi_sched.web.read_rows import tables
from tspi_sched.web.sessions import Variant, changed_at, variant_of
from tspi_sched.web.uploads import one_workbook
from tspi_sched.web.watch import changes, watched
from tspi_sched.wording import title_line
from tspi_sched.wording.counts import counts


@dataclass(frozen=True, slots=True)
class Found:
    """What reading came to; `reading` is None where there are faults."""

    reading: Reading | None
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def show(request: Request) -> Response:
    """The whole view."""
    variant = variant_of(request)
    return page(request, "data.html", view="data", variant=variant, **_told(variant))


def again(request: Request) -> Response:
    """What changes with the files, for the script that puts it in place."""
    told = _told(variant_of(request))
    html = part("data_read.html", **told)
    return JSONResponse({"html": html, "said": told["said"], "faults": len(told["faults"])})


def follow(request: Request) -> Response:
    """The files of the variant as they change."""
    return EventResponse(changes(watched(variant_of(request))))


def workbook(request: Request) -> Response:
    """The workbook itself."""
    variant = variant_of(request)
    check_inside(variant)
    if not variant.workbook.is_file():
        raise HTTPException(404, _("Le classeur n'est pas dans le dossier."))
    return FileResponse(variant.workbook, filename=variant.workbook.name)


async def replace(request: Request) -> Response:
    """Another workbook in the place of this one, which is kept under a dated name."""
    content, _name = await one_workbook(request)
    variant = variant_of(request)
    await run_in_threadpool(_put, variant, content)
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"{variant.address}/data", 303)
    return JSONResponse({"message": _("Le classeur est remplacé ; l'ancien est gardé à côté.")})


def open_it(request: Request) -> Response:
    """The workbook in whatever opens workbooks on this computer: the person at the screen asked for it."""
    variant = variant_of(request)
    check_inside(variant)
    if not variant.workbook.is_file():
        raise HTTPException(404, _("Le classeur n'est pas dans le dossier."))
    if not _opened(variant.workbook):
        text = _("Aucun programme ne s'ouvre d'ici ; le classeur est là : {path}")
        raise HTTPException(409, text.format(path=variant.workbook))
    return JSONResponse({"message": _("Le classeur s'ouvre. Enregistrez-le : cette page le relit aussitôt.")})


ROUTES: list[Route | Mount] = [
    Route("/s/{session}/{variant}/data", show),
    Route("/s/{session}/{variant}/data/read", again),
    Route("/s/{session}/{variant}/events", follow),
    Route("/s/{session}/{variant}/workbook", workbook, methods=["GET"]),
    Route("/s/{session}/{variant}/workbook", replace, methods=["POST"]),
    Route("/s/{session}/{variant}/workbook/open", open_it, methods=["POST"]),
]


# --- reading ---------------------------------------------------------------------------------------------------------


def found(variant: Variant) -> Found:
    """What reading a variant comes to, without raising."""
    try:
        reading = read_variant(variant, with_plan=False)
    except InputError as error:
        return Found(None, error.faults, error.notes)
    return Found(reading, (), reading.notes)


def _told(variant: Variant) -> dict[str, Any]:
    read = found(variant)
    problem = read.reading.problem if read.reading else None
    return {
        "faults": read.faults, "notes": read.notes, "said": said(read), "problem": problem,
        "points": list(_points(problem)) if problem else [],
        "impossible": list(_impossible(problem)) if problem else [],
        "title": title_line(problem.title) if problem else "",
        "tables": list(tables(problem)) if problem else [], "saved": changed_at(variant, variant.workbook),
    }  # fmt: skip


def said(read: Found) -> str:
    """What reading came to, in one sentence."""
    if read.reading is None:
        n = len(read.faults)
        return ngettext("{count} faute à corriger", "{count} fautes à corriger", n).format(count=n)
    return _("Aucune faute : {counts}.").format(counts=", ".join(counts(read.reading.problem)))


def _points(problem: Problem) -> Iterator[str]:
    yield from cautions(problem, date.today())


def _impossible(problem: Problem) -> Iterator[str]:
    for reason in counting_reasons(problem):
        yield _("aucun plan n'est possible : {reason}").format(reason=reason)


# --- the file --------------------------------------------------------------------------------------------------------


def _put(variant: Variant, content: bytes) -> None:
    check_inside(variant)
    if variant.workbook.exists():
        keep(variant.workbook)
    write_bytes(variant.workbook, content)


def _opened(path: Path) -> bool:
    """Whether the system could be asked to open a workbook; it is never run as a program."""
    try:
        if os.name == "nt":
            getattr(os, "startfile")(path)  # noqa: B009  # unknown to other systems
            return True
        program = "open" if sys.platform == "darwin" else "xdg-open"
        quiet: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        return subprocess.run([program, str(path)], timeout=10, check=False, **quiet).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
