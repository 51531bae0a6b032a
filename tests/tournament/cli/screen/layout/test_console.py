"""What a stream gets: colours or none, signs that it has, and nothing that a terminal obeys."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.cli.screen import code, opened, prose
from tournament.cli.screen.layout.columns import MAIN, NAME, Column
from tournament.cli.screen.layout.signs import PLAIN, shown
from tournament.cli.screen.layout.table import table

ROOT = Path(__file__).parents[5]
COLUMNS = [Column("player", ["nice"], NAME, ["bold"]), Column("score", ["13 ± 1"], MAIN)]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")

    def isatty(self) -> bool:
        """Say yes."""
        return True

    def text(self) -> str:
        """Return what was written."""
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """A terminal with colours, 80 columns wide, whatever runs the tests."""
    for name in ("NO_COLOR", "FORCE_COLOR", "LC_ALL", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


def printed(stream) -> str:
    table(opened(stream), COLUMNS)
    return stream.text() if isinstance(stream, Terminal) else stream.getvalue()


def test_a_terminal_gets_colours():
    assert "\x1b[1mnice\x1b[0m" in printed(Terminal())
    assert opened(Terminal()).width == 80


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colours_where_they_are_not_wanted(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    text = printed(Terminal())
    assert "\x1b" not in text
    assert "────" in text


def test_a_pipe_gets_neither_colours_nor_rules():
    assert printed(io.StringIO()) == "player   score\nnice    13 ± 1\n"


def test_colours_can_be_forced_into_a_pipe(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert printed(io.StringIO()) == "player   score\n\x1b[1mnice\x1b[0m    13 ± 1\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in printed(io.StringIO())


@pytest.mark.parametrize("columns", ["1", "19"])
def test_a_terminal_has_at_least_twenty_columns(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    assert opened(Terminal()).width == 20


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_every_encoding_shows_something(monkeypatch, encoding):
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal(encoding)
    screen = opened(terminal)
    screen.say("".join(PLAIN), "naïve_寛容 ✓")
    table(screen, COLUMNS)
    text = terminal.text()
    assert "ok" in text
    assert r"\u5bdb\u5bb9" in text
    assert ("13 +/- 1" if encoding == "ascii" else "13 ± 1") in text


def test_lc_all_c_means_ascii_signs_and_names_as_they_are(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    terminal = Terminal()
    opened(terminal).say("naïve: 13 ± 1 …")
    assert terminal.text() == "naïve: 13 +/- 1 ...\n"


@given(st.text())
def test_nothing_that_is_shown_is_obeyed(text):
    assert shown(text).isprintable()
    assert shown(text, "ascii").isascii()
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("two\nlines\r", r"two\nlines\r"),
        ("\u202ereversed", r"\u202ereversed"),
        ("\ud800", r"\ud800"),
        ("[bold]no markup[/]", "[bold]no markup[/]"),
    ],
)
def test_escapes(text, expected):
    stream = io.StringIO()
    opened(stream).say(text)
    assert stream.getvalue() == f"{expected}\n"


def test_sentences_are_folded_on_a_terminal_only():
    said = "one two three four five six seven"
    stream, narrow = io.StringIO(), io.StringIO()
    opened(stream).say(said, first="• ")
    assert stream.getvalue() == f"• {said}\n"
    opened(narrow, 20).say(said, first="• ")
    assert narrow.getvalue() == "• one two three four\n  five six seven\n"


def test_prose_flows_and_code_stays():
    stream = io.StringIO()
    screen = opened(stream, 30)
    prose(screen, "A paragraph that is broken\nafter a few words.\n\n- a list\n- of two\n")
    code(screen, "def rule(me):\n\treturn 'a line of code that is wider than the screen'")
    assert stream.getvalue().splitlines() == [
        "A paragraph that is broken",
        "after a few words.",
        "",
        "- a list",
        "- of two",
        "def rule(me):",
        "    return 'a line of code that is wider than the screen'",
    ]


def test_importing_the_screen_loads_neither_rich_nor_numpy():
    program = "import sys; from tournament.cli import screen; print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert {"rich", "numpy", "pandas"} & set(done.stdout.split()) == set()
