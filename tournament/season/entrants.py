"""Who takes part in a season, from the words of a command line."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from tournament import registry
from tournament.entrants import Groups, is_path, named, players
from tournament.season.partners import PartnerRule
from tournament.strategy import Plugin, Strategy

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
    known = partner_rules([*paths, *(word.partition("+")[0] for word in words)])
    words, paths = (
        [word for word in some if not _only_partner_rules(word)] for some in (words, paths)
    )
    usual = [_partner(text, known) for text in _split(partners)]
    if not usual:
        raise ValueError("`--partners` must name at least one partner rule, such as anyone.")
    pairs: list[Pair] = []
    plain = [word for word in words if "+" not in word]
    if plain or not words:
        pairs += [(player, rule) for player in players(plain, paths, groups) for rule in usual]
    for word in words:
        left, plus, right = word.partition("+")
        if plus:
            rule = _partner(right.strip(), known)
            pairs += [(player, rule) for player in players([left.strip()], paths, groups)]
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
    paths = [path for path in paths if not _only_partner_rules(path)]
    for word in _split(text):
        left, plus, right = word.partition("+")
        for player in players([left.strip()], paths, groups):
            found.append((player, _partner(right.strip(), known)) if plus else player)
    return found


def partner_rules(words: Iterable[str]) -> dict[str, PartnerRule]:
    """Return all partner rules by name: installed ones, and those of the files among the words."""
    found: list[Iterable[PartnerRule]] = [registry.installed(PartnerRule).values()]
    for word in dict.fromkeys(words):
        if is_path(word, {word}):
            own = registry.load(word, Plugin)
            found.append([plugin for plugin in own if isinstance(plugin, PartnerRule)])
    return registry.merge(found)


def _only_partner_rules(word: str) -> bool:
    """Whether a word is a file or folder without strategies: it is there for its partner rules."""
    return is_path(word, {word}) and not any(
        isinstance(plugin, Strategy) for plugin in registry.load(word.partition("+")[0], Plugin)
    )


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
        raise ValueError(
            f"`--friends` must be a number, 'everyone', or a .csv file of pairs; got {text!r}."
        )
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ValueError(f"{path}: the friends cannot be read: {reason}.") from None
    if rows and not rows[0][0].strip().removeprefix("-").isdecimal():
        rows = rows[1:]  # a heading
    try:
        return np.array([[int(cell) for cell in row] for row in rows], np.int64).reshape(-1, 2)
    except ValueError:
        raise ValueError(f"{path}: each line must hold two town numbers, such as 0,17.") from None


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
