"""The candidates' convocations: when to come, what for, where, and what to bring."""

from tspi_sched.exports.common.calls import called, visits
from tspi_sched.exports.pdf.letters import letter
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Items, Letter, Row, Table
from tspi_sched.exports.pdf.session import Session, headline_date, span
from tspi_sched.plan import Task
from tspi_sched.problem import ATTENDED, ORAL, WRITTEN, Candidate
from tspi_sched.texts import _, clock, duration, mark, ngettext
from tspi_sched.wording.names import paper as paper_of


def candidate_letters(session: Session) -> tuple[Letter, ...]:
    """One letter per placed candidate, in the order of the workbook."""
    stays: dict[str, list[Task]] = {}
    for task in session.roster.of_kind(*ATTENDED):
        stays.setdefault(task.candidate or "", []).append(task)
    placed = (candidate for candidate in session.problem.candidates if candidate.id in stays)
    return tuple(_letter(session, one, stays[one.id]) for one in placed)


def _letter(session: Session, candidate: Candidate, tasks: list[Task]) -> Letter:
    return letter(
        session,
        person=candidate,
        to=(candidate.name, _("Candidat n° {id}").format(id=candidate.id), candidate.company),
        subject=(
            (_("Objet"), _("convocation aux épreuves du {exam}").format(exam=session.exam)),
            (_("Parcours"), _(" et ").join(session.track(track) for track in candidate.tracks)),
            *([(_("N° candidat"), candidate.number)] if candidate.number else ()),
            *session.ceres(candidate.tracks),
        ),
        intro=session.texts.candidate_intro or "",
        table=_calendar(session, candidate, tasks),
        lists=_to_bring(session, candidate, tasks),
        notes=(*_own_notes(candidate), *(session.texts.candidate_notes or ())),
    )


# --- the calendar ----------------------------------------------------------------------------------------------------


def _calendar(session: Session, candidate: Candidate, tasks: list[Task]) -> Table:
    columns = (
        Column(_("Épreuve"), 1),
        Column(_("Horaire"), 0, "center"),
        Column(_("Durée"), 0, "center"),
        Column(_("Salle"), 0.55),
    )
    rows: list[Row] = []
    for visit in visits(session.roster, tasks):
        rows.append(Band(_call(session, visit[0])))
        rows += (_stage_row(session, candidate, task) for task in visit)
    return Table(columns, tuple(rows))


def _call(session: Session, task: Task) -> str:
    time = called(session.roster, task)
    if time is None:
        return _("{day} – aussitôt après l'épreuve précédente").format(day=headline_date(task.day))
    return _("{day} – présentez-vous à {time}").format(day=headline_date(task.day), time=clock(time))


def _stage_row(session: Session, candidate: Candidate, task: Task) -> Row:
    several = len(candidate.tracks) > 1
    name = f"{session.stage(task)} – {task.track}" if several else session.stage(task)
    return (
        Cell(name, note=_stage_note(session, candidate, task)),
        Cell(span(task), "strong"),
        duration(task.minutes),
        session.roster.short_room(task.room),
    )


def _stage_note(session: Session, candidate: Candidate, task: Task) -> str:
    extra = session.roster.extra_minutes(task)
    notes = (
        _("dont temps majoré : {length}").format(length=duration(extra)) if extra else "",
        _("sans rapport d'activité : vous y présenterez votre épreuve {paper}, dont une copie vous sera remise").format(
            paper=paper_of(session.problem.title)
        )
        if _presents_paper(session, candidate, task)
        else "",
    )
    return mark(";").join(filter(None, notes))


def _presents_paper(session: Session, candidate: Candidate, task: Task) -> bool:
    return not candidate.report and session.problem.title.stage[task.stage].projection


# --- beside the calendar ---------------------------------------------------------------------------------------------


def _to_bring(session: Session, candidate: Candidate, tasks: list[Task]) -> tuple[Items, ...]:
    """What to bring to the papers and orals that are the candidate's own."""
    kinds = [session.roster.kind(task) for task in tasks]
    papers = [task.stage for task, kind in zip(tasks, kinds, strict=True) if kind == WRITTEN]
    shown = any(session.problem.title.stage[task.stage].projection for task in tasks)
    report = _("votre support de présentation, et le rapport ou le dossier qu'il présente")
    own = (report,) if candidate.report and shown else ()
    text = ngettext("À apporter à l'épreuve {paper}", "À apporter aux épreuves {paper}", len(set(papers)))
    lists = (
        Items(text.format(paper=_(" et ").join(dict.fromkeys(papers))), session.texts.bring_written or ()),
        Items(_("À apporter aux oraux"), (*(session.texts.bring_orals or ()), *own)),
    )
    there = bool(papers), ORAL in kinds
    return tuple(items for items, asked in zip(lists, there, strict=True) if asked and items.items)


def _own_notes(candidate: Candidate) -> tuple[str, ...]:
    return (_("Les salles où vous êtes attendu(e) sont accessibles."),) if candidate.accessible else ()
