"""Who plays what: how common each of some strategies is among players, by maximum likelihood.

Legend: p players, s strategies, v values, b resamples. The strategy frequency estimation method
(SFEM): every player is taken to play one of the strategies in all its matches, and to do the
opposite of what that strategy says with probability e, the tremble, the same for all. Shares f and
the tremble maximise sum over players of log sum over strategies of f L, L being the probability of
all the player's moves under the strategy.

Source: Dal Bó and Fréchette (2011), "The Evolution of Cooperation in Infinitely Repeated Games",
American Economic Review 101(1), equation on page 424 and table 7; their gamma is
1 / log(1 / e - 1).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.learning.logs import PlayLog, parse_log
from analysis.learning.shadow_play import prescriptions
from analysis.statistics.scores import CELLS
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import MOST_SEED, level_of, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

RESAMPLES, MOST_RESAMPLES = 500, 100_000
STARTS = (0.02, 0.1, 0.3)
"""Trembles that the search begins with."""
STEPS, CLOSE = 5000, 1e-9
"""Of the search: the most steps, and the gain per player below which it ends."""
LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Frequencies:
    """What `strategy_frequencies` returns.

    shares
        Indexed by treatment and strategy: `share` of players, `standard_error`, `low`, `high`.
    fit
        Indexed by treatment: `players`, `decisions`, `tremble`, `tremble_error`, `log_likelihood`,
        `agreement`, the share of decisions that agree with the likeliest strategy of their player.
    memberships
        Indexed by treatment and player: the probability of each strategy, given all the player did.
    """

    shares: "pd.DataFrame"
    fit: "pd.DataFrame"
    memberships: "pd.DataFrame"

    @property
    def table(self) -> "pd.DataFrame":
        """Shares with strategies in rows and treatments in columns, the tremble last."""
        import pandas as pd

        wide = self.shares["share"].unstack("treatment")
        wide = wide.loc[self.memberships.columns, self.fit.index]
        return pd.concat([wide, self.fit["tremble"].to_frame().T])


def strategy_frequencies(
    log: "pd.DataFrame | PlayLog",
    strategies: "Sequence[Strategy | str]",
    *,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Frequencies:
    """Return how common each strategy is among the players of a log, treatment by treatment.

    Parameters
    ----------
    log
        A play log; without a column `treatment` all is one treatment, named "all".
    strategies
        Strategies, or names of library strategies, of which a player's probability to cooperate is
        known from moves alone (see `prescriptions`). Two that say the same at all decisions share
        alike: no data can tell them apart.
    confidence
        Of the intervals.
    resamples, seed
        Of the bootstrap, which draws players with replacement.

    Returns
    -------
    Frequencies
        Standard errors are standard deviations over resamples, `low` and `high` their quantiles.

    Raises
    ------
    TournamentError
        When the log is none, or a strategy's probabilities are not known.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]
    >>> event = Tournament(field, turns=20, repetitions=1, noise=0.1, seed=1)
    >>> log = play_log(event.play(progress=False))
    >>> found = strategy_frequencies(log, field[:3], resamples=20)
    >>> found.shares["share"].round(2).loc["all"].to_dict()
    {'tit_for_tat': 0.5, 'always_defect': 0.25, 'always_cooperate': 0.25}
    """
    import pandas as pd

    level, seed = level_of("confidence", confidence), whole("seed", seed, 0, MOST_SEED)
    resamples = whole("resamples", resamples, 1, MOST_RESAMPLES)
    play = parse_log(log)
    said = prescriptions(play, strategies)
    frame = play.frame
    if "treatment" not in frame.columns:
        frame = frame.assign(treatment=pd.Categorical(["all"] * len(frame)))
    shares, fits, memberships = {}, {}, {}
    for treatment, rows in frame.groupby("treatment", observed=True).indices.items():
        part = parse_log(frame.iloc[rows])  # a treatment must have whole matches
        counts, values = agreement(part, said.to_numpy()[rows])
        names, size = part.players, len(counts)
        share, tremble, likelihood = fit_mixture(counts, values)
        unlike, many = np.unique(counts, axis=0, return_counts=True)  # equal players: drawn as one
        weights = np.random.default_rng(seed).multinomial(size, many / size, resamples)
        drawn, trembles, _ = fit_mixture(unlike, values, weights, starts=tremble)
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        shares[treatment] = pd.DataFrame(
            {"share": share[0], "standard_error": drawn.std(axis=0), "low": low, "high": high},
            index=said.columns,
        )
        member = _members(counts, values, share, tremble)[0][0]
        likeliest = counts[np.arange(size), member.argmax(axis=1)]
        fits[treatment] = {
            "players": size,
            "decisions": len(rows),
            "tremble": tremble[0],
            "tremble_error": trembles.std(),
            "log_likelihood": likelihood[0],
            "agreement": (likeliest @ values).sum() / len(rows),
        }
        memberships[treatment] = pd.DataFrame(member, names, said.columns)
    return Frequencies(
        pd.concat(shares, names=["treatment", "strategy"]),
        pd.DataFrame.from_dict(fits, orient="index").rename_axis("treatment"),
        pd.concat(memberships, names=["treatment", "player"]),
    )


def agreement(log: PlayLog, said: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what `fit_mixture` needs: how probable each strategy found each player's moves.

    Parameters
    ----------
    log
        Of any players.
    said
        (rows, s) probability to cooperate, by strategy.

    Returns
    -------
    counts, values
        (p, s, v), (v,).
    """
    chance = np.where(log.cooperated[:, None], said, 1 - said).round(12)
    values, which = np.unique(chance, return_inverse=True)
    shape = (len(log.players), said.shape[1], len(values))
    cell = (log.player[:, None] * shape[1] + np.arange(shape[1])) * shape[2]
    cell += which.reshape(chance.shape)
    return np.bincount(cell.ravel(), minlength=math.prod(shape)).reshape(shape), values


