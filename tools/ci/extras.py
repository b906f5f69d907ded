"""Each extra alone, from the wheel: installed without the others, it does what it promises.

``python tools/ci/extras.py DIST [EXTRA...]``
"""

import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

from envs import ROOT, Env, make, must, wheel_in

SCENARIO = "scenarios/tiny.toml"


def main() -> None:
    """Try all the extras, or those named."""
    wheel, wanted = wheel_in(Path(sys.argv[1])), sys.argv[2:] or list(PROMISES)
    for extra in wanted:
        print(f"--- {extra}", flush=True)
        with tempfile.TemporaryDirectory(prefix="tspi-sched-extra-") as name:
            folder = Path(name).resolve()
            for part in ("scenarios", "instances", "notebooks", "docs/guide/exemples"):
                shutil.copytree(ROOT / part, folder / part)
            PROMISES[extra](make(folder / "env", f"tspi-sched[{extra}] @ {wheel.as_uri()}"), folder)


def exported(env: Env, folder: Path, formats: str) -> Path:
    """A plan in some formats; the folder."""
    env.run("tspi-sched", "solve", SCENARIO, "--export", formats, "--workers", "1", cwd=folder)
    return folder / "planning" / "tiny"


def plots(env: Env, folder: Path) -> None:
    """Pictures of a plan, as files and as a figure."""
    out = exported(env, folder, "png,svg")
    must((out / "planning.png").read_bytes().startswith(b"\x89PNG"), "no picture")
    must("<svg" in (out / "planning.svg").read_text(encoding="utf-8"), "no drawing")
    env.run("python", "-c", "import tspi_sched as t; p, w = t.read('scenarios/tiny.toml'); "
            "t.draw(p, t.solve(p, w).plan)", cwd=folder)  # fmt: skip


def pdf(env: Env, folder: Path) -> None:
    """Documents of a plan."""
    made = sorted((exported(env, folder, "pdf") / "documents").glob("*.pdf"))
    must(len(made) >= 5, f"only {len(made)} documents")
    must(all(path.read_bytes().startswith(b"%PDF") for path in made), "no PDF")


def notebooks(env: Env, folder: Path) -> None:
    """Every notebook runs in the kernel that the extra brings."""
    runner = Path(__file__).with_name("notebook.py")
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        env.run("python", runner, path.name, cwd=path.parent)


def cluster(env: Env, folder: Path) -> None:
    """A sweep on a scheduler and a worker of its own."""
    sweep = folder / "sweep.toml"
    sweep.write_text(f'base = "{SCENARIO}"\n', encoding="utf-8")
    port = f"tcp://127.0.0.1:{_free_port()}"
    scheduler = Popen([env.program("dask"), "scheduler", "--no-dashboard", "--host", port])
    worker = Popen([env.program("dask"), "worker", port, "--no-dashboard", "--nthreads", "1"])
    try:
        env.run("tspi-sched", "sweep", sweep.name, "-o", "out", "--cluster", port, cwd=folder)
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait()
    must(len(list((folder / "out" / "plans").glob("*/plan.json"))) == 1, "no plan")


def web(env: Env, folder: Path) -> None:
    """The local page says where it is, and opens with its token only."""
    page = (env.program("tspi-sched"), "web", "sessions", "--no-browser")
    server = Popen(page, cwd=folder, stdout=PIPE, text=True, encoding="utf-8")
    try:
        address = server.stdout.readline().strip() if server.stdout else ""
        opener = build_opener(HTTPCookieProcessor())
        with opener.open(address, timeout=60) as answer:
            must(b"/static/base.css" in answer.read(), "no page")
        with opener.open(urljoin(address, "/static/base.css"), timeout=60) as answer:
            must(answer.status == 200, "no style")
        must(_refused(address.partition("?")[0]), "the page opens without its token")
    finally:
        server.terminate()
        server.wait()


def _refused(address: str) -> bool:
    try:
        urlopen(address, timeout=60).close()
    except HTTPError as error:
        return error.code == 401
    return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def every(env: Env, folder: Path) -> None:
    """All that users may want: the parts are tried one by one, so a look at each is enough."""
    out = exported(env, folder, "png,pdf")
    must((out / "planning.png").exists(), "no picture")
    must((out / "documents" / "planning.pdf").exists(), "no document")
    env.run("python", "-c", "import ipykernel, jinja2, starlette, uvicorn", cwd=folder)


def docs(env: Env, folder: Path) -> None:
    """The documentation is built, from the sources."""
    env.run("python", ROOT / "tools" / "docs.py", folder / "docs", cwd=ROOT)
    must(list((folder / "docs").rglob("index.html")), "no page")


def test(env: Env, folder: Path) -> None:
    """Tests run, from the sources but for the package; those of other extras are for `all`."""
    shutil.copytree(ROOT / "tests", folder / "tests")
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, folder)
    some = ("tests/checker/test_check.py", "tests/properties/test_random_sessions.py")
    env.run("pytest", "-n", "0", "-p", "no:cacheprovider", *some, cwd=folder)


PROMISES: dict[str, Callable[[Env, Path], None]] = {
    "plots": plots,
    "notebooks": notebooks,
    "pdf": pdf,
    "cluster": cluster,
    "web": web,
    "all": every,
    "docs": docs,
    "test": test,
}
"""What each extra promises. `dev` is what all the other steps run in."""


if __name__ == "__main__":
    main()
