"""Keys: everything that finished work depends on, as plain data. Equal keys mean equal books.

The key of a match says nothing about the rest of the field, so another player in the field changes
no key of the matches of the others. No key says which repetitions: a repetition has a number, and
plays the same whatever others are played.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

import numpy as np

from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.game import Game
from tournament.results.units.play_version import PLAY_VERSION
from tournament.results.units.unit import margin, seats
from tournament.rules.match import Rules
from tournament.rules.season import SeasonRules
from tournament.streams import player_id

ABOUT_PAYOFFS = {"game", "score", "total", "payoff", "mean_payoff"}  # words of rules


class PlayerKey(NamedTuple):
    """What a seat depends on: the hash of the rule and its members, its parameters as bytes, and
    the bits by which streams know the player."""

    code: str
    parameters: tuple[tuple[str, str, tuple[int, ...], str], ...]
    id: int


class Conditions(NamedTuple):
    """Everything but the two players that the books of a match depend on, as plain data.

    own
        Whether the player meets its own copy.
    turns, told, continuation
        The length of the match, and what players are told of it.
    noise, misperception
        Of both seats.
    by_seat
        Whether the streams tell the seats apart.
    payoffs
        R, S, T, P of both seats as rules see them; None where no rule reads payoffs.
    lead
        Who is ahead after each outcome: what decides who won.
    seed, version
        Of all chance; of streams and play.
    """

    own: bool
    turns: int | None
    told: int
    continuation: float | None
    noise: tuple[float, float]
    misperception: tuple[float, float]
    by_seat: bool
    payoffs: tuple[float, ...] | None
    lead: tuple[float, ...]
    seed: int
    version: int


class MatchKey(NamedTuple):
    """Everything that the books of a match depend on: both seats, and the conditions."""

    players: tuple[PlayerKey, PlayerKey]
    conditions: Conditions


class SeasonKey(NamedTuple):
    """Everything that the books of a repetition of a season depend on, as plain data.

    kinds
        Of each kind of town: its name, its strategy, its partner rule.
    counts
        How many towns there are of each kind.
    friends
        How many friends a town has, "everyone", or a hash of the given graph.
    rules
        Days, gifts, and all other rules but payoffs and seed.
    payoffs
        R, S, T, P as rules see them; None where no rule reads payoffs.
    seed, version
        As of a match.
    """

    kinds: tuple[tuple[str, PlayerKey, PlayerKey], ...]
    counts: tuple[int, ...]
    friends: int | str
    rules: tuple[object, ...]
    payoffs: tuple[float, ...] | None
    seed: int
    version: int


class PopulationKey(NamedTuple):
    """Everything that the books of a repetition of a population depend on, as data.

    types, players
        Names, in their order; the rule of each type where encounters are played.
    rules
        Process, selection, fitness and so on; tables as arrays.
    structure, start, clock
        Who meets whom, how it begins, and when it is looked at.
    matches
        What holds for encounters that are played.
    seed, version
        As of a match.
    """

    types: tuple[str, ...]
    players: tuple[Strategy, ...]
    rules: tuple[object, ...]
    structure: object
    start: tuple[object, ...]
    clock: object
    matches: object
    seed: int
    version: int


def match_key(
    players: Sequence[Strategy], rules: Rules, first: int = 0, second: int = 1
) -> MatchKey:
    """Return the key of a match.

    The key of a match and of the same match with seats exchanged are two keys: their books are
    mirror images.

    Parameters
    ----------
    players, rules
        A field, and what holds for its matches.
    first, second
        Who meets: numbers of players.
    """
    pair = players[first], players[second]
    return MatchKey(
        (player_key(pair[0]), player_key(pair[1])),
        conditions(rules, first, second, paid=any(map(reads_payoffs, pair))),
    )


def conditions(rules: Rules, first: int, second: int, *, paid: bool) -> Conditions:
    """Return the conditions of a match.

    Parameters
    ----------
    rules
        Of an event.
    first, second
        The numbers of the two players in it.
    paid
        Whether one of them reads payoffs.
    """
    game = rules.game
    return Conditions(
        own=first == second,
        turns=rules.turns,
        told=rules.told,
        continuation=rules.continuation,
        noise=(rules.noise[first], rules.noise[second]),
        misperception=(rules.misperception[first], rules.misperception[second]),
        by_seat=seats(game) == 2,
        payoffs=_numbers(game.utilities) if paid else None,
        lead=_lead(game),
        seed=rules.seed,
        version=PLAY_VERSION,
    )


def season_key(
    kinds: Sequence[Kind],
    counts: Sequence[int],
    friends: int | str | np.ndarray,
    rules: SeasonRules,
) -> SeasonKey:
    """Return the key of a season.

    Parameters
    ----------
    kinds, counts
        The kinds of towns, and how many towns there are of each.
    friends
        How many friends a town has, "everyone", or (E, 2) the given graph.
    rules
        The rules of the season.
    """
    if isinstance(friends, np.ndarray):
        friends = _hash(np.ascontiguousarray(friends, np.int64))
    plugins = [plugin for kind in kinds for plugin in (kind.strategy, kind.partner)]
    payoffs = _numbers(rules.game.utilities[0]) if any(map(reads_payoffs, plugins)) else None
    return SeasonKey(
        kinds=tuple((k.name, player_key(k.strategy), player_key(k.partner)) for k in kinds),
        counts=tuple(map(int, counts)),
        friends=friends,
        rules=(
            *(rules.days, rules.gifts, rules.inbox, rules.visible, rules.nice_list),
            *(rules.days_known, rules.absence, rules.noise),
        ),
        payoffs=payoffs,
        seed=rules.seed,
        version=PLAY_VERSION,
    )


def player_key(plugin: Plugin) -> PlayerKey:
    """Return what a seat depends on."""
    values = ((name, np.asarray(value)) for name, value in plugin.parameters.items())
    parameters = tuple((name, v.dtype.str, v.shape, v.tobytes().hex()) for name, v in values)
    return PlayerKey(_code(plugin), parameters, player_id(plugin.name))


def digest(key: object) -> str:
    """Return 32 hexadecimal digits of a key, the same in every process and on every machine.

    A key is made of numbers, texts and None; of plugins, arrays and dataclasses; and of tuples of
    these.

    >>> digest((1, 2.5, "a", None))
    '6f6f67ff084b987e1468f0678a786b4b'
    """
    return hashlib.blake2b(repr(_plain(key)).encode(), digest_size=16).hexdigest()


def reads_payoffs(plugin: Plugin) -> bool:
    """Return whether what a rule does can depend on payoffs; unknown where it is not compiled."""
    return not plugin.compiled or bool(plugin.mentions & ABOUT_PAYOFFS)


def _plain(value: Any) -> Any:
    """Return the same as numbers, texts, None and tuples of these."""
    if isinstance(value, Plugin):
        return tuple(player_key(value))
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, _hash(np.ascontiguousarray(value)))
    if isinstance(value, Game):
        return _numbers(value.utilities)
    if is_dataclass(value):
        named = ((f.name, _plain(getattr(value, f.name))) for f in fields(value))
        return (type(value).__name__, *named)
    if isinstance(value, (tuple, list)):
        return tuple(map(_plain, value))
    if value is None or type(value) in (int, float, str, bool):
        return value
    raise TypeError(f"{type(value).__name__} is no part of a key")


def _hash(values: np.ndarray) -> str:
    return hashlib.blake2b(values.tobytes(), digest_size=16).hexdigest()


def _code(plugin: Plugin) -> str:
    """Return the hash of a rule; with a partner rule also how many gifts one friend may get."""
    if isinstance(plugin, PartnerRule):
        return f"{plugin.code} {plugin.per_friend}"
    return plugin.code


def _lead(game: Game) -> tuple[float, ...]:
    """Return the margin, where only its sign counts as its sign: games that pay both seats alike
    differ in whether T or S is more."""
    difference = margin(game)
    return _numbers(np.sign(difference) if game.is_symmetric else difference)


def _numbers(table: np.ndarray) -> tuple[float, ...]:
    return tuple(float(value) + 0.0 for value in table.flat)  # there is but one zero
