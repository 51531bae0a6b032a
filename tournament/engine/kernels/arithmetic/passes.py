"""A pass of Numba's compiler that gives a rule's operators and functions the meaning that they have
in a rule, before types are found. It needs no source: it works on what Numba made of the bytecode.
"""

import types as python_types
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numba.core import ir
from numba.core.analysis import compute_cfg_from_blocks
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import AnalysisPass, FunctionPass, PassManager, register_pass
from numba.core.dispatcher import Dispatcher
from numba.core.typed_passes import NopythonTypeInference
from numba.core.untyped_passes import InlineClosureLikes

from tournament.engine.kernels.arithmetic.meanings import KEYS
from tournament.engine.kernels.arithmetic.noted import answered, opened, opened_noting, returned
from tournament.engine.kernels.arithmetic.site import REAL, SINGLE
from tournament.engine.kernels.blame import WrongType
from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.singles import MIXED


class _Meanings(FunctionPass):
    """Replaces operators and functions of numbers; outside loops their faults are noted."""

    _returned: Any
    """What stands for a returned value; None if faults are never noted."""

    def __init__(self) -> None:
        FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Change the code; return that it has changed."""
        blocks: dict[int, ir.Block] = state.func_ir.blocks
        loops = compute_cfg_from_blocks(blocks).loops().values()
        within = {label for loop in loops for label in loop.body}
        functions = _functions(blocks)
        for label, block in blocks.items():
            noting = self._returned is not None and label not in within
            keys = KEYS.noting if noting else KEYS.raising
            opening = opened_noting if noting else opened
            body: list[Any] = []
            for line in block.body:
                if isinstance(line, ir.Return) and self._returned is not None:
                    body += _ended(line, self._returned)
                else:
                    body += _changed(line, keys, functions)
                    body += _opened(line, opening, functions)
            block.body = body
        return True


@register_pass(mutates_CFG=False, analysis_only=False)
class _RuleMeanings(_Meanings):
    _name, _returned = "meanings_of_a_rule", staticmethod(answered)


@register_pass(mutates_CFG=False, analysis_only=False)
class _HelperMeanings(_Meanings):
    _name, _returned = "meanings_of_a_helper", staticmethod(returned)


@register_pass(mutates_CFG=False, analysis_only=False)
class _RatingMeanings(_Meanings):
    _name, _returned = "meanings_of_a_partner_rule", None


@register_pass(mutates_CFG=False, analysis_only=True)
class _OneKind(AnalysisPass):
    """Refuses a variable that is a single on one path and a float on another: plain Python keeps
    both as they are."""

    _name = "singles_stay_singles"

    def __init__(self) -> None:
        AnalysisPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Look at what is assigned and returned; return that nothing has changed."""
        kinds = {name: getattr(kind, "value", kind) for name, kind in state.typemap.items()}
        returned = getattr(state.return_type, "value", state.return_type)
        for line in (line for block in state.func_ir.blocks.values() for line in block.body):
            if not isinstance(line, ir.Assign):
                continue
            value = line.value
            op = value.op if isinstance(value, ir.Expr) else ""
            came = value.list_vars() if op == "phi" else [value]
            sources = [kinds.get(each.name) for each in came if isinstance(each, ir.Var)]
            into = kinds.get(line.target.name)
            if op == "cast":  # to be returned
                sources, into = [into], returned
            if into == REAL and SINGLE in sources:
                raise WrongType(MIXED, line.loc.line)
        return False


def _pipeline(meanings: type[_Meanings]) -> type[CompilerBase]:
    class Pipeline(CompilerBase):
        def define_pipelines(self) -> list[PassManager]:
            manager = DefaultPassBuilder.define_nopython_pipeline(self.state)
            manager.add_pass_after(meanings, InlineClosureLikes)
            manager.add_pass_after(_OneKind, NopythonTypeInference)
            manager.finalize()
            return [manager]

    return Pipeline


OF_A_RULE, OF_A_HELPER = _pipeline(_RuleMeanings), _pipeline(_HelperMeanings)
OF_A_PARTNER_RULE = _pipeline(_RatingMeanings)
"""Compilers of a strategy's rule, of functions that rules call, and of a partner rule."""


