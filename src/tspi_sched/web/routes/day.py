"""Jour J: what happens, noted by a click each; what is to be expected; answers to what goes wrong."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.day.notes import REHEARSAL, Notes, end_rehearsal, note, rehearse
from tspi_sched.day.passages import STATES, Passage
from tspi_sched.editions import last_edition
from tspi_sched.errors import InputError
from tspi_sched.plan import Event
from tspi_sched.texts import _
from tspi_sched.web import dayforms, jobs, todo
from tspi_sched.web.dayboard import CLICKED, Board, board_of, in_force, machine, notes_path
from tspi_sched.web.dayforms import Refusal, Unfit
from tspi_sched.web.dayreport import as_csv, as_workbook
from tspi_sched.web.events import EventResponse
from tspi_sched.web.pages import page, part
from tspi_sched.web.papers import made_of, publish_plan
from tspi_sched.web.replanning import FOLDER
from tspi_sched.web.routes.documents import published
from tspi_sched.web.routes.solve import told
from tspi_sched.web.sessions import Variant, variant_of
from tspi_sched.wording.events import event_text

State = dict[str, str]


def state_names() -> State:
    """What people call the four states."""
    return dict(zip(STATES, (_("attendu"), _("accueilli"), _("en cours"), _("terminé")), strict=True))


def job_of(variant: Variant) -> jobs.Job:
    """The answers to an incident."""
    return jobs.Job(variant.plan_folder, "replan")


# --- shown -----------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """The day."""
    variant = variant_of(request)
    if not in_force(variant).is_file():
        return page(request, "documents_none.html", view="day", variant=variant, title=_("Jour J"))
    return _day(request, variant, request.query_params.get("day", ""))


def _day(request: Request, variant: Variant, day: str, refusal: Refusal | None = None, status: int = 200) -> Response:
    """The whole view; why a form was refused stands above it, and at its field."""
    return page(
        request, "day.html", status=status, view="day", variant=variant, board=board_of(variant, day),
        states=state_names(), state=jobs.state_of(job_of(variant)), progress=_last_line(variant),
        said=request.query_params.get("said", ""), refusal=refusal or Refusal(), untold=_untold(variant),
    )  # fmt: skip


def _untold(variant: Variant) -> str:
    """Who is not noted as told of the edition in force, where answers to publish are shown."""
    edition, done = last_edition(variant.plan_folder), jobs.state_of(job_of(variant))["done"] or {}
    return todo.untold(todo.items(edition, variant.plan_folder)) if edition and done.get("answers") else ""


def _refused(request: Request, variant: Variant, day: str, form: FormData, error: Exception) -> Response:
    """The day with the form as it was typed, and why it was refused at its field."""
    typed = {key: value for key, value in form.items() if isinstance(value, str)}
    told = error if isinstance(error, HTTPException) else Unfit(_reasons(error), "")
    refusal = Refusal(typed, str(told.detail), told.field if isinstance(told, Unfit) else "")
    return _day(request, variant, day, refusal, told.status_code)


def _reasons(error: Exception) -> str:
    """Every fault in what would be noted."""
    return " ; ".join(one.message for one in error.faults) if isinstance(error, InputError) else str(error)


def board_part(request: Request) -> Response:
    """The passages alone, for a page that is open."""
    variant = variant_of(request)
    return _board(variant, board_of(variant, request.query_params.get("day", "")))


def _board(variant: Variant, board: Board) -> Response:
    html = part("day_board.html", variant=variant, board=board, states=state_names(), refusal=Refusal())
    return JSONResponse({"html": html, "clock": board.hour})


def _last_line(variant: Variant) -> str:
    lines = jobs.lines_of(job_of(variant))
    return str(lines[-1].get("answer", "")) if lines else ""


def screen(request: Request) -> Response:
    """A large print for the waiting room: the names as the wall's lists show them, and nothing more of anybody."""
    variant = variant_of(request)
    board = board_of(variant, request.query_params.get("day", ""))
    return page(request, "day_screen.html", variant=variant, board=board, rows=_waiting(board))


def screen_part(request: Request) -> Response:
    """What is new on the screen."""
    variant = variant_of(request)
    board = board_of(variant, request.query_params.get("day", ""))
    return JSONResponse({"html": part("day_screen_rows.html", board=board, rows=_waiting(board)), "clock": board.hour})


def _waiting(board: Board) -> list[Passage]:
    """Who is to come, by their hours, then who is heard now and waits no more."""
    left = [one for one in board.passages if one.state != STATES[-1] and not one.absent]
    return sorted(left, key=lambda one: (one.state == STATES[2], one.start, board.name[one.candidate]))


def report(request: Request) -> Response:
    """Planned and actual, as a file."""
    variant = variant_of(request)
    board, name = board_of(variant), request.path_params["name"]
    made: dict[str, Callable[[Board], bytes]] = {"reel.csv": as_csv, "reel.xlsx": as_workbook}
    if name not in made:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made[name](board), media_type="application/octet-stream", headers=headers)


# --- noted -----------------------------------------------------------------------------------------------------------

Change = Callable[[Board, Notes, FormData], Iterable[Event]]


def noting(change: Change) -> Callable[[Request], Any]:
    """A route that changes the notes by what its form says, and gives the day as it is then."""

    async def handler(request: Request) -> Response:
        form = await request.form()
        return await run_in_threadpool(_noted, request, form, change)

    return handler


