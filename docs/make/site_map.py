"""The sidebar of the site is the map of `docs/index.md`: headings are captions, links are pages.

So a page is listed once, where readers of the plain files find it, too. Sphinx warns of a page
that the map does not have, and a warning fails the build.
"""

import re
from collections.abc import Iterator

from sphinx.application import Sphinx

MAP = "index"


def parts(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the headings of a map, each with the titles and pages of its list."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        caption, _, rest = part.partition("\n")
        found = re.findall(r"^- \[([^\]]+)\]\(([\w./-]+)\.md\)", rest, flags=re.M)
        if found:
            yield caption.strip(), found


def sidebar(text: str) -> str:
    """Return the same map as trees of pages for Sphinx, which are not shown in the text."""
    lines = []
    for caption, pages in parts(text):
        lines += ["", "```{toctree}", ":hidden:", f":caption: {caption}", ""]
        lines += [*(f"{title} <{page}>" for title, page in pages), "```"]
    return "\n".join([*lines, ""])


def add_sidebar(_: Sphinx, page: str, source: list[str]) -> None:
    """Add the sidebar to the map when Sphinx reads it."""
    if page == MAP:
        source[0] += sidebar(source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect with Sphinx."""
    app.connect("source-read", add_sidebar)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
