"""How Sphinx makes the site: `nox -s docs`, or `python -m sphinx -W docs build/site`.

The pages are plain Markdown that GitHub shows as it is. What only the site has is made when it is
built: the sidebar (`make/site_map.py`) and the reference (`make/site_reference.py`). Nothing is
asked from the network, neither by the build nor by the pages.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "make")]

from pygments.lexers.special import TextLexer  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

import tournament  # noqa: E402

project = "tournament"
author = "The tournament developers"
copyright = f"{author}, MIT licence"
version = release = tournament.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "site_map",
    "site_reference",
]
exclude_patterns = ["make", "studies/*/*"]
source_suffix = {".md": "markdown"}

myst_heading_anchors = 4  # the anchors that GitHub gives to headings

default_role = "code"  # docstrings write `code` as the pages do
add_module_names = False
python_maximum_signature_line_length = 72
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
toc_object_entries_show_parents = "hide"
nitpick_ignore_regex = [
    ("py:class", r"[A-Za-z_][\w.]*")
]  # types without a place here: pd.DataFrame

html_theme = "furo"
html_title = f"tournament {version}"
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it reads pages, which browsers refuse without a server
html_static_path = ["make/site.css"]
html_css_files = ["site.css"]
html_theme_options = {"navigation_with_keys": True}


def setup(app: Sphinx) -> None:
    """Show what Pygments does not know as plain text."""
    app.add_lexer("csv", TextLexer)
