"""The page's own files, by name only: those of `web/static`, and those of the chart of ``planning.html``."""

from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from tspi_sched import exports

STATIC = Path(__file__).parents[1] / "static"
CHART = Path(exports.__file__).parent / "html"

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def _known(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in folder.iterdir() if path.suffix in KINDS}


def _served(folder: Path, request: Request) -> Response:
    path = _known(folder).get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=KINDS[path.suffix], headers={"Cache-Control": "no-cache"})


async def static(request: Request) -> Response:
    """A file of the page."""
    return _served(STATIC, request)


async def chart(request: Request) -> Response:
    """A file of the chart."""
    return _served(CHART, request)


ROUTES: list[Route | Mount] = [Route("/static/{name}", static), Route("/chart/{name}", chart)]
