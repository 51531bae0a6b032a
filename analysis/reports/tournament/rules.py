"""How a report speaks of the rule of ranking, and how it writes the numbers of that rule."""

from analysis.reports.tournament.findings import Findings
from analysis.words import decimals, number, percent, significant
from tournament.results.ranking import RankingRule, ranking_rule


def rule(found: Findings) -> RankingRule:
    """Return the rule of ranking."""
    return ranking_rule(found.by)


def less_is_better(found: Findings) -> bool:
    """Return whether a smaller number of the ranking's rule is better."""
    return rule(found).less_is_better(found.results.game.less_is_better)


def shown(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule with what it is: "a mean score of 11.67 per turn"."""
    text, words = told(found, value), rule(found).words
    if rule(found).shown == "payoff":
        words = words.replace("score", "cost") if less_is_better(found) else words
        return f"a {words} of {text} per turn"
    return f"{text} ({words}{', less is better' if less_is_better(found) else ''})"


def told(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule."""
    kind = rule(found).shown
    if kind == "share":
        return percent(value)
    if kind == "sum":
        return number(value, significant(found.ranking[found.by].to_numpy(float)))
    return number(value, decimals(found.results.game))


def unit(found: Findings) -> str:
    """Return what an axis with the numbers of the ranking's rule says."""
    return f"{rule(found).unit}{' (less is better)' if less_is_better(found) else ''}"


def by_score(found: Findings, words: str) -> str:
    """Return the first words of a sentence that is about mean scores, whatever the rule is."""
    return words if found.by_mean_score else "By mean score"
