"""A tournament, checked: who meets whom, and how often. Data that any process can play."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.errors import PluginError
from tournament.events.round_robin.exact import Exact
from tournament.events.round_robin.memory import sizes
from tournament.events.round_robin.settling import Settling
from tournament.results.units.unit import seats
from tournament.rules.match import Rules
from tournament.rules.round_robin import every_pair

SLOW = "not compiled, played slowly in plain Python"


@dataclass(frozen=True, eq=False)
class Plan:
    """A tournament, checked: see `Tournament` for what the fields mean.

    edges
        (m, 2) who meets whom; None where everybody meets everybody.
    """

    players: tuple[Strategy, ...]
    rules: Rules
    repetitions: int
    self_play: bool
    settling: Settling | None
    left_out: tuple[str, ...]
    exact: Exact
    edges: np.ndarray | None = None

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who meets whom, first and second seat."""
        if self.edges is not None:
            return self.edges
        symmetric = self.rules.game.is_symmetric
        return every_pair(len(self.players), copies=self.self_play, both_ways=not symmetric)

    @property
    def many(self) -> int:
        """How many matches there are in each repetition."""
        if self.edges is not None:
            return len(self.edges)
        players = len(self.players)
        pairs = players * (players - 1) // 2 * (1 if self.rules.game.is_symmetric else 2)
        return pairs + players * self.self_play

    @property
    def size(self) -> int:
        """How many bytes the results take in memory, at least."""
        surely = self.repetitions if self.settling is None else self.settling.looks[0]
        return sum(sizes(len(self.players), self.many, surely, seats(self.rules.game)))

    def slow(self) -> list[str]:
        """Return the names of players whose rules are not compiled."""
        return [player.name for player in self.players if not player.compiled]

    def without(self, name: str) -> Self:
        """Return the tournament as if a player had never entered.

        Raises
        ------
        PluginError
            When nobody is left who could meet.
        """
        keep = [i for i, player in enumerate(self.players) if player.name != name]
        if not keep or (len(keep) == 1 and not self.self_play):
            raise PluginError(f"No players are left: {name} was the last to be withdrawn.")
        edges = self.edges
        if edges is not None:
            edges = np.searchsorted(keep, edges[np.isin(edges, keep).all(axis=1)])
            if alone := set(range(len(keep))) - set(edges.flat):
                lonely = self.players[keep[min(alone)]].name
                raise PluginError(f"Without {name}, {lonely} has nobody to meet on the graph.")
        return replace(
            self,
            edges=edges,
            players=tuple(self.players[i] for i in keep),
            rules=self.rules.of_players(keep),
            settling=self.settling and self.settling.among(len(keep)),
        )