def _noted(request: Request, form: FormData, change: Change) -> Response:
    variant = variant_of(request)
    day = str(form.get("day", ""))
    board = board_of(variant, day)
    path, now = notes_path(variant), machine(board.made)
    wants_page = "text/html" in request.headers.get("accept", "")
    try:
        note(board.made.problem, path, now, lambda notes: change(board_of(variant, day), notes, form))
    except (HTTPException, InputError) as error:
        if not wants_page:
            raise
        return _refused(request, variant, day, form, error)
    if wants_page:
        return RedirectResponse(f"{variant.address}/day?day={board.day.isoformat()}", 303)
    return _board(variant, board_of(variant, day))


async def clock(request: Request) -> Response:
    """Set the clock of a rehearsal, or end it."""
    form = await request.form()
    return await run_in_threadpool(_clock, request, str(form.get("now", "")).strip())


def _clock(request: Request, text: str) -> Response:
    variant = variant_of(request)
    made = made_of(variant, in_force(variant))
    try:
        now = datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0) if text else None
    except ValueError:
        wrong = Unfit(_("« {text} » : une date et une heure sont attendues").format(text=text[:20]), "now")
        return _clock_refused(request, variant, text, wrong)
    jobs.forget(job_of(variant))  # answers to another moment
    if now is None:
        end_rehearsal(variant.session.folder)
    else:
        try:
            rehearse(made.problem, variant.session.folder, machine(made), now)
        except InputError as error:
            wrong = Unfit(_reasons(error), "now")
            return _clock_refused(request, variant, text, wrong)
    day = f"?day={now.date().isoformat()}" if now else ""
    return RedirectResponse(f"{variant.address}/day{day}", 303)


def _clock_refused(request: Request, variant: Variant, text: str, wrong: Unfit) -> Response:
    """Why the clock of a rehearsal is not set; the day stays as it was."""
    if "text/html" not in request.headers.get("accept", ""):
        raise wrong
    return _refused(request, variant, "", FormData({"now": text}), wrong)


# --- answered --------------------------------------------------------------------------------------------------------


def answer(request: Request) -> Response:
    """Look for the answers to what was noted."""
    variant = variant_of(request)
    board_of(variant)  # faults in the notes are told before anything is begun
    asked = {"input": str(variant.input), "folder": str(variant.plan_folder), "notes": str(notes_path(variant))}
    with suppress(jobs.Running):
        jobs.start(job_of(variant), **asked, plan=str(in_force(variant)))
    return RedirectResponse(f"{variant.address}/day#answers", 303)


async def stream(request: Request) -> Response:
    """How the answers come."""
    variant = await run_in_threadpool(variant_of, request)
    return EventResponse(told(job_of(variant)))


def answers(request: Request) -> Response:
    """The answers side by side."""
    variant = variant_of(request)
    board = board_of(variant)
    state = jobs.state_of(job_of(variant))
    html = part("day_answers.html", variant=variant, board=board, state=state, untold=_untold(variant))
    return JSONResponse({"html": html})


def end(request: Request) -> Response:
    """Stop looking for answers."""
    jobs.stop(job_of(variant_of(request)))
    return JSONResponse({})


async def choose(request: Request) -> Response:
    """Publish one of the answers as the next edition."""
    form = await request.form()
    return await run_in_threadpool(_choose, request, form)


def _choose(request: Request, form: FormData) -> Response:
    name, reason, despite = str(form.get("name", "")), str(form.get("reason", ""))[:500], "despite" in form
    variant = variant_of(request)
    job = job_of(variant)
    done = jobs.state_of(job)["done"] or {}
    known = [one["name"] for one in done.get("answers", ()) if one["possible"]]
    if name not in known:
        raise HTTPException(404, _("Cette réponse n'est plus connue : cherchez de nouveau."))
    rehearsal = (variant.session.folder / REHEARSAL).is_file()
    if rehearsal and "rehearsed" not in form:
        raise HTTPException(409, _("C'est une répétition : cochez la case qui le dit pour publier une vraie édition."))
    path = variant.plan_folder / FOLDER / name / "plan.json"

    def work() -> Any:
        found = publish_plan(variant, path, reason or _reason(variant), despite, notes_path(variant), rehearsal)
        jobs.forget(job)
        return found

    return published(request, variant, work, reason)


def _reason(variant: Variant) -> str:
    """What was noted, as the reason of an edition."""
    board = board_of(variant)
    events = (event for event in board.notes.events if event.kind not in CLICKED)
    return " ; ".join(event_text(board.problem.whole, event) for event in events)[:500]


_BASE = "/s/{session}/{variant}/day"

ROUTES: list[Route | Mount] = [
    Route(_BASE, show),
    Route(f"{_BASE}/board", board_part),
    Route(f"{_BASE}/screen", screen),
    Route(f"{_BASE}/screen/rows", screen_part),
    Route(f"{_BASE}/state", noting(dayforms.state), methods=["POST"]),
    Route(f"{_BASE}/hours", noting(dayforms.hours), methods=["POST"]),
    Route(f"{_BASE}/planned", noting(dayforms.planned), methods=["POST"]),
    Route(f"{_BASE}/incident", noting(dayforms.incident), methods=["POST"]),
    Route(f"{_BASE}/forget", noting(dayforms.forgotten), methods=["POST"]),
    Route(f"{_BASE}/clock", clock, methods=["POST"]),
    Route(f"{_BASE}/answer", answer, methods=["POST"]),
    Route(f"{_BASE}/stream", stream),
    Route(f"{_BASE}/answers", answers),
    Route(f"{_BASE}/stop", end, methods=["POST"]),
    Route(f"{_BASE}/choose", choose, methods=["POST"]),
    Route(f"{_BASE}/report/{{name}}", report),
]
