"""The starter scenario: every setting at its default, each with a comment that says what it changes."""

import json

from tspi_sched.problem import DELIBERATION, MARKING, WRITTEN, Title
from tspi_sched.reading.workbook.layout import CANDIDATES, MEMBERS, PROJECTORS
from tspi_sched.texts import _
from tspi_sched.wording.names import paper as paper_of

SCHEMAS = "schemas"
"""The folder of the JSON Schemas, beside the scenario."""

Line = tuple[str, str]
"""A line of TOML and its comment."""


def scenario_text(workbook: str, name: str, title: Title, named: str = "") -> str:
    """The whole file, with comments in the language in force and the minutes of a title, which is `named` by its code
    or a file; what a title has no stages for is left out."""
    blocks = (block for block in _blocks(workbook, name, title, named or title.code) if block)
    return (
        f"#:schema ./{SCHEMAS}/scenario.schema.json\n"
        + "\n\n".join("\n".join(commented(*line) for line in block) for block in blocks)
        + "\n"
    )


def setting_words(title: Title) -> dict[str, str]:
    """What each setting changes, by its path (``rules.msp.waves``), as the starter scenario says it."""
    words: dict[str, str] = {}
    table = ""
    for code, comment in (line for block in _blocks("", "", title, "") for line in block):
        key = code.removeprefix("# ").partition(" = ")[0]
        if key.startswith("["):
            table = key.strip("[]") + "."
        elif comment and key:
            words[table + key] = comment
    return words


def _blocks(workbook: str, name: str, title: Title, named: str) -> tuple[tuple[Line, ...], ...]:
    return (
        _top(workbook, name, title, named), _rules(title), _panels(), _people(), _assessment(title), _solver(),
        _what_if(), _columns(),
    )  # fmt: skip


def commented(code: str, comment: str) -> str:
    """A line of TOML with its comment."""
    if not comment:
        return code
    return f"{code:<38} # {comment}" if code else f"# {comment}"


def quoted(value: str) -> str:
    """A text of TOML."""
    return json.dumps(value, ensure_ascii=False)


def _top(workbook: str, name: str, title: Title, named: str) -> tuple[Line, ...]:
    return (
        (
            "",
            _("Ce fichier dit ce qu'on attend du plan ; le classeur, les faits. Après un #, c'est un commentaire."),
        ),
        ("", _("Chaque réglage est à sa valeur par défaut : vous pouvez supprimer ceux que vous ne changez pas.")),
        (f"name = {quoted(name)}", _("repris dans le plan, et nom du dossier des résultats")),
        (f"workbook = {quoted(workbook)}", _("à côté de ce fichier")),
        (f"title = {quoted(named)}", _("le référentiel : {title}").format(title=title.name)),
        ("grid_minutes = 5", _("toutes les heures sont des multiples de ce nombre de minutes")),
        ("", _("Ce qu'on minimise, du plus au moins important : jours, journées de juré, fin, présence, attente.")),
        ("", _('Chacun peut avoir une tolérance : { name = "finish", tolerance = 15 }')),
        ('objectives = ["days", "juror_days", "finish", "presence", "waiting"]', ""),
        ("allow_unplaced = false", _("true : un plan peut laisser des candidats de côté, s'il le faut")),
    )


def _rules(title: Title) -> tuple[Line, ...]:
    return (
        ("[rules]", ""),
        *_if(
            title,
            WRITTEN,
            "rest_after_msp_minutes = 0",
            _("repos entre l'épreuve {paper} et le premier oral, au moins"),
        ),
        (
            "rest_between_tracks_minutes = 15",
            _("repos entre deux parcours d'un candidat le même jour, au moins"),
        ),
        ("oral_gap_max_minutes = 0", _("0 : les oraux d'un candidat se suivent sans attente")),
        ("changeover_minutes = 5", _("battement du jury et de la salle avant chaque candidat, entre deux tâches")),
        *_if(
            title,
            WRITTEN,
            'msp_and_orals = "any"',
            _("ou same_day (épreuve {paper} et oraux le même jour), different_day"),
        ),
        ('oral_rooms = "single"', _("ou per_stage : chaque oral peut avoir sa salle")),
        ("transfer_minutes = 5", _("pour changer de salle entre deux oraux")),
        ("projector_setup_minutes = 5", _("installation d'un vidéoprojecteur mobile")),
        ("closing_minutes = 0", _("signature du procès-verbal ; 0 : hors du plan")),
        *_if(
            title,
            WRITTEN,
            "# max_wait_minutes = 240",
            _("attente entre l'épreuve {paper} et le premier oral du même jour, au plus"),
        ),
        ("", _("Après un imprévu (replan), et là seulement ; si rien n'est écrit, 60 et 30 :")),
        ("# notice_minutes = 60", _("prévenir au moins si longtemps avant une heure plus tôt ou un autre jour")),
        ("# slide_minutes = 30", _("une heure retardée d'autant au plus, le jour même, n'est pas un rappel")),
        *(_written(paper_of(title)) if title.of_kind(WRITTEN) else ()),
    )


def _if(title: Title, kind: str, code: str, comment: str) -> tuple[Line, ...]:
    """A line for a title that has stages of a kind; the comment may name the written one."""
    return ((code, comment.format(paper=paper_of(title))),) if title.of_kind(kind) else ()


