"""A repair as the organiser's own scenario says it: what to write where, or the whole file written for them."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.writing import cannot_write
from tspi_sched.problem import Problem
from tspi_sched.texts import _

if TYPE_CHECKING:
    from tspi_sched.explanations import Repair


@dataclass(frozen=True)
class Source:
    """What was asked about: a scenario or a workbook alone, and the plan whose locks are kept."""

    input: str
    lock: str | None = None

    @property
    def path(self) -> Path:
        """The scenario or the workbook."""
        return Path(self.input)

    @property
    def has_scenario(self) -> bool:
        """Whether it is a scenario."""
        return self.path.suffix.lower() == ".toml"

    def text(self) -> str:
        """The text of the scenario, with the ends of its lines as they are; empty for a workbook."""
        return self.path.read_bytes().decode("utf-8-sig") if self.has_scenario else ""

    def steps(self, repair: "Repair") -> Iterator[tuple[str, tuple[str, ...]]]:
        """What to write by hand, and where."""
        from tspi_sched.explanations.repairs.rewrite import rewritten, steps

        if self.has_scenario:
            yield from steps(self.text(), rewritten(self.text(), repair.snippet))
        else:
            yield _("dans un scénario de ce classeur :"), tuple(repair.snippet.splitlines())

    def command(self, number: int, repair: "Repair") -> str:
        """The command that writes one of the repairs, ready to be pasted."""
        lock = ("--lock", Path(self.lock)) if self.lock else ()
        target = self.path.with_name(_("{name}-essai-{number}.toml").format(name=self.path.stem, number=number))
        return pasted("explain", self.path, *lock, "--repair", f"{number}-{code_of(repair)}", "-o", target)


def code_of(repair: "Repair") -> str:
    """A few letters that stand for what a repair changes: another run may find the repairs in another order."""
    return sha256(repair.snippet.encode()).hexdigest()[:4]


def chosen(repairs: Sequence["Repair"], wanted: str) -> tuple[int, "Repair"] | None:
    """The repair that is meant by its number, or by number and code, of which the code counts; None if none is."""
    number, _dash, code = wanted.partition("-")
    numbered = list(enumerate(repairs, 1))
    return next((pair for pair in numbered if (code_of(pair[1]) == code if code else pair[0] == int(number))), None)


def check_new(target: Path) -> None:
    """A scenario that is there already is not replaced: it may have been worked on."""
    if target.exists() and (target.is_dir() or target.stat().st_size):
        raise Ending(FAULTS, _("{path} existe déjà ; choisissez un autre nom").format(path=target))


def write_scenario(source: Source, repair: "Repair", target: Path) -> None:
    """Write the scenario with a repair; before that, it is read, and the repair's plan judged by it."""
    from tspi_sched.explanations.repairs.rewrite import changed_scenario
    from tspi_sched.exports.common.files import replacing

    text = changed_scenario(source.path, repair.snippet, target)
    _judge(source, repair, target)
    try:
        with replacing(target) as draft:
            draft.write_bytes(text.encode())
    except OSError as error:
        raise cannot_write(target, error) from None


def _judge(source: Source, repair: "Repair", target: Path) -> None:
    """That the scenario allows the repair's plan, as the reader reads it."""
    from tspi_sched.checker import check
    from tspi_sched.explanations.repairs.rewrite import changed_scenario
    from tspi_sched.reading import read

    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / target.name
        trial.write_bytes(changed_scenario(source.path, repair.snippet, trial).encode())
        problem = _locked_as(read(trial)[0], repair.problem)
    if broken := check(problem, repair.plan):
        raise AssertionError("the scenario written does not allow the plan: " + "; ".join(v.message for v in broken))


def _locked_as(problem: Problem, other: Problem) -> Problem:
    return replace(problem, locks=other.locks, baseline=other.baseline)
