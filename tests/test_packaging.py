"""The wheel holds the three packages, whole, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("tournament", "strategies", "analysis")


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    """Files in a wheel that is built from a copy, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for package in (*PACKAGES, "tests", "docs", "examples", "benchmarks"):
        if (ROOT / package).is_dir():
            shutil.copytree(
                ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
            )
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(copy / "dist"), str(copy)],
        capture_output=True,
        text=True,
        cwd=copy,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.slow
def test_the_wheel_has_three_packages(names):
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.slow
def test_the_wheel_has_every_file(names):
    """Also what is no Python: py.typed, templates, styles."""
    for package in PACKAGES:
        files = {
            str(f.relative_to(ROOT))
            for f in (ROOT / package).rglob("*")
            if f.is_file() and "__pycache__" not in f.parts and not f.name.startswith(".")
        }
        assert f"{package}/py.typed" in files
        assert files - names == set()


@pytest.mark.slow
def test_the_wheel_has_the_command_and_the_licence(names):
    assert any(name.endswith("entry_points.txt") for name in names)
    assert any(name.endswith("LICENSE") for name in names)
