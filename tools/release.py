"""Whether the version is told alike everywhere before it is released, and what is new in it.

python tools/release.py check [v0.1.0]   fail unless pyproject.toml, CITATION.cff, CHANGELOG.md and the tag agree
python tools/release.py notes            print the newest version's part of CHANGELOG.md
"""

import argparse
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SECTION = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\S+))?$", re.MULTILINE)


def version_of_package(root: Path = ROOT) -> str:
    """The version in ``pyproject.toml``."""
    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(content["project"]["version"])


def released(changelog: str) -> list[tuple[str, str, str]]:
    """The versions of a changelog, newest first: number, day and text; what is unreleased is none of them."""
    found = list(_SECTION.finditer(changelog))
    ends = [section.start() for section in found[1:]] + [len(changelog)]
    return [
        (section["version"], section["day"] or "", changelog[section.end() : end].strip())
        for section, end in zip(found, ends, strict=True)
        if section["version"] != "Unreleased"
    ]


def faults(root: Path, tag: str | None) -> list[str]:
    """What keeps a version from being released, one sentence each."""
    version = version_of_package(root)
    sections = released((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    cited = re.search(r"^version: (\S+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    number, day, text = sections[0] if sections else ("", "", "")
    wrong = []
    if tag is not None and tag != f"v{version}":
        wrong.append(f"the tag is {tag}, pyproject.toml says {version}")
    if number != version:
        wrong.append(f"CHANGELOG.md's newest version is {number or 'none'}, pyproject.toml says {version}")
    if not _is_day(day):
        wrong.append(f"CHANGELOG.md gives no day for {number or version}: write ## [{version}] - YYYY-MM-DD")
    if not text:
        wrong.append(f"CHANGELOG.md says nothing of {number or version}")
    if cited is None or cited[1] != version:
        wrong.append(f"CITATION.cff says {cited[1] if cited else 'no version'}, pyproject.toml says {version}")
    return wrong


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="do all places agree?").add_argument("tag", nargs="?")
    commands.add_parser("notes", help="what is new in the newest version")
    options = parser.parse_args(arguments)
    if options.command == "notes":
        print(released((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[0][2])
        return 0
    wrong = faults(ROOT, options.tag)
    print("\n".join(wrong) or f"{version_of_package()}: all places agree", file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
