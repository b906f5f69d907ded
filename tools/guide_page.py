"""Makes the guide one page with its pictures beside it, to be read in a browser without a network.

The wheel carries it (``hatch_build.py``), so nothing is needed for it but `markdown-it-py`; the books with a search and
a page a chapter are made by ``tools/docs.py``. Run as ``python tools/guide_page.py FOLDER`` it writes it anywhere.
"""

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

NAME = "index.html"
ROOT = Path(__file__).resolve().parents[1]
CHAPTER = re.compile(r"^## (.+)\n\n((?:- \[[^\]]+\]\([\w-]+\.md\)\n?)+)", re.MULTILINE)
LINK = re.compile(r"- \[([^\]]+)\]\(([\w-]+)\.md\)")
BEFORE, AFTER = re.compile(r" (?=[:;?!»])"), re.compile(r"(?<=«) ")
REFERENCE = re.compile(r"\[([^\]]+)\]\(\.\./reference/[^)]*\)")
"""The reference is another book, which is not packed."""


def write_guide(source: Path, target: Path) -> Path:
    """Write the page and its pictures into a folder; returns the page."""
    target.mkdir(parents=True, exist_ok=True)
    (target / NAME).write_text(page(source), encoding="utf-8", newline="\n")
    shutil.copytree(source / "images", target / "images", dirs_exist_ok=True)
    return target / NAME


def page(source: Path) -> str:
    """The whole page: the contents on the left, one chapter after the other."""
    first = (source / "index.md").read_text(encoding="utf-8")
    parts = [(title, LINK.findall(links)) for title, links in CHAPTER.findall(first)]
    names = ["index", *(name for _title, links in parts for _words, name in links)]
    texts = {name: (source / f"{name}.md").read_text(encoding="utf-8") for name in names}
    texts["index"] = CHAPTER.sub("", first).rstrip()
    chapters = "".join(f'<section id="{name}">\n{chapter(name, text)}</section>\n' for name, text in texts.items())
    return PAGE.format(style=STYLE, contents="".join(contents(parts)), chapters=chapters)


def contents(parts: list[tuple[str, list[tuple[str, str]]]]) -> Iterator[str]:
    """The links of the side."""
    yield '<a href="#index"><b>Guide de l’organisateur</b></a>\n'
    for title, links in parts:
        rows = "".join(f'<li><a href="#{name}">{escape(words)}</a></li>' for words, name in links)
        yield f"<h2>{escape(title)}</h2>\n<ul>{rows}</ul>\n"


def chapter(name: str, text: str) -> str:
    """A page of the guide as a part of the whole: its headings and links say which page they are of."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(REFERENCE.sub(r"\1", text))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following and token.tag != "h1":
            token.attrSet("id", f"{name}--{slug(following.content)}")
        for child in token.children or ():
            _point(name, child)
    return str(markdown.renderer.render([*_dressed(tokens)], markdown.options, {}))


def slug(heading: str) -> str:
    """What a heading is linked to by: its words in small letters, with hyphens, without accents."""
    plain = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _point(name: str, token: Token) -> None:
    """Links between pages lead inside the page; French blanks stay with their signs."""
    if token.type == "text":
        token.content = AFTER.sub("\u00a0", BEFORE.sub("\u00a0", token.content))
    elif token.type == "link_open":
        target = str(token.attrGet("href"))
        file, _sign, anchor = target.partition("#")
        if not target.startswith("http"):
            parts = (file.removesuffix(".md") or name, slug(anchor) if anchor else "")
            token.attrSet("href", "#" + "--".join(part for part in parts if part))


def _dressed(tokens: list[Token]) -> Iterator[Token]:
    """The comments that say where a part comes from are left out; outputs are told from what one types."""
    for token in tokens:
        if token.type == "fence":
            token.info = token.info or "text"
        if token.type != "html_block":
            yield token


STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --paper: #fff; --muted: #52606d; --line: #d5dde5; --pale: #f3f6fa;
  --accent: #1f4e79; --mark: #2f6fab; }
@media (prefers-color-scheme: dark) { :root { --ink: #dbe2e8; --paper: #15181c; --muted: #9aa7b3; --line: #333c45;
  --pale: #1e242a; --accent: #8fc0ee; --mark: #5a9ad6; } }
* { box-sizing: border-box; }
html { color: var(--ink); background: var(--paper); font: 16px/1.6 system-ui, "Segoe UI", Roboto, Arial, sans-serif;
  scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem;
  border-right: 1px solid var(--line); background: var(--pale); font-size: .92rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase;
  color: var(--muted); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .2rem 0; color: inherit; text-decoration: none; }
a { color: var(--accent); }
nav a:hover, nav a:focus { color: var(--accent); text-decoration: underline; }
main { padding: 1rem clamp(1rem, 4vw, 4rem) 4rem; max-width: 60rem; }
section { border-top: 1px solid var(--line); padding: 1rem 0 2rem; }
section:first-child { border-top: 0; }
h1, h2, h3 { line-height: 1.25; color: var(--accent); }
h1 { font-size: 1.9rem; } h2 { font-size: 1.3rem; margin: 2.25rem 0 .5rem; }
img { display: block; max-width: 100%; height: auto; margin: 1.25rem 0 .35rem; border: 1px solid var(--line);
  border-radius: 4px; background: #fff; }
p:has(img) + p:has(> em:only-child) { margin-top: 0; font-size: .9rem; color: var(--muted); }
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: .92rem; margin: 1rem 0; }
th, td { border: 1px solid var(--line); padding: .35rem .7rem; text-align: left; vertical-align: top; }
th { background: var(--pale); }
td img { min-width: 12rem; margin: .3rem 0; }
code { font: .88em ui-monospace, Consolas, Menlo, monospace; background: var(--pale); border-radius: 3px;
  padding: .1em .3em; }
pre { background: var(--pale); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow: auto;
  white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
pre code { padding: 0; background: none; }
pre:has(.language-text) { border-left: 3px solid var(--mark); }
pre:has(.language-text), pre:has(.language-toml) { font-size: .84rem; }
blockquote { margin: 1.25rem 0; padding: .25rem 1.25rem; border-left: 4px solid var(--mark); background: var(--pale);
  border-radius: 0 6px 6px 0; }
@media (max-width: 52rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; } }
@media print { body { display: block; } nav { display: none; } section { break-before: page; border: 0; } }
"""

PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>tspi-sched – Guide de l’organisateur</title>
<style>{style}</style>
</head>
<body>
<nav aria-label="Sommaire">
{contents}</nav>
<main>
{chapters}</main>
</body>
</html>
"""

if __name__ == "__main__":
    print(write_guide(ROOT / "docs" / "guide", Path(sys.argv[1])))
