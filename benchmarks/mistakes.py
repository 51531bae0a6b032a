"""One-line mistakes that could be made in a file: what `mutants.py` puts into the code.

A mistake is a piece of source and what stands in its place. Mistakes are found in the syntax tree
and made in the text, so that all other lines stay as they are.
"""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

COMPARED = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitXor: ast.BitOr,
}  # fmt: skip
OPPOSITES = [
    ("min", "max"), ("minimum", "maximum"), ("argmin", "argmax"), ("any", "all"), ("sum", "mean"),
    ("nansum", "nanmean"), ("first", "second"), ("own", "other"), ("OWN", "OTHER"),
    ("before", "after"), ("low", "high"), ("best", "worst"), ("giver", "receiver"),
    ("gave", "received"), ("GAVE", "RECEIVED"), ("given", "got"), ("one", "other"),
    ("me", "opponent"), ("old", "new"), ("row", "column"), ("median", "mean"), ("C", "D"),
    ("cumsum", "cumprod"), ("floor", "ceil"), ("left", "right"), ("top", "bottom"),
]  # fmt: skip
"""Words that are taken for each other."""
NUMPY = {"min", "max", "minimum", "maximum", "argmin", "argmax", "any", "all", "sum", "mean"}
WORDS = dict(OPPOSITES) | {b: a for a, b in OPPOSITES}
DROPPED = {"sqrt", "abs", "log", "exp", "sorted", "round", "ceil", "floor", "nan_to_num", "sort"}
"""Functions that are forgotten around their argument."""
SIDES = {"left": "right", "right": "left", "t": "normal", "C": "D", "D": "C"}

SYMMETRIC = {"array_equal", "maximum", "minimum", "min", "max", "allclose", "union1d"}
TYPES = {"Callable", "tuple", "dict", "list", "Literal", "type", "Sequence", "Mapping", "Iterator"}

LOOKS = {
    "strict", "linewidth", "fontsize", "alpha", "zorder", "labelsize", "markersize", "frameon",
    "capsize", "elinewidth", "labelpad", "handlelength", "columnspacing", "handletextpad", "dpi",
}  # fmt: skip
"""Arguments that no number hangs on: how thick a line is; what is checked and always holds."""


class Mistake(NamedTuple):
    """A piece of source and what stands in its place; `name` finds it again."""

    path: str
    line: int
    column: int
    kind: str
    start: int
    end: int
    becomes: str

    @property
    def name(self) -> str:
        """Where it is, and its kind."""
        return f"{self.path}:{self.line}:{self.column}:{self.kind}"

    def made(self, source: str) -> str:
        """Return the source with the mistake in it."""
        text = source.encode()
        return (text[: self.start] + self.becomes.encode() + text[self.end :]).decode()

    def lines(self, source: str) -> tuple[str, str]:
        """Return the first line that differs, without and with the mistake."""
        pairs = zip(source.splitlines(), self.made(source).splitlines(), strict=False)
        was, becomes = next(((a, b) for a, b in pairs if a != b), ("", ""))
        return was.strip(), becomes.strip()


def mistakes(path: str, source: str) -> dict[tuple[int, int], list[Mistake]]:
    """Return the mistakes that could be made in a file, by the statement that they are in."""
    tree, found = ast.parse(source), {}
    used = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(tree)}
    known = used | NUMPY  # a word that a file does not know is noticed at once
    offsets = [0]
    for text in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(text.encode()))
    for statement in _statements(tree):
        here = {}
        for node, kind, new in _of(statement, known):
            start = offsets[node.lineno - 1] + node.col_offset
            end = offsets[node.end_lineno - 1] + node.end_col_offset
            text = new if isinstance(new, str) else ast.unparse(new)
            if text == ast.unparse(node):
                continue
            text = text if isinstance(new, str) else f"({text})"
            one = Mistake(path, node.lineno, node.col_offset, kind, start, end, text)
            here.setdefault(one.name, one)
        if here:
            found[statement.lineno, statement.col_offset] = list(here.values())
    return found


def of_file(root: Path, path: str) -> dict[tuple[int, int], list[Mistake]]:
    """Return `mistakes` of a file below a folder."""
    return mistakes(path, (root / path).read_text(encoding="utf-8"))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield all statements that run, in order."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.stmt) and not isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        if isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield from _statements(child)


def _of(statement: ast.stmt, known: set[str]) -> Iterator[tuple[ast.AST, str, Any]]:
    """Yield what could be wrong in a statement: a node, the kind of mistake, what replaces it."""
    match statement:
        case ast.Expr(ast.Constant()) | ast.Raise() | ast.ClassDef():
            return  # docstrings, messages
        case ast.Expr() | ast.AugAssign():
            yield statement, "removed", "pass"
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield statement, "removed", "pass"
        case ast.Continue():
            yield statement, "removed", "pass"
        case ast.Break():
            yield statement, "removed", "pass"
        case ast.If() | ast.While(test=ast.Compare() | ast.BoolOp() | ast.Name()):
            yield statement.test, "never", "False"
            if isinstance(statement, ast.If):
                yield statement.test, "always", "True"
    if isinstance(statement, ast.AugAssign) and type(statement.op) in COUNTED:
        yield from _changed(statement, "op", COUNTED[type(statement.op)](), "counted")
    for root in _roots(statement):
        for node in _expressions(root):
            yield from _in(node, known)


