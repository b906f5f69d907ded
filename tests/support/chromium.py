"""A headless Chromium for the tests, the system's own, driven by Playwright: real keys, real sizes, real paper."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (on Debian and Ubuntu: apt install chromium)"),
]
"""The marks of tests that open a page."""

PATIENCE = 60_000
"""Milliseconds after which what a page is waited for has not come, on a machine that has other things to do too."""

CONTRASTS = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (parts) => {
    const [r, g, b] = parts.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (it) => {
    for (; it; it = it.parentElement) {
      const look = getComputedStyle(it), colours = look.backgroundImage.match(/rgba?\\([^)]*\\)/g) || [];
      const solid = [...colours, look.backgroundColor].filter((text) => (rgb(text)[3] ?? 1) === 1);
      if (solid.length && !it.matches(".lane")) return solid;
    }
    return ["rgb(255, 255, 255)"];
  };
  const found = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !it.checkVisibility()) continue;
    const own = light(rgb(getComputedStyle(it).color).slice(0, 3));
    for (const colour of behind(it)) {
      const other = light(rgb(colour).slice(0, 3)), both = [own, other].sort((a, b) => b - a);
      found[`${it.tagName}.${it.className} ${colour}`] = (both[0] + 0.05) / (both[1] + 0.05);
    }
  }
  return found;
})()"""
"""How much each text of a page stands out from what is behind it, as WCAG 2 counts; for `evaluate`."""


@contextmanager
def browsing() -> "Iterator[Browser]":
    """A browser of its own, with nobody's profile, which is ended afterwards."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install '.[test]'")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Heard:
    """What a page has complained of and wanted to load."""

    def __init__(self, page: "Page") -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


def new_page(browser: "Browser", width: int = 1280, height: int = 900, **options: Any) -> "tuple[Page, Heard]":
    """A page in a window of a size, with what it says; `is_mobile` and the like as Playwright knows them."""
    page = browser.new_page(viewport={"width": width, "height": height}, **options)
    page.set_default_timeout(PATIENCE)
    return page, Heard(page)
