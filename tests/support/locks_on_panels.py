"""Locks on panels, on the minutes that they sign and on tasks of nobody, that contradict a rule."""

from dataclasses import replace

from tests.support.locking import BASE, C1, C2, ONE_DAY, A, Contradictions, lock, signing, under
from tests.support.sessions import TUESDAY, changed, ruled
from tspi_sched.problem import Opening

PANELS: Contradictions = {
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
        f"DELIB (TITRE) – {C1}, lundi 7 décembre 2026 de 14:50 à 15:00 : Julien Moreau (J2) ne peut être du"
        " jury de ce candidat (exclusion).",
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
}  # fmt: skip

MINUTES: Contradictions = {
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
