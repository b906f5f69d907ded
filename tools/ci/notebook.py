"""Execute a notebook in a kernel of this environment: ``python notebook.py FILE``; ends with the first cell that fails.

It takes nothing that the kernel's own package does not bring, for that is what is tried.
"""

import json
import sys
from pathlib import Path

from jupyter_client.manager import start_new_kernel


def main() -> None:
    """Run all code cells in order."""
    path = Path(sys.argv[1])
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(path.resolve().parent))
    try:
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] == "code":
                _execute(client, "".join(cell["source"]), f"{path.name}, cell {number}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _execute(client, source: str, where: str) -> None:  # type: ignore[no-untyped-def]
    reply = client.execute_interactive(source, allow_stdin=False, output_hook=lambda message: None)["content"]
    if reply["status"] != "ok":
        sys.exit(f"{where}: {reply['ename']}: {reply['evalue']}")


if __name__ == "__main__":
    main()
