"""Who may import whom, how large things may be, and what importing costs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("tournament", "strategies", "analysis")
FILES = {package: sorted((ROOT / package).rglob("*.py")) for package in PACKAGES}
ALL = [file for files in FILES.values() for file in files]

FLOORS = (  # of `tournament`, from the ground up; a module imports its own floor and those below
    ("errors", "lazy", "streams"),
    ("game",),
    ("rules",),
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
UP = {  # arrows that run up, each inside a function, and why
    ("tournament.results.tournament", "tournament.match"),  # `Results.sample` plays a match again
}


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in ALL}


@cache
def imports(file: Path, *, lazy: bool = True) -> tuple[str, ...]:
    """Return what a file imports, as `module.name`; with `lazy` also inside functions.

    What only type checkers import does not count.
    """

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

    return tuple(walk(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def arrows() -> dict[str, frozenset[str]]:
    """Return which modules of the project each module imports, inside functions too.

    A package that hands on the names of its modules stands for them: it is no module of its own.
    """
    found = {}
    for name, file in MODULES.items():
        named = {thing if thing in MODULES else thing.rpartition(".")[0] for thing in imports(file)}
        found[name] = frozenset(named & set(MODULES) - {name})
    return found


def offenders(files: list[Path], *forbidden: str, lazy: bool = True) -> list[str]:
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imports(file, lazy=lazy)
        if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
    ]


# -- arrows ----------------------------------------------------------------------------------------


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_no_circle_of_imports():
    """Nor one that is closed inside a function: a circle is one idea in two files."""
    state: dict[str, int] = {}
    circles: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        state[name] = 1
        for other in sorted(arrows()[name]):
            if state.get(other) == 1:
                circles.append(" -> ".join([*path[path.index(other) :], other]))
            elif other not in state:
                visit(other, (*path, other))
        state[name] = 2

    for name in sorted(MODULES):
        if name not in state:
            visit(name, (name,))
    assert circles == []


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_arrows_run_down_the_floors():
    def floor(name: str) -> int | None:
        parts = name.split(".")
        return FLOOR_OF[parts[1]] if parts[0] == "tournament" and len(parts) > 1 else None

    up = {
        (name, other)
        for name, others in arrows().items()
        for other in others
        if (mine := floor(name)) is not None and (its := floor(other)) is not None and its > mine
    }
    assert up == UP


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_every_room_has_its_floor():
    rooms = {name.split(".")[1] for name in MODULES if name.startswith("tournament.")}
    assert rooms == set(FLOOR_OF)


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_no_private_name_crosses_modules():
    """Neither imported, nor reached for as `module._name`."""
    found = []
    for file in ALL:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        known = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
                known |= {alias.asname or alias.name for alias in node.names}
                found += [
                    f"{file.relative_to(ROOT)}:{node.lineno} {node.module}.{alias.name}"
                    for alias in node.names
                    if alias.name.startswith("_") and not alias.name.startswith("__")
                ]
        found += [
            f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and isinstance(node.value, ast.Name)
            and node.value.id in known
        ]
    assert found == []


def test_only_the_engine_knows_numba():
    others = [f for f in ALL if "engine" not in f.relative_to(ROOT).parts]
    assert offenders(others, "numba", "llvmlite") == []


def test_the_engine_knows_no_frame():
    engine = [f for f in FILES["tournament"] if "engine" in f.relative_to(ROOT).parts]
    assert offenders(engine, "pandas") == []


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_tournament_knows_neither_library_nor_analysis():
    """Except the command line, inside a command."""
    rest = [f for f in FILES["tournament"] if "cli" not in f.relative_to(ROOT).parts]
    assert offenders(rest, "strategies", "analysis") == []
    assert offenders(FILES["tournament"], "strategies", "analysis", lazy=False) == []


def test_rules_are_written_in_the_authors_vocabulary():
    """Files of rules import moves, annotations and `strategy` from tournament, and no more."""
    about = [ROOT / "strategies" / "contents", ROOT / "strategies" / "composed" / "meta_players.py"]
    rules = [
        f
        for f in FILES["strategies"]
        if f.name != "__init__.py" and not any(f.is_relative_to(place) for place in about)
    ]
    annotations = ("Move", "Moves", "Probability", "Probabilities")
    words = ("C", "D", "strategy", "REFUSE", "partner_rule", *annotations)
    allowed = {f"tournament.{word}" for word in words}
    assert [
        f"{file.name} imports {name}"
        for file in rules
        for name in imports(file)
        if name.split(".")[0] in ("tournament", "analysis", "numba") and name not in allowed
    ] == []


def test_the_library_knows_neither_engine_nor_analysis():
    assert offenders(FILES["strategies"], "analysis", "tournament.engine", "tournament.cli") == []


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_analysis_knows_no_kernel():
    forbidden = ("tournament.engine", "tournament.referee", "tournament.cli", "strategies")
    assert offenders(FILES["analysis"], *forbidden) == []


# -- sizes -----------------------------------------------------------------------------------------


def lengths() -> dict[str, int]:
    return {
        str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines())
        for f in ALL
        if f.name != "__init__.py"
    }


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_modules_are_short():
    assert {file: lines for file, lines in lengths().items() if lines > 400} == {}
    assert median(lengths().values()) <= 160


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_folders_are_small():
    """At most about a dozen entries that a reader sees."""
    folders = {file.parent for file in ALL}
    crowded = {
        str(folder.relative_to(ROOT)): len(seen)
        for folder in folders
        if len(seen := [f for f in folder.iterdir() if f.name not in QUIET]) > 13
    }
    assert crowded == {}


QUIET = {"__pycache__", "__init__.py", "__init__.pyi", "py.typed"}


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def statements(function: ast.FunctionDef) -> int:
    """Return the lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def depth(node: ast.AST, level: int = 0) -> int:
    """Return how deep statements stand inside others."""
    blocks = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef)
    below = [level]
    for child in ast.iter_child_nodes(node):
        other = isinstance(node, ast.If) and node.orelse == [child]  # an `elif` is no deeper
        deeper = isinstance(child, blocks) and not other
        below.append(depth(child, level + deeper))
    return max(below)


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_functions_fit_a_screen():
    """Kernels apart: calls between them are not free, and they are read as one piece."""
    long = {
        f"{f.relative_to(ROOT)}:{function.name}": lines
        for f in ALL
        if "engine" not in f.relative_to(ROOT).parts
        for function in functions(f)
        if (lines := statements(function)) > 60
    }
    assert long == {}


@pytest.mark.xfail(reason="the house is being rebuilt; take this line away when it holds")
def test_functions_are_shallow():
    deep = {
        f"{f.relative_to(ROOT)}:{function.name}": level
        for f in ALL
        if "engine" not in f.relative_to(ROOT).parts
        for function in functions(f)
        if (level := depth(function)) > 4
    }
    assert deep == {}


# -- what importing costs --------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["tournament", "strategies", "analysis"])
def test_importing_loads_little(package):
    code = f"import sys, {package}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"numba", "llvmlite", "pandas", "matplotlib", "pyarrow", "scipy", "rich", "jinja2"}
    assert heavy & set(done.stdout.split()) == set()
