"""What a rule depends on, as a hash: its bytecode and, recursively, everything it reads or calls.

The hash says whether two functions are the same code. It is the key of the kernel cache (an edited
rule never plays old code), the identity of a rule, and the provenance in saved results. It is taken
from the bytecode of the function that will run, not from the source file, which may have been
edited since it was imported. Comments, layout and the docstring do not count. Bytecode differs
between minor versions of Python, so hashes compare within one of them.
"""

import dis
import hashlib
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tournament.authors.moves.named import plain


def code_hash(function: Callable[..., Any], *more: Any) -> str:
    """Return 32 hexadecimal digits that change whenever the function, anything it uses, or `more`
    changes.

    >>> def one(): return 1
    >>> def two(): return 2
    >>> code_hash(one) == code_hash(one), code_hash(one) == code_hash(two)
    (True, False)
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(function, set()):
        digest.update(repr(part).encode())
    digest.update(repr(more).encode())
    return digest.hexdigest()


def names_used(function: Callable[..., Any]) -> set[str]:
    """Return every attribute and global name that the function, or anything it calls, mentions."""
    found = (part for part in _parts(function, set()) if isinstance(part, _Names))
    return {name for _, names in found for name in names}


class _Names(tuple[str, tuple[str, ...]]):
    """The attributes and globals that a piece of code mentions, marked as such."""


def _parts(value: Any, seen: set[int]) -> Iterator[Any]:
    value = getattr(value, "py_func", value)  # a Numba dispatcher: the function behind it
    if isinstance(value, types.FunctionType):
        if id(value) in seen:
            return
        seen.add(id(value))
        yield from _code_parts(value.__code__, value.__doc__)
        yield plain(value.__defaults__), _named_defaults(value)
        for name, used in sorted(closure(value).items()):
            yield name
            yield from _parts(used, seen)
    elif isinstance(value, types.ModuleType):
        yield "module", value.__name__, getattr(value, "__version__", None) or _text(value)
    elif isinstance(value, (np.ndarray, np.generic)):
        yield str(value.dtype), value.shape, value.tobytes()
    elif isinstance(value, (tuple, list)):
        yield type(value).__name__
        for item in value:
            yield from _parts(item, seen)
    elif isinstance(value, (bool, int, float, complex, str, bytes, type(None))):
        yield plain(value)  # hashes are those of the numbers, however moves are shown
    else:
        own = type(value).__qualname__
        yield getattr(value, "__module__", ""), getattr(value, "__qualname__", own)


def _named_defaults(function: types.FunctionType) -> Any:
    given = function.__kwdefaults__
    return given and sorted((name, plain(value)) for name, value in given.items())


def _text(module: types.ModuleType) -> bytes:
    file = getattr(module, "__file__", None)
    return Path(file).read_bytes() if file and Path(file).is_file() else b""


def _code_parts(code: types.CodeType, doc: str | None) -> Iterator[Any]:
    yield code.co_code, code.co_varnames, code.co_argcount
    yield _Names(("names", code.co_names))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _code_parts(constant, None)
        elif constant != doc:
            yield _in_order(constant)


def _in_order(constant: Any) -> Any:
    """Return a constant whose text is the same in every process, which that of a set of texts is
    not."""
    if not isinstance(constant, frozenset) or all(isinstance(x, (int, float)) for x in constant):
        return constant
    return sorted(map(repr, constant))


def closure(function: types.FunctionType) -> dict[str, Any]:
    """Return the globals and enclosing variables that a function's code names, with their
    values, in an order that is the same in every process."""
    used = {
        name: function.__globals__[name]
        for name in sorted(_globals_of(function.__code__, function.__globals__))
    }
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            used[name] = cell.cell_contents
        except ValueError:  # a variable that is not yet assigned
            used[name] = None
    return used


def _globals_of(code: types.CodeType, known: dict[str, Any]) -> set[str]:
    """Return the names of globals that code uses. An attribute may have the name of a global."""
    found = set()
    if not known.keys().isdisjoint(code.co_names):
        steps = dis.get_instructions(code)
        found = {step.argval for step in steps if step.opname.endswith(("_GLOBAL", "_NAME"))}
    inner = (c for c in code.co_consts if isinstance(c, types.CodeType))
    return (found & known.keys()).union(*(_globals_of(c, known) for c in inner))
