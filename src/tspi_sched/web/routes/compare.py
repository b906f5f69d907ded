"""Comparer: plans of one session side by side."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tspi_sched.comparison import Comparison, compare
from tspi_sched.editions import editions_in
from tspi_sched.errors import InputError
from tspi_sched.exports.comparison import write
from tspi_sched.exports.comparison.tables import tables
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.plan import Result
from tspi_sched.problem import Candidate, Invigilator, Member, Problem, Projector, Room
from tspi_sched.reading import read, read_result
from tspi_sched.texts import _
from tspi_sched.web.inputs import check_inside
from tspi_sched.web.pages import page
from tspi_sched.web.place import place_of
from tspi_sched.web.sessions import Variant, variant_of, variants

AT_FIRST = 4
"""So many plans are compared unless others are ticked: more do not fit beside each other."""


@dataclass(frozen=True)
class Other:
    """A plan that may be compared: by what its box is named, what it is called, where it is."""

    key: str
    name: str
    path: Path
    input: Path | None = None
    """The scenario of another variant."""


def others_of(variant: Variant, root: Path) -> tuple[Other, ...]:
    """The plans of the session's other variants, then what was published of this one."""
    found = [one for one in variants(variant.session, root) if one.key != variant.key and one.plan.is_file()]
    plans = [Other(f"v:{one.key}", one.name, one.plan, one.input) for one in found]
    editions = [
        Other(f"e:{one.number}", stamp_text(one.stamp), one.plan_path) for one in editions_in(variant.plan_folder)
    ]
    return (*plans, *reversed(editions))


def show(request: Request) -> Response:
    """The plans ticked, beside that of this variant."""
    variant = variant_of(request)
    others = others_of(variant, place_of(request).folder)
    ticked = request.query_params.getlist("with")
    chosen = [one for one in others if one.key in ticked] if "with" in request.query_params else others[: AT_FIRST - 1]
    reference = next((one for one in others if one.key == request.query_params.get("reference")), None)
    faults: list[tuple[str, str]] = []
    made = None
    if variant.plan.is_file() and (chosen or reference):
        made = _comparison(variant, tuple(chosen), faults, reference)
    return page(
        request, "compare.html", view="compare", variant=variant, others=others, has_plan=variant.plan.is_file(),
        ticked=[one.key for one in chosen], tables=tables(made) if made else (), faults=faults,
        reference=reference.key if reference else "",
        query=urlencode([("with", one.key) for one in chosen] + [("reference", reference.key if reference else "")]),
    )  # fmt: skip


def _comparison(
    variant: Variant, chosen: tuple[Other, ...], faults: list[tuple[str, str]], reference: Other | None = None
) -> Comparison | None:
    """The comparison of the plans that can be read as plans of this session, with one of them, or else the variant's
    own, as what the others are compared with; what is wrong with the others."""
    check_inside(variant)
    own = Other("", variant.name, variant.plan)
    every = (own, *chosen) if reference is None else (reference, own, *(one for one in chosen if one != reference))
    problem, _wishes = read(variant.input, plans=(variant.plan, *_readable(every)))
    results, names, sessions = list[Result](), list[str](), [problem]
    for one in every:
        try:
            session = read(one.input, plans=(one.path,))[0] if one.input else problem
            results.append(read_result(one.path, session.whole))
        except InputError as error:
            faults.append((one.name, error.faults[0].message))
            continue
        names.append(one.name)
        sessions.append(session)
    return compare(_knowing(problem, sessions), results, _apart(names)) if len(results) > 1 else None


def _knowing(problem: Problem, others: Iterable[Problem]) -> Problem:
    """The session with those whom only another variant has, as people and things that this one leaves out."""
    gone = problem.gone
    for other in (one.whole for one in others):
        known = problem.whole
        gone = replace(
            gone,
            candidates=(*gone.candidates, *_new(known.candidates, other.candidates)),
            members=(*gone.members, *_new(known.members, other.members)),
            rooms=(*gone.rooms, *_new(known.rooms, other.rooms)),
            projectors=(*gone.projectors, *_new(known.projectors, other.projectors)),
            invigilators=(*gone.invigilators, *_new(known.invigilators, other.invigilators)),
        )
        problem = replace(problem, gone=gone)
    return problem


Thing = TypeVar("Thing", Candidate, Member, Room, Projector, Invigilator)


def _new(known: Iterable[Thing], others: Iterable[Thing]) -> tuple[Thing, ...]:
    ids = {one.id for one in known}
    return tuple(one for one in others if one.id not in ids)


def _readable(chosen: tuple[Other, ...]) -> Iterator[Path]:
    """Plans that may know of what an incident added to the session."""
    return (one.path for one in chosen if one.path.is_file() and one.key.startswith("e:"))


def _apart(names: list[str]) -> list[str]:
    """Names of which no two are alike."""
    return [name if names.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(names, 1)]


def download(request: Request) -> Response:
    """The same as a workbook or a page."""
    variant = variant_of(request)
    ending = ".html" if request.path_params["name"] == "comparaison.html" else ".xlsx"
    ticked = request.query_params.getlist("with")
    others = others_of(variant, place_of(request).folder)
    chosen = tuple(one for one in others if one.key in ticked)
    reference = next((one for one in others if one.key == request.query_params.get("reference")), None)
    there = (chosen or reference) and variant.plan.is_file()
    made = _comparison(variant, chosen, [], reference) if there else None
    if made is None:
        return page(request, "error.html", status=404, text=_("Il n'y a rien à comparer."), faults=())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"comparaison{ending}"
        write(made, path)
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="comparaison{ending}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


_BASE = "/s/{session}/{variant}/compare"

ROUTES: list[Route | Mount] = [Route(_BASE, show), Route(f"{_BASE}/{{name}}", download)]
