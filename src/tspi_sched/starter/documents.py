"""The starter file of the documents: what they say unless one says otherwise, with a comment on each."""

import dataclasses

from tspi_sched.documents import Copies, Leads
from tspi_sched.problem import WRITTEN, Title
from tspi_sched.starter.scenario import Line, commented, quoted
from tspi_sched.texts import _
from tspi_sched.wording.documents import standard_texts
from tspi_sched.wording.names import paper as paper_of


def documents_text(title: Title) -> str:
    """The whole file, with comments in the language in force."""
    blocks = (_top(), _leads(title), _copies(), _texts(title))
    return "\n\n".join("\n".join(commented(*line) for line in block) for block in blocks) + "\n"


def _top() -> tuple[Line, ...]:
    return (
        (
            "",
            _("Ce que disent les documents à imprimer. Ce qui est vide est laissé de côté, ou pris au classeur."),
        ),
        ('centre = ""', _("vide : celui du classeur")),
        ("address = []", '["12, rue des Ateliers", "69003 Lyon"]'),
        ("contact = []", _('["Tél. 04 00 00 00 00", "sessions@centre.example"]')),
        ('logo = ""', _("une image PNG, JPEG ou SVG, à côté de ce fichier")),
        (
            'timezone = "Europe/Paris"',
            _('celui des calendriers ; outre-mer : "Indian/Reunion", "America/Cayenne"…'),
        ),
        ("reminder_minutes = 0", _("rappel des calendriers, en minutes avant ; 1440 : la veille ; 0 : aucun")),
        ('city = ""', _("où les lettres sont signées")),
        ('signatory = ""', _("qui les signe ; vide : le responsable du classeur")),
        ('signatory_title = ""', _("vide : responsable de session")),
        ("one_file_each = false", _("true : en plus, un fichier par convocation, pour l'envoyer par courriel")),
    )


_OF_PAPERS = frozenset(("written", "invigilators", "reception", "opening", "bring_written", "invigilator_notes"))
"""The keys that say something only where a stage is written."""


def _is_for(title: Title, key: str) -> bool:
    return key not in _OF_PAPERS or bool(title.of_kind(WRITTEN))


def _leads(title: Title) -> tuple[Line, ...]:
    paper, in_a_role = paper_of(title), any(stage.needs for stage in title.stages)
    about = {
        "written": _("un candidat, avant l'épreuve {paper}").format(paper=paper),
        "orals": _("un candidat, avant son premier oral"),
        "members": _("un juré ou un intervenant, avant sa première tâche du jour")
        if in_a_role
        else _("un juré, avant sa première tâche du jour"),
        "invigilators": _("un surveillant, avant l'épreuve {paper}").format(paper=paper),
        "reception": _("accueil des candidats, avant l'épreuve {paper}").format(paper=paper),
        "opening": _("ouverture des plis, avant l'épreuve {paper}").format(paper=paper),
    }
    wanted = {name: minutes for name, minutes in dataclasses.asdict(Leads()).items() if _is_for(title, name)}
    lines = ((f"{name} = {minutes}", about[name]) for name, minutes in wanted.items())
    return ("[lead_minutes]", _("combien de minutes avant")), *lines


def _copies() -> tuple[Line, ...]:
    about = {
        "door": _("de chaque affiche de salle qui change"),
        "wall": _("de chaque page du planning à afficher qui change"),
    }
    lines = ((f"{name} = {count}", about[name]) for name, count in dataclasses.asdict(Copies()).items())
    return ("[copies]", _("combien d'exemplaires imprimer, quand une édition en change")), *lines


def _texts(title: Title) -> tuple[Line, ...]:
    """Our texts behind a ``#`` each: so they still follow the language of the command."""
    lines: list[Line] = [("[texts]", _("enlevez le # et changez ; un texte vide n'est pas imprimé"))]
    ours = dataclasses.asdict(standard_texts(written=bool(title.of_kind(WRITTEN))))
    for name, text in ((name, text) for name, text in ours.items() if _is_for(title, name)):
        if isinstance(text, str):
            lines.append((f"# {name} = {quoted(text)}", ""))
        else:
            lines += [(f"# {name} = [", ""), *((f"#   {quoted(item)},", "") for item in text), ("# ]", "")]
    return tuple(lines)
