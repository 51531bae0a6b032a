"""Sentences on how a population ended: who took over, who survives, and how sure that is."""

from typing import Any

import numpy as np

from analysis.reports.population.findings import Findings, Side
from analysis.words import SURE, count, listing, percent, some_others, span

NAMED = 3  # types that are named in a list
SAME = 5e-4  # a change of a share that a reader does not see


def who(found: Findings) -> list[str]:
    """Say who took over or survives, in each role."""
    say = took_over if found.fixes else survives
    return [f"{side.begin}{say(found, side)}" for side in found.sides()]


def alone(side: Side) -> bool:
    """Return whether all players of a role are of one type."""
    return len(side.ranking) == 1


# -- repetitions that end by fixation --------------------------------------------------------------


def took_over(found: Findings, side: Side) -> str:
    """Say which types took over how often."""
    frame, many = side.ranking, found.results.repetitions
    if alone(side):
        return f"all players are {frame.index[0]}, so nothing can change."
    often = found.fixation.loc[frame.index, "repetitions"].sort_values(
        ascending=False, kind="stable"
    )
    won = often[often > 0]
    if won.empty:
        return _nobody(found, side)
    first = won[won == won.iloc[0]]
    names = listing([str(name) for name in first.index], NAMED)
    if many == 1:
        return f"{names} took over in the only repetition."
    row = frame.loc[first.index[0]]
    chance = f"{SURE} interval {_interval(found.fixation.loc[first.index[0]])}"
    if won.iloc[0] == many:
        return f"{names} took over in all {many:,} repetitions ({chance})."
    each = " each" if len(first) > 1 else ""
    times = f"in {won.iloc[0]:,} of {many:,} repetitions{each}"
    said = f"{names} took over most often: {times} ({percent(row['fixed'])}; {chance})"
    if len(won) == 1:
        said = f"{names} took over {times} ({percent(row['fixed'])}; {chance})"
    return f"{said}{_luck(found, first.index)}.{_others(won.iloc[len(first) :])}{_open(found)}"


def _luck(found: Findings, first: Any) -> str:
    """Say whether another type may truly take over more often."""
    fixed = found.fixation
    rest = fixed.index.difference(first, sort=False)
    same = [n for n in rest if found.results.roles[n] == found.results.roles[first[0]]]
    near = [str(n) for n in same if fixed.loc[n, "high"] >= fixed.loc[first[0], "low"]]
    it = "it" if len(first) == 1 else "them"
    return f", but chance alone may have put {it} before {listing(near, NAMED)}" if near else ""


def _others(won: Any) -> str:
    """Say how often the other types took over."""
    listed = [f"{name} in {many:,}" for name, many in won.items()]
    if not listed:
        return ""
    shown = listed[:NAMED]
    more = len(listed) - len(shown)
    tail = f", and {more} other types more rarely" if more > 1 else ""
    tail = ", and 1 other type more rarely" if more == 1 else tail
    begin, *rest = shown
    words = begin.replace(" in ", " took over in ", 1)
    if more:
        return f" {', '.join([words, *rest])}{tail}."
    return f" {listing([words, *rest])}."


def _open(found: Findings) -> str:
    """Say how many repetitions ended with several types."""
    if not found.open:
        return ""
    times = count(found.open, "repetition")
    return f" In {times}, several types were left when generation {found.last:,} was over."


def _nobody(found: Findings, side: Side) -> str:
    """Say that nobody took over, and who had most places."""
    many, frame = found.results.repetitions, side.ranking
    where = "in the only repetition" if many == 1 else f"in any of {many:,} repetitions"
    said = f"no type took over {where}: several were left when generation {found.last:,} was over."
    first = leaders(frame)
    share = percent(frame["share"].iloc[0])
    verb = "had" if len(first) == 1 else "each had"
    said += f" {listing(first, NAMED)} {verb} {share} of the places then"
    if many > 1:
        said += f" on average ({SURE} interval {_interval(frame.iloc[0])})"
        return f"{said}{_maybe(frame, first)}."
    return f"{said}."


# -- repetitions that go on ------------------------------------------------------------------------


