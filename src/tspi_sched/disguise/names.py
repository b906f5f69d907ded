"""Other names for the names of a session: alike where these are alike, and of the same shape."""

import re
import unicodedata
from collections.abc import Iterable
from random import Random

from tspi_sched.disguise import vocabulary
from tspi_sched.disguise.vocabulary import words
from tspi_sched.reading.values.near import fold

_VOWELS, _CONSONANTS, _DIGITS = "aeiouy", "bcdfghjklmnpqrstvwxz", "0123456789"
_ESCAPE = r"_x[0-9A-Fa-f]{4}_|&#?\w+;"
"""What exporters leave in texts: kept, since reading may stumble over it."""
_CODE = r"(?<!\w)[^\W\d_]{1,3}[-_]?\d{1,4}(?!\w)"
"""An id such as `C01` or `VP-2`, which names nobody."""
_ERROR = re.compile(r"#\S+[!?/]\S*|#N/?[AD]|Err:\d+", re.IGNORECASE)
_PIECE = re.compile(rf"({_ESCAPE})|({_CODE})|([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)|(\d+)")
_PRIVATE = re.compile(r"\S+@\S+|(?<!\d)(?:\+33|0033|0)[ .-]?\d(?:[ .-]?\d\d){4}(?!\d)")
"""An e-mail address or a telephone number, wherever it stands."""
_LONG = 6
"""Shorter words may be like a known one by chance."""
_ATTEMPTS = 30
"""How often a word is changed in search of one that is not in the session; of one or two letters, all may be."""
_TOLD_APART = 4
"""From this many letters on, words that differ by one letter are changed alike."""


class Names:
    """Gives every word of some texts another one: the same for the same, one alike for one alike.

    `secret` decides which; with another one, everything is called otherwise.
    """

    def __init__(self, texts: Iterable[str], secret: int) -> None:
        self._secret = secret
        self._families = _families({fold(word) for text in texts for word in words(text)})
        self._kin: dict[str, list[str]] = {}
        for word, family in self._families.items():
            self._kin.setdefault(family, []).append(word)
        self._seeds: dict[str, str] = {}

    def of_people(self, text: str) -> str:
        """A text in a column of names or addresses: every word changes, and every digit."""
        return text if vocabulary.is_no_name(text) else self._changed(text, frozenset(), codes=False)

    def of_firms(self, text: str) -> str:
        """The name of a company: what makes it like others stays, such as `SA` or `et`."""
        return text if vocabulary.is_no_name(text) else self._changed(text, vocabulary.of_firms(), codes=False)

    def elsewhere(self, text: str) -> str:
        """A text that reading may know words of: these stay, also misspelt, and ids and digits; other words change."""
        private = _PRIVATE.sub(lambda found: self.of_people(found.group()), text)
        slips = {fold(word) for word in words(private) if _slip(fold(word))}
        return self._changed(private, vocabulary.known() | slips, codes=True)

    def unread(self, text: str) -> str:
        """A text that nobody reads, such as a remark: known words stay, digits do not."""
        return self._changed(text, vocabulary.known(), codes=False)

    def number(self, value: int | float) -> int | float:
        """A number of as many digits: a telephone number may be typed as one."""
        digits = self._digits(str(int(value)), str(value))
        return int(digits.replace("0", "1", 1) if digits.startswith("0") else digits)

    def _changed(self, text: str, kept: frozenset[str], *, codes: bool) -> str:
        if _ERROR.fullmatch(text.strip()):
            return text

        def piece(found: re.Match[str]) -> str:
            escape, code, word, digits = found.groups()
            if escape or (code and codes):
                return found.group()
            if code:
                return "".join(self._word(part, kept) if part.isalpha() else part for part in re.split(r"(\d+)", code))
            return self._word(word, kept) if word else digits if codes else self._digits(digits, text)

        return _PIECE.sub(piece, text)

    def _word(self, word: str, kept: frozenset[str]) -> str:
        if not fold(word) or fold(word) in kept:
            return word
        return _other(word, Random(self._seed(self._families.get(fold(word), fold(word)))))

    def _seed(self, family: str) -> str:
        """The chance of a family of words: the first that makes none of them another word of the session."""
        if family not in self._seeds:
            seeds = [f"{self._secret} {attempt} {family}" for attempt in range(_ATTEMPTS)]
            kin = self._kin.get(family, [family])
            new = (s for s in seeds if not any(fold(_other(one, Random(s))) in self._families for one in kin))
            self._seeds[family] = next(new, seeds[0])
        return self._seeds[family]

    def _digits(self, digits: str, text: str) -> str:
        chance = Random(f"{self._secret} {text} {digits}")
        return "".join(chance.choice(_DIGITS) for _digit in digits)


def _slip(word: str) -> bool:
    """Whether a word is a misspelt one of the program's own, as `formatuer` is."""
    return len(word) >= _LONG and any(_one_apart(word, other) for other in vocabulary.known() if len(other) >= _LONG)


def _one_apart(word: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or otherwise, or by two neighbours that changed places."""
    if len(word) != len(other):
        return word in _thinned(other) or other in _thinned(word)
    unlike = [at for at, pair in enumerate(zip(word, other, strict=True)) if pair[0] != pair[1]]
    if len(unlike) == 2 and unlike[1] == unlike[0] + 1:
        return word[unlike[0]] == other[unlike[1]] and word[unlike[1]] == other[unlike[0]]
    return len(unlike) == 1


def _thinned(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _families(found: set[str]) -> dict[str, str]:
    """By word, the one that stands for all that are alike, one to the next: they change their letters alike."""
    root = {word: word for word in found}

    def top(word: str) -> str:
        while root[word] != word:
            word = root[word]
        return word

    holders: dict[str, str] = {}
    for word in sorted(found):
        for thin in _thinned(word) if len(word) >= _TOLD_APART else ():
            first, second = sorted((top(holders.setdefault(thin, word)), top(word)))
            root[second] = first
    return {word: top(word) for word in found}


def _other(word: str, chance: Random) -> str:
    """A word of the same length, case and accents: vowels for vowels, and no letter stays."""
    table = {**_permuted(_VOWELS, chance), **_permuted(_CONSONANTS, chance)}
    return "".join(_letter(character, table) for character in word)


def _permuted(letters: str, chance: Random) -> dict[str, str]:
    """Each letter by the next one in a random round: none stays what it is."""
    order = chance.sample(letters, len(letters))
    return dict(zip(order, order[1:] + order[:1], strict=True))


def _letter(character: str, table: dict[str, str]) -> str:
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[0], parts[1:]
    if not base.isalpha():
        return character
    other = table.get(base.lower(), table["e"])
    return unicodedata.normalize("NFC", (other.upper() if base.isupper() else other) + marks)
