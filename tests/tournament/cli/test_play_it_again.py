"""The report says how to play again, and what it says is carried out: also with files of the user.

The command runs in a real shell, the program in a Python of its own.
"""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import strategies
from analysis.reports.repeat import program
from tournament import Results, SeasonResults, Tournament, load, strategy
from tournament.authors.vocabulary import C
from tournament.cli import main
from tournament.results.files.place import FILE

RULES = '''
from tournament import C, D, partner_rule, strategy


@strategy(n=0)
def patient(me, opponent, patience=3):
    """Be patient."""
    me.n += opponent.last == D
    return D if me.n > patience else C


@strategy(history="own")
def my_team(me, opponent):
    """Follow the first."""
    return me.members[0].vote


@partner_rule
def picky(me, friend, patience=2):
    """Prefer the nice."""
    return friend.nice - patience * friend.naughty


hasty = patient(patience=0).named("hasty", "Be hasty.")
'''
RUDE = """
from tournament import D, strategy


@strategy
def rude(me, opponent):
    return D
"""
FEW = ["--turns", "6", "--repetitions", "3", "--noise", "0.1", "--threads", "1"]
FOLDER = "it's a folder"


@pytest.fixture
def own(in_tmp):
    """Two files of the user, in a folder whose name needs quoting."""
    place = in_tmp / FOLDER
    place.mkdir()
    (place / "mine.py").write_text(RULES)
    text = (
        "from tournament import D, strategy\n\n\n@strategy\ndef rude(me, opponent):\n    return D\n"
    )
    (in_tmp / "rude.py").write_text(text)
    return [f"{FOLDER}/mine.py", "rude.py"]


def told(page: Path) -> tuple[str, str, str]:
    """Return the command, the program and the sentences of the part "Play it again"."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".md":
        part = text.split("## Play it again")[1]
        command, program = re.findall(r"```(?:sh|python)\n(.*?)\n```", part, re.DOTALL)
        return command, program, part.split("```")[0]
    part = text.split('<section id="again">')[1]
    command, program = map(unescape, re.findall(r'<pre class="code">(.*?)</pre>', part, re.DOTALL))
    return command, program, unescape(re.sub("<[^>]*>", "", part))


def in_a_shell(command: str, environment) -> None:
    """Carry a command out as somebody who pastes it would."""
    tournament = f'tournament() {{ {sys.executable} -m tournament "$@"; }}'
    subprocess.run(
        ["bash", "-c", f"{tournament}\n{command}"],
        env=environment, check=True, capture_output=True, timeout=100,
    )  # fmt: skip


def in_python(program: str, environment) -> None:
    """Carry a program out, and save what it played."""
    code = f"{program}\nresults.save('again')\n".replace(".play()", ".play(progress=False)")
    subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, timeout=100
    )


def play(own, *more: str) -> None:
    words = ["run", "tit_for_tat", "patient(patience=1)", *own, *FEW, *more, "--output", "out"]
    assert main(words) == 0


@pytest.fixture
def without_teams(own):
    """The same files, with a team that has its members."""
    with (Path(FOLDER) / "mine.py").open("a") as file:
        file.write("pair = my_team([hasty, patient]).named('pair', 'Two.')\ndel my_team\n")
    return own


def test_the_command_plays_the_same(without_teams, environment, capsys):
    play(without_teams)
    before = Results.load(Path("out") / FILE)
    command, program, _ = told(Path("out/report.html"))
    assert (command, program.rstrip()) == told(Path("out/report.md"))[:2]
    assert "'\"'\"'" in command  # the apostrophe, as shells want it
    in_a_shell(command, environment)
    assert Results.load(Path("out") / FILE) == before


def test_the_program_plays_the_same(without_teams, environment, capsys):
    play(without_teams, "--seed", "7")
    _, program, _ = told(Path("out/report.html"))
    in_python(program, environment)
    assert Results.load("again") == Results.load(Path("out") / FILE)
    for page in ("report.html", "report.md"):
        sentences = told(Path("out") / page)[2]
        assert "Files of your own took part" in sentences
        assert re.search(r"rude\.py \([0-9a-f]{16}\)", sentences)
        assert "Play again in the same folder" in sentences
        assert "was" not in sentences.split("relative to it.")[1].split("On the command")[0]


def test_a_season_is_played_again(without_teams, environment, small, capsys):
    words = ["hasty+picky", "rude+anyone", "tit_for_tat+picky(patience=1)"]
    files = [option for path in without_teams for option in ("--strategies", path)]
    assert main(["season", *words, *files, *small, "--output", "out"]) == 0
    command, program, sentences = told(Path("out") / "report.html")
    before = SeasonResults.load(Path("out") / FILE)
    in_a_shell(command, environment)
    assert SeasonResults.load(Path("out") / FILE) == before
    in_python(program, environment)
    again = SeasonResults.load("again")
    assert again.kinds == before.kinds
    assert np.array_equal(again.exchanged, before.exchanged)
    assert "Files of your own" in sentences


def test_what_changed_or_is_gone_is_said(without_teams, capsys):
    play(without_teams)
    Path("rude.py").write_text("# edited\n" + Path("rude.py").read_text())
    Path(FOLDER, "mine.py").unlink()
    assert main(["report", "out"]) == 0
    _, _, sentences = told(Path("out") / "report.html")
    assert f"{FOLDER}/mine.py was not there when this report was written" in sentences
    assert re.search(r"rude\.py was another text \([0-9a-f]{16}\) when this report", sentences)


def test_only_own_files_are_told(in_tmp, capsys):
    assert main(["run", "tit_for_tat", "grudger", *FEW, "--output", "out"]) == 0
    _, program, sentences = told(Path("out") / "report.html")
    assert "load(" not in program
    assert "Files of your own" not in sentences
    assert "files" not in Results.load(Path("out") / FILE).manifest


def test_teams_of_own_rules_are_built_again(own):
    patient, my_team, hasty = load(own[0])
    field = [
        my_team([hasty, patient(patience=1)]),
        my_team(patient),
        strategies.flip(strategies.grudger),
    ]
    words = {"turns": 5, "repetitions": 2, "noise": 0.1, "seed": 1}
    results = Tournament(field, **words).play(progress=False)
    scope: dict = {}
    exec(program(results).replace(".play()", ".play(progress=False)"), scope)
    assert scope["results"] == results


def test_a_rule_of_no_file_has_to_be_put_in():
    @strategy
    def hidden(me, opponent):
        return C

    code = program(Tournament([hidden], turns=2, repetitions=1).play(progress=False))
    assert "own['hidden'] = ...  # no file defines it: define it here\n" in code
    compile(code, "program", "exec")
