"""Whether a rule uses its numbers only in ways that are seen.

Numbers that are not known answer what is done with them. They cannot see what asks the object and
not the number: `is`, and what only plain Python offers. Such rules are told whole numbers.
"""

import dis
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from tournament.authors.code_hash import closure
from tournament.authors.moves.definitions import definition
from tournament.authors.strategy import Strategy


def asks_whole(strategy: Strategy) -> bool:
    """Return whether a rule must be told whole numbers."""
    if strategy.plain or definition(strategy.rule) is None:
        return True
    codes = _codes(strategy.rule, set())
    return any(step.opname == "IS_OP" for code in codes for step in dis.get_instructions(code))


def _codes(function: Any, seen: set[int]) -> Iterator[CodeType]:
    """Yield the code of a function and of all functions that it calls."""
    function = getattr(function, "py_func", function)
    if id(function) in seen:
        return
    seen.add(id(function))
    todo = [function.__code__]
    for code in todo:
        yield code
        todo += [each for each in code.co_consts if isinstance(each, CodeType)]
    for value in closure(function).values():
        if isinstance(getattr(value, "py_func", value), FunctionType):
            yield from _codes(value, seen)
