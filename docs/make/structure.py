"""The structure of a checkout, measured from its source: modules, arrows, circles, sizes.

An *arrow* runs from a module to a module that it imports, also inside a function. What only type
checkers import is no arrow. A *room* is a folder or file directly below one of the three packages.
`tests/test_architecture.py` holds the rules; `make_architecture.py` draws and counts.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PACKAGES = ("tournament", "strategies", "analysis")

FLOORS = (  # of `tournament`, from the ground up; a module imports its own floor and those below
    ("streams", "errors", "interactive"),
    ("outcomes", "game", "rules"),  # payoffs are checked as all other arguments
    ("authors",),
    ("results",),
    ("referee",),
    ("engine",),
    ("match",),
    ("events",),
    ("testing",),
    ("cli", "__main__"),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}


@dataclass(frozen=True)
class Tree:
    """The Python files of a checkout, and what follows from them."""

    root: Path
    files: dict[str, Path] = field(init=False)

    def __post_init__(self) -> None:
        found = sorted(f for package in PACKAGES for f in (self.root / package).rglob("*.py"))
        object.__setattr__(self, "files", {self.name(file): file for file in found})

    def name(self, file: Path) -> str:
        """Return the dotted name of a module."""
        parts = file.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The parsed modules, by name."""
        return {name: ast.parse(f.read_text(encoding="utf-8")) for name, f in self.files.items()}

    @cached_property
    def arrows(self) -> dict[str, frozenset[str]]:
        """The modules of the project that each module imports."""
        return {
            name: frozenset({self.home(one) for one in imports(tree)} & set(self.files) - {name})
            for name, tree in self.trees.items()
        }

    def home(self, imported: str) -> str:
        """Return the module of an imported name, also when a package hands the name on."""
        module, _, name = imported.rpartition(".")
        if imported in self.files:
            return imported
        return self.faces.get(module, {}).get(name, module)

    @cached_property
    def faces(self) -> dict[str, dict[str, str]]:
        """The names that each of the three packages hands on, and the modules they come from."""
        found: dict[str, dict[str, str]] = {}
        for package in PACKAGES:
            names = found.setdefault(package, {})
            for file in (self.root / package).glob("__init__.py*"):
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.ImportFrom):
                        start = f"{package}." if node.level else ""
                        names |= {alias.name: f"{start}{node.module}" for alias in node.names}
        return found

    @cached_property
    def lengths(self) -> dict[str, int]:
        """Lines of each module, by path; what `__init__` files hand on does not count."""
        return {
            file.relative_to(self.root).as_posix(): len(
                file.read_text(encoding="utf-8").splitlines()
            )
            for file in self.files.values()
            if file.name != "__init__.py"
        }

    @property
    def circles(self) -> list[list[str]]:
        """Groups of modules that import each other, directly or by way of others."""
        return [group for group in components(self.arrows) if len(group) > 1]

    @property
    def private(self) -> list[str]:
        """Names with an underscore that a module takes from another."""
        return [
            f"{self.files[name].relative_to(self.root)}:{line}"
            for name, tree in self.trees.items()
            for line in private_names(tree)
        ]

    def room_arrows(self) -> dict[str, set[str]]:
        """Return the arrows between rooms."""
        found: dict[str, set[str]] = {room(name): set() for name in self.files}
        for name, others in self.arrows.items():
            found[room(name)] |= {room(other) for other in others} - {room(name)}
        return {name: others for name, others in found.items() if "." in name}


def room(module: str) -> str:
    """Return the room of a module: `tournament.events` of `tournament.events.season`."""
    return ".".join(module.split(".")[:2])


def floor(module: str) -> int | None:
    """Return the floor of a module of `tournament`; others have none."""
    parts = module.split(".")
    return FLOOR_OF[parts[1]] if parts[0] == "tournament" and len(parts) > 1 else None


def imports(tree: ast.Module, *, lazy: bool = True) -> list[str]:
    """Return what a module imports, as `module.name`; with `lazy` also inside functions."""

    def walk(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                yield from (f"{child.module}.{alias.name}" for alias in child.names)
            elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            elif lazy or not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from walk(child)

    return list(walk(tree))


def components(arrows: dict[str, frozenset[str]]) -> list[list[str]]:
    """Return the strongly connected components of a graph, each sorted.

    Source: Tarjan (1972).
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(arrows[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for name in sorted(arrows):
        if name not in index:
            visit(name)
    return found


def private_names(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that import an underscore name, or reach for one as `module._name`."""

    def private(name: str) -> bool:
        return name.startswith("_") and not name.startswith("__")

    known = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
            known |= {alias.asname or alias.name for alias in node.names}
            yield from (node.lineno for alias in node.names if private(alias.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private(node.attr):
            holder = node.value
            if isinstance(holder, ast.Name) and holder.id in known:
                yield node.lineno


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions and methods of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def lines_of(function: ast.FunctionDef) -> int:
    """Return the lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def depth(node: ast.AST, level: int = 0) -> int:
    """Return how deep statements stand inside others; an `elif` is no deeper than its `if`."""
    blocks = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef)
    below = [level]
    for child in ast.iter_child_nodes(node):
        other = isinstance(node, ast.If) and node.orelse == [child]
        below.append(depth(child, level + (isinstance(child, blocks) and not other)))
    return max(below)
