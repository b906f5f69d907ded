"""Builds the documentation: ``python tools/docs.py [FOLDER]`` (``build/docs`` unless said otherwise).

The guide in French and the reference in English are two books, so that each has search, buttons and ``lang`` of its
own. Any warning of Sphinx fails, and so does a link or a picture that leads nowhere, from one book into the other too,
or anything that a page would fetch from the network.
"""

import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

from sphinx.cmd.build import build_main

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BOOKS = ("reference", "guide")


class Page(HTMLParser):
    """What a page names: its anchors, where its links lead, what it fetches."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.anchors: set[str] = {""}
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        given = {name: value for name, value in attrs if value}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in ("img", "script", "iframe", "source") and "src" in given:
            self.fetched.append(given["src"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(given.get("href", ""))


def main() -> None:
    """Build both books, then look for dead ends."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    for book in BOOKS:
        if code := build(book, target.resolve()):
            sys.exit(code)
    shutil.copyfile(DOCS / "index.html", target / "index.html")
    if found := list(dead_ends(target)):
        sys.exit("\n".join(found))
    print(f"The documentation is in {target / 'index.html'}")


def build(book: str, target: Path) -> int:
    """Build one book; anything but 0 is a failure."""
    options = ["-b", "html", "-W", "--keep-going", "-q", "-E", "-a", "-t", book, "-c", str(DOCS)]
    work, words = target / ".work" / book, target / ".work" / "locale"
    shutil.rmtree(target / book, ignore_errors=True)
    shutil.copytree(DOCS / "locale", words, dirs_exist_ok=True)  # Sphinx compiles it where it is
    return build_main([*options, "-D", f"locale_dirs={words}", "-d", str(work), str(DOCS / book), str(target / book)])


def dead_ends(target: Path) -> Iterator[str]:
    """Links and pictures that lead nowhere, and what would come from the network, one line each."""
    pages = {path.resolve(): Page(path) for path in target.rglob("*.html")}
    for page in pages.values():
        where = page.path.relative_to(target)
        yield from (f"{where}: fetches {name}" for name in page.fetched if "//" in name)
        for link in (*page.links, *page.fetched):
            if "//" not in link and not link.startswith("mailto:") and not leads(page, link, pages):
                yield f"{where}: {link} leads nowhere"


def leads(page: Page, link: str, pages: dict[Path, Page]) -> bool:
    """Whether a link leads to a file, and to an anchor that is there."""
    name, anchor = urldefrag(link)
    path = (page.path.parent / unquote(name).partition("?")[0]).resolve() if name else page.path.resolve()
    if path.is_dir():
        path /= "index.html"
    return path.exists() and (path not in pages or unquote(anchor) in pages[path].anchors)


if __name__ == "__main__":
    main()
