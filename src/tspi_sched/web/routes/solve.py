"""Calcul: a search as it goes, kept or stopped at any time; and what to do where there is no plan."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.checker import check
from tspi_sched.errors import InputError
from tspi_sched.explanations.repairs.rewrite import changed_scenario
from tspi_sched.exports.common.files import write_text
from tspi_sched.texts import _, ngettext
from tspi_sched.web import jobs
from tspi_sched.web.asked_of import mark_of_question
from tspi_sched.web.events import EventResponse, Events
from tspi_sched.web.inputs import read_variant
from tspi_sched.web.moving import has_moves, on_table
from tspi_sched.web.pages import page, part
from tspi_sched.web.sessions import Variant, variant_address, variant_of
from tspi_sched.web.solving import KEEP, kept
from tspi_sched.web.texts import script_texts

PAUSE = 0.25
"""Seconds after which a page that listens hears what is new."""

LONGEST = 24 * 3600
"""Seconds that a search may be asked to take."""


def job_of(variant: Variant) -> jobs.Job:
    """The search of a variant."""
    return jobs.Job(variant.plan_folder, "solve")


def show(request: Request) -> Response:
    """How the search stands, or the button that begins one."""
    variant = variant_of(request)
    reading = read_variant(variant)
    limit = round(reading.wishes.time_limit)
    state = jobs.state_of(job_of(variant))
    return page(
        request, "solve.html", view="solve", variant=variant, limit=limit, longest=LONGEST, texts=script_texts(),
        state=state, moved=has_moves(variant.plan_folder), **_standing(variant, state),
    )  # fmt: skip


def _standing(variant: Variant, state: dict[str, Any]) -> dict[str, Any]:
    """Whether there is a plan, and how many rules it breaks by now: after a search, data, settings and plan change."""
    broken = 0
    if variant.plan.is_file() and not state["running"]:
        with suppress(InputError), on_table(variant) as table:  # a file that cannot be read is told of in Planning
            broken = len(check(table.problem, table.plan)) if table else 0
    text = ngettext("{count} règle", "{count} règles", broken).format(count=broken)
    return {
        "has_plan": variant.plan.is_file(),
        "broken": text if broken else "",
        "other": _is_of_another(variant, state),
    }


def _is_of_another(variant: Variant, state: dict[str, Any]) -> bool:
    """Whether data, rules or objectives are other by now than those that a search was asked about."""
    of = (state["done"] or {}).get("of")
    if not of:
        return False
    try:
        reading = read_variant(variant, with_plan=False)
    except InputError:
        return True
    return bool(of != mark_of_question(reading.problem, reading.wishes))


def ending(request: Request) -> Response:
    """The part of the page that says how the search ended."""
    variant = variant_of(request)
    state = jobs.state_of(job_of(variant))
    return JSONResponse({"html": part("solve_ended.html", variant=variant, state=state, **_standing(variant, state))})


async def stream(request: Request) -> Response:
    """What is known of the search, then what is new of it, until it ends."""
    variant = await run_in_threadpool(variant_of, request)
    return EventResponse(told(job_of(variant)))


async def told(job: jobs.Job) -> Events:
    """What a job tells, as it comes; then, once, that it has ended."""
    known = 0
    while True:
        state = await run_in_threadpool(jobs.state_of, job)
        lines = await run_in_threadpool(jobs.lines_of, job, known)
        if lines or known == 0:
            yield "progress", {"lines": lines, "found": state["found"], "first": known == 0}
            known += len(lines)
        if not state["running"]:
            yield "ended", {"known": state["known"]}
            return
        await anyio.sleep(PAUSE)


async def begin(request: Request) -> Response:
    """Begin a search, with so many seconds if the form says so."""
    form = await request.form()
    variant = await run_in_threadpool(variant_of, request)
    await run_in_threadpool(_begin, variant, str(form.get("limit", "")))
    return RedirectResponse(f"{variant.address}/solve", 303)


def _begin(variant: Variant, limit: str) -> None:
    read_variant(variant)  # its faults are told before anything is begun
    asked = {"input": str(variant.input), "folder": str(variant.plan_folder)}
    if limit.strip():
        asked["limit"] = str(_seconds(limit))
    with suppress(jobs.Running):  # from another tab: this one shows it
        jobs.start(job_of(variant), **asked)


def _seconds(text: str) -> float:
    try:
        seconds = float(text.strip().replace(",", "."))
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= LONGEST:
        message = _("« {text} » : un nombre de secondes de 1 à {most} est attendu")
        raise HTTPException(422, message.format(text=text[:20], most=LONGEST))
    return seconds


def end(request: Request) -> Response:
    """Stop a search; its plan stays where it was found."""
    jobs.stop(job_of(variant_of(request)))
    return JSONResponse({})


def keep(request: Request) -> Response:
    """Make the plan found so far the session's: the search ends with it, or has ended."""
    variant = variant_of(request)
    job = job_of(variant)
    if jobs.is_running(job):
        jobs.stop(job, KEEP)
        if not jobs.wait(job):
            raise HTTPException(503, _("Le calcul ne s'arrête pas : réessayez dans un instant."))
        return JSONResponse(jobs.state_of(job)["done"] or {})
    best = job.folder / jobs.BEST
    if not best.is_file():
        raise HTTPException(404, _("Aucun planning n'a encore été trouvé."))
    done = kept(str(variant.input), variant.plan_folder, best)
    if done["kept"]:
        jobs.note_kept(job)
    return JSONResponse(done)


