"""What each sheet and column of the workbook of facts is for, in words; the columns themselves are the reader's."""

from tspi_sched.problem import MSP_USE, ORAL, ORAL_USE, WRITTEN, Title
from tspi_sched.reading.workbook.layout import ROOMS
from tspi_sched.texts import _
from tspi_sched.wording.names import paper as paper_of

Help = tuple[str, str]
"""What goes into a column, and an example."""


def introduction(title: Title) -> tuple[str, ...]:
    """What a newcomer should know before filling in the sheets."""
    return (
        _(
            "Une feuille par sorte de chose, une ligne par chose. Les en-têtes foncés sont obligatoires ; une case"
            " facultative vide prend sa valeur par défaut. Les lignes d'exemple forment une petite session complète :"
            " remplacez-les par les vôtres."
        ),
        _(
            "Disponibilités : des éléments séparés par « ; », chacun une date (07/12/2026 : toute la journée), une"
            " date et des heures (07/12/2026 08:00-12:30) ou des heures (13:00-18:00 : tous les jours). Dès qu'un"
            " élément est écrit, tout le reste est indisponible ; une case vide veut dire toujours disponible."
        ),
        _(
            "On peut aussi les écrire comme on les dit : matin, mardi après-midi, 07/12 à partir de 13h, jusqu'à 16h,"
            " du 07/12 au 09/12 ; et les absences : sauf 08/12, pas le lundi matin, absent le 08/12 (le reste est alors"
            " disponible). Sans l'année, la date est un jour de la session ; le jour vient avant le mois."
        ),
        _(
            "Temps majoré : 1/3 pour l'épreuve {written}, ou épreuve par épreuve : {example}."
            " La colonne est au format Texte, pour qu'Excel ne change pas 1/3 en date."
        ).format(written=paper_of(title), example=extra_time_example(title)),
        _(
            "Les identifiants (C01, J1, SV1…) sont uniques parmi les candidats, les jurés et les surveillants. Une"
            " liste d'identifiants s'écrit avec « ; » : J1;J3."
        ),
    )


def extra_time_example(title: Title) -> str:
    """Extra time for one stage after another, as the column takes it."""
    first, second = title.of_kind(WRITTEN)[:1], title.of_kind(ORAL)[:2]
    shares = [f"{code}:1/3" for code in (*first, *second[:1])]
    return "; ".join([*shares, *(f"{code}:20min" for code in second[1:])])


def sheet_help(key: str, title: Title) -> str:
    """One line under the heading of a sheet."""
    return {
        "session": _("Une seule ligne : ce qui figure sur les documents."),
        "days": _("Une ligne par jour possible ; l'ordre ne compte pas. Le plan n'utilise que les jours utiles."),
        "candidates": _("Une ligne par candidat. En-têtes foncés : obligatoires. Voir la feuille d'aide."),
        "members": _("Une ligne par juré ; le même libellé de binôme réunit les jurés d'un même jury."),
        "rooms": _rooms_help(title),
        "projectors": _("Une ligne par vidéoprojecteur mobile ; ceux qui sont fixés dans une salle n'y figurent pas."),
        "invigilators": _("Une ligne par surveillant de l'épreuve {written}.").format(written=paper_of(title)),
        "means": _("Une ligne par sorte de matériel : ce dont les épreuves ont besoin, en plus des vidéoprojecteurs."),
        "helpers": _("Une ligne par intervenant : les personnes dont les épreuves ont besoin (comédien, interprète…)."),
        "ceres": _("Une ligne par parcours qui a un numéro de session CERES ; feuille facultative."),
    }[key]


def column_help(key: str, field: str, title: Title) -> Help:
    """The meaning and an example of a column, by sheet key and field, for sessions of a title."""
    special = _special(title)
    return special[key, field] if (key, field) in special else _common()[field]


