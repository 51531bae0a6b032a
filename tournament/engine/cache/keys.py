"""What compiled code depends on, and the names of the entries that hold it.

The name of an entry holds a hash of everything that the compiled code depends on: of a rule its
bytecode and all it calls, and the types of its memory and parameters; of all code the engine's
source, what the engine takes from other modules, the versions of Python, Numba, LLVM and numpy, the
settings of Numba, and the processor. So an edited rule gets another entry, and stale code cannot
play.
"""

import hashlib
import os
import platform
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name, get_process_triple

from tournament.engine.cache.lock import turn

PACKAGE = Path(__file__).parents[2]
"""The folder of `tournament`."""
SUFFIX = ".code"
"""Of the file of an entry."""

_IMPORT = re.compile(r"^(?:from +(\S+) +import +(\([^)]*\)|[^\n]*)|import +(\S+))", re.MULTILINE)
SETTINGS = (
    *("BOUNDSCHECK", "CPU_FEATURES", "CPU_NAME", "DEBUGINFO_DEFAULT", "ENABLE_AVX"),
    *("EXTEND_VARIABLE_LIFETIMES", "LLVM_REFPRUNE_FLAGS", "LLVM_REFPRUNE_PASS", "LOOP_VECTORIZE"),
    *("OPT", "SLP_VECTORIZE", "USING_SVML"),
)
"""The settings of Numba that give other machine code. An environment variable can set each."""


def entry_name(name: str, *depends_on: Any) -> str:
    """Return the name of the entry of code that depends on these values and on the engine.

    Parameters
    ----------
    name
        What is compiled, for people who look into the folder.
    depends_on
        What the code depends on, of values whose `repr` tells all.
    """
    digest = hashlib.sha256(repr((name, *depends_on, engine_hash())).encode("utf-8", "replace"))
    said = re.sub(r"[^0-9A-Za-z_]", "", name)[:40]
    return f"{said}-{digest.hexdigest()}{SUFFIX}"


@cache
def engine_hash() -> str:
    """Return a hash of what all compiled code depends on: source files, the versions below them,
    settings, and the processor."""
    versions = (numba.__version__, llvmlite.__version__, np.__version__, platform.python_version())
    with turn:
        machine = (get_process_triple(), get_host_cpu_name(), get_host_cpu_features().flatten())
    settings = [str(getattr(numba.config, setting, None)) for setting in SETTINGS]
    return hash_of(source_files(), versions, machine, settings, sys.implementation.cache_tag)


def source_files(package: Path = PACKAGE) -> list[Path]:
    """Return the files of `package` on which compiled code depends.

    These are the engine's own files, and what is imported by those of them that compile: such a
    file imports Numba. Compiled code sees the globals of its own module, and these come from the
    imports of the module, from the imports of the imported modules, and so on. An import inside a
    function does not count, because it makes no global.
    """
    files, engine = _modules(package), f"{package.name}.engine"
    ours = [name for name in files if name == engine or name.startswith(f"{engine}.")]
    texts = {name: files[name].read_text(encoding="utf-8") for name in ours}
    left = [name for name, text in texts.items() if re.search(r"^(from|import) numba", text, re.M)]
    seen = set(left)
    while left:
        name = left.pop()
        text = texts.get(name) or files[name].read_text(encoding="utf-8")
        found = {other for other in _imported(text) if other in files}
        left += found - seen
        seen |= found
    return sorted(files[name] for name in seen.union(ours))


def _modules(package: Path) -> dict[str, Path]:
    """Return the files of a package by the names of their modules."""
    above, found = len(str(package.parent)) + 1, {}
    for folder, _, names in os.walk(package):
        dotted = folder[above:].replace(os.sep, ".")
        for name in names:
            if name == "__init__.py":
                found[dotted] = Path(folder, name)
            elif name.endswith(".py"):
                found[f"{dotted}.{name[:-3]}"] = Path(folder, name)
    return found


def _imported(text: str) -> Iterable[str]:
    """Yield the dotted names that a module imports at its top level."""
    for origin, names, module in _IMPORT.findall(text):
        yield origin or module
        yield from (f"{origin}.{name}" for name in re.findall(r"\w+", names))


def hash_of(files: Iterable[Path], *more: Any) -> str:
    """Return a hash of what files hold, and of more values."""
    digest = hashlib.blake2b(repr(more).encode(), digest_size=16)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
