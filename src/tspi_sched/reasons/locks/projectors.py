"""Mobile projectors that locked orals would need in more places at once than there are."""

from collections.abc import Iterable, Iterator

from tspi_sched.checker import Violation
from tspi_sched.checker.facts import within
from tspi_sched.checker.places import Loan
from tspi_sched.checker.violation import at
from tspi_sched.plan import Task, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.texts import duration, ngettext
from tspi_sched.wording import names


def lent_at_once(problem: Problem, tasks: Iterable[Task]) -> Iterator[Violation]:
    """Groups of orals in bare rooms that need, set-up included, more mobile projectors at one moment than can serve
    them. Nothing is said where there are no mobile projectors at all."""
    setup = problem.rules.projector_setup_minutes
    loans = [Loan(t, t.day, t.start - setup, t.end) for t in in_time_order(list(tasks)) if _needs_one(problem, t)]
    groups = [[other for other in loans if _at_work(other, loan)] for loan in loans]
    told: list[Loan] = []
    for group in sorted(groups, key=len, reverse=True):
        found = sum(_serves(problem, projector.id, group) for projector in problem.projectors)
        if problem.projectors and len(group) > found and not all(loan in told for loan in group):
            told += group
            yield _too_few(problem, group, found)


def _needs_one(problem: Problem, task: Task) -> bool:
    stage, room = problem.title.stage.get(task.stage), problem.room.get(task.room or "")
    return stage is not None and stage.projection and room is not None and not room.projector


def _at_work(other: Loan, loan: Loan) -> bool:
    """Whether another loan is going on when a loan begins."""
    return other.day == loan.day and other.start <= loan.start < other.end


def _serves(problem: Problem, id: str, group: list[Loan]) -> bool:
    """Whether a projector is available for one of the loans."""
    availability = problem.projector[id].availability
    days = {day.date: day.windows(availability) for day in problem.days}
    return any(within(days.get(loan.day, ()), loan.start, loan.end) for loan in group)


def _too_few(problem: Problem, group: list[Loan], found: int) -> Violation:
    text = ngettext(
        "{tasks} : il faut un vidéoprojecteur mobile (installation : {setup}), et aucun n'est disponible.",
        "{tasks} : il faut {needed} vidéoprojecteurs mobiles au même moment (installation : {setup}), et il n'y en a"
        " que {found} de disponible.",
        len(group),
    )
    tasks, setup = names.listed(names.task(problem, loan.task) for loan in group), group[0].task.start - group[0].start
    message = text.format(tasks=tasks, setup=duration(setup), needed=len(group), found=found)
    return at("projection", group[0], message, *(loan.task.candidate for loan in group))
