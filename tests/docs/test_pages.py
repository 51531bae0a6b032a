"""Every page of the docs does what it shows: one runner for all of them, README included.

- Python with prompts is a doctest, to the letter.
- Python without prompts, CSV and TOML are files that the reader saves. The text before such a block
  names the file: the last `name.py`, `name.csv` or `name.toml` there.
- Lines of `sh` that begin with `tournament` are typed, and must end well. A `text` block that
  follows is what the last of them prints.
"""

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tournament import PRESETS
from tournament.cli import main
from tournament.results.ranking import RANKINGS

ROOT = Path(__file__).parents[2]
PACKAGES = ("tournament", "strategies", "analysis")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SLOW = {"season"}  # what it types takes more than some seconds


class Block(NamedTuple):
    """A fenced block, and the text between it and the one before."""

    language: str
    text: str
    before: str


def blocks(page: Path) -> list[Block]:
    parts = re.split(r"^```(\w*)\n(.*?)^```\n", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return [Block(*parts[at + 1 : at + 3], parts[at]) for at in range(0, len(parts) - 3, 3)]


def is_file(block: Block) -> bool:
    return block.language in ("csv", "toml") or (
        block.language == "python" and not block.text.startswith(">>>")
    )


def named(block: Block) -> str:
    ending = {"python": "py"}.get(block.language, block.language)
    return re.findall(rf"`([\w./-]+\.{ending})`", block.before)[-1]


def typed(page: Path) -> Iterator[tuple[list[str], str | None]]:
    """Yield what a page types, with what it shows of the output, if it does."""
    found = blocks(page)
    for at, block in enumerate(found):
        if block.language == "sh":
            after = next(iter(found[at + 1 :]), None)
            lines = [line for line in block.text.splitlines() if line.startswith("tournament ")]
            for line in lines:
                shown = after and after.language == "text" and line == lines[-1]
                yield shlex.split(line)[1:], after.text if shown and after else None


@pytest.fixture
def folder(request, tmp_path, monkeypatch):
    """A folder with what the page tells its readers to save, and the examples."""
    for block in filter(is_file, blocks(request.param)):
        path = tmp_path / named(block)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
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
    saved = {Path(named(block)).name for block in filter(is_file, blocks(page))}
    places = (ROOT, page.parent, ROOT / "docs", *(ROOT / name for name in PACKAGES))
    files = re.findall(r"`([\w./-]+\.pyi?)`", text)
    assert [
        file
        for file in files
        if Path(file).name not in saved and not any((place / file).exists() for place in places)
    ] == []
