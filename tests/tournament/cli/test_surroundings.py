"""Commands in surroundings that are not what they should be: one sentence at most, no traceback."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tournament.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written in the shell of other systems")
TYPED = f"{sys.executable} -m tournament"
FULL = "tournament: The answer cannot be printed: No space left on device.\n"
VERSION, LIST, RULE = "--version", "partners", "check rule_é.py"
RUN = "run joss rule_é.py -n 2 -s 1 -o out_é"
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
NOWHERE = {"HOME": "/nowhere", "TMPDIR": "/nowhere"}
TEXT = '''
from tournament import C, strategy

@strategy(compiled=False)
def nett_日本é(me, opponent):
    """Be nice — ± é 日本.

    Source: own idea.
    """
    return C
'''


@pytest.fixture
def shell(environment):
    """A function: type a line into a shell, and return its exit code, its output and its errors."""
    Path("rule_é.py").write_text(TEXT, encoding="utf-8")

    def run(line, **more):
        done = subprocess.run(
            line, shell=True, executable="/bin/bash", capture_output=True, timeout=120,
            env=environment | more, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    return run


@pytest.mark.parametrize("command", [LIST, "nosuch"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_streams_that_are_closed(closed, command, shell):
    code, out, err = shell(f"{TYPED} {command} {closed}")
    assert code == (2 if command == "nosuch" else 0)
    assert err.count("\n") == (code == 2 and "2>" not in closed)
    assert bool(out) == (code == 0 and ">&- " not in f" {closed} ".replace("2>&-", ""))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
@pytest.mark.parametrize("command", [VERSION, "partners --json", "--help"])
def test_a_full_disk_behind_standard_output(command, shell):
    assert shell(f"{TYPED} {command} >/dev/full") == (2, b"", FULL)


def test_files_do_not_get_the_number_of_a_closed_stream(shell):
    """What is printed then must not end in a file of results."""
    code, _, _ = shell(f"{TYPED} {RUN} <&- >&- 2>&-")
    assert code == 0
    assert shell(f"{TYPED} report out_é -q")[::2] == (0, "")


@pytest.mark.parametrize("more", [
    ASCII,
    pytest.param({"PYTHONIOENCODING": "ascii"}, marks=pytest.mark.slow),
    {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    pytest.param({"LC_ALL": "POSIX"}, marks=pytest.mark.slow),
], ids=str)  # fmt: skip
def test_letters_that_a_system_lacks(more, shell):
    for command in (RUN, RULE, "compare out_é out_é"):
        code, out, err = shell(f"{TYPED} {command}", **more)
        assert (code, err) == (0, ""), command
        assert out
    page = Path("out_é/report.html").read_text(encoding="utf-8")
    assert "nett_日本é" in page
    assert "rule_é.py" in page
    assert "own took part; in brackets" in page or "rule_é.py (" in page


def test_a_name_that_is_no_text_is_escaped_where_it_is_told(capsys):
    name = os.fsdecode(b"out_\xff")
    try:
        Path(name).mkdir()
    except OSError:
        pytest.skip("this file system has no such names")
    assert main(["run", "joss", "-n", "2", "-s", "1", "-q", "-o", name]) == 0
    assert r"-o 'out_\xff'" in Path(name, "report.md").read_text(encoding="utf-8")
    assert main(["report", name, "-q"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("columns", ["0", "-1", "abc", "1", "9" * 30])
def test_widths_that_no_terminal_has(columns, shell):
    code, out, err = shell(f"{TYPED} {LIST}", COLUMNS=columns, TERM="dumb")
    assert (code, err) == (0, "")
    assert b"ucb1" in out


def test_without_a_home_and_a_temporary_folder(shell):
    assert shell(f"{TYPED} {RUN} -q", **NOWHERE)[::2] == (0, "")


def test_a_working_folder_that_is_gone(shell):
    gone = "mkdir gone; cd gone; rmdir ../gone;"
    whole = Path("out").resolve()
    assert shell(f"{gone} {TYPED} run joss -n 2 -s 1 -q -o {whole}") == (0, b"", "")
    code, _, err = shell(f"{gone} {TYPED} run joss -n 2 -s 1 -q")
    assert code == 2
    assert err == (
        "tournament: tournament-report: the report cannot be written: No such file or directory.\n"
    )


@pytest.mark.parametrize("place", ["pipe", "socket", "nothing", "file", "x" * 300, "file/below"])
def test_an_output_that_is_no_folder(place, say, in_tmp):
    Path("file").write_text("mine", encoding="utf-8")
    if place == "pipe":
        os.mkfifo(place)
    elif place == "nothing":
        Path(place).symlink_to("nowhere")
    elif place == "socket":
        place = os.devnull
    said = say("run", "joss", "-n", "2", "-o", place)
    assert len(said) <= 300
    assert place[:20] in said
    assert Path("file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", ["", ".", "/", "..", "~", "foreign", "foreign/../foreign"])
def test_a_folder_with_files_of_the_user_is_never_touched(place, say, in_tmp):
    Path("foreign").mkdir()
    Path("foreign/thesis.txt").write_text("mine", encoding="utf-8")
    place = str(Path(place).expanduser())
    assert "holds other files. Choose another folder." in say("run", "joss", "-n", "2", "-o", place)


def test_a_terminal_that_is_closed_ends_the_command(environment):
    number, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, "stuck"], stdin=child, stdout=child, stderr=child,
        env=environment, start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(child)
    said = b""
    while b"started" not in said:
        said += os.read(number, 100)
    began = time.monotonic()
    os.close(number)
    assert process.wait(60) == 129
    assert time.monotonic() - began < 30
    assert not Path("out").exists()


ENDLESS = """
import sys, time
from pathlib import Path
from tournament import cli
from tournament.cli import parser
from tournament.cli.command import Command
from tournament.results.files.staging import staged

def stuck(args):
    with staged(Path("out"), "report"):
        print("started", flush=True)
        while True:
            time.sleep(0.01)

parser.commands = lambda: {"stuck": Command("stuck", "wait", stuck)}
sys.exit(cli.main())
"""


def test_a_stuck_reader_does_not_keep_a_command_alive(environment):
    """The pipe of the error stream is full, and nobody reads."""
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS.replace("time.sleep(0.01)", "sys.stderr.write('x' * 999)"),
         "stuck"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 143
    assert not Path("out").exists()
    process.communicate()
