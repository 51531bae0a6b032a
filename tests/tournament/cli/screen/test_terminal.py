"""The command line in a terminal: as wide as the terminal says, with colours; and before `head`."""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import tournament

COMMAND = [sys.executable, "-m", "tournament"]
COLOURS = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def environment():
    """What a terminal with colours sets, and where this checkout is."""
    taken = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if name not in taken}
    here = str(Path(tournament.__file__).parents[1])
    return kept | {"PYTHONPATH": here, "TERM": "xterm-256color", "PYTHONUTF8": "1"}


def in_terminal(words: list[str], columns: int, environment: dict[str, str]) -> str:
    """Return what a command prints in a terminal of so many columns."""
    pytest.importorskip("pty", reason="Windows has no such terminals")
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen([*COMMAND, *words], stdin=theirs, stdout=theirs, env=environment) as run:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so at the end
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    assert run.returncode == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [50, 120])
def test_lines_are_as_wide_as_the_terminal(columns, environment):
    text = in_terminal(["strategies", "gradual"], columns, environment)
    assert "\x1b[1mname\x1b[0m" in text
    lines = COLOURS.sub("", text).splitlines()
    assert columns - 20 < max(map(len, lines)) <= columns
    assert "`tournament strategies show NAME` explains one." in lines


def test_checks_fit_the_terminal(environment, tmp_path):
    file = tmp_path / "my_rule.py"
    file.write_text(
        "from tournament import C, strategy\n\n\n@strategy\ndef my_rule(me, opponent):\n"
        '    """Cooperate."""\n    return C\n'
    )
    where, *lines = in_terminal(["check", str(file)], 40, environment).splitlines()
    assert where == "my_rule (my_rule.py:4)"
    assert max(map(len, lines)) <= 40
    assert any(line.startswith("  ✓ ") for line in lines)
    assert any(line.startswith("    ") for line in lines)


def test_no_color_is_obeyed(environment):
    text = in_terminal(["strategies", "gradual"], 80, {**environment, "NO_COLOR": "1"})
    assert "\x1b" not in text
    assert "─" in text


def test_a_reader_may_leave_early(environment):
    command = [*COMMAND, "strategies"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as run:
        assert run.stdout.readline().startswith(b"adams ")
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_consoles_that_lack_signs(encoding, environment):
    done = subprocess.run(
        [*COMMAND, "strategies", "show", "gradual"], capture_output=True, check=True,
        env={**environment, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert "Last outcomes that decide its next move: inf" in done.stdout.decode(encoding)
