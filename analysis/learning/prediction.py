"""Whether what was learned from some players predicts what others do next.

Players are held out in turn. Everything is fitted to the others, then each decision of those held
out is foretold from what the player saw and did before. What is fitted is a mixture: clusters, each
with a probability to cooperate at each decision, and their shares. For a new player, only the
shares are known. Each move that it makes says more about its cluster (Bayes).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.learning.clusters.kmeans import kmeans
from analysis.learning.frequencies import LEAST, agreement, fit_mixture
from analysis.learning.logs import PlayLog, parse_log
from analysis.learning.priors import beta_priors
from analysis.learning.shadow_play import prescriptions
from analysis.learning.states import LONGEST, behaviour_counts, state_codes
from analysis.learning.vectors import behaviour_vectors
from tournament.errors import ArgumentError, TournamentError
from tournament.interactive.shown import shown
from tournament.rules.checks import several, text, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

FOLDS = 10
STARTS = 10
"""Of k-means, in each fold."""


def predict(
    log: "pd.DataFrame | PlayLog",
    k: Sequence[int] = (2, 4, 8),
    *,
    memory: int = 1,
    strategies: "Sequence[Strategy | str]" = (),
    against: str = "one_for_all",
    folds: int = FOLDS,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return how well learned clusters, and simpler models, foretell the moves of players held out.

    Parameters
    ----------
    log
        A play log of at least `folds` players.
    k
        Numbers of clusters: each is a model.
    memory
        Turns that behaviour looks back.
    strategies
        If given, one more model: these, as common as `strategy_frequencies` finds them, all
        treatments together.
    against
        The model that gains are measured from.
    folds
        Groups into which players are dealt; each is held out once.
    seed
        Of the dealing, and of k-means.

    Returns
    -------
    DataFrame
        Indexed by model: `log_loss`, mean of -log p of the moves made, in nats (a coin has 0.693);
        `accuracy`, share of moves that were held to be likelier (a tie is half right); `gain`, by
        how much the log loss is below that of `against`; each followed by its standard error
        over players. Models: `kinds_2`, ..., clusters by k-means; `one_for_all`, one rule of this
        memory for everyone; `own_rule`, a rule for each player from its own moves so far and
        the Beta priors of the crowd; `tit_for_tat`, with slips as common as they were;
        `cooperation`, its rate; `strategies`.

    Raises
    ------
    TournamentError
        When the log is none, or has fewer players than folds.
    ValueError
        When there is no such model to measure from.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]
    >>> event = Tournament(field, turns=20, repetitions=1, noise=0.1, seed=1)
    >>> found = predict(play_log(event.play(progress=False)), k=[2], folds=4)
    >>> list(found.index)
    ['kinds_2', 'one_for_all', 'own_rule', 'tit_for_tat', 'cooperation']
    """
    import pandas as pd

    play, memory = parse_log(log), whole("memory", memory, 1, LONGEST)
    many, folds = len(play.players), whole("folds", folds, 2, 2**31 - 1)
    seed = whole("seed", seed, 0, 2**32 - 1)  # as scikit-learn takes seeds
    numbers = [whole("k", each, 1, 2**31 - 1) for each in several("k", k, "a list of numbers")]
    others = several("strategies", strategies, "a list of strategies, or of their names")
    against = text("against", against, "the name of a model")
    if many < folds:
        raise TournamentError(f"{folds} folds need as many players; the log has {many}.")
    fold = np.empty(many, np.int64)
    fold[np.random.default_rng(seed).permutation(_in_order_of_play(play))] = np.arange(many) % folds
    tit_for_tat = prescriptions(play, ["tit_for_tat"]).to_numpy()
    said = prescriptions(play, others).to_numpy() if others else tit_for_tat[:, :0]
    foretold: dict[str, np.ndarray] = {}
    for out in range(folds):
        held = fold[play.player] == out
        models = _models(play, tit_for_tat, said, fold != out, numbers, memory, seed)
        for name, chances, shares in models:
            p = foretold.setdefault(name, np.empty(len(play)))
            p[held] = next_moves(chances[held], shares, play.cooperated[held], play.player[held])
    if against not in foretold:
        raise ArgumentError(
            f"`against` must be one of {', '.join(foretold)}; got {shown(against)}."
        )
    return _scored(pd.DataFrame(foretold), play, against)


