"""The sheets and columns of the workbook, in one table: what is read, and what a starter workbook must offer."""

from dataclasses import dataclass

from tspi_sched.texts import language


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its French and English titles, and how its cells are read (`kind`).

    `required`: the title must stand in the header; `may_be_empty`: even so, a cell may be left empty.
    `choices` are the usual values, in French, for drop-down lists.
    """

    field: str
    fr: str
    en: str
    kind: str = "text"
    required: bool = False
    may_be_empty: bool = False
    choices: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, str]:
        """The titles it may have, French first."""
        return self.fr, self.en

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.fr if language() == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its key in the code, its French and English titles, its columns; `required`: it must be there."""

    key: str
    fr: str
    en: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def titles(self) -> tuple[str, str]:
        """The titles it may have, French first."""
        return self.fr, self.en

    @property
    def title(self) -> str:
        """Its title in the language in force."""
        return self.fr if language() == "fr" else self.en

    def column(self, field: str) -> Column:
        """The column that fills a field."""
        return next(column for column in self.columns if column.field == field)


_YES_NO = ("oui", "non")

_ID = Column("id", "Id", "Id", "id", required=True)
_LAST_NAME = Column("last_name", "Nom", "Last name", "name", required=True)
_FIRST_NAME = Column("first_name", "Prénom", "First name", "name")
_COMPANY = Column("company", "Entreprise", "Company")
_AVAILABILITY = Column("availability", "Disponibilités", "Availability", "availability")
_COST = Column("cost", "Coût/jour", "Cost/day", "amount")
_EMAIL = Column("email", "Courriel", "Email", "email")
_CONTACT = (
    Column("phone", "Téléphone", "Phone", "phone"),
    Column("salutation", "Civilité", "Salutation", "salutation", choices=("Madame", "Monsieur")),
    Column("address", "Adresse", "Address", "address"),
)

SESSION = Sheet(
    "session", "Session", "Session",
    (
        Column("title", "Titre", "Title"),
        Column("centre", "Centre", "Centre"),
        Column("manager", "Responsable", "Manager"),
    ),
)  # fmt: skip

DAYS = Sheet(
    "days", "Jours", "Days",
    (
        Column("date", "Date", "Date", "date", required=True),
        Column("open", "Ouverture", "Open", "time"),
        Column("close", "Fermeture", "Close", "time"),
    ),
    required=True,
)  # fmt: skip

CANDIDATES = Sheet(
    "candidates", "Candidats", "Candidates",
    (
        _ID, _LAST_NAME, _FIRST_NAME,
        Column("tracks", "Parcours", "Track", "tracks", required=True, choices=("TITRE", "CCP1", "CCP2", "CCP1+CCP2")),
        Column("final_interview", "Entretien final", "Final interview", "yes_no", choices=_YES_NO),
        Column("route", "Voie", "Route", choices=("formation", "VAE", "capitalisation")),
        _COMPANY,
        Column("trainers", "Formateurs", "Trainers", "ids"),
        Column("exclusions", "Exclusions", "Exclusions", "ids"),
        Column("extra_time", "Temps majoré", "Extra time", "extra_time"),
        Column("report", "Rapport", "Report", "yes_no", choices=_YES_NO),
        Column("accessible", "Accessibilité", "Accessible", "yes_no", choices=_YES_NO),
        _AVAILABILITY,
        Column("priority", "Priorité", "Priority", "count"),
        _EMAIL, *_CONTACT,
        Column("number", "N° candidat", "Candidate number"),
    ),
    required=True,
)  # fmt: skip

MEMBERS = Sheet(
    "members", "Jurys", "Members",
    (
        _ID, _LAST_NAME, _FIRST_NAME,
        Column("panel", "Binôme", "Panel"),
        _COMPANY,
        Column("professional", "Qualité", "Capacity", "capacity", choices=("professionnel", "formateur")),
        Column("gender", "Genre", "Gender", "gender", choices=("F", "M")),
        Column("accredited_from", "Habilitation du", "Accredited from", "date"),
        Column("accredited_to", "Habilitation au", "Accredited to", "date"),
        Column("reserve", "Réserve", "Reserve", "yes_no", choices=_YES_NO),
        Column("max_candidates_per_day", "Candidats max/jour", "Max candidates/day", "count"),
        _AVAILABILITY, _COST, _EMAIL, *_CONTACT,
    ),
    required=True,
)  # fmt: skip

