"""A season, checked: its kinds of towns, and who lives where. Data that any process can play."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from tournament.authors.partners import Kind
from tournament.engine.options import can_compile
from tournament.errors import ArgumentError, PluginError
from tournament.events.field import dealt
from tournament.events.graphs.friends import Friends
from tournament.match import Engine
from tournament.results.books.towns import Friendships, Towns
from tournament.results.units.keys import SeasonKey, season_key
from tournament.rules.season import SeasonRules
from tournament.streams import absorb, bits, mix, permutation, player_id

NEWCOMER = player_id("newcomer")
"""By what streams know a town that joins a population."""
SLOW = "not compiled, so all is played in plain Python"


@dataclass(frozen=True, eq=False)
class Plan:
    """A season, checked; see `Season` for what is not told here.

    shares, counts
        The share of towns of each kind, and how many towns these are.
    friends
        How many towns there are, and how they become friends.
    """

    kinds: tuple[Kind, ...]
    shares: tuple[float, ...]
    counts: tuple[int, ...]
    friends: Friends
    rules: SeasonRules
    repetitions: int
    engine: Engine
    left_out: tuple[str, ...] = ()

    @property
    def towns(self) -> int:
        """How many towns there are."""
        return self.friends.towns

    @property
    def python(self) -> bool:
        """Whether plain Python plays: where that is asked for, a rule is not compiled, or Numba may
        not compile."""
        return self.engine == "python" or bool(self.slow()) or not can_compile()

    def slow(self) -> list[str]:
        """Return the names of kinds with a rule that is not compiled."""
        return [k.name for k in self.kinds if not (k.strategy.compiled and k.partner.compiled)]

    def without(self, name: str) -> Self:
        """Return the season as if the kinds that play by a rule had never entered.

        There are as many towns as before. The towns of these kinds are dealt to the other kinds,
        whose shares keep their proportions.

        Raises
        ------
        PluginError
            When the other kinds cannot play such a season.
        """
        keep = [
            number
            for number, kind in enumerate(self.kinds)
            if name not in (kind.strategy.name, kind.partner.name)
        ]
        if not keep:
            raise PluginError(f"No kinds of towns are left: the last ones played by {name}.")
        kinds = tuple(self.kinds[k] for k in keep)
        total = sum(self.shares[k] for k in keep)
        shares = tuple(self.shares[k] / total for k in keep)
        try:
            counts = dealt(shares, kinds, self.towns)
            rules = self.rules.of_kinds(keep)
            plan = replace(self, kinds=kinds, shares=shares, counts=counts, rules=rules)
            plan.check_placeable()
        except ArgumentError as error:
            raise PluginError(f"The season cannot go on without {name}: {error}") from error
        return plan

    def check_placeable(self) -> None:
        """Raise a ValueError where towns have more gifts than their friends may get."""
        most, friends = max(self.rules.gifts), self.friends.most
        per_friend = max(kind.partner.per_friend for kind in self.kinds)
        if most > friends * per_friend:
            rules = (k.partner for k in self.kinds if k.partner.per_friend == per_friend)
            more = f"{next(rules).rule.__name__}(per_friend={-(-most // friends)})"
            raise ArgumentError(
                f"`gifts_per_day` must be at most {friends * per_friend} where a town has"
                f" {friends} friends and a friend may get {per_friend} a day; got {most}. Give"
                f" fewer, or allow more: {more}."
            )

    def population(self, repetition: int = 0) -> Towns:
        """Return who lives where, and who is friends with whom, in one repetition."""
        key = absorb(mix(self.rules.seed ^ player_id("season")), repetition)
        order = sorted(range(len(self.kinds)), key=lambda k: self.kinds[k].name)
        if len(self.kinds) == self.towns and set(self.counts) == {1}:
            kind = np.arange(self.towns, dtype=np.int32)  # one each: in the order given
        else:
            by_name = np.repeat(np.array(order, np.int32), [self.counts[k] for k in order])
            kind = by_name[permutation(absorb(key, 0), self.towns)]
        edges = self.friends.edges(absorb(key, 1))
        return Towns(kind, self._ids(kind), Friendships.of(edges, self.towns))

    @property
    def key(self) -> SeasonKey:
        """Everything that the books of its repetitions depend on: equal keys, equal books."""
        given = self.friends.given
        friends = self.friends.told if given is None else given
        return season_key(self.kinds, self.counts, friends, self.rules)

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
