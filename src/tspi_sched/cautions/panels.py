"""Members whose accreditation does not cover the session, and panels that cannot sit on any of its days."""

from collections.abc import Iterator

from tspi_sched.problem import Member, Problem, accredited, in_common, letters
from tspi_sched.texts import _, language

Panel = tuple[Member, ...]


def panels_that_cannot_sit(problem: Problem) -> Iterator[str]:
    """Accreditations that do not reach, each with the panels that suffer, then panels without a moment in common."""
    given = problem.panels if problem.rules.panel.mode == "given" else {}
    lost = {label for label, panel in given.items() if not _accredited_days(problem, panel)}
    for member in problem.members:
        if problem.days and (sentence := _accreditation(problem, member)):
            labels = [label for label, panel in given.items() if member in panel and label in lost]
            suffers = "".join(_(" ; le {panel} ne peut pas siéger").format(panel=panel_name(one)) for one in labels)
            yield sentence + suffers
    for label, panel in given.items():
        whole = [bool(_accredited_days(problem, (member,))) for member in panel]
        if label in lost and all(whole):
            text = _("le {panel} ne peut pas siéger : aucun jour où {members} sont tous habilités")
            yield text.format(panel=panel_name(label), members=_ids(panel))
        elif label not in lost and not _free(problem, panel) and all(_free(problem, (one,)) for one in panel):
            text = _("le {panel} ne peut pas siéger : {members} ne sont jamais disponibles ensemble")
            yield text.format(panel=panel_name(label), members=_ids(panel))


def idle_members(problem: Problem) -> Iterator[str]:
    """Members of no panel where only named panels serve."""
    if problem.rules.panel.mode == "given":
        for member in problem.members:
            stands_in = any(member.id in panel for panels in problem.completions.values() for panel in panels)
            if not member.panel and not member.reserve and not stands_in:
                text = _("{name} ({id}) n'est dans aucun binôme et ne siégera pas.")
                yield text.format(name=member.name, id=member.id)


def panel_name(label: str) -> str:
    """A panel as people call it: `Jury A`, whether its label says so or only `A`."""
    return label if letters(label).startswith("jury") else _("Jury {name}").format(name=label)


def _ids(panel: Panel) -> str:
    return _(" et ").join(member.id for member in panel)


def _accredited_days(problem: Problem, panel: Panel) -> bool:
    return any(all(accredited(member, day.date) for member in panel) for day in problem.days)


def _free(problem: Problem, panel: Panel) -> bool:
    """Whether there is a moment when all of them are accredited and there."""
    return any(
        all(accredited(member, day.date) for member in panel) and in_common(day, *(m.availability for m in panel))
        for day in problem.days
    )


def _accreditation(problem: Problem, member: Member) -> str:
    """What is wrong with an accreditation; empty if it covers every day."""
    first, last = problem.days[0].date, problem.days[-1].date
    start, end = member.accredited_from, member.accredited_to
    feminine = "e" if member.gender == "F" and language() == "fr" else ""
    named = {"id": member.id, "e": feminine, "start": f"{start:%d/%m/%Y}" if start else "", "end": ""}
    named["end"] = f"{end:%d/%m/%Y}" if end else ""
    if end and end < first:
        return _("{id} n'est plus habilité{e} pendant la session (jusqu'au {end})").format(**named)
    if start and start > last:
        return _("{id} n'est pas encore habilité{e} pendant la session (à partir du {start})").format(**named)
    if end and end < last:
        return _("{id} n'est habilité{e} que jusqu'au {end} : pas toute la session").format(**named)
    if start and start > first:
        return _("{id} n'est habilité{e} qu'à partir du {start} : pas toute la session").format(**named)
    return ""
