"""Playing on until a ranking is settled: looks at growing numbers of repetitions.

The looks are fixed beforehand: after 32 repetitions, after twice as many each time, and after the
most that are allowed. Each look compares all pairs of players by paired t tests. The level of a
test is divided by the number of pairs and by the number of looks (Bonferroni). So the chance that
any pair is ever called separated the wrong way round is at most one minus the confidence.

All pairs are compared, not only neighbours in the ranking, because the places depend on the data.
Confidence sequences and spending functions (Lan and DeMets 1983) would save some repetitions. They
would cost a reader more, and doubling makes few looks.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.results.estimation.distributions import student_quantile
from tournament.rules.checks import exact, whole

FIRST = 32
MOST = 2**31 - 1


@dataclass(frozen=True)
class Settling:
    """What "until settled" asks for: that the best `places` are separated from all below them."""

    places: int
    confidence: float
    most: int

    @property
    def looks(self) -> list[int]:
        """Numbers of repetitions after which to look; the last is the most allowed."""
        sizes, size = [], min(FIRST, self.most)
        while size < self.most:
            sizes.append(size)
            size *= 2
        return [*sizes, self.most]

    def among(self, players: int) -> "Settling":
        """Return what is asked for among fewer players."""
        return replace(self, places=min(self.places, players))

    def open_pairs(
        self, scores: np.ndarray, *, less_is_better: bool
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Return the pairs of players that are not separated, better first, and those that never
        differed in any repetition.

        Parameters
        ----------
        scores
            (r, p) of each repetition and player.
        """
        size, players = scores.shape
        x = -scores if less_is_better else scores
        mean = x.mean(axis=0)
        order = np.argsort(-mean, kind="stable")
        tests = len(self.looks) * players * (players - 1) / 2
        critical = (
            student_quantile(size - 1, 1 - (1 - self.confidence) / tests / 2) if tests else 0.0
        )
        tiny = 1e-12 * max(1.0, float(np.abs(x).max()))  # what rounding alone makes
        unsettled, tied = [], []
        for place, better in enumerate(order[: self.places].tolist()):
            for worse in order[place + 1 :].tolist():
                difference = x[:, better] - x[:, worse]
                margin = critical * difference.std(ddof=1) / np.sqrt(size)
                if np.abs(difference).max() <= tiny:
                    tied.append((better, worse))
                elif not mean[better] - mean[worse] > max(margin, tiny):
                    unsettled.append((better, worse))
        return unsettled, tied

    def note(self, names: list[str], scores: np.ndarray, *, less_is_better: bool) -> dict[str, Any]:
        """Return what results tell of it: `settled`, `open` and `tied` pairs of names, and what was
        asked."""
        found = self.open_pairs(scores, less_is_better=less_is_better)
        unsettled, tied = ([[names[a], names[b]] for a, b in pairs] for pairs in found)
        return {
            "settled": not unsettled, "open": unsettled, "tied": tied, "places": self.places,
            "confidence": self.confidence, "most_repetitions": self.most,
        }  # fmt: skip


def settling(places: Any, confidence: Any, most: Any, players: int) -> Settling:
    """Return what "until settled" asks for, checked.

    Raises
    ------
    TypeError, ValueError
        One sentence each.
    """
    places = whole("places", places, 1, players)
    most = whole("most_repetitions", most, 2, MOST)
    level = exact(confidence)
    if level is None or not 0.5 <= level < 1:
        raise ArgumentError(
            "`confidence` must be a number from 0.5 to below 1, such as 0.95; got"
            f" {shown(confidence)}."
        )
    return Settling(places, float(level), most)


def told_repetitions(
    repetitions: Any,
    places: Any,
    confidence: Any,
    most: Any,
    players: int,
    continuation: float | None,
) -> tuple[int, Settling | None]:
    """Return how often matches are played at most, and what "until settled" asks for.

    Raises
    ------
    TypeError, ValueError
        One sentence each.
    """
    if not isinstance(repetitions, str):
        settling(places, confidence, most, MOST)  # of their kinds, asked for or not
        return whole("repetitions", repetitions, 1, MOST), None
    if repetitions != "until settled":
        raise ArgumentError(
            f'`repetitions` must be a number or "until settled"; got {shown(repetitions)}.'
        )
    if continuation is not None:
        raise ArgumentError(
            '`repetitions` of "until settled" needs matches of one length; give `turns` without'
            " `continuation`, or a number of repetitions."
        )
    until = settling(places, confidence, most, players)
    return until.most, until