def next_moves(
    chances: np.ndarray, shares: np.ndarray, made: np.ndarray, players: np.ndarray
) -> np.ndarray:
    """Return the probability that the next move is C, decision by decision.

    Parameters
    ----------
    chances
        (rows, k) probability with which each cluster cooperates, strictly between 0 and 1.
    shares
        (k,) of each cluster among players.
    made
        (rows,) whether the move was C: it counts for later decisions of the same player.
    players
        (rows,) of each decision, those of a player in one piece and in the order of play.

    Returns
    -------
    ndarray
        (rows,).

    Examples
    --------
    >>> chances = np.array([[0.9, 0.1]] * 3)
    >>> next_moves(chances, np.array([0.5, 0.5]), np.array([True] * 3), np.zeros(3)).round(3)
    array([0.5 , 0.82, 0.89])
    """
    logs = np.log(np.where(made[:, None], chances, 1 - chances))
    before = np.cumsum(logs, axis=0) - logs
    starts = np.append(True, players[1:] != players[:-1])
    before -= before[starts][np.cumsum(starts) - 1]
    with np.errstate(divide="ignore"):
        weights = before + np.log(shares)
    weights = np.exp(weights - weights.max(axis=1, keepdims=True))
    expected: np.ndarray = (weights * chances).sum(axis=1) / weights.sum(axis=1)
    return expected


def _models(
    log: PlayLog,
    tit_for_tat: np.ndarray,
    said: np.ndarray,
    trained: np.ndarray,
    k: Sequence[int],
    memory: int,
    seed: int,
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield name, chances (rows, k) at all decisions, and shares (k,) of models of some players."""
    part, train = log.of(trained), trained[log.player]
    counts, one = behaviour_counts(part, memory), np.ones(1)
    state = state_codes(log.moves, log.turn, memory)
    priors = beta_priors(*counts)
    vectors = behaviour_vectors(part, memory, prior=priors)
    for many in k:
        found = kmeans(vectors, many, starts=STARTS, seed=seed)
        shares = found.sizes.to_numpy() / len(vectors)
        yield f"kinds_{many}", found.centres.to_numpy()[:, state].T, shares
    cooperated, seen = (table.sum().to_numpy() for table in counts)
    yield "one_for_all", ((cooperated + 1) / (seen + 2))[state, None], one
    yield "own_rule", _own(log, state, priors), one
    made = part.cooperated
    slips = (np.abs(tit_for_tat[train, 0] - made).sum() + 1) / (len(part) + 2)
    yield "tit_for_tat", _slipping(tit_for_tat, slips), one
    yield "cooperation", np.full((len(log), 1), (made.sum() + 1) / (len(part) + 2)), one
    if said.size:
        shares, tremble, _ = fit_mixture(*agreement(part, said[train]))
        yield "strategies", _slipping(said, max(float(tremble[0]), LEAST)), shares[0]


def _own(log: PlayLog, state: np.ndarray, priors: "pd.DataFrame") -> np.ndarray:
    """Return (rows, 1) what a player's own earlier moves in the same state say, with priors."""
    import pandas as pd

    a, b = priors.to_numpy()[state].T
    made = pd.Series(log.cooperated.astype(int))
    before = made.groupby([log.player, state])
    cooperated = before.cumsum() - made
    rule: np.ndarray = ((cooperated + a) / (before.cumcount() + a + b)).to_numpy()
    return rule[:, None]


def _slipping(chances: np.ndarray, slips: float) -> np.ndarray:
    return slips + (1 - 2 * slips) * chances


def _in_order_of_play(log: PlayLog) -> list[int]:
    """Return the players, sorted by all they did and saw: names have no part in it."""
    play = np.column_stack([log.turn == 1, log.moves]).astype(np.int8)
    pieces = np.split(play, np.flatnonzero(np.diff(log.player)) + 1)
    return sorted(range(len(pieces)), key=lambda player: pieces[player].tobytes())


def _scored(foretold: "pd.DataFrame", log: PlayLog, against: str) -> "pd.DataFrame":
    """Return log loss, accuracy and gain of each model, with standard errors over players."""
    import pandas as pd

    p, made, players = foretold.to_numpy(), log.cooperated, log.player
    loss = -np.log(np.where(made[:, None], p, 1 - p))
    right = np.where(made[:, None], p, 1 - p)
    right = (right > 0.5) + 0.5 * (right == 0.5)
    gain = loss[:, [list(foretold).index(against)]] - loss
    sizes = np.bincount(players)
    table = {}
    for name, values in (("log_loss", loss), ("accuracy", right), ("gain", gain)):
        mean = values.mean(axis=0)
        off = pd.DataFrame(values - mean).groupby(players).sum().to_numpy()
        many = len(sizes)
        table[name] = mean
        table[f"{name}_error"] = np.sqrt((off**2).sum(axis=0) * many / (many - 1)) / len(made)
    return pd.DataFrame(table, foretold.columns.rename("model"))
