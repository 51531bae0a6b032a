"""What how-to pages name, there is: functions, attributes of results, tests and scripts."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import make_reviewers
import pytest
from PIL import Image

import analysis
import strategies
from tournament import MatchResult, PopulationResults, Results, SeasonResults

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how_to").glob("*.md"))]
RESULTS = (Results, SeasonResults, PopulationResults, MatchResult)
THEIRS = re.compile(r"^\|[^|]*\|", re.M)
"""The first column of a table may have calls of other libraries."""


def codes(page: Path) -> str:
    """Return all code of a page, without the first columns of its tables."""
    text = THEIRS.sub("|", page.read_text(encoding="utf-8"))
    return "\n".join(re.findall(r"```.*?```|`[^`]+`", text, re.S))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_functions_that_are_named_exist(page):
    names = re.findall(r"\b(analysis|strategies)\.(?!py\b)([a-z]\w*)(?<!_)\b", codes(page))
    homes = {"analysis": analysis, "strategies": strategies}
    missing = [each for each in names if not hasattr(homes[each[0]], each[1])]
    assert [each for each in missing if find_spec(".".join(each)) is None] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_results_have_exists(page):
    names = re.findall(r"(?<!tournament\.)\bresults?\.(?!sqlite\b)([a-z]\w*)", codes(page))
    assert [name for name in names if not any(hasattr(each, name) for each in RESULTS)] == []


def test_some_names_are_found():
    page = DOCS / "how_to" / "from_axelrod_python.md"
    assert codes(page).count("analysis.") > 15
    assert "ranked_names" not in codes(page)


def test_the_moving_picture_of_the_readme_moves_and_is_small():
    """`python docs/make/make_film.py` draws it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"!\[[^\]]+\]\(([\w./]+)\)", text)
    assert (ROOT / picture).stat().st_size < 600_000
    with Image.open(ROOT / picture) as film:
        assert film.n_frames > 20
        assert film.info["loop"] == 0


# -- for reviewers ---------------------------------------------------------------------------------


def named(page: Path) -> list[str]:
    """Return the tests that a page names, each once."""
    text = page.read_text(encoding="utf-8")
    return list(dict.fromkeys(re.findall(r"`(tests/[\w./]+(?:::\w+)?)`", text)))


def test_reviewers_read_the_tables_of_the_script():
    """If this fails: `python docs/make/make_reviewers.py`, with `--keep` if times may stay."""
    text = make_reviewers.PAGE.read_text(encoding="utf-8")
    rows = [claim for claims in make_reviewers.TABLES.values() for claim in claims]
    for claim in rows:
        pattern = re.escape(claim.row("\0")).replace("\0", r"\d*")
        assert re.search(f"^{pattern}$", text, re.M), claim.says
    assert len(re.findall(r"^\| (?!claim)[^-].* \|$", text, re.M)) == len(rows)


def test_scripts_that_are_named_exist():
    text = make_reviewers.PAGE.read_text(encoding="utf-8")
    scripts = re.findall(r"`((?:benchmarks|examples|docs)/[\w/]+\.py)`", text)
    assert len(scripts) > 8
    assert [script for script in scripts if not (ROOT / script).exists()] == []


@pytest.mark.slow
def test_tests_that_are_named_exist():
    """Pytest finds each of them."""
    tests = [*named(make_reviewers.PAGE), *named(DOCS / "published_results.md")]
    assert len(tests) > 40
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for test in tests:
        assert (ROOT / test.partition("::")[0]).exists(), test
