"""Keys of contents: what was calculated once is found again as long as nothing that it depends on is another."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

DIGITS = 20
"""Hexadecimal digits of a key: two contents have the same by chance in no lifetime."""


def key_of(*parts: Any) -> str:
    """The key of some values: sessions, wishes, plans and what they are made of, and of the program's version.

    Equal values have equal keys, on any machine and in any order of sets; fields that do not count in comparisons
    (where a plan comes from) do not count here. `TypeError` for what is none of these.
    """
    from tspi_sched import __version__

    text = json.dumps([__version__, *map(_plain, parts)], ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:DIGITS]


def _plain(value: Any) -> Any:
    """A value as JSON knows it, in one way only."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        named = {
            field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.compare is not False
        }
        return [type(value).__name__, named]
    if isinstance(value, Mapping):
        return ["mapping", sorted(([_plain(key), _plain(one)] for key, one in value.items()), key=json.dumps)]
    if isinstance(value, set | frozenset):
        return ["set", sorted(map(_plain, value), key=json.dumps)]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return ["bytes", sha256(value).hexdigest()]
    if isinstance(value, date | Fraction):
        return [type(value).__name__, str(value)]
    raise TypeError(f"no key for a {type(value).__name__}")