def _common() -> dict[str, Help]:
    return {
        "id": (_("Identifiant court et unique, repris dans le plan."), "C01"),
        "last_name": (_("Nom de famille."), "LEFÈVRE"),
        "first_name": (_("Prénom."), "Zoé"),
        "company": (
            _("Entreprise, écrite partout pareil ; un juré n'évalue pas un candidat de la même entreprise."),
            "Mécanique du Val",
        ),
        "availability": (
            _("Quand cette personne ou cette chose est disponible ; vide : toujours."),
            _("07/12/2026 08:00-12:30, ou lundi matin, ou sauf 08/12"),
        ),
        "cost": (_("Coût par jour d'utilisation, en euros entiers ; vide : 0."), "120"),
        "email": (_("Adresse électronique, pour vos envois ; le calcul ne s'en sert pas."), "zoe@exemple.example"),
        "phone": (
            _("Téléphone, pour l'organisateur seul : imprimé sur la liste d'appels et le livret, nulle part ailleurs."),
            "06 00 00 00 00",
        ),
        "salutation": (
            _("Madame ou Monsieur, pour les convocations ; vide : « Madame, Monsieur » (pour un juré : selon Genre)."),
            _("Madame"),
        ),
        "address": (
            _("Adresse postale, imprimée sur la convocation pour une enveloppe à fenêtre (Alt+Entrée : à la ligne)."),
            _("12 rue des Lilas, 69003 Lyon"),
        ),
    }


def _special(title: Title) -> dict[tuple[str, str], Help]:
    return {**_session(title), **_candidates(title), **_members(), **_rooms(title), **_means(title)}


def _session(title: Title) -> dict[tuple[str, str], Help]:
    return {
        ("session", "title"): (_("Code du titre, ou chemin de son fichier ; tspi-sched titles les nomme."), title.code),
        ("session", "centre"): (_("Nom du centre agréé, imprimé sur les documents."), _("Centre des Trois-Rives")),
        ("session", "manager"): (_("Responsable de session."), "Camille Lambert"),
        ("days", "date"): (_("Jour de la session."), "07/12/2026"),
        ("days", "open"): (_("Première heure utilisable ; vide : 08:00."), "08:00"),
        ("days", "close"): (_("Dernière heure utilisable ; vide : 18:00."), "18:00"),
    }


def _candidates(title: Title) -> dict[tuple[str, str], Help]:
    return {
        ("candidates", "tracks"): (
            _("Parcours évalué : {tracks} ; plusieurs se joignent par « + ».").format(tracks=_tracks(title)),
            title.tracks[0].code,
        ),
        ("candidates", "final_interview"): (
            _("oui pour un candidat qui obtient le titre par ses CCP : il passe l'entretien final après le dernier."),
            _("non"),
        ),
        ("candidates", "route"): (_("Voie d'accès : formation, VAE ou capitalisation."), _("formation")),
        ("candidates", "trainers"): (
            _("Identifiants de ses formateurs : ils ne l'évaluent ni ne le surveillent."),
            "J2;SV1",
        ),
        ("candidates", "exclusions"): (_("Identifiants des jurés qui ne doivent pas l'évaluer."), "J3"),
        ("candidates", "extra_time"): (
            _("Temps majoré accordé : une part ou des minutes, pour {written} ou par épreuve ; vide : aucun.").format(
                written=paper_of(title)
            ),
            extra_time_example(title),
        ),
        ("candidates", "report"): (
            _(
                "non si le candidat n'a pas de rapport d'activité : il présente alors sa copie de l'épreuve {written} ;"
                " vide : oui."
            ).format(written=paper_of(title)),
            _("oui"),
        ),
        ("candidates", "accessible"): (_("oui s'il faut des salles accessibles ; vide : non."), _("non")),
        ("candidates", "priority"): (
            _("Poids du candidat (non un rang) si tous ne peuvent être placés : 1 est écarté avant 3 ; vide : 1."),
            "1",
        ),
        ("candidates", "number"): (
            _("Numéro sous lequel le candidat est inscrit, pour ses propres papiers et les émargements."),
            "0012345",
        ),
    }


