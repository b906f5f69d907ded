"""What somebody may have meant: the known name nearest to a misspelt one."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from tspi_sched.problem import letters, plain
from tspi_sched.texts import _

_SUGGESTIONS = 200
"""How many suggestions one list of names makes: after that many faults a person reads no more of them, and comparing
thousands of unknown names with thousands of known ones takes minutes."""
_LISTED = 8
_COMPARED = 60


fold = letters
"""Letters and digits only, without case and accents: how titles and codes are compared."""

_LOOKALIKES = str.maketrans("lio|", "1101")
"""Signs taken for one another on a screen or by a hurried finger."""


class Names:
    """Known names; finds one however it is written, or suggests the nearest.

    `key` says which spellings are the same: by default all that differ in case, accents and punctuation alone.
    `also` gives other ways to say a name (a person's name for an id): they are suggested, never accepted. Those of
    `said` are accepted, as far as they mean one name only.
    """

    def __init__(
        self,
        names: Iterable[str],
        also: dict[str, str] | None = None,
        key: Callable[[str], str] = fold,
        said: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._exact = frozenset(self._names)
        self._key = key
        self._folded: dict[str, str | None] = {}
        for name in self._names:
            folded = key(name)
            self._folded[folded] = None if folded in self._folded else name
        self._also = {key(text): name for text, name in (also or {}).items()}
        self._said: dict[str, dict[str, None]] = {}
        for text, name in said:
            self._said.setdefault(fold(text), {})[name] = None
        self._left = _SUGGESTIONS

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def find(self, text: str) -> str | None:
        """The name meant by a text: the same, or the only one with the same key."""
        if text in self._exact:
            return text
        key = self._key(text)
        if key and key in self._folded:
            return self._folded[key]
        said = self._said.get(fold(text), {})
        return next(iter(said)) if fold(text) and len(said) == 1 else None

    def nearest(self, text: str, cutoff: float = 0.6) -> str | None:
        """The known name most like a text, if one is."""
        if self._left <= 0:
            return None
        self._left -= 1
        keys = {**self._also, **{key: name for key, name in self._folded.items() if name}}
        meant = self._key(text)[:_COMPARED]
        alike = [name for key, name in keys.items() if key.translate(_LOOKALIKES) == meant.translate(_LOOKALIKES)]
        if len(alike) == 1:
            return alike[0]
        close = get_close_matches(meant, keys, 1, cutoff)
        return keys[close[0]] if close else None

    def hint(self, text: str) -> str:
        """The end of a message about an unknown name: those who share it, the nearest one, or else what is known."""
        if len(shared := self._said.get(fold(text), {})) > 1:
            return _(" ; plusieurs portent ce nom : {names} ; écrivez le code").format(names=", ".join(shared))
        near = self.nearest(text)
        if near is not None:
            return _(" ; vouliez-vous dire « {name} » ?").format(name=near)
        if 0 < len(self._names) <= _LISTED:
            return _(" ; connus : {names}").format(names=", ".join(self._names))
        return ""


def ids(names: Iterable[str], also: dict[str, str] | None = None, said: Iterable[tuple[str, str]] = ()) -> Names:
    """Known ids: case, accents and blanks do not count, but `C1-1` and `C11` are two ids."""
    return Names(names, also, plain, said)