def survives(found: Findings, side: Side) -> str:
    """Say which types had most places over the second half of the time."""
    frame = side.ranking
    since, to = (found.results.average.attrs[end] for end in ("since", "to"))
    if alone(side):
        return f"all players are {frame.index[0]}, so nothing can change."
    first = leaders(frame)
    share = percent(frame["share"].iloc[0])
    if len(first) == len(frame):
        many = "both" if len(frame) == 2 else f"all {len(frame)}"
        return f"{many} types had the same share of the places: {share}."
    over = f"on average over generations {since:,} to {to:,}"
    if since == to:
        over = f"in generation {to:,}"
    verb = "had most places" if len(first) == 1 else "had most places, each"
    said = f"{listing(first, NAMED)} {verb}: {share} {over}"
    if found.certain or not frame["standard_error"].iloc[0]:
        return f"{said}."
    if np.isnan(frame["low"].iloc[0]):
        return f"{said}. There is too little to say how sure that is."
    return f"{said} ({SURE} interval {_interval(frame.iloc[0])}){_maybe(frame, first)}."


def leaders(frame: Any) -> list[str]:
    """Return the names of the types of rank 1."""
    ranks = frame["rank"]
    return [str(name) for name in ranks.index[ranks == 1]]


def _maybe(frame: Any, first: list[str]) -> str:
    """Say who else may truly be first."""
    best = frame["best_rank"]
    near = [str(name) for name in best.index[best == 1] if str(name) not in first]
    if not near:
        return ""
    it = "it" if len(first) == 1 else "them"
    return f", but chance alone may have put {it} before {listing(near, NAMED)}"


def _interval(row: Any) -> str:
    low, high = row["low"], row["high"]
    return span(percent(low), percent(high))


# -- more about the end ----------------------------------------------------------------------------


def neutral(found: Findings) -> list[str]:
    """Compare how often types took over with their shares at the start.

    If types do not differ, each takes over as often as its share of the places is at the start.
    That holds on any graph, if types begin in random places.
    """
    results = found.results
    if not found.fixes or found.open or results.repetitions == 1 or not found.even:
        return []
    said = []
    for side in found.sides():
        if alone(side):
            continue
        fixed = found.fixation.loc[side.ranking.index]
        start = side.ranking["start"]
        more = [str(n) for n in fixed.index[fixed["low"] > start]]
        less = [str(n) for n in fixed.index[fixed["high"] < start]]
        parts = [
            f"{listing(names, NAMED)} did so {word} often than that"
            for names, word in ((more, "more"), (less, "less"))
            if names
        ]
        if not parts:
            parts = ["No type did so more or less often than that by more than chance explains"]
        words = "If types were paid alike, each would take over as often as its share of the places"
        said.append(f"{side.begin}{words} is at the start. {'; '.join(parts)}.")
    return said


def times(found: Findings) -> list[str]:
    """Say how long it took until one type had all places."""
    closed = found.results.times["fixed"].notna()
    after = found.results.times["generation"][closed]
    if not found.fixes or after.empty or not after.max():
        return []
    low, high = int(after.min()), int(after.max())
    if low == high:
        return [f"One type had all places after {count(high, 'generation')}."]
    return [
        f"One type had all places after {after.mean():,.1f} generations on average, and after"
        f" {span(f'{low:,}', f'{high:,}')} generations in single repetitions."
    ]


def gone(found: Findings) -> list[str]:
    """Say which types are left in no repetition, where none ended by fixation everywhere."""
    names, many = found.gone, found.results.repetitions
    if not names or (found.fixes and not found.open):
        return []
    where = "" if many == 1 else f" in all {many:,} repetitions"
    verb = "was" if len(names) == 1 else "were"
    said = f"{listing(names, NAMED)} {verb} gone in the end{where}."
    if found.results.rules.mutates:
        said += " Mutation can bring a type back."
    return [said]


def moved(found: Findings) -> list[str]:
    """Say how far the share of the first type moved from the start to the end."""
    if found.fixes and not found.open:
        return []
    name = str(found.ranking.index[0])
    shares = found.results.shares[name].to_numpy(float)
    begin, end = shares[0], shares[-1]
    if abs(end - begin) < SAME or len(shares) < 2:
        return []
    way = "rose" if end > begin else "fell"
    said = f"The share of {name} {way} from {percent(begin)} to {percent(end)}."
    low, high = int(shares.argmin()), int(shares.argmax())
    looks = found.results.looks
    if shares[high] > max(begin, end) + 0.02:
        said += f" It was highest in generation {looks[high]:,} ({percent(shares[high])})."
    if shares[low] < min(begin, end) - 0.02:
        said += f" It was lowest in generation {looks[low]:,} ({percent(shares[low])})."
    return [said]


def left(found: Findings) -> str:
    """Say how many of the other types may be first, for a line; nothing where there are none."""
    frame = next(iter(found.sides())).ranking
    first = frame["rank"] == 1
    others = int((~first).sum())
    if not others:
        return ""
    maybe = int(((frame["best_rank"] == 1) & ~first).sum())
    return f"{some_others(maybe, others, 'type', *['could truly be first'] * 2)}."
