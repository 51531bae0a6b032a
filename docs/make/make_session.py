"""Carry out a first session and write what the terminal showed: `python docs/make/make_session.py`.

The page is docs/first_session.md. Every command runs in a terminal of 80 columns without colours,
in a new folder. `page()` returns the text, so that a test can compare it with the page.
"""

import os
import re
import select
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first_session.md"
COLUMNS, LINES = 80, 24
RULE = '''\
from tournament import C, D, strategy


@strategy(betrayed=False)
def unforgiving(me, opponent):
    """Cooperate until the opponent defects in two turns in a row; then defect for ever."""
    if opponent.last == D and opponent.move(2) == D:
        me.betrayed = True
    return D if me.betrayed else C
'''
HEAD = """\
# A first session

`docs/make/make_session.py` typed these commands in a terminal of 80 columns, and wrote down what
the terminal showed. Long outputs are cut where `...` stands.
"""

STEPS: tuple[tuple[str, str, int], ...] = (
    ("What is there? `TFT` is also known by its full name.", "tournament strategies show TFT", 0),
    (
        "The classics play, each against each and against its own copy. With an empty cache this"
        " prepares the engine first, once on a machine.",
        "tournament run --seed 1 --output classics",
        0,
    ),
    ("A rule of one's own is a function. This is `my_rule.py`:", "", 0),
    ("It is checked before it plays.", "tournament check my_rule.py", 0),
    (
        "It meets the classics, and some moves go wrong. Only the best are shown here.",
        "tournament run my_rule.py classics --noise 0.02 --seed 1 --output mine",
        26,
    ),
    ("Mistakes get one sentence.", "tournament rnu", 0),
    ("", "tournament run tit_for_tatt", 0),
    ("", "tournament run classics --game 3/0/5/1", 0),
    ("", "tournament run classics --repetitons 10", 0),
    (
        "A season of gifts: each strategy with two ways to choose friends.",
        "tournament season tit_for_tat always_defect --towns 200 --friends 20 --seed 1 -o season",
        0,
    ),
    (
        "A population: who is paid well has children, until all are of one type.",
        "tournament evolve tit_for_tat always_defect always_cooperate --size 60 --seed 1"
        " --no-report",
        0,
    ),
    ("For programs, the ranking as JSON.", "tournament run TFT grudger joss --json --seed 1", 14),
)


def terminal(words: list[str], folder: Path) -> str:
    """Return what a command shows in a terminal of `COLUMNS` columns."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    env = os.environ | {"NO_COLOR": "1", "TERM": "xterm", "LANG": "C.UTF-8"}
    for name in ("COLUMNS", "LINES", "FORCE_COLOR"):
        env.pop(name, None)
    program = [sys.executable, "-m", *words]
    with subprocess.Popen(
        program, cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if not ready and process.poll() is not None:
                break
            try:
                shown += os.read(ours, 65536) if ready else b""
            except OSError:  # the other side is closed
                break
    os.close(ours)
    return as_seen(shown.decode())


def as_seen(text: str) -> str:
    """Return a text as it stays on a terminal: bars that were erased are gone."""
    lines, row, start = [""], 0, False
    for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", text):
        if part == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part == "\r":
            start = True
            continue
        elif not part.startswith("\x1b"):
            lines[row] = part if start else lines[row] + part
        start = False
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def page() -> str:
    """Return the page: all steps carried out."""
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "my_rule.py").write_text(RULE, encoding="utf-8")
        for about, command, most in STEPS:
            parts += [f"{about}\n"] if about else []
            if not command:
                parts.append(f"```python\n{RULE}```\n")
                continue
            shown = terminal(command.split(), folder)
            shown = shown.replace(place, "/home/you").replace(f"{ROOT}/", "")
            lines = shown.split("\n")
            if most and len(lines) > most:
                lines = [*lines[:most], "..."]
            text = "\n".join([f"$ {command}", *lines])
            parts.append(f"```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
