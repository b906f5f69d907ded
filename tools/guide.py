"""Writes into the guide what it takes from the code and from its commands' outputs: ``python tools/guide.py``.

So its pages are whole wherever somebody opens the folder. ``--check`` writes nothing and fails for a page that is not
up to date, which a test does too.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
sys.path.insert(0, str(ROOT / "docs"))

import facts  # noqa: E402  # a module of the books' Sphinx, found there


def stale() -> dict[Path, str]:
    """What should stand on the pages that are not up to date."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}
    whole = {path: facts.filled(text, "fr") for path, text in pages.items()}
    return {path: text for path, text in whole.items() if text != pages[path]}


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