def _written(paper: str) -> tuple[Line, ...]:
    return (
        ("", ""),
        ("[rules.msp]", ""),
        ("waves = 1", _("nombre de départs différents pour un même sujet")),
        ("waves_overlap = true", _("personne ne sort avant le départ de la dernière vague")),
        ("mix_tracks = true", _("plusieurs parcours peuvent composer dans une même salle")),
        ("candidates_per_invigilator = 20", ""),
        (
            "turnover_minutes = 15",
            _("entre deux séances {paper}, pour la salle et pour chaque surveillant, au moins").format(paper=paper),
        ),
    )


def _panels() -> tuple[Line, ...]:
    return (
        ("[rules.panel]", ""),
        ('mode = "given"', _("jurys du classeur ; daily : composés chaque jour ; free : candidat par candidat")),
        ("size = 2", _("jurés par jury")),
        ("min_professionals = 1", _("dont professionnels, au moins")),
        ("use_reserve = false", _("true : les suppléants peuvent servir")),
        (
            '# substitutes = "none"',
            _("qui complète un jury nommé à qui il manque un membre : none (personne), reserve, anyone (tous)"),
        ),
        ("", _("(après un imprévu, si rien n'est écrit : anyone)")),
    )


def _people() -> tuple[Line, ...]:
    return (
        ("[rules.member]", ""),
        ("# max_candidates_per_day = 4", _("passages par juré et par jour, au plus")),
        ("# max_duty_minutes_per_day = 600", _("minutes de travail par juré et par jour, au plus")),
        ("", ""),
        ("[rules.meal]", ""),
        ("minutes = 45", _("pause de chacun, chaque jour")),
        ('window = ["11:30", "14:00"]', _("et quand elle doit tomber")),
    )


def _assessment(title: Title) -> tuple[Line, ...]:
    marking = ", ".join(f"{code} = {minutes}" for code, minutes in _minutes(title, MARKING).items())
    deliberation = next(iter(_minutes(title, DELIBERATION).values()), 0)
    before = _("chaque copie avant les oraux du candidat ; all : toutes avant le premier oral")
    delay = _("entre la fin de l'épreuve {paper} d'un candidat et sa correction, au moins")
    marked: tuple[Line, ...] = (
        ("[rules.marking]", ""),
        ('before = "candidate"', before),
        ("delay_minutes = 5", delay.format(paper=paper_of(title))),
        (
            '# handover = "all"',
            _("une copie corrigée vaut pour un jury qui a tous ses correcteurs (all), ou l'un d'eux (one)"),
        ),
        ("", _("(après un imprévu, si rien n'est écrit : one)")),
        (f"minutes = {{ {marking} }}", _("correction d'une copie, par parcours")),
        ("", ""),
    )
    decided: tuple[Line, ...] = (
        ("[rules.deliberation]", ""),
        ('position = "after_each"', _("après chaque candidat, ou end_of_day")),
        (f"minutes = {deliberation}", ""),
        ("", ""),
    )
    lines = (*(marked if marking else ()), *(decided if deliberation else ()), *_completion(title))
    return lines[:-1] if lines and lines[-1] == ("", "") else lines


def _completion(title: Title) -> tuple[Line, ...]:
    if title.completion is None:
        return ()
    comment = _("épreuve {stage} de qui obtient le titre par ses CCP").format(stage=title.completion[0])
    return (("[rules.final_interview_last_ccp]", ""), (f"minutes = {title.completion[1]}", comment))


def _minutes(title: Title, kind: str) -> dict[str, int]:
    """The minutes of the stage of a kind, by track."""
    codes = title.of_kind(kind)
    return {track.code: minutes for track in title.tracks for code, minutes in track.minutes if code in codes}


def _solver() -> tuple[Line, ...]:
    return (
        ("[solver]", ""),
        ("time_limit = 60", _("secondes pour tout le calcul")),
        ("workers = 0", _("cœurs du processeur ; 0 : tous")),
        ("seed = 1", ""),
    )


def _what_if() -> tuple[Line, ...]:
    return (
        ("", _("Et si… ? Des changements aux faits du classeur, sans y toucher (enlever les # pour s'en servir).")),
        ("# [what_if]", ""),
        ('# without = ["J3", "S2"]', _("sans ces personnes, salles ou vidéoprojecteurs")),
        ('# days = [{ date = "2026-12-08", open = "08:00", close = "18:00" }]', _("au lieu des jours du classeur")),
        (f"# [[what_if.add.{PROJECTORS.title}]]", _("des lignes en plus sur une feuille")),
        ('# Id = "VP2"', ""),
        ("# [what_if.change.J1]", _("d'autres valeurs pour un identifiant")),
        (f'# "{MEMBERS.column("availability").title}" = "2026-12-08"', ""),
    )


def _columns() -> tuple[Line, ...]:
    return (
        ("", _("Si votre classeur a d'autres en-têtes : le nôtre, puis le vôtre.")),
        (f"# [columns.{CANDIDATES.title}]", ""),
        (f"# {quoted(CANDIDATES.column('last_name').title)} = {quoted(_('NOM DE FAMILLE'))}", ""),
    )
