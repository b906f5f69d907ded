"""What a move is called, what it breaks and what it costs, in words."""

from collections.abc import Iterable
from typing import Any

from tspi_sched.checker import Violation
from tspi_sched.comparison.days import day_lines
from tspi_sched.comparison.people import Notice
from tspi_sched.exports.comparison.tables import kind_names
from tspi_sched.moves import Block, Place
from tspi_sched.moves.prices import Cost, Price, Told
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, duration, harmless, long_date, ngettext
from tspi_sched.wording import amount, names, objective_title, objective_value
from tspi_sched.wording.rules import rule_title

Json = dict[str, Any]


def what(problem: Problem, block: Block) -> str:
    """A block by the name that people give it."""
    first = block.tasks[0]
    if block.kind == "sitting":
        return _("Séance {stage}, salle {room}").format(stage=first.stage, room=names.room(problem, first.room))
    if block.kind == "piece":
        return names.what(problem, first)
    known = problem.candidate.get(first.candidate or "")
    return f"{known.name if known else first.candidate}, {first.track}"


def where(problem: Problem, place: Place) -> str:
    """A place: day, hour, and the room or panel if it says any."""
    text = _("{day} à {hour}").format(day=long_date(place.day), hour=clock(place.start))
    if place.room is not None:
        text = _("{when}, salle {room}").format(when=text, room=names.room(problem, place.room))
    if place.panel is not None:
        text = _("{when}, jury {panel}").format(when=text, panel=names.people(problem, place.panel))
    return text


def breaches(found: Iterable[Violation]) -> list[list[str]]:
    """Each broken rule by name, with what is wrong."""
    return [[rule_title(one.rule), harmless(one.message)] for one in found]


def verdict(block: str, place: str, found: tuple[Violation, ...]) -> str:
    """What is said of a move that was made."""
    said = _("{what} : {where}").format(what=block, where=place)
    if not found:
        return _("{said}. Aucune règle enfreinte.").format(said=said)
    rules = ", ".join(dict.fromkeys(rule_title(one.rule) for one in found))
    return _("{said}. Règles enfreintes : {rules}.").format(said=said, rules=rules)


def told_price(problem: Problem, price: Price) -> Json:
    """The objectives before and after, and who must be told, ready to be shown."""
    count = len(price.told)
    text = ngettext("{count} personne à prévenir", "{count} personnes à prévenir", count)
    return {
        "costs": [_cost(problem, cost) for cost in price.costs],
        "told": [_told(problem, told) for told in price.told],
        "count": text.format(count=amount(count)) if count else _("Personne à prévenir"),
    }


def _cost(problem: Problem, cost: Cost) -> Json:
    before, after = (objective_value(problem, cost.name, value) for value in (cost.before, cost.after))
    size, sign = abs(cost.after - cost.before), "+" if cost.after > cost.before else "−"
    spelt = duration(size) if cost.name == "finish" else objective_value(problem, cost.name, size)
    return {
        "title": objective_title(cost.name),
        "before": before,
        "after": after,
        "change": f"{sign}{spelt}" if size else "=",
        "worse": cost.after > cost.before,
        "better": cost.after < cost.before,
    }


def _told(problem: Problem, told: Told) -> Json:
    person = told.person
    reach = [harmless(text) for text in (person.phone, person.email) if text]
    name = f"{person.name} ({person.id})" if person.name != person.id else person.id
    days = [_day(problem, notice) for notice in told.days]
    return {"name": harmless(name), "kind": kind_names()[told.kind], "reach": reach, "days": days}


def _day(problem: Problem, notice: Notice) -> Json:
    was, now = (day_lines(problem, entries) for entries in (notice.before, notice.after))
    return {
        "day": long_date(notice.day),
        "before": [harmless(line) for line in was if line not in now],
        "after": [harmless(line) for line in now if line not in was],
    }
