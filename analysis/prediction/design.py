"""Which pairs to play first, when nothing is known: everybody meets as many others as anybody."""

from typing import Any

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import MOST_SEED, exact, flag, whole

MOST = 10_000
"""Players of which all pairs can be listed."""


def share_of(name: str, share: Any) -> float:
    """Return a share above 0 and at most 1, or say what is wrong with it."""
    given = exact(share)
    if given is None or not 0 < given <= 1:
        raise ArgumentError(f"`{name}` must be above 0 and at most 1; got {shown(share)}.")
    return float(given)


def first_pairs(
    number: int, share: float = 0.1, *, self_play: bool = True, seed: int = 0
) -> list[tuple[int, int]]:
    """Return pairs to play first: a random share of all pairs, in which everybody meets as many.

    `Tournament(players, graph=pairs)` plays them, and `predict_pairs` predicts the others.

    Parameters
    ----------
    number
        How many players there are.
    share
        Of all pairs, how many are played: above 0 and at most 1.
    self_play
        Whether pairs of a player and its copy count among all pairs. They are chosen last.
    seed
        Of the drawing.

    Returns
    -------
    list
        Pairs of numbers of players, each pair once. Players stand in a random circle. Everybody
        meets those who stand some random distances away, so numbers of opponents differ by at most
        two.

    Examples
    --------
    >>> pairs = first_pairs(5, share=0.34)
    >>> len(pairs), sorted({player for pair in pairs for player in pair})
    (5, [0, 1, 2, 3, 4])
    """
    many = whole("number", number, 2, MOST)
    share, seed = share_of("share", share), whole("seed", seed, 0, MOST_SEED)
    self_play = flag("self_play", self_play)
    random = np.random.default_rng(seed)
    circle = random.permutation(many)
    pairs = many * (many - 1) // 2 + (many if self_play else 0)
    wanted = max(round(share * pairs), 1)
    chosen: list[tuple[int, int]] = []
    for away in [*random.permutation(np.arange(1, many // 2 + 1)).tolist(), 0]:
        if away == 0 and not self_play:
            break
        once = many // 2 if 2 * away == many else many
        for at in range(once):
            one, other = int(circle[at]), int(circle[(at + away) % many])
            chosen.append((min(one, other), max(one, other)))
    return chosen[:wanted]
