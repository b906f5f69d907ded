"""Writes into the guide, and into docs/how, what they take from the code and from commands: ``python tools/guide.py``.

So their pages are whole wherever somebody opens the folder. ``--check`` writes nothing and fails for a page that is not
up to date, which a test does too.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOKS = {ROOT / "docs" / "guide": "fr", ROOT / "docs" / "how": "en"}
sys.path.insert(0, str(ROOT / "docs"))

import facts  # noqa: E402  # a module of the books' Sphinx, found there


def stale() -> dict[Path, str]:
    """What should stand on the pages that are not up to date."""
    found = {}
    for folder, language in BOOKS.items():
        for path in sorted(folder.glob("*.md")):
            text = path.read_text(encoding="utf-8")
            if (whole := facts.filled(text, language)) != text:
                found[path] = whole
    return found


def main() -> None:
    """Write the pages anew, or say which ones would change."""
    found = stale()
    if "--check" in sys.argv:
        names = ", ".join(path.name for path in found)
        sys.exit(f"not up to date: {names}; run python tools/guide.py" if found else 0)
    for path, text in found.items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
