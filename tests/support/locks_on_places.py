"""Locks on rooms, projectors, papers and who watches over them, that contradict a rule."""

from dataclasses import replace

from tests.support.locking import BASE, C1, C2, C3, ONE_DAY, SIX, Contradictions, hours, lock, paper, under
from tests.support.sessions import TUESDAY, changed, ruled
from tspi_sched.problem import Lock, Opening, Projector

PLACES: Contradictions = {
    "a room that is no more": (
        under(BASE, lock("C1 ET", "room", room="S9")),
        "oral_room",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : il faut une salle de la session, et non S9.",
    ),
    "no room at all": (
        under(BASE, lock("C1 MSP", "room", room=None)),
        "sitting",
        "MSP en salle –, lundi 7 décembre 2026 de 08:00 à 11:00 : il faut une salle de la session.",
    ),
    "a room for papers": (
        under(BASE, lock("C1 ET", "room", room="S1")),
        "oral_room",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : la salle 1 (S1) ne reçoit pas d'oraux.",
    ),
    "a room that is closed": (
        under(changed(BASE, "S4", availability=(Opening(TUESDAY),)), lock("C3 QPP", "day room")),
        "hours",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:45 à 10:45 : la salle 4 (S4) n'est pas disponible ce"
        " jour-là.",
    ),
    "a room closed between two orals": (
        under(
            ruled(
                changed(BASE, "S3", availability=hours(("08:00", "13:30"), ("14:00", "18:00"))), oral_gap_max_minutes=30
            ),
            lock("C1 ET"),
            lock("C1 QPP", start="14:00", end="15:00"),
        ),
        "oral_room",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : la salle 3 (S3) doit être tenue de 13:00 à"
        " 15:00, et n'est disponible que 08:00–13:30 et 14:00–18:00.",
    ),
    "two rooms for one candidate": (
        under(BASE, lock("C1 ET", "room"), lock("C1 EF", "room", room="S4")),
        "oral_room",
        f"EF (TITRE) – {C1}, lundi 7 décembre 2026 de 14:30 à 14:50 : doit rester dans la salle 3 (S3).",
    ),
    "one room for two": (
        under(BASE, lock("C1 ET", "day start room"), lock("C3 ET", "day start room", start="14:00", room="S3")),
        "oral_room",
        f"Salle 3 (S3) : ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30, jusqu'à 14:50, et ET (CCP2) –"
        f" {C3}, lundi 7 décembre 2026 de 14:00 à 14:30 y sont en même temps.",
    ),
    "a room out of reach": (
        under(changed(BASE, "C2", accessible=True), lock("C2 ET", "room")),
        "access",
        f"ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:05 à 15:35 : la salle 3 (S3) n'est pas accessible.",
    ),
    "no projector anywhere": (
        under(replace(BASE, projectors=()), lock("C3 QPP", "room")),
        "projection",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:45 à 10:45 : il faut un vidéoprojecteur, et la salle 4"
        " (S4) n'en a pas.",
    ),
    "one projector for two": (
        under(
            replace(changed(ONE_DAY, "S3", projector=False), projectors=(Projector("VP1"),)),
            lock("C1 ET", "start room"), lock("C3 QPP", "start room", start="14:30"),
        ),
        "projection",
        f"QPP (TITRE) – {C1}, lundi 7 décembre 2026 de 13:30 à 14:30 et QPP (CCP2) – {C3}, lundi 7 décembre 2026 de"
        " 14:30 à 15:30 : il faut 2 vidéoprojecteurs mobiles au même moment (installation : 5 min), et il n'y en a que"
        " 1 de disponible.",
    ),
    "a projector that is lent elsewhere": (
        under(
            replace(ONE_DAY, projectors=(Projector("VP1", hours(("12:00", "18:00"))),)),
            lock("C3 QPP", "start room"),
        ),
        "projection",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:45 à 10:45 : il faut un vidéoprojecteur mobile (installation :"
        " 5 min), et aucun n'est disponible.",
    ),
}  # fmt: skip

PAPERS: Contradictions = {
    "two starts of one paper": (
        under(SIX, paper("C1"), paper("C2", start="09:00")),
        "same_paper",
        "MSP (CCP1) : tous doivent commencer au même moment, et non lundi 7 décembre 2026 de 08:00 à 10:00 et lundi 7"
        " décembre 2026 de 09:00 à 11:00.",
    ),
    "three starts in two waves": (
        under(
            ruled(SIX, msp={"waves": 2}),
            *(Lock(paper(c, start=s).task, frozenset({"start"})) for c, s in (("C1", "08:00"), ("C2", "09:00"),
                                                                             ("C3", "09:30"))),
        ),
        "same_paper",
        "MSP (CCP1) : 2 moments de départ au plus, et non lundi 7 décembre 2026 de 08:00 à 10:00, lundi 7 décembre 2026"
        " de 09:00 à 11:00 et lundi 7 décembre 2026 de 09:30 à 11:30.",
    ),
    "waves that do not overlap": (
        under(ruled(SIX, msp={"waves": 2}), paper("C1"), paper("C2", start="10:05")),
        "same_paper",
        "MSP (CCP1) – Nom1 (C1), lundi 7 décembre 2026 de 08:00 à 10:00 : sort avant que le dernier groupe ne commence,"
        " lundi 7 décembre 2026 de 10:05 à 12:05.",
    ),
    "more candidates than desks": (
        under(changed(SIX, "S1", seats=2), paper("C1"), paper("C2"), paper("C3")),
        "sitting",
        "MSP en salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : 3 candidats pour 2 places.",
    ),
    "too few invigilators": (
        under(ruled(SIX, msp={"candidates_per_invigilator": 2}), paper("C1"), paper("C2"), paper("C3")),
        "invigilation",
        "MSP en salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : il faut exactement 2 surveillants"
        " (candidats : 3), et non 1.",
    ),
    "too many invigilators": (
        # one for every 20, and there are 6 candidates
        under(SIX, paper("C1", watching=("V1", "V2"))),
        "invigilation",
        "MSP en salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : il faut exactement 1 surveillant"
        " (candidats : 1), et non 2.",
    ),
    "different invigilators of one sitting": (
        under(ruled(SIX, msp={"candidates_per_invigilator": 2}), paper("C1"), paper("C2", watching=("V2",))),
        "invigilation",
        "MSP en salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : chaque ligne doit nommer tous les"
        " surveillants, Victor Roux (V1) et Vera Fournier (V2).",
    ),
    "an invigilator in two rooms": (
        under(SIX, paper("C1"), paper("C2", room="S2")),
        "invigilation",
        "Victor Roux (V1) surveille à la fois MSP en salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 et MSP"
        " en salle 2 (S2), lundi 7 décembre 2026 de 08:00 à 10:00.",
    ),
    "an invigilator who trained": (
        under(changed(BASE, "C1", trainers=("V1",)), lock("C1 MSP", "invigilators")),
        "invigilation",
        f"MSP en salle –, lundi 7 décembre 2026 de 08:00 à 11:00 : Victor Roux (V1) a formé {C1} et ne peut pas"
        " surveiller.",
    ),
    "an invigilator of an oral": (
        under(BASE, lock("C1 ET", "invigilators", invigilators=("V1",))),
        "invigilation",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : seule une épreuve écrite a des surveillants, et"
        " non Victor Roux (V1).",
    ),
    "an invigilator who is no more": (
        under(BASE, lock("C1 MSP", "invigilators", invigilators=("V9",))),
        "invigilation",
        "MSP en salle –, lundi 7 décembre 2026 de 08:00 à 11:00 : V9 n'est pas surveillant de la session.",
    ),
    "everybody's paper, where somebody cannot": (
        under(
            changed(
                replace(SIX, days=ONE_DAY.days), "C6", availability=hours(("08:00", "10:00"), ("13:00", "18:00"))
            ),
            Lock(paper("C1", start="09:00").task, frozenset({"start"})),
        ),
        "hours",
        "MSP (CCP1) – Nom6 (C6), lundi 7 décembre 2026 de 09:00 à 11:00 : Nom6 (C6) doit être disponible de 09:00 à"
        " 11:00, et ne l'est que 08:00–10:00 et 13:00–18:00.",
    ),
}  # fmt: skip
