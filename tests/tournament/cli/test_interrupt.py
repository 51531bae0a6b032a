"""Signals, in a small process: what each says, its exit code, and who is heard no more."""

import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
START = """
import atexit, os, signal, sys, time
from tournament.cli import interrupt
"""
HEARD = {
    "SIGINT": (130, "interrupted; nothing half-written is left"),
    "SIGTERM": (143, "ended by SIGTERM; nothing half-written is left"),
    "SIGHUP": (129, "ended because the terminal was closed; nothing half-written is left"),
}


def ran(code: str, environment: dict[str, str], **words):
    """Return a process that ran some code to its end."""
    return subprocess.run(
        [sys.executable, "-c", START + code], env=environment, timeout=60, check=False,
        **{"capture_output": True, "text": True, **words},
    )  # fmt: skip


@pytest.mark.parametrize("name", HEARD)
def test_a_signal_has_an_exit_code_and_a_sentence(name, environment):
    """What waits for the end of the process is done, once."""
    code = (
        "atexit.register(print, 'the end', flush=True)\n"
        "interrupt.end_soon_after_interrupt()\n"
        f"os.kill(os.getpid(), signal.{name})\n"
        "time.sleep(20)\nprint('went on')\n"
    )
    done, (number, sentence) = ran(code, environment), HEARD[name]
    assert (done.returncode, done.stderr) == (number, f"tournament: {sentence}\n")
    assert done.stdout == "the end\n"


def test_what_was_ignored_stays_ignored(environment):
    """As `nohup` does; the other signals are heard."""
    code = (
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "interrupt.end_soon_after_interrupt()\n"
        "os.kill(os.getpid(), signal.SIGHUP); time.sleep(0.8)\n"
        "os.kill(os.getpid(), signal.SIGTERM); time.sleep(20)\n"
    )
    done = ran(code, environment)
    assert (done.returncode, done.stderr) == (143, f"tournament: {HEARD['SIGTERM'][1]}\n")


def test_compiled_code_that_hears_nothing_is_ended_with_its_process(environment):
    """A lock of C stands for a compiled loop: Python's handler is never called there."""
    code = (
        "import ctypes\n"
        "interrupt.end_soon_after_interrupt()\n"
        "interrupt._thread.start_new_thread(lambda: (time.sleep(0.2), "
        "os.kill(os.getpid(), signal.SIGTERM)), ())\n"
        "lock, c = ctypes.create_string_buffer(64), ctypes.CDLL(None)\n"
        "c.pthread_mutex_lock(lock); c.pthread_mutex_lock(lock)\n"
    )
    done = ran(code, environment)
    assert (done.returncode, done.stderr) == (143, f"tournament: {HEARD['SIGTERM'][1]}\n")


KEPT = """
interrupt.end_soon_after_interrupt()
try:
    with interrupt.raising():
        os.kill(os.getpid(), signal.{name})
        time.sleep(20)
except KeyboardInterrupt:
    print("kept", flush=True)
time.sleep(0.8)
print("went on", flush=True)
os.kill(os.getpid(), signal.{name})
time.sleep(20)
"""


def test_the_first_interrupt_can_be_an_exception(environment):
    """What is finished can be kept then; the second one is an end, and so is another signal."""
    done = ran(KEPT.format(name="SIGINT"), environment)
    assert (done.returncode, done.stdout) == (130, "kept\nwent on\n")
    assert done.stderr == f"tournament: {HEARD['SIGINT'][1]}\n"
    done = ran(KEPT.format(name="SIGTERM"), environment)
    assert (done.returncode, done.stdout) == (143, "")


def test_an_interrupt_that_compiled_code_keeps_from_being_raised_is_an_end(environment):
    code = (
        "import ctypes\n"
        "interrupt.end_soon_after_interrupt()\n"
        "interrupt._thread.start_new_thread(lambda: (time.sleep(0.2), "
        "os.kill(os.getpid(), signal.SIGINT)), ())\n"
        "lock, c = ctypes.create_string_buffer(64), ctypes.CDLL(None)\n"
        "with interrupt.raising():\n"
        "    c.pthread_mutex_lock(lock); c.pthread_mutex_lock(lock)\n"
    )
    assert ran(code, environment).returncode == 130


def test_after_what_can_be_kept_an_interrupt_is_an_end_again(environment):
    code = (
        "interrupt.end_soon_after_interrupt()\n"
        "with interrupt.raising():\n    pass\n"
        "os.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\nprint('went on')\n"
    )
    done = ran(code, environment)
    assert (done.returncode, done.stdout) == (130, "")


def test_in_another_thread_nothing_is_changed(environment):
    """Only the main thread may hear signals."""
    code = (
        "import threading\n"
        "before = signal.getsignal(signal.SIGTERM)\n"
        "thread = threading.Thread(target=interrupt.end_soon_after_interrupt)\n"
        "thread.start(); thread.join()\n"
        "print(signal.getsignal(signal.SIGTERM) == before)\n"
    )
    done = ran(code, environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_signals_say_nothing_once_the_process_ends(environment):
    """What Python takes apart is not disturbed: a late signal is ignored."""
    code = (
        "interrupt._say = lambda text: None\n"
        "atexit.register(lambda: print('late', flush=True))\n"
        "interrupt.end_soon_after_interrupt()\n"
        "interrupt._ignore()\n"
        "print([signal.getsignal(getattr(signal, name)) == signal.SIG_IGN"
        " for name in ('SIGINT', 'SIGTERM', 'SIGHUP')])\n"
    )
    assert ran(code, environment).stdout == "[True, True, True]\nlate\n"


def test_closed_streams_are_occupied(environment):
    """A file that is opened next has a number of its own."""
    code = (
        "os.close(0), os.close(2)\n"
        "interrupt.occupy()\n"
        "print(os.open(os.devnull, os.O_RDONLY) > 2, os.fstat(0) == os.fstat(2))\n"
        "interrupt.occupy()\n"
        "print(os.write(2, b'x'), sorted(os.listdir('/proc/self/fd'))[:3]"
        " if os.path.exists('/proc/self/fd') else ['0', '1', '2'])\n"
    )
    assert ran(code, environment).stdout == "True True\n1 ['0', '1', '2']\n"


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_terminal_gets_its_cursor_back(term, environment):
    """A bar of progress hides it, and stands in the line; a plain terminal knows no such signs."""
    import pty

    shown, theirs = pty.openpty()
    done = ran("interrupt._say('so\\n')", environment | {"TERM": term},
               capture_output=False, stderr=theirs)  # fmt: skip
    os.close(theirs)
    text = os.read(shown, 1000).decode()
    os.close(shown)
    assert done.returncode == 0
    assert text == ("" if term == "dumb" else "\r\x1b[2K\x1b[?25h") + "so\r\n"


def test_signals_of_a_process_are_those_of_this_page():
    from tournament.cli.interrupt import ENDED

    assert {name: ENDED[name] for name in HEARD} == HEARD
    assert set(ENDED) - set(HEARD) == {"SIGBREAK"}
    assert all(ENDED[name][0] == 128 + getattr(signal, name) for name in HEARD)
