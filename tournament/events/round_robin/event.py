"""The tournament: every player meets every other, and its own copy."""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any, Literal

import numpy as np

from tournament.authors.loading.folders import left_out_of
from tournament.authors.resolve import aliases_of, as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError
from tournament.events.graphs.meetings import meetings_of
from tournament.events.progress import Reporter
from tournament.events.round_robin.exact import Exact, told_exact
from tournament.events.round_robin.plan import SLOW, Plan
from tournament.events.round_robin.playing import play
from tournament.events.round_robin.settling import Settling, told_repetitions
from tournament.events.running import OnError, Place, run
from tournament.events.showing import tournament_card
from tournament.events.sums import check_sums
from tournament.game import TSTO, Game
from tournament.interactive.card import as_text
from tournament.interactive.html import as_html
from tournament.results.ranking import CONFIDENCE
from tournament.results.tournament import Results
from tournament.rules.checks import PerPlayer, flag, several
from tournament.rules.defaults import MOST_REPETITIONS, REPETITIONS
from tournament.rules.match import Rules, rules


class Tournament:
    """A round robin: all matches between all players, each repeated.

    Parameters
    ----------
    players
        Strategies, or names of strategies. No two may have the same name. Who was left out when
        `load(..., on_error="withdraw")` made the list is noted in the results.
    game, turns, length_known, continuation, seed
        As for `Match`.
    noise, misperception
        As for `Match`: one probability, one per player, or a mapping by name.
    repetitions
        How often each match is played. With the default, 100, the scores of the classics have
        standard errors below 0.05 points a turn. A match in which chance has no part is played
        once, and counted as often as the others. "until settled" plays on until the best `places`
        are separated from all below them, or `most_repetitions` are played.
        `manifest["settling"]` of the results says which.
        `tournament.events.round_robin.settling` says how.
    exact
        "where possible" computes what is expected of each pair of finite rules, and plays nothing
        for it: the error of such a pair is 0, and `results.exact` marks it. Other pairs are played
        as ever. True refuses a field in which a pair cannot be exact. The default, False, plays
        all: then results show the luck of single repetitions, the same seed gives the same numbers
        as before there were exact pairs, and small tournaments start at once.
    self_play
        Whether players meet their own copies.
    graph
        Who meets whom: a NetworkX graph of players, by name or by number, or a list of pairs. Only
        neighbours meet; who is joined to itself meets its own copy. None: everybody meets
        everybody. A score is the mean over the opponents that a player met.
    places, confidence, most_repetitions
        What "until settled" asks for: how many places, the confidence of all looks and pairs
        together, and the most repetitions.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each, before anything is played.

    Examples
    --------
    >>> import strategies
    >>> field = [strategies.tit_for_tat, strategies.always_defect, strategies.always_cooperate]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> float(results.payoffs.loc["tit_for_tat", "always_defect"])
    4.6
    """

    def __init__(  # noqa: PLR0913 (one keyword per condition)
        self,
        players: Sequence[Strategy | str],
        game: Game | str = TSTO,
        turns: int | None = None,
        repetitions: int | Literal["until settled"] = REPETITIONS,
        noise: PerPlayer = 0.0,
        misperception: PerPlayer = 0.0,
        continuation: float | None = None,
        self_play: bool = True,
        seed: int | None = None,
        *,
        length_known: bool = True,
        places: int = 1,
        confidence: float = CONFIDENCE,
        most_repetitions: int = MOST_REPETITIONS,
        exact: Exact = False,
        graph: Any = None,
    ) -> None:
        what = "a list of at least one strategy, such as strategies.classics()"
        field = several("players", players, what)
        if not field:
            raise ArgumentError(f"`players` must be {what}.")
        who = as_strategies(field, unique=True)
        told = rules(
            [p.name for p in who],
            game=game,
            turns=turns,
            length_known=length_known,
            noise=noise,
            misperception=misperception,
            continuation=continuation,
            seed=seed,
            also=aliases_of(who),
        )
        most, until = told_repetitions(
            repetitions, places, confidence, most_repetitions, len(who), told.continuation
        )
        self_play = flag("self_play", self_play)
        if len(who) == 1 and not self_play:
            raise ArgumentError("`players` must be at least two when self_play is False; got one.")
        which = told_exact(exact)
        edges = None
        if graph is not None:
            both = {"copies": self_play, "both_ways": not told.game.is_symmetric}
            edges = meetings_of(graph, [p.name for p in who], aliases_of(who), **both)
            self_play = bool((edges[:, 0] == edges[:, 1]).any())
        self.plan = Plan(who, told, most, self_play, until, left_out_of(players), which, edges)
        check_sums(who, told, most)

    @property
    def players(self) -> tuple[Strategy, ...]:
        """The strategies, in the order of entry."""
        return self.plan.players

    @property
    def rules(self) -> Rules:
        """What holds for every match."""
        return self.plan.rules

    @property
    def repetitions(self) -> int:
        """How often each match is played; of "until settled" the most."""
        return self.plan.repetitions

    @property
    def self_play(self) -> bool:
        """Whether players meet their own copies."""
        return self.plan.self_play

    @property
    def settling(self) -> Settling | None:
        """What "until settled" asks for."""
        return self.plan.settling

    @property
    def exact(self) -> Exact:
        """Which pairs are computed rather than played: all, none, or those "where possible"."""
        return self.plan.exact

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who meets whom, first and second seat; both ways round where the game pays the
        seats differently."""
        return self.plan.matches

    def play(
        self,
        progress: bool | Reporter = True,
        executor: Executor | None = None,
        *,
        threads: int | None = None,
        on_error: OnError = "stop",
        ledger: "Place | None" = None,
    ) -> Results:
        """Play all matches and return the results.

        Parameters
        ----------
        progress
            True shows a bar on a terminal if the tournament takes long. A function is called with
            (turns done, turns in all, note).
        executor
            Any `concurrent.futures.Executor`. Results are the same bytes. By default threads of
            this process play.
        threads
            How many threads, without an executor; all cores by default.
        on_error
            What happens when a rule fails. "stop" raises. "withdraw" plays again without that
            player, and notes why in `manifest["failures"]`.
        ledger
            Where finished matches are kept: a file such as "ledger.sqlite", or the URL of a
            database. What is in it already is not played again, whatever event it was played for;
            each other match is written as soon as it is finished. Results are the same bytes.

        Raises
        ------
        PluginError
            When a rule fails or cannot be compiled.
        LedgerError
            When the ledger cannot be opened, read or written; what was finished stays in it.

        Examples
        --------
        >>> results = Tournament(["grudger", "joss"], turns=50, seed=1).play(progress=False)
        >>> results.ranking["score"].round(2).to_dict()
        {'grudger': 11.09, 'joss': 7.36}
        """
        return run(
            self.plan,
            play,
            SLOW,
            progress=progress,
            executor=executor,
            threads=threads,
            on_error=on_error,
            ledger=ledger,
        )

    def __repr__(self) -> str:
        return as_text(tournament_card(self))

    def _repr_html_(self) -> str:
        return as_html(tournament_card(self))
