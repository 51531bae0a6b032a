"""Code that is imported leaves the process as it was, and it cannot go on for ever."""

import builtins
import contextlib
import gc
import locale
import logging
import os
import random
import signal
import sys
import time
import warnings

import numpy as np
import pytest

from tournament.authors.loading import contained as box
from tournament.authors.loading.contained import TooMuchPrinted, TooSlow, contained

MISCHIEF = {
    "changes the folder": ("import os\nos.chdir('/')", os.getcwd),
    "sets a variable": (
        "import os\nos.environ['A_PLUGIN'] = '1'\nos.environ.pop('PATH', None)",
        lambda: dict(os.environ),
    ),
    "limits recursion": ("import sys\nsys.setrecursionlimit(5000)", sys.getrecursionlimit),
    "switches threads": ("import sys\nsys.setswitchinterval(1.0)", sys.getswitchinterval),
    "seeds random": ("import random\nrandom.seed(1)", random.getstate),
    "seeds numpy": (
        "import numpy\nnumpy.random.seed(1)",
        lambda: np.random.get_state()[1].tolist(),  # noqa: NPY002
    ),
    "silences numpy": ("import numpy\nnumpy.seterr(all='ignore')", np.geterr),
    "prints otherwise": ("import numpy\nnumpy.set_printoptions(precision=1)", np.get_printoptions),
    "silences warnings": (
        "import warnings\nwarnings.simplefilter('ignore')",
        lambda: list(warnings.filters),
    ),
    "takes Ctrl-C": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)",
        lambda: signal.getsignal(signal.SIGINT),
    ),
    "replaces output": (
        "import sys\nsys.stdout = sys.stderr = None",
        lambda: (sys.stdout, sys.stderr),
    ),
    "closes output": ("import sys\nsys.stdout.close()", lambda: sys.stdout.closed),
    "replaces print": ("import builtins\nbuiltins.print = None", lambda: builtins.print),
    "replaces hooks": ("import sys\nsys.excepthook = print", lambda: sys.excepthook),
    "changes arguments": ("import sys\nsys.argv = []", lambda: sys.argv),
    "collects nothing": ("import gc\ngc.disable()", gc.isenabled),
    "counts in another language": (
        "import locale\nlocale.setlocale(locale.LC_ALL, 'C')",
        lambda: locale.setlocale(locale.LC_ALL),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MISCHIEF)
@pytest.mark.parametrize("end", ["", "\n1 / 0"], ids=["runs", "fails"])
def test_what_code_changes_is_put_back(what, end):
    code, look = MISCHIEF[what]
    before = look()
    with contextlib.suppress(ZeroDivisionError), contained():
        exec(code + end, {})
    assert look() == before


def test_what_code_prints_is_kept(capsys):
    with contained() as said:
        print("hello\n  you")
        print("and you", file=sys.stderr)
        sys.stdout.reconfigure(errors="strict")
        sys.stdout.buffer.write(b"!")
    assert said.text == "hello you !"
    assert capsys.readouterr() == ("", "")
    said.tell()
    assert capsys.readouterr() == ("", "hello\n  you\n!and you\n")


def test_a_stream_that_code_keeps_goes_where_it_would_have_gone(capsys):
    with contained() as said:
        handler = logging.StreamHandler(sys.stderr)
    handler.emit(logging.LogRecord("plugin", logging.INFO, "", 1, "later", None, None))
    assert capsys.readouterr().err == "later\n"
    assert said.text == ""


def test_nobody_answers():
    with pytest.raises(EOFError), contained():
        input("Your name? ")


def for_ever(do):
    """Do something again and again, whatever it raises."""
    while True:
        with contextlib.suppress(Exception):
            do()


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_without_end_is_stopped(stream):
    with pytest.raises(TooMuchPrinted, match="prints more than 65,536 bytes"), contained():
        for_ever(lambda: print("y" * 1000, file=getattr(sys, stream)))


def test_code_without_end_is_stopped():
    with pytest.raises(TooSlow, match="takes too long to import"), contained(0.05):
        for_ever(lambda: time.sleep(0.001))


def test_code_that_ends_in_time_is_not_stopped_later():
    with contained(0.05):
        pass
    time.sleep(0.1)


def test_without_a_place_to_print_nothing_is_printed(monkeypatch):
    """Programs without a console have no streams (`pythonw` on Windows)."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with contained() as said:
        print("hello")
    assert said.text == "hello"
    said.tell()


def test_a_folder_that_is_gone_is_no_reason_to_fail(monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(box, "KEPT", (box.Kept(gone, os.chdir), *box.KEPT[1:]))
    with contained() as said:
        print(1)
    assert said.text == "1"
