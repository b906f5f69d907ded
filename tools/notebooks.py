"""Notebooks as they are kept: without output and without the order in which cells were run.

python tools/notebooks.py FILE...          fail if one of them holds output
python tools/notebooks.py --strip FILE...  take the output out
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


def spoken(notebook: Notebook) -> bool:
    """Whether a notebook holds what a run leaves behind."""
    return any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])


def stripped(notebook: Notebook) -> Notebook:
    """The same notebook as before any run."""
    bare = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": bare}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--strip", action="store_true", help="take the output out")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    notebooks = {path: json.loads(path.read_text(encoding="utf-8")) for path in options.files}
    found = [path for path, notebook in notebooks.items() if spoken(notebook)]
    for path in found:
        if options.strip:
            text = json.dumps(stripped(notebooks[path]), ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
        else:
            print(f"{path}: holds output; python tools/notebooks.py --strip {path}", file=sys.stderr)
    return 1 if found and not options.strip else 0


if __name__ == "__main__":
    sys.exit(main())
