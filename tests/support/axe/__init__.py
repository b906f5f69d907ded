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


def violations(page: "Page", impacts: tuple[str, ...] = SERIOUS) -> list[str]:
    """Everything serious or critical on a page as it is now: the rule, and the elements that break it."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))  # by the browser's own door: the page's policy lets no script in
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS
    )
    return [
        f"{one['id']} ({one['impact']}): {[node['html'][:200] for node in one['nodes']][:5]}"
        for one in found["violations"]
        if one["impact"] in impacts
    ]
