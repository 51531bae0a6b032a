"""A tournament in plain words: sentences made of its numbers."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.words import count, decimals, listing, number, percent

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results import Results


def summary(results: "Results") -> list[str]:
    """Return what the tournament showed, one sentence or two per finding.

    Parameters
    ----------
    results
        A played tournament.
    """
    frame = results.ranking
    return [
        *_winner(results),
        *_field(results),
        *_cooperation(frame),
        *_niceness(frame, less_is_better=results.game.less_is_better),
        *_wins(frame),
    ]


def how_it_was_played(results: "Results") -> str:
    """Return who met whom, how often, and what counts."""
    own = (
        "each also met a copy of itself, which counts"
        if results.self_play
        else "nobody met a copy of itself"
    )
    seats = "" if results.game.is_symmetric else ", once in each seat"
    return (
        f"{count(len(results.names), 'player')}, every pair matched{seats} ({own}):"
        f" {count(len(results.matches), 'match')}, each in"
        f" {count(results.repetitions, 'repetition')}."
    )


def certainty(results: "Results") -> str:
    """Return what the intervals of the ranking mean, or why there are none."""
    errors = results.ranking["standard_error"].to_numpy(float)
    if results.repetitions == 1 and np.isnan(errors).any():
        return (
            "Chance had a part, and one repetition says nothing about luck: where it had, there is"
            " no interval (—)."
        )
    if not errors.any():
        return (
            "Nothing in these matches was left to chance: the scores are exact and would come out"
            " the same again."
        )
    return (
        "Of 100 tournaments like this one, about 95 would have intervals that contain the player's"
        " true mean score."
    )


def _winner(results: "Results") -> list[str]:
    frame, digits = results.ranking, decimals(results.game)
    best = frame.iloc[0]
    first = _names(frame, frame["best_rank"] == 1)  # nobody is surely better
    score = number(best["score"], digits)
    unit = "a cost of" if results.game.less_is_better else "a score of"
    if len(frame) == 1:
        return [f"{frame.index[0]} played alone, with {unit} {score} per turn."]
    if np.isnan(best["standard_error"]):
        return [
            f"{frame.index[0]} came first with {unit} {score} per turn; after one repetition this"
            " may be luck."
        ]
    if best["standard_error"] == 0 and len(first) > 1:
        return [f"{listing(first)} share the first place with {unit} {score} per turn."]
    if len(first) > 1:
        return [
            f"{frame.index[0]} came first with {unit} {score} per turn, but the first place is not"
            f" decided: these repetitions cannot separate it from {listing(first[1:])}."
        ]
    sure = ""
    if best["standard_error"] > 0:
        interval = f"{number(best['low'], digits)} to {number(best['high'], digits)}"
        sure = f" (95 % interval {interval}), ahead of everyone else by more than chance explains"
    return [f"{frame.index[0]} won with {unit} {score} per turn{sure}."]


def _field(results: "Results") -> list[str]:
    frame, digits = results.ranking, decimals(results.game)
    if len(frame) < 3:
        return []
    last = frame.iloc[-1]
    return [
        f"The average of the field is {number(frame['score'].mean(), digits)}; "
        f"{frame.index[-1]} came last with {number(last['score'], digits)}."
    ]


def _cooperation(frame: "pd.DataFrame") -> list[str]:
    rates = frame["cooperation"]
    if not rates.notna().any():
        return []
    most, least = rates.max(), rates.min()
    if len(frame) == 1 or most == least:
        return [f"Everyone cooperated in {percent(most)} of the turns."] if len(frame) > 1 else []
    return [
        f"Most cooperative: {listing(_names(frame, rates == most))} ({percent(most)} of the turns);"
        f" least: {listing(_names(frame, rates == least))} ({percent(least)}). On average"
        f" {percent(rates.mean())} of the moves were cooperation."
    ]


def _niceness(frame: "pd.DataFrame", *, less_is_better: bool) -> list[str]:
    """Say whether cooperation paid: Spearman's rank correlation of cooperation with score."""
    pair = frame[["cooperation", "score"]].dropna().rank()
    if len(pair) < 8 or (pair.std() == 0).any():
        return []
    r = float(np.corrcoef(pair["cooperation"], pair["score"])[0, 1]) * (-1 if less_is_better else 1)
    if abs(r) < 0.2:
        finding = "Cooperative players did neither clearly better nor worse than others"
    else:
        finding = f"More cooperative players tended to do {'better' if r > 0 else 'worse'}"
    return [f"{finding} (rank correlation {r:.2f})."]


def _wins(frame: "pd.DataFrame") -> list[str]:
    wins = frame["wins"]
    if len(frame) < 3 or not wins.max() > 0:
        return []
    place = int(np.nanargmax(wins.to_numpy(float)))
    champion, rank = frame.index[place], int(frame["rank"].iloc[place])
    if rank == 1:
        return [f"{champion} also won the most matches ({percent(wins.max())} of its own)."]
    return [
        f"Winning matches is not winning the tournament: {champion} beat its opponent in"
        f" {percent(wins.max())} of its matches, more than anyone, and came {_ordinal(rank)}."
    ]


def _names(frame: "pd.DataFrame", chosen: "pd.Series[bool]") -> list[str]:
    return [str(name) for name in frame.index[chosen]]


def _ordinal(rank: int) -> str:
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
