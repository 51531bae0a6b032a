"""Real commands, killed at any time: the folder is as before or whole, and one line says so."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tournament.cli.interrupt import ENDED
from tournament.results.files import moving
from tournament.results.played import Played

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux tells which signals are handled"
)
LOG = "player,match,turn,move,opponent_move\n" + "".join(
    f"{p},{p}{m},{t},{'CD'[(t + p) % 2]},C\n"
    for p in range(4)
    for m in range(2)
    for t in range(1, 10)
)
SEASON = ["joss", "--partners", "anyone", "--towns", "12", "--friends", "4", "--days", "2"]
SEASON += ["--gifts-per-day", "1", "-n", "1", "-q", "-o", "out"]
TYPED = {
    "run": ["run", "joss", "grudger", "-n", "2", "-q", "-o", "out"],
    "season": ["season", *SEASON],
    "advise": ["advise", *SEASON, "--candidates", "joss+anyone"],
    "learn": ["learn", "log.csv", "--clusters", "2", "-n", "2", "-q", "-o", "out"],
    "report": ["report", "saved", "-q", "-o", "out"],
    "compare": ["compare", "saved", "saved"],
    "check": ["check", "joss"],
    "new": ["new", "out/my_rule.py"],
}
"""Commands that write, and two that only read; `-s` comes behind those that take it."""
SEEDED = {"run", "season", "advise", "learn"}
RESULTS = {"run", "season"}


@pytest.fixture
def started(environment):
    """A function: start a command, and wait until it hears signals, if it has come so far."""
    processes = []

    def start(*argv):
        process = subprocess.Popen(
            [sys.executable, "-m", "tournament", *argv],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        processes.append(process)
        while process.poll() is None and not hears(process):
            time.sleep(0.001)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def hears(process):
    """Return whether SIGTERM is handled, which Python itself does not do."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    caught = re.search(r"SigCgt:\t(\w+)", status)
    return caught is not None and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1


def typed(command, seed):
    return [*TYPED[command], *(["-s", str(seed)] if command in SEEDED else [])]


def state():
    """Return what the folder `out` holds, without the times at which it was written."""
    return {
        path.as_posix(): re.sub(rb"Played [^.<]*|\d{4}-\d\d-\d\dT[^ <.]*", b"", path.read_bytes())
        for path in sorted(Path("out").rglob("*"))
        if path.is_file() and path.suffix != ".sqlite"
    }


def whole():
    """Return the seed of results and report, which must be those of one run."""
    results = Played.load(Path("out"))
    assert f"The seed was {results.rules.seed}." in Path("out/report.html").read_text("utf-8")
    return results.rules.seed


def kill(started, command, name, delay, *, again=0):
    """Kill a command, and return its exit code; what it says is checked here."""
    process = started(*typed(command, 2))
    time.sleep(delay)
    for _ in range(1 + again):
        process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=60)
    left = [*Path().rglob(".unfinished-*")]
    if name == "SIGKILL":
        moving.finish(Path("out"))
        assert process.returncode in (0, -signal.SIGKILL)
        return process.returncode
    assert (process.returncode, err) in (
        (0, ""),
        (ENDED[name][0], f"tournament: {ENDED[name][1]}\n"),
    )
    assert left == []
    return process.returncode


def try_all(started, command, kills):
    """Kill a command at random times, one in each part of its life; kills are names of signals."""
    Path("log.csv").write_text(LOG, encoding="utf-8")
    Path("out").mkdir()
    if command in ("report", "compare"):
        assert started(*TYPED["run"][:-1], "saved", "-s", "2").wait() == 0
    if command in ("run", "season", "advise", "learn"):
        assert started(*typed(command, 1)).wait() == 0
    before, began = state(), time.monotonic()
    assert started(*typed(command, 2)).wait() == 0
    took, after = time.monotonic() - began, state()
    draw, parts = random.Random(7), random.Random(8).sample(range(len(kills)), len(kills))
    ended = set()
    for number, name in enumerate(kills):
        if command == "new":
            Path("out/my_rule.py").unlink(missing_ok=True)
        delay = (parts[number] + draw.random()) / len(kills) * took
        code = kill(started, command, name, delay, again=draw.randrange(3))
        ended.add(code)
        assert state() in (before, after)
        if command in ("run", "season"):
            assert whole() in (1, 2)
        if number % 4 == 3 and command in SEEDED:
            assert started(*typed(command, 1)).wait() == 0
    assert ended - {0}
    if command == "new":
        Path("out/my_rule.py").unlink(missing_ok=True)
    again = started(*typed(command, 2))
    assert again.wait() == 0
    assert state() == after


@pytest.mark.parametrize(
    "command",
    ["new", *(pytest.param(name, marks=pytest.mark.slow) for name in TYPED if name != "new")],
)
def test_a_command_that_is_killed_leaves_all_as_before_or_whole(command, started):
    """Eight kills, one in each eighth of the life of a command, miss what takes a tenth of it one
    time in four; eight kills that are drawn anywhere, two times in five. What writes less, or
    as these two do, gets four."""
    try_all(started, command, [*[*ENDED][:3], "SIGKILL"] * (2 if command in RESULTS else 1))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_is_ignored_stays_ignored(name, environment):
    """As `nohup` and a shell's background ask for."""
    number = getattr(signal, name)
    process = subprocess.Popen(
        [sys.executable, "-c", "from tournament.cli import main; main(); input(); print('done')",
         "--version"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN),
    )  # fmt: skip
    assert process.stdout.readline().startswith("tournament 0.")
    process.send_signal(number)
    out, _ = process.communicate("go on\n", timeout=60)
    assert out == "done\n"
    assert process.returncode == 0


# -- processes that compile ------------------------------------------------------------------------


def children(number):
    """Return the processes that a process has started."""
    found = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def lives(number):
    """Return whether a process lives; what has ended and is not buried does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_processes_that_compile_end_with_the_command(name, started, environment, tmp_path):
    environment["TOURNAMENT_CACHE"] = str(tmp_path / "cold")
    process = started("run", "classics", "-n", "300", "-s", "1", "-q", "-o", "out")
    until = time.monotonic() + 60
    while not (helping := children(process.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    assert helping
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    until = time.monotonic() + 30
    while any(map(lives, helping)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(lives, helping))
    assert not Path("out").exists()


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.5, 4, 8, 12])
def test_a_population_that_is_interrupted_leaves_whole_repetitions_or_nothing(started, delay):
    words = ["tit_for_tat", "always_defect", "--size", "2000", "--process", "fermi", "--mutation"]
    words += ["0.01", "--generations", "1500", "-n", "4000", "-s", "1", "-q", "-o", "out"]
    process = started("evolve", *words)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    if "half-written" in err:
        assert not Path("out").exists()
    else:
        many = Played.load(Path("out")).repetitions
        said = f"interrupted; {many:,} of 4,000 repetitions are finished, and these are reported."
        assert err == f"tournament: {said}\n"
        assert many < 4000
