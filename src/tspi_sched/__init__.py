"""Proven-optimal day plans for the assessment sessions of a French titre professionnel.

``read`` an input, ``solve`` it, ``check`` and ``measure`` a plan, ``compare`` several, ``explain`` why there is none.
What is named here is loaded when it is first used, so that importing the package costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tspi_sched.check import check, measure
    from tspi_sched.compare import compare
    from tspi_sched.errors import InputError
    from tspi_sched.explain import explain
    from tspi_sched.plan import Plan, Result
    from tspi_sched.problem import Problem
    from tspi_sched.read import read
    from tspi_sched.solve import solve
    from tspi_sched.wishes import Wishes

    __version__: str

__all__ = [
    "InputError",
    "Plan",
    "Problem",
    "Result",
    "Wishes",
    "__version__",
    "check",
    "compare",
    "explain",
    "measure",
    "read",
    "solve",
]

_HOMES = {
    "InputError": "errors",
    "Plan": "plan",
    "Problem": "problem",
    "Result": "plan",
    "Wishes": "wishes",
    "measure": "check",
}
_VERBS = ("check", "compare", "explain", "read", "solve")
"""Packages named after their one main function: calling the package calls that function."""


class _Verb(ModuleType):
    """A package that may be called."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function that has the package's name."""
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **options)


class _Package(ModuleType):
    """This package: the import system binds a subpackage here whenever somebody imports it, and hides the function of
    the same name; so it is made to stand for that function as well."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _VERBS and isinstance(value, ModuleType):
            value.__class__ = _Verb
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("tspi-sched")
    if name in _VERBS:
        return import_module(f"{__name__}.{name}")
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
