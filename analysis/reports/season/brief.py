"""A season in four sentences: who earned most, who else may be first, niceness, partner rules."""

import numpy as np

from analysis.reports.season import gifts, incomes, summary
from analysis.reports.season.findings import Findings
from analysis.words import SURE, percent, some_others
from tournament import outcomes


def brief(found: Findings) -> list[str]:
    """Return what to know first, one text per subject.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    if not found.opened:
        return summary.summary(found)
    notable = incomes.partners(found) or gifts.concentration(found)
    subjects = (incomes.best(found), _rivals(found), _niceness(found), notable)
    return [" ".join(texts) for texts in subjects if texts]


def _rivals(found: Findings) -> list[str]:
    """Say how many other kinds could truly be first."""
    frame = found.places
    leaders = frame["rank"] == 1
    others = int((~leaders).sum())
    if others < 2 or np.isnan(float(frame["standard_error"].iloc[0])):
        return []  # the sentence on the first says all of it
    maybe = int(((frame["best_rank"] == 1) & ~leaders).sum())
    words = some_others(maybe, others, "kind", *["could truly be first"] * 2)
    over = "" if found.results.repetitions > 1 else " over towns of one season"
    return [f"{words} ({SURE} intervals{over})."]


def _niceness(found: Findings) -> list[str]:
    """Say how many moves were nice, and what nice towns got."""
    moves = np.sum([tallies.daily.sum((0, 1, 2)) for tallies in found.results.tallies], axis=0)
    nice = f"{percent(float(outcomes.cooperation(moves)))} of all moves were nice."
    return [nice, *incomes.attitudes(found)]
