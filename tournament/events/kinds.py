"""Who takes part in a season, from the words of a command line."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from tournament.authors import registry
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError
from tournament.events.field import Groups, is_path, named, players

Pair = tuple[Strategy, PartnerRule]


def kinds(words: Iterable[str], paths: Iterable[str], groups: Groups, partners: str) -> list[Pair]:
    """Return the kinds of towns that words name.

    A word is what `entrants.players` takes, and plays with every partner rule of `partners` (names
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
    except ValueError:
        raise ArgumentError(
            f"{path}: each line must hold two town numbers, such as 0,17."
        ) from None


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
