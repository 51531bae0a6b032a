"""What a rule does with moves, views and arrays and must not do, found in its source.

A test of a move as a truth value, and a comparison with text, would be valid Python and valid
compiled code; both would have some meaning, and not the one that the author had in mind. The check
reads the source of the rule and of the functions that it calls. It follows moves through local
variables, arguments and results. What it cannot follow, it lets pass; in plain Python the move
itself still refuses to be a truth value, or to be compared with text. In the same way it follows
views, which answer only their words, and arrays that are parameters or constants, which stay as
they are; what it cannot follow meets views that refuse, and arrays that are read-only.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from tournament.authors.code_hash import closure
from tournament.authors.law.allowed import CHANGING, VIEWS
from tournament.authors.law.sentences import CHANGES, FOREIGN
from tournament.authors.moves.definitions import assignments, definition, own_nodes
from tournament.authors.moves.named import AS_TRUTH, NamedMove, compared_with_text
from tournament.authors.moves.returned import no_move, wrong_type
from tournament.authors.parameters import Rule
from tournament.authors.vocabulary import View, Word, array_assigned, words
from tournament.authors.vocabulary import misuse as misuse_of
from tournament.interactive.shown import shown


class Given(NamedTuple):
    """An array that is not the rule's own, or a view of one."""

    dimensions: int


Tag = str | Word | Given | None
"""What an expression is known to be: "move", "truth", a view, a word to be called or indexed, or an
array."""
MOVE, TRUTH = "move", "truth"
_VIEWS = frozenset(("me", "opponent", "me.member", "me.game", "town", "friend"))
_FIRST = {"me": "me.turn == 0", "town": "friend.exchanges == 0"}
_UNKNOWN: Any = object()


class Misuse(NamedTuple):
    """Where a rule misuses a move, and the sentence that continues "file:line: rule "."""

    file: str
    line: int
    sentence: str


class Known(NamedTuple):
    """What is known of a rule besides its source.

    memory, flags, rows
        The names of what it remembers; of these, what is True or False, and what is an array.
    arrays
        Its parameters that are arrays, with their dimensions.
    has_members
        Whether it is a rule with members.
    """

    memory: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    arrays: tuple[tuple[str, int], ...] = ()
    has_members: bool = True


NOTHING = Known()


@lru_cache(maxsize=4096)
def misuse(rule: Rule, views: tuple[View, View], known: Known = NOTHING) -> Misuse | None:
    """Return the first misuse of a move, a view or an array by a rule, or by a function that it
    calls."""
    reading = _Reading(views[0], known)
    own = {name: Given(dimensions) for name, dimensions in known.arrays}
    taken = rule.__code__.co_varnames[2 : rule.__code__.co_argcount]
    reading.read(rule, (*views, *map(own.get, taken)), of_strategy=views[0] == "me")
    return next(iter(reading.found), None)


class _Reading:
    """One reading of a rule and of all that it calls."""

    def __init__(self, view: View, known: Known) -> None:
        self.view, self.known = view, known
        self.found: list[Misuse] = []
        self.results: dict[tuple[Any, ...], Tag] = {}

    def read(self, function: Any, given: Sequence[Tag], *, of_strategy: bool = False) -> Tag:
        """Read a function whose arguments are known to be `given`; return what it returns."""
        key = (function.__code__, tuple(given))
        if key not in self.results:
            self.results[key] = None  # while it is read, for a function that calls itself
            node = definition(function)
            if node is not None:
                body = _Body(self, function, node, given)
                file = Path(function.__code__.co_filename).name
                faults = [Misuse(file, *fault) for fault in body.faults(of_strategy=of_strategy)]
                self.found = sorted(faults, key=lambda fault: fault.line) + self.found
                self.results[key] = body.result()
        return self.results[key]

    def compared(self, value: Any) -> str:
        """Return the sentence for a comparison of a move with a value that no move equals."""
        if isinstance(value, str):
            return compared_with_text(value)
        if value is None:
            first = _FIRST[self.view]
            return f"compares a move with None; no move is None: before the first, `{first}`."
        return f"compares a move with {shown(value)}; write `== C` or `== D`."


