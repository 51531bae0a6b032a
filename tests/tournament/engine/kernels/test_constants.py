"""What an author compiles with Numba may name C and D."""

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

ROOT = Path(__file__).parents[4]
AUTHOR = """
{first}
from numba import njit
from tournament import C, D
BOTH = (C, (D, C))
@njit
def other(move, default=D):
    return C if move == D else BOTH[1][0]
print(other(0), other(1), type(other(C)).__name__)
"""


def ran(first: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", AUTHOR.format(first=first)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_entry_point_teaches_numba():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [(name, value)] = project["entry-points"]["numba_extensions"].items()
    assert EntryPoint(name, value, "numba_extensions").load()() is None
    module, function = value.split(":")
    done = ran(f"from {module} import {function}; {function}()")
    assert done.stdout.split() == ["1", "0", "int"], done.stderr
