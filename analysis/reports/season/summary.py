"""A season in plain words: sentences made of its numbers."""

import numpy as np

from analysis.reports.season import days, gifts, incomes
from analysis.reports.season.findings import Findings
from analysis.words import count, number, percent, span


def _once(found: Findings) -> list[str]:
    if found.results.repetitions > 1:
        return []
    return [
        "All this is from one season, and says what happened in it. Only several repetitions can"
        " say whether it would happen again."
    ]


SENTENCES = (
    incomes.best,
    incomes.attitudes,
    incomes.partners,
    gifts.concentration,
    days.development,
    incomes.advantage,
    gifts.new,
    gifts.lost,
    _once,
)
"""What can be said, in this order; each may have nothing to say."""


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
    return [text for say in SENTENCES for text in say(found)]


def title(found: Findings) -> str:
    """Return what the report is called."""
    game = found.results.rules.game.name or str(found.results.rules.game)
    return f"{game}: a season of {count(len(found.results.kind_of[0]), 'town')}"


def facts(found: Findings) -> list[tuple[str, str]]:
    """Return the few numbers to see first, each with what it says.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    results, towns, gifts_, digits = found.results, found.towns, found.opened, found.digits
    seasons = f"{count(results.repetitions, 'season')} of {count(results.rules.days, 'day')}"
    size = len(results.kind_of[0])
    told = [(f"{size:,}", f"towns of {count(len(results.kinds), 'kind')}; {seasons}")]
    sent = float(towns["sent"].sum()) / results.repetitions
    per = "a season" if results.repetitions > 1 else "in the season"
    lost = 1 - gifts_ / max(sent, gifts_, 1e-12)
    tail = f"; {percent(lost)} of the gifts left stayed unopened" if gifts_ < sent else ""
    told.append((f"{gifts_:,.0f}", f"gifts opened {per}{tail}"))
    if not gifts_:
        return told
    moves = np.sum([t.daily.sum((0, 1, 2)) for t in results.tallies], axis=0)
    told.append((percent(moves[:2].sum() / moves.sum()), "of all moves were nice"))
    means, spread = results.ranking["income"], ""
    if len(means) > 1 and np.ptp(means) > 0.5 * 10.0**-digits:
        spread = f"; by kind {span(number(means.min(), digits), number(means.max(), digits))}"
    cost = "cost" if found.costs else "income"
    told.append((number(towns["income"].mean(), digits), f"mean {cost} of a town{spread}"))
    gini = float(results.inequality["received"].mean())
    told.append((number(gini, 2), "Gini coefficient of gifts received; 0 means equal shares"))
    return told


def how_it_was_played(found: Findings) -> str:
    """Return who was friends with whom, and how kinds differ."""
    friends = found.results.friends
    if friends == "everyone":
        graph = "All towns are friends of each other"
    elif friends == "given":
        graph = "The friendships were given"
    else:
        graph = f"Each town has {count(int(friends), 'friend')}, picked at random"
    return (
        f"{graph}. A kind is a strategy with a partner rule. The strategy says whether to be nice,"
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