class _Body:
    """A function of a rule, and what is known of its names."""

    def __init__(
        self, reading: _Reading, function: Any, node: ast.FunctionDef, given: Sequence[Tag]
    ) -> None:
        self.reading = reading
        self.nodes = own_nodes(node)
        self.outside = closure(function)
        taken = [*node.args.posonlyargs, *node.args.args]
        self.given = dict(zip((each.arg for each in taken), given, strict=False))
        self.assigned = assignments(self.nodes)
        self.asked: set[str] = set()

    # -- what things are ---------------------------------------------------------------------------

    def tag(self, node: ast.expr) -> Tag:
        """Return what an expression is known to be."""
        match node:
            case ast.Name(id=name):
                return self._of_name(name)
            case ast.NamedExpr(value=value):
                return self.tag(value)
            case ast.IfExp(body=one, orelse=other):
                return _agreed([self.tag(one), self.tag(other)])
            case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=True | False):
                return TRUTH
            case ast.BoolOp(values=values):
                return _agreed([self.tag(value) for value in values])
            case ast.Attribute():
                return self._of_attribute(node)
            case ast.Subscript(value=row, slice=place):
                many = self.tag(row)
                if isinstance(many, Given):
                    return _part(many, place)
                if isinstance(place, ast.Slice) or not isinstance(many, Word):
                    return None
                return _value(many) if many.shape == "array" else None
            case ast.Call():
                return self._of_call(node)
        return None

    def _of_attribute(self, node: ast.Attribute) -> Tag:
        seen, name = self.tag(node.value), node.attr
        if isinstance(seen, Given):
            return seen if name in VIEWS else None
        if seen == "me" and name in self.reading.known.flags:
            return TRUTH
        word = words(seen).get(name) if seen in _VIEWS else None
        return _value(word) if word and word.shape == "value" else word

    def _of_name(self, name: str) -> Tag:
        if name in self.given or name in self.assigned:
            if name in self.asked:
                return None
            self.asked.add(name)
            tags = [self.given[name]] if name in self.given else []
            tags += [self.tag(value) if value else None for value in self.assigned.get(name, ())]
            self.asked.discard(name)
            return _agreed(tags)
        value = self.outside.get(name)
        if isinstance(value, np.ndarray):
            return Given(value.ndim)
        return MOVE if isinstance(value, NamedMove) else None

    def _of_call(self, call: ast.Call) -> Tag:
        if self._is_bool(call):
            return TRUTH
        called = self.tag(call.func)
        if isinstance(called, Word):
            return _value(called) if called.shape == "method" else None
        if isinstance(called, Given):
            return called
        if isinstance(call.func, ast.Attribute) and call.func.attr in VIEWS and call.args:
            first = self.tag(call.args[0])  # np.reshape(values, ...)
            return first if isinstance(first, Given) else None
        helper = self.outside.get(call.func.id) if isinstance(call.func, ast.Name) else None
        helper = getattr(helper, "py_func", helper)
        plain = not call.keywords and not any(isinstance(a, ast.Starred) for a in call.args)
        if isinstance(helper, FunctionType):
            return self.reading.read(helper, [self.tag(a) for a in call.args] if plain else [])
        return None

    def _is_bool(self, call: ast.Call) -> bool:
        named = isinstance(call.func, ast.Name) and call.func.id == "bool"
        return named and "bool" not in self.assigned and "bool" not in self.given

    def result(self) -> Tag:
        """Return what the function is known to return."""
        returned = [node.value for node in self.nodes if isinstance(node, ast.Return)]
        return _agreed([self.tag(value) if value else None for value in returned])

    def constant(self, node: ast.expr | None) -> Any:
        """Return the value of an expression that is a constant, and `_UNKNOWN` for all others."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
            case ast.Name(id=name) if name in self.assigned and name not in self.given:
                values = self.assigned[name]
                known = len(values) == 1 and isinstance(values[0], ast.Constant)
                return self.constant(values[0]) if known else _UNKNOWN
            case ast.Name(id=name) if name in self.outside and name not in self.given:
                value = self.outside[name]
                return value if isinstance(value, (str, bool, int, float, type(None))) else _UNKNOWN
        return _UNKNOWN

    # -- what must not be --------------------------------------------------------------------------

    def faults(self, *, of_strategy: bool) -> Iterator[tuple[int, str]]:
        """Yield line and sentence of each misuse; of a strategy's rule also wrong results."""
        for node in self.nodes:
            match node:
                case ast.Compare():
                    yield from self._comparisons(node)
                case ast.Match(subject=subject) if self.tag(subject) == MOVE:
                    yield from self._patterns(node)
                case ast.Return() if of_strategy:
                    yield from self._returned(node, node.value)
                case ast.Call():
                    self._of_call(node)  # reads the helper
                    yield from self._changed(node)
                case ast.Attribute():
                    yield from self._of_view(node)
                case ast.Subscript(value=row, ctx=ast.Store() | ast.Del()):
                    yield from self._written(row)
                case ast.AugAssign(target=ast.Name(id=name)) if self._only_given(name):
                    yield node.lineno, CHANGES
            for tested in self._tested(node):
                if self.tag(tested) == MOVE:
                    yield tested.lineno, AS_TRUTH

    def _of_view(self, node: ast.Attribute) -> Iterator[tuple[int, str]]:
        """Yield what is wrong with a name after a dot, if what it belongs to is a view."""
        seen, name, known = self.tag(node.value), node.attr, self.reading.known
        sets = not isinstance(node.ctx, ast.Load)
        if sets and seen != "me" and seen not in _VIEWS:
            if isinstance(seen, Word) or seen is None:
                yield node.lineno, FOREIGN.format(name=name)
        elif seen == "me" and name in known.memory:
            if sets and name in known.rows:
                yield node.lineno, array_assigned(name)
        elif seen in _VIEWS:
            view: Any = seen
            absent = name in ("member", "members") and not known.has_members
            if sets or absent or name not in words(view):
                verb: Any = "sets" if sets else "reads"
                memory = known.memory if seen == "me" else ()
                yield node.lineno, misuse_of(view, name, verb, sorted(memory))

    def _written(self, row: ast.expr) -> Iterator[tuple[int, str]]:
        """Yield a fault if an array that is written to is not the rule's own."""
        if isinstance(self.tag(row), (Given, Word)):
            yield row.lineno, CHANGES

    def _only_given(self, name: str) -> bool:
        """Return whether a name is set to arrays that are not the rule's own, and to nothing else,
        besides what is added to it in place."""
        values = self.assigned.get(name, [])
        in_place = [
            node
            for node in self.nodes
            if isinstance(node, ast.AugAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == name
        ]
        tags = [self.tag(value) for value in values if value is not None]
        if name in self.given:
            tags.append(self.given[name])
        only = all(isinstance(tag, Given) for tag in tags)
        return bool(tags) and only and values.count(None) == len(in_place)

    def _changed(self, call: ast.Call) -> Iterator[tuple[int, str]]:
        if isinstance(call.func, ast.Attribute):
            row = self.tag(call.func.value)
            if isinstance(row, (Word, Given)) and call.func.attr in CHANGING:
                yield call.lineno, CHANGES

    def _tested(self, node: ast.AST) -> Iterator[ast.expr]:
        """Yield what a node takes for true or false."""
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                yield from _ends(test)
            case ast.Assert(test=test) | ast.UnaryOp(op=ast.Not(), operand=test):
                yield from _ends(test)
            case ast.BoolOp(values=[*tests, _]):
                for test in tests:
                    yield from _ends(test)
            case ast.comprehension(ifs=tests):
                for test in tests:
                    yield from _ends(test)
            case ast.Call(args=[test]) if self._is_bool(node):
                yield from _ends(test)

    def _comparisons(self, node: ast.Compare) -> Iterator[tuple[int, str]]:
        sides = [node.left, *node.comparators]
        for one, how, other in zip(sides, node.ops, sides[1:], strict=False):
            moves = [self.tag(side) == MOVE for side in (one, other)]
            values: list[ast.expr] = []
            if isinstance(how, (ast.Eq, ast.NotEq)) and any(moves):
                values = [other if moves[0] else one]
            elif isinstance(how, (ast.In, ast.NotIn)) and moves[0]:
                many = isinstance(other, (ast.Tuple, ast.List, ast.Set))
                values = list(other.elts) if many else [other]  # type: ignore[attr-defined]
            elif isinstance(how, (ast.Is, ast.IsNot)) and any(moves):
                value = self.constant(other if moves[0] else one)
                by = "compares a move by `is`; write `== C` or `== D`."
                yield node.lineno, self.reading.compared(None) if value is None else by
            for value in values:
                yield from self._differs(node, value)

    def _patterns(self, node: ast.Match) -> Iterator[tuple[int, str]]:
        for part in (part for case in node.cases for part in ast.walk(case.pattern)):
            if isinstance(part, ast.MatchSingleton):
                yield part.lineno, self.reading.compared(part.value)
            elif isinstance(part, ast.MatchValue):
                yield from self._differs(part, part.value)

    def _differs(self, where: ast.expr | ast.pattern, side: ast.expr) -> Iterator[tuple[int, str]]:
        """Yield a misuse if what a move is compared with is known, and no move."""
        value = self.constant(side)
        if value is not _UNKNOWN and (isinstance(value, bool) or value not in (0, 1)):
            yield where.lineno, self.reading.compared(value)

    def _returned(self, node: ast.Return, value: ast.expr | None) -> Iterator[tuple[int, str]]:
        match value:
            case ast.IfExp(body=one, orelse=other):
                yield from self._returned(node, one)
                yield from self._returned(node, other)
            case ast.expr() if self.tag(value) == TRUTH:
                yield node.lineno, no_move("True or False")
            case _:
                constant = None if value is None else self.constant(value)
                wrong = None if constant is _UNKNOWN else wrong_type(constant)
                if wrong is not None:
                    yield node.lineno, no_move(wrong)


def _ends(test: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions of which one decides a test, besides those tested on the way."""
    match test:
        case ast.BoolOp(values=[*_, last]):
            yield from _ends(last)
        case ast.IfExp(body=one, orelse=other):
            yield from _ends(one)
            yield from _ends(other)
        case _:
            yield test


def _value(word: Word) -> Tag:
    """Return what a word gives: a move, a truth value, a view, or what is not followed here."""
    return {"move": MOVE, "bool": TRUTH, "member": "me.member", "game": "me.game"}.get(word.type)


def _part(array: Given, place: ast.expr) -> Tag:
    """Return what an index makes of an array: a smaller one, or a number."""
    places = place.elts if isinstance(place, ast.Tuple) else [place]
    left = array.dimensions - sum(not isinstance(each, ast.Slice) for each in places)
    return Given(left) if left > 0 else None


def _agreed(tags: Sequence[Tag]) -> Tag:
    """Return what all are; None if they differ."""
    if tags and all(isinstance(tag, Given) for tag in tags):
        return max(tag for tag in tags if isinstance(tag, Given))
    return tags[0] if tags and all(tag == tags[0] for tag in tags) else None
