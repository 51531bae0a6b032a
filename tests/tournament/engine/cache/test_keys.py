"""What compiled code depends on is in its name: nothing stale can play."""

import ast
import re
import shutil
from pathlib import Path

import numba
import pytest

from tournament.engine.cache import keys
from tournament.engine.cache.keys import engine_hash, source_files
from tournament.results.files.cache.sources import PACKAGE, hash_of


def imported(file: Path) -> set[Path]:
    """Return the files of the project that a module imports at its top level."""
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports are not followed"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    own = [name.split(".")[1:] for name in names if name.split(".")[0] == "tournament"]
    places = [PACKAGE.joinpath(*parts) for parts in own if parts]
    files = [place.with_name(f"{place.name}.py") for place in places]
    files += [place / "__init__.py" for place in places]
    return {file for file in files if file.is_file()}


def test_everything_that_compiled_code_sees_is_hashed():
    covered = set(source_files())
    engine = set((PACKAGE / "engine").rglob("*.py"))
    compiles = {f for f in engine if re.search("^(from|import) numba", f.read_text("utf-8"), re.M)}
    assert engine <= covered
    outside = covered - engine
    assert {"streams.py", "vocabulary.py", "strategy.py"} <= {file.name for file in outside}
    for file in compiles | outside:
        assert imported(file) <= covered, file


def test_every_byte_counts(tmp_path):
    package = tmp_path / "tournament"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = hash_of(source_files(package))
    assert before == hash_of(source_files())
    for file in source_files(package):
        text = file.read_bytes()
        file.write_bytes(text + b"#")
        assert hash_of(source_files(package)) != before
        file.write_bytes(text)
    assert hash_of(source_files(package)) == before
    (package / "engine" / "season" / "new.py").write_text("")
    (package / "engine" / "seats.py").write_text("from tournament import settled\n")
    (package / "settled.py").write_text("LIMIT = 3\n")
    assert package / "engine" / "season" / "new.py" in source_files(package)


@pytest.mark.parametrize("setting", keys.SETTINGS)
def test_every_setting_of_numba_that_changes_code_counts(monkeypatch, setting):
    assert hasattr(numba.config, setting)
    before = engine_hash.__wrapped__()
    assert before == engine_hash()
    monkeypatch.setattr(numba.config, setting, "another")
    assert engine_hash.__wrapped__() != before
