"""What README tells users to type works: its shell lines run here, its Python in doctests."""

import re
import shlex
from pathlib import Path

import pytest

from tournament.cli.commands import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with the README's plugin and log in it."""
    (plugin,) = [text for text in blocks("python") if "@strategy" in text]
    (log,) = blocks("csv")
    (tmp_path / "my_rule.py").write_text(plugin)
    (tmp_path / "my_friends.csv").write_text(log)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_shell_lines_run(folder, capsys):
    lines = [line for text in blocks("sh") for line in text.splitlines() if line]
    typed = [shlex.split(line) for line in lines if line.startswith("tournament ")]
    assert len(typed) >= 6
    for words in typed:
        assert main(words[1:]) == 0, words
    for report in ("out", "season"):
        assert (folder / report / "report.html").stat().st_size > 10_000


def test_exactly_two_set_up_commands():
    lines = [line for text in blocks("sh") for line in text.splitlines()]
    assert sum(line.startswith("python3 -m venv") for line in lines) == 2
