"""Makes sessions to measure with, in the project's own file format: ``python -m benchmarks.sessions classic 12``.

A family, a number of candidates and a seed always give the same files. Every person, company and centre is invented.
There is always enough of everything (but in the family `full`): the days are more than the panels need, the desks hold
each paper at one moment, and no candidate is at odds with more than one panel.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.names import FIRMS, PEOPLE
from instances.make import candidate, days, invigilators, member, projectors, room
from instances.make import session as heading_row
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.xlsx.book import save
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.starter.book import Row, facts_book
from tspi_sched.wishes import Wishes

MADE = date(2027, 1, 4)
MONDAY = date(2027, 3, 15)

PANEL_MINUTES = {"TITRE": 145, "CCP1": 60, "CCP2": 115}
"""Marking, changeover, orals and deliberation of one candidate."""

PANEL_DAY = 435
"""Minutes that a panel works on a day, cautiously: ten hours less a meal and what does not fit in."""

BREAK = 15
"""Most minutes between two orals of a candidate where each may have a room of its own; a change of room takes 5."""

LARGE = {60: (8, 5), 120: (12, 6), 240: (20, 10), 1000: (60, 15)}
"""Panels and days of the large sessions, by candidates."""


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    panels: int
    days: int
    oral_rooms: int
    fixed: int
    """Of the oral rooms, those with a projector."""
    mobile: int
    desks: tuple[int, ...]
    """Of each room for papers."""


Sessions = Callable[[int, Random], dict[str, list[Row]]]
"""The rows of a session of so many candidates, by sheet."""


# --- the families ----------------------------------------------------------------------------------------------------


def classic(count: int, rng: Random) -> dict[str, list[Row]]:
    """Everybody for the whole title, nobody at odds with anybody, a projector in every room."""
    tracks = ["TITRE"] * count
    panels = -(-count // 4)
    size = Size(panels, _days_for(tracks, panels), panels, panels, 0, _halls(count, 12))
    return _facts(tracks, size, rng, special=0.0)


def mixed(count: int, rng: Random) -> dict[str, list[Row]]:
    """Three tracks and some on two; conflicts, extra time, jurors who miss a day; fewer projectors than panels."""
    tracks = _mix(count, rng, both=0.25)
    panels = max(2, -(-count // 5))
    size = Size(panels, _days_for(tracks, panels), panels, -(-panels // 2), max(1, panels // 4), _desks(tracks, 12))
    return _facts(tracks, size, rng, special=0.6)


def tight(count: int, rng: Random) -> dict[str, list[Row]]:
    """As `mixed`, with a room less than there are panels, few projectors and not a desk to spare."""
    tracks = _mix(count, rng, both=0.0)
    panels = max(2, -(-count // 5))
    rooms = panels - 1
    size = Size(panels, _days_for(tracks, rooms), rooms, rooms // 2, 1, _halls(_most(tracks), 12))
    return _facts(tracks, size, rng, special=0.3)


def free(count: int, rng: Random) -> dict[str, list[Row]]:
    """As `mixed`, but the optimiser composes a panel for each candidate."""
    rows = mixed(count, rng)
    for row in rows["members"]:
        row["panel"] = ""  # type: ignore[index]
    return rows


def daily(count: int, rng: Random) -> dict[str, list[Row]]:
    """As `mixed`, but the optimiser composes the panels, anew for each day."""
    return free(count, rng)


def per_stage(count: int, rng: Random) -> dict[str, list[Row]]:
    """As `mixed`, but each oral may have a room of its own, after a short break."""
    return mixed(count, rng)


def two_tracks(count: int, rng: Random) -> dict[str, list[Row]]:
    """As `mixed`, but all who come for certificates sit both, two candidates in five."""
    tracks = ["CCP1+CCP2"] * round(count * 2 / 5)
    tracks += ["TITRE"] * (count - len(tracks))
    rng.shuffle(tracks)
    panels = max(2, -(-count // 5))
    size = Size(panels, _days_for(tracks, panels), panels, -(-panels // 2), max(1, panels // 4), _desks(tracks, 12))
    return _facts(tracks, size, rng, special=0.3)


def large(count: int, rng: Random) -> dict[str, list[Row]]:
    """Three tracks and conflicts, at the sizes of `LARGE`; the halls hold everybody on a track at once."""
    if count not in LARGE:
        raise ValueError(f"large sessions have {', '.join(map(str, LARGE))} candidates, not {count}")
    panels, length = LARGE[count]
    tracks = _mix(count, rng, both=0.0)
    hall = 20 if count < 100 else 60 if count < 500 else 110
    size = Size(panels, length, panels, -(-panels * 5 // 8), panels // 4, _desks(tracks, hall))
    return _facts(tracks, size, rng, special=0.3)


def full(count: int, rng: Random) -> dict[str, list[Row]]:
    """Far more than fit, of unequal priority: some on two tracks, half of the panels' time, desks for three in four."""
    tracks = _mix(count, rng, both=0.25)
    panels = max(2, -(-count // 24))
    desks = _halls(-(-_most(tracks) * 3 // 4), 60)
    size = Size(panels, max(1, _days_for(tracks, panels) // 2), panels, -(-panels // 2), max(1, panels // 4), desks)
    rows = _facts(tracks, size, rng, special=0.3)
    for row in rows["candidates"]:
        row["priority"] = rng.choice((1, 1, 1, 2, 3))  # type: ignore[index]
    return rows


FAMILIES: dict[str, Sessions] = {
    "classic": classic,
    "mixed": mixed,
    "tight": tight,
    "free": free,
    "daily": daily,
    "per_stage": per_stage,
    "two_tracks": two_tracks,
    "large": large,
    "full": full,
}


def write(family: str, count: int, seed: int, folder: Path) -> Path:
    """Write a session's workbook and scenario into a folder; returns the path of the scenario."""
    name = f"{family}-{count}-{seed}"
    rows = FAMILIES[family](count, Random(name))
    save(facts_book(rows, f"Session d'essai {name}"), folder / f"{name}.xlsx", MADE)
    scenario = f'name = "{name}"\nworkbook = "{name}.xlsx"\n'
    if family == "full":
        scenario += "allow_unplaced = true\n"
    if family in ("free", "daily"):
        scenario += f'\n[rules.panel]\nmode = "{family}"\n'
    if family == "per_stage":
        scenario += f'\n[rules]\noral_rooms = "per_stage"\noral_gap_max_minutes = {BREAK}\n'
    write_text(folder / f"{name}.toml", scenario)
    return folder / f"{name}.toml"


def session(family: str, count: int, seed: int) -> tuple[Problem, Wishes]:
    """A session as it is read from its files."""
    with TemporaryDirectory() as folder:
        return read(write(family, count, seed, Path(folder)))


# --- how much of everything ------------------------------------------------------------------------------------------


def _mix(count: int, rng: Random, both: float) -> list[str]:
    """Tracks: six candidates in ten for the title, two for each certificate.

    `both`: the part of those on the first certificate who sit the second as well.
    """
    part = round(count / 5)
    tracks = ["TITRE"] * (count - 2 * part) + ["CCP1"] * part + ["CCP2"] * part
    rng.shuffle(tracks)
    return ["CCP1+CCP2" if track == "CCP1" and rng.random() < both else track for track in tracks]


def _days_for(tracks: Sequence[str], teams: int) -> int:
    """Days enough for so many panels at work at once, and one to spare."""
    load = sum(PANEL_MINUTES[track] for tracks_of_one in tracks for track in tracks_of_one.split("+"))
    return 1 + -(-load // (PANEL_DAY * teams))


def _most(tracks: Sequence[str], but: str = "") -> int:
    """Candidates on the track that has most."""
    counts = Counter(track for tracks_of_one in tracks for track in tracks_of_one.split("+") if track != but)
    return max(counts.values(), default=0)


def _desks(tracks: Sequence[str], hall: int) -> tuple[int, ...]:
    """Rooms for the title's paper and others for the certificates', each with a tenth to spare."""
    return _halls(-(-_most(tracks) * 11 // 10), hall) + _halls(-(-_most(tracks, but="TITRE") * 11 // 10), hall)


def _halls(desks: int, hall: int) -> tuple[int, ...]:
    """So many desks, shared out evenly over rooms that hold at most `hall`."""
    rooms = -(-desks // hall)
    return tuple(desks // rooms + (number < desks % rooms) for number in range(rooms))


# --- the rows --------------------------------------------------------------------------------------------------------


def _facts(tracks: Sequence[str], size: Size, rng: Random, special: float) -> dict[str, list[Row]]:
    """All the sheets; `special`: the part of the candidates with something particular."""
    watching = sum(-(-desks // 20) for desks in size.desks) + 2
    people = rng.sample(PEOPLE, len(tracks) + 2 * size.panels + watching)
    firms = rng.sample(FIRMS, 2 * size.panels + 12)
    members = _members(size, people, firms, rng, absences=special > 0)
    candidates = _candidates(tracks, members, people, firms[len(members) :], rng, special)
    return {
        "session": heading_row("Centre des Sept-Moulins", "Odile SARRAZIN-VEYRE"),
        "days": [{**row, "date": day} for row, day in zip(days(size.days), _dates(size.days), strict=True)],
        "candidates": candidates,
        "members": members,
        "rooms": _rooms(size),
        "projectors": projectors(*(f"VP{number}" for number in range(1, size.mobile + 1))),
        "invigilators": invigilators(*((f"SV{number}", *people.pop()) for number in range(1, watching + 1))),
    }


def _dates(count: int) -> list[date]:
    """Working days from the first Monday."""
    return [MONDAY + timedelta(days=number // 5 * 7 + number % 5) for number in range(count)]


def _members(size: Size, people: list[tuple[str, str]], firms: Sequence[str], rng: Random, absences: bool) -> list[Row]:
    """Two to a panel, each from a company of its own; one in eight a trainer, and one panel in four missing a day."""
    rows = []
    for number in range(2 * size.panels):
        last, first = people.pop()
        more = {"professional": "formateur"} if number % 8 == 3 else {}
        if absences and number % 8 == 5 and size.days > 2:
            missed = rng.randrange(size.days)
            there = [day for place, day in enumerate(_dates(size.days)) if place != missed]
            more["availability"] = "; ".join(f"{day:%d/%m/%Y}" for day in there)
        label = f"Jury {number // 2 + 1}"
        rows.append(member(f"J{number + 1}", last, first, label, firms[number], rng.choice("FM"), **more))
    return rows


def _candidates(
    tracks: Sequence[str],
    members: Sequence[Row],
    people: list[tuple[str, str]],
    firms: Sequence[str],
    rng: Random,
    special: float,
) -> list[Row]:
    """One row per track, some with one particular thing."""
    rows = []
    for number, track in enumerate(tracks, 1):
        last, first = people.pop()
        usual: Row = {"company": rng.choice(firms), "route": "formation" if track == "TITRE" else "capitalisation"}
        more = _particular(track, members, rng) if rng.random() < special else {}
        rows.append(candidate(f"C{number:04d}", last, first, track, **{**usual, **more}))  # type: ignore[arg-type]
    return rows


def _particular(track: str, members: Sequence[Row], rng: Random) -> Row:
    """Something that sets a candidate apart: never more than one panel is at odds with anybody."""
    other = rng.choice(members)
    things: list[Row] = [
        {"extra_time": "1/3"},
        {"trainers": other["id"]},
        {"trainers": f"SV{rng.randint(1, 2)}"},
        {"company": other["company"]},
        {"exclusions": other["id"]},
        {"accessible": "oui"},
        {"report": "non"},
    ]
    if track != "TITRE":
        things.append({"final_interview": "oui"})
    return rng.choice(things)


def _rooms(size: Size) -> list[Row]:
    """Rooms for papers, then for orals; everybody can get to the first of three."""
    papers = [
        room(f"E{number}", f"Salle d'écrit {number}", "MSP", desks, accessible=_yes(number % 3 == 1))
        for number, desks in enumerate(size.desks, 1)
    ]
    orals = [
        room(f"O{number}", f"Salle d'oral {number}", "ORAL", 5, _yes(number <= size.fixed), _yes(number % 3 == 1))
        for number in range(1, size.oral_rooms + 1)
    ]
    return papers + orals


def _yes(true: bool) -> str:
    return "oui" if true else "non"


def main() -> None:
    """Write one session where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("candidates", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("benchmarks/results/sessions"))
    options = parser.parse_args()
    print(write(options.family, options.candidates, options.seed, options.output))


if __name__ == "__main__":
    main()
