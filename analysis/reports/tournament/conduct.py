"""Sentences on how players behaved, and on what the top has in common."""

import numpy as np

from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import less_is_better
from analysis.reports.tournament.standing import LEVEL, names_where
from analysis.words import listing, ordinal, percent, probability

PROPERTIES = {
    "nice": "nice (never the first to defect)",
    "provocable": "provocable (defects when defected on)",
    "forgiving": "forgiving (takes a repentant opponent back)",
    "not_envious": "not envious (seldom does better than its opponent)",
}
"""Axelrod's four, by their column of `analysis.properties`."""
TOP = 10  # at most so many players are called the top, and at most a third


def top(found: Findings) -> int:
    """Return how many of the first players are called the top."""
    return max(1, min(TOP, len(found.names) // 3))


def cooperation(found: Findings) -> list[str]:
    """Say who cooperated most and least, and whether cooperation paid."""
    frame = found.ranking
    rates = frame["cooperation"]
    if not rates.notna().any() or len(frame) == 1:
        return []
    most, least = rates.max(), rates.min()
    if most == least:
        return [f"Everyone cooperated in {percent(most)} of the turns."]
    return [
        f"{listing(names_where(rates == most))} cooperated most ({percent(most)} of the turns),"
        f" {listing(names_where(rates == least))} least ({percent(least)}). On average,"
        f" {percent(rates.mean())} of the moves were cooperation.{_paid(found)}"
    ]


def properties(found: Findings) -> list[str]:
    """Compare the first players with the others by Axelrod's four properties, as measured."""
    first = top(found)
    counts = _counts(found, first)
    if len(found.names) < 3 or not counts:
        return []
    what = "the winner" if first == 1 else f"the first {first}"
    lines = [
        f"{PROPERTIES[name].capitalize()}: {_of(*parts[0], first)}, and {parts[1][0]} of"
        f" {parts[1][1]} others."
        for name, parts in counts.items()
    ]
    text = f"Axelrod's properties, as played by {what}. {' '.join(lines)}"
    return [f"{text}{_set_apart(counts, what)}" if len(found.names) >= 12 else text]


def wins(found: Findings) -> list[str]:
    """Say whether who won most matches won the tournament."""
    frame = found.ranking
    if found.by == "wins" or len(frame) < 3 or not frame["wins"].max() > 0:
        return []
    names, values, most = champions(found), frame[found.by], percent(frame["wins"].max())
    if len(names) == len(frame):
        return []
    if len(names) > 1:
        return [f"{listing(names)} won the most matches, each {most} of its own."]
    champion, own = names[0], values.loc[names[0]]
    better = (values < own) if less_is_better(found) else (values > own)
    if not better.any():
        return [f"{champion} also won the most matches ({most} of its own)."]
    return [
        f"Winning matches is not winning the tournament. {champion} beat its opponent in"
        f" {most} of its matches, more than any other player, and came"
        f" {ordinal(1 + int(better.sum()))}."
    ]


def champions(found: Findings) -> list[str]:
    """Return the names of those that won the largest share of their matches."""
    shares = found.ranking["wins"]
    return names_where(shares >= shares.max() * (1 - 1e-12))


def _paid(found: Findings) -> str:
    """Say whether cooperation paid: Spearman's rank correlation of cooperation with the score."""
    from analysis.statistics.hypothesis_tests import rank_correlation

    pair = found.ranking[["cooperation", found.by]].dropna()
    if len(pair) < 8 or (pair.nunique() == 1).any():
        return ""
    r, p = rank_correlation(pair["cooperation"], pair[found.by])
    r = -r if less_is_better(found) else r
    test = f"rank correlation {r:.2f}, {probability(p)}"
    if p >= LEVEL:
        return f" Cooperative players did neither clearly better nor clearly worse ({test})."
    return f" More cooperative players tended to do {'better' if r > 0 else 'worse'} ({test})."


def _counts(found: Findings, first: int) -> dict[str, list[tuple[int, int]]]:
    """Return by property how many of the top, and of the others, have it, among those known."""
    counts = {}
    for name in PROPERTIES:
        has = found.behaviour[f"is_{name}"]
        parts = [part.dropna().astype(bool) for part in (has.iloc[:first], has.iloc[first:])]
        if len(parts[0]):
            counts[name] = [(int(part.sum()), len(part)) for part in parts]
    return counts


def _set_apart(counts: dict[str, list[tuple[int, int]]], what: str) -> str:
    """Return a sentence on the properties that set the top apart, if any do."""
    from analysis.statistics.hypothesis_tests import fisher, holm

    known = {name: parts for name, parts in counts.items() if parts[1][1]}
    if not known:
        return ""
    p = [fisher(*([has, all_ - has] for has, all_ in parts)) for parts in known.values()]
    corrected = dict(zip(known, holm(np.array(p)), strict=True))
    tests = f"(Fisher's exact tests, smallest {probability(min(corrected.values()))} after Holm)"
    sure = [name for name, value in corrected.items() if value < LEVEL]
    ways = [
        f"{word} often {listing([name.replace('_', ' ') for name in names])}"
        for word, more in (("more", True), ("less", False))
        if (names := [name for name in sure if _more(known[name]) is more])
    ]
    if ways:
        return f" So {what} are {' and '.join(ways)} than the others {tests}."
    return f" None of these properties sets {what} apart from the others {tests}."


def _of(has: int, known: int, first: int) -> str:
    if first == 1:
        return "yes" if has else "no"
    return f"{has} of {known}"


def _more(parts: list[tuple[int, int]]) -> bool:
    (a, m), (b, n) = parts
    return a / m > b / n
