"""The ends of what `pyproject.toml` allows: ``python tools/ci/versions.py lowest`` or ``newest [TESTED]``.

`lowest` installs exactly the lowest version of each package that is named there; `newest` the newest there is, whatever
`constraints.txt` says. Either runs a short part of the tests, from every corner of the package. TESTED is what
``pip freeze`` said where the whole suite has run: if these were the newest, no part of it is run again.
"""

import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from envs import ROOT, Env, make, must, run, uv

OPTIONS = {"lowest": ("--resolution", "lowest-direct"), "newest": ("--upgrade",)}

SHORT = (
    "cli/test_export", "cli/test_refused", "cli/test_shown", "comparison", "explanations/test_quick",
    "exports/html/test_html", "exports/ics/test_ics", "exports/pdf/test_pdf", "exports/test_files", "exports/test_json",
    "exports/test_picture", "exports/xlsx/test_plan", "exports/xlsx/test_xlsx", "house/test_texts",
    "properties/test_random_sessions", "reading/test_broken", "reading/test_plan", "reading/test_workbook",
    "search/test_truncated_solve", "search/test_run", "starter", "sweeps/test_cluster", "sweeps/test_front",
    "web/test_data", "web/test_safety",
)  # fmt: skip
"""The tests that meet each package: reading and writing workbooks, frames, models, the terminal, exports."""

LEFT = (".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "planning", "dist", "build")
"""What is made, and no part of the sources."""


def main() -> None:
    """Install and test."""
    end, *tested = sys.argv[1:]
    if end == "newest" and tested:
        must(newest := pins(_newest()), "uv names no versions")
        others = others_than(pins(Path(tested[0]).read_text(encoding="utf-8")), newest)
        if not others:
            print("The whole suite has run with the newest versions.")
            return
        print("The whole suite has run with others than the newest:", *others, sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix=f"tspi-sched-{end}-") as name:
        folder = Path(name).resolve()
        tree = folder / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT))
        env = make(folder / "env", f"{tree}[all,test]", options=OPTIONS[end])
        if end == "lowest":
            _exactly_the_lowest(env, tree)
        env.run("pytest", "-p", "no:cacheprovider", *_paths(), cwd=tree)


def pins(text: str) -> dict[str, str]:
    """The versions in lines such as ``name==1.2``, by names as package indexes spell them."""
    found = (line.strip().partition("==") for line in text.splitlines() if "==" in line)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, _, version in found}


def others_than(tested: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """The packages that were not there in the version that is wanted, one a line."""
    return [
        f"{name}: {tested.get(name, 'none')}, not {version}"
        for name, version in wanted.items()
        if tested.get(name) != version
    ]


def _newest() -> str:
    """The newest versions that go together, as this Python on this system would get them today."""
    asked = ("pip", "compile", "pyproject.toml", "--extra", "all", "--extra", "test", "--upgrade", "--quiet",
             "--no-header", "--no-annotate", "--python", sys.executable)  # fmt: skip
    return uv(*asked)


def _paths() -> list[str]:
    return [f"tests/{name}.py" if "/" in name else f"tests/{name}" for name in SHORT]


def _exactly_the_lowest(env: Env, tree: Path) -> None:
    """Whether the lowest that is named is what was installed; if not, nobody has ever tried what the file says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [text for text in (*project["dependencies"], *_optional(project)) if ">=" in text]
    found = dict(line.split("==") for line in _frozen(env, tree))
    wrong = []
    for text in named:
        name, _, least = text.partition(">=")
        if not same(found.get(name.lower(), ""), least):
            wrong.append(f"{text}, but the lowest that goes with the others is {found.get(name.lower())}")
    must(not wrong, "pyproject.toml is not true:\n" + "\n".join(wrong))


def _optional(project: dict[str, dict[str, list[str]]]) -> list[str]:
    extras = project["optional-dependencies"].items()
    return [text for extra, some in extras if extra not in ("dev", "docs") for text in some]


def _frozen(env: Env, tree: Path) -> list[str]:
    code = "import importlib.metadata as m; [print(f'{d.name.lower()}=={d.version}') for d in m.distributions()]"
    return run(env.program("python"), "-c", code, cwd=tree).split()


def same(one: str, other: str) -> bool:
    """Whether two versions are the same, trailing zeros aside."""
    return one.removesuffix(".0").removesuffix(".0") == other.removesuffix(".0").removesuffix(".0")


if __name__ == "__main__":
    main()