class _Method(NamedTuple):
    """A method of something, and the function that it stands for."""

    function: Any
    of: ir.Var


_METHODS = {"sum": np.sum, "mean": np.mean}
"""Methods of arrays that add up."""
_REFUSED: dict[Any, tuple[int, str]] = {
    round: (1, law.DIGITS),
    pow: (2, law.MODULO),
    np.sum: (1, law.ALONG),
    np.mean: (1, law.ALONG),
}
"""The most arguments of some functions, and what is said of more."""


def _functions(blocks: Mapping[int, ir.Block]) -> dict[str, Any]:
    """Return the functions that variables are known to be, by the variables' names."""
    known: dict[str, Any] = {}
    often: set[str] = set()
    for line in (line for block in blocks.values() for line in block.body):
        if isinstance(line, ir.Assign):
            name, value = line.target.name, line.value
            if name in known:
                often.add(name)
            if isinstance(value, (ir.Global, ir.FreeVar)):
                known[name] = value.value
            elif isinstance(value, ir.Var) and value.name in known:
                known[name] = known[value.name]
            elif isinstance(value, ir.Expr) and value.op == "getattr":
                owner = known.get(value.value.name)
                if isinstance(owner, python_types.ModuleType):
                    known[name] = getattr(owner, value.attr, None)
                elif value.attr in _METHODS:
                    known[name] = _Method(_METHODS[value.attr], value.value)
    return {name: value for name, value in known.items() if name not in often}


def _changed(line: Any, keys: Mapping[Any, Any], functions: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a statement with the meaning that it has in a rule."""
    value = line.value if isinstance(line, ir.Assign) else None
    if isinstance(value, ir.Expr):
        if value.op in ("binop", "unary", "inplace_binop"):
            value.fn = keys.get(value.fn, value.fn)
            if value.op == "inplace_binop":  # what is lowered where the operand is a number
                value.immutable_fn = keys.get(value.immutable_fn, value.immutable_fn)
        elif value.op == "call":
            function, given = functions.get(value.func.name), list(value.args)
            if isinstance(function, _Method):
                function, given = function.function, [function.of, *given]
            if _is_hashable(function) and function in keys:
                most, said = _REFUSED.get(function, (len(given), ""))
                if len(given) + len(value.kws) > most:
                    raise WrongType(said, line.loc.line)
                yield from _calling(line, keys[function], given)
    yield line


def _is_hashable(value: Any) -> bool:
    return value is not None and value.__hash__ is not None


def _calling(line: ir.Assign, key: Any, given: list[ir.Var]) -> Iterator[Any]:
    """Let a statement call another function, which the first line fetches."""
    function = _fresh(line.target.scope, key.__name__, line.loc)
    yield ir.Assign(ir.Global(key.__name__, key, line.loc), function, line.loc)
    line.value = ir.Expr.call(function, given, line.value.kws, line.loc)


def _opened(line: Any, opening: Any, functions: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what opens the value of a call of an author's function."""
    value = line.value if isinstance(line, ir.Assign) else None
    if isinstance(value, ir.Expr) and value.op == "call":
        function = functions.get(value.func.name, Dispatcher)
        if function is Dispatcher or isinstance(function, Dispatcher):
            target, line.target = line.target, _fresh(line.target.scope, "noted", line.loc)
            given = ir.Assign(line.target, target, line.loc)
            yield from _calling_on(given, opening)


def _ended(line: ir.Return, returning: Any) -> Iterator[Any]:
    """Yield a return of what stands for the value."""
    value = _fresh(line.value.scope, "returned", line.loc)
    yield from _calling_on(ir.Assign(line.value, value, line.loc), returning)
    yield ir.Return(value, line.loc)


def _calling_on(line: ir.Assign, key: Any) -> Iterator[Any]:
    """Yield a call of a function with the variable that a statement assigns."""
    given = line.value
    line.value = ir.Expr.call(given, [given], (), line.loc)
    yield from _calling(line, key, [given])
    yield line


def _fresh(scope: ir.Scope, name: str, where: ir.Loc) -> ir.Var:
    return scope.redefine(f"$meaning.{name}", where)
