"""Companies of candidates and members that are written nearly alike: perhaps one, and then a conflict of interest."""

from collections.abc import Iterator

from tspi_sched.problem import Problem, letters
from tspi_sched.texts import _

_FORMS = frozenset(
    (
        "sa", "sas", "sasu", "sarl", "eurl", "eirl", "sci", "snc", "scop", "sca", "scic", "gie", "selarl", "gmbh", "ag",
        "ltd", "inc", "llc", "plc", "srl", "spa", "bv", "nv", "corp", "co", "cie", "compagnie", "company", "ste",
        "societe", "ets", "etablissement", "etablissements", "groupe", "group", "france", "holding", "entreprise",
        "association", "et", "and", "the", "la", "le", "les", "l", "de", "du", "des", "d",
    )
)  # fmt: skip
"""Words of a company's name that come and go: legal forms, articles, "et"."""
_SHORTEST = 4
"""Letters that a word needs before one of them may be a slip."""


def companies_alike(problem: Problem) -> Iterator[str]:
    """Pairs of different companies, one of a candidate and one of a member, that may be the same."""
    candidates, members = _by_company(problem.candidates), _by_company(problem.members)
    words = {key: _words(name) for firms in (candidates, members) for key, (name, _ids) in firms.items()}
    for key, (name, ids) in candidates.items():
        for other, (second, others) in members.items():
            if key != other and _alike(words[key], words[other]):
                text = _("entreprises qui se ressemblent : « {first} » ({ids}), « {second} » ({others}) ; la même ?")
                yield text.format(first=name, second=second, ids=", ".join(ids), others=", ".join(others))


def _by_company(people: tuple) -> dict[str, tuple[str, list[str]]]:  # type: ignore[type-arg]
    """Each company as it is compared: how it is written first, and whose it is."""
    found: dict[str, tuple[str, list[str]]] = {}
    for person in people:
        if person.company_key:
            found.setdefault(person.company_key, (person.company, []))[1].append(person.id)
    return found


def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others; all of them if there is no such word."""
    spelt = "".join(c if c.isalnum() else " " for c in name.replace(".", "").replace("&", " et "))
    words = tuple(letters(word) for word in spelt.split())
    return tuple(word for word in words if word not in _FORMS) or words


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other or "".join(one) == "".join(other):
        return True
    short, long = sorted((one, other), key=len)
    if short == long[: len(short)] and len("".join(short)) >= _SHORTEST:
        return len(long) > len(short) and not any(c.isdigit() for word in long[len(short) :] for c in word)
    if len(one) != len(other):
        return _one_slip("".join(one), "".join(other))
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and _one_slip(*differing[0])


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter, or by two that changed places; figures are no slips."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    while rest and others and rest[-1] == others[-1]:
        rest, others = rest[:-1], others[:-1]
    if any(c.isdigit() for c in rest + others):
        return False
    return max(len(rest), len(others)) <= 1 or (len(rest) == 2 and rest == others[::-1])
