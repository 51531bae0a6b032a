"""Completion: what shells are told, and what they make of it when a Tab is pressed."""

import os
import select
import shutil
import subprocess
import time

import pytest

from tournament.cli import main
from tournament.cli.command import commands
from tournament.cli.commands.completion import SHELLS
from tournament.cli.installation import shells
from tournament.cli.installation.completion import VALUES, Values, completion

CASES = [
    ("tournament sea", "season"),
    ("tournament --vers", "--version"),
    ("tournament season --gif", "--gifts-per-day"),
    ("tournament run --game chick", "chicken"),
    ("tournament run --game=chick", "chicken"),
    ("tournament -q run --on-error with", "withdraw"),
    ("tournament run --rank-by med", "median"),
    ("tournament run joss soft_maj", "soft_majority"),
    ("tournament run --seed 4 clas", "classics"),
    ("tournament run everyth", "everything"),
    ("tournament season --partners anyone,thom", "thompson_sampling"),
    ("tournament advise --candidates joss,soft_maj", "soft_majority"),
    ("tournament partners show thom", "thompson_sampling"),
    ("tournament check my_long_fi", "my_long_file.py"),
    ("tournament report -o my_long_fo", "my_long_folder"),
    ("tournament completion fi", "fish"),
]
"""What is typed, and the end of what Tab makes of it."""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """A folder with the scripts, a file and a folder."""
    folder = tmp_path_factory.mktemp("scripts")
    data = completion()
    for name, script in shells.SHELLS.items():
        (folder / f"tournament.{name}").write_text(script(data), encoding="utf-8")
    (folder / "my_long_file.py").write_text("")
    (folder / "my_long_folder").mkdir()
    return folder


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script(shell, capsys):
    assert main(["completion", shell]) == 0
    printed = capsys.readouterr().out
    assert f"made by `tournament completion {shell}`" in printed
    assert "@" not in printed.replace('"$@"', "").replace("[@]", "")  # no place is left open
    assert tuple(shells.SHELLS) == SHELLS


def test_shells_are_few(say):
    assert say("completion", "tcsh").startswith(
        "`SHELL` must be one of bash, zsh, fish; got 'tcsh'"
    )


def test_options_name_kinds_of_values_that_there_are():
    named = {option.values for command in commands().values() for option in command.options}
    assert named - {""} == set(VALUES)


def test_every_command_and_option_is_told():
    shown = {each.name: each for each in completion().commands}
    for name, command in commands().items():
        told = {name for place in shown[name].options for name in place.names}
        assert told == {name for option in command.named for name in option.names}
        assert all(place.text for place in shown[name].options)


def test_what_can_stand_in_lists_and_where_files_can():
    """Words with commas between them are asked for by `--partners` and `--candidates`."""
    data = completion()
    assert data.listed == {"partner", "candidate"}
    assert data.files == {"player", "plugin", "folder", "file"}
    assert not data.words["folder"]
    assert data.words["strategy"][0] == data.words["partner_rule"][0] == "show"
    assert {"classics", "joss"} < set(data.words["player"])
    assert {"anyone", "joss"} < set(data.words["plugin"])
    assert "anyone" not in data.words["player"]
    for kind in ("game", "candidate", "partner"):
        assert list(data.words[kind]) == sorted(data.words[kind])


# -- bash ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "wanted"), CASES)
def test_bash(scripts, typed, wanted):
    """Words are parted as bash parts them: also at the sign `=`."""
    words = typed.replace("=", " = ").split()
    typing = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _tournament"
    code = f'source tournament.bash; {typing}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", code], cwd=scripts, capture_output=True, text=True, check=True
    )
    assert wanted in [line.rpartition(",")[2] for line in done.stdout.splitlines()]
    assert done.stderr == ""


@pytest.mark.parametrize("typed", ["tournament run --seed ", "tournament run --output --"])
def test_bash_offers_nothing_where_nothing_is_known(scripts, typed):
    words = [*typed.split(), ""][:4]
    typing = f"COMP_WORDS=(tournament run {words[2]} ''); COMP_CWORD=3; _tournament"
    code = f'source tournament.bash; {typing}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", code], cwd=scripts, capture_output=True, text=True, check=True
    )
    assert ("my_long_folder" in done.stdout) == ("--output" in typed)
    assert "classics" not in done.stdout


# -- real keys -------------------------------------------------------------------------------------

STARTS = {
    "bash": (["bash", "--norc", "-i"], "source tournament.bash"),
    "zsh": (
        ["zsh", "-f", "-i"],
        "autoload -Uz compinit; compinit -u -D; source tournament.zsh",
    ),
}


def pressed(argv, setup, typed, wanted, folder):
    """Return what a terminal shows when Tab is pressed behind a text; wait for what is wanted."""
    import pty

    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        argv, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True,
        env={**os.environ, "TERM": "dumb", "PS1": "> "},
    )  # fmt: skip
    os.close(theirs)
    shown, until = "", time.monotonic() + 30
    os.write(terminal, f"{setup}; echo re''ady\n".encode())

    def wait(text):
        nonlocal shown
        while text not in shown and time.monotonic() < until:
            if select.select([terminal], [], [], 0.2)[0]:
                shown += os.read(terminal, 65536).decode(errors="replace").replace("\x07", "")
        return shown

    try:
        wait("ready")
        shown = ""
        os.write(terminal, f"{typed}\t".encode())
        return wait(wanted)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
@pytest.mark.parametrize("shell", STARTS)
@pytest.mark.parametrize(("typed", "wanted"), [CASES[0], CASES[4], CASES[8], CASES[10], CASES[14]])
def test_tab_in_a_terminal(shell, typed, wanted, scripts):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    assert wanted in pressed(*STARTS[shell], typed, wanted, scripts)


@pytest.mark.parametrize(("typed", "wanted"), CASES)
def test_fish(scripts, typed, wanted):
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    code = f"source tournament.fish; complete -C {typed!r}"
    done = subprocess.run(
        ["fish", "-N", "-c", code], cwd=scripts, capture_output=True, text=True, check=True
    )
    found = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert wanted in [line.replace("=", ",").rpartition(",")[2].rstrip("/") for line in found]
    assert done.stderr == ""


def test_no_name_is_code_to_a_shell(monkeypatch, tmp_path):
    """Only words that every shell reads as they are can be completed; others must be typed."""
    names = [
        "plain_1",
        "$(touch ran)",
        "`touch ran`",
        "a b",
        "x'; touch ran; '",
        "a|b",
        "-x",
        "naïve",
    ]
    monkeypatch.setitem(VALUES, "player", Values(lambda: names))
    data = completion()
    assert data.words["player"] == ("plain_1", "naïve")
    for script in shells.SHELLS.values():
        assert "touch ran" not in script(data)