def drop(request: Request) -> Response:
    """Forget a search that has ended, and what it found."""
    variant = variant_of(request)
    jobs.forget(job_of(variant))
    return RedirectResponse(f"{variant.address}/solve", 303)


async def attempt(request: Request) -> Response:
    """A variant with one of the repairs, and its search."""
    form = await request.form()
    variant = await run_in_threadpool(variant_of, request)
    address = await run_in_threadpool(_attempt, variant, str(form.get("repair", "")))
    return RedirectResponse(f"{address}/solve", 303)


def _attempt(variant: Variant, number: str) -> str:
    """Write the scenario of a variant with a repair, beside the other one, and begin its search; gives its address."""
    done = jobs.state_of(job_of(variant))["done"] or {}
    repairs = [one for one in done.get("repairs", ()) if one["snippet"]]
    if not number.isdecimal() or not 1 <= int(number) <= len(repairs):
        raise HTTPException(404, _("Ce remède n'est plus connu : cherchez de nouveau."))
    target = _new_name(variant)
    write_text(target, changed_scenario(variant.input, repairs[int(number) - 1]["snippet"], target))
    made = Variant(variant.session, target.stem, target, {"name": target.stem}, variant.root)
    jobs.start(job_of(made), input=str(target), folder=str(made.plan_folder))
    return variant_address(variant.session.key, made.key)


def _new_name(variant: Variant) -> Path:
    """A name beside the scenario's that no file and no plan has."""
    folder, number = variant.session.folder, 1
    while True:
        name = _("{name}-essai-{number}").format(name=variant.input.stem, number=number)
        path = folder / f"{name}.toml"
        made = Variant(variant.session, name, path, {"name": name}, variant.root)
        if not path.exists() and not made.plan_folder.exists():
            return path
        number += 1


_BASE = "/s/{session}/{variant}/solve"

ROUTES: list[Route | Mount] = [
    Route(_BASE, show),
    Route(f"{_BASE}/ended", ending),
    Route(f"{_BASE}/stream", stream),
    Route(f"{_BASE}/begin", begin, methods=["POST"]),
    Route(f"{_BASE}/stop", end, methods=["POST"]),
    Route(f"{_BASE}/keep", keep, methods=["POST"]),
    Route(f"{_BASE}/drop", drop, methods=["POST"]),
    Route(f"{_BASE}/try", attempt, methods=["POST"]),
]
