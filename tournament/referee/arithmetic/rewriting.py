"""A rule as the referee plays it: with the arithmetic of rules in place of Python's operators.

The source of the rule is read, its operators and calls are replaced, and the result is compiled in
the same lines, so that tracebacks are those of the rule. The functions that it calls are read in
the same way, when they are called. A rule without source is left to `tracing`.
"""

import ast
import copy
import dis
from collections.abc import Callable
from functools import lru_cache, partial
from types import BuiltinMethodType, CellType, CodeType, FunctionType
from typing import Any

import numpy as np

from tournament.authors.moves.definitions import definition, module_of
from tournament.authors.vocabulary import WORDS
from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.law import FUNCTIONS, IN_PLACE, OPERATORS, bounded
from tournament.referee.arithmetic.tracing import traced

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}
_UNTOUCHED = frozenset(("bool", "enumerate", "float", "len", "print", "range", "zip"))
"""Builtins whose results need no look."""
_WORDS = frozenset(word.name for word in WORDS if word.shape == "method")
"""Methods of views, whose results are plain numbers."""


def called(function: Any, *given: Any, **named: Any) -> Any:
    """Return what a call within a rule gives."""
    if type(function) is FunctionType:
        return bounded(rewritten(function)(*given, **named))
    if isinstance(function, BuiltinMethodType):
        function = _of_arrays(function)
    known = FUNCTIONS.get(function) if getattr(function, "__hash__", None) else None
    return bounded((known or function)(*given, **named))


def _of_arrays(function: Any) -> Any:
    """Return the function that stands for a method of an array."""
    row = getattr(function, "__self__", None)
    if isinstance(row, np.ndarray) and function.__name__ in ("sum", "mean"):
        twin = FUNCTIONS[getattr(np, function.__name__)]
        return partial(twin, row)
    return function


_NAMES: dict[str, Callable[..., Any]] = {
    **{f"__{key.__name__}__": value for key, value in {**OPERATORS, **IN_PLACE}.items()},
    "__call__": called,
    "__each__": law.each,
    "__fitting__": law.fitting,
    "__item__": law.item,
}
"""What the names mean that a rewritten rule has besides its own."""


@lru_cache(maxsize=4096)
def rewritten(function: Any) -> Any:
    """Return a function with the arithmetic of rules.

    Examples
    --------
    >>> rewritten(len) is len
    True
    """
    node = definition(function)
    if node is None:
        return traced(function, rewritten) if type(function) is FunctionType else function
    code = _code(function, node)
    own = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    cells = tuple(own.get(name) or CellType(_NAMES[name]) for name in code.co_freevars)
    made = FunctionType(code, function.__globals__, function.__name__, function.__defaults__, cells)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _code(function: Any, node: ast.FunctionDef) -> CodeType:
    """Return the code of a function with its operators replaced, in the same lines."""
    rule = copy.deepcopy(node)
    stored = {
        each.id
        for each in ast.walk(rule)
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)
    }
    own = {*function.__globals__, *function.__code__.co_freevars, *stored}
    own |= {*function.__code__.co_varnames}
    rule.decorator_list, rule.returns = [], None
    _Rewriter(_UNTOUCHED - own).generic_visit(rule)
    arguments = rule.args
    for argument in (*arguments.args, *arguments.posonlyargs, *arguments.kwonlyargs):
        argument.annotation = None
    nothing = ast.Constant(None)
    arguments.defaults = [nothing] * len(arguments.defaults)
    arguments.kw_defaults = [each and nothing for each in arguments.kw_defaults]
    free = [*function.__code__.co_freevars, *_NAMES]
    factory = module_of(f"def _({', '.join(free)}): pass")
    factory.body[0].body = [rule]  # type: ignore[attr-defined]
    ast.fix_missing_locations(factory)
    whole = compile(factory, function.__code__.co_filename, "exec", dont_inherit=True)
    return _inner(_inner(whole, "_"), rule.name)


def _inner(code: CodeType, name: str) -> CodeType:
    return next(
        each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == name
    )


class _Rewriter(ast.NodeTransformer):
    """Puts calls in place of operators."""

    def __init__(self, untouched: frozenset[str] | set[str]) -> None:
        self.untouched = untouched
        self.spare = 0

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant):
            constant = _constant(node)
            if constant is not None:
                return ast.copy_location(constant, node)
        return super().visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        name = _BINARY.get(type(node.op))
        return node if name is None else _calling(node, f"__{name}__", node.left, node.right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        minus = isinstance(node.op, ast.USub)
        return _calling(node, "__neg__", node.operand) if minus else node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        name = _BINARY.get(type(node.op))
        if name is None:
            return node
        before, target = self._parts(node.target)
        old = copy.deepcopy(target)
        old.ctx = ast.Load()
        if isinstance(old, ast.Subscript):
            value = _calling(node, f"__{name}__", self.visit_Subscript(old), node.value)
            value = _calling(node, "__fitting__", copy.deepcopy(old.value), value)
        else:
            value = _calling(node, f"__i{name}__", old, node.value)
        return [*before, ast.copy_location(ast.Assign([target], value), node)]

    def _parts(self, target: Any) -> tuple[list[ast.stmt], Any]:
        """Return a target whose parts are names, and what gives the names their values."""
        before: list[ast.stmt] = []
        for field in ("value", "slice"):
            part = getattr(target, field, None)
            if part is None or isinstance(part, (ast.Name, ast.Constant, ast.Slice)):
                continue
            self.spare += 1
            name = f"__spare_{self.spare}__"
            given = ast.Assign([ast.Name(name, ast.Store())], part)
            before.append(ast.copy_location(given, target))
            setattr(target, field, ast.copy_location(ast.Name(name, ast.Load()), target))
        return before, target

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)) and not isinstance(node.value, ast.Tuple):
                node.value = _calling(node, "__each__", node.value)
            elif isinstance(target, ast.Subscript) and len(node.targets) == 1:
                row = copy.deepcopy(target.value)
                node.value = _calling(node, "__fitting__", row, node.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or isinstance(node.slice, ast.Slice):
            return node
        return _calling(node, "__item__", node.value, node.slice)

    def visit_For(self, node: ast.For) -> Any:
        self.generic_visit(node)
        node.iter = _calling(node.iter, "__each__", node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        self.generic_visit(node)
        node.iter = _calling(node.iter, "__each__", node.iter)
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id in self.untouched:
            return node
        if isinstance(function, ast.Attribute) and function.attr in _WORDS:
            return node
        made = _calling(node, "__call__", function, *node.args)
        made.keywords = node.keywords
        return made


def _calling(where: ast.AST, name: str, *given: ast.expr) -> ast.Call:
    made = ast.Call(ast.Name(name, ast.Load()), list(given), [])
    ast.copy_location(made, where)
    return ast.copy_location(ast.fix_missing_locations(made), where)


def _constant(node: ast.expr) -> ast.Constant | None:
    """Return the number that an expression of constants is, as Python computes it beforehand."""
    parts = [each for each in ast.walk(node) if isinstance(each, ast.expr)]
    operations = (ast.BinOp, ast.UnaryOp)
    if not isinstance(node, operations) or any(
        not isinstance(each, (*operations, ast.Constant)) for each in parts
    ):
        return None
    code = compile(ast.Expression(node), "", "eval")
    if any(step.opname.startswith(("BINARY", "UNARY")) for step in dis.get_instructions(code)):
        return None
    return ast.Constant(eval(code))