def _members() -> dict[tuple[str, str], Help]:
    return {
        ("members", "id"): (_("Identifiant court et unique, repris dans le plan."), "J1"),
        ("members", "panel"): (_("Libellé du jury ; deux jurés au même libellé forment un binôme."), _("Jury A")),
        ("members", "company"): (
            _("Entreprise du juré, actuelle ; il n'évalue pas un candidat de la même entreprise."),
            "Mécanique du Val",
        ),
        ("members", "professional"): (
            _("professionnel ou formateur ; il faut au moins un professionnel par jury ; vide : professionnel."),
            _("professionnel"),
        ),
        ("members", "gender"): (_("F ou M, pour veiller à la mixité ; facultatif."), "F"),
        ("members", "accredited_from"): (_("Début de l'habilitation ; vide : sans limite."), "01/09/2024"),
        ("members", "accredited_to"): (_("Fin de l'habilitation ; vide : sans limite."), "31/08/2029"),
        ("members", "reserve"): (_("oui pour un suppléant, appelé seulement si le scénario le permet."), _("non")),
        ("members", "max_candidates_per_day"): (_("Nombre maximal de passages par jour ; vide : sans limite."), "4"),
    }


def _rooms(title: Title) -> dict[tuple[str, str], Help]:
    return {
        ("rooms", "id"): (_("Identifiant court et unique, repris dans le plan."), "S1"),
        ("rooms", "name"): (_("Nom de la salle, imprimé sur les documents."), _("Salle Ampère")),
        ("rooms", "uses"): (_uses(title), ";".join(title.places)),
        ("rooms", "seats"): (
            _(
                "Pour l'épreuve {written} : nombre de postes de candidats ; pour les oraux : nombre de chaises en tout."
            ).format(written=paper_of(title)),
            "12",
        ),
        ("rooms", "projector"): (_("oui si un vidéoprojecteur y est fixé ; vide : non."), _("oui")),
        ("rooms", "accessible"): (_("oui si la salle est accessible à tous ; vide : non."), _("oui")),
        ("projectors", "id"): (_("Identifiant court et unique, repris dans le plan."), "VP1"),
        ("invigilators", "id"): (_("Identifiant court et unique, repris dans le plan."), "SV1"),
        ("ceres", "track"): (
            _("Parcours de cette session CERES : {tracks}.").format(tracks=_tracks(title)),
            title.tracks[0].code,
        ),
        ("ceres", "number"): (_("Numéro de la session CERES, imprimé sur les documents."), "1234567"),
    }


def _rooms_help(title: Title) -> str:
    if title.places != (MSP_USE, ORAL_USE):
        return _("Une ligne par salle ; « {uses} » dit ce qui peut s'y passer : {places}.").format(
            uses=ROOMS.column("uses").title, places=", ".join(title.places)
        )
    text = _("Une ligne par salle. MSP : pour l'épreuve {written} ; ORAL : devant le jury.")
    return text.format(written=paper_of(title))


def _uses(title: Title) -> str:
    if title.places == (MSP_USE, ORAL_USE):
        return _("Ce que la salle peut accueillir : MSP, ORAL ou MSP;ORAL.")
    said = (f"{place} ({', '.join(stages)})" for place, stages in _hosted(title).items())
    return _("Ce que la salle peut accueillir, avec « ; » : {places}.").format(places=", ".join(said))


def _hosted(title: Title) -> dict[str, list[str]]:
    """The stages in each place."""
    return {place: [stage.code for stage in title.stages if stage.place == place] for place in title.places}


def _means(title: Title) -> dict[tuple[str, str], Help]:
    """The sheets of means; types are those that the title's stages need."""
    types = list(dict.fromkeys(need.means for stage in title.stages for need in stage.needs)) or [""]
    return {
        ("means", "id"): (_("Identifiant court et unique, repris dans le plan."), "M1"),
        ("means", "type"): (_("Ce que c'est : {types}.").format(types=", ".join(types)), types[0]),
        ("means", "last_name"): (_("Nom ou description ; facultatif."), ""),
        ("means", "room"): (_("Identifiant de la salle où il est fixé ; vide : on l'apporte."), "S1"),
        ("means", "count"): (_("Combien il y en a de semblables ; vide : un."), "12"),
        ("means", "setup_minutes"): (_("Minutes d'installation avant chaque épreuve ; vide : aucune."), "10"),
        ("helpers", "id"): (_("Identifiant court et unique, repris dans le plan."), "IN1"),
        ("helpers", "type"): (_("Rôle : {types}.").format(types=", ".join(types)), types[0]),
    }


def _tracks(title: Title) -> str:
    """Every track with its name."""
    return ", ".join(f"{track.code} ({track.name})" for track in title.tracks)
