"""A unit of work: some matches of a field and some of their repetitions; and its key.

A unit is all that a worker needs to know. What comes back are books: sums of integers. So an event
can be cut into units anywhere, units can be played anywhere and in any order, and the sums are the
same bytes. A *source* fills the books of a unit: compiled play and plain Python are two sources.

A *key* names everything that the books of a match, or of a repetition of a season, depend on. Equal
keys mean equal books. The key of a match says nothing about the rest of the field, so another
player in the field changes no key of the matches of the others.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.game import Game
from tournament.results.books.tournament import Tallies
from tournament.results.units.play_version import PLAY_VERSION
from tournament.rules.match import Rules
from tournament.rules.season import SeasonRules
from tournament.streams import player_id

# About 50 ms of work: long against the cost of a unit, short against a user's patience.
UNIT_TURNS = 20_000_000
TOTALS_BYTES = 16_000_000
BLOCK = 512  # the engine plays so many repetitions at once: units begin at multiples
ABOUT_PAYOFFS = {"game", "score", "total", "payoff", "mean_payoff"}  # words of rules


@dataclass(frozen=True)
class Unit:
    """Some matches of a field, and some of their repetitions: all a worker needs to know.

    players
        The whole field: totals are by player.
    matches
        (m, 2) players in the first and the second seat.
    rules
        What holds for the event.
    first_match, first, repetitions
        The number of the first match in the event; the first repetition, and how many.
    shortcut
        Whether matches without chance are played once and counted as often as asked.
    """

    players: tuple[Strategy, ...]
    matches: np.ndarray
    rules: Rules
    first_match: int
    first: int
    repetitions: int
    shortcut: bool = True

    @property
    def turns(self) -> int:
        """Expected number of turns of matches."""
        return int(len(self.matches) * self.repetitions * expected_turns(self.rules))


Source = Callable[..., Tallies]
"""source(unit, stop=) -> the books of a unit. `stop`: (1,) bytes; anything but 0 ends the call."""


def empty_books(unit: Unit) -> Tallies:
    """Return the books of a unit, in which nothing is written yet."""
    return Tallies.empty(
        match=len(unit.matches),
        player=len(unit.players),
        repetition=unit.repetitions,
        seat=seats(unit.rules.game),
    )


def expected_turns(rules: Rules) -> float:
    """Return the expected length of a match."""
    if rules.continuation is None or rules.continuation == 1:
        return float(rules.turns or 1)
    c = rules.continuation
    return (1 - c**rules.turns) / (1 - c) if rules.turns else 1 / (1 - c)


def seats(game: Game) -> int:
    """Return how many seats the totals of players tell apart."""
    return 1 if game.is_symmetric else 2


def margin(game: Game) -> np.ndarray:
    """Return (4,) the first seat's minus the second's payoff after CC, CD, DC, DD: it decides who
    won a match."""
    utilities = game.utilities
    return outcomes.flat(utilities[0] - utilities[1].T)


def cut(
    players: Sequence[Strategy],
    matches: np.ndarray,
    rules: Rules,
    repetitions: int,
    *,
    first: int = 0,
    shortcut: bool = True,
    unit_turns: int | None = None,
    totals_bytes: int | None = None,
) -> list[Unit]:
    """Return the units of an event.

    Parameters
    ----------
    players, rules
        The field, and what holds for the event.
    matches
        (m, 2) players in the first and the second seat.
    repetitions, first
        Repetitions from `first` to `repetitions` are played.
    shortcut
        As of a unit.
    unit_turns, totals_bytes
        About how many turns a unit plays, and how many bytes its totals take at most; by default
        `UNIT_TURNS` and `TOTALS_BYTES`.
    """
    work, room = unit_turns or UNIT_TURNS, totals_bytes or TOTALS_BYTES
    length = expected_turns(rules)
    by_memory = room // (len(players) * 2 * seats(rules.game) * outcomes.SIZE * 8)
    by_work = int(work / max(1.0, length * len(matches)))
    step = max(1, min(by_memory, max(by_work, 1)) // BLOCK) * BLOCK
    step = min(step, repetitions - first)
    group = max(1, min(len(matches), int(work / max(1.0, step * length))))
    return [
        Unit(
            players=tuple(players),
            matches=matches[m : m + group],
            rules=rules,
            first_match=m,
            first=r,
            repetitions=min(step, repetitions - r),
            shortcut=shortcut,
        )
        for r in range(first, repetitions, step)
        for m in range(0, len(matches), group)
    ]


# -- keys ------------------------------------------------------------------------------------------


class PlayerKey(NamedTuple):
    """What a seat depends on: the hash of the rule and its members, its parameters as bytes, and
    the bits by which streams know the player."""

    code: str
    parameters: tuple[tuple[str, str, tuple[int, ...], str], ...]
    id: int


class MatchKey(NamedTuple):
    """Everything that the books of some repetitions of one match depend on, as plain data.

    players, own
        Both seats; whether the player meets its own copy.
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
    seed, first, repetitions
        Of all chance; the first repetition, and how many.
    version
        The version of streams and play.
    """

    players: tuple[PlayerKey, PlayerKey]
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
    first: int
    repetitions: int
    version: int


class SeasonKey(NamedTuple):
    """Everything that the books of one repetition of a season depend on, as plain data.

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
    seed, repetition, version
        As of a match.
    """

    kinds: tuple[tuple[str, PlayerKey, PlayerKey], ...]
    counts: tuple[int, ...]
    friends: int | str
    rules: tuple[object, ...]
    payoffs: tuple[float, ...] | None
    seed: int
    repetition: int
    version: int


def key(unit: Unit, match: int) -> MatchKey:
    """Return the key of a match of a unit.

    The key of a match and of the same match with seats exchanged are two keys: their books are
    mirror images.
    """
    rules, game = unit.rules, unit.rules.game
    p, q = map(int, unit.matches[match])
    pair = unit.players[p], unit.players[q]
    payoffs = _numbers(game.utilities) if any(map(reads_payoffs, pair)) else None
    return MatchKey(
        players=(_player(pair[0]), _player(pair[1])),
        own=p == q,
        turns=rules.turns,
        told=rules.told,
        continuation=rules.continuation,
        noise=(rules.noise[p], rules.noise[q]),
        misperception=(rules.misperception[p], rules.misperception[q]),
        by_seat=seats(game) == 2,
        payoffs=payoffs,
        lead=_lead(game),
        seed=rules.seed,
        first=unit.first,
        repetitions=unit.repetitions,
        version=PLAY_VERSION,
    )


def season_key(
    kinds: Sequence[Kind],
    counts: Sequence[int],
    friends: int | str | np.ndarray,
    rules: SeasonRules,
    repetition: int,
) -> SeasonKey:
    """Return the key of one repetition of a season.

    Parameters
    ----------
    kinds, counts
        The kinds of towns, and how many towns there are of each.
    friends
        How many friends a town has, "everyone", or (E, 2) the given graph.
    rules
        The rules of the season.
    repetition
        Which one.
    """
    if isinstance(friends, np.ndarray):
        edges = np.ascontiguousarray(friends, np.int64)
        friends = hashlib.blake2b(edges.tobytes(), digest_size=16).hexdigest()
    plugins = [plugin for kind in kinds for plugin in (kind.strategy, kind.partner)]
    payoffs = _numbers(rules.game.utilities[0]) if any(map(reads_payoffs, plugins)) else None
    return SeasonKey(
        kinds=tuple((k.name, _player(k.strategy), _player(k.partner)) for k in kinds),
        counts=tuple(map(int, counts)),
        friends=friends,
        rules=(
            *(rules.days, rules.gifts, rules.inbox, rules.visible, rules.nice_list),
            *(rules.days_known, rules.absence, rules.noise),
        ),
        payoffs=payoffs,
        seed=rules.seed,
        repetition=repetition,
        version=PLAY_VERSION,
    )


def digest(key: MatchKey | SeasonKey) -> str:
    """Return 32 hexadecimal digits of a key, the same in every process and on every machine."""
    return hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()


def reads_payoffs(plugin: Plugin) -> bool:
    """Return whether what a rule does can depend on payoffs; unknown where it is not compiled."""
    return not plugin.compiled or bool(plugin.mentions & ABOUT_PAYOFFS)


def _player(plugin: Plugin) -> PlayerKey:
    values = ((name, np.asarray(value)) for name, value in plugin.parameters.items())
    parameters = tuple((name, v.dtype.str, v.shape, v.tobytes().hex()) for name, v in values)
    return PlayerKey(_code(plugin), parameters, player_id(plugin.name))


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