def fit_mixture(
    counts: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    starts: Iterable[float] = STARTS,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the likeliest shares of strategies and their tremble, by expectation maximisation.

    Parameters
    ----------
    counts
        (p, s, v) decisions of each player for which a strategy gives the move that was made the
        probability `values[v]`.
    values
        (v,) probabilities: 0 and 1 where no strategy draws.
    weights
        (b, p) how often each player counts; once, with b = 1, if not given.
    starts
        Trembles to begin with; the likeliest end is kept.

    Returns
    -------
    shares, tremble, log_likelihood
        (b, s), (b,), (b,).
    """
    if weights is None:
        weights = np.ones((1, len(counts)))
    step = max(1, CELLS // counts[..., 0].size)
    parts = [weights[first : first + step] for first in range(0, len(weights), step)]
    ends = [
        [
            np.concatenate(x)
            for x in zip(*(_climb(counts, values, w, e) for w in parts), strict=True)
        ]
        for e in starts
    ]
    shares, tremble, likelihood = (np.stack(x) for x in zip(*ends, strict=True))
    best, b = likelihood.argmax(axis=0), np.arange(len(weights))
    return shares[best, b], tremble[best, b], likelihood[best, b]


def _climb(
    counts: np.ndarray, values: np.ndarray, weights: np.ndarray, start: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shares (b, s), tremble (b,) and log likelihood (b,) where the climb from `start` ends.

    Everybody begins alike; whether a move was a tremble is as unknown as who plays what.
    """
    many, (_, size, _) = len(weights), counts.shape
    shares, tremble = np.full((many, size), 1 / size), np.full(many, float(start))
    likelihood = np.full(many, -np.inf)
    going = np.arange(many)
    players = weights.sum(axis=1)
    decisions = weights @ counts[:, 0].sum(axis=1)
    for _ in range(STEPS):
        w, e = weights[going], tremble[going]
        member, logs = _members(counts, values, shares[going], e)
        new = (w * logs).sum(axis=1)
        gained = new - likelihood[going]
        likelihood[going] = new
        member *= w[:, :, None]
        shares[going] = member.sum(axis=1) / players[going, None]
        slip = e[:, None] * (1 - values)
        seen = member.reshape(len(e), -1) @ counts.reshape(-1, len(values))
        slips = seen * slip / (slip + (1 - e)[:, None] * values)
        tremble[going] = np.clip(slips.sum(axis=1) / decisions[going], LEAST, 0.5)
        going = going[gained > CLOSE * players[going]]
        if not going.size:
            break
    shares[shares < LEAST] = 0.0
    return shares / shares.sum(axis=1, keepdims=True), tremble, likelihood


def _members(
    counts: np.ndarray, values: np.ndarray, shares: np.ndarray, tremble: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (b, p, s) how likely each player plays each strategy, and (b, p) log likelihoods."""
    e = tremble[:, None]
    terms = np.log(e + (1 - 2 * e) * values) @ counts.reshape(-1, len(values)).T
    with np.errstate(divide="ignore"):
        terms = terms.reshape(len(shares), *counts.shape[:2]) + np.log(shares)[:, None]
    most = terms.max(axis=2, keepdims=True)
    member = np.exp(terms - most)
    total = member.sum(axis=2, keepdims=True)
    return member / total, (np.log(total) + most)[:, :, 0]
