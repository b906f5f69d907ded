"""Sessions that a sum shows to have no plan, with what it says; and sessions that have one, some only just."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.support.sessions import MONDAY, TUESDAY, at, changed, invented, ruled, session
from tests.support.tempting import A, B, roomed, small
from tspi_sched.problem import Candidate, Day, ExtraTime, Invigilator, Opening, Problem, Projector, Room


def hours(start: str, end: str, day: date | None = None) -> tuple[Opening, ...]:
    return (Opening(day, at(start), at(end)),)


MORNING = hours("08:00", "14:00")


def titles(count: int) -> tuple[Candidate, ...]:
    """So many candidates to the whole title."""
    return tuple(Candidate(f"T{n}", f"Titre{n}", ("TITRE",)) for n in range(1, count + 1))


def seats(count: int) -> Problem:
    """Three candidates to the title, so many desks in one room."""
    return changed(without(session(candidates=titles(3)), "S2"), "S1", seats=count)


def without(problem: Problem, *ids: str) -> Problem:
    groups = ("candidates", "members", "rooms", "projectors", "invigilators")
    left: dict[str, Any] = {g: tuple(x for x in getattr(problem, g) if x.id not in ids) for g in groups}
    return replace(problem, **left)


def one_day(problem: Problem, start: str = "08:00", end: str = "18:00") -> Problem:
    return replace(problem, days=(Day(MONDAY, at(start), at(end)),))


def crowd(*rooms: Room) -> Problem:
    """Twenty-four candidates to one paper in some rooms, two invigilators, two panels, days enough."""
    week = tuple(Day(MONDAY + timedelta(days=n)) for n in range(5))
    watch = (Invigilator("V1", "Veille"), Invigilator("V2", "Garde"))
    orals = Room("S3", ("ORAL",), 6)
    return small(*["CCP1"] * 24, members=A + B, rooms=(*rooms, orals), invigilators=watch, days=week)


def excluded_from_b(count: int, everybody: int) -> Problem:
    """Candidates to the title, so many of whom only the panel A may hear, and a room for each panel."""
    problem = small(*["TITRE"] * everybody, members=A + B)
    for n in range(1, count + 1):
        problem = changed(problem, f"C{n}", exclusions=("J3",))
    return roomed(problem, Room("S4", ("ORAL",), 6, projector=True))


IMPOSSIBLE = {
    "desks": (seats(2), "Il faut 3 places pour l'épreuve MSP (TITRE, 1 vague) et il n'y en a que 2."),
    "desks in two waves": (
        ruled(seats(1), msp={"waves": 2}),
        "Il faut 3 places pour l'épreuve MSP (TITRE, 2 vagues) et il n'y en a que 2.",
    ),
    "desks of rooms that are open": (
        changed(session(candidates=titles(11)), "S2", availability=hours("08:00", "10:55")),
        "Il faut 11 places pour l'épreuve MSP (TITRE, 1 vague) et il n'y en a que 10.",  # a paper takes 3 h
    ),
    "accessible desks": (
        changed(
            changed(session(candidates=tuple(replace(c, accessible=True) for c in titles(2))), "S1", seats=1),
            "S1",
            accessible=True,
        ),
        "Il faut 2 places en salle accessible pour MSP (TITRE, 1 vague) et il n'y en a que 1.",
    ),
    "invigilators by candidates": (
        ruled(session(candidates=titles(5)), msp={"candidates_per_invigilator": 2}),
        "Il faut 3 surveillants à la fois pour l'épreuve MSP (TITRE) et il n'y en a que 2.",  # 5 / 2, rounded up
    ),
    "invigilators by rooms": (
        without(session(candidates=titles(11)), "V2"),  # 11 people, 10 desks a room: two rooms
        "Il faut 2 surveillants à la fois pour l'épreuve MSP (TITRE) et il n'y en a que 1.",
    ),
    "no invigilator": (
        without(session(), "V1", "V2"),
        "Il faut 1 surveillant au moins pour l'épreuve MSP (CCP1) et il n'y en a que 0.",
    ),
    "invigilators who trained": (
        changed(session(), "C3", trainers=("V1", "V2")),
        "Personne ne peut surveiller l'épreuve MSP de Chloé Petit (C3, CCP2) (1 h) : formateurs ou indisponibles.",
    ),
    "two invigilators, one of whom trained somebody": (
        # 24 at one moment in one room: two watch, and V1 may not
        changed(crowd(Room("S1", ("MSP",), 30)), "C1", trainers=("V1",)),
        "24 candidats passent MSP (CCP1) au même moment et dans la même salle : il y faut 2 surveillants qui n'aient "
        "formé aucun d'eux, et il n'y en a que 1 (Veille (V1) a formé Nom1 (C1)).",
    ),
    "two rooms, but two who must be kept apart from one": (
        # V1 may watch in the room of one desk only, where but one of the two is; the other is with V1, or unwatched
        changed(
            changed(crowd(Room("S1", ("MSP",), 23), Room("S2", ("MSP",), 1)), "C1", trainers=("V1",)),
            "C2",
            trainers=("V1",),
        ),
        "24 candidats passent l'épreuve MSP (CCP1) au même moment ; quels que soient les salles et les surveillants, "
        "quelqu'un surveillerait qui il a formé, ou des places manquent (Veille (V1) a formé Nom1 (C1), Veille (V1) a "
        "formé Nom2 "
        "(C2)).",
    ),
    "candidates whom exclusions leave to one panel": (
        # 3 x (20 + 5 + 110 + 10) = 435 minutes; A has 425 from 11:00 on, and B's time is of no use to them
        excluded_from_b(3, 4),
        "À cause des exclusions, Nom1 (C1), Nom2 (C2), Nom3 (C3) ne peuvent passer que devant A : il y faut 7 h 15 (de "
        "la correction à la délibération) et il n'y a que 7 h 05, repas déduits.",
    ),
    "a day too short": (
        one_day(session(), "08:00", "10:55"),
        "Aucune journée n'est assez longue pour l'épreuve MSP de Alice Martin (C1, TITRE), qui dure 3 h.",
    ),
    "a day too short for extra time": (
        # a third more of 3 h is 4 h
        changed(one_day(session(), "08:00", "11:55"), "C1", extra_time=(ExtraTime("MSP", Fraction(1, 3)),)),
        "Aucune journée n'est assez longue pour l'épreuve MSP de Alice Martin (C1, TITRE), qui dure 4 h.",
    ),
    "a candidate who is away": (
        changed(session(), "C1", availability=hours("08:00", "10:30")),
        "Alice Martin (C1, TITRE) n'est disponible aucun jour pendant les 3 h de son épreuve MSP.",
    ),
    "a paper that fits off the grid only": (
        # 08:02 to 11:04 is 182 min, but on the grid 08:05 to 11:00 is less than 3 h
        changed(session(), "C1", availability=hours("08:02", "11:04")),
        "Alice Martin (C1, TITRE) n'est disponible aucun jour pendant les 3 h de son épreuve MSP.",
    ),
    "no accessible room for the paper": (
        changed(session(), "C2", accessible=True),
        "Il n'y a aucune salle accessible pour l'épreuve MSP de Bruno Bernard (C2, CCP1).",
    ),
    "no room when the candidate is there": (
        changed(
            changed(changed(session(), "S1", availability=MORNING), "S2", availability=MORNING),
            "C2",
            availability=hours("14:00", "18:00"),
        ),
        "Aucune salle pour l'épreuve MSP où Bruno Bernard (C2, CCP1) puisse aller n'est libre 2 h"
        " quand Bruno Bernard (C2, CCP1) est disponible.",
    ),
    "wrong panels": (
        changed(changed(session(), "J2", panel=""), "J3", professional=False),
        None,  # J1 alone; J3 and J4 still have a professional: panel B serves
    ),
    "only wrong panels": (
        changed(changed(changed(session(), "J2", panel=""), "J3", professional=False), "J4", professional=False),
        "Aucun jury du classeur ne peut siéger (A : 1 membre au lieu de 2 ; B : 0 professionnel pour 1).",
    ),
    "a named panel in reserve": (
        changed(without(session(), "J1", "J2"), "J3", reserve=True),
        "Aucun jury du classeur ne peut siéger (B : un membre en réserve).",
    ),
    "too few members": (
        ruled(without(session(), "J1", "J2", "J3", "J4"), panel={"mode": "free"}),  # J5, and J6 in reserve
        "Un jury compte 2 jurés et il n'y en a que 1 hors réserve.",
    ),
    "too few professionals": (
        ruled(without(session(), "J1", "J3", "J4"), panel={"mode": "daily", "min_professionals": 2}),
        "Un jury compte au moins 2 professionnels et il n'y en a que 1.",
    ),
    "excluded from every panel": (
        changed(session(), "C1", exclusions=("J1", "J4")),
        "Aucun jury n'est possible pour Alice Martin (C1, TITRE) : entreprise, formateurs ou exclusions.",
    ),
    "excluded by company": (
        changed(
            ruled(without(session(), "J1", "J2"), panel={"mode": "free"}),  # J3, J4, J5
            "C1",
            exclusions=("J3", "J4"),
        ),
        "Aucun jury n'est possible pour Alice Martin (C1, TITRE) : entreprise, formateurs ou exclusions.",
    ),
    "a panel that is never there with the candidate": (
        changed(
            changed(session(), "C1", availability=(Opening(MONDAY),), exclusions=("J3",)),
            "J1",
            availability=(Opening(TUESDAY),),
        ),
        "Aucun jury admis pour Alice Martin (C1, TITRE) n'est disponible en même temps que ce candidat pendant 1 h 50.",
    ),
    "a panel whose accreditation is over": (
        changed(changed(session(), "J1", accredited_to=MONDAY - timedelta(1)), "J3", accredited_from=date(2027, 1, 1)),
        "Aucun jury admis pour Bruno Bernard (C2, CCP1) n'est disponible en même temps que ce candidat pendant 30 min.",
    ),
    "no accessible room for the orals": (
        changed(changed(session(), "C1", accessible=True), "S1", accessible=True),
        "Il n'y a aucune salle d'oral accessible d'au moins 3 places pour Alice Martin (C1, TITRE).",
    ),
    "oral rooms with too few chairs": (
        changed(changed(session(), "S3", seats=2), "S4", seats=2),
        "Il n'y a aucune salle d'oral d'au moins 3 places pour Bruno Bernard (C2, CCP1).",
    ),
    "no projection": (
        changed(session(projectors=()), "S3", projector=False),
        "Aucune salle d'oral avec projection n'est libre 1 h 50 pour Alice Martin (C1, TITRE)"
        " quand ce candidat est disponible.",
    ),
    "no oral room for so long": (
        # orals of 110 min, and the rooms are open for 109
        changed(
            changed(session(), "S3", availability=hours("13:00", "14:49")), "S4", availability=hours("13:00", "14:49")
        ),
        "Aucune salle d'oral avec projection n'est libre 1 h 50 pour Alice Martin (C1, TITRE)"
        " quand ce candidat est disponible.",
    ),
    "panel minutes": (
        # 4 x (20 + 110 + 10 + 5) = 580; from 11:00 to 18:00 are 420, with the changeover ahead 425, less a meal of 45
        without(one_day(session(candidates=titles(4))), "J3", "J4"),
        "Il faut 9 h 40 de jury (corrections, oraux, délibérations, battements) et les jurys n'ont que 6 h 20"
        " une fois la première épreuve MSP finie, repas déduits.",
    ),
    "member minutes": (
        # the same, twice: 1160; J1 and J2 and J5 have 380 each
        ruled(without(one_day(session(candidates=titles(4))), "J3", "J4"), panel={"mode": "free"}),
        "Il faut 19 h 20 de travail des jurés (corrections, oraux, délibérations, battements) et ils n'ont que 19 h"
        " une fois la première épreuve MSP finie, repas déduits.",
    ),
    "passages by time": (
        # 380 minutes hold three times 115; 3 x 145 = 435 would be too long too
        without(one_day(session(candidates=titles(4))), "J3", "J4"),
        "Il faut 4 passages devant un jury et les journées des jurys n'en permettent que 3.",
    ),
    "passages by limit": (
        ruled(one_day(session(candidates=titles(3))), member={"max_candidates_per_day": 1}),
        "Il faut 3 passages devant un jury et les journées des jurys n'en permettent que 2.",
    ),
    "room minutes": (
        # 5 x (5 + 110 + 10) = 625; one room from 10:55, the changeover before the first paper is over, to 18:00: 425
        without(one_day(session(candidates=titles(5))), "S4"),
        "Il faut 10 h 25 de salle d'oral (oraux, délibérations, battements) et les salles n'offrent que 7 h 05"
        " une fois la première épreuve MSP finie.",
    ),
    "projector minutes": (
        # 3 x 65 = 195 with one mobile projector for 2 h
        replace(
            changed(one_day(session(candidates=titles(3))), "S3", projector=False),
            projectors=(Projector("VP1", hours("14:00", "16:00")),),
        ),
        "Il faut 3 h 15 de projection et il n'y en a que 2 h, salles équipées et vidéoprojecteurs mobiles réunis,"
        " une fois la première épreuve MSP finie.",
    ),
}  # fmt: skip


def possible() -> dict[str, Problem]:
    """Sessions that have a plan, some of them only just."""
    base = session()
    return {
        "as it is": base,
        "one day": one_day(base),
        "daily panels": ruled(base, panel={"mode": "daily"}),
        "free panels": ruled(base, panel={"mode": "free"}),
        "rooms per stage": ruled(base, oral_rooms="per_stage", oral_gap_max_minutes=30),
        "another title": session(
            title=invented(), candidates=(Candidate("B1", "Pain", ("PAIN",)), Candidate("B2", "Tarte", ("GATEAU",)))
        ),
        "just enough desks": seats(3),
        "just long enough for the paper": changed(
            base, "C1", availability=(*hours("08:00", "11:00"), *hours("13:00", "15:00"))
        ),
        "a room just long enough": changed(
            changed(base, "S3", availability=hours("13:00", "15:00")), "S4", availability=hours("13:00", "15:00")
        ),
        "delayed, and just in time": ruled(
            # 11:00, marked from 11:20 to 11:40, a meal until 12:25, heard from 12:30 to 14:20, deliberation: 14:30
            replace(without(session(candidates=titles(1)), "J3", "J4"), days=(Day(MONDAY, at("08:00"), at("14:30")),)),
            marking={"delay_minutes": 20},
        ),
        "the changeover ahead of the members' hours": changed(
            # 11:20 to 11:20 + 125 min is before the meal must begin, so 13:10 it is; they come at 13:00 for the orals
            without(one_day(session(candidates=titles(1))), "J3", "J4"), "J1", availability=hours("11:00", "15:00"),
        ),
        "two waves": ruled(seats(2), msp={"waves": 2}),
        "all deliberations at the end": ruled(base, deliberation={"position": "end_of_day"}),
        "minutes signed": ruled(base, closing_minutes=30),
        "no meal": ruled(one_day(base), meal={"minutes": 0}),
        "a trainer who watches in the other room": changed(
            crowd(Room("S1", ("MSP",), 20), Room("S2", ("MSP",), 20)), "C1", trainers=("V1",)
        ),
        "exclusions that leave just time enough": excluded_from_b(2, 4),
    }  # fmt: skip
