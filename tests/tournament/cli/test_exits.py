"""How commands end: exit codes, sentences, tracebacks, Ctrl-C, readers that leave."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import errors
from tournament.cli import exits, main, parser
from tournament.cli.command import Command
from tournament.cli.commands.evolve import population_of
from tournament.cli.commands.run import tournament_of
from tournament.cli.commands.season import season_of


def house_errors():
    """Return all exceptions of the project."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, Exception) and not issubclass(kind, Warning)]


def test_help_and_version_leave_at_once(capsys):
    for argv in (["--help"], ["run", "--help"], ["--version"]):
        assert main(argv) == 0
    assert "tournament 0." in capsys.readouterr().out


def test_debug_shows_the_traceback():
    with pytest.raises(LookupError):
        main(["--debug", "run", "tit_for_tatt"])
    with pytest.raises(LookupError):
        main(["run", "tit_for_tatt", "--debug"])


def test_interrupted(capsys, monkeypatch):
    import tournament.events.round_robin.event

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(tournament.events.round_robin.event.Tournament, "play", interrupt)
    assert main(["run", "tit_for_tat", "grudger", "--output", "out"]) == 130
    assert capsys.readouterr().err == "tournament: interrupted; nothing half-written is left\n"
    assert not Path("out").exists()


STUCK = """
import ctypes, signal, sys, threading
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
from tournament import cli
from tournament.cli import parser
from tournament.cli.command import Command
from tournament.cli.options import Option
from tournament.results.files.staging import staged

def stuck(args):
    with staged(Path("out"), "report"):
        print("started", flush=True)
        ctypes.CDLL(None).sleep(60) if args.where == "main" else threading.Thread(
            target=ctypes.CDLL(None).sleep, args=(60,)).start()
        threading.Event().wait()

parser.commands = lambda: {"stuck": Command("stuck", "wait", stuck, (Option("where"),))}
sys.exit(cli.main())
"""


@pytest.mark.skipif(os.name == "nt", reason="there no process can send another this signal")
@pytest.mark.parametrize("where", ["main", "another thread"])
def test_ctrl_c_ends_compiled_code(where, environment):
    """No Python code runs while C does: the process ends all the same, and leaves nothing."""
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK, "stuck", where],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == "tournament: interrupted; nothing half-written is left\n"
    assert not Path("out").exists()


@pytest.mark.skipif(os.name == "nt", reason="there is no head")
def test_a_reader_that_leaves_is_no_error(environment):
    command = f"{sys.executable} -m tournament strategies | head -1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1

    assert done.returncode == 0


@pytest.mark.parametrize("place", ["parsing", "playing"])
def test_a_bug_of_ours_is_no_mistake_of_the_user(place, capsys, monkeypatch):
    from tournament.cli import playing
    from tournament.events.round_robin.event import Tournament

    def fail(*_, **__):
        raise KeyError("no such\nthing")

    if place == "parsing":
        monkeypatch.setattr(playing.Path, "exists", fail)
    else:
        monkeypatch.setattr(Tournament, "play", fail)
    typed = ["run", "tit_for_tat", "random_player(p=0.5)", "--output", "out"]
    assert main(typed) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "tournament: this is a bug in tournament (KeyError: 'no such\\nthing'); `tournament"
        " --debug run tit_for_tat 'random_player(p=0.5)' --output out` shows the traceback: please"
        " report both with the issue form for bugs.\n"
    )
    with pytest.raises(KeyError, match="no such"):
        main(["--debug", *typed])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        *((kind("wrong."), 2) for kind in house_errors()),
        (MemoryError(), 2),
        (OSError(errno.ENOSPC, "No space left on device"), 2),
        (OSError("a reader of files lost its way"), 70),
        *((kind("wrong"), 70) for kind in (ValueError, TypeError, KeyError, RuntimeError)),
        (AssertionError(), 70),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
    ],
    ids=repr,
)
def test_every_error_has_its_code(error, code, monkeypatch, capfd):
    def fail(args):
        raise error

    monkeypatch.setattr(parser, "commands", lambda: {"fail": Command("fail", "fail", fail)})
    assert main(["fail"]) == code
    said = capfd.readouterr().err
    assert said.count("\n") == (code != 0)
    assert ("this is a bug" in said) == (code == 70)


def test_the_help_lists_the_codes(capsys):
    assert main(["--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for code, means in exits.CODES.items():
        assert f"{code} {means}" in said


def test_the_docs_list_the_codes():
    page = Path(__file__).parents[3] / "docs" / "reference" / "command_line.md"
    table = "\n".join(f"| {code} | {means} |" for code, means in exits.CODES.items())
    assert table in page.read_text(encoding="utf-8")


def test_debug_from_a_shell_shows_the_traceback(environment):
    done = subprocess.run(
        [sys.executable, "-m", "tournament", "--debug", "strategies", "show", "tit_for_tatt"],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert "No strategy is named 'tit_for_tatt'. Did you mean 'tit_for_tat'?" in done.stderr


WORDS = (
    *(
        "joss",
        "joss+anyone",
        "random_player(p=0.5)",
        "scripted(CDD)",
        "classics",
        "+",
        "a.py",
        "x/",
    ),
    *("--towns", "--towns=4", "--days=0", "--friends=everyone", "--friends=²", "--gifts-per-day=,"),
    *("--noise=nan", "--noise", "--seed=-1", "--game=1/2/3", "--game=5/3/1/0", "--partners=ucb1"),
    *(
        "--partners=anyone(",
        "--visible",
        "--strategies=.",
        "--inbox=1e9",
        "--",
        "-",
        "--help",
        "-x",
    ),
    *("--turns=3", "--settle=1", "--rank-by=luck", "--continuation=1", "--no-self-play"),
)
MADE = {"run": tournament_of, "season": season_of, "evolve": population_of}
TYPED = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=4)


@given(st.sampled_from([*MADE]), TYPED)
def test_whatever_is_typed_is_understood_or_refused(command, words):
    """No event is played, and nothing but the user's mistakes comes out."""
    try:
        args = parser.parse([command, *words])
        if args.command.name != "help":
            MADE[command](args)
    except Exception as error:
        if not exits.is_users(error):
            raise


def test_texts_that_a_terminal_cannot_show_are_no_errors(environment):
    """Such as marks on an old console, or the name of a folder that is no Unicode."""
    done = subprocess.run(
        [sys.executable, "-m", "tournament", "check", "tit_for_tat"],
        capture_output=True, text=True, env=environment | {"PYTHONIOENCODING": "ascii"}, check=True,
    )  # fmt: skip
    assert "ok plays" in done.stdout
