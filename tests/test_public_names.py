"""Public names: the list in a package's stub is what the package has, says and shows to types."""

import ast
import subprocess
import sys
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ["tournament", "analysis"]


def listed(package: str) -> list[str]:
    """Return the public names of a stub, read with Python's own parser."""
    tree = ast.parse((ROOT / package / "__init__.pyi").read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return sorted(alias.asname or "" for node in imports for alias in node.names)


@pytest.mark.parametrize("package", PACKAGES)
def test_stub_list_and_reality_agree(package):
    module, names = import_module(package), listed(package)
    assert module.__all__ == names
    assert dir(module) == names
    for name in names:
        assert getattr(module, name) is getattr(module, name)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_name_that_is_none_is_refused(package):
    module = import_module(package)
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        _ = module.nothing
    with pytest.raises(ImportError, match="nothing"):
        exec(f"from {package} import nothing")


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_loads_no_module_of_its_own(package):
    """Public names are loaded one by one, when they are asked for."""
    code = f"import sys, {package}; print(*[m for m in sys.modules if m.startswith('{package}.')])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lazy = {"tournament.interactive", "tournament.interactive.lazy"}
    assert set(done.stdout.split()) <= lazy


@pytest.mark.slow
def test_type_checkers_see_the_types(tmp_path):
    code = """
import analysis
from tournament import Match, TSTO, strategy

reveal_type(Match("tit_for_tat", "grudger").play())
reveal_type(TSTO)
reveal_type(analysis.holm)
analysis.nothing
"""
    (tmp_path / "code.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(tmp_path / "code.py")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert '"tournament.match.MatchResult"' in done.stdout
    assert '"tournament.game.Game"' in done.stdout
    assert '"def (p: numpy.ndarray[' in done.stdout
    assert '"nothing"' in done.stdout
    assert "Found 1 error" in done.stdout


def public_functions(package: str) -> dict[str, str | None]:
    """Return the docstrings of a package's public functions that are not strategies, by name."""
    module = import_module(package)
    things = {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}
    return {name: thing.__doc__ for name, thing in things.items() if isfunction(thing)}


@pytest.mark.parametrize("package", ["tournament", "analysis", "strategies"])
def test_every_public_function_has_an_example(package):
    """Examples are run with the modules' doctests."""
    functions = public_functions(package)
    assert functions
    assert [name for name, doc in functions.items() if ">>> " not in (doc or "")] == []


def test_modules_can_be_reached_without_an_import_of_their_own():
    """As in `except tournament.errors.UnknownName:` after `import tournament`."""
    code = "import tournament; print(tournament.errors.UnknownName.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "UnknownName\n"
