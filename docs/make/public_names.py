"""The public names of the project, with the pages of the reference that explain them.

There is no list of names here. `tournament` and `analysis` name them in their stubs, `strategies`
in the modules of its functions, `tournament.testing` in its `__all__`; errors are all classes of
`tournament.errors`. A page is a folder of a package, such as `analysis.statistics`. What is defined
in no folder stands on the page of its package.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from strategies import FUNCTIONS

ROOT = Path(__file__).parents[2]
STUBS = ("tournament", "analysis")


class Name(NamedTuple):
    """A public name: where users find it, and which module defines it."""

    package: str
    name: str
    home: str

    @property
    def path(self) -> str:
        """The name as it is imported."""
        return f"{self.package}.{self.name}"

    @property
    def page(self) -> str:
        """The page of the reference: the folder of the package in which the name is defined."""
        room = self.home.removeprefix(f"{self.package}.").split(".")[0]
        folder = ROOT.joinpath(*self.package.split("."), room)
        several = self.package in STUBS and folder.is_dir()
        return f"{self.package}.{room}" if several else self.package

    @property
    def value(self) -> Any:
        """What the name means."""
        return getattr(import_module(self.package), self.name)

    @property
    def kind(self) -> str:
        """Which directive of Sphinx describes it."""
        if inspect.isclass(self.value):
            return "class"
        return "function" if inspect.isfunction(self.value) else "data"

    @property
    def doc(self) -> str:
        """Its docstring: of data, the text below the line that defines it."""
        if self.kind != "data":
            return inspect.getdoc(self.value) or ""
        return below(self.home, self.name) or inspect.cleandoc(self.value.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence, on one line."""
        first = " ".join(self.doc.partition("\n\n")[0].split())
        return first.partition(". ")[0].rstrip(".") + "."


@cache
def _statements(module: str) -> list[ast.stmt]:
    """Return the statements of a module in their order, those of both branches of an `if` too."""
    found: list[ast.stmt] = []
    for node in ast.parse(inspect.getsource(import_module(module))).body:
        found += [*node.body, *node.orelse] if isinstance(node, ast.If) else [node]
    return found


def below(module: str, name: str) -> str:
    """Return the text below the line that defines a name; empty if there is none.

    >>> below("tournament.game", "PRISONERS_DILEMMA").split(".")[0]
    'Axelrod (1980)'
    """
    for node, after in pairwise(_statements(module)):
        if isinstance(node, ast.ImportFrom) and name in (alias.name for alias in node.names):
            return below(str(node.module), name)
        if isinstance(node, ast.Assign) and name in map(_spelled, _targets(node)):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    return inspect.cleandoc(text)
    return ""


def _targets(node: ast.Assign) -> Iterator[ast.AST]:
    return (part for target in node.targets for part in ast.walk(target))


def _spelled(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def imported(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what a file imports from its own package: names, with the modules they come from."""
    package = ".".join(file.parent.relative_to(ROOT).parts)
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            module = f"{package}.{node.module}" if node.level else str(node.module)
            yield from ((alias.asname or alias.name, module) for alias in node.names)


def names() -> list[Name]:
    """Return every public name, page by page, in the order of the alphabet."""
    found = [
        Name(package, *each)
        for package in STUBS
        for each in imported(ROOT / package / "__init__.pyi")
    ]
    testing = import_module("tournament.testing")
    homes = dict(imported(ROOT / "tournament" / "testing" / "__init__.py"))
    found += [Name("tournament.testing", name, homes[name]) for name in testing.__all__]
    for module in ("strategies", *(f"strategies.{each}" for each in FUNCTIONS)):
        listed = getattr(import_module(module), "__all__", ["get"])
        found += [Name("strategies", name, module) for name in listed]
    errors = import_module("tournament.errors")
    found += [
        Name("tournament.errors", name, "tournament.errors")
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.Told)
    ]
    order = ["tournament", "strategies", "analysis"]

    def place(each: Name) -> tuple[int, str, str]:
        return order.index(each.page.split(".")[0]), each.page, each.name.lower()

    return sorted(found, key=place)


def pages() -> dict[str, list[Name]]:
    """Return the names of every page of the reference."""
    found: dict[str, list[Name]] = {}
    for each in names():
        found.setdefault(each.page, []).append(each)
    return found
