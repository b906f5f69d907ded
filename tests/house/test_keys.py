"""Keys of contents: equal for equal values on any machine, other for other ones."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.sessions import MONDAY, changed, laid_out, ruled, session
from tspi_sched.keys import DIGITS, key_of
from tspi_sched.plan import Origin, Result, Status
from tspi_sched.problem import ExtraTime, Lock
from tspi_sched.wishes import Wishes


def test_equal_values_have_equal_keys_and_others_have_others() -> None:
    problem, plan = session(), laid_out()
    locked = replace(problem, locks=(Lock(plan.tasks[0], frozenset({"day", "start"})),))
    values = [
        (problem,),
        (problem, Wishes()),
        (problem, Wishes(seed=2)),
        (problem, plan),
        (locked,),
        (ruled(problem, changeover_minutes=10),),
        (changed(problem, "C1", extra_time=(ExtraTime("MSP", Fraction(1, 3)),)),),
        (changed(problem, "J1", last_name="Autre"),),
        ("1",),
        (1,),
        (None,),
        ((1, 2), 3),
        (1, (2, 3)),
        (MONDAY,),
        ({"a": 1},),
        (b"a",),
    ]
    keys = [key_of(*value) for value in values]
    assert len(set(keys)) == len(values)
    assert all(len(key) == DIGITS for key in keys)
    assert key_of(session(), laid_out()) == key_of(problem, plan)


def test_where_a_plan_comes_from_does_not_count() -> None:
    result = Result(Status.OPTIMAL, laid_out())
    assert key_of(result) == key_of(replace(result, origin=Origin("a.toml", "/a.xlsx")))


def test_keys_do_not_depend_on_the_order_of_sets() -> None:
    code = "from tspi_sched.keys import key_of; print(key_of(frozenset(map(str, range(50))), {'b': {2}, 'a': 1}))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_what_has_no_key_is_refused() -> None:
    with pytest.raises(TypeError, match="no key for a object"):
        key_of(object())
