"""What is built: a wheel with the three packages, whole; an sdist with all that its tests need; a
long description that can be read outside the repository."""

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("tournament", "strategies", "analysis")
BESIDE = ("tests", "docs", "examples", "benchmarks", ".ci", ".github")
MADE = ("__pycache__", ".hypothesis", ".pytest_cache")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with both, built from a copy, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("source")
    for name in (f.name for f in ROOT.iterdir() if f.is_file() and f.name != ".git"):
        shutil.copy(ROOT / name, copy)
    for folder in (*PACKAGES, *BESIDE):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(*MADE))
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(copy / "dist"), str(copy)],
        capture_output=True, text=True, cwd=copy,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "dist"


@pytest.fixture(scope="module")
def names(built) -> set[str]:
    """Files in the wheel, which is built from the sdist."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(built) -> Message:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return message_from_string(archive.read(name).decode())


def files(folder: str) -> set[str]:
    """Return the files of a folder of the checkout that a contributor keeps."""
    return {
        f.relative_to(ROOT).as_posix()
        for f in (ROOT / folder).rglob("*")
        if f.is_file() and not set(MADE) & set(f.parts)
    }


@pytest.mark.slow
def test_the_wheel_has_three_packages(names):
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_has_every_file(names, package):
    """Also what is no Python: py.typed, templates, styles."""
    assert f"{package}/py.typed" in names
    assert files(package) - names == set()


@pytest.mark.slow
def test_the_wheel_has_the_command_and_the_licence(names):
    assert any(name.endswith("entry_points.txt") for name in names)
    assert any(name.endswith("LICENSE") for name in names)


@pytest.mark.slow
def test_the_sdist_has_what_its_tests_need(built):
    """Whoever packages this for others runs the tests from it."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        found = {member.name.partition("/")[2] for member in archive.getmembers()}
    for folder in (*PACKAGES, *BESIDE):
        assert files(folder) - found == set()
    assert {"README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "noxfile.py"} <= found


@pytest.mark.slow
def test_the_long_description_stands_alone(metadata):
    """It links nothing that only the repository has, and has no picture from there."""
    text = metadata.get_payload()
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert text.startswith("# tournament")
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    assert "docs/explanation/season.md" in text  # named, where README links it


@pytest.mark.slow
def test_the_metadata_says_who_and_what(metadata):
    assert metadata["Name"] == "tournament"
    assert metadata["Author"] == "The tournament developers"
    assert metadata["License-Expression"] == "MIT"
    assert "repeated games" in metadata["Keywords"]
    assert {"learn", "parquet", "all", "test"} <= set(metadata.get_all("Provides-Extra"))
