"""Who takes part in an event: from names, pairs and numbers to players and kinds of towns.

What a user gives in Python, and what the words of a command line mean (`words.py`), end here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tournament.authors.code_hash import names_used
from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.registry import library
from tournament.authors.resolve import as_partner_rule, as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, ArgumentTypeError, DuplicateName
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, several, whole
from tournament.rules.defaults import PARTNER, TOWNS
from tournament.rules.season import SeasonRules

MOST_TOWNS = 2**31 - 1
ROUNDED = 1e-6
"""How far the sum of shares may be from 1: they may be floats of 32 bits."""
Player = Strategy | str | tuple[Strategy | str, PartnerRule | str]
"""A kind of town as a user gives it: a strategy, or a pair (strategy, partner rule)."""


def kinds(entered: Any, partner: PartnerRule | str) -> tuple[Kind, ...]:
    """Return the kinds of towns that `players` of a season names.

    Parameters
    ----------
    entered
        A list of players as in `Player`, or a mapping of these to numbers.
    partner
        The partner rule of strategies given without one.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each.

    >>> [kind.name for kind in kinds(["joss", ("joss", "nicest")], "anyone")]
    ['joss', 'joss + nicest']
    """
    what = (
        "a list of at least one strategy or (strategy, partner rule) pair, or a mapping of these to"
        " numbers or shares"
    )
    if isinstance(entered, str) or not isinstance(entered, Iterable):
        entered = ()
    entered = [*entered] if isinstance(entered, Mapping) else several("players", entered, what)
    if not entered:
        raise ArgumentError(f"`players` must be {what}.")
    usual = as_partner_rule(partner)
    found = tuple(_kind(player, usual) for player in entered)
    name, times = Counter(kind.name for kind in found).most_common(1)[0]
    if times > 1:
        key = f"({name.replace(' + ', ', ')})" if " + " in name else name
        raise DuplicateName(
            f"`players` has {times} kinds named {shown(name)}; give numbers of towns as a mapping,"
            f" {{{key}: {times}}}, or rename one with .named(...)."
        )
    return found


def _kind(player: Any, usual: PartnerRule) -> Kind:
    if not isinstance(player, (tuple, list)):
        (strategy,) = as_strategies([player])
        return Kind(strategy, usual, strategy.name)
    if len(player) != 2:
        raise ArgumentTypeError(
            f"`players` must be strategies or (strategy, partner rule) pairs; got {shown(player)}."
        )
    (strategy,), rule = as_strategies(player[:1]), as_partner_rule(player[1])
    return Kind(strategy, rule, f"{strategy.name} + {rule.name}")


def candidate_kinds(
    candidates: Any, population: Sequence[Kind], rules: SeasonRules
) -> tuple[Kind, ...]:
    """Return what a newcomer chooses from.

    A strategy is tried with all partner rules of the library and of the population. Rules that go
    by reputation count where a reputation is public, or where the population has them.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each.
    """
    if candidates is None:
        candidates = [*dict.fromkeys(kind.strategy for kind in population)]
    what = "a list of at least one strategy or (strategy, partner rule) pair"
    entered = several("candidates", candidates, what)
    if not entered:
        raise ArgumentError(f"`candidates` must be {what}; got {shown(candidates)}.")
    own = [kind.partner for kind in population]
    tried = [
        rule
        for rule in dict.fromkeys([*library(PartnerRule).values(), *own])
        if rule in own or rules.nice_list or "reputation" not in names_used(rule.rule)
    ]
    pairs: list[Player] = []
    for candidate in entered:
        if isinstance(candidate, (tuple, list)):
            pairs.append(tuple(candidate))
        else:
            pairs += [(candidate, rule) for rule in tried]
    return kinds(pairs, PARTNER)


# -- how many towns of each kind -----------------------------------------------------------------


def counts(
    kinds: Sequence[Kind], numbers: Sequence[Any] | None, towns: int | None
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Return the share of towns of each kind, and how many towns these are.

    Parameters
    ----------
    numbers
        Numbers of towns, or shares that sum to 1; None for equal shares.
    towns
        How many towns there are; None for the sum of `numbers`, or else for `TOWNS`.

    Raises
    ------
    ValueError
        One sentence that names `players` or `towns`.
    """
    size = TOWNS if towns is None else towns
    if numbers is None:
        if size < len(kinds):
            raise ArgumentError(
                f"`towns` must be at least {len(kinds)}, one of each kind of player; got {size}."
            )
        shares = (1.0 / len(kinds),) * len(kinds)
        return shares, dealt(shares, kinds, size)
    told = [_positive(number, kind) for kind, number in zip(kinds, numbers, strict=True)]
    if all(isinstance(number, int) for number in told) and sum(told) > 1:
        total = whole("towns", sum(told), 2, 2**62)
        if towns is not None and towns != total:
            raise ArgumentError(f"`towns` is {towns}, but the numbers of `players` sum to {total}.")
        return tuple(n / total for n in told), tuple(int(n) for n in told)
    if abs(sum(told) - 1) > ROUNDED:
        raise ArgumentError(
            f"`players` must map kinds to whole numbers of towns, or to shares that sum to 1; these"
            f" sum to {sum(told):g}."
        )
    exactly = abs(sum(told) - 1) <= 1e-9
    shares = tuple(float(n) if exactly else n / sum(told) for n in told)
    return shares, dealt(shares, kinds, size)


def _positive(number: Any, kind: Kind) -> float:
    """Return a number of towns, or a share, as a plain number above 0."""
    given = exact(number)
    if given is None or not given > 0:
        raise ArgumentError(
            "`players` must map kinds to numbers of towns or to shares, above 0; got"
            f" {shown(number)} for {kind.name}."
        )
    return given


def dealt(shares: Sequence[float], kinds: Sequence[Kind], towns: int) -> tuple[int, ...]:
    """Return whole numbers nearest to shares: the largest remainders are rounded up, by name.

    Raises
    ------
    ValueError
        Where a kind gets no town.
    """
    due = [share * towns for share in shares]
    found = [int(number + 1e-9) for number in due]
    rest = sorted(range(len(kinds)), key=lambda k: (-round(due[k] - found[k], 9), kinds[k].name))
    for k in rest[: towns - sum(found)]:
        found[k] += 1
    if min(found) == 0:
        kind = kinds[found.index(0)]
        raise ArgumentError(
            f"`towns` is too small for the share of {kind.name}, which gets none; take more towns."
        )
    return tuple(found)
