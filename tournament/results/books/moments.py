"""What is expected of one match: the books of a tournament, with expectations in place of counts.

Outcomes are numbered CC, CD, DC, DD from the first seat's point of view. Mean and variance of what
a match pays follow from `counts` and `products` for any payoffs, as they do from played books.
"""

from dataclasses import dataclass

import numpy as np

from tournament import outcomes


@dataclass(frozen=True, eq=False)
class Moments:
    """Expectations of one match.

    counts, products
        (4,) expected turns of each outcome; (4, 4) expected products of two such counts.
    starts, transitions
        (4,) probability of each outcome of the first turn; (4, 4) expected turns of each outcome
        by the outcome of the turn before.
    first_defections
        (2,) probability that a seat is the first to defect (both seats, if they do so at once).
    by_turn
        (turns, 4) probability of each outcome of each turn, where it was asked for. With a
        continuation, it is that of a turn which is played and has this outcome.
    """

    counts: np.ndarray
    products: np.ndarray
    starts: np.ndarray
    transitions: np.ndarray
    first_defections: np.ndarray
    by_turn: np.ndarray | None = None

    @property
    def turns(self) -> float:
        """Expected number of turns."""
        return float(self.counts.sum())

    def score(self, payoffs: np.ndarray) -> tuple[float, float]:
        """Return the mean payoff per turn, and the standard deviation of what a match pays per
        turn.

        With a continuation, lengths vary. The mean is then a ratio of expectations, payoffs over
        turns, and the deviation is that of its residuals, as in the results of tournaments.

        Parameters
        ----------
        payoffs
            (4,) what each outcome pays.

        Examples
        --------
        >>> counts = np.array([1.0, 0.0, 0.0, 1.0])
        >>> fair_coin = np.diag([2.0, 0.0, 0.0, 2.0])  # two turns: both CC, or both DD
        >>> books = Moments(counts, fair_coin, counts / 2, np.zeros((4, 4)), np.zeros(2))
        >>> books.score(np.array([3.0, 0.0, 5.0, 1.0]))
        (2.0, 1.0)
        """
        apart, unit = outcomes.relative(np.asarray(payoffs, float))
        middle = float(outcomes.paid(self.counts, apart)) / self.turns
        residual = apart - middle
        varied = self.products - np.outer(self.counts, self.counts)
        squares = float(residual @ varied @ residual)
        deviation = unit * np.sqrt(max(squares, 0.0)) / self.turns
        return float(outcomes.paid(self.counts, payoffs)) / self.turns, float(deviation)
