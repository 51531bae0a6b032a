"""Results of a tournament: integer tallies, and the frames that follow from them.

Behind every number stand counts of outcomes (CC, CD, DC, DD) per match, summed over repetitions
together with their products, so that means, variances and scores under any payoffs follow without
playing again.

Conventions: a row is the player spoken of, a column its opponent; scores are means per turn;
variances have divisor N - 1, N being the number of repetitions. A player's match against its copy
counts once, as the mean of both seats.
"""

import os
import platform
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from tournament import outcomes
from tournament.errors import (
    ArgumentError,
    ArgumentTypeError,
    TournamentError,
    UnknownName,
    suggestion,
)
from tournament.game import Game
from tournament.results.counts import Tallies
from tournament.rules import Rules

if TYPE_CHECKING:
    import pandas as pd

    from tournament.authors.strategy import Strategy
    from tournament.match import MatchResult

Rule = Literal["score", "median", "wins", "points"]
RULES: tuple[str, ...] = get_args(Rule)
"""Rules of ranking; `Results.rank` describes them."""


@dataclass(frozen=True, eq=False)
class Results:
    """What `Tournament.play` returns. Frames are indexed by player names.

    names
        The players, in the order of entry.
    rules, repetitions, self_play
        What was played.
    matches
        (m, 2) which players met, first and second seat (the seats matter only to asymmetric games).
    tallies
        The integers behind everything; see `tournament.engine.units.Tallies`.
    strategies
        By name: summary, doc, source, file, parameters, code (hash), reads_game, compiled.
    manifest
        Versions, seed and parameters of the run; `command` if it was run from the command line;
        `failures`.
    """

    names: list[str]
    rules: Rules
    repetitions: int
    self_play: bool
    matches: np.ndarray
    tallies: Tallies
    strategies: dict[str, dict[str, Any]]
    manifest: dict[str, Any]
    players: "tuple[Strategy, ...] | None" = None

    # -- scores ----------------------------------------------------------------------------------

    @property
    def game(self) -> Game:
        """The stage game that scores refer to."""
        return self.rules.game

    @cached_property
    def _weights(self) -> np.ndarray:
        """(2, 4): what each seat is paid for each outcome, the outcome seen from the first seat."""
        first, second = outcomes.flat(self.game.payoffs)
        return np.stack([first, outcomes.swapped(second)])

    def _by_pair(
        self, weights: np.ndarray, own_weights: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (p, p) means per turn of a weighted count of outcomes, and their standard errors.

        `weights` (2, 4) apply to a match of two players, for the player in the first and in the
        second seat; `own_weights` (4,) to a match against a copy. Lengths may vary: the mean is a
        ratio of sums, and its variance that of its residuals (exact for matches of one length).
        """
        t, n, size = self.tallies, self.repetitions, len(self.names)
        means, variances, met = np.zeros((3, size, size))
        length = t.counts.sum(axis=1) / n
        copy = self.matches[:, 0] == self.matches[:, 1]
        for seat, seated in ((0, slice(None)), (1, ~copy)):
            w = np.where(copy[:, None], own_weights, weights[seat])[seated]
            mean = (w * t.counts[seated]).sum(axis=1) / (n * length[seated])
            residual = (w - mean[:, None]) / length[seated, None]
            squares = np.einsum("mi,mij,mj->m", residual, t.products[seated], residual)
            variance = np.maximum(squares, 0.0) / ((n - 1) * n) if n > 1 else np.nan
            cells = (self.matches[seated, seat], self.matches[seated, 1 - seat])
            np.add.at(means, cells, mean)
            np.add.at(variances, cells, np.where(t.chance[seated], variance, 0.0))
            np.add.at(met, cells, 1)
        met[met == 0] = np.nan
        return means / met, np.sqrt(variances) / met

    @cached_property
    def _scores(self) -> tuple[np.ndarray, np.ndarray]:
        return self._by_pair(self._weights, self._weights.mean(axis=0))

    def _square(self, values: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        index = pd.Index(self.names, name="player")
        return pd.DataFrame(values, index=index, columns=pd.Index(self.names, name="opponent"))

    @cached_property
    def payoffs(self) -> "pd.DataFrame":
        """Mean payoff per turn of the row's player against the column's; NaN where none met."""
        return self._square(self._scores[0])

    @cached_property
    def payoff_errors(self) -> "pd.DataFrame":
        """Standard error of `payoffs` over repetitions.

        0 where chance had no part; NaN where it had and there is one repetition.
        """
        return self._square(self._scores[1])

    @cached_property
    def cooperation(self) -> "pd.DataFrame":
        """Share of turns in which the row's player cooperated with the column's, noise included."""
        seats = 1.0 - np.stack([outcomes.OWN, outcomes.OTHER])  # whether either seat cooperated
        return self._square(self._by_pair(seats, seats.mean(axis=0))[0])

    @cached_property
    def wins(self) -> "pd.DataFrame":
        """Share of repetitions in which the row's player was paid more; NaN on the diagonal."""
        won, met = np.zeros((2, len(self.names), len(self.names)))
        for seat in (0, 1):
            cells = (self.matches[:, seat], self.matches[:, 1 - seat])
            np.add.at(won, cells, self.tallies.wins[:, seat])
            np.add.at(met, cells, self.repetitions)
        np.fill_diagonal(met, 0)
        met[met == 0] = np.nan
        return self._square(won / met)

    def _counts(self, self_play: bool) -> np.ndarray:
        """Return (r, p, seats, 4) counts of each player's outcomes.

        A match against a copy was counted from both seats, others from one for each time they were
        played: once, or twice (both ways round) where seats are paid differently.
        """
        totals = self.tallies.totals
        others = totals[:, :, 0].astype(np.float64)
        return others + totals[:, :, 1] * (totals.shape[3] / 2) if self_play else others

    @property
    def _seat_payoffs(self) -> np.ndarray:
        """(seats, 4): what an outcome pays a player, its own move first."""
        return outcomes.flat(self.game.payoffs)[: self.tallies.totals.shape[3]]

    @cached_property
    def per_repetition(self) -> "pd.DataFrame":
        """Score of each player (columns) in each repetition (rows), self-play as in `ranking`.

        With a continuation, all turns of a repetition weigh alike, so long matches weigh more.
        """
        import pandas as pd

        counts = self._counts(self.self_play)
        with np.errstate(invalid="ignore"):
            values = np.einsum("rpsk,sk->rp", counts, self._seat_payoffs) / counts.sum(axis=(2, 3))
        index = pd.RangeIndex(self.repetitions, name="repetition")
        return pd.DataFrame(values, index=index, columns=pd.Index(self.names, name="player"))

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """The players from best to worst, by `rank`; matches against copies count if played.

        By mean score, or by the rule that `ranked` was told.
        """
        return self.rank(by=self.manifest.get("rank_by", "score"), self_play=self.self_play)

    def ranked(self, by: "Rule") -> "Results":
        """Return the same results, ranked by another rule wherever they are shown.

        Parameters
        ----------
        by
            As for `rank`.
        """
        _check_rule(by)
        return replace(self, manifest=self.manifest | {"rank_by": by})

    def rank(
        self,
        *,
        by: "Rule" = "score",
        self_play: bool = True,
        confidence: float = 0.95,
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
            of the score over repetitions (divisor N - 1); `low`, `high`, its t interval;
            `best_rank`, `worst_rank`, the places that overlapping intervals leave open; `tier`,
            equal for neighbours that intervals cannot separate; `wins`, the share of matches
            against others won; `cooperation`, the share of cooperative moves. Errors are NaN when
            chance had a part and there is one repetition. With another rule `by`, a column of that
            name comes before `score`, and errors and places are its own. `attrs["by"]` and
            `attrs["self_play"]` say what was counted.
        """
        import pandas as pd

        from tournament.results import ranking

        _check_rule(by)
        counted = self_play and self.self_play
        chance = np.zeros(len(self.names), dtype=bool)
        for match in self.matches[self.tallies.chance]:
            if counted or match[0] != match[1]:
                chance[match] = True
        if self.rules.continuation is None:
            estimates = ranking.by_repetition(self._counts(counted), self._seat_payoffs)
        else:
            own = np.zeros(len(self.names)) if counted else np.full(len(self.names), np.nan)
            means, errors = self._scores
            rates = self.cooperation.to_numpy()
            estimates = ranking.by_opponent(means + np.diag(own), errors, rates + np.diag(own))
        counts, mean = self._counts(counted), estimates[0]
        if by == "median":
            estimates = ranking.by_median(counts, self._seat_payoffs)
        elif by == "points":
            estimates = ranking.by_points(counts, self._seat_payoffs)
        elif by == "wins":
            played = self.repetitions * (1 if self.game.is_symmetric else 2)
            estimates = ranking.by_wins(self.wins.to_numpy(), played, estimates[2])
        score, error, cooperation = estimates
        error = np.where(~chance & ~np.isnan(score), 0.0, error)
        frame = ranking.rank(
            self.names,
            (score, error, cooperation),
            self.wins.to_numpy(),
            self.repetitions,
            less_is_better=self.game.less_is_better and by != "wins",
            confidence=confidence,
        )
        if by == "wins":
            frame = frame.drop(columns="wins")
        if by != "score":
            frame = frame.rename(columns={"score": by})
            frame.insert(2, "score", pd.Series(mean, self.names))
        frame.attrs |= {"by": by, "self_play": counted, "confidence": confidence}
        return frame

    # -- behaviour -------------------------------------------------------------------------------

    @cached_property
    def states(self) -> "pd.DataFrame":
        """Cooperation rates in the first turn and after CC, CD, DC, DD (own move first).

        Over all matches, those against copies included; NaN where a state never occurred.
        """
        import pandas as pd

        t, size = self.tallies, len(self.names)
        flows = np.concatenate([t.starts[:, None, :], t.transitions], axis=1)  # (m, 5, 4)
        swapped = outcomes.swapped(flows[:, outcomes.STATE_SWAP])
        cooperated, seen = np.zeros((2, size, len(outcomes.STATES)))
        for seat, view in enumerate((flows, swapped)):
            np.add.at(cooperated, self.matches[:, seat], outcomes.cooperated(view))
            np.add.at(seen, self.matches[:, seat], view.sum(axis=2))
        seen[seen == 0] = np.nan
        index = pd.Index(self.names, name="player")
        return pd.DataFrame(cooperated / seen, index=index, columns=[*outcomes.STATES])

    def under(self, game: Game) -> "Results":
        """Return the same play paid by another game.

        Raises
        ------
        TournamentError
            When a player's rule reads payoffs or scores, so that it would have played otherwise; it
            is named.
        """
        if not isinstance(game, Game):
            raise ArgumentTypeError(
                f"`game` must be a Game, such as PRISONERS_DILEMMA; got {game!r}."
            )
        readers = [name for name, facts in self.strategies.items() if facts["reads_game"]]
        if readers:
            raise TournamentError(
                "Scores under another game need rules that do not look at payoffs;"
                f" {', '.join(readers)} {'does' if len(readers) == 1 else 'do'}. Play the"
                " tournament again with that game."
            )
        if not (game.is_symmetric and self.game.is_symmetric):
            raise TournamentError(
                "Scores under another game need two games that pay both seats alike; play it again."
            )
        tallies = self.tallies
        old, new = (g.utilities[0, 1, 0] - g.utilities[0, 0, 1] for g in (self.game, game))
        if old * new <= 0:  # who won a match hangs on the sign of T - S
            if old == 0:
                raise TournamentError(
                    "With T = S nobody won a match, so wins under another game are unknown; play it"
                    " again."
                )
            wins = tallies.wins[:, ::-1].copy() if new else np.zeros_like(tallies.wins)
            tallies = replace(tallies, wins=wins)
        manifest = self.manifest | {"rescored": True, "game": str(game)}
        return replace(
            self, rules=replace(self.rules, game=game), tallies=tallies, manifest=manifest
        )

    def sample(self, player: str, opponent: str, repetition: int = 0) -> "MatchResult":
        """Return one repetition of a match, played again.

        Raises
        ------
        TournamentError
            When a strategy's code is not at hand, or is not the code that was played.
        """
        from tournament.match import Match

        for name in (player, opponent):
            if name not in self.names:
                raise UnknownName(f"No player is named {name!r}.{suggestion(name, self.names)}")
        found = self._code_of(player), self._code_of(opponent)
        i, j = self.names.index(player), self.names.index(opponent)
        rules = self.rules
        return Match(
            *found,
            game=rules.game,
            turns=rules.turns,
            length_known=rules.length_known,
            noise=(rules.noise[i], rules.noise[j]),
            misperception=(rules.misperception[i], rules.misperception[j]),
            continuation=rules.continuation,
            seed=rules.seed,
            repetition=repetition,
        ).play()

    def _code_of(self, name: str) -> "Strategy":
        if self.players is None:
            raise TournamentError(
                "These results were loaded from a folder, which holds no code; play again to see"
                " single matches."
            )
        return self.players[self.names.index(name)]

    # -- identity, text --------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Whether two results hold the same numbers, from the same rules and the same
        strategies."""
        if not isinstance(other, Results):
            return NotImplemented
        return (
            (self.names, self.rules, self.repetitions, self.self_play, self.strategies)
            == (other.names, other.rules, other.repetitions, other.self_play, other.strategies)
            and np.array_equal(self.matches, other.matches)
            and all(
                np.array_equal(a, b)
                for a, b in zip(
                    vars(self.tallies).values(), vars(other.tallies).values(), strict=True
                )
            )
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        best = self.ranking.index[0]
        return f"<Results: {len(self.names)} players, {self.repetitions} repetitions, first {best}>"

    def __str__(self) -> str:
        columns = ("rank", self.ranking.attrs["by"], "standard_error", "wins", "cooperation")
        shown = self.ranking[[*dict.fromkeys(columns)]].reset_index()
        with_copies = "with" if self.ranking.attrs["self_play"] else "without"
        text = shown.to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-")
        return (
            f"{self.rules.describe()}; {self.repetitions} repetitions, {with_copies}"
            f" self-play\n{text}"
        )

    def _repr_html_(self) -> str:
        return str(self.ranking.round(4).to_html())

    # -- files -----------------------------------------------------------------------------------

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the results into a folder (`manifest.json` and two Parquet tables), and return it.

        Raises
        ------
        ResultsError
            When the folder cannot be written, or holds something else; what was there stays.
        """
        from tournament.results.storage import save

        return save(self, Path(folder))

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Results":
        """Return results saved by `save`.

        Raises
        ------
        ResultsError
            When a file is missing, damaged, or of a newer version.
        """
        from tournament.results.storage import load

        return load(Path(folder))


def _check_rule(by: str) -> None:
    if by not in RULES:
        raise ArgumentError(f"`by` must be 'score', 'median', 'wins' or 'points'; got {by!r}.")


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return dict(_versions())


@cache
def _versions() -> dict[str, str]:
    from importlib.metadata import version

    import tournament

    found = {name: version(name) for name in ("numba", "llvmlite", "numpy", "pandas", "scipy")}
    return {
        "tournament": tournament.__version__,
        "python": platform.python_version(),
        **found,
        "machine": platform.machine(),
    }
