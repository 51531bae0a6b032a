"""Who is told how far an event is."""

import io
import re
import sys

import pytest

from tournament.errors import ArgumentError
from tournament.events import progress
from tournament.events.progress import reporter

SIGNS = re.compile(r"\x1b\[[\d;?]*[A-Za-z]|\r")
"""What commands a terminal, and is no letter."""


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def seen(monkeypatch):
    """A function: report some steps to a terminal, at given seconds; return what it gets."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)

    def show(*steps: tuple[float, int, int, str]) -> str:
        stream, now = Terminal(), [100.0]  # the clock began before
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
        with reporter(True) as report:
            for after, done, total, note in steps:
                now[0] = 100 + after
                report(done, total, note)
        return stream.getvalue()

    return show


def test_a_bar_appears_after_a_second_and_shows_how_far_all_is(seen):
    assert seen((0.9, 1, 4, "day 1"), (1.0, 2, 4, "day 2")) == ""
    drawn = seen((0.9, 1, 4, "day 1"), (1.1, 3, 4, "day 3"))
    left = re.sub(r"00:0\d", "--:--", SIGNS.sub("", drawn))  # by a clock that nobody stops
    assert left.endswith("━" * 9 + "╺━━  75 % --:-- day 3\n")
    assert drawn.endswith("\x1b[2K")  # it is gone at the end


def test_a_bar_shows_each_step(seen):
    shown = SIGNS.sub("", seen((2.0, 1, 4, "one"), (3.0, 4, 4, "[red]four\x1b")))
    assert "100 %" in shown
    assert "[red]four" in shown  # a name is no markup, and does not command the terminal


def test_a_note_stays_and_starts_no_bar(seen):
    assert seen((5.0, 0, 0, "[b] has 3\nlines")) == "Note: [b] has 3\\nlines.\n"


def test_what_is_no_terminal_gets_notes_alone(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_PROGRESS", raising=False)
    with reporter(True) as report:
        report(1, 4, "one")
        report(0, 0, "it is slow")
    assert capsys.readouterr() == ("", "Note: it is slow.\n")


def test_nobody_is_told_who_does_not_want_it(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_PROGRESS", "1")
    with reporter(False) as report:
        report(1, 4, "one")
        report(0, 0, "it is slow")
    assert capsys.readouterr() == ("", "")


def test_a_function_is_told_all():
    calls = []
    with reporter(lambda *call: calls.append(call)) as report:
        report(1, 4, "one")
        report(0, 0, "it is slow")
    assert calls == [(1, 4, "one"), (0, 0, "it is slow")]


@pytest.mark.parametrize("wrong", [None, 1, "yes", print.__class__, int])
def test_progress_is_yes_no_or_a_function(wrong):
    with (
        pytest.raises(ArgumentError, match=r"^`progress` must be True, False or a function of"),
        reporter(wrong),
    ):
        pass
