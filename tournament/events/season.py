"""The season: towns with a daily budget of gifts, and friends to choose from."""

import datetime
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tournament.authors.code_hash import names_used
from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.resolve import as_partner_rule, as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, ArgumentTypeError, DuplicateName
from tournament.events.pairs import edges_of, friends_of_season
from tournament.game import TSTO, Game
from tournament.results.season_counts import SeasonTallies
from tournament.results.towns import Friendships, Towns
from tournament.rules import Probability, whole
from tournament.season_rules import season_rules
from tournament.streams import absorb, bits, mix, permutation, player_id

if TYPE_CHECKING:
    from tournament.events.advice import Advice
    from tournament.results.season import SeasonResults

Player = Strategy | str | tuple[Strategy | str, PartnerRule | str]
TOWNS = 10_000
SPARE = 0.9  # of the free memory, what a season may take
KEPT = 80  # bytes of a town that the results of a repetition hold
FRIENDSHIP_BYTES, TOWN_BYTES = 8000, 4000  # of those in plain Python, about


class Season:
    """Some days on which towns leave gifts with their friends, and are nice or naughty.

    Parameters
    ----------
    players
        Strategies, or pairs (strategy, partner rule), or names of them; or a mapping of these to
        numbers of towns, or to shares that sum to 1. All kinds are equally many otherwise; as many
        kinds as towns are one each, in the order given.
    towns
        How many; by default 10,000, or what `players` or `friends` say.
    game
        What a gift pays both sides; it must pay giver and receiver alike.
    days, gifts_per_day
        Length of the season; how many gifts a town may leave on a day, one number or one per day.
        What is not given lapses.
    friends
        How many friends each town has, at random (all others, where there are no more); "everyone";
        a NetworkX graph; or an (E, 2) array of town numbers.
    inbox
        The most unopened gifts that can lie in one town; None for no limit.
    visible
        Whether the receiver sees the giver's move first (`opponent.offered`).
    absence
        The probability that a town does not log in on a day; gifts wait there meanwhile.
    noise
        The probability that a move made is the opposite of the one chosen: one, one per kind, or a
        mapping by name.
    seed
        Of all chance; drawn, and kept in the results, when not given.
    partner
        The partner rule of players given without one.
    nice_list
        Whether everybody's share of nice choices up to yesterday is public.
    days_known
        Whether towns know how many days are left.
    repetitions
        How often the season is played, each with a new random graph and new places.
    engine
        "compiled", or "python" for the slow twin.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each, before anything is played.

    Examples
    --------
    >>> import strategies
    >>> kinds = [(strategies.tit_for_tat, strategies.out_for_tat), strategies.always_defect]
    >>> results = Season(kinds, towns=20, friends=6, days=10, seed=1).play(progress=False)
    >>> list(results.ranking.index)
    ['tit_for_tat + out_for_tat', 'always_defect']
    """

    def __init__(
        self,
        players: Sequence[Player] | Mapping[Player, float],
        towns: int | None = None,
        game: Game = TSTO,
        days: int = 25,
        gifts_per_day: int | Sequence[int] = 5,
        friends: Any = 100,
        inbox: int | None = None,
        visible: bool = False,
        absence: float = 0.0,
        noise: Probability = 0.0,
        seed: int | None = None,
        *,
        partner: PartnerRule | str = "anyone",
        nice_list: bool = False,
        days_known: bool = True,
        repetitions: int = 1,
        engine: Literal["compiled", "python"] = "compiled",
    ) -> None:
        self.kinds = _kinds(players, partner)
        names = [kind.name for kind in self.kinds]
        self.rules = season_rules(
            names, game=game, days=days, gifts_per_day=gifts_per_day, inbox=inbox, visible=visible,
            nice_list=nice_list, days_known=days_known, absence=absence, noise=noise, seed=seed,
        )  # fmt: skip
        self.repetitions = whole("repetitions", repetitions, 1, 2**31 - 1)
        if engine not in ("compiled", "python"):
            raise ArgumentError(f"`engine` must be 'compiled' or 'python'; got {engine!r}.")
        self.engine = engine
        if towns is not None:
            towns = whole("towns", towns, 2, 2**31 - 1)
        numbers = [*players.values()] if isinstance(players, Mapping) else None
        edges: np.ndarray | None = None
        if not isinstance(friends, (str, int, np.integer)) or isinstance(friends, bool):
            edges, towns = edges_of(friends, towns)
            if towns < 2:
                raise ArgumentError("`towns` must be at least 2, to have friends.")
        self.counts = _counts(self.kinds, numbers, towns)
        self.towns = sum(self.counts)
        if self.towns < 2:
            raise ArgumentError("`towns` must be at least 2, to have friends; got 1.")
        self.graph = friends_of_season(friends, self.towns, edges)
        self._check_placeable()

    @property
    def friends(self) -> int | str:
        """How many friends each town has, at random; "everyone"; or "given"."""
        return self.graph.told

    @property
    def friendships(self) -> int:
        """How many pairs of towns are friends."""
        return self.graph.count

    def _check_placeable(self) -> None:
        most, friends = max(self.rules.gifts), self.graph.most
        per_friend = max(kind.partner.per_friend for kind in self.kinds)
        if most > friends * per_friend:
            rules = (k.partner for k in self.kinds if k.partner.per_friend == per_friend)
            more = f"{next(rules).rule.__name__}(per_friend={-(-most // friends)})"
            raise ArgumentError(
                f"`gifts_per_day` must be at most {friends * per_friend} where a town has"
                f" {friends} friends and a friend may get {per_friend} a day; got {most}. Give"
                f" fewer, or allow more: {more}."
            )

    # -- the population --------------------------------------------------------------------------

    def population(self, repetition: int = 0) -> Towns:
        """Return who lives where, and who is friends with whom, in one repetition."""
        key = absorb(mix(self.rules.seed ^ player_id("season")), repetition)
        order = sorted(range(len(self.kinds)), key=lambda k: self.kinds[k].name)
        if len(self.kinds) == self.towns and set(self.counts) == {1}:
            kind = np.arange(self.towns, dtype=np.int32)  # one each: in the order given
        else:
            dealt = np.repeat(np.array(order, np.int32), [self.counts[k] for k in order])
            kind = dealt[permutation(absorb(key, 0), self.towns)]
        edges = self.graph.edges(absorb(key, 1))
        return Towns(kind, self._ids(kind), Friendships.of(edges, self.towns))

    def _ids(self, kind: np.ndarray) -> np.ndarray:
        """Return the streams' identity of each town: its strategy's, and how many came before.

        The first town of a strategy is to the streams what the strategy is in a match, so two towns
        play what they would play there.
        """
        ids = np.zeros(len(kind), np.uint64)
        names = [k.strategy.name for k in self.kinds]
        for name in dict.fromkeys(names):
            mine = np.flatnonzero(np.isin(kind, [i for i, n in enumerate(names) if n == name]))
            base = player_id(name)
            ids[mine] = bits(base, 1, len(mine))
            if len(mine):
                ids[mine[0]] = base
        return ids

    # -- playing ---------------------------------------------------------------------------------

    def play(
        self,
        progress: bool | Callable[[int, int, str], None] = True,
        *,
        threads: int | None = None,
    ) -> "SeasonResults":
        """Play the season and return the results.

        Parameters
        ----------
        progress
            True shows a bar on a terminal when it takes long; or a function of (days done, days in
            all, note).
        threads
            All cores by default; results are the same bytes.

        Raises
        ------
        PluginError
            When a rule fails or cannot be compiled.
        MemoryError
            Before anything is played, when the season would not fit in memory.
        """
        from tournament.events.progress import reporter
        from tournament.events.round_robin import describe
        from tournament.results.season import SeasonResults
        from tournament.results.tournament import versions

        if threads is not None:
            threads = whole("threads", threads, 1, 1024)
        with reporter(progress) as report:
            played = self._play(report, threads)
        return SeasonResults(
            kinds=[kind.name for kind in self.kinds],
            rules=self.rules,
            repetitions=self.repetitions,
            friends=self.friends,
            kind_of=[towns.kind for towns, _ in played],
            tallies=[tallies for _, tallies in played],
            exchanged=_gifts(*played[0]),
            plugins={
                kind.name: {
                    "strategy": {"name": kind.strategy.name} | describe(kind.strategy),
                    "partner": {"name": kind.partner.name} | _describe(kind.partner),
                }
                for kind in self.kinds
            },
            manifest={
                "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "versions": versions(),
                "seed": self.rules.seed,
            },
        )

    def _play(
        self,
        report: Callable[[int, int, str], None],
        threads: int | None = None,
        populations: "Callable[[int], Towns] | None" = None,
    ) -> list[tuple[Towns, SeasonTallies]]:
        """Play all repetitions, and return who lived where, and what they did."""
        from tournament.engine.season import play as gifts
        from tournament.referee import season as referee

        population = populations or self.population
        days, played = self.rules.days * self.repetitions, []
        slow = [kind.name for kind in self.kinds if not kind.strategy.compiled]
        if slow:
            report(0, 0, f"not compiled, so all is played in plain Python: {', '.join(slow)}")
        elif self.engine == "compiled":
            for note in gifts.compile_all(self.kinds):
                report(0, days, note)
        python = bool(slow) or self.engine == "python"
        self._check_memory(python=python, repetitions=self.repetitions)
        for repetition in range(self.repetitions):
            towns = population(repetition)
            done = repetition * self.rules.days
            options: dict[str, Any] = {
                "keep_rows": repetition == 0,
                "progress": lambda day, done=done: report(done + day + 1, days, "playing"),
            }
            if python:
                tallies = referee.play(self.kinds, self.rules, towns, repetition, **options)
            else:
                tallies = gifts.play(
                    self.kinds, self.rules, towns, repetition, threads=threads, **options
                )
            played.append((towns, tallies))
        return played

    def best_reply(
        self,
        candidates: Sequence[Player] | None = None,
        *,
        repetitions: int = 20,
        progress: bool | Callable[[int, int, str], None] = True,
        threads: int | None = None,
    ) -> "Advice":
        """Return how a newcomer would fare in this population with each way to play.

        One town of the population becomes the newcomer's; all candidates meet the same friends and
        the same luck.

        Parameters
        ----------
        candidates
            (strategy, partner rule) pairs; of strategies alone every combination is tried with the
            partner rules of the library and of the population (those that go by reputation where
            there is one). By default the strategies of the population.
        repetitions
            How many seasons each candidate plays.
        progress, threads
            As for `play`.

        Raises
        ------
        TypeError, ValueError, DuplicateName, UnknownName, PluginError
            As the class, and as `play`.
        """
        from tournament.authors.registry import library
        from tournament.events.advice import best_reply
        from tournament.events.progress import reporter

        repetitions = whole("repetitions", repetitions, 1, 2**31 - 1)
        if threads is not None:
            threads = whole("threads", threads, 1, 1024)
        if candidates is None:
            candidates = [*dict.fromkeys(kind.strategy for kind in self.kinds)]
        if isinstance(candidates, str) or not isinstance(candidates, Sequence) or not candidates:
            raise ArgumentError(
                "`candidates` must be a list of at least one strategy or (strategy, partner rule)"
                f" pair; got {candidates!r}."
            )
        own = [kind.partner for kind in self.kinds]
        rules = [
            rule
            for rule in dict.fromkeys([*library(PartnerRule).values(), *own])
            if rule in own or self.rules.nice_list or "reputation" not in names_used(rule.rule)
        ]
        pairs: list[Player] = []
        for candidate in candidates:
            if isinstance(candidate, (tuple, list)):
                pairs.append(candidate)
            else:
                pairs += [(candidate, rule) for rule in rules]
        kinds = _kinds(pairs, "anyone")
        with reporter(progress) as report:
            return best_reply(self, kinds, repetitions, report, threads)

    def _check_memory(self, *, python: bool, repetitions: int = 0) -> int:
        """Return how many such seasons fit into memory at once, beside what so many repetitions
        leave; refuse when that is none."""
        from tournament.engine.season import play as gifts

        free = _free_memory()
        if free is None:
            return 2**31
        left = KEPT * self.towns * repetitions
        if python:
            met = min(self.friendships, self.towns * sum(self.rules.gifts))
            needed = FRIENDSHIP_BYTES * met + TOWN_BYTES * self.towns + 100 * self.friendships
        else:
            shares = np.array(self.counts) / self.towns
            needed = gifts.bytes_needed(
                self.kinds, self.rules, shares, self.towns, self.friendships
            )
        if needed + left > SPARE * free:
            what = f"of {self.towns:,} towns with {self.friendships:,} friendships"
            needed, more = needed + left, " or `repetitions`" if left > needed else ""
            raise MemoryError(
                f"A season {what} takes about {needed / 1e9:,.1f} GB, and {free / 1e9:.1f} GB are"
                f" free; lower `towns`{more or ' or `friends`'}."
            )
        return int((SPARE * free - left) // needed)


# -- players -------------------------------------------------------------------------------------


def _kinds(players: Any, partner: PartnerRule | str) -> tuple[Kind, ...]:
    if isinstance(players, str) or not isinstance(players, Iterable) or not players:
        raise ArgumentError(
            "`players` must be a list of at least one strategy or (strategy, partner rule) pair,"
            " or a mapping of these to numbers or shares."
        )
    usual = as_partner_rule(partner)
    kinds = []
    for player in players:
        if isinstance(player, (tuple, list)):
            if len(player) != 2:
                raise ArgumentTypeError(
                    "`players` must be strategies or (strategy, partner rule) pairs; got"
                    f" {player!r}."
                )
            (strategy,) = as_strategies([player[0]])
            rule = as_partner_rule(player[1])
            kinds.append(Kind(strategy, rule, f"{strategy.name} + {rule.name}"))
        else:
            (strategy,) = as_strategies([player])
            kinds.append(Kind(strategy, usual, strategy.name))
    name, times = Counter(kind.name for kind in kinds).most_common(1)[0]
    if times > 1:
        key = f"({name.replace(' + ', ', ')})" if " + " in name else name
        raise DuplicateName(
            f"`players` has {times} kinds named {name!r}; give numbers of towns as a mapping,"
            f" {{{key}: {times}}}, or rename one with .named(...)."
        )
    return tuple(kinds)


def _counts(kinds: Sequence[Kind], numbers: list[Any] | None, towns: int | None) -> list[int]:
    """Return how many towns there are of each kind."""
    if numbers is None:
        size = TOWNS if towns is None else towns
        if size < len(kinds):
            raise ArgumentError(
                f"`towns` must be at least {len(kinds)}, one of each kind of player; got {size}."
            )
        return _shared([1.0 / len(kinds)] * len(kinds), kinds, size)
    for kind, number in zip(kinds, numbers, strict=True):
        plain = isinstance(number, (int, float, np.number)) and not isinstance(number, bool)
        if not plain or not number > 0:
            raise ArgumentError(
                "`players` must map kinds to numbers of towns or to shares, above 0; got"
                f" {number!r} for {kind.name}."
            )
    if all(float(number).is_integer() for number in numbers) and sum(numbers) > 1:
        total = int(sum(numbers))
        if towns is not None and towns != total:
            raise ArgumentError(f"`towns` is {towns}, but the numbers of `players` sum to {total}.")
        return [int(number) for number in numbers]
    if abs(sum(numbers) - 1) > 1e-9:
        raise ArgumentError(
            f"`players` must map kinds to whole numbers of towns, or to shares that sum to 1; these"
            f" sum to {sum(numbers):g}."
        )
    counts = _shared([float(n) for n in numbers], kinds, TOWNS if towns is None else towns)
    if min(counts) == 0:
        kind = kinds[counts.index(0)]
        raise ArgumentError(
            f"`towns` is too small for the share of {kind.name}, which gets none; take more towns."
        )
    return counts


def _shared(shares: list[float], kinds: Sequence[Kind], towns: int) -> list[int]:
    """Return whole numbers nearest to shares: the largest remainders are rounded up, by name."""
    exact = [share * towns for share in shares]
    counts = [int(number + 1e-9) for number in exact]
    rest = sorted(range(len(kinds)), key=lambda k: (-round(exact[k] - counts[k], 9), kinds[k].name))
    for k in rest[: towns - sum(counts)]:
        counts[k] += 1
    return counts


# -- results -------------------------------------------------------------------------------------


def _gifts(towns: Towns, tallies: SeasonTallies) -> np.ndarray:
    """Return (g, 4): giver, receiver, gifts left, and how many of the opened ones were nice."""
    assert tallies.rows is not None
    left = tallies.rows[:, 8]
    used = np.flatnonzero(left)
    giver = np.repeat(np.arange(len(towns.kind)), np.diff(towns.graph.start))[used]
    nice = tallies.rows[used, 0] + tallies.rows[used, 1]
    tallies.rows = None
    return np.stack([giver, towns.graph.friend[used], left[used], nice], axis=1)


def _describe(rule: PartnerRule) -> dict[str, Any]:
    from tournament.authors.values import readable

    return {
        "summary": rule.summary,
        "doc": rule.doc,
        "source": rule.source,
        "file": rule.location,
        "parameters": {key: readable(value) for key, value in rule.parameters.items()},
        "per_friend": rule.per_friend,
        "code": rule.code,
    }


def _free_memory() -> float | None:
    """Return the bytes that can still be had, where the system says so."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return float(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return None
