"""Locks on days and hours that contradict a rule."""

from tests.support.locking import BASE, C1, C2, C3, GAPS, ONE_DAY, WEDNESDAY, Contradictions, lock, under
from tests.support.sessions import TUESDAY, changed, ruled
from tspi_sched.problem import Opening

HOURS: Contradictions = {
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
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 11:15 à 11:45 : ce qui doit précéder (MSP, correction) ne peut"
        " pas être fini avant 11:20 le lundi 7 décembre 2026.",
    ),
    "before the panel can be ready": (
        under(BASE, lock("C1 ET", "day start", start="11:20")),
        "one_at_a_time",
        f"ET (TITRE) – {C1}, lundi 7 décembre 2026 de 11:20 à 11:50 : le jury ne peut pas être prêt avant 11:25 le"
        " lundi 7 décembre 2026 (MSP, correction, battement).",
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
}  # fmt: skip
