"""Makes the variables of means: what each oral uses, how many of each are in each sitting."""

from tspi_sched.model.groups import barred_helpers
from tspi_sched.model.variables import Sitting, Taken, Variables
from tspi_sched.model.variables.keys import SittingKey
from tspi_sched.problem import WRITTEN, Means


def means(v: Variables) -> None:
    """What may be taken by what, as optional intervals that begin with the set-up."""
    stages = v.instance.problem.title.stage
    for job in v.instance.jobs:
        barred = barred_helpers(v.instance, job)
        for oral, (code, slots) in enumerate(job.orals):
            for one in (one for need in stages[code].needs for one in v.instance.problem.means_of(need.means)):
                if one.id not in barred:
                    _of_oral(v, (job.index, oral), one, slots)
    for key, sitting in v.sittings.items():
        for code in dict.fromkeys(paper.stage for paper in v.instance.papers):
            stage = stages[code]
            for one in (one for need in stage.needs for one in v.instance.problem.means_of(need.means)):
                if stage.kind == WRITTEN and stage.place in sitting.room.uses and one.room in ("", sitting.room.id):
                    _of_sitting(v, key, sitting, code, one)


def _of_oral(v: Variables, key: tuple[int, int], one: Means, slots: int) -> None:
    literal = v.oral_means[*key, one.id] = v.bool_var(f"means[{key},{one.id}]")
    setup, start = v.instance.up(one.setup_minutes), v.oral_start[key]
    held = v.model.new_optional_fixed_size_interval_var(start - setup, setup + slots, literal, f"taken[{one.id}]")
    v.means_taken.setdefault(one.id, []).append(Taken(start, start + slots, literal, held, 1))


def _of_sitting(v: Variables, key: SittingKey, sitting: Sitting, stage: str, one: Means) -> None:
    number = v.sitting_means[*key, stage, one.id] = v.int_var(0, one.count, f"means[{key},{stage},{one.id}]")
    some, setup = v.bool_var(f"some_means[{key},{stage},{one.id}]"), v.instance.up(one.setup_minutes)
    v.model.add(number >= some)
    v.model.add(number <= one.count * some)
    v.model.add_implication(some, sitting.held)
    held = v.model.new_optional_interval_var(
        sitting.start - setup, sitting.size + setup, sitting.end, some, f"taken[{one.id}]"
    )
    v.means_taken.setdefault(one.id, []).append(Taken(sitting.start, sitting.end, some, held, number))
