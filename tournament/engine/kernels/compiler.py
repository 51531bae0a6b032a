"""From a rule to its kernel, which calls the rule for every row of its views.

The rows of a strategy are the lanes of a block; the rows of a partner rule are the friends of a
town. A kernel is compiled when its rule is first played, and kept on disk; see `engine.cache`.

Errors in a rule (an index outside an array, a division by zero) end the call and name the row; they
never leave the kernel. The referee then replays that match and says where and why.
"""

import types as python_types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba import cfunc, njit, types
from numba.core.base import BaseContext
from numba.core.types import Type
from numba.core.typing import Context as TypingContext
from numba.core.typing import Signature
from numba.extending import intrinsic

from tournament.authors.code_hash import closure, names_used
from tournament.authors.law.door import admit
from tournament.authors.law.values import is_function, under_numba
from tournament.authors.moves.named import plain
from tournament.authors.parameters import Rule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.engine.cache.code import code_of
from tournament.engine.cache.keys import entry_name
from tournament.engine.cache.lock import turn
from tournament.engine.kernels.arithmetic.passes import OF_A_HELPER, OF_A_PARTNER_RULE, OF_A_RULE
from tournament.engine.kernels.blame import explain
from tournament.engine.kernels.codegen import Compiled
from tournament.engine.kernels.constants import init
from tournament.engine.kernels.misuse import check_arrays, check_moves
from tournament.engine.kernels.parameters import load_parameters, parameter_types
from tournament.engine.kernels.rows import Rows, lanes_of
from tournament.engine.kernels.size import COMPILE_SECONDS, check_size, too_slow
from tournament.engine.layout import LANES
from tournament.engine.options import RULE_OPTIONS
from tournament.engine.season.views import ROWS
from tournament.errors import CacheWarning, PluginError
from tournament.referee.watchdog import Watchdog

ADDRESS = types.CPointer(types.uint8)
SIGNATURE = types.intp(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, types.intp)
"""kernel(*four addresses, out, n) -> -1, or the row whose rule failed.

A block of lanes: kernel(mine, theirs, private, frame, out, n), with one byte per lane in `out`.
A town: kernel(rows, reputations, facts, stream, ratings, n).
"""

MOST_INLINED = 4000
"""Bytes of bytecode of a rule that becomes part of its loop, whatever LLVM thinks of its size."""


@dataclass(frozen=True)
class Kernel:
    """A compiled rule.

    address
        Of the machine code.
    memory
        (name, byte offset in the private block, starting value) of each declared memory.
    private_bytes
        Size of the private block.
    keeps_history, keeps_intended
        Whether the rule reads columns that are kept only on demand.
    compiled_now
        False when it came from the disk cache.
    """

    address: int
    memory: tuple[tuple[str, int, Any], ...]
    private_bytes: int
    keeps_history: bool
    keeps_intended: bool
    compiled_now: bool


init()  # where this distribution is not installed, Numba finds no entry point

_kernels: dict[tuple[Any, ...], Kernel] = {}


def compile_rule(rule: Plugin, lanes: int = LANES) -> Kernel:
    """Return the kernel of a rule: from memory, from disk, or compiled now.

    Parameters
    ----------
    rule
        A strategy or a partner rule.
    lanes
        Of the blocks that a strategy will play in.

    Raises
    ------
    PluginError
        When the rule cannot be compiled; the text begins with file and line. The raw Numba error is
        its cause.
    """
    name, kinds = rule.rule.__name__, parameter_types(rule)
    key = (type(rule), name, rule.rule_code, tuple(rule.parameters), *kinds, lanes)
    if key not in _kernels:
        with turn:
            _kernels.setdefault(key, _compile(rule, lanes))  # another thread may have done the same
    return _kernels[key]


def rule_entry(rule: Plugin, lanes: int = LANES) -> str:
    """Return the name of the entry of the kernel of a rule."""
    kinds = tuple(map(str, parameter_types(rule)))
    return entry_name(rule.rule.__name__, type(rule).__name__, rule.rule_code, kinds, lanes)


