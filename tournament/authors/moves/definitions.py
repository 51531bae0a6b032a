"""Syntax trees: of a text, and of a function from the source that it was compiled from."""

import ast
import linecache
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from types import CodeType
from typing import Any

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
Place = tuple[str, int]
"""Name and first line of a function, decorators included."""
_PARSING = Lock()
"""Python 3.11 counts the depth of trees for all threads together. So two threads that make one at
once can fail with a SystemError (python/cpython#106905)."""


def module_of(text: str) -> ast.Module:
    """Return the syntax tree of a file's text, as `ast.parse` does, but safely in threads."""
    with _PARSING:
        return ast.parse(text)


def expression_of(text: str) -> ast.expr:
    """Return the syntax tree of an expression, safely in threads.

    >>> ast.unparse(expression_of("f( x )"))
    'f(x)'
    """
    with _PARSING:
        return ast.parse(text, mode="eval").body


def definition(function: Any) -> ast.FunctionDef | None:
    """Return the definition of a function; None where its source is not to be had.

    A file may have been edited since it was imported. So the text counts only if it compiles to the
    function's own code.

    >>> definition(len) is None
    True
    """
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    text = "".join(linecache.getlines(code.co_filename, function.__globals__))
    place = (code.co_name, code.co_firstlineno)
    node = _functions(text).get(place)
    return node if node is not None and _codes(text).get(place) == code else None


def own_nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """Return the nodes of a function's body without those of functions and classes inside it."""
    found: list[ast.AST] = []
    left: list[ast.AST] = list(reversed(function.body))
    while left:
        node = left.pop()
        if not isinstance(node, _INNER):
            found.append(node)
            left += reversed(list(ast.iter_child_nodes(node)))
    return found


Assigned = dict[str, list[ast.expr | None]]
"""What each local name is set to; None for what is not one expression."""


def assignments(nodes: Sequence[ast.AST]) -> Assigned:
    """Return what the local names of a function are set to, from the nodes of its body.

    >>> found = assignments(own_nodes(module_of("def f(): a, b = 1, 2; a += 1").body[0]))
    >>> {name: [value and value.value for value in values] for name, values in found.items()}
    {'a': [1, None], 'b': [2]}
    """
    found: Assigned = {}
    known: set[ast.AST] = set()
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                pairs = [pair for target in targets for pair in _paired(target, value)]
            case ast.AnnAssign(target=one, value=ast.expr() as value):
                pairs = [*_paired(one, value)]
            case ast.NamedExpr(target=one, value=value):
                pairs = [*_paired(one, value)]
            case ast.For(target=one, iter=row) | ast.comprehension(target=one, iter=row):
                pairs = [*_paired(one, _first(row))]
            case _:
                pairs = []
        for name, value in pairs:
            known.add(name)
            found.setdefault(name.id, []).append(value)
    for other in nodes:
        if other not in known:
            for bound in _bound(other):
                found.setdefault(bound, []).append(None)
    return found


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Yield names with their values; none where a value is taken apart at run time."""
    if isinstance(target, ast.Name):
        yield target, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        starred = any(isinstance(each, ast.Starred) for each in target.elts + value.elts)
        if len(target.elts) == len(value.elts) and not starred:
            for one, its in zip(target.elts, value.elts, strict=True):
                yield from _paired(one, its)


def _first(row: ast.expr) -> ast.expr:
    """Return an expression for what stands first in a row, and so for each."""
    match row:
        case ast.Call(func=ast.Name(id="enumerate"), args=[counted]):
            made: ast.expr = ast.Tuple([ast.Tuple([], ast.Load()), _first(counted)], ast.Load())
        case ast.Call(func=ast.Name(id="zip"), args=rows):
            made = ast.Tuple([_first(each) for each in rows], ast.Load())
        case _:
            made = ast.Subscript(row, ast.Constant(0), ast.Load())
    return ast.fix_missing_locations(ast.copy_location(made, row))


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield names that a loop, `with`, `+=`, `del`, a pattern or an import sets."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
            yield name
        case ast.ExceptHandler(name=str() as name):
            yield name
        case ast.alias(name=name, asname=other):
            yield (other or name).split(".")[0]


@lru_cache(maxsize=64)
def _functions(text: str) -> dict[Place, ast.FunctionDef]:
    """Return the functions of a file."""
    try:
        tree = module_of(text)
    except (SyntaxError, ValueError):
        return {}
    return {
        (node.name, min([node.lineno, *(each.lineno for each in node.decorator_list)])): node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


@lru_cache(maxsize=64)
def _codes(text: str) -> dict[Place, CodeType]:
    """Return the code of the functions of a file."""
    try:
        whole = compile(text, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return {}
    return {(code.co_name, code.co_firstlineno): code for code in _within(whole)}


def _within(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _within(constant)
