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
    "ledger": [
        "run tit_for_tat random_player --turns 4 -n 2 -s 1 --ledger kept.sqlite -q -o page",
        "run tit_for_tat joss --turns 4 -n 3 -s 1 --noise 0.1 --ledger kept.sqlite -q -o page",
        "season joss --partners anyone --towns 6 --friends 2 --days 2 --gifts-per-day 1 -s 1"
        " --ledger kept.sqlite -q -o gifts",
        "ledger list kept.sqlite", "ledger verify kept.sqlite", "ledger verify kept.sqlite --json",
        "ledger prune kept.sqlite --player joss --dry-run", "ledger prune kept.sqlite --turns 5",
        "ledger prune kept.sqlite --noise 0.1", "ledger list kept.sqlite",
        "ledger merge kept.sqlite all.sqlite", "ledger export kept.sqlite -o tables",
        "ledger prune kept.sqlite", "ledger verify no.sqlite", "ledger merge kept.sqlite",
        "ledger prune kept.sqlite --older soon", "ledger keep kept.sqlite",
    ],
    "play": [
        "run tit_for_tat joss --turns 5 -n 3 -s 1 --json -o a",
        "run tit_for_tat joss --turns 5 -n 3 -s 1 --noise 0.1 --misperception 0.2 --no-self-play"
        " --unknown-length --game prison_years --rank-by wins --json -o b",
        "run tit_for_tat joss --continuation 0.5 -n 3 -s 1 --game battle_of_the_sexes --json -o c",
        "run tit_for_tat grudger --turns 5 --exact --noise 0.1 -s 1 --json -o d",
        "season tit_for_tat joss+anyone --towns 12 --friends 4 --days 3 --gifts-per-day 2,1,2"
        " -s 1 --json -o e",
        "season joss grudger --partners ucb1 --towns 12 --friends everyone --days 3 --inbox 2"
        " --absence 0.2 --visible --nice-list --unknown-days --noise 0.1 -n 2 -s 1 --json -o f",
        "evolve tit_for_tat always_defect --size 6 --turns 5 -n 4 -s 1 --json -o g",
        "evolve tit_for_tat joss --lattice 3x4 --walls --neighbours von-neumann --process fermi"
        " --payoffs played --payoff-repetitions 2 --turns 5 --generations 4 --every 2 --mutation"
        " 0.1 -s 1 --json -o h",
        "advise tit_for_tat joss --partners anyone --towns 12 --friends 4 --days 3 --full -n 2"
        " --gifts-per-day 2 --candidates tit_for_tat,grudger+ucb1 -s 1 --json --no-ask",
    ],
    "refused": [
        "run tit_for_tat --settle 1 --budget 1", "run tit_for_tat --settle 2",
        "run tit_for_tat --settle 1 --budget 2147483648", "run --settle 0", "run --turns 0",
        "run --repetitions 0", "run --noise 1.5", "run --misperception -0.1",
        "run --continuation 1", "run --seed -1", "run --threads 0", "run --game nim",
        "run --game R=1", "run --budget 9", "run --threat 2", "run --no", "run --rank-by luck",
        "run tit_for_tat tit_for_tat", "run tit_for_tatt", "run 'joss(p=2)'", "run --dask nowhere",
        "run --settle 1 -n 4", "run --output log.csv", "run --noise", "run --json --quiet=yes",
        "run mine/broken.py", "run --untrusted log.csv", "season --towns 0", "season --days 0",
        "season --friends 0", "season --friends no.csv", "season --towns 4 --friends 9",
        "season --gifts-per-day 5,5", "season --inbox -1", "season --absence 1.1",
        "season --partners nobody", "season joss+nobody", "season --game battle_of_the_sexes",
        "season joss+anyone+ucb1", "evolve joss grudger --size 1",
        "evolve joss grudger --lattice 3x3 --graph cycle", "evolve joss grudger --graph knot:2",
        "evolve joss grudger --process breeding", "evolve joss grudger --start joss=2",
        "evolve joss grudger --every 0", "evolve joss grudger --mutation 2",
        "evolve joss grudger --selection -1", "evolve joss grudger --until noon",
        "evolve joss grudger --payoffs no.csv", "evolve joss grudger --walls",
        "evolve joss grudger --mean-payoffs", "evolve joss --neighbours moore",
        "evolve joss grudger --no-report --open", "evolve joss --replacement cycle",
        "advise --open", "advise --answers 2,2,2,1 --no-ask", "advise joss --answers 2,2,2,1",
        "ledger prune no.sqlite --strategies mine", "ledger verify no.sqlite --repair --dry-run",
        "evolve joss grudger --synchronous maybe", "advise --log no.csv", "advise --answers 9,9",
        "advise --candidates nobody", "advise --top 0", "advise --first-day soon",
        "advise --ask --no-ask", "learn no.csv", "learn log.csv --clusters 9",
        "learn log.csv --memory 0", "learn log.csv --clusters none", "report",
        "compare DATA/season", "check nothing.py", "new rule.py --partner=yes", "strategies show",
        "partners show nobody", "cache fill", "completion tcsh", "doctor please", "help nothing",
        "help run extra", "nothing", "--nothing",
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
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d+ (KiB|bytes)", "...", text)
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
