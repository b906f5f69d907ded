"""The commands that the guide shows, run on the bundled example: what they print stands in the guide as it was printed.

``tools/pictures.py`` runs them, in this order and in one folder, since later ones read what earlier ones wrote.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
OUTPUTS = ROOT / "docs" / "guide" / "sorties"

PLANNED = "planning/mixte/planning.xlsx"
EXAMPLES = "docs/guide/exemples"
LOCKED, MOVED, PLAN = f"{EXAMPLES}/planning-verrous.xlsx", f"{EXAMPLES}/planning-modifie.xlsx", f"{EXAMPLES}/plan.json"
"""The example's plan as it was printed in the guide, and two workbooks of it, for readers to go on from."""
BASE = "planning/mixte/plan.json scenarios/mixte.toml"

Prepare = Callable[[Path], None]


@dataclass(frozen=True)
class Run:
    """A command: the name of its output, its exit code, what of the output is left out, what is done before it.

    Lines that match `without` are left out; where they stood there is one line with an ellipsis.
    """

    name: str
    command: str
    code: int = 0
    without: str = ""
    prepare: Prepare | None = None

    def text(self, folder: Path) -> str:
        """What it prints in a folder, shortened."""
        if self.prepare:
            self.prepare(folder)
        program = [sys.executable, "-c", "from tspi_sched.cli import main; main()"]
        surroundings = {**os.environ, "TSPI_SCHED_LANG": "fr", "COLUMNS": "100", "PYTHONUTF8": "1"}
        run = subprocess.run(
            [*program, *shlex.split(self.command)[1:]],
            cwd=folder,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if run.returncode != self.code:
            raise RuntimeError(f"{self.command}: {run.returncode} instead of {self.code}\n{run.stdout}")
        return shortened(run.stdout, self.without)


def shortened(text: str, without: str) -> str:
    """A text without some lines, an ellipsis in the place of each row of them."""
    lines: list[str] = []
    for line in text.rstrip().splitlines():
        if not (without and re.search(without, line)):
            lines.append(line.rstrip())
        elif lines[-1:] != ["  […]"]:
            lines.append("  […]")
    return "\n".join(lines) + "\n"


# --- what the organiser does in Excel before a command ---------------------------------------------------------------


def make_faults(folder: Path) -> None:
    """The example's facts with four mistakes that people make."""
    book = openpyxl.load_workbook(folder / "instances" / "mixte.xlsx")
    _write(book, "Candidats", {"Id": "C03"}, "Parcours", "TITR")
    _write(book, "Candidats", {"Id": "C05"}, "Formateurs", "J5; SV9")
    _write(book, "Jurys", {"Id": "J2"}, "Binôme", "Jury D")
    _write(book, "Salles", {"Id": "S3"}, "Places", "quatre")
    book.save(folder / "ma-session" / "session.xlsx")


def lock(folder: Path) -> None:
    """The plan, and it with its papers locked wholly, everything else in time and place."""
    shutil.copyfile(folder / "planning/mixte/plan.json", folder / PLAN)
    book = openpyxl.load_workbook(folder / PLANNED)
    for stage, words in {"MSP": "x", **dict.fromkeys(("CORR", "ET", "QPP", "EF", "DELIB"), "heure; salle")}.items():
        _write(book, "Plan", {"Épreuve": stage}, "Verrou", words)
    book.save(folder / LOCKED)


def move(folder: Path) -> None:
    """The plan with one candidate's technical interview in a hall for papers."""
    book = openpyxl.load_workbook(folder / PLANNED)
    _write(book, "Plan", {"Candidat": "C01", "Épreuve": "ET"}, "Salle", "E1")
    book.save(folder / MOVED)


def _write(book: openpyxl.Workbook, sheet: str, where: dict[str, str], column: str, new: str) -> None:
    """Write into a column of every row that has certain values in others; the header is the row with these titles."""
    rows = book[sheet].iter_rows()
    heads = next(found for row in rows if column in (found := {cell.value: place for place, cell in enumerate(row)}))
    for row in rows:
        if all(row[heads[head]].value == value for head, value in where.items()):
            row[heads[column]].value = new


# --- the commands ----------------------------------------------------------------------------------------------------

RUNS = (
    Run("solve", "tspi-sched solve scenarios/mixte.toml", without=r"^\[\d/\d\] [^:]*$|^\[\d/\d\] (?!.*prouvé)"),
    Run("init", "tspi-sched init ma-session"),
    Run("fautes", "tspi-sched validate ma-session/scenario.toml", code=1, prepare=make_faults),
    Run("validate", "tspi-sched validate scenarios/mixte.toml"),
    Run("check", f"tspi-sched check {PLANNED} scenarios/mixte.toml"),
    Run("check-modifie", f"tspi-sched check {MOVED} scenarios/mixte.toml", code=4, prepare=move),
    Run("explain", f"tspi-sched explain {EXAMPLES}/sans-jury.toml", code=3),
    Run("why", f'tspi-sched why {BASE} --candidate C01 --at "16/03/2027 09:00"'),
    Run("why-interdit", f'tspi-sched why {BASE} --candidate C07 --panel "Jury A"'),
    Run(
        "imprevu",
        f'tspi-sched replan {PLAN} scenarios/mixte.toml --event "absent J2" --now "14/03/2027 18:00"'
        " -o planning/imprevu",
    ),
    Run(
        "malade",
        f"tspi-sched solve {EXAMPLES}/jure-malade.toml --lock {LOCKED} --baseline {PLAN}",
        without=r"^\[|^  .*\(C\d\d\)   ",
        prepare=lock,
    ),
    Run(
        "prevenir",
        f"tspi-sched compare {PLAN} planning/jure-malade/plan.json --with {EXAMPLES}/jure-malade.toml"
        " -o planning/qui-prevenir.html",
    ),
    Run("projecteur", "tspi-sched solve scenarios/mixte-un-projecteur-de-plus.toml"),
    Run(
        "compare",
        "tspi-sched compare planning/mixte/plan.json planning/mixte-un-projecteur-de-plus/plan.json"
        " --with scenarios/mixte-un-projecteur-de-plus.toml -o planning/comparaison.html -o planning/comparaison.xlsx",
    ),
    Run(
        "export",
        f'tspi-sched export {BASE} --to "pdf,html,ics,png" --documents {EXAMPLES}/documents.toml',
    ),
    Run("anonymise", f'tspi-sched export {BASE} --to "html,xlsx" --anonymise'),
)


def run_all(folder: Path) -> None:
    """Run every command of the guide in a folder, and keep what each prints."""
    OUTPUTS.mkdir(exist_ok=True)
    for run in RUNS:
        print(run.command)
        (OUTPUTS / f"{run.name}.txt").write_text(run.text(folder), encoding="utf-8")
    for name in (LOCKED, MOVED, PLAN):
        shutil.copyfile(folder / name, ROOT / name)
