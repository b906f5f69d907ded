"""The booklet on paper: the first page, then a page for each loss."""

from collections.abc import Iterator

from tspi_sched.exports.booklet.calls import Call
from tspi_sched.exports.booklet.pages import Page, finish, move_heads, pages
from tspi_sched.exports.booklet.summary import count_lines, standby_lines, standby_note, standby_rows
from tspi_sched.exports.pdf.pieces import Cell, Column, Paper, Row, Sheet, Table
from tspi_sched.losses import Contingency
from tspi_sched.texts import _

TEMPLATE = "booklet"


def paper(found: Contingency) -> Paper:
    """The whole booklet, before it has a look."""
    made = pages(found)
    return Paper(_("Livret de secours"), TEMPLATE, (_first(found, made), *(_sheet(page, len(made)) for page in made)))


def _first(found: Contingency, made: tuple[Page, ...]) -> Sheet:
    tables = [_losses(found, made)]
    if rows := standby_rows(found):
        columns = (
            Column(_("Réserve"), 1.2), Column(_("Téléphone"), 0), Column(_("Courriel"), 1), Column(_("Jours"), 2),
        )  # fmt: skip
        tables.insert(0, Table(columns, tuple((Cell(who, "strong"), *rest) for who, *rest in rows), _("Astreintes")))
    return Sheet(
        title=_("Livret de secours : si quelqu'un ou quelque chose manque"),
        subtitle="\n".join((*count_lines(found), *standby_lines(found))),
        tables=tuple(tables),
        notes=(standby_note(), private_note()),
    )


def private_note() -> str:
    """Whom the booklet is for."""
    return _("Téléphones et courriels : pour l'organisateur seul, ni affichés ni transmis.")


def _losses(found: Contingency, made: tuple[Page, ...]) -> Table:
    """What comes of each loss, in a line."""
    columns = (
        Column(_("Fiche"), 0, "center"),
        Column(_("Ce qui manque"), 1.2),
        Column(_("Ce qui arrive"), 2),
        Column(_("À appeler"), 0, "center"),
        Column(_("Fin de la session"), 1.2),
    )
    rows: tuple[Row, ...] = tuple(
        (
            str(page.number),
            Cell(page.short, "strong"),
            Cell(page.verdict, "flag" if page.tone == "bad" else ""),
            str(len(page.calls)) if answer.plan else "",
            finish(found, answer) if answer.plan else "",
        )
        for page, answer in zip(made, found.answers, strict=True)
    )
    return Table(columns, rows, _("Toutes les pertes, une par une"))


def _sheet(page: Page, count: int) -> Sheet:
    return Sheet(
        title=page.title,
        subtitle=_("Fiche {number} sur {count}").format(number=page.number, count=count) + "\n" + _said(page),
        facts=page.facts,
        tables=tuple(_tables(page)),
        notes=(_once_more(page),),
    )


def _once_more(page: Page) -> str:
    """What to type when something else has happened, too."""
    text = _("Si autre chose change aussi, avec l'ordinateur : {command}")
    return text.format(command=f'tspi-sched replan PLAN INPUT --event "{page.event}"')


def _said(page: Page) -> str:
    return " ".join(filter(None, (page.verdict, page.proof)))


def _tables(page: Page) -> Iterator[Table]:
    if page.left:
        columns = Column(_("Candidats à reporter"), 1), Column(_("Pourquoi"), 2.5)
        rows = tuple((Cell(names, "strong"), why) for names, why in page.left)
        yield Table(columns, rows, _("Qui ne peut pas passer"))
    if page.calls:
        yield _calls(page)
    if page.moves:
        heads = tuple(Column(head, share) for head, share in zip(move_heads(), SHARES, strict=True))
        yield Table(heads, page.moves, _("Ce qui bouge"))


SHARES = (1, 0, 0, 1.5, 1.5)
"""Of the width, for the columns of what moves."""


def _calls(page: Page) -> Table:
    """Whom to call; e-mails where there are any, telephones always: they may be filled in by hand."""
    mails = any(one.email for one in page.calls)
    columns = (
        Column(_("Fait"), 0, "center"),
        Column(_("Qui appeler"), 1.1),
        Column(_("Téléphone"), 0.4),
        *((Column(_("Courriel"), 0.8),) if mails else ()),
        Column(_("Avant"), 1.5),
        Column(_("Après"), 1.5),
    )
    rows: tuple[Row, ...] = tuple(_call(one, mails) for one in page.calls)
    return Table(columns, rows, _("Qui appeler, les plus pressés d'abord"))


def _call(one: Call, mails: bool) -> Row:
    who = Cell(f"{one.who}, {one.role}", "strong")
    return ("", who, Cell(one.phone, "strong"), *((one.email,) if mails else ()), one.was, Cell(one.now, "strong"))
