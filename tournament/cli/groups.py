"""The groups of players that a command line may name, such as `classics`."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tournament.events.words import Groups


def groups() -> "Groups":
    """Return the groups of the library by name, each as a function that makes its players."""
    from strategies.contents import groups as library

    return {name: getattr(library, name) for name in library.__all__}


def described() -> dict[str, str]:
    """Return what each group is, by name, without loading the library.

    >>> described()["classics"]
    'about thirty well known rules, family by family'
    """
    import ast
    from importlib.util import find_spec

    spec = find_spec("strategies")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).parent / "contents" / "groups.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {
        each.name: (ast.get_docstring(each) or "").split("\n\n")[0]
        for each in tree.body
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
    }
    return {name: _short(text) for name, text in sorted(found.items())}


def _short(text: str) -> str:
    """Return a first sentence without "Return" and what follows a comma or colon late in it."""
    line = " ".join(text.split()).removeprefix("Return ").rstrip(".")
    for mark in (": ", ", in the order"):
        line = line.split(mark)[0]
    return line.removeprefix("the ")
