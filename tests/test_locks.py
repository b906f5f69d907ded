"""Locks that contradict a rule: each is found before any search, by the rule and the locks to blame, and truly so."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from random_sessions import random_session, some_plan
from sessions import MONDAY, TUESDAY, at, changed, edited, laid_out, planned, row, ruled, session
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import LOCK_PARTS, Candidate, Day, Lock, Opening, Problem, Projector
from tspi_sched.reasons import lock_breaches, lock_reasons
from tspi_sched.reasons.locks.known import known
from tspi_sched.solve import solve
from tspi_sched.wishes import Objective, Wishes

FIRST_PLAN = Wishes(objectives=(Objective("days"),), time_limit=60, workers=1)
WEDNESDAY = TUESDAY + timedelta(1)


def lock(what: str, parts: str = "day start room panel invigilators", **fields: Any) -> Lock:
    """A row of `laid_out()` such as ``C1 ET``, edited, with some of its parts locked."""
    task = row(edited(laid_out(), what, **fields), what)
    return Lock(task, frozenset(parts.split()))


def signing(day: Any = MONDAY, start: str = "17:00", members: tuple[str, ...] = ("J1", "J2")) -> Lock:
    """The signing of the minutes by a panel, locked."""
    return Lock(Task(None, None, "PV", day, at(start), at(start) + 10, None, members), frozenset(LOCK_PARTS))


def hours(*stretches: tuple[str, str]) -> tuple[Opening, ...]:
    return tuple(Opening(None, at(start), at(end)) for start, end in stretches)


def under(problem: Problem, *locks: Lock) -> Problem:
    return replace(problem, locks=locks)


ONE_DAY = session(days=(Day(MONDAY),))
BASE = session()
GAPS = ruled(BASE, oral_gap_max_minutes=30)
C1, C2, C3 = "Alice Martin (C1)", "Bruno Bernard (C2)", "Chloé Petit (C3)"
A = "Jeanne Leroy (J1) et Julien Moreau (J2)"
SIX = ruled(session(candidates=tuple(Candidate(f"C{n}", f"Nom{n}", ("CCP1",)) for n in range(1, 7))), closing_minutes=0)


def paper(candidate: str, room: str = "S1", watching: tuple[str, ...] = ("V1",), start: str = "08:00") -> Lock:
    """A paper of the CCP1, locked whole."""
    task = Task(candidate, "CCP1", "MSP", MONDAY, at(start), at(start) + 120, room, (), watching)
    return Lock(task, frozenset(LOCK_PARTS))


IMPOSSIBLE: dict[str, tuple[Problem, str, str]] = {
    # --- the day and the hour
    "a day that is not in the session": (
        under(BASE, lock("C1 ET", "day", day=WEDNESDAY)),
        "hours",
        f"ET (TITRE) – {C1}, mercredi 9 décembre 2026 de 13:00 à 13:30 : ce jour n'est pas dans la session.",
    ),
    "an hour off the grid": (
        under(BASE, lock("C2 ET", "start", start="15:02")),
        "duration",
        f"ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:02 à 15:32 : le début et la fin doivent être des multiples de"
        " 5 min.",
    ),
    "outside the opening hours of every day": (
        under(BASE, lock("C1 MSP", "start", start="07:00")),
        "hours",
        f"MSP (TITRE) – {C1}, lundi 7 décembre 2026 de 07:00 à 10:00 : hors des heures d'ouverture, 08:00–18:00.",
    ),
    "what follows would be outside": (
        # the EF from 17:50 on
        under(BASE, lock("C1 ET", "start", start="16:20")),
        "hours",
        f"EF (TITRE) – {C1}, lundi 7 décembre 2026 de 17:50 à 18:10 : hors des heures d'ouverture, 08:00–18:00.",
    ),
    "before the paper can be over": (
        # on Monday the paper ends at 11:00 at the earliest, its marking at 11:20
        under(BASE, lock("C1 ET", "day start", start="11:15")),
        "order",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 11:15 à 11:45 : ce qui doit précéder (écrit, correction) ne peut"
        " pas être fini avant 11:20 le lundi 7 décembre 2026.",
    ),
    "before the panel can be ready": (
        under(BASE, lock("C1 ET", "day start", start="11:20")),
        "one_at_a_time",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 11:20 à 11:50 : le jury ne peut pas être prêt avant 11:25 le"
        " lundi 7 décembre 2026 (écrit, correction, battement).",
    ),
    "a paper too late on the last day": (
        # 20 + 5 + 110 + 10 = 145 min from 16:00 on
        under(BASE, lock("C1 MSP", "day start", day=TUESDAY, start="13:00")),
        "hours",
        f"MSP (TITRE) – {C1}, mardi 8 décembre 2026 de 13:00 à 16:00 : il faut encore 2 h 25 ensuite, correction et"
        " oraux, et le dernier jour finit à 18:00.",
    ),
    "the candidate is away that day": (
        under(changed(BASE, "C2", availability=(Opening(TUESDAY),)), lock("C2 ET", "day")),
        "hours",
        f"ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:05 à 15:35 : {C2} n'est pas disponible ce jour-là.",
    ),
    "stages in the wrong order": (
        under(BASE, lock("C1 MSP", start="08:30"), lock("C1 CORR")),
        "order",
        f"CORR (TITRE) – {C1}, lundi 7 décembre 2026 de 11:00 à 11:20 : doit commencer après la fin de MSP (TITRE) –"
        f" {C1}, lundi 7 décembre 2026 de 08:30 à 11:30.",
    ),
    "days in the wrong order": (
        under(BASE, lock("C1 MSP", "day", day=TUESDAY), lock("C1 CORR", "day")),
        "order",
        f"CORR (TITRE) – {C1}, lundi 7 décembre 2026 de 11:00 à 11:20 : doit commencer après la fin de MSP (TITRE) –"
        f" {C1}, mardi 8 décembre 2026 de 08:00 à 11:00.",
    ),
    "orals on two days": (
        under(BASE, lock("C1 ET", "day"), lock("C1 EF", "day", day=TUESDAY)),
        "chain",
        f"EF (TITRE) – {C1}, mardi 8 décembre 2026 de 14:30 à 14:50 : doit suivre ET (TITRE) – {C1}, lundi 7 décembre"
        " 2026 de 13:00 à 13:30 sans intervalle, le même jour.",
    ),
    "orals that are not back to back": (
        under(ONE_DAY, lock("C3 ET", "start"), lock("C3 QPP", "start", start="09:50")),
        "chain",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:50 à 10:50 : doit suivre ET (CCP2) – {C3}, lundi 7 décembre"
        " 2026 de 09:15 à 09:45 sans intervalle, le même jour.",
    ),
    "orals too far apart": (
        under(GAPS, lock("C3 ET"), lock("C3 QPP", start="10:20")),
        "chain",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 10:20 à 11:20 : doit suivre ET (CCP2) – {C3}, lundi 7 décembre"
        " 2026 de 09:15 à 09:45 à 30 min d'intervalle au plus, le même jour.",
    ),
    "a deliberation apart": (
        under(BASE, lock("C1 ET", "start"), lock("C1 DELIB", "start", start="15:30")),
        "deliberation",
        f"DELIB (TITRE) – {C1}, lundi 7 décembre 2026 de 15:30 à 15:40 : doit commencer à 14:50 le lundi 7 décembre"
        " 2026, dès la fin du dernier oral.",
    ),
    "paper and orals on one day": (
        under(ruled(BASE, msp_and_orals="different_day"), lock("C3 MSP", "day"), lock("C3 QPP", "day")),
        "candidate_time",
        f"MSP (CCP2) – {C3}, lundi 7 décembre 2026 de 08:00 à 09:00 : les oraux doivent avoir lieu un autre jour.",
    ),
    "paper and orals on two days": (
        under(ruled(BASE, msp_and_orals="same_day"), lock("C3 MSP", "day"), lock("C3 QPP", "day", day=TUESDAY)),
        "candidate_time",
        f"MSP (CCP2) – {C3}, lundi 7 décembre 2026 de 08:00 à 09:00 : les oraux doivent avoir lieu le même jour.",
    ),
    "too long a wait": (
        under(ruled(BASE, max_wait_minutes=60), lock("C1 MSP"), lock("C1 ET")),
        "candidate_time",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : 2 h d'attente après MSP, 1 h au plus sont"
        " admises.",
    ),
    # --- panels
    "a member who is no more": (
        under(BASE, lock("C1 ET", "panel", members=("J1", "J9"))),
        "panel_makeup",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : J9 n'est pas membre du jury de la session.",
    ),
    "a member who is away": (
        under(changed(BASE, "J2", availability=(Opening(TUESDAY),)), lock("C1 CORR", "day panel")),
        "hours",
        f"CORR (TITRE) – {C1}, lundi 7 décembre 2026 de 11:00 à 11:20 : Julien Moreau (J2) n'est pas disponible ce"
        " jour-là.",
    ),
    "a member who is not accredited": (
        under(changed(BASE, "J1", accredited_from=TUESDAY), lock("C1 ET", "day panel")),
        "panel_makeup",
        "Jeanne Leroy (J1) siège le lundi 7 décembre 2026, mais son habilitation va à partir du mardi 8 décembre 2026.",
    ),
    "a member who is excluded": (
        under(changed(BASE, "C1", exclusions=("J2",)), lock("C1 DELIB", "panel")),
        "panel_makeup",
        f"DELIB (TITRE) – {C1}, lundi 7 décembre 2026 de 14:50 à 15:00 : Julien Moreau (J2) est exclu du jury de ce"
        " candidat.",
    ),
    "a member in reserve": (
        under(ruled(BASE, panel={"mode": "free"}), lock("C1 ET", "panel", members=("J1", "J6"))),
        "panel_makeup",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : Joël Garcia (J6) est en réserve, et la réserve"
        " n'est pas ouverte.",
    ),
    "a panel of one": (
        under(BASE, lock("C1 ET", "panel", members=("J1",))),
        "panel_makeup",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : le jury (Jeanne Leroy (J1)) doit compter"
        " exactement 2 membres différents.",
    ),
    "a panel of three, two of whom are one": (
        under(BASE, lock("C1 ET", "panel", members=("J1", "J2", "J5"))),
        "panel_mode",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : Jeanne Leroy (J1), Julien Moreau (J2) et Jules"
        " Michel (J5) ne forment pas un jury du classeur.",
    ),
    "no panel at all": (
        under(BASE, lock("C1 ET", "panel", members=())),
        "panel_makeup",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : le jury (–) doit compter exactement 2 membres"
        " différents.",
    ),
    "a paper with a panel": (
        under(BASE, lock("C1 MSP", "panel", members=("J1", "J2"))),
        "panel_makeup",
        f"MSP (TITRE) – {C1}, lundi 7 décembre 2026 de 08:00 à 11:00 : une épreuve écrite n'a pas de jury, mais des"
        " surveillants.",
    ),
    "two panels for one candidate": (
        under(BASE, lock("C1 ET", "panel"), lock("C1 CORR", "panel", members=("J3", "J4"))),
        "same_panel",
        f"CORR (TITRE) – {C1}, lundi 7 décembre 2026 de 11:00 à 11:20 : devant Judith Simon (J3) et Josette Laurent"
        f" (J4) au lieu de {A}, qui tient les autres épreuves du parcours.",
    ),
    "two partners on one day": (
        under(
            ruled(BASE, panel={"mode": "daily"}), lock("C1 ET", "day panel"),
            lock("C2 ET", "day panel", members=("J1", "J3")),
        ),
        "panel_mode",
        f"Jeanne Leroy (J1) siège le lundi 7 décembre 2026 dans plusieurs jurys : Jeanne Leroy (J1) et Judith Simon"
        f" (J3) ; {A} ; un seul par jour est admis.",
    ),
    "two things at a time, one of them not locked": (
        # the QPP until 14:30
        under(ONE_DAY, lock("C1 ET", "start panel"), lock("C2 ET", "start panel", start="14:00")),
        "one_at_a_time",
        f"{A} : QPP (TITRE) – {C1}, lundi 7 décembre 2026 de 13:30 à 14:30 et ET (CCP1) – {C2}, lundi 7 décembre 2026"
        " de 14:00 à 14:30 se chevauchent.",
    ),
    "no changeover": (
        under(BASE, lock("C2 ET"), lock("C1 DELIB", start="14:55")),
        "one_at_a_time",
        f"ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:05 à 15:35 : {A} doivent être libres dès 15:00, mais ont DELIB"
        f" (TITRE) – {C1}, lundi 7 décembre 2026 de 14:55 à 15:05.",
    ),
    "too many candidates a day": (
        under(
            ruled(BASE, member={"max_candidates_per_day": 1}),
            lock("C1 ET", "day panel"), lock("C2 ET", "day panel"),
        ),
        "hours",
        "Jeanne Leroy (J1) entend 2 candidats le lundi 7 décembre 2026, 1 au plus sont admis.",
    ),
    "too long a day": (
        # 20 min of CORR, 30 of ET and 10 of DELIB, which follows at once
        under(ruled(BASE, member={"max_duty_minutes_per_day": 45}), lock("C1 CORR"), lock("C2 ET")),
        "hours",
        "Jeanne Leroy (J1) travaille 1 h le lundi 7 décembre 2026, 45 min au plus sont admises.",
    ),
    "no time for a meal": (
        # 11:55 to 13:55 with changeover and deliberation; 20 min of marking until 11:45
        under(ONE_DAY, lock("C1 CORR", "start panel", start="11:25"), lock("C1 ET", "start", start="12:00")),
        "meal",
        "Jeanne Leroy (J1) n'a pas 45 min de libres pour le repas le lundi 7 décembre 2026 entre 11:30 et 14:00.",
    ),
    "marked after the first oral": (
        under(ruled(BASE, marking={"before": "all"}), lock("C1 CORR", start="15:50"), lock("C2 ET")),
        "marking",
        f"CORR (TITRE) – {C1}, lundi 7 décembre 2026 de 15:50 à 16:10 : le jury doit avoir corrigé toutes ses copies"
        f" avant son premier oral, ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:05 à 15:35.",
    ),
    # --- rooms, projectors
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
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : la salle Salle 1 (S1) ne reçoit pas d'oraux.",
    ),
    "a room that is closed": (
        under(changed(BASE, "S4", availability=(Opening(TUESDAY),)), lock("C3 QPP", "day room")),
        "hours",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:45 à 10:45 : la salle Salle 4 (S4) n'est pas disponible ce"
        " jour-là.",
    ),
    "a room that opens too late": (
        under(changed(BASE, "S3", availability=hours(("13:00", "18:00"))), lock("C1 ET")),
        "oral_room",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : la salle Salle 3 (S3) doit être tenue de 12:55 à"
        " 14:50, et n'est disponible que 13:00–18:00.",
    ),
    "two rooms for one candidate": (
        under(BASE, lock("C1 ET", "room"), lock("C1 EF", "room", room="S4")),
        "oral_room",
        f"EF (TITRE) – {C1}, lundi 7 décembre 2026 de 14:30 à 14:50 : doit rester dans la salle Salle 3 (S3).",
    ),
    "one room for two": (
        under(BASE, lock("C1 ET", "day start room"), lock("C3 ET", "day start room", start="14:00", room="S3")),
        "oral_room",
        f"Salle Salle 3 (S3) : ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30, jusqu'à 14:50, et ET (CCP2) –"
        f" {C3}, lundi 7 décembre 2026 de 14:00 à 14:30 y sont en même temps.",
    ),
    "a room out of reach": (
        under(changed(BASE, "C2", accessible=True), lock("C2 ET", "room")),
        "access",
        f"ET (CCP1) – {C2}, lundi 7 décembre 2026 de 15:05 à 15:35 : la salle Salle 3 (S3) n'est pas accessible.",
    ),
    "no projector anywhere": (
        under(replace(BASE, projectors=()), lock("C3 QPP", "room")),
        "projection",
        f"QPP (CCP2) – {C3}, lundi 7 décembre 2026 de 09:45 à 10:45 : il faut un vidéoprojecteur, et la salle Salle 4"
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
    # --- papers
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
        "MSP en salle Salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : 3 candidats pour 2 places.",
    ),
    "too few invigilators": (
        under(ruled(SIX, msp={"candidates_per_invigilator": 2}), paper("C1"), paper("C2"), paper("C3")),
        "invigilation",
        "MSP en salle Salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : il faut exactement 2 surveillants"
        " (candidats : 3), et non 1.",
    ),
    "too many invigilators": (
        # one for every 20, and there are 6 candidates
        under(SIX, paper("C1", watching=("V1", "V2"))),
        "invigilation",
        "MSP en salle Salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : il faut exactement 1 surveillant"
        " (candidats : 1), et non 2.",
    ),
    "different invigilators of one sitting": (
        under(ruled(SIX, msp={"candidates_per_invigilator": 2}), paper("C1"), paper("C2", watching=("V2",))),
        "invigilation",
        "MSP en salle Salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 : chaque ligne doit nommer tous les"
        " surveillants, Victor Roux (V1) et Vera Fournier (V2).",
    ),
    "an invigilator in two rooms": (
        under(SIX, paper("C1"), paper("C2", room="S2")),
        "invigilation",
        "Victor Roux (V1) surveille à la fois MSP en salle Salle 1 (S1), lundi 7 décembre 2026 de 08:00 à 10:00 et MSP"
        " en salle Salle 2 (S2), lundi 7 décembre 2026 de 08:00 à 10:00.",
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
    # --- the minutes, and tasks of nobody
    "no minutes to sign": (
        under(BASE, signing()),
        "minutes",
        f"PV – {A}, lundi 7 décembre 2026 de 17:00 à 17:10 : la session ne prévoit pas de signature du procès-verbal.",
    ),
    "minutes signed too early": (
        under(ruled(BASE, closing_minutes=10), signing(), lock("C1 ET", "day panel", day=TUESDAY)),
        "minutes",
        f"PV – {A}, lundi 7 décembre 2026 de 17:00 à 17:10 : doit avoir lieu le dernier jour où le jury siège, mardi 8"
        " décembre 2026.",
    ),
    "minutes signed before the last deliberation": (
        under(ruled(BASE, closing_minutes=10), signing(start="14:00"), lock("C1 DELIB")),
        "minutes",
        f"PV – {A}, lundi 7 décembre 2026 de 14:00 à 14:10 : doit venir après la dernière délibération du jury.",
    ),
    "minutes signed by no panel": (
        under(ruled(BASE, closing_minutes=10), signing(members=("J1", "J3"))),
        "minutes",
        "PV – Jeanne Leroy (J1) et Judith Simon (J3), lundi 7 décembre 2026 de 17:00 à 17:10 : ce jury n'a pas siégé.",
    ),
    "a candidate who is no more": (
        under(BASE, replace(lock("C1 ET"), task=replace(lock("C1 ET").task, candidate="C9"))),
        "all_or_nothing",
        "ET (TITRE) – C9, lundi 7 décembre 2026 de 13:00 à 13:30 : cette épreuve n'est pas à passer, ou le candidat, le"
        " parcours ou l'épreuve est inconnu.",
    ),
    "a stage that is not due": (
        under(ruled(BASE, deliberation={"minutes": 0}), lock("C1 DELIB", "day")),
        "all_or_nothing",
        f"DELIB (TITRE) – {C1}, lundi 7 décembre 2026 de 14:50 à 15:00 : cette épreuve n'est pas à passer, ou le"
        " candidat, le parcours ou l'épreuve est inconnu.",
    ),
    "one task locked twice": (
        under(BASE, lock("C1 ET", "start"), lock("C1 ET", "start", start="13:30")),
        "locks",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 13:00 à 13:30 : 13:30 est verrouillé, et non 13:00.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_contradiction_is_found(name: str) -> None:
    problem, rule, message = IMPOSSIBLE[name]
    assert (rule, message) in [(breach.rule, breach.message) for breach in lock_breaches(problem)]
    assert any(f"« {rule} » : " in reason for reason in lock_reasons(problem))


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_solver_agrees(name: str) -> None:
    assert solve(IMPOSSIBLE[name][0], FIRST_PLAN).status == "infeasible"


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_may_be_left_out_may_not_when_it_is_locked(name: str) -> None:
    problem, rule, _message = IMPOSSIBLE[name]
    if name != "everybody's paper, where somebody cannot":  # who is not locked is left out
        assert rule in {breach.rule for breach in lock_breaches(ruled(problem, allow_unplaced=True))}


def test_a_reason_names_the_locks_to_blame_and_no_others() -> None:
    others = (lock("C3 MSP"), lock("C1 QPP", "panel room"), lock("C2 CORR", "panel"))
    problem = under(ONE_DAY, *others, lock("C1 ET"), lock("C2 ET", start="14:00", room="S4"))
    assert lock_reasons(problem) == (
        f"Verrous ET (TITRE) – {C1} [heure : 13:00, jury : {A}] et ET (CCP1) – {C2} [heure : 14:00, jury : {A}],"
        f" contraires à la règle « one_at_a_time » : {A} : QPP (TITRE) – {C1}, lundi 7 décembre 2026 de 13:30 à 14:30"
        f" et ET (CCP1) – {C2}, lundi 7 décembre 2026 de 14:00 à 14:30 se chevauchent.",
    )


def test_every_contradiction_is_named_at_once() -> None:
    problem = under(BASE, lock("C1 ET", "day", day=WEDNESDAY), lock("C2 ET", "room", room="S1"), lock("C3 ET", "panel"))
    problem = changed(problem, "C3", trainers=("J3",))
    rules = [reason.split("« ")[1].split(" »")[0] for reason in lock_reasons(problem)]
    assert sorted(rules) == ["hours", "oral_room", "panel_makeup"]


def test_what_follows_from_a_contradiction_is_not_told_beside_it() -> None:
    """All four tasks are off the grid, and outside the opening hours, because one is."""
    assert len(lock_reasons(under(ONE_DAY, lock("C1 ET", "start", start="13:02")))) == 1


# --- what can be kept is never refused -------------------------------------------------------------------------------

POSSIBLE = {
    "a whole plan": under(BASE, *(Lock(task, frozenset(LOCK_PARTS)) for task in laid_out().tasks)),
    "nothing of a row": under(BASE, Lock(row(laid_out(), "C1 ET"), frozenset())),
    "what is not locked may be wrong": under(BASE, lock("C1 ET", "panel", day=WEDNESDAY, start="03:02", room="S9")),
    "more invigilators for those who will join": under(
        ruled(replace(SIX, candidates=SIX.candidates[:3]), msp={"candidates_per_invigilator": 2}),
        paper("C1", watching=("V1", "V2")),
    ),
    "no changeover before a later oral": under(
        # the ET may come well before the QPP, so another paper may be marked until the QPP begins
        replace(GAPS, candidates=(*GAPS.candidates, Candidate("C4", "Roger", ("CCP2",)))),
        lock("C3 QPP", start="10:00"),
        Lock(replace(lock("C3 CORR", start="09:50", end="10:00").task, candidate="C4"), frozenset(LOCK_PARTS)),
    ),
    "two waves on two days": under(
        ruled(SIX, msp={"waves": 2, "waves_overlap": False}), paper("C1"),
        Lock(replace(paper("C2").task, day=TUESDAY), frozenset({"day"})),
    ),
    "who is not locked is left out": under(
        ruled(IMPOSSIBLE["everybody's paper, where somebody cannot"][0], allow_unplaced=True),
        *IMPOSSIBLE["everybody's paper, where somebody cannot"][0].locks,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_can_be_kept_is_not_refused(name: str) -> None:
    result = solve(POSSIBLE[name], FIRST_PLAN)
    assert result.plan is not None
    assert lock_reasons(POSSIBLE[name]) == ()


def random_locks(rng: Random, problem: Problem, plan: Plan) -> tuple[Lock, ...]:
    """Locks on tasks of a plan; what they do not lock may be anything."""
    share, locks = rng.choice((0.1, 0.4, 1)), []
    for task in plan.tasks:
        parts = frozenset(part for part in LOCK_PARTS if rng.random() < rng.choice((0.3, 0.9)))
        start = task.start if "start" in parts else rng.randrange(0, 1440, 5)
        day = task.day if "day" in parts else rng.choice(problem.days).date
        room = task.room if "room" in parts else rng.choice((None, "S9", task.room))
        if rng.random() < share:
            locks.append(Lock(replace(task, day=day, start=start, end=start + task.minutes, room=room), parts))
    return tuple(locks)


@cache
def with_a_plan(seed: int) -> tuple[Problem, Plan]:
    problem = replace(random_session(Random(seed)), locks=(), baseline=None)
    return problem, some_plan(problem) or planned()


@pytest.mark.parametrize("seed", range(30))
def test_no_reason_against_the_locks_of_a_plan(seed: int) -> None:
    problem, plan = with_a_plan(seed)
    for number in range(5):
        locked = replace(problem, locks=random_locks(Random(100 * seed + number), problem, plan))
        assert lock_breaches(locked) == ()
        for found in known(locked).rows:
            (task,) = [
                t for t in plan.tasks if t.key == found.task.key and (t.candidate or same_members(t, found.task))
            ]
            real = replace(found, task=task)
            assert {part: found.value(part) for part in found.known} == {part: real.value(part) for part in found.known}


def same_members(one: Task, other: Task) -> bool:
    return set(one.members) == set(other.members)


def tampered(rng: Random, problem: Problem, task: Task) -> Task:
    """A task with one of its parts changed."""
    start = rng.choice((task.start + rng.choice((-30, 15, 60)), rng.randrange(400, 1100)))
    return rng.choice((
        replace(task, start=start, end=start + task.minutes),
        replace(task, day=rng.choice((MONDAY, WEDNESDAY, TUESDAY + timedelta(9)))),
        replace(task, room=rng.choice([None, "S9", *problem.room])),
        replace(task, members=tuple(rng.sample(sorted(problem.member), 2))),
        replace(task, invigilators=tuple(rng.sample(sorted(problem.invigilator), 1))),
    ))  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_a_reason_against_changed_locks_is_true(seed: int) -> None:
    problem, plan = with_a_plan(seed)
    rng = Random(seed)
    tasks = [tampered(rng, problem, task) for task in plan.tasks if rng.random() < 0.15]
    locked = replace(problem, locks=tuple(Lock(task, frozenset(rng.sample(LOCK_PARTS, 4))) for task in tasks))
    if lock_breaches(locked):
        assert solve(locked, FIRST_PLAN).status == "infeasible"
    else:
        assert solve(locked, FIRST_PLAN).status in ("optimal", "feasible", "infeasible")
