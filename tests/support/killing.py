"""Killing a process before a step of its own on the disk."""

import os
import signal
from collections.abc import Callable
from typing import Any

STEPS = ("fsync", "rename", "replace", "mkdir", "unlink", "rmdir")
"""What a process does to the disk: before each of them it may be killed."""


def in_a_process(work: Callable[..., Any]) -> int:
    """Do something in a process of its own; returns its id."""
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(0)
    return process


def killed_before(step: int, work: Callable[..., Any]) -> bool:
    """Kill the process that does some work, by SIGKILL, before its step of that number; True if it had so many."""

    def counted() -> None:
        left = [step]
        for name in STEPS:
            setattr(os, name, _counting(getattr(os, name), left))
        work()

    process = in_a_process(counted)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def _counting(function: Any, left: list[int]) -> Callable[..., Any]:
    def wrapped(*args: Any, **settings: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **settings)

    return wrapped
