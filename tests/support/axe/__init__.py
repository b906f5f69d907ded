"""What axe-core finds wrong with a page for people who do not see it, or do not use a mouse.

``axe.min.js`` is axe-core 4.14.1 of Deque Systems, under the Mozilla Public License 2.0 (`LICENSE`), as npm has it. It
is for tests only and is no part of what is installed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("axe.min.js")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = ("serious", "critical")

SPARED = ("label-content-name-mismatch", '<button class="block')
"""What the chart's blocks show is a shortened name and the codes of their parts; they are called by the whole sentence,
which says the same words in an order of its own."""


def violations(page: "Page", impacts: tuple[str, ...] = SERIOUS) -> list[str]:
    """Everything serious or critical on a page as it is now: the rule, and the elements that break it."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))  # by the browser's own door: the page's policy lets no script in
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS
    )
    serious = [one for one in found["violations"] if one["impact"] in impacts]
    told = {f"{one['id']} ({one['impact']})": _elements(one) for one in serious}
    return [f"{rule}: {elements[:5]}" for rule, elements in told.items() if elements]


def _elements(violation: dict[str, Any]) -> list[str]:
    rule, start = SPARED
    found = [node["html"][:200] for node in violation["nodes"]]
    return [html for html in found if violation["id"] != rule or not html.startswith(start)]
