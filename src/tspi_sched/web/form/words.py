"""Short labels of the settings and of their choices. What a setting changes is said where the starter scenario and the
schemas have it too (`starter.schemas.words`)."""

from tspi_sched.texts import _


def labels() -> dict[str, str]:
    """What each setting is called, by its path."""
    return {
        "name": _("Nom"),
        "title": _("Titre professionnel"),
        "grid_minutes": _("Pas des heures (minutes)"),
        "allow_unplaced": _("Laisser des candidats de côté, s'il le faut"),
        "rules.rest_after_msp_minutes": _("Repos après l'écrit (minutes)"),
        "rules.rest_between_tracks_minutes": _("Repos entre deux parcours (minutes)"),
        "rules.oral_gap_max_minutes": _("Attente permise entre deux oraux (minutes)"),
        "rules.changeover_minutes": _("Battement avant chaque candidat (minutes)"),
        "rules.msp_and_orals": _("Écrit et oraux"),
        "rules.oral_rooms": _("Salles des oraux"),
        "rules.transfer_minutes": _("Changement de salle entre deux oraux (minutes)"),
        "rules.projector_setup_minutes": _("Installation d'un vidéoprojecteur mobile (minutes)"),
        "rules.closing_minutes": _("Signature du procès-verbal (minutes)"),
        "rules.max_wait_minutes": _("Attente entre l'écrit et le premier oral, au plus (minutes)"),
        "rules.notice_minutes": _("Prévenance après un imprévu (minutes)"),
        "rules.slide_minutes": _("Retard qui n'est pas une nouvelle convocation (minutes)"),
        "rules.msp.waves": _("Départs différents d'un même sujet"),
        "rules.msp.waves_overlap": _("Personne ne sort avant le dernier départ"),
        "rules.msp.mix_tracks": _("Plusieurs parcours dans une même salle"),
        "rules.msp.candidates_per_invigilator": _("Candidats par surveillant, au plus"),
        "rules.msp.turnover_minutes": _("Entre deux séances d'écrit (minutes)"),
        "rules.panel.mode": _("Composition des jurys"),
        "rules.panel.size": _("Jurés par jury"),
        "rules.panel.min_professionals": _("Professionnels par jury, au moins"),
        "rules.panel.use_reserve": _("Les suppléants peuvent servir"),
        "rules.panel.substitutes": _("Qui complète un jury qui a perdu un membre"),
        "rules.member.max_candidates_per_day": _("Candidats par juré et par jour, au plus"),
        "rules.member.max_duty_minutes_per_day": _("Travail par juré et par jour, au plus (minutes)"),
        "rules.meal.minutes": _("Durée de la pause (minutes)"),
        "rules.meal.window": _("Entre"),
        "rules.marking.before": _("Correction des copies"),
        "rules.marking.delay_minutes": _("De la fin de l'écrit à la correction (minutes)"),
        "rules.marking.handover": _("Copie déjà corrigée, après un imprévu"),
        "rules.marking.minutes": _("Correction d'une copie (minutes)"),
        "rules.deliberation.position": _("Délibération"),
        "rules.deliberation.minutes": _("Durée de la délibération (minutes)"),
        "rules.final_interview_last_ccp.minutes": _("Durée de l'entretien final (minutes)"),
        "solver.time_limit": _("Durée du calcul, au plus (secondes)"),
        "solver.workers": _("Cœurs du processeur"),
        "solver.seed": _("Graine du hasard"),
    }


def groups() -> dict[str, str]:
    """The parts of the form, by the table that they stand for."""
    return {
        "": _("La session"),
        "rules": _("Temps et salles"),
        "rules.msp": _("Épreuve écrite"),
        "rules.panel": _("Jurys"),
        "rules.member": _("Journée d'un juré"),
        "rules.meal": _("Repas"),
        "rules.marking": _("Correction"),
        "rules.deliberation": _("Délibération"),
        "rules.final_interview_last_ccp": _("Entretien final de qui obtient le titre par ses CCP"),
        "solver": _("Calcul"),
    }


def choices() -> dict[str, dict[str, str]]:
    """What each choice means, by the setting's path and the value in the file."""
    return {
        "rules.msp_and_orals": {
            "any": _("n'importe quels jours"),
            "same_day": _("le même jour"), "different_day": _("des jours différents"),
        },
        "rules.oral_rooms": {
            "single": _("une seule pour tous les oraux"), "per_stage": _("chaque oral peut avoir la sienne"),
        },
        "rules.panel.mode": {
            "given": _("ceux du classeur"), "daily": _("composés chaque jour"), "free": _("candidat par candidat"),
        },
        "rules.panel.substitutes": {
            "none": _("personne"), "reserve": _("un suppléant"), "anyone": _("n'importe quel juré libre"),
        },
        "rules.marking.before": {
            "candidate": _("chaque copie avant les oraux de son candidat"),
            "all": _("toutes les copies avant le premier oral du jury"),
        },
        "rules.marking.handover": {
            "all": _("compte pour un jury des mêmes membres"), "one": _("compte si un membre est le même"),
        },
        "rules.deliberation.position": {"after_each": _("après chaque candidat"), "end_of_day": _("en fin de journée")},
    }  # fmt: skip


def unset() -> dict[str, str]:
    """What holds where the file says nothing and there is no fixed default."""
    limit, title = _("aucune limite"), _("celle du titre")
    return {
        "name": _("le nom du fichier"),
        "title": _("celui du classeur, sinon TP-01305"),
        "rules.max_wait_minutes": limit,
        "rules.member.max_candidates_per_day": limit,
        "rules.member.max_duty_minutes_per_day": limit,
        "rules.notice_minutes": _("60 après un imprévu"),
        "rules.slide_minutes": _("30 après un imprévu"),
        "rules.panel.mode": _("ceux du classeur s'il en nomme, sinon composés chaque jour"),
        "rules.panel.substitutes": _("n'importe quel juré libre ce jour-là"),
        "rules.marking.handover": _("si un membre est le même, après un imprévu seulement"),
        "rules.marking.minutes": title,
        "rules.deliberation.minutes": title,
        "rules.final_interview_last_ccp.minutes": title,
    }
