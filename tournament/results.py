"""Results of a tournament: integer tallies, and the frames that follow from them.

Behind every number stand counts of outcomes (CC, CD, DC, DD) per match, summed over repetitions together with their
products, so that means, variances and scores under any payoffs follow without playing again.

Conventions: a row is the player spoken of, a column its opponent; scores are means per turn; variances have divisor N - 1,
N being the number of repetitions. A player's match against its copy counts once, as the mean of both seats.
"""

import json
import math
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.errors import ResultsError, TournamentError
from tournament.game import Game
from tournament.rules import Rules

if TYPE_CHECKING:
    import pandas as pd

    from tournament.engine.blocks import Tallies
    from tournament.match import MatchResult
    from tournament.strategy import Strategy

FORMAT = 1
OUTCOMES = ("CC", "CD", "DC", "DD")
_SWAP = [0, 2, 1, 3]  # an outcome from the other seat's point of view


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
        The integers behind everything; see `tournament.engine.blocks.Tallies`.
    strategies
        By name: summary, doc, source, file, parameters, code (hash), reads_game, compiled.
    manifest
        Versions, seed and parameters of the run; `command` if it was run from the command line; `failures`.
    """

    names: list[str]
    rules: Rules
    repetitions: int
    self_play: bool
    matches: np.ndarray
    tallies: "Tallies"
    strategies: dict[str, dict[str, Any]]
    manifest: dict[str, Any]
    players: "tuple[Strategy, ...] | None" = None

    # -- scores ---------------------------------------------------------------------------------------------------------

    @property
    def game(self) -> Game:
        """The stage game that scores refer to."""
        return self.rules.game

    @cached_property
    def _weights(self) -> np.ndarray:
        """(2, 4): what each seat is paid for each outcome, the outcome seen from the first seat."""
        payoffs = self.game.payoffs
        return np.stack([payoffs[0].reshape(4), payoffs[1].reshape(4)[_SWAP]])

    def _by_pair(self, weights: np.ndarray, own_weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (p, p) means per turn of a linear function of outcome counts, and their standard errors.

        `weights` (2, 4) apply to a match of two players, for the player in the first and in the second seat;
        `own_weights` (4,) to a match against a copy. Lengths may vary: the mean is a ratio of sums, and its
        variance that of its residuals (exact for matches of one length).
        """
        t, n, size = self.tallies, self.repetitions, len(self.names)
        sums, errors, plays = np.zeros((size, size)), np.zeros((size, size)), np.zeros((size, size))
        turns = t.counts.sum(axis=1)
        for seat in (0, 1):
            row, column = self.matches[:, seat], self.matches[:, 1 - seat]
            copy = row == column
            if seat == 1 and copy.any():
                row, column = row[~copy], column[~copy]
            keep = slice(None) if seat == 0 else ~copy
            w = np.where(copy[:, None], own_weights, weights[seat])[keep]
            total, count, chance = turns[keep], t.counts[keep], t.chance[keep]
            mean = (w * count).sum(axis=1) / total
            residual = (w - mean[:, None]) / (total / n)[:, None]
            squares = np.einsum("mi,mij,mj->m", residual, t.products[keep], residual)
            with np.errstate(invalid="ignore", divide="ignore"):
                variance = np.where(chance, np.maximum(squares, 0.0) / (n - 1 if n > 1 else np.nan) / n, 0.0)
            np.add.at(sums, (row, column), mean)
            np.add.at(errors, (row, column), variance)
            np.add.at(plays, (row, column), 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return sums / np.where(plays, plays, np.nan), np.sqrt(errors) / np.where(plays, plays, np.nan)

    @cached_property
    def _scores(self) -> tuple[np.ndarray, np.ndarray]:
        return self._by_pair(self._weights, self._weights.mean(axis=0))

    def _square(self, values: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        index = pd.Index(self.names, name="player")
        return pd.DataFrame(values, index=index, columns=pd.Index(self.names, name="opponent"))

    @cached_property
    def payoffs(self) -> "pd.DataFrame":
        """Mean payoff per turn of the row's player against the column's; NaN where they did not meet."""
        return self._square(self._scores[0])

    @cached_property
    def payoff_errors(self) -> "pd.DataFrame":
        """Standard error of `payoffs` over repetitions: 0 where chance had no part, NaN with one repetition."""
        return self._square(self._scores[1])

    @cached_property
    def cooperation(self) -> "pd.DataFrame":
        """Share of turns in which the row's player cooperated with the column's (moves as made, noise included)."""
        seats = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0]])
        return self._square(self._by_pair(seats, seats.mean(axis=0))[0])

    @cached_property
    def wins(self) -> "pd.DataFrame":
        """Share of repetitions in which the row's player was paid more than the column's; NaN on the diagonal."""
        size = len(self.names)
        won, met = np.zeros((size, size)), np.zeros((size, size))
        for seat in (0, 1):
            np.add.at(won, (self.matches[:, seat], self.matches[:, 1 - seat]), self.tallies.wins[:, seat])
            np.add.at(met, (self.matches[:, seat], self.matches[:, 1 - seat]), self.repetitions)
        np.fill_diagonal(met, 0)
        return self._square(np.divide(won, met, out=np.full_like(won, np.nan), where=met > 0))

    def _per_repetition(self, self_play: bool) -> np.ndarray:
        """Return (r, p) mean scores per turn, each match weighing by its turns."""
        payoffs = self.game.payoffs.reshape(2, 4)[: self.tallies.totals.shape[3]]
        totals = self.tallies.totals.astype(np.float64)
        counts = totals[:, :, 0]
        if self_play:  # the two copies' counts are both there: half of each
            counts = counts + totals[:, :, 1] / 2
        paid = np.einsum("rpsk,sk->rp", counts, payoffs)
        turns = counts.sum(axis=(2, 3))
        return np.divide(paid, turns, out=np.full_like(paid, np.nan), where=turns > 0)

    @cached_property
    def per_repetition(self) -> "pd.DataFrame":
        """Mean score per turn of each player (columns) in each repetition (rows), self-play as in `ranking`."""
        import pandas as pd

        values = self._per_repetition(self.self_play)
        index = pd.RangeIndex(self.repetitions, name="repetition")
        return pd.DataFrame(values, index=index, columns=pd.Index(self.names, name="player"))

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """The players from best to worst; counts matches against copies if they were played. See `rank`."""
        return self.rank(self_play=self.self_play)

    def rank(self, *, self_play: bool = True, confidence: float = 0.95) -> "pd.DataFrame":
        """Return the players from best to worst.

        Parameters
        ----------
        self_play
            Whether a player's match against its copy counts.
        confidence
            Of the intervals.

        Returns
        -------
        DataFrame
            Indexed by player: `rank`; `score`, mean per turn over all opponents; `standard_error` of the score over
            repetitions (divisor N - 1); `low`, `high`, its t interval; `best_rank`, `worst_rank`, the places that
            overlapping intervals leave open; `tier`, equal for neighbours that intervals cannot separate; `wins`, the share of
            matches against others won; `cooperation`, the share of cooperative moves. Errors are NaN when chance had
            a part and there is one repetition. `attrs["self_play"]` says what was counted.
        """
        import pandas as pd
        from scipy.special import stdtrit

        counted = self_play and self.self_play
        size, n = len(self.names), self.repetitions
        scores, errors = self._scores
        met = ~np.isnan(scores)
        if not counted:
            met &= ~np.eye(size, dtype=bool)
        per_repetition = self._per_repetition(counted)
        uncertain = np.zeros(size, bool)
        for p, q in self.matches[self.tallies.chance]:
            if counted or p != q:
                uncertain[[p, q]] = True
        # The mean of repetitions' scores for matches of one length; of all turns played where lengths vary.
        weights = self.tallies.totals[:, :, 0].sum(axis=(2, 3)) + counted * self.tallies.totals[:, :, 1].sum(axis=(2, 3)) / 2
        played = weights.sum(axis=0) > 0
        safe = np.where(played, weights.sum(axis=0), 1)
        score = np.where(played, (np.nan_to_num(per_repetition) * weights).sum(axis=0) / safe, np.nan)
        if n > 1:
            residual = np.nan_to_num(per_repetition - score) * weights / np.where(played, weights.mean(axis=0), 1)
            error = np.where(uncertain, np.sqrt((residual**2).sum(axis=0) / (n - 1) / n), 0.0)
        else:
            error = np.where(uncertain, np.nan, 0.0)
        error[~played] = np.nan
        margin = np.where(error == 0, 0.0, (stdtrit(n - 1, (1 + confidence) / 2) if n > 1 else np.nan) * error)
        low, high = score - margin, score + margin
        sign = -1.0 if self.game.less_is_better else 1.0
        # Rounding keeps equal scores equal whatever the order in which payoffs were added.
        order = sorted(range(size), key=lambda i: (math.inf if np.isnan(score[i]) else -sign * round(score[i], 12), self.names[i]))
        bottom, top = (low, high) if sign > 0 else (-high, -low)
        known = ~np.isnan(bottom)
        best = np.array([1 + int((bottom[known] > top[i] + 1e-12).sum()) if known[i] else 1 for i in range(size)])
        worst = np.array(
            [size - int((top[known] < bottom[i] - 1e-12).sum()) if known[i] else size for i in range(size)]
        )
        tiers, tier = np.ones(size, int), 1
        for before, after in zip(order, order[1:], strict=False):
            tier += bool(known[before] and known[after] and top[after] < bottom[before] - 1e-12)
            tiers[after] = tier
        wins = np.nan_to_num(self.wins.to_numpy())
        rivals = (~np.isnan(self.wins.to_numpy())).sum(axis=1)
        counts = self.tallies.totals[:, :, 0].sum(axis=(0, 2)) + counted * self.tallies.totals[:, :, 1].sum(axis=(0, 2)) / 2
        turns = counts.sum(axis=1)
        ratio = np.divide(counts[:, 0] + counts[:, 1], turns, out=np.full(size, np.nan), where=turns > 0)
        won = np.divide(wins.sum(axis=1), rivals, out=np.full(size, np.nan), where=rivals > 0)
        frame = pd.DataFrame(
            {
                "rank": 0, "score": score, "standard_error": error, "low": low, "high": high, "best_rank": best,
                "worst_rank": worst, "tier": tiers, "wins": won, "cooperation": ratio,
            },
            index=pd.Index(self.names, name="player"),
        ).iloc[order]  # fmt: skip
        frame["rank"] = np.arange(1, size + 1)
        frame.attrs["self_play"] = counted
        frame.attrs["confidence"] = confidence
        return frame

    # -- behaviour --------------------------------------------------------------------------------------------------------

    @cached_property
    def states(self) -> "pd.DataFrame":
        """Cooperation rate of each player in the first turn and after CC, CD, DC, DD (own move first).

        Over all matches, those against copies included; NaN where a state never occurred.
        """
        import pandas as pd

        t, size = self.tallies, len(self.names)
        cooperated, seen = np.zeros((size, 5)), np.zeros((size, 5))
        starts = t.starts[:, None, :]
        for seat in (0, 1):
            view = list(range(4)) if seat == 0 else _SWAP
            flows = np.concatenate([starts, t.transitions], axis=1)[:, [0, *(1 + k for k in view)]][:, :, view]
            np.add.at(cooperated, self.matches[:, seat], flows[:, :, 0] + flows[:, :, 1])
            np.add.at(seen, self.matches[:, seat], flows.sum(axis=2))
        rates = np.divide(cooperated, seen, out=np.full_like(seen, np.nan), where=seen > 0)
        return pd.DataFrame(rates, index=pd.Index(self.names, name="player"), columns=["first", *OUTCOMES])

    def under(self, game: Game) -> "Results":
        """Return the same play paid by another game.

        Raises
        ------
        TournamentError
            When a player's rule reads payoffs or scores, so that it would have played otherwise; it is named.
        """
        readers = [name for name, facts in self.strategies.items() if facts["reads_game"]]
        if readers:
            raise TournamentError(
                f"Scores under another game need rules that do not look at payoffs; {', '.join(readers)} "
                f"{'does' if len(readers) == 1 else 'do'}. Play the tournament again with that game."
            )
        if not (game.is_symmetric and self.game.is_symmetric):
            raise TournamentError("Scores under another game need two games that pay both seats alike; play it again.")
        tallies = self.tallies
        old, new = (g.utilities[0, 1, 0] - g.utilities[0, 0, 1] for g in (self.game, game))
        if old * new <= 0:  # who won a match hangs on the sign of T - S
            if old == 0:
                raise TournamentError("With T = S nobody won a match, so wins under another game are unknown; play it again.")
            wins = tallies.wins[:, ::-1].copy() if new else np.zeros_like(tallies.wins)
            tallies = replace(tallies, wins=wins)
        manifest = self.manifest | {"rescored": True, "game": str(game)}
        return replace(self, rules=replace(self.rules, game=game), tallies=tallies, manifest=manifest)

    def sample(self, player: str, opponent: str, repetition: int = 0) -> "MatchResult":
        """Return one repetition of a match, played again.

        Raises
        ------
        TournamentError
            When a strategy's code is not at hand, or is not the code that was played.
        """
        from tournament.match import Match

        found = self._code_of(player), self._code_of(opponent)
        i, j = self.names.index(player), self.names.index(opponent)
        rules = self.rules
        return Match(
            *found, game=rules.game, turns=rules.turns, length_known=rules.length_known,
            noise=(rules.noise[i], rules.noise[j]), misperception=(rules.misperception[i], rules.misperception[j]),
            continuation=rules.continuation, seed=rules.seed, repetition=repetition,
        ).play()  # fmt: skip

    def _code_of(self, name: str) -> "Strategy":
        if self.players is None:
            raise TournamentError(
                "These results were loaded from a folder, which holds no code; play again to see single matches."
            )
        return self.players[self.names.index(name)]

    # -- identity, text ----------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Whether two results hold the same numbers, from the same rules and the same strategies."""
        if not isinstance(other, Results):
            return NotImplemented
        return (
            (self.names, self.rules, self.repetitions, self.self_play, self.strategies)
            == (other.names, other.rules, other.repetitions, other.self_play, other.strategies)
            and np.array_equal(self.matches, other.matches)
            and all(np.array_equal(a, b) for a, b in zip(vars(self.tallies).values(), vars(other.tallies).values(), strict=True))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        best = self.ranking.index[0]
        return f"<Results: {len(self.names)} players, {self.repetitions} repetitions, first {best}>"

    def __str__(self) -> str:
        shown = self.ranking[["rank", "score", "standard_error", "wins", "cooperation"]].reset_index()
        with_copies = "with" if self.ranking.attrs["self_play"] else "without"
        text = shown.to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-")
        return f"{self.rules.describe()}; {self.repetitions} repetitions, {with_copies} self-play\n{text}"

    def _repr_html_(self) -> str:
        return str(self.ranking.round(4).to_html())

    # -- files ----------------------------------------------------------------------------------------------------------------

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the results into a folder: `manifest.json`, `matches.parquet`, `repetitions.parquet`. Return the folder.

        The folder is written beside its place and then moved there: a failure leaves what was there before.

        Raises
        ------
        ResultsError
            When the folder cannot be written, or holds something else.
        """
        import pandas as pd

        target = Path(folder)
        if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / "manifest.json").exists())):
            raise ResultsError(f"{target}: there is already something else here; choose another folder.")
        t, size = self.tallies, len(self.names)
        table: dict[str, Any] = {
            "player": pd.Categorical.from_codes(self.matches[:, 0], self.names),
            "opponent": pd.Categorical.from_codes(self.matches[:, 1], self.names),
            "chance": t.chance, "wins": t.wins[:, 0], "losses": t.wins[:, 1],
        }  # fmt: skip
        for i, a in enumerate(OUTCOMES):
            table[f"count_{a}"] = t.counts[:, i]
            table[f"start_{a}"] = t.starts[:, i]
            for j, b in enumerate(OUTCOMES):
                table[f"product_{a}_{b}"] = t.products[:, i, j]
                table[f"from_{a}_to_{b}"] = t.transitions[:, i, j]
        r, _, _, seats, _ = t.totals.shape
        index = np.indices((r, size, 2, seats)).reshape(4, -1)
        rows: dict[str, Any] = {
            "repetition": index[0], "player": pd.Categorical.from_codes(index[1], self.names),
            "self_play": index[2].astype(bool), "seat": index[3],
        }  # fmt: skip
        rows |= {a: t.totals[..., k].reshape(-1) for k, a in enumerate(OUTCOMES)}
        work = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
            pd.DataFrame(table).to_parquet(work / "matches.parquet", index=False)
            pd.DataFrame(rows).to_parquet(work / "repetitions.parquet", index=False)
            (work / "manifest.json").write_text(json.dumps(self._manifest(), indent=2), encoding="utf-8")
            work.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            os.replace(work, target)
        except OSError as error:
            raise ResultsError(f"{target}: the results cannot be written: {error.strerror or error}.") from error
        finally:
            if work is not None:
                shutil.rmtree(work, ignore_errors=True)
        return target

    def _manifest(self) -> dict[str, Any]:
        rules, game = self.rules, self.game
        return {
            "format": FORMAT,
            **self.manifest,
            "players": self.names,
            "strategies": self.strategies,
            "repetitions": self.repetitions,
            "self_play": self.self_play,
            "seats": int(self.tallies.totals.shape[3]),
            "rules": {
                "game": {
                    **{k: getattr(game, k) for k in "RSTP"}, "name": game.name, "less_is_better": game.less_is_better,
                },
                "turns": rules.turns, "length_known": rules.length_known, "noise": rules.noise,
                "misperception": rules.misperception, "continuation": rules.continuation, "seed": rules.seed,
            },
        }  # fmt: skip

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Results":
        """Return results saved by `save`.

        Raises
        ------
        ResultsError
            When a file is missing, truncated, or of a newer version.
        """
        import pandas as pd

        from tournament.engine.blocks import Tallies

        source = Path(folder)
        missing = [f for f in ("manifest.json", "matches.parquet", "repetitions.parquet") if not (source / f).is_file()]
        if missing:
            raise ResultsError(f"{source}: this is no folder of results; it has no {missing[0]}.")
        try:
            manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
            version = manifest.pop("format")
        except (OSError, ValueError, KeyError, AttributeError):
            raise ResultsError(f"{source / 'manifest.json'}: the file is damaged; play the tournament again.") from None
        if version > FORMAT:
            raise ResultsError(
                f"{source}: written by a newer version of tournament (format {version}, this one reads {FORMAT}); upgrade it."
            )
        try:
            matches = pd.read_parquet(source / "matches.parquet")
            rows = pd.read_parquet(source / "repetitions.parquet")
        except (OSError, ValueError) as error:
            broken = "matches" if "matches" in str(error) else "repetitions or matches"
            raise ResultsError(f"{source}: the file {broken}.parquet is damaged; play the tournament again.") from None
        try:
            names, stored = manifest.pop("players"), manifest.pop("rules")
            n, seats = manifest.pop("repetitions"), manifest.pop("seats")
            game = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.pop("game").items()}
            rules = Rules(
                game=Game(**game),
                **{k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()},
            )
            position = {name: i for i, name in enumerate(names)}
            pairs = np.array([matches[c].map(position).to_numpy(np.int64) for c in ("player", "opponent")]).T
            grid = [[f"{{}}_{a}_{b}" for b in OUTCOMES] for a in OUTCOMES]
            tallies = Tallies(
                counts=matches[[f"count_{a}" for a in OUTCOMES]].to_numpy(np.int64),
                products=_cube(matches, [c.format("product") for line in grid for c in line]),
                starts=matches[[f"start_{a}" for a in OUTCOMES]].to_numpy(np.int64),
                transitions=_cube(matches, [f"from_{a}_to_{b}" for a in OUTCOMES for b in OUTCOMES]),
                wins=matches[["wins", "losses"]].to_numpy(np.int64),
                chance=matches["chance"].to_numpy(np.bool_),
                totals=rows[list(OUTCOMES)].to_numpy(np.int64).reshape(n, len(names), 2, seats, 4),
            )
            return cls(
                names=names, rules=rules, repetitions=n, self_play=manifest.pop("self_play"), matches=np.ascontiguousarray(pairs),
                tallies=tallies, strategies=manifest.pop("strategies"), manifest=manifest,
            )  # fmt: skip
        except (KeyError, ValueError, TypeError):
            raise ResultsError(f"{source}: manifest and tables do not belong together; play the tournament again.") from None


def _cube(frame: "pd.DataFrame", columns: list[str]) -> np.ndarray:
    return np.ascontiguousarray(frame[columns].to_numpy(np.int64)).reshape(-1, 4, 4)


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    from importlib.metadata import version

    import tournament

    found = {name: version(name) for name in ("numba", "llvmlite", "numpy", "pandas", "scipy")}
    return {"tournament": tournament.__version__, "python": platform.python_version(), **found, "machine": platform.machine()}
