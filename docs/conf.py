"""Settings of Sphinx for both books: the guide (French) and the reference (English); ``tools/docs.py`` builds them."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

GUIDE = tags.has("guide")  # type: ignore[name-defined]  # noqa: F821  # Sphinx puts it there

project = "tspi-sched"
author = "tspi-sched"
copyright = "tspi-sched"
language = "fr" if GUIDE else "en"
html_title = "tspi-sched – guide" if GUIDE else "tspi-sched – reference"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "facts",
    "plain",
    "french",
    "mathml",
]
exclude_patterns = ["exemples", "sorties"]
templates_path = [str(HERE / "templates")]

myst_enable_extensions = ["dollarmath", "deflist", "colon_fence", "attrs_inline", "attrs_block"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 3
myst_url_schemes = {
    "http": None,
    "https": None,
    "guide": "../guide/{{path}}#{{fragment}}",
    "reference": "../reference/{{path}}#{{fragment}}",
}
"""Links from one book into the other: ``reference:commands.html#solve``."""

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
default_role = "code"

copybutton_selector = "div[class*='highlight-sh'] pre, div.highlight-powershell pre, div.highlight-toml pre"

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = [str(HERE / "static")]
html_css_files = ["books.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_domain_indices = False
html_use_index = not GUIDE
html_context = {"guide": GUIDE}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "other-book.html",
        "sidebar/scroll-end.html",
    ]
}
pygments_style, pygments_dark_style = "friendly", "monokai"
