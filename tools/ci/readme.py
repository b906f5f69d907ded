"""README's commands of this system, in the project's folder, as they stand there.

``python tools/ci/readme.py [WORDS]``; with WORDS, only those that end so. On Windows they are given to PowerShell,
elsewhere to the POSIX shell; each must succeed. The first plans the main example, the second runs the tests.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def commands(readme: str, *, windows: bool) -> list[str]:
    """The lines that set the project up, of one kind of system."""
    language, beginning = ("powershell", "py -m venv") if windows else ("sh", "python3 -m venv")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(beginning)]


def main() -> None:
    """Run them one after the other."""
    ending = " ".join(sys.argv[1:])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chosen = [line for line in commands(readme, windows=os.name == "nt") if line.endswith(ending)]
    if not chosen:
        sys.exit(f"README.md gives no command that ends with: {ending}")
    for line in chosen:
        print(line, flush=True)
        code = run(line)
        if code:
            sys.exit(f"exit code {code}: {line}")


def run(line: str) -> int:
    """The exit code of a line; PowerShell goes on after a failure, so it is told not to."""
    if os.name != "nt":
        return subprocess.run(["sh", "-c", line], cwd=ROOT, check=False).returncode
    checked = "; if ($LASTEXITCODE) { exit $LASTEXITCODE }; ".join(line.split("; "))
    return subprocess.run(
        ["powershell", "-NoProfile", "-Command", f"{checked}; exit $LASTEXITCODE"], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    main()
