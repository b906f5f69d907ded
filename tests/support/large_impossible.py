"""Sessions of real size without a plan, by hand: ``python -m tests.support.large_impossible [NAME...] [--seconds S]``.

Each is a bundled workbook and the lines of a scenario that make it impossible. Explains them, and tells how long that
took, what was proven, and what was found.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT
from tspi_sched.explanations import Explanation, explain
from tspi_sched.reading import read
from tspi_sched.wishes import Wishes
from tspi_sched.wording import moment

INSTANCES = ROOT / "instances"


@dataclass(frozen=True)
class Large:
    """A workbook's name, what the scenario says of it, and kinds of facts that clash."""

    workbook: str
    text: str
    kinds: frozenset[str]


def days(*hours: str) -> str:
    """Days from Monday on: ``08:00-18:00``."""
    rows = []
    for number, stretch in enumerate(hours):
        opens, closes = stretch.split("-")
        rows.append(f'[[what_if.days]]\ndate = "2027-03-{15 + number}"\nopen = "{opens}"\nclose = "{closes}"\n')
    return "".join(rows)


def without(*ids: str) -> str:
    """Ids that are left out."""
    return f"[what_if]\nwithout = {list(ids)}\n"


def change(id: str, **values: object) -> str:
    """Other values for one id, by column."""
    lines = (f'"{key}" = {value!r}\n' for key, value in values.items())
    return f"[what_if.change.{id}]\n" + "".join(lines)


def grande(text: str, *kinds: str) -> Large:
    """Twenty-four candidates, four panels, four days."""
    return Large("grande-session", text, frozenset(kinds))


def mixte(text: str, *kinds: str) -> Large:
    """Twelve candidates on three tracks, three panels, three days."""
    return Large("mixte", text, frozenset(kinds))


UNPROJECTED = "".join(change(room, Vidéoprojecteur="non") for room in ("O1", "O2"))
FEW_DESKS = change("E1", Places=9) + change("E2", Places=10)

LARGE: dict[str, Large] = {
    "two shorter days": grande(days("08:00-16:00", "08:00-16:00"), "panels"),
    "two days, nearly": grande(days("08:00-17:00", "08:00-17:00"), "panels"),
    "one day": grande(days("08:00-18:00"), "panels"),
    "one oral room": grande(without("O2", "O3", "O4") + days("08:00-18:00", "08:00-18:00"), "rooms"),
    "no projector": grande(without("VP1") + UNPROJECTED, "projection"),
    "one projector": grande(UNPROJECTED + days("08:00-18:00", "08:00-18:00"), "projection"),
    "desks": grande(FEW_DESKS, "desks"),
    "desks and exclusions": grande(FEW_DESKS + change("C24", Exclusions="J1; J3; J5; J7"), "desks", "exclusions"),
    "one invigilator": grande(without("SV1", "SV2"), "invigilators", "trainers"),
    "one panel": grande(without("J1", "J3", "J5"), "panels", "exclusions"),
    "one candidate a day": grande("[rules.member]\nmax_candidates_per_day = 1\n", "limits"),
    "mixed, one day": mixte(days("08:30-17:00"), "panels"),
    "mixed, two shorter days": mixte(days("08:30-14:40", "08:30-14:40"), "panels"),
    "mixed, one panel": mixte(without("J2", "J4"), "panels", "exclusions"),
    "mixed, no projector": mixte(without("VP1", "S1"), "projection", "access"),
    "mixed, a candidate away": mixte(change("C07", Disponibilités="2027-03-15 08:30-11:00"), "candidate_times"),
}


def scenario(large: Large, folder: Path) -> Path:
    """The scenario of a session, written into a folder."""
    path = folder / "s.toml"
    book = (INSTANCES / f"{large.workbook}.xlsx").as_posix()
    path.write_text(f'workbook = "{book}"\n{large.text}', encoding="utf-8")
    return path


def explained(large: Large, seconds: float) -> Explanation:
    """What there is to say of a session within some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        return explain(read(scenario(large, Path(folder)))[0], Wishes(time_limit=seconds))


def show(name: str, seconds: float) -> None:
    """Explain one of them, and print what came of it."""
    began = time.process_time()
    found = explained(LARGE[name], seconds)
    cpu = time.process_time() - began
    sure = "minimal" if found.minimal else "not verified"
    print(f"{name}: {found.status} in {found.seconds:.1f} s ({cpu:.1f} s of the processor), {sure}")
    for cause in found.causes:
        print("   *", cause.headline)
    for repair in found.repairs:
        print(
            "   -", " + ".join(repair.said), ":", moment(repair.problem, repair.finish), "" if repair.least else "(?)"
        )
    if found.most:
        print("   without:", ", ".join(found.most.left_out), "" if found.most.largest else "(?)", flush=True)


if __name__ == "__main__":
    seconds = float(sys.argv.pop(sys.argv.index("--seconds") + 1)) if "--seconds" in sys.argv else 30.0
    for name in [name for name in sys.argv[1:] if name != "--seconds"] or LARGE:
        show(name, seconds)
