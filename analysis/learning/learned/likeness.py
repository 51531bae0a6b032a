"""Likeness: which known rules would have done what the players of a cluster did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import rules_of
from analysis.learning.clusters.clusters import Clusters
from analysis.learning.logs import PlayLog
from analysis.learning.shadow_play import prescriptions
from tournament.rules.checks import of_kind

if TYPE_CHECKING:
    import pandas as pd

    from analysis.learning.learned.learn import Learned
    from tournament import Strategy

SHADOWED = 100_000
"""Decisions that a comparison with known rules looks at: of more, whole players are drawn."""
KNOWN = (
    "always_cooperate", "always_defect", "tit_for_tat", "suspicious_tit_for_tat",
    "tit_for_two_tats", "two_tits_for_tat", "grudger", "win_stay_lose_shift", "firm_but_fair",
    "generous_tit_for_tat", "soft_majority", "hard_majority", "gradual", "random_player",
    "repeat", "alternator", "bully", "anti_tit_for_tat",
)  # fmt: skip
"""Library rules that clusters are compared with."""


def likeness(learned: "Learned", rules: "Sequence[Strategy | str]" = KNOWN) -> "pd.DataFrame":
    """Return how much of what each cluster did, known rules would have done in its place.

    Each rule is shown what each member had seen of its matches; the likeness is the mean
    probability that it would have made the move that was made. A coin is like anyone by a half.

    Parameters
    ----------
    learned
        What `learn` found.
    rules
        Of which `prescriptions` knows the probabilities.

    Returns
    -------
    DataFrame
        (k, rules) shares of decisions.

    Examples
    --------
    >>> from analysis import learn, play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "alternator", turns=10).play())
    >>> likeness(learn(log, k=2), ["tit_for_tat", "always_cooperate"]).rename_axis(None)
       tit_for_tat  always_cooperate
    1          0.9               0.5
    2          1.0               0.6
    """
    log = of_kind("learned", getattr(learned, "play", learned), PlayLog, "what `learn` found")
    rules = rules_of("rules", rules)
    if len(log) > SHADOWED:
        log = _some_players(log, learned.clusters, learned.provenance["seed"])
    said = prescriptions(log, rules)
    same = said.where(np.broadcast_to(log.cooperated[:, None], said.shape), 1 - said)
    cluster = learned.clusters.labels.reindex(log.players).to_numpy()[log.player]
    return same.groupby(cluster).mean().rename_axis("kind")


def _some_players(log: PlayLog, clusters: Clusters, seed: int) -> PlayLog:
    """Return the log of some players of each cluster, some `SHADOWED` decisions."""
    share = SHADOWED / len(log)
    rng = np.random.default_rng(seed)
    chosen: list[object] = []
    for _, group in clusters.labels.groupby(clusters.labels):
        many = max(1, round(share * len(group)))
        chosen += [group.index[place] for place in rng.choice(len(group), many, replace=False)]
    return log.of(log.players.isin(chosen))