ROOMS = Sheet(
    "rooms", "Salles", "Rooms",
    (
        _ID,
        Column("name", "Nom", "Name"),
        Column("uses", "Usages", "Uses", "uses", required=True, choices=("MSP", "ORAL", "MSP;ORAL")),
        Column("seats", "Places", "Seats", "count", required=True),
        Column("projector", "Vidéoprojecteur", "Projector", "yes_no", choices=_YES_NO),
        Column("accessible", "Accessible", "Accessible", "yes_no", choices=_YES_NO),
        _AVAILABILITY, _COST,
    ),
    required=True,
)  # fmt: skip

PROJECTORS = Sheet("projectors", "Projecteurs", "Projectors", (_ID, _AVAILABILITY))

INVIGILATORS = Sheet(
    "invigilators", "Surveillants", "Invigilators",
    (_ID, _LAST_NAME, _FIRST_NAME, _AVAILABILITY, _COST, _EMAIL, *_CONTACT),
)  # fmt: skip

MEANS = Sheet(
    "means", "Moyens", "Means",
    (
        _ID,
        Column("type", "Type", "Type", required=True),
        Column("last_name", "Nom", "Name"),
        Column("room", "Salle", "Room", "id"),
        Column("count", "Nombre", "Number", "count"),
        Column("setup_minutes", "Installation", "Set-up", "minutes"),
        _AVAILABILITY,
    ),
)  # fmt: skip

HELPERS = Sheet(
    "helpers", "Intervenants", "Contributors",
    (_ID, _LAST_NAME, _FIRST_NAME, Column("type", "Rôle", "Role", required=True), _AVAILABILITY, _EMAIL, *_CONTACT),
)  # fmt: skip

CERES = Sheet(
    "ceres", "Sessions CERES", "CERES sessions",
    (
        Column("track", "Parcours", "Track", "tracks", required=True, choices=("TITRE", "CCP1", "CCP2")),
        Column("number", "Numéro", "Number", required=True),
    ),
)  # fmt: skip

SHEETS = (SESSION, DAYS, CANDIDATES, MEMBERS, ROOMS, PROJECTORS, INVIGILATORS, MEANS, HELPERS, CERES)
"""The workbook of facts."""

OF_MEANS = (MEANS, HELPERS)
"""The sheets that are read for a title whose stages need means; for another they are none of ours."""

PLAN = Sheet(
    "plan", "Plan", "Plan",
    (
        Column("candidate", "Candidat", "Candidate", "id", required=True, may_be_empty=True),
        Column("name", "Nom", "Name", "ignored"),
        Column("track", "Parcours", "Track", required=True, may_be_empty=True),
        Column("stage", "Épreuve", "Stage", required=True),
        Column("date", "Date", "Date", "date", required=True),
        Column("start", "Début", "Start", "time", required=True),
        Column("end", "Fin", "End", "time", required=True, may_be_empty=True),
        Column("room", "Salle", "Room", required=True, may_be_empty=True),
        Column("members", "Jury", "Members", "ids", required=True, may_be_empty=True),
        Column("invigilators", "Surveillants", "Invigilators", "ids", required=True, may_be_empty=True),
        Column("projector", "Projecteur", "Projector", "id", required=True, may_be_empty=True),
        Column("lock", "Verrou", "Lock", "lock"),
        Column("real_start", "Réel début", "Actual start", "time"),
        Column("real_end", "Réel fin", "Actual end", "time"),
        Column("absent", "Absent", "Absent", "ticks"),
        Column("state", "État", "State", "state"),
        Column("means", "Moyens", "Means", "ids"),
    ),
    required=True,
)  # fmt: skip

UNPLACED = Sheet(
    "unplaced", "Non placés", "Unplaced",
    (
        Column("candidate", "Candidat", "Candidate", "id", required=True),
        Column("name", "Nom", "Name", "ignored"),
        Column("reason", "Motif", "Reason"),
    ),
)  # fmt: skip

EVENTS = Sheet(
    "events", "Événements", "Events",
    (
        Column("event", "Événement", "Event", required=True, may_be_empty=True),
        Column("now", "Maintenant", "Now", "moment"),
    ),
)  # fmt: skip

PLAN_SHEETS = (PLAN, UNPLACED, EVENTS)
"""The plan, as a workbook that people may edit."""


def headings(sheet: Sheet, language: str = "fr") -> tuple[str, ...]:
    """The titles of a sheet's columns in one language, in order."""
    return tuple(column.fr if language == "fr" else column.en for column in sheet.columns)
