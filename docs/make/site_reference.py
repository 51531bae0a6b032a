"""The reference of the site: whole docstrings where the pages of the repository list names.

On every page, what stands in `code` and is a public name leads to its place in the reference.
`docs/how_to/files.md` in a docstring leads to that page.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from make_reference import END, FOLDER, START
from public_names import STUBS, Name, pages
from sphinx.application import Sphinx
from sphinx.util.nodes import make_refnode

API = f"reference/{FOLDER.name}"
BASES = "object, tuple, dict, BaseException"
"""Whose members are those of Python, and are not shown."""
COLON = "\N{MODIFIER LETTER COLON}"
"""Stands for a colon while Napoleon reads."""


def described(name: Name) -> Iterator[str]:
    """Yield the lines of reStructuredText that describe a name."""
    if name.kind == "data":
        yield f".. py:data:: {name.name}"
        yield from ("", *(f"   {line}" for line in name.doc.splitlines()), "")
        return
    yield f".. auto{name.kind}:: {name.path}"
    if name.kind == "class":
        yield from ("   :members:", f"   :inherited-members: {BASES}")
    yield ""


def whole(names: list[Name], listed: str) -> str:
    """Return what the site shows in place of the list of names: the list as links, and docstrings.

    Parameters
    ----------
    names
        The names of the page.
    listed
        Their list in the repository.
    """
    rows = "".join(line for line in listed.splitlines(keepends=True) if line.startswith("|"))
    for name in names:
        rows = rows.replace(f"| `{name.name}` |", f"| {{py:obj}}`{name.name} <{name.path}>` |")
    module = f".. py:currentmodule:: {names[0].package}"
    lines = [line for name in names for line in described(name)]
    return "\n".join([rows, "```{eval-rst}", module, "", *lines, "```", ""])


def add_reference(_: Sphinx, page: str, source: list[str]) -> None:
    """Put docstrings in the place of lists, and all pages below their index, as they are read."""
    if page == API:
        tree = "\n".join(f"{each} <{FOLDER.name}/{each}>" for each in pages())
        source[0] += f"\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n"
    elif page.startswith(f"{API}/"):
        before, rest = source[0].split(START)
        listed, after = rest.split(END)
        source[0] = before + whole(pages()[page.removeprefix(f"{API}/")], listed) + after


def hide_colons(_: Sphinx, what: str, *rest: object) -> None:
    """Hide the colons of a property's first line: Napoleon takes what is before them for a type."""
    lines = rest[-1]
    if what in ("property", "attribute", "data") and isinstance(lines, list) and lines:
        lines[0] = lines[0].replace(":", COLON)


def show_colons(*given: object) -> None:
    """Show them again."""
    lines = given[-1]
    if isinstance(lines, list):
        lines[:] = [line.replace(COLON, ":") for line in lines]


def meant(text: str, package: str) -> str:
    """Return the name that a piece of code may mean; empty if it does not look like one.

    A word alone is a name of `tournament` if it begins as classes do. On pages of a package, it is
    a name of that package if it has an underscore; other words are too often parameters.

    >>> meant("Results", ""), meant("analysis.sweep(field)", ""), meant("seed", "analysis")
    ('tournament.Results', 'analysis.sweep', '')
    """
    found = re.fullmatch(r"([A-Za-z_][\w.]*?)(?:\(.*\))?", text, flags=re.DOTALL)
    if not found:
        return ""
    word = found[1]
    if word.split(".")[0] in (*STUBS, "strategies"):
        return word
    if re.match("[A-Z][a-z]", word):
        return f"tournament.{word}"
    return f"{package}.{word}" if package and "_" in word else ""


def add_links(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Make links of the public names and of the pages that stand in `code`."""
    known = app.env.domains.python_domain.objects
    package = page.removeprefix(f"{API}/").split(".")[0] if page.startswith(f"{API}/") else ""
    for node in list(tree.findall(nodes.literal)):
        if isinstance(node.parent, nodes.reference | nodes.title):
            continue
        text = node.astext()
        entry = known.get(meant(text, package))
        other = re.fullmatch(r"docs/([\w/]+)\.md", text)
        if entry:
            to, anchor = entry.docname, entry.node_id
        elif other and other[1] in app.env.found_docs:
            to, anchor = other[1], ""
        else:
            continue
        node.replace_self(make_refnode(app.builder, page, to, anchor, node.deepcopy()))


def trim_examples(_: Sphinx, tree: nodes.document) -> None:
    """Drop the empty line with which doctests of pages end."""
    for node in tree.findall(nodes.literal_block):
        text = node.astext().rstrip("\n")
        node.children = [nodes.Text(text)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect with Sphinx."""
    app.connect("source-read", add_reference)
    app.connect("autodoc-process-docstring", hide_colons, priority=400)  # Napoleon has 500
    app.connect("autodoc-process-docstring", show_colons, priority=600)
    app.connect("doctree-read", trim_examples)
    app.connect("doctree-resolved", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
