"""Build the wheel and the source distribution, and look whether all is in them: ``python tools/ci/package.py FOLDER``.

The wheel must hold every file of the package that is no code either (titles, the English texts, templates, the page),
and the guide; the wheel that is built from the source distribution must be the same.
"""

import sys
import tarfile
import tempfile
import tomllib
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

from envs import ROOT, must, uv, wheel_in

NEVER = (".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", "planning/", "dist/")
"""What no distribution holds, as part of a name."""

SOURCES = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "scenarios/mixte.toml",
    "tests/support/sessions.py",
)
"""What a source distribution holds at the least, so that it can be tried as README says."""


def main() -> None:
    """Build into a folder and check what came out."""
    folder = Path(sys.argv[1]).resolve()
    uv("build", "--quiet", "--out-dir", folder, ROOT)  # the wheel is built from the source distribution
    wheel = wheel_in(folder)
    (source,) = folder.glob("*.tar.gz")
    check_wheel(wheel)
    check_source(source)
    with tempfile.TemporaryDirectory() as other:
        uv("build", "--quiet", "--wheel", "--out-dir", other, ROOT)
        must(contents(wheel_in(Path(other))) == contents(wheel), "the wheels of the tree and of the source differ")
    for path in (wheel, source):
        print(f"{path.name}: {path.stat().st_size / 1_000_000:.1f} MB, all there")


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel; its own list of them, with their sums, left aside."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


def check_wheel(wheel: Path) -> None:
    """Whether a wheel holds the whole package, tells of itself and brings its command."""
    found = contents(wheel)
    package = ROOT / "src"
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    wanted = {name for name in there if "__pycache__" not in name and not name.endswith(".pyc")}
    must(not (missing := sorted(wanted - found.keys())), f"the wheel lacks {missing}")
    extra = [name for name in found if not name.startswith("tspi_sched") or any(part in name for part in NEVER)]
    must(not extra, f"the wheel holds {extra}")
    guide = [name for name in found if name.endswith(".html") and "guide" in name]
    must(guide, "the wheel lacks the guide")
    (about,) = (message_from_bytes(text) for name, text in found.items() if name.endswith("/METADATA"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    must(about["Version"] == project["version"], f"the wheel says it is {about['Version']}")
    must(set(about.get_all("Provides-Extra", [])) == set(project["optional-dependencies"]), "the wheel's extras differ")
    (entries,) = (text.decode() for name, text in found.items() if name.endswith("/entry_points.txt"))
    must("tspi-sched" in entries, "the wheel brings no command")


def check_source(source: Path) -> None:
    """Whether a source distribution holds what is needed to build and to try it, and nothing that is made."""
    with tarfile.open(source) as archive:
        names = [member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()]
    must(not (missing := sorted(set(SOURCES) - set(names))), f"the source distribution lacks {missing}")
    bad = [name for name in names if any(part in name for part in NEVER if part != ".git")]
    must(not bad, f"the source distribution holds {bad}")


if __name__ == "__main__":
    main()
