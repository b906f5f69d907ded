"""The main job from the wheel, in an environment and a folder of its own: ``python tools/ci/installed.py DIST``.

Nothing of the sources is in reach but the example's files, so what the wheel forgets is found. The same is done through
``tspi-sched`` and through ``python -m tspi_sched``.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from envs import ROOT, Env, make, must, wheel_in


def main() -> None:
    """Install and use it."""
    with tempfile.TemporaryDirectory(prefix="une session à l'essai ") as name:  # blanks, accents, an apostrophe
        folder = Path(name).resolve()
        env = make(folder / "env", str(wheel_in(Path(sys.argv[1]))))
        at_work(env, folder)


def at_work(env: Env, folder: Path) -> None:
    """The example and a session of one's own, planned and checked."""
    for part in ("scenarios", "instances"):
        shutil.copytree(ROOT / part, folder / part)
    version = env.run("tspi-sched", "--version", cwd=folder)
    must(env.run("python", "-m", "tspi_sched", "--version", cwd=folder) == version, "two ways, two versions")
    page = Path(env.run("tspi-sched", "guide", "--print-path", cwd=folder).strip())
    must(
        page.suffix == ".html" and page.is_file() and any((page.parent / "images").iterdir()), "the guide is not there"
    )
    env.run("tspi-sched", "solve", "scenarios/mixte.toml", cwd=folder)
    for file in ("plan.json", "planning.xlsx"):
        env.run("python", "-m", "tspi_sched", "check", f"planning/mixte/{file}", "scenarios/mixte.toml", cwd=folder)
    env.run("tspi-sched", "--lang", "en", "export", "planning/mixte/plan.json", "scenarios/mixte.toml",
            "--to", "html,ics", "-o", "sent", cwd=folder)  # fmt: skip
    env.run("tspi-sched", "init", "juin", cwd=folder)
    env.run("python", "-m", "tspi_sched", "validate", "juin/scenario.toml", cwd=folder)
    env.run("tspi-sched", "solve", "juin/scenario.toml", "--time-limit", "20", cwd=folder)
    for extra, format in (("pdf", "pdf"), ("plots", "png")):
        said = env.run("tspi-sched", "export", "planning/mixte/plan.json", "scenarios/mixte.toml",
                       "--to", format, cwd=folder, fails=1)  # fmt: skip
        must(extra in said, f"what is missing for {format} is not named")


if __name__ == "__main__":
    main()
