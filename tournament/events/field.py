"""Who plays: from the words of a command line to strategies."""

import ast
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from tournament.authors import registry
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError, UnknownName, suggestion
from tournament.outcomes import MOVES

P = TypeVar("P", bound=Plugin)
Groups = Mapping[str, Callable[[], list[Strategy]]]


def players(words: Iterable[str], paths: Iterable[str], groups: Groups) -> list[Strategy]:
    """Return the players that the words of a command line name.

    Without words these are the group `classics` and the strategies of `paths`. What groups and
    files share enters once. A player named twice enters twice, and a tournament refuses it.

    >>> players(["tit_for_tat", "scripted(CDD)"], (), {})
    [tit_for_tat, scripted(moves=CDD)]
    """
    words = list(words)
    if "" in words:
        raise ArgumentError("`PLAYER` must be a name, a file or a folder; got an empty word.")
    installed = registry.installed()
    files = {word: registry.load(word) for word in words if is_path(word, {*groups, *installed})}
    extra = [strategy for path in paths for strategy in registry.load(path)]
    from_files = [strategy for members in files.values() for strategy in members]
    known = registry.merge([installed.values(), extra, from_files])

    chosen: list[tuple[Strategy, bool]] = []  # a player, and whether it was named itself
    for word in words or ["classics"]:
        if word in files:
            chosen += [(member, False) for member in files[word]]
        elif word in groups and word not in known:
            chosen += [(member, False) for member in groups[word]()]
        else:
            chosen.append((named(word, known, groups), True))
    if not words:
        chosen += [(member, False) for member in extra]

    entered = {(player.name, player) for player, by_name in chosen if by_name}
    field = []
    for player, by_name in chosen:
        if by_name or (player.name, player) not in entered:
            field.append(player)
            entered.add((player.name, player))
    if not field:
        raise PluginError(
            f"There is no strategy in {', '.join(words)}; write @strategy above a rule there."
        )
    return field


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
