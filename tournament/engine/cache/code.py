"""Machine code by name: from memory, from disk, or compiled now.

The file of an entry holds an object file, as Numba made it, and the names of the functions in it
and outside it. It holds no types and no Python objects: whoever calls the code has its address and
knows its signature. So nothing is unpickled. Numba's own disk cache, whose index and data are
pickles, is not used. Of what Numba does not publish, one name is needed: the library of a compiled
function.

Each object file gets a linker of its own. Numba numbers the functions of a process, and puts the
number into the symbols. So the files of two processes may have one symbol for two functions. One
linker for all would take the first function for both.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, c_int64
from dataclasses import dataclass
from functools import cache
from typing import Any

import llvmlite.binding as llvm
from numba import cfunc
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target
from numba.core.runtime import rtsys
from numba.types import int64

from tournament.engine.cache.keys import entry_name
from tournament.engine.cache.lock import alone, turn
from tournament.interactive.shown import shown
from tournament.results.files.cache import entries, places, upkeep


@dataclass(frozen=True)
class Code:
    """Machine code of a function.

    address
        Where it begins.
    compiled_now
        Whether this process has compiled it.
    owner
        Keeps it in memory.
    """

    address: int
    compiled_now: bool
    owner: object


_codes: dict[str, Code] = {}


def code_of(name: str, compile_now: Callable[[], Any]) -> Code:
    """Return machine code: from memory, from disk, or compiled now and put on disk.

    Parameters
    ----------
    name
        Of the entry.
    compile_now
        Returns what `numba.cfunc` makes. Its errors are raised here.
    """
    with turn:
        found = _codes.get(name) or _loaded(name)
        if found is None:
            with alone(places.writable(), name, turn.wait):
                found = _codes.get(name) or _loaded(name) or _compiled(name, compile_now)
        _codes[name] = found
        return found


def kept() -> set[str]:
    """Return the names of the entries that need not be compiled: they are on disk, or in memory."""
    return upkeep.on_disk().union(_codes.copy())


# -- loops of the engine ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Loop:
    """A loop of the engine, compiled.

    address
        For compiled code.
    ctypes
        For Python; other threads work while it runs.
    compiled_now
        Whether this process has compiled it.
    """

    address: int
    ctypes: Callable[..., int]
    compiled_now: bool


@cache
def loop_on_disk(loop: Callable[..., int]) -> Loop:
    """Return a loop of the engine, compiled, and kept on disk as kernels are.

    Parameters
    ----------
    loop
        A plain function of whole numbers, which are counts and addresses; it returns one, too.
    """
    takes = loop.__code__.co_argcount
    code = code_of(loop_entry(loop), lambda: cfunc(int64(*[int64] * takes))(loop))
    call = CFUNCTYPE(c_int64, *[c_int64] * takes)(code.address)
    return Loop(code.address, call, code.compiled_now)


def loop_entry(loop: Callable[..., int]) -> str:
    """Return the name of the entry of a loop of the engine."""
    return entry_name(loop.__name__, loop.__module__)


# -- from disk, and to disk ------------------------------------------------------------------------


def _loaded(name: str) -> Code | None:
    for folder in places.readable():
        content = entries.read(folder, name)
        code = None if content is None else _linked(content)
        if code is not None:
            return code
    return None


def _linked(content: bytes) -> Code | None:
    """Return the code of an entry; None if it needs functions that this process lacks."""
    symbol, needs, machine = content.split(b"\n", 2)
    if not _has(needs.decode().split()):
        return None
    target = llvm.Target.from_triple(llvm.get_process_triple())
    machinery = target.create_target_machine(jit=True)
    linker = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machinery)
    linker.add_object_file(llvm.ObjectFileRef.from_data(machine))
    linker.finalize_object()
    return Code(linker.get_function_address(symbol.decode()), compiled_now=False, owner=linker)


def _has(needs: list[str]) -> bool:
    """Return whether all these functions are there; LLVM ends the process if one is not.

    Numba offers its own functions late. Its run-time system takes 30 ms, and covers the loops of
    the engine; all the rest takes 400 ms, and was never needed yet.
    """
    context = cpu_target.target_context
    for offer in (lambda: rtsys.initialize(context), context.refresh, None):
        if all(map(llvm.address_of_symbol, needs)):
            return True
        if offer is not None:
            with global_compiler_lock:
                offer()
    return False


def _compiled(name: str, compile_now: Callable[[], Any]) -> Code:
    with _uncollected():
        made = compile_now()
    library, folder = made._library, places.writable()  # noqa: SLF001 (Numba has no other name)
    if folder is not None and not library.has_dynamic_globals:  # these are addresses
        content = _content(made, library)
        try:
            entries.write(folder, name, content)
            upkeep.grown(folder, len(content))
        except OSError as error:
            places.warn_once(
                f"Compiled code cannot be kept in {shown(str(folder))}: {places.reason(error)}."
                " Play goes on; what is not kept is compiled again in every process."
            )
    return Code(made.address, compiled_now=True, owner=made)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python look for no garbage in rings: Numba makes many objects and drops few."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _content(made: Any, library: Any) -> bytes:
    """Return what an entry holds: the symbol, the symbols that it needs, the object file."""
    module = llvm.parse_assembly(made.inspect_llvm())
    outside = [*module.functions, *module.global_variables]
    needs = [each.name for each in outside if each.is_declaration]
    names = " ".join(name for name in needs if not name.startswith("llvm."))
    machine = library.serialize_using_object_code()[2][0]
    return b"\n".join([made.native_name.encode(), names.encode(), machine])
