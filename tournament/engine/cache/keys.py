"""What compiled code depends on, and the names of the entries that hold it.

The name of an entry holds a hash of everything that the compiled code depends on: of a rule its
bytecode and all it calls, and the types of its memory and parameters; of all code the engine's
source, what the engine takes from other modules, the versions of Python, Numba, LLVM and numpy, the
settings of Numba, and the processor. So an edited rule gets another entry, and stale code cannot
play.
"""

import platform
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name, get_process_triple

from tournament.engine.cache.lock import turn
from tournament.results.files.cache import entries
from tournament.results.files.cache.sources import PACKAGE, hash_of, imported, modules

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
    return entries.entry_name(name, *depends_on, engine_hash(), suffix=entries.CODE)


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
    files, engine = modules(package), f"{package.name}.engine"
    ours = [name for name in files if name == engine or name.startswith(f"{engine}.")]
    texts = [(name, files[name].read_text(encoding="utf-8")) for name in ours]
    compiles = [name for name, text in texts if re.search(r"^(from|import) numba", text, re.M)]
    return sorted(files[name] for name in imported(compiles, files).union(ours))