def _compile(rule: Plugin, lanes: int) -> Kernel:
    rows = lanes_of(rule, lanes) if isinstance(rule, Strategy) else ROWS
    failure: list[BaseException] = []
    watchdog = Watchdog(COMPILE_SECONDS)
    kernel = _kernel(_rule_at(rule, rows, failure))

    def compile_now() -> Compiled:
        with watchdog:
            watchdog.start()
            return cfunc(SIGNATURE)(kernel)

    try:
        code = code_of(rule_entry(rule, lanes), compile_now)
    except CacheWarning:  # the user wants warnings to be errors
        raise
    except Exception as error:
        if watchdog.barked:
            raise too_slow(rule) from error
        first = failure[0] if failure else error
        raise first if isinstance(first, PluginError) else explain(rule, first) from error
    used = names_used(rule.rule)
    return Kernel(
        address=code.address,
        memory=rows.memory,
        private_bytes=rows.private_bytes,
        keeps_history=bool(used & {"history", "move"}),
        keeps_intended="intended" in used,
        compiled_now=code.compiled_now,
    )


def _kernel(rule_at: Callable[..., bool]) -> Callable[..., int]:
    def kernel(one: int, two: int, three: int, four: int, out: int, n: int) -> int:
        for row in range(n):
            if rule_at(one, two, three, four, out, row):
                return row
        return -1

    return kernel


def _rule_at(rule: Plugin, rows: Rows, failure: list[BaseException]) -> Compiled:
    """Return an intrinsic that calls a rule for one row, and returns whether the rule failed.

    It builds the two views, calls the compiled rule, and puts away what the rule returned. The rule
    is compiled only when the disk does not have the kernel.
    """
    kinds = parameter_types(rule)

    @intrinsic
    def rule_at(
        typing: TypingContext, one: Type, two: Type, three: Type, four: Type, out: Type, row: Type
    ) -> tuple[Signature, Callable[..., Value]]:
        try:
            check_size(rule)
            admit(rule, ("me", "opponent") if isinstance(rule, Strategy) else ("town", "friend"))
            rows.check(rule.rule)
            pipeline = OF_A_RULE if isinstance(rule, Strategy) else OF_A_PARTNER_RULE
            result = _compile_scalar(rule.rule, (*rows.views, *kinds), pipeline)
            rows.check_types(result)
            check_moves(result)
        except BaseException as error:
            failure.append(error)
            raise

        def codegen(
            context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
        ) -> Value:
            *addresses, out, row = args
            values = [
                *rows.look(context, builder, addresses, row),
                *load_parameters(context, builder, addresses[rows.frame], kinds, rows.slot),
            ]
            context.add_linking_libs([result.library])
            status, returned = context.call_internal_no_propagate(
                builder, result.fndesc, result.signature, values
            )
            rows.keep(context, builder, returned, result.signature.return_type, out, row)
            return status.is_error

        return types.boolean(one, two, three, four, out, row), codegen

    return rule_at


def _compile_scalar(rule: Rule, arguments: tuple[Type, ...], pipeline: Compiled) -> Compiled:
    """Compile the rule itself, with the plain functions it calls, and return Numba's compile
    result."""
    done: dict[int, Compiled] = {}
    dispatcher = _jit(rule, done, pipeline)
    dispatcher.compile(arguments)
    for function in done.values():
        for result in function.overloads.values():
            check_arrays(result)
    return dispatcher.overloads[arguments]


def _jit(function: Any, done: dict[int, Compiled], pipeline: Compiled = OF_A_HELPER) -> Compiled:
    """Return a Numba function of a copy of `function` in which the plain functions that it calls
    are compiled too, in the same way, and moves are plain numbers."""
    if id(function) in done:
        return done[id(function)]
    outside = closure(function)
    helpers = {
        name: _jit(under_numba(value), done)
        for name, value in outside.items()
        if is_function(value) and value is not function
    }
    helpers |= {name: plain(value) for name, value in outside.items() if plain(value) is not value}
    cells = tuple(
        python_types.CellType(helpers[name]) if name in helpers else cell
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        )
    )
    names = {**function.__globals__, **helpers}
    copy = python_types.FunctionType(
        function.__code__, names, function.__name__, plain(function.__defaults__), cells or None
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    inline = pipeline is OF_A_RULE and len(function.__code__.co_code) <= MOST_INLINED
    options = RULE_OPTIONS | {"pipeline_class": pipeline, "forceinline": inline}
    done[id(function)] = njit(**options)(copy)
    return done[id(function)]
