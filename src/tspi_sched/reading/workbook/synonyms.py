"""Other titles of sheets and columns that are understood outright, and those that say the contrary of a column."""

import re

from tspi_sched.problem import letters
from tspi_sched.reading.values.spelling import unaccented
from tspi_sched.reading.workbook.layout import Column, Sheet

_SHEETS = {
    "session": "infos session, informations session, la session",
    "days": "dates, jour, jours de session, dates de session, calendrier, day, session days",
    "candidates": "candidat, liste des candidats, liste candidats, stagiaires, candidate",
    "members": "jury, jures, membres, membres du jury, membres de jury, membres des jurys, liste des jurys,"
    " liste des jures, jurors, jury members",
    "rooms": "salle, liste des salles, locaux, room",
    "projectors": "projecteur, videoprojecteurs, videoprojecteur, projector",
    "means": "moyen, materiel, materiels, equipements, equipement, ressources, resources, equipment",
    "helpers": "intervenant, comediens, acteurs, interpretes, contributor, helpers",
    "invigilators": "surveillant, surveillantes, liste des surveillants, invigilator",
}

_PERSON = {
    "id": "identifiant, code, reference, ref, matricule, n°, numero, num, identifier, no",
    "last_name": "nom de famille, nom d'usage, nom usuel, noms, patronyme, surname, family name, nom et prenom,"
    " nom prenom, nom prenoms, noms et prenoms, nom complet, full name, name",
    "first_name": "prenoms, prenom usuel, given name, forename, first names",
    "company": "employeur, societe, organisme, structure, raison sociale, entreprises, entreprise actuelle,"
    " entreprise d'accueil, nom de l'entreprise, entreprise / organisme, entreprise/employeur, employer, organisation,"
    " organization, firm",
    "availability": "dispo, dispos, disponibilite, disponible, presence, presences, jours de presence,"
    " jours disponibles, dates disponibles, available, availabilities",
    "cost": "cout par jour, cout journalier, tarif/jour, tarif journalier, indemnite/jour, prix/jour, daily cost,"
    " cost per day",
    "email": "mail, e-mail, mel, adresse mail, adresse e-mail, adresse electronique, adresse courriel,"
    " courrier electronique, email address, mails",
    "phone": "tel, portable, mobile, gsm, telephone portable, tel portable, n° de telephone, numero de telephone,"
    " n° tel, telephones, phone number, cell, telephone",
    "salutation": "civ, titre de civilite",
    "address": "adresse postale, adresse complete, postal address",
}

_COLUMNS: dict[str, dict[str, str]] = {
    "session": {
        "title": "titre professionnel, referentiel, code titre, code du titre, certification, tp",
        "centre": "centre agree, center, site, etablissement, organisme",
        "manager": "responsable de session, session manager, responsable session",
    },
    "days": {
        "date": "jour, day, jours, date de session, dates",
        "open": "debut, heure de debut, heure debut, heure d'ouverture, ouvre, de, start, opening, opens, from",
        "close": "fin, heure de fin, heure fin, heure de fermeture, ferme, a, end, closing, closes, until, to",
    },
    "candidates": {
        **_PERSON,
        "last_name": f"{_PERSON['last_name']}, candidat, nom du candidat, candidate",
        "tracks": "parcours vise, parcours evalue, tracks, titre ou ccp, titre/ccp, certification, certification visee",
        "final_interview": "ef",
        "route": "voie d'acces, modalite d'acces, voie d'acces au titre, pathway",
        "trainers": "formateur, formateur referent, formateurs referents, trainer",
        "exclusions": "exclusion, exclus, jures exclus, jurys exclus, incompatibilites, conflits, conflits d'interets,"
        " recusations, conflicts",
        "extra_time": "tiers temps, temps supplementaire, temps additionnel, majoration, additional time",
        "report": "rapport d'activite, activity report",
        "accessible": "pmr, accessible, acces pmr, accessibilite pmr, accessibility, salle accessible",
        "priority": "poids, weight",
    },
    "members": {
        **_PERSON,
        "last_name": f"{_PERSON['last_name']}, jure, nom du jure, membre, member",
        "panel": "jury, binomes, n° de jury, nom du jury, equipe, panels",
        "gender": "sexe, sex, h/f, f/h, f/m, m/f",
        "accredited_from": "habilite du, habilitee du, debut d'habilitation, debut habilitation, habilitation debut,"
        " habilite depuis, habilitation depuis, date de debut d'habilitation, habilitation a partir du",
        "accredited_to": "habilite jusqu'au, habilite au, habilitation jusqu'au, fin d'habilitation, fin habilitation,"
        " habilitation fin, date de fin d'habilitation, habilitation valable jusqu'au, fin de validite,"
        " valable jusqu'au, accredited until",
        "reserve": "suppleant, suppleante, remplacant, substitute, en reserve",
        "max_candidates_per_day": "max/jour, candidats par jour, max candidats, max par jour, candidats max,"
        " nb max de candidats, candidats max par jour, max candidats/jour, max candidats par jour, passages max/jour",
    },
    "rooms": {
        "id": "identifiant, code, reference, ref, n°, numero, num, salle, identifier, room",
        "name": "salle, nom de la salle, libelle, designation, intitule, room, room name",
        "uses": "usage, use, utilisation, utilisations, affectation, type de salle",
        "seats": "capacite, nb places, nombre de places, nb de places, nbre de places, place, places assises, capacity,"
        " jauge, number of seats",
        "projector": "vp, videoprojecteur fixe, projecteur, projecteur fixe, video-projecteur, video projecteur",
        "accessible": "accessible pmr, pmr, acces pmr, accessibilite, accessibilite pmr, accessibility",
        "availability": _PERSON["availability"],
        "cost": _PERSON["cost"],
    },
    "projectors": {
        "id": "identifiant, code, reference, ref, n°, numero, projecteur, videoprojecteur, appareil, nom, projector",
        "availability": _PERSON["availability"],
    },
    "invigilators": {
        **_PERSON,
        "last_name": f"{_PERSON['last_name']}, surveillant, nom du surveillant, invigilator",
    },
}


def sheet_synonyms(sheet: Sheet) -> tuple[str, ...]:
    """Other titles of a sheet, folded."""
    return tuple(map(letters, _SHEETS.get(sheet.key, "").split(","))) if sheet.key in _SHEETS else ()


def column_synonyms(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Other titles of a column, folded."""
    words = _COLUMNS.get(sheet.key, {}).get(column.field, "")
    return tuple(letters(word) for word in words.split(",")) if words else ()


_CONTRARY = re.compile(
    r"\W*(?:(?:non|pas|sans|hors|not|no|without)[\s-]+|in(?=dispo|access)|un(?=avail)|absen|conges?\b|vacances?\b|leave\b|away\b)"
)


def says_the_contrary(title: str) -> bool:
    """Whether a title tells when or what somebody or something is *not*: indisponibilités, absences, sans rapport."""
    return bool(_CONTRARY.match(unaccented(title)))


def tells_absences(title: str) -> bool:
    """Whether a title tells when somebody is away."""
    return says_the_contrary(title) and bool(
        re.search(r"dispo|avail|absen|conge|vacance|leave|away", unaccented(title))
    )
