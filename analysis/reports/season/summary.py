"""A season in plain words: sentences made of its numbers."""

import numpy as np

from analysis.reports.season import days, gifts, incomes
from analysis.reports.season.findings import Findings
from analysis.words import count


def _once(found: Findings) -> list[str]:
    if found.results.repetitions > 1:
        return []
    return [
        "All this is from one season, and says what happened in it. Only several repetitions can"
        " say whether it would happen again."
    ]


SENTENCES = (
    ("ranking", incomes.best),
    ("why", incomes.attitudes),
    ("why", incomes.partners),
    ("between", gifts.concentration),
    ("days", days.development),
    ("days", incomes.advantage),
    ("between", gifts.new),
    ("between", gifts.lost),
    ("sure", _once),
)
"""What can be said, in this order, and in which part of the page; each may have nothing to say."""


def summary(found: Findings) -> list[str]:
    """Return what the season showed, a few sentences per finding.

    Parameters
    ----------
    found
        Its numbers.
    """
    if not found.opened:
        left = found.towns["sent"].sum()
        what = "Towns left gifts, but nobody opened one" if left else "Nobody gave anything"
        return [f"{what}. So nobody earned anything, and there is nothing to compare."]
    return [text for _, say in SENTENCES for text in say(found)]


def layers(found: Findings) -> dict[str, list[str]]:
    """Return the sentences of each part of the page; none where no gift was opened.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    told: dict[str, list[str]] = {part: [] for part, _ in SENTENCES}
    for part, say in SENTENCES if found.opened else ():
        told[part] += say(found)
    return told


def title(found: Findings) -> str:
    """Return what the report is called."""
    game = found.results.rules.game.name or str(found.results.rules.game)
    return f"{game}: a season of {count(len(found.results.kind_of[0]), 'town')}"


def how_it_was_played(found: Findings) -> str:
    """Return who took part and for how long, who was friends with whom, and how kinds differ."""
    results = found.results
    friends, seasons = results.friends, count(results.repetitions, "season")
    many = f"{count(len(results.kind_of[0]), 'town')} of {count(len(results.kinds), 'kind')}"
    opened = count(round(found.opened), "gift")
    opened = f"{opened} {'was' if round(found.opened) == 1 else 'were'} opened"
    each = " in each, on average" if results.repetitions > 1 else ""
    if friends == "everyone":
        graph = "All towns are friends of each other"
    elif friends == "given":
        graph = "The friendships were given"
    else:
        graph = f"Each town has {count(int(friends), 'friend')}, picked at random"
    return (
        f"{many} played {seasons} of {count(results.rules.days, 'day')}; {opened}{each}. {graph}."
        " A kind is a strategy with a partner rule. The strategy says whether to be nice,"
        " and the partner rule says who gets the gifts."
    )


def certainty(found: Findings) -> str:
    """Return what the intervals of the ranking mean, or why there are none.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    results, errors = found.results, found.places["standard_error"].to_numpy(float)
    if np.isnan(errors).all():
        return (
            "One season with one town of each kind says nothing about luck: there are no intervals."
        )
    some = " A kind with one town has no interval (—)." if np.isnan(errors).any() else ""
    if results.repetitions == 1:
        if not np.nan_to_num(errors).any():
            return f"All towns of a kind earned the same.{some}"
        return (
            "There was one season only. So the intervals are over towns, as if towns were"
            " independent. Towns trade with each other, so the intervals may be too narrow. Several"
            f" repetitions say more.{some}"
        )
    if not errors.any():
        return "Every repetition came out the same, so the incomes have no error."
    return (
        f"The mean is over {results.repetitions} repetitions, each with a new graph of friends."
        " Among 100 such intervals, about 95 contain the true mean."
    )
