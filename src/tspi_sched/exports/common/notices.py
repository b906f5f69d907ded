"""What an organiser should know beside the plan itself: warnings, never refusals."""

from datetime import date

from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Plan
from tspi_sched.problem import WRITTEN, Problem, Title
from tspi_sched.texts import _, long_date, ngettext

TITLE_NOTICE_DAYS, CERTIFICATE_NOTICE_DAYS, JUROR_NOTICE_DAYS = 31, 15, 15
"""Candidates are told one month before a session for the whole title and 15 days before one for a certificate (rules of
2008); jurors ask their employer for leave 15 days before."""


def notices(problem: Problem, plan: Plan, today: date) -> tuple[str, ...]:
    """Sentences to print and to put on the summary: late notice, papers to copy, candidates left out."""
    roster = Roster(problem, plan)
    return (*_late(roster, today), *_papers(roster), *_left_out(roster))


def _late(roster: Roster, today: date) -> tuple[str, ...]:
    if not roster.days:
        return ()
    left = (roster.days[0] - today).days
    start = long_date(roster.days[0])
    if left < 0:
        return (_("La session commence le {day} : cette date est passée.").format(day=start),)
    return tuple(
        ngettext(
            "La session commence le {day}, dans {count} jour : {reason}",
            "La session commence le {day}, dans {count} jours : {reason}",
            left,
        ).format(day=start, count=left, reason=reason)
        for limit, reason in _deadlines(roster)
        if left < limit
    )


def _deadlines(roster: Roster) -> tuple[tuple[int, str], ...]:
    """How many days before the session whom should have heard, for the people there are."""
    whole = whole_title_tracks(roster.problem.title)
    tracks = {assessment.track for assessment in roster.assessments}
    found = []
    if tracks & whole:
        found.append((TITLE_NOTICE_DAYS, _("les candidats au titre complet devraient être convoqués un mois avant.")))
    if tracks - whole:
        found.append((CERTIFICATE_NOTICE_DAYS, _("les candidats à un CCP devraient être convoqués 15 jours avant.")))
    if roster.panels:
        found.append((JUROR_NOTICE_DAYS, _("les jurés demandent leur absence à leur employeur 15 jours avant.")))
    return tuple(found)


def whole_title_tracks(title: Title) -> frozenset[str]:
    """The tracks that lead to the whole title: those that hold the stage which completes it, all if none does."""
    if title.completion is None:
        return frozenset(title.track)
    stage = title.completion[0]
    return frozenset(track.code for track in title.tracks if stage in dict(track.minutes))


def _papers(roster: Roster) -> tuple[str, ...]:
    placed = {assessment.candidate.id for assessment in roster.assessments}
    without = [c for c in roster.problem.candidates if c.id in placed and roster.needs_copy(c)]
    if not without:
        return ()
    stages = roster.problem.title.stages
    text = ngettext(
        "Candidat sans rapport d'activité, qui présente sa copie de l'épreuve {written} à l'épreuve {oral} :"
        " prévoir une copie pour {names}.",
        "Candidats sans rapport d'activité, qui présentent leur copie de l'épreuve {written} à l'épreuve {oral} :"
        " prévoir une copie pour {names}.",
        len(without),
    )
    return (
        text.format(
            written=next((stage.code for stage in stages if stage.kind == WRITTEN), ""),
            oral=next((stage.code for stage in stages if stage.projection), ""),
            names=", ".join(roster.candidate_name(candidate.id) for candidate in without),
        ),
    )


def _left_out(roster: Roster) -> tuple[str, ...]:
    """One sentence for each reason, with everybody it holds for."""
    people: dict[str, list[str]] = {}
    for row in roster.plan.unplaced:
        people.setdefault(row.reason, []).append(roster.candidate_name(row.candidate))
    return tuple(
        ngettext("Non placé : {names} – {reason}", "Non placés : {names} – {reason}", len(names)).format(
            names=", ".join(names), reason=reason
        )
        for reason, names in people.items()
    )
