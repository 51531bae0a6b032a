"""Who may import whom, and what importing costs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = {
    package: sorted((ROOT / package).rglob("*.py"))
    for package in ("tournament", "strategies", "analysis")
}
ALL = [file for files in FILES.values() for file in files]


def imports(file: Path, *, lazy: bool) -> Iterator[str]:
    """Yield the modules that a file imports, as `module.name`; with `lazy` also inside functions.

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

    yield from walk(ast.parse(file.read_text()))


def offenders(files: list[Path], *forbidden: str, lazy: bool = True) -> list[str]:
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imports(file, lazy=lazy)
        if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
    ]


def test_only_the_engine_knows_numba():
    others = [f for f in ALL if "engine" not in f.parts]
    assert offenders(others, "numba", "llvmlite") == []


def test_the_engine_knows_no_event_and_no_frame():
    engine = [f for f in FILES["tournament"] if "engine" in f.parts]
    assert offenders(
        engine, "pandas", "tournament.results", "tournament.round_robin", "tournament.match",
        "tournament.registry", "tournament.cli", "tournament.storage",
    ) == []  # fmt: skip


def test_kernels_know_no_dataclass():
    kernels = [ROOT / "tournament" / "engine" / name for name in ("kernels.py", "layout.py")]
    assert offenders(
        kernels, "dataclasses", "tournament.rules", "tournament.strategy", "tournament.game"
    ) == []  # fmt: skip


def test_tournament_knows_neither_library_nor_analysis():
    """Except the command line and the look-up of library names, and those inside functions."""
    may = {"cli.py", "registry.py"}
    rest = [f for f in FILES["tournament"] if f.name not in may]
    assert offenders(rest, "strategies", "analysis") == []
    assert offenders(FILES["tournament"], "strategies", "analysis", lazy=False) == []
    assert offenders([ROOT / "tournament" / "registry.py"], "analysis") == []


def test_rules_are_written_in_the_authors_vocabulary():
    """Files of rules import moves, annotations and `strategy` from tournament, and no more."""
    about = {"__init__.py", "axelrod_python.py", "contents.py", "facts.py", "groups.py"}
    rules = [f for f in FILES["strategies"] if f.name not in about]
    annotations = ("Move", "Moves", "Probability", "Probabilities")
    words = ("C", "D", "strategy", "REFUSE", "partner_rule", *annotations)
    allowed = {f"tournament.{word}" for word in words}
    assert [
        f"{file.name} imports {name}"
        for file in rules
        for name in imports(file, lazy=True)
        if name.split(".")[0] in ("tournament", "analysis", "numba") and name not in allowed
    ] == []


def test_the_library_knows_neither_engine_nor_analysis():
    assert offenders(FILES["strategies"], "analysis", "tournament.engine", "tournament.cli") == []


def test_analysis_knows_no_kernel():
    assert offenders(
        FILES["analysis"], "tournament.engine", "tournament.referee", "tournament.cli", "strategies"
    ) == []  # fmt: skip


@pytest.mark.parametrize("package", ["tournament", "strategies", "analysis"])
def test_importing_loads_little(package):
    code = f"import sys, {package}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"numba", "llvmlite", "pandas", "matplotlib", "pyarrow", "scipy", "rich", "jinja2"}
    assert heavy & set(done.stdout.split()) == set()


def test_what_is_promised_is_there():
    import tournament

    for name in tournament.__all__:
        assert getattr(tournament, name) is not None
    with pytest.raises(AttributeError, match="module 'tournament' has no attribute 'nothing'"):
        _ = tournament.nothing
