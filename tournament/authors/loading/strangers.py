"""A file of a stranger: it is read before it is run, and may define rules, and nothing else.

Importing a file runs what stands at its top level. So of a stranger only what cannot do anything
may stand there: imports of the author's words and of calculation, constants, and functions. The
functions run when they play, and then `authors.law` decides what a rule may name. What is left to a
stranger is to take long and to need memory.
"""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from tournament.authors.moves.definitions import expression_of, module_of
from tournament.errors import PluginError

MOST_LETTERS = 200_000
"""How long the file of a stranger may be."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "tournament": (
        *("C", "D", "strategy", "partner_rule", "REFUSE"),
        *("Move", "Moves", "Probability", "Probabilities"),
    ),
    "strategies": (),  # any of its rules
}
"""What a file of a stranger may import from where, besides what calculates."""
CALCULATES = ("math", "numpy")
_KINDS = ("int", "float", "bool", "str", "tuple")
_MAKES = ("array", "int64", "float64")
_trusted: ContextVar[bool] = ContextVar("trusted", default=True)


@contextmanager
def strangers(untrusted: bool = True) -> Iterator[None]:
    """Treat all files that are loaded within as files of strangers, if they are `untrusted`."""
    token = _trusted.set(_trusted.get() and not untrusted)
    try:
        yield
    finally:
        _trusted.reset(token)


def are_strangers() -> bool:
    """Return whether files that are loaded now are files of strangers."""
    return not _trusted.get()


class Fault(NamedTuple):
    """What a file of a stranger does at its top level, and the line."""

    line: int
    what: str


def refuse_more_than_rules(name: str, text: str) -> None:
    """Refuse a file that does more at its top level than define constants and rules.

    Parameters
    ----------
    name, text
        The file's name, and what it says.

    Raises
    ------
    PluginError
        With file and line of the first thing that may not be there.
    SyntaxError, ValueError, RecursionError, MemoryError
        When it is not valid Python.
    """
    if len(text) > MOST_LETTERS:
        raise PluginError(f"{name}: the file of a stranger may have {MOST_LETTERS:,} letters.")
    fault = next(_Reading().faults(module_of(text)), None)
    if fault is not None:
        raise PluginError(
            f"{name}:{fault.line}: the file of a stranger may only import, set constants and define"
            f" rules at its top level; this {fault.what}."
        )


class _Reading:
    """One reading of a file, with the names that it has defined so far."""

    def __init__(self) -> None:
        self.modules: set[str] = set()  # that calculate
        self.words: set[str] = set()  # from tournament and strategies
        self.own: set[str] = set()  # constants and functions

    def faults(self, program: ast.Module) -> Iterator[Fault]:
        for node in program.body:
            found = self._statement(node)
            if found is not None:
                yield Fault(node.lineno, found)

    def _statement(self, node: ast.stmt) -> str | None:
        match node:
            case ast.Import(names=aliases):
                return next(filter(None, map(self._import, aliases)), None)
            case ast.ImportFrom(module=module, names=aliases, level=0):
                return self._import_from(module or "", aliases)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return None
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self._value(value) or self._define(name)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value):
                wrong = self._annotation(kind) or (value and self._value(value))
                return wrong or self._define(name)
            case ast.FunctionDef(name=name):
                return self._function(node) or self._define(name)
        return f"is {_called(node)}"

    # -- names -------------------------------------------------------------------------------------

    def _define(self, name: str) -> str | None:
        if name in self.modules | self.words or name.startswith("__"):
            return f"gives `{name}` another meaning"
        self.own.add(name)
        return None

    def _import(self, alias: ast.alias) -> str | None:
        if alias.name not in CALCULATES:
            return f"imports `{alias.name}`"
        name = alias.asname or alias.name
        if name in self.own | self.words:
            return f"gives `{name}` another meaning"
        self.modules.add(name)
        return None

    def _import_from(self, module: str, aliases: list[ast.alias]) -> str | None:
        for alias in aliases:
            name = alias.asname or alias.name
            known = module in (*WORDS, *CALCULATES) and not alias.name.startswith(("_", "*"))
            if module in WORDS:
                known = known and (alias.name in WORDS[module] or _is_rule(module, alias.name))
            if not known and (module, alias.name) != ("__future__", "annotations"):
                return f"imports `{alias.name}` from `{module}`"
            if name in self.own | self.modules | self.words:
                return f"gives `{name}` another meaning"
            (self.words if module in WORDS else self.modules).add(name)
        return None

    # -- functions ---------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef) -> str | None:
        given = node.args
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not (isinstance(called, ast.Name) and called.id in self.words):
                return "has a decorator that is not `@strategy` or `@partner_rule`"
            wrong = self._arguments(decorator) if isinstance(decorator, ast.Call) else None
            if wrong:
                return wrong
        for value in (*given.defaults, *filter(None, given.kw_defaults)):
            wrong = self._value(value)
            if wrong:
                return wrong
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        kinds = [each.annotation for each in named if each] + [node.returns]
        return next(filter(None, (self._annotation(kind) for kind in kinds if kind)), None)

    def _annotation(self, node: ast.expr) -> str | None:
        match node:
            case ast.Constant(value=str(text)):  # it is read as a program, too
                return self._annotation(expression_of(text.strip()))
            case ast.Constant(value=None):
                return None
            case ast.Name(id=name) if name in _KINDS or name in self.words:
                return None
            case ast.Attribute(value=ast.Name(id=name), attr="ndarray") if name in self.modules:
                return None
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._annotation(left) or self._annotation(right)
        return "has an annotation that is no kind of parameter"

    # -- values ------------------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> str | None:
        """Return what is wrong with an expression that is calculated when the file is run."""
        match node:
            case ast.Constant():
                return None
            case ast.Name(id=name) if name in self.own | self.words | self.modules:
                return None
            case ast.UnaryOp(operand=ast.Constant()):
                return None
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
                sides = node.left, node.right
                return next((f"is {_called(node)}" for side in sides if not _number(side)), None)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return next(filter(None, map(self._value, parts)), None)
            case ast.Dict(keys=keys, values=values):
                parts = [*filter(None, keys), *values]
                return next(filter(None, map(self._value, parts)), None)
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in self.modules:
                return None if attr in ("pi", "e", "inf", "nan", "tau", *_MAKES) else _uses(attr)
            case ast.Call():
                return self._called(node.func) or self._arguments(node)
        return f"is {_called(node)}"

    def _called(self, func: ast.expr) -> str | None:
        """Return what is wrong with what is called: a word, an array, or `rule.named`."""
        match func:
            case ast.Name(id=name) if name in self.words:
                return None
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in self.modules:
                return None if attr in _MAKES else _uses(attr)
            case ast.Attribute(value=ast.Name(id=name), attr="named") if name in self.words:
                return None
            case ast.Attribute(value=ast.Call() as call, attr="named"):
                return self._value(call)
        return "calls what is not `strategy`, a rule of the library, or `numpy.array`"

    def _arguments(self, call: ast.Call) -> str | None:
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        return next(filter(None, map(self._value, values)), None)


def _is_rule(module: str, name: str) -> bool:
    """Return whether a name of the library is a rule."""
    import importlib

    from tournament.authors.plugin import Plugin

    return module == "strategies" and isinstance(
        getattr(importlib.import_module(module), name, None), Plugin
    )


def _number(node: ast.expr) -> bool:
    """Return whether an expression is a number that stands there, or a sum of such."""
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return _number(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            return _number(left) and _number(right)
    return False


def _uses(attr: str) -> str:
    return f"uses `.{attr}`"


def _called(node: ast.AST) -> str:
    """Return what a piece of a program is called, for people.

    >>> _called(module_of("for x in y: pass").body[0])
    'a `for`'
    """
    words = {
        ast.For: "a `for`",
        ast.While: "a `while`",
        ast.If: "an `if`",
        ast.Try: "a `try`",
        ast.With: "a `with`",
        ast.ClassDef: "a class",
        ast.AsyncFunctionDef: "an `async def`",
        ast.Delete: "a `del`",
        ast.AugAssign: "a change of a value",
        ast.Expr: "an expression",
        ast.Lambda: "a `lambda`",
        ast.Assign: "an assignment to more than one name",
    }
    return words.get(type(node), "something else")