def _roots(statement: ast.stmt) -> list[ast.expr]:
    """Return the expressions of a statement itself, not of the statements inside."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        defaults = statement.args.defaults + statement.args.kw_defaults
        return [one for one in defaults if one is not None]
    found: list[ast.expr] = []
    for name, value in ast.iter_fields(statement):
        if name in ("annotation", "targets", "target", "decorator_list"):
            continue
        values = value if isinstance(value, list) else [value]
        found += [one for one in values if isinstance(one, ast.expr)]
        found += [one.context_expr for one in values if isinstance(one, ast.withitem)]
    return found


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.JoinedStr, ast.expr_context)):
        return
    if isinstance(node, (ast.List, ast.Tuple, ast.Dict, ast.Set)) and _is_table(node):
        return
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) in TYPES:
        return
    if isinstance(node, ast.keyword) and node.arg in LOOKS:
        return
    yield node
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass"):
        yield from _expressions(node.args[0])
        return  # classes have no order
    for child in ast.iter_child_nodes(node):
        yield from _expressions(child)


def _is_table(node: ast.AST) -> bool:
    """Return whether a literal is a table of more than eight numbers: data, not code."""
    return sum(isinstance(each, ast.Constant) for each in ast.walk(node)) > 8


def _in(  # noqa: C901 (a table of cases)
    node: ast.AST, known: set[str]
) -> Iterator[tuple[ast.AST, str, Any]]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in COMPARED:
            for number, other in enumerate(COMPARED[type(op)]):
                kind = "turned" if number else "border"
                yield from _changed(node, "ops", [other(), *node.ops[1:]], kind)
        case ast.BinOp(left=ast.Constant(1), op=ast.Sub()):
            yield node, "one_minus", node.right
            yield node, "counted", ast.BinOp(node.left, ast.Add(), node.right)
        case ast.BinOp() if type(node.op) in COUNTED:
            yield from _changed(node, "op", COUNTED[type(node.op)](), "counted")
            if isinstance(node.op, (ast.Add, ast.Sub)):
                yield node, "left", node.left
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield from _changed(node, "op", other, "and_or")
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node, "dropped", node.operand
        case ast.Constant(bool() as value):
            yield node, "flag", repr(not value)
        case ast.Constant(int() as value):
            yield node, "plus", repr(value + 1)
            yield node, "minus", f"({value - 1})"
            if value in (0, 1):
                yield node, "other", repr(1 - value)
        case ast.Constant(float() as value):
            yield node, "double", repr(value * 2 if value else 1.0)
        case ast.Constant(str() as value) if value in SIDES:
            yield node, "word", repr(SIDES[value])
        case ast.IfExp():
            yield node, "always", node.body
            yield node, "never", node.orelse
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[one, other])):
            text = f"{ast.unparse(value)}[{ast.unparse(other)}, {ast.unparse(one)}]"
            yield node, "swapped", text
        case ast.Subscript(slice=ast.Constant(0)):
            yield from _changed(node, "slice", ast.Constant(-1), "last")
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(1))):
            yield from _changed(node, "slice", ast.Constant(0), "first")
        case ast.Call():
            yield from _of_call(node)
        case ast.Attribute(attr=name) if WORDS.get(name) in known:
            yield from _changed(node, "attr", WORDS[name], "word")
        case ast.Name(id=name) if WORDS.get(name) in known:
            yield node, "word", WORDS[name]
        case ast.Tuple(elts=[one, other]) if not {ast.Slice, ast.Starred} & {
            type(one),
            type(other),
        }:
            yield node, "swapped", ast.Tuple([other, one], ast.Load())
        case ast.comprehension(ifs=[test, *_]):
            yield test, "always", "True"


def _of_call(node: ast.Call) -> Iterator[tuple[ast.AST, str, Any]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in DROPPED and node.args:
        yield node, "dropped", node.args[0]
    if (
        len(node.args) >= 2
        and name not in SYMMETRIC
        and not any(isinstance(one, ast.Starred) for one in node.args)
    ):
        args = [node.args[1], node.args[0], *node.args[2:]]
        yield from _changed(node, "args", args, "swapped")
    for place, word in enumerate(node.keywords):
        if word.arg in ("ddof", "axis", "keepdims", "side", "key"):
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield from _changed(node, "keywords", rest, f"no_{word.arg}")


def _changed(node: Any, name: str, value: Any, kind: str) -> Iterator[tuple[ast.AST, str, Any]]:
    other = copy.copy(node)
    setattr(other, name, value)
    yield node, kind, ast.unparse(other) if isinstance(node, ast.stmt) else other
