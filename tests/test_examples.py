"""The examples run, and docs show what they print."""

import doctest
import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tournament import PartnerRule
from tournament.authors.registry import library
from tournament.cli.commands import main

ROOT = Path(__file__).parent.parent
SLOW = ("season_theory",)
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
PAGE = (ROOT / "docs" / "published_tournaments.md").read_text(encoding="utf-8")
SEASON = (ROOT / "docs" / "season.md").read_text(encoding="utf-8")


def example(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in SLOW])
def test_examples_run(name, capsys):
    module = example(name)
    if hasattr(module, "main"):
        module.main()
        printed = capsys.readouterr().out
        assert printed
        if hasattr(module, "PUBLISHED"):
            assert f"```text\n{printed}```" in PAGE


def test_the_first_tournament_is_much_as_published():
    table = example("axelrod_1980").compare(repetitions=100)
    both = table[["published", "ours"]]
    assert both.corr().iloc[0, 1] > 0.98
    assert both.corr(method="spearman").iloc[0, 1] > 0.85
    assert table["rank"].idxmin() == "stein_and_rapoport"  # as in Axelrod-Python
    assert table["rank"]["tit_for_tat"] == 3


def test_stewart_and_plotkin_is_as_published():
    table = example("stewart_plotkin_2012").compare(repetitions=100)
    known = table.dropna().astype(float)
    assert (known["rank"] - known["published_rank"]).abs().max() <= 3
    assert known["rank_by_wins"].corr(known["published_rank_by_wins"], method="spearman") > 0.95
    assert list(table["rank"].nsmallest(2).index) == ["zd_gtft_2", "generous_tit_for_tat"]


GUIDES = [
    path.stem
    for path in sorted((ROOT / "docs").glob("*.md"))
    if ">>> " in path.read_text(encoding="utf-8") and path.stem != "season"
]


@pytest.mark.parametrize("name", GUIDES)
def test_guides_are_true(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = str(ROOT / "docs" / f"{name}.md")
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(page, module_relative=False, optionflags=flags)
    assert tried > 0
    assert failed == 0


# -- seasons -------------------------------------------------------------------------------------


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", SEASON, re.S)


@pytest.fixture
def season_folder(tmp_path, monkeypatch):
    """A folder with what docs/season.md tells its readers to save, and the examples."""
    (plugin,) = [text for text in blocks("python") if "@partner_rule" in text]
    (tmp_path / "my_partners.py").write_text(plugin)
    (log,) = blocks("csv")
    (tmp_path / "my_friends.csv").write_text(log)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_what_the_page_on_seasons_types_works(season_folder, capsys):
    printed = {}
    for line in "".join(blocks("sh")).splitlines():
        command, *words = shlex.split(line)
        assert (command, main(words)) == ("tournament", 0), line
        printed[words[0]] = "\n".join(map(str.rstrip, capsys.readouterr().out.split("\n")))
    assert (season_folder / "out" / "report.html").stat().st_size > 10_000
    (advice,) = blocks("text")
    assert advice.strip() == printed["advise"].strip()


def test_the_python_of_the_page_on_seasons_is_as_shown(season_folder):
    failed, tried = doctest.testfile(str(ROOT / "docs" / "season.md"), module_relative=False)
    assert failed == 0
    assert tried > 5


def test_the_page_on_seasons_lists_all_partner_rules():
    for name, rule in library(PartnerRule).items():
        assert f"| `{name}` | {rule.summary} | {rule.source} |" in SEASON


@pytest.mark.slow
def test_predictions_come_out_as_shown(capsys):
    example("season_theory").main()
    assert capsys.readouterr().out in SEASON
