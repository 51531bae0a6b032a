"""Misuses of moves in compiled code: of rules whose source is not to be had.

`authors.moves.source` reads the source, follows moves further, and comes first. A rule that was
typed into a bare prompt may have no source; of such a rule the typed code of Numba is read.
"""

import operator
from collections.abc import Iterator, Mapping
from typing import Any

from numba import types
from numba.core import ir
from numba.core.types import Type

from tournament.authors.moves.named import AS_TRUTH, compared_with_text
from tournament.authors.vocabulary import WORDS
from tournament.engine.kernels.arithmetic.meanings import PLAIN, is_whole_row
from tournament.engine.kernels.arithmetic.noted import opened, opened_noting
from tournament.engine.kernels.blame import WrongType
from tournament.engine.kernels.codegen import Compiled, View
from tournament.engine.kernels.views import HistoryView
from tournament.referee.arithmetic.law import INTO_WHOLE

_MOVES = {word.name for word in WORDS if word.type == "move" and word.shape == "value"}
_METHODS = {f"{view}.{word.name}" for word in WORDS if word.type == "move" for view in word.views}


def check_moves(result: Compiled) -> None:
    """Refuse a compiled rule that asks whether a move is true, or compares a number with text.

    Raises
    ------
    WrongType
        With the line of the first misuse.
    """
    notes = result.type_annotation
    moves: set[str] = set()
    for statement in _assignments(notes.blocks):
        value, kinds = statement.value, notes.typemap
        if _is_move(value, kinds, moves):
            moves.add(statement.target.name)
        elif isinstance(value, ir.Expr):
            said = _misuse(value, kinds, moves)
            if said is not None:
                raise WrongType(said, statement.loc.line)


def check_arrays(result: Compiled) -> None:
    """Refuse a compiled function that puts floats into an array of whole numbers.

    Raises
    ------
    WrongType
        With the line of the first misuse.
    """
    kinds = result.type_annotation.typemap
    for _, block in sorted(result.type_annotation.blocks.items()):
        for statement in block.body:
            if isinstance(statement, (ir.SetItem, ir.StaticSetItem)):
                value = types.unliteral(kinds[statement.value.name])
                value = value.dtype if isinstance(value, types.Array) else value
                if is_whole_row(kinds[statement.target.name]) and isinstance(value, types.Float):
                    raise WrongType(INTO_WHOLE, statement.loc.line)


def _assignments(blocks: Mapping[int, Any]) -> Iterator[Any]:
    for _, block in sorted(blocks.items()):
        for statement in block.body:
            if isinstance(statement, ir.Assign):
                yield statement


def _is_move(value: Any, kinds: Mapping[str, Type], moves: set[str]) -> bool:
    """Return whether an expression is known to be a move."""
    if isinstance(value, ir.Var):
        return value.name in moves
    match getattr(value, "op", None):
        case "getattr":
            return value.attr in _MOVES and isinstance(kinds[value.value.name], View)
        case "getitem" | "static_getitem":
            return isinstance(kinds[value.value.name], HistoryView)
        case "call":
            called = kinds[value.func.name]
            if isinstance(called, types.Function) and called.typing_key in (opened, opened_noting):
                return value.args[0].name in moves
            # methods of arrays, such as `max`, have other keys than texts
            return isinstance(called, types.BoundFunction) and str(called.key[0]).endswith(".move")
    return False


def _misuse(value: Any, kinds: Mapping[str, Type], moves: set[str]) -> str | None:
    """Return the sentence for an expression that misuses a move."""
    match value.op:
        case "call":
            called = kinds[value.func.name]
            asks = isinstance(called, types.Function) and called.typing_key is bool
            return AS_TRUTH if asks and value.args[0].name in moves else None
        case "unary":
            return AS_TRUTH if value.fn is operator.not_ and value.value.name in moves else None
        case "binop" if PLAIN.get(value.fn) in (operator.eq, operator.ne):
            sides = [kinds[side.name] for side in (value.lhs, value.rhs)]
            plain = [types.unliteral(side) for side in sides]
            texts = [isinstance(side, types.UnicodeType) for side in plain]
            if any(texts) and any(isinstance(side, types.Number) for side in plain):
                return compared_with_text(getattr(sides[texts.index(True)], "literal_value", ""))
    return None
