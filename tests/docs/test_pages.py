"""Every page of the docs does what it shows: one runner for all of them, README included.

- Python with prompts is a doctest, to the letter.
- Python without prompts, CSV and TOML are files that the reader saves. The text before such a block
  names the file: the last `name.py`, `name.csv` or `name.toml` there.
- Lines of `sh` that begin with `tournament` are typed, and must end well. A `text` block that
  follows is what the last of them prints.
- A `text` block that begins with `$ ` is a terminal (`docs/make/make_terminals.py`). What it shows
  is what its commands show; `...` leaves lines out.
"""

import doctest
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from make_terminals import TYPED, blocks, carried_out, is_file, named, save

from tournament import PRESETS
from tournament.cli import main
from tournament.results.ranking import RANKINGS

ROOT = Path(__file__).parents[2]
PACKAGES = ("tournament", "strategies", "analysis")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SESSION = {"first_session"}  # has a script and a test of its own
SLOW = {"season"}  # what it types takes more than some seconds


def typed(page: Path) -> Iterator[tuple[list[str], str | None]]:
    """Yield what a page types, with what it shows of the output, if it does."""
    found = blocks(page.read_text(encoding="utf-8"))
    for at, block in enumerate(found):
        if block.language == "sh":
            after = next(iter(found[at + 1 :]), None)
            lines = [line for line in block.text.splitlines() if line.startswith("tournament ")]
            for line in lines:
                output = after and after.language == "text" and not after.text.startswith("$ ")
                shown = output and line == lines[-1]
                yield shlex.split(line)[1:], after.text if shown and after else None


@pytest.fixture
def folder(request, tmp_path, monkeypatch):
    """A folder with what the page tells its readers to save, and the examples."""
    save(request.param.read_text(encoding="utf-8"), tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)  # a page may import what it tells to save
    tables = [(table, dict(table)) for table in (PRESETS, RANKINGS)]  # pages add to them
    yield request.param
    for table, entries in tables:
        table.clear()
        table.update(entries)


def each(pages: list[Path]) -> pytest.MarkDecorator:
    marked = [
        pytest.param(page, id=page.stem, marks=[pytest.mark.slow] * (page.stem in SLOW))
        for page in pages
    ]
    return pytest.mark.parametrize("folder", marked, indirect=True)


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(page, id=page.stem)
        for page in PAGES
        if ">>> " in page.read_text(encoding="utf-8")
    ],
    indirect=True,
)
def test_python_is_as_shown(folder):
    failed, tried = doctest.testfile(str(folder), module_relative=False)
    assert tried > 0
    assert failed == 0


@each([page for page in PAGES if any(typed(page))])
def test_what_is_typed_works(folder, capsys):
    for words, shown in typed(folder):
        assert main(words) == 0, words
        printed = capsys.readouterr().out
        if shown is not None:
            trimmed = "\n".join(line.rstrip() for line in printed.splitlines())
            assert trimmed.strip() == shown.strip()


@pytest.mark.skipif(os.name == "nt", reason="some commands are those of other shells")
@each(
    [page for page in PAGES if page.stem not in SESSION and TYPED.search(page.read_text("utf-8"))]
)
def test_a_terminal_is_as_shown(folder, tmp_path):
    """If this fails: `python docs/make/make_terminals.py` and the name of the page."""
    text = folder.read_text(encoding="utf-8")
    assert carried_out(text, tmp_path) == text


def test_readme_has_exactly_two_set_up_commands():
    """`.ci/run` types them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^python3 -m venv", text, re.M)) == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_that_are_named_exist(page):
    """Or the reader saves them. Paths may begin in the packages, which pages on them leave out."""
    text = re.sub(r"^```.*?^```\n", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    text = re.sub(r"<!-- structure -->.*?<!-- /structure -->", "", text, flags=re.S)
    found = blocks(page.read_text(encoding="utf-8"))
    saved = {Path(named(block)).name for block in filter(is_file, found)}
    places = (ROOT, page.parent, ROOT / "docs", *(ROOT / name for name in PACKAGES))
    files = re.findall(r"`([\w./-]+\.pyi?)`", text)
    assert [
        file
        for file in files
        if Path(file).name not in saved and not any((place / file).exists() for place in places)
    ] == []
