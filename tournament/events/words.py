"""What the words of a command line mean: players, kinds of towns, candidates, friends.

What comes out is what `Tournament` and `Season` take in Python; `field.py` makes players and kinds
of it.
"""

import ast
import csv
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tournament.authors import registry
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError, UnknownName, suggestion
from tournament.outcomes import MOVES

P = TypeVar("P", bound=Plugin)
Pair = tuple[Strategy, PartnerRule]
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


def kinds(words: Iterable[str], paths: Iterable[str], groups: Groups, partners: str) -> list[Pair]:
    """Return the kinds of towns that words name.

    A word is what `players` takes, and plays with every partner rule of `partners` (names
    separated by commas); or such a word, a plus sign, and a partner rule of its own. Files may
    define partner rules too.

    >>> kinds(["tit_for_tat", "always_defect+ucb1"], (), {}, "anyone,nicest")
    [(tit_for_tat, anyone), (tit_for_tat, nicest), (always_defect, ucb1)]
    """
    words, paths = list(words), list(paths)
    names = {*groups, *registry.installed()}
    parts = [_parts(word) for word in words]
    known = partner_rules([*paths, *(left for left, _ in parts if is_path(left, names))])
    parts = [part for part in parts if not is_path(part[0], names) or _has_strategies(part[0])]
    paths = [path for path in paths if _has_strategies(path)]
    usual = [_partner(text, known) for text in _split(partners)]
    if not usual:
        raise ArgumentError("`--partners` must name at least one partner rule, such as anyone.")
    pairs: list[Pair] = []
    plain = [left for left, right in parts if right is None]
    if plain or not parts:
        pairs += [(player, rule) for player in players(plain, paths, groups) for rule in usual]
    for left, right in parts:
        if right is not None:
            rule = _partner(right, known)
            pairs += [(player, rule) for player in players([left], paths, groups)]
    return pairs


def candidates(text: str, paths: Iterable[str], groups: Groups) -> list[Strategy | Pair]:
    """Return what `--candidates` means: strategies, and pairs `strategy+partner_rule`.

    Raises
    ------
    UnknownName, PluginError, DuplicateName, ValueError
        As `kinds`.
    """
    paths = list(paths)
    known, found = partner_rules(paths), list[Strategy | Pair]()
    paths = [path for path in paths if _has_strategies(path)]
    for word in _split(text):
        left, right = _parts(word)
        for player in players([left], paths, groups):
            found.append(player if right is None else (player, _partner(right, known)))
    return found


def partner_rules(paths: Iterable[str]) -> dict[str, PartnerRule]:
    """Return all partner rules by name: installed ones, and those of files and folders."""
    found: list[Iterable[PartnerRule]] = [registry.installed(PartnerRule).values()]
    for path in dict.fromkeys(paths):
        own = registry.load(path, Plugin)
        found.append([plugin for plugin in own if isinstance(plugin, PartnerRule)])
    return registry.merge(found)


def _has_strategies(path: str) -> bool:
    """Whether a file or folder has strategies, and not partner rules alone."""
    return any(isinstance(plugin, Strategy) for plugin in registry.load(path, Plugin))


def _parts(word: str) -> tuple[str, str | None]:
    """Return what stands before and after the last plus sign outside brackets, if there is one.

    Paths may have plus signs, and so may numbers.
    """
    depth = 0
    for at in range(0 if Path(word).exists() else len(word) - 1, 0, -1):
        depth += (word[at] in ")]") - (word[at] in "([")
        if word[at] == "+" and depth == 0:
            return word[:at].strip(), word[at + 1 :].strip()
    return word, None


def _split(text: str) -> list[str]:
    """Return the parts between commas that stand outside brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _partner(text: str, known: dict[str, PartnerRule]) -> PartnerRule:
    return named(text, known, what="partner rule")


def friends(text: str) -> Any:
    """Return what `--friends` means: a number, "everyone", or the pairs of a CSV file.

    Raises
    ------
    ValueError
        When it is none of these.
    """
    if text == "everyone":
        return text
    if text.removeprefix("-").isdecimal():
        return int(text)
    path = Path(text)
    if path.suffix != ".csv":
        raise ArgumentError(
            f"`--friends` must be a number, 'everyone', or a .csv file of pairs; got {text!r}."
        )
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ArgumentError(f"{path}: the friends cannot be read: {reason}.") from None
    if rows and not rows[0][0].strip().removeprefix("-").isdecimal():
        rows = rows[1:]  # a heading
    try:
        pairs = [(int(one), int(other)) for one, other in rows]
        return np.array(pairs, np.int64).reshape(-1, 2)
    except (ValueError, OverflowError):
        raise ArgumentError(
            f"{path}: each line must hold two town numbers, such as 0,17."
        ) from None


# -- how words are written -----------------------------------------------------------------------


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
