"""What the guide leaves out so that its pages are plain Markdown, readable as they are: Sphinx is told here.

Its contents are the lists of links on its first page; a picture leads to itself, to be seen larger; a quotation that
begins with a bold line is a box with this title; links into the reference name its source.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

CHAPTER = re.compile(r"^## (.+)\n\n((?:- \[[^\]]+\]\([\w-]+\.md\)\n?)+)", re.MULTILINE)
REFERENCE = re.compile(r"\]\(\.\./reference/([\w-]+)\.md")


def translate(app: Sphinx, page: str, source: list[str]) -> None:
    """Contents and links as Sphinx knows them."""
    text = REFERENCE.sub(r"](reference:\1.html", source[0])
    if page == "index" and app.config.language == "fr":
        text += "\n".join(_contents(title, links) for title, links in CHAPTER.findall(text))
    source[0] = text


def _contents(title: str, links: str) -> str:
    pages = "\n".join(re.findall(r"\(([\w-]+)\.md\)", links))
    return f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def dress(app: Sphinx, page: nodes.document) -> None:
    """Boxes, and pictures that lead to themselves."""
    if app.config.language != "fr":
        return
    for quotation in list(page.findall(nodes.block_quote)):
        _box(quotation)
    for picture in list(page.findall(nodes.image)):
        link = nodes.reference("", "", refuri=f"_images/{picture['uri'].rpartition('/')[2]}", internal=True)
        picture.parent.replace(picture, link)
        link += picture


def _box(quotation: nodes.block_quote) -> None:
    first = quotation[0]
    if not isinstance(first, nodes.paragraph) or not isinstance(first[0], nodes.strong) or len(first) > 1:
        return
    title = nodes.title("", first.astext())
    box = nodes.admonition("", title, *quotation.children[1:], classes=["note"])
    quotation.parent.replace(quotation, box)


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls."""
    app.connect("source-read", translate)
    app.connect("doctree-read", dress, priority=400)  # before blanks are kept together
    return {"parallel_read_safe": True, "parallel_write_safe": True}
