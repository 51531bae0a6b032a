"""How words of a command line are written: name(parameter=value), strategy+partner_rule, a,b."""

import ast
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from tournament.authors.plugin import Plugin
from tournament.errors import ArgumentError, UnknownName, suggestion
from tournament.outcomes import MOVES

P = TypeVar("P", bound=Plugin)


def is_path(word: str, names: set[str]) -> bool:
    """Return whether a word means a file or folder; `names` are no folders."""
    start = word.split("(")[0]
    return (
        start.endswith(".py")
        or "/" in start
        or os.sep in start
        or (start not in names and Path(start).is_dir())
    )


def named(text: str, known: dict[str, P], groups: Iterable[str] = (), what: str = "strategy") -> P:
    """Return the plugin written as `name` or `name(parameter=value, ...)`."""
    if text in known:
        return known[text]
    wrong = ArgumentError(
        "`PLAYER` must be a name, name(parameter=value), a group, a .py file or a folder; got "
        f"{text!r}."
    )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise wrong from None
    call = tree if isinstance(tree, ast.Call) else None
    head = call.func if call else tree
    if not isinstance(head, ast.Name) or (
        call and any(keyword.arg is None for keyword in call.keywords)
    ):
        raise wrong
    if head.id not in known:
        raise UnknownName(
            f"No {what} is named {head.id!r}.{suggestion(head.id, [*known, *groups])}"
        )
    if call is None:
        return known[head.id]
    values = [_value(node, text) for node in call.args]
    given = {str(k.arg): _value(k.value, text) for k in call.keywords}
    variant: Any = known[head.id](*values, **given)
    chosen: P = variant
    return chosen


def _value(node: ast.expr, text: str) -> Any:
    """Return a parameter's value: a number, a quotient of two, a list, or moves such as CDDC."""
    if isinstance(node, ast.Name) and set(node.id) <= set(MOVES):
        return node.id
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(each, text) for each in node.elts]
    try:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return _value(node.left, text) / _value(node.right, text)
        return ast.literal_eval(node)
    except (ValueError, TypeError, ZeroDivisionError):
        raise ArgumentError(
            f"{ast.unparse(node)!r} in {text!r} must be a number, a list of numbers, True, False "
            "or moves such as CDDC."
        ) from None


def parts(word: str) -> tuple[str, str | None]:
    """Return what stands before and after the last plus sign outside brackets, if there is one.

    Paths may have plus signs, and so may numbers.
    """
    depth = 0
    for at in range(0 if Path(word).exists() else len(word) - 1, 0, -1):
        depth += (word[at] in ")]") - (word[at] in "([")
        if word[at] == "+" and depth == 0:
            return word[:at].strip(), word[at + 1 :].strip()
    return word, None


def split(text: str) -> list[str]:
    """Return the parts between commas that stand outside brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
