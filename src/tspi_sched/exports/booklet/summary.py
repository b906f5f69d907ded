"""The first page of the booklet in words: how many losses are harmless, and where reserves must stand by."""

from collections.abc import Iterator
from itertools import groupby

from tspi_sched.losses import Contingency, Standby
from tspi_sched.texts import _, long_date, mark, ngettext


def count_lines(found: Contingency) -> Iterator[str]:
    """How many losses call no candidate again, call some, leave somebody out, are not known."""
    total = len(found.answers)
    again = sum(answer.everybody and not answer.quiet for answer in found.answers)
    out = sum(answer.plan is not None and not answer.everybody for answer in found.answers)
    unknown = total - found.quiet - again - out
    studied = ngettext("{count} perte étudiée.", "{count} pertes étudiées, une à la fois.", total).format(count=total)
    counts = [studied, _("Sans rappeler aucun candidat : {count}.").format(count=found.quiet)]
    if again:
        counts.append(_("Tout le monde passe, mais il faut en rappeler : {count}.").format(count=again))
    if out:
        counts.append(_("Des candidats sont à reporter : {count}.").format(count=out))
    if unknown:
        counts.append(_("Sans réponse : {count}.").format(count=unknown))
    yield " ".join(counts)


def standby_lines(found: Contingency) -> Iterator[str]:
    """Where reserves must stand by, and how sure that is."""
    standby = found.standby
    if standby is None:
        yield _("Les astreintes ne sont pas encore calculées : relancez la même commande pour finir.")
        return
    if standby.hopeless:
        names = ", ".join(f"{found.problem.member[id].name} ({id})" for id in standby.hopeless)
        yield _("Aucune réserve connue ne remplace, de façon sûre : {names}.").format(names=names)
        return
    if not standby.days and not standby.more:
        yield _(
            "Aucune réserve n'a besoin de se tenir prête : quelle que soit l'absence au jury, tout le monde passe, au "
            "prix de candidats rappelés s'il le faut. Les fiches appellent d'abord qui évite de les rappeler ; si elle "
            "ne répond pas, « replan » sans elle donne le planning sur lequel cette phrase repose."
        )
        return
    if standby.days:
        yield _needed(standby)
    if standby.more:
        yield _more(standby)
    yield _sure(standby)


def _needed(standby: Standby) -> str:
    count = len(standby.days)
    return ngettext(
        "Pour qu'aucune absence au jury ne laisse un candidat de côté, il faut {count} journée d'astreinte "
        "des réserves du classeur.",
        "Pour qu'aucune absence au jury ne laisse un candidat de côté, il faut {count} journées d'astreinte "
        "des réserves du classeur.",
        count,
    ).format(count=count)


def _more(standby: Standby) -> str:
    """How many more reserves are needed, and when."""
    days = mark(";").join(
        ngettext("{count} personne le {day}", "{count} personnes le {day}", count).format(
            count=count, day=long_date(day)
        )
        for day, count in standby.more
    )
    count = standby.more_days
    text = ngettext(
        "Les réserves du classeur ne suffisent pas à couvrir toute absence au jury : il manque {count} journée de "
        "réserve ({days}), d'un professionnel habilité sans lien avec aucun candidat.",
        "Les réserves du classeur ne suffisent pas à couvrir toute absence au jury : il manque {count} journées de "
        "réserve ({days}), de professionnels habilités sans lien avec aucun candidat.",
        count,
    )
    return text.format(count=count, days=days)


def _sure(standby: Standby) -> str:
    if standby.proven:
        return _("C'est prouvé : moins d'astreintes laisseraient quelqu'un de côté.")
    if standby.more and standby.fewest_more < standby.more_days:
        return _("Ce n'est pas prouvé : il en manque au moins {least}, au plus {most}.").format(
            least=standby.fewest_more, most=standby.more_days
        )
    return _("Ce n'est pas prouvé : il en faut au moins {least}, au plus {most}.").format(
        least=standby.fewest, most=len(standby.days)
    )


def standby_rows(found: Contingency) -> tuple[tuple[str, str, str, str], ...]:
    """A row for each reserve member who stands by: who, telephone, e-mail, days; then one for those still missing."""
    standby = found.standby
    if standby is None:
        return ()
    rows = []
    for id, group in groupby(standby.days, key=lambda duty: duty[0]):
        member, days = found.problem.member[id], mark(";").join(long_date(day) for _id, day in group)
        who = member.name if member.name == id else f"{member.name} ({id})"
        rows.append((who, member.phone, member.email, days))
    for day, count in standby.more:
        text = ngettext("à trouver ({count} personne)", "à trouver ({count} personnes)", count)
        rows.append((text.format(count=count), "", "", long_date(day)))
    return tuple(rows)


def standby_note() -> str:
    """What the numbers of stand-bys mean."""
    return _(
        "Une journée d'astreinte : une réserve joignable et libre ce jour-là. Il est compté ce qu'il en faut pour "
        "qu'aucune absence d'un seul membre du jury, toute la session, ne laisse de côté un candidat placé, même s'il "
        "faut alors en rappeler d'autres. Chaque fiche suppose que tout le reste est là."
    )
