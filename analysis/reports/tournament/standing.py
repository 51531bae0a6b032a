"""Sentences on who won, and on how sure that is."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import by_score, shown, told
from analysis.words import SURE, count, decimals, listing, number, percent, probability, span

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.05  # of tests


def winner(found: Findings) -> list[str]:
    """Say who came first."""
    frame, by = found.ranking, found.by
    best, name = frame.iloc[0], found.names[0]
    score = shown(found, best[by])
    if len(frame) == 1:
        return [f"{name} played alone, with {score}."]
    if np.isnan(best["standard_error"]):
        return [
            f"{name} came first with {score}. After one repetition this may be luck: play more"
            " repetitions to find out."
        ]
    if found.exact:
        alike = names_where(frame[by] == best[by])
        if len(alike) > 1:
            return [f"{listing(alike)} share the first place with {score}."]
        return [f"{name} won with {score}. {exactness(found)}"]
    between = span(told(found, best["low"]), told(found, best["high"]))
    sure = f" ({SURE} interval {between})" if best["standard_error"] > 0 else ""
    others = [other for other in maybe_first(found) if other != name]
    if others:
        return [
            f"{name} came first with {score}{sure}, but the first place is not decided. Chance"
            f" alone may have put it before {listing(others)}."
        ]
    if found.by_mean_score:
        return [
            f"{name} won with {score}{sure}. Its lead over every other player is larger than chance"
            " explains."
        ]
    return [f"{name} won with {score}{sure}. No other interval overlaps its own."]


def exactness(found: Findings) -> str:
    """Return why scores have no error: they were computed, or chance had no part, or it changed
    nothing."""
    if found.results.tallies.chance.any():
        return "Every repetition came out the same."
    if found.results.tallies.exact is not None:
        return "The result is exact, because it was computed."
    return "The result is exact, because chance had no part."


def certainty_of_first(found: Findings) -> list[str]:
    """Say what the true place of the winner may be, and whether the second is separated from it."""
    places, pairs = found.places, found.pairs
    if found.exact or places is None or pairs is None:
        return []
    first, second = map(str, places.index[:2])  # by mean score
    row: Any = places.loc[first]
    low, high = int(row["best_rank"]), int(row["worst_rank"])
    where = f"is {low}" if low == high else f"lies between {low} and {high}"
    pair = (first, second) if (first, second) in pairs.index else (second, first)
    test: Any = pairs.loc[pair]
    gap = number(test["difference"], decimals(found.results.game) + 1)
    tests = f"{probability(test['p'])} in a test of this pair"
    if len(pairs) > 1:
        tests += f"; {probability(test['p_holm'])} after Holm's correction for {len(pairs):,} pairs"
    text = (
        f"{by_score(found, 'How sure this is')}: {first} comes first in {percent(row['first'])} of"
        f" resampled tournaments. Its true place {where} ({SURE}, all rivals at once). The next"
        f" player, {second}, is {gap} behind. This is {'' if test['settled'] else 'not '}enough to"
        f" separate them ({tests})."
    )
    needed = test["repetitions"]
    if not test["settled"] and needed > found.results.repetitions:
        text += (
            " If the true difference is that large, a test of this pair would show it after about"
            f" {needed:,.0f} repetitions."
        )
    return [text]


def tiers(found: Findings) -> list[str]:
    """Say into how many tiers the players fall."""
    frame = found.ranking
    if len(frame) < 3 or frame["standard_error"].isna().any():
        return []
    many = int(frame["tier"].iloc[-1])
    if found.exact:
        if many == len(frame):
            return []
        return [f"Because of exact ties, {len(frame)} players share {count(many, 'place')}."]
    if many == 1:
        return ["All players are in one tier: the intervals of all neighbours overlap."]
    return [
        f"The {len(frame)} players fall into {many} tiers. Within a tier, the intervals of"
        " neighbours overlap, so their order may be luck."
    ]


def differ(found: Findings) -> list[str]:
    """Say whether players differ at all, by luck and by opponent."""
    luck, opponents = found.friedman_repetitions, found.friedman_opponents
    lines = []
    if luck is not None and not found.exact:
        p = probability(luck.p)
        lines.append(
            "The players differ by more than luck: their ranks are alike in all repetitions"
            f" (Friedman's test, {p})."
            if luck.p < LEVEL
            else "The ranks in each repetition do not show that the players differ at all"
            f" (Friedman's test, {p})."
        )
    if opponents is not None:
        p = f"Friedman's test of ranks against each opponent, {probability(opponents.p)}"
        lines.append(
            f"Some players do better than others whoever the opponent is ({p})."
            if opponents.p < LEVEL
            else "Who does better depends on the opponent: no player is shown to do better against"
            f" all of them ({p})."
        )
    return [" ".join(lines)] if lines else []


def average(found: Findings) -> list[str]:
    """Say what the average of the field is, and who came last."""
    frame = found.ranking
    if len(frame) < 3:
        return []
    mean, last = frame[found.by].mean(), frame[found.by].iloc[-1]
    return [
        f"The average of the field is {told(found, mean)}. {frame.index[-1]} came last with"
        f" {told(found, last)}."
    ]


def names_where(chosen: "pd.Series[bool]") -> list[str]:
    """Return the names of the rows that are true."""
    return [str(name) for name in chosen.index[chosen]]


def maybe_first(found: Findings) -> list[str]:
    """Return the players that nobody is surely better than: by the test of all rivals at once, or
    by the intervals of another rule."""
    places = found.places if found.by_mean_score else None
    frame = found.ranking if places is None else places
    return names_where(frame["best_rank"] == 1)
