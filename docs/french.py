"""French blanks: none of ``: ; ? ! »`` begins a line, nor does ``«`` end one. Writers type ordinary blanks."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

BEFORE, AFTER = re.compile(r" (?=[:;?!»])"), re.compile(r"(?<=«) ")
AS_TYPED = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block)


def keep_together(app: Sphinx, page: nodes.document) -> None:
    """Make these blanks non-breaking in whatever is not code."""
    if app.config.language != "fr":
        return
    for text in list(page.findall(nodes.Text)):
        kept = AFTER.sub("\u00a0", BEFORE.sub("\u00a0", text))
        if kept != text and not isinstance(text.parent, AS_TYPED):
            text.parent.replace(text, nodes.Text(kept))


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls."""
    app.connect("doctree-read", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
