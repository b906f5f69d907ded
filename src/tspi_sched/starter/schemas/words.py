"""What each key is, for whoever writes a file by hand: a sentence by the key's path, in the language in force."""

from tspi_sched.problem import Title
from tspi_sched.starter.scenario import setting_words
from tspi_sched.texts import _


def scenario_words(title: Title) -> dict[str, str]:
    """The comments of the starter scenario, and what that has no line for."""
    return setting_words(title) | {
        "name": _("nom du scénario, repris dans le plan ; nom du dossier des résultats"),
        "workbook": _("le classeur Excel des faits, à côté de ce fichier"),
        "title": _("un titre fourni (« tspi-sched titles » les nomme) ou le chemin d'un fichier de titre"),
        "objectives": _("ce qu'on minimise, du plus au moins important"),
        "objectives.tolerance": _("de combien l'objectif peut être dégradé au profit des suivants"),
        "rules": _("les réglages des règles ; ceux qui manquent ont leur valeur par défaut"),
        "rules.msp": _("l'épreuve écrite"),
        "rules.panel": _("les jurys"),
        "rules.panel.substitutes": _("qui complète un jury auquel il manque un membre : personne, la réserve, tous"),
        "rules.member": _("les limites de la journée d'un juré"),
        "rules.meal": _("la pause de chacun, chaque jour"),
        "rules.marking": _("la correction des copies"),
        "rules.marking.handover": _("une correction faite compte pour un jury avec tous ses membres, ou un au moins"),
        "rules.deliberation": _("la délibération"),
        "rules.deliberation.minutes": _("durée de la délibération, au lieu de celle du titre"),
        "rules.final_interview_last_ccp": _("le dernier oral de qui obtient le titre par ses CCP"),
        "rules.msp.candidates_per_invigilator": _("candidats par surveillant, au plus"),
        "rules.notice_minutes": _("après un imprévu : délai de prévenance d'une convocation avancée, en minutes"),
        "rules.slide_minutes": _("après un imprévu : retard le même jour qui n'est pas une nouvelle convocation"),
        "solver": _("le calcul"),
        "solver.seed": _("graine du hasard : la même donne le même calcul"),
        "what_if": _("des changements aux faits du classeur, sans y toucher"),
        "what_if.days": _("les jours de la session, au lieu de ceux du classeur"),
        "what_if.add": _("des lignes en plus, par feuille : [[what_if.add.Jurys]] puis les colonnes"),
        "what_if.change": _("d'autres valeurs, par identifiant : [what_if.change.J1] puis les colonnes"),
        "columns": _("vos en-têtes, par feuille : [columns.Candidats] puis notre en-tête = le vôtre"),
    }


def title_words() -> dict[str, str]:
    """The keys of a title file."""
    return {
        "format": _("toujours « tspi-sched-title »"),
        "code": _("code du titre, tel que le ministère l'écrit : TP-01305"),
        "version": _("millésime du référentiel"),
        "name": _("nom du titre"),
        "places": _("les lieux du titre : ce que la colonne Usages peut dire d'une salle ; par défaut MSP et ORAL"),
        "stages": _("les épreuves, dans leur ordre"),
        "stages.code": _("sigle de l'épreuve, repris partout : MSP, ET, EF"),
        "stages.name": _("nom de l'épreuve, en toutes lettres"),
        "stages.kind": _("sorte d'épreuve : ce que le planning doit en savoir"),
        "stages.attends": _("qui y assiste"),
        "stages.place": _("où : un usage de salle, anywhere (n'importe où), last_oral (la salle du dernier oral)"),
        "stages.projection": _("true : il y faut un vidéoprojecteur"),
        "stages.needs": _("les moyens qu'il y faut : matériel (feuille Moyens) ou intervenants (feuille Intervenants)"),
        "stages.needs.means": _("le type, tel que le classeur l'écrit : comédien, poste, lit médicalisé"),
        "stages.needs.shared_by": _("combien de candidats d'une même séance en partagent un"),
        "tracks": _("les parcours : [tracks.TITRE], [tracks.CCP1] …"),
        "tracks.name": _("nom du parcours"),
        "tracks.minutes": _("minutes de chaque épreuve du parcours, dans l'ordre"),
        "tracks.totals": _("totaux annoncés par le référentiel, pour vérifier les minutes"),
        "tracks.totals.candidate": _("minutes du candidat en tout"),
        "tracks.totals.panel": _("minutes que le jury et le candidat passent ensemble"),
        "completion": _("l'oral de plus de qui obtient le titre par ses CCP, après le dernier"),
        "completion.stage": _("sigle de cet oral"),
        "completion.minutes": _("ses minutes"),
    }


def event_words() -> dict[str, str]:
    """The tables of an events file, ``now``, and their keys (``key who``)."""
    return {
        "now": _("le moment où l'on est : 2026-12-07 10:40"),
        "absent": _("quelqu'un manque"),
        "present": _("quelqu'un est de nouveau là"),
        "late": _("quelqu'un arrivera plus tard"),
        "arrived": _("quelqu'un est arrivé"),
        "ended": _("une épreuve s'est terminée"),
        "started": _("une épreuve, ou la séance d'une salle, a commencé"),
        "closed": _("une salle ou un vidéoprojecteur ne sert plus"),
        "room": _("une épreuve continue dans une autre salle"),
        "what_if": _("ce qui s'ajoute à la session : un suppléant, une salle, un jour, d'autres heures"),
        "key add": _("des lignes en plus, par feuille : [[what_if.add.Jurys]] puis les colonnes"),
        "key change": _(
            'd\'autres valeurs, par identifiant ou par date : [what_if.change."2026-12-07"] puis les colonnes'
        ),
        "key who": _("identifiant d'une personne"),
        "key what": _("identifiant d'une salle ou d'un vidéoprojecteur"),
        "key candidate": _("identifiant d'un candidat"),
        "key stage": _("sigle d'une épreuve"),
        "key track": _("parcours, si le candidat en passe plusieurs"),
        "key room": _("identifiant d'une salle"),
        "key from": _("depuis quand : 10:40, ou 2026-12-07 10:40"),
        "key until": _("jusqu'à quand"),
        "key arrives": _("heure d'arrivée attendue"),
        "key at": _("à quelle heure"),
    }
