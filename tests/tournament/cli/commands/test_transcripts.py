"""What commands print, to the letter, in a folder of small files.

With `WRITE_TRANSCRIPTS=1` in the environment the test writes the files of `golden/` anew. Look at
what changed before you commit them.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

import tournament
from tournament import testing
from tournament.cli import main

FOLDER = Path(__file__).parent / "golden"
ROOT = Path(tournament.__file__).parents[1]
DATA = ROOT / "tests" / "tournament" / "results" / "data"
FILES = {
    "mine/good.py": (
        "from tournament import C, D, partner_rule, strategy\n\n\n"
        "@strategy(compiled=False)\ndef sly(me, opponent, p=0.5):\n"
        "    '''Defect now and then.'''\n    return D if me.chance(p) else C\n\n\n"
        "@partner_rule(compiled=False)\ndef shy(me, friend):\n    return -friend.given\n"
    ),
    "mine/broken.py": "from tournament import C\n\ndef f(:\n",
    "mine/empty.py": "",
    "mine/lazy.py": (
        "from tournament import strategy\n\n\n@strategy(compiled=False)\ndef lazy(me, opponent):\n"
        "    '''Answer nothing.'''\n    opponent.last\n"
    ),
    "log.csv": "player,match,turn,move,opponent_move\n"
    + "".join(
        f"{player},{match},{turn},{move},{'CD'[(turn + match) % 2]}\n"
        for player, moves in (("ann", "CCCC"), ("bob", "DDDD"), ("cid", "CCCD"), ("dan", "DDDC"))
        for match in (1, 2)
        for turn, move in enumerate(moves, 1)
    ),
}
COMMANDS = {
    "check": [
        "check mine/good.py", "check mine/good.py --quiet", "check mine", "check mine --quiet",
        "check mine/lazy.py mine/broken.py", "check mine/lazy.py mine/empty.py --quiet --json",
    ],
    "compare": [
        "compare DATA/tournament DATA/tournament_unlike",
        "compare DATA/tournament DATA/tournament --json",
        "compare DATA/tournament DATA/season",
    ],
    "new": ["new rule.py", "new friends.py --partner", "new rule.py", "new no.txt"],
    "report": [
        "report DATA/tournament --output page", "report page/results.sqlite --json", "report page",
        "report DATA/tournament --output mine", "report nothing",
    ],
    "learn": [
        "learn log.csv --clusters 2 --repetitions 0", "learn log.csv --repetitions 0 --seed 4 -q",
        "learn log.csv --clusters 2 --repetitions 0 --name sort --output page --json",
        "learn log.csv --output mine",
    ],
    "library": [
        "strategies grim", "partners upper confidence", "strategies show joss no_such_name",
        "strategies nobody_has_this_word", "partners show", "partners nobody_has_this_word --json",
    ],
}  # fmt: skip
"""By name of the transcript: what is typed, one after the other."""


def elsewhere(text: str, folder: Path) -> str:
    """Return a text without what is otherwise in other places and versions."""
    for place, word in ((folder, "/here"), (ROOT, "/checkout")):
        text = text.replace(str(place), word)
    text = text.replace(tournament.__version__, "VERSION")
    text = re.sub(r"\d\.\d{10,}", lambda number: f"{float(number[0]):.9g}", text)
    return re.sub(r"(/checkout/\S+\.py):\d+", r"\1:LINE", text)


def transcript(name: str, folder: Path, capsys) -> str:
    """Return what is typed, what is printed, the exit codes, and the files at the end."""
    lines = []
    for typed in COMMANDS[name]:
        capsys.readouterr()
        code = main(shlex.split(typed.replace("DATA", str(DATA))))
        out, err = capsys.readouterr()
        said = "".join(f"! {line}\n" for line in err.splitlines())
        lines += [f"$ tournament {typed}\n{out}{said}exit {code}\n\n"]
    files = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    written = sorted(file for file in files if file not in FILES and "__pycache__" not in file)
    return elsewhere("".join([*lines, *(f"{file}\n" for file in written)]), folder)


@pytest.mark.skipif(os.name == "nt", reason="paths are written otherwise")
@pytest.mark.parametrize("name", COMMANDS)
def test_commands_print_what_they_did(name, in_tmp, capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr(testing.strategies, "PATIENCE", 1e9)  # of a machine that is busy
    for file, text in FILES.items():
        (in_tmp / file).parent.mkdir(exist_ok=True)
        (in_tmp / file).write_text(text, encoding="utf-8")
    found, kept = transcript(name, in_tmp, capsys), FOLDER / f"{name}.txt"
    if os.environ.get("WRITE_TRANSCRIPTS"):
        FOLDER.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8", newline="\n")
    assert found == kept.read_text(encoding="utf-8")


def test_no_transcript_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == set(COMMANDS)
