"""Results of a tournament: the frames that follow from what was played.

Behind every number stand counts of outcomes per match, summed over repetitions together with their
products, so that means, variances and scores under any payoffs follow without playing again.

Conventions: a row is the player spoken of, a column its opponent; scores are means per turn;
variances have divisor N - 1, where N is the number of repetitions. A player's match against its
copy counts once, as the mean of both seats.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.errors import TournamentError
from tournament.game import Game
from tournament.interactive.card import Card
from tournament.results.books.completed import completed
from tournament.results.books.tournament import Tallies
from tournament.results.by_seat import by_pair, certain, per_turn, spread_per_turn, state_counts
from tournament.results.estimation.estimates import (
    Estimates,
    by_opponent,
    by_repetition,
    paid_by_seat,
)
from tournament.results.estimation.rescoring import check_blind, rescored
from tournament.results.provenance import PluginFacts
from tournament.results.ranking import CONFIDENCE, Evidence, rank, ranking_rule
from tournament.results.showing.cards import results_card
from tournament.results.showing.replays import Replayable
from tournament.rules.checks import flag, level_of, text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Results(Replayable):
    """What `Tournament.play` returns. Frames are indexed by player names.

    played
        What happened, as data: see `tournament.results.played`. Its parts can be read here too:
        `names`, the players in the order of entry; `rules`, `repetitions`, `self_play`; `matches`;
        `tallies`; `strategies`; `manifest`.
    players, replay
        The strategies, and a function that plays a match again; None in results from a file.

    Examples
    --------
    >>> from tournament import Tournament
    >>> results = Tournament(["tit_for_tat", "joss"], turns=50, seed=1).play(progress=False)
    >>> results.ranking["rank"].to_dict(), results.payoffs.round(1).loc["joss"].tolist()
    ({'tit_for_tat': 1, 'joss': 2}, [9.6, 7.5])
    """

    EVENT = "tournament"

    # -- what was played -------------------------------------------------------------------------

    @property
    def self_play(self) -> bool:
        """Whether players met their own copies."""
        return bool(self.played.setting["self_play"])

    @property
    def on_graph(self) -> bool:
        """Whether only neighbours in a graph met."""
        return bool(self.played.setting["graph"])

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who met, first and second seat; seats matter only to asymmetric games."""
        return self.played.labels[0]

    @cached_property
    def tallies(self) -> Tallies:
        """The sums behind everything; see `tournament.results.books.tournament`.

        They are integers. Where some matches are exact, they are floats: `repetitions` times what
        is expected stands for the sums of an exact match.
        """
        return completed(self.played.books[0], self.matches, self.repetitions)

    @cached_property
    def exact(self) -> "pd.DataFrame":
        """Whether a pair is exact: what is expected of it was computed, and nothing was played.

        `Tournament(..., exact="where possible")` makes pairs exact.
        """
        return self._square(self._exact)

    @cached_property
    def _exact(self) -> np.ndarray:
        """(p, p) whether a pair is exact."""
        marks = np.zeros((2, len(self.matches)), bool)
        if self.tallies.exact is not None:
            marks[:, self.tallies.exact] = True
        return by_pair(self.matches, marks, len(self.names))

    @property
    def strategies(self) -> dict[str, PluginFacts]:
        """What is known of each player's rule; see `tournament.results.provenance`."""
        return self.played.plugins

    # -- scores ----------------------------------------------------------------------------------

    @cached_property
    def _scores(self) -> tuple[np.ndarray, np.ndarray]:
        """(p, p) mean payoffs per turn, and their standard errors."""
        return self._per_turn(self._pair_payoffs)

    @property
    def _where(self) -> tuple[Tallies, np.ndarray, int, int]:
        return self.tallies, self.matches, self.repetitions, len(self.names)

    @property
    def _pair_payoffs(self) -> np.ndarray:
        """(2, outcomes): what an outcome, seen from the first seat, pays both seats."""
        first, second = outcomes.flat(self.game.payoffs)
        return np.stack([first, outcomes.swapped(second)])

    def _per_turn(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return per_turn(*self._where, weights, weights.mean(axis=0))

    def _square(self, values: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        index = pd.Index(self.names, name="player")
        return pd.DataFrame(values, index, index.rename("opponent"))

    @cached_property
    def payoffs(self) -> "pd.DataFrame":
        """Mean payoff per turn of the row's player against the column's; NaN where none met."""
        return self._square(self._scores[0])

    @cached_property
    def payoff_errors(self) -> "pd.DataFrame":
        """Standard error of `payoffs` over repetitions.

        0 where chance had no part, and of exact pairs; NaN where it had and there is one
        repetition.
        """
        return self._square(self._scores[1])

    @cached_property
    def payoff_deviations(self) -> "pd.DataFrame":
        """Standard deviation of the mean payoff per turn, between repetitions.

        It says how much one repetition differs from another, also of exact pairs, whose error is 0.
        NaN where chance had a part and there is one repetition.
        """
        weights = self._pair_payoffs
        return self._square(spread_per_turn(*self._where, weights, weights.mean(axis=0)))

    @cached_property
    def cooperation(self) -> "pd.DataFrame":
        """Share of turns in which the row's player cooperated with the column's, noise included."""
        return self._square(self._per_turn(1.0 - np.stack([outcomes.OWN, outcomes.OTHER]))[0])

    @cached_property
    def outcome_rates(self) -> "pd.DataFrame":
        """Share of turns with each outcome, a row for each player with each opponent it met.

        The player's move comes first: CD means that it cooperated and its opponent defected.
        """
        import pandas as pd

        squares = [
            self._per_turn(np.stack([each, outcomes.swapped(each)]))[0].ravel()
            for each in np.eye(outcomes.SIZE)
        ]
        index = pd.MultiIndex.from_product([self.names] * 2, names=["player", "opponent"])
        return pd.DataFrame(dict(zip(outcomes.NAMES, squares, strict=True)), index).dropna()

    @cached_property
    def wins(self) -> "pd.DataFrame":
        """Share of repetitions in which the row's player was paid more; of exact pairs the
        probability, NaN where it takes long to compute; NaN on the diagonal."""
        wins = self.tallies.wins.T.astype(np.float64)
        won, met = (
            by_pair(self.matches, views, len(self.names))
            for views in (wins, np.full(wins.shape, float(self.repetitions)))
        )
        np.fill_diagonal(met, 0)
        met[met == 0] = np.nan
        return self._square(won / met)

    def _counts(self, self_play: bool) -> np.ndarray:
        """Return (r, p, seats, outcomes) counts of each player.

        A match against a copy was counted from both seats. Other matches were counted from one seat
        each time they were played: once, or twice (both ways round) where seats are paid
        differently.
        """
        totals = self.tallies.totals
        others = totals[:, :, 0].astype(np.float64)
        return others + totals[:, :, 1] * (totals.shape[3] / 2) if self_play else others

    @property
    def _seat_payoffs(self) -> np.ndarray:
        """(seats, outcomes): what an outcome pays a player, its own move first."""
        return outcomes.flat(self.game.payoffs)[: self.tallies.totals.shape[3]]

    @cached_property
    def per_repetition(self) -> "pd.DataFrame":
        """Score of each player (columns) in each repetition (rows), self-play as in `ranking`.

        With a continuation, all turns of a repetition weigh alike, so long matches weigh more.
        Exact pairs have no repetitions: they add what is expected of them to each.
        """
        import pandas as pd

        counts = self._counts(self.self_play)
        with np.errstate(invalid="ignore"):
            values = paid_by_seat(counts, self._seat_payoffs) / counts.sum(axis=(2, 3))
        index = pd.RangeIndex(self.repetitions, name="repetition")
        return pd.DataFrame(values, index, pd.Index(self.names, name="player"))

    # -- ranking ---------------------------------------------------------------------------------

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """The players from best to worst, by `rank`; matches against copies count if played.

        By mean score, or by the rule that `ranked` was told.
        """
        return self.rank(by=self.manifest.get("rank_by", "score"), self_play=self.self_play)

    def ranked(self, by: str) -> "Results":
        """Return the same results, ranked by another rule wherever they are shown.

        Parameters
        ----------
        by
            As for `rank`.

        Raises
        ------
        TournamentError
            For the median, where pairs are exact.
        """
        self._check_rule(by)
        return self.noting(rank_by=text("by", by))

    def rank(
        self, *, by: str = "score", self_play: bool = True, confidence: float = CONFIDENCE
    ) -> "pd.DataFrame":
        """Return the players from best to worst.

        Parameters
        ----------
        by
            "score", the mean; "median", that over repetitions (Axelrod-Python's rule, without
            self-play); "wins", the share of matches against others won; "points", all that a
            repetition pays, so that long matches weigh more.
        self_play
            Whether a player's match against its copy counts (Axelrod 1980 counts it).
        confidence
            Of the intervals.

        Returns
        -------
        DataFrame
            Indexed by player: `rank`; `score`, mean per turn over all opponents; `standard_error`
            of the score over repetitions (divisor N - 1; exact pairs add none), 0 if nothing was
            left to chance; `low`, `high`, its t interval;
            `best_rank`, `worst_rank`, the places that overlapping intervals leave open; `tier`,
            equal for neighbours that intervals cannot separate; `wins`, the share of matches
            against others won; `cooperation`, the share of cooperative moves. Errors are NaN when
            chance had a part and there is one repetition. With another rule `by`, a column of that
            name comes before `score`, and errors and places are its own. Where some pairs are
            exact, `exact` is the share of the player's pairs that are. `attrs["by"]` and
            `attrs["self_play"]` say what was counted.

        Raises
        ------
        TournamentError
            For the median, where pairs are exact.
        """
        self._check_rule(by)
        by, confidence = text("by", by), level_of("confidence", confidence)
        counted = flag("self_play", self_play) and self.self_play
        evidence = Evidence(
            counts=self._counts(counted),
            payoffs=self._seat_payoffs,
            scores=self._estimates(counted),
            wins=self.wins.to_numpy(),
            meetings=self.repetitions * (1 if self.game.is_symmetric else 2),
            certain=certain(self.tallies, self.matches, len(self.names), self_play=counted),
            costs=self.game.less_is_better,
            exact=self._exact,
        )
        frame = rank(self.names, by, evidence, confidence)
        frame.attrs["self_play"] = counted
        if self._exact.any():
            pairs = np.where(np.eye(len(self.names), dtype=bool) & ~counted, np.nan, self._exact)
            frame["exact"] = frame.index.map(
                dict(zip(self.names, np.nanmean(pairs, 1), strict=True))
            )
        return frame

    def _check_rule(self, by: str) -> None:
        """Refuse a rule of ranking that there is not, or that has no exact value."""
        unknown = (
            np.isnan(self.wins.to_numpy()) & self._exact & ~np.eye(len(self.names), dtype=bool)
        )
        if text("by", by) == "wins" and unknown.any():
            raise TournamentError(
                f"Who wins is not known of {int(unknown.sum()) // 2:,} exact pairs, for it takes"
                " long to compute; play again with exact=False, or rank by score."
            )
        if ranking_rule(by).by_repetition and self._exact.any():
            raise TournamentError(
                f"The {text('by', by)} over repetitions has no exact value, and these results have"
                " exact pairs; play again with exact=False, or rank by score."
            )

    def _estimates(self, self_play: bool) -> Estimates:
        """Return mean scores: of all turns, or of opponents where lengths of matches vary."""
        if self.rules.continuation is None:
            return by_repetition(self._counts(self_play), self._seat_payoffs)
        return by_opponent(*self._scores, self.cooperation.to_numpy(), self_play=self_play)

    # -- behaviour -------------------------------------------------------------------------------

    @cached_property
    def states(self) -> "pd.DataFrame":
        """Cooperation rates in the first turn and after CC, CD, DC, DD (own move first).

        Over all matches, those against copies included; NaN where a state never occurred.
        """
        import pandas as pd

        cooperated, seen = state_counts(self.tallies, self.matches, len(self.names))
        rates = cooperated / np.where(seen == 0, np.nan, seen)
        return pd.DataFrame(rates, pd.Index(self.names, name="player"), [*outcomes.STATES])

    def under(self, game: Game | str) -> "Results":
        """Return the same play paid by another game, given as such, by name or as a text.

        Raises
        ------
        TypeError, UnknownName, ValueError
            When `game` is none.
        TournamentError
            When a player's rule reads payoffs or scores, so that it would have played otherwise; it
            is named.
        """
        paid = Game.of(game)
        check_blind(self.strategies)
        return replace(self, played=rescored(self.played, paid))

    # -- identity, text, files -------------------------------------------------------------------

    def card(self) -> Card:
        """Return what the results show of themselves."""
        return results_card(self)

    def __str__(self) -> str:
        columns = ("rank", self.ranking.attrs["by"], "standard_error", "wins", "cooperation")
        shown = self.ranking[[*dict.fromkeys(columns)]].reset_index()
        copies = "with" if self.ranking.attrs["self_play"] else "without"
        met = "on a graph" if self.on_graph else f"{copies} self-play"
        text = shown.to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-")
        return f"{self.rules.describe()}; {self.repetitions} repetitions, {met}\n{text}"
