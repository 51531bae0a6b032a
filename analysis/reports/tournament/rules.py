"""What rules of ranking are called in a report, and how their numbers are written."""

from typing import NamedTuple

from analysis.reports.tournament.findings import Findings
from analysis.words import decimals, number, percent, significant


class Words(NamedTuple):
    """How a report speaks of a rule of ranking.

    rule
        What it ranks by.
    unit
        What an axis with its numbers says.
    value, cost
        A player's number in a sentence; `cost` where less is better.
    """

    rule: str
    unit: str
    value: str
    cost: str


WORDS = {
    "score": Words(
        "mean score",
        "score: mean payoff per turn",
        "a score of {} per turn",
        "a cost of {} per turn",
    ),
    "median": Words(
        "median score over repetitions",
        "median over repetitions of the score per turn",
        "a median score of {} per turn",
        "a median cost of {} per turn",
    ),
    "wins": Words(
        "share of matches won",
        "share of matches won",
        "{} of its matches won",
        "{} of its matches won",
    ),
    "points": Words(
        "points of a whole repetition",
        "points of a whole repetition",
        "{} points per repetition",
        "{} of costs per repetition",
    ),
}


def shown(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule with what it is: "a score of 11.67 per turn"."""
    words, costs = WORDS[found.by], found.results.game.less_is_better
    return (words.cost if costs else words.value).format(told(found, value))


def told(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule."""
    return percent(value) if found.by == "wins" else number(value, digits(found))


def digits(found: Findings) -> int:
    """Return how many decimals suit the numbers of the ranking's rule."""
    if found.by == "points":
        return significant(found.ranking["points"].to_numpy(float))
    return decimals(found.results.game)


def unit(found: Findings) -> str:
    """Return what an axis with the numbers of the ranking's rule says."""
    costs = found.results.game.less_is_better and found.by != "wins"
    return f"{WORDS[found.by].unit}{' (less is better)' if costs else ''}"


def by_score(found: Findings, words: str) -> str:
    """Return the first words of a sentence that is about mean scores, whatever the rule is."""
    return words if found.by == "score" else "By mean score"
