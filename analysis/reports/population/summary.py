"""A population in plain words: sentences made of its numbers."""

from typing import Any

import numpy as np

from analysis.reports.population import endings
from analysis.reports.population.findings import Findings
from analysis.words import SURE, count, listing, percent, span
from tournament.rules.population import GIVEN, PROCESSES

FIRST = 3  # types that are named for the long run


def long_run(found: Findings) -> list[str]:
    """Say what theory says of the long run: with the mutation that was played, or a rare one."""
    if found.theory is None:
        return []
    mixed = found.theory.mixed
    shares = found.theory.rare if mixed is None else mixed.shares
    shares = shares.sort_values(ascending=False, kind="stable")
    told = [f"{name} {percent(float(share))}" for name, share in shares.head(FIRST).items()]
    even, each = np.ptp(shares) < endings.SAME, percent(float(shares.iloc[0]))
    more = len(shares) > FIRST
    if mixed is not None:
        said = f"mean shares in the long run are {listing(told)}{'; others have the rest' * more}"
        said = f"all types have the same mean share in the long run: {each}" if even else said
        return [f"Theory: with this mutation, {said}.{_compared(found, mixed.shares)}"]
    if even:
        return [
            "Theory: if mutations are rare, the population is of each type equally often in the"
            f" long run ({each} of the time)."
        ]
    return [
        "Theory: if mutations are rare, the population is of one type nearly always. In the long"
        f" run that is {listing(told)} of the time{'; other types have the rest' * more}."
    ]


def _compared(found: Findings, shares: Any) -> str:
    """Return a sentence on whether the intervals of what was played contain theory."""
    frame = found.ranking
    if found.fixes or frame["low"].isna().any() or found.results.repetitions == 1:
        return ""
    rounding = 1e-9
    low, high = frame["low"] - rounding, frame["high"] + rounding
    outside = [str(name) for name in frame.index if not low[name] <= shares[name] <= high[name]]
    if not outside:
        return " All intervals of what was played contain these."
    one = len(outside) == 1
    which = (
        f"The interval of {outside[0]} does"
        if one
        else (f"The intervals of {listing(outside, endings.NAMED)} do")
    )
    return f" {which} not contain theory: the time that was played may be too short."


def from_start(found: Findings) -> list[str]:
    """Compare how often, and how fast, the first of two types took over with what theory says."""
    theory, results = found.theory, found.results
    if theory is None or theory.ahead is None or not found.fixes or found.open or found.certain:
        return []
    name, ahead = results.types[0], theory.ahead
    said = f"Theory gives {name} a chance of {percent(ahead.chance)} to take over from this start"
    if np.isfinite(ahead.generations):
        said += f", and expects {ahead.generations:,.1f} generations until one type has all places"
    if results.repetitions == 1:
        return [f"{said}."]
    row: Any = found.fixation.loc[name]
    inside = row["low"] <= ahead.chance <= row["high"]
    seen = f"{percent(row['share'])} were seen ({SURE} interval {_span(row['low'], row['high'])})"
    odd = "" if inside else "; one of 20 such intervals misses by chance alone"
    where = "inside" if inside else "outside"
    return [f"{said}. {seen}: the chance of theory is {where} the interval{odd}."]


def once(found: Findings) -> list[str]:
    """Say what one repetition can tell."""
    if found.results.repetitions > 1:
        return []
    if found.certain:
        return ["Chance had no part in this: another repetition would be the same."]
    return [
        "All this is from one repetition, and says what happened in it. Only several repetitions"
        " can say whether it would happen again."
    ]


SENTENCES = (
    ("ranking", endings.who),
    ("sure", endings.neutral),
    ("time", endings.times),
    ("time", endings.moved),
    ("ranking", endings.gone),
    ("sure", from_start),
    ("why", long_run),
    ("sure", once),
)
"""What can be said, in this order, and in which part of the page; each may have nothing to say."""


def summary(found: Findings) -> list[str]:
    """Return what the population showed, a few sentences per finding.

    Parameters
    ----------
    found
        Its numbers.
    """
    if all(map(endings.alone, found.sides())):
        return [upper(text) for text in endings.who(found)]
    return [upper(text) for _, say in SENTENCES for text in say(found)]


def layers(found: Findings) -> dict[str, list[str]]:
    """Return the sentences of each part of the page.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    told: dict[str, list[str]] = {part: [] for part, _ in SENTENCES}
    if all(map(endings.alone, found.sides())):
        return told | {"ranking": summary(found)}
    for part, say in SENTENCES:
        told[part] += [upper(text) for text in say(found)]
    return told


def upper(text: str) -> str:
    """Return a sentence whose first letter is a capital one, unless it begins with a name.

    >>> upper("no type took over."), upper("tit_for_tat took over.")
    ('No type took over.', 'tit_for_tat took over.')
    """
    own = ("no type", "all ", "both ")
    return text[0].upper() + text[1:] if text.startswith(own) else text


def title(found: Findings) -> str:
    """Return what the report is called."""
    results = found.results
    types, size = count(len(results.types), "type"), count(results.size, "player")
    if found.two:
        return f"Two populations of {size} each: {types}"
    return f"A population of {size}: {types}"


def how_it_was_played(found: Findings) -> str:
    """Return who met whom, how it began, and what a step was."""
    results, rules = found.results, found.results.rules
    process = PROCESSES[rules.process]
    mixed = results.structure == "well mixed"
    who = "everybody meets everybody" if mixed else results.structure
    step = "In a generation, all places are renewed at once"
    if not rules.synchronous:
        step = f"A generation is {count(results.size, 'such step')}"
    payoff = "the mean over" if rules.average else "the sum over"
    return (
        f"Who meets whom: {who}. Start: {results.start}. One step: {process.says}. {step}."
        f" A player is paid {payoff} those whom it meets."
    )


def certainty(found: Findings) -> str:
    """Return what the intervals of the ranking mean, or why there are none.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    many = found.results.repetitions
    if found.certain:
        return "Chance had no part, so there are no intervals."
    if found.fixes:
        if many == 1:
            return (
                "One repetition says little on chance: the intervals are those of one draw, and"
                " wide."
            )
        return (
            f"Shares are means over {many:,} repetitions. Among 100 such intervals (Wilson's),"
            " about 95 contain the true share."
        )
    since, to = (found.results.average.attrs[end] for end in ("since", "to"))
    over = f"Shares are means over generations {since:,} to {to:,}"
    if since == to:
        over = f"Shares are those of generation {to:,}"
    if np.isnan(found.ranking["standard_error"]).all():
        return f"{over}. So few generations of one repetition say nothing on chance."
    if many == 1:
        return (
            f"{over}. The intervals say how far such a mean moves with time in this repetition;"
            " another repetition may end elsewhere."
        )
    too = "means" if since == to else "and"
    return (
        f"{over}, {too} over {many:,} repetitions. Among 100 such intervals, about 95 contain the"
        " true mean."
    )


def of_payoffs(found: Findings) -> str:
    """Return where payoffs come from, and how sure they are.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    if found.results.rules.live:
        return "Encounters were played one by one, so there is no table of payoffs."
    if found.errors == 0:
        given = "were given, and count as" if found.results.rules.matches == GIVEN else "are"
        return f"The payoffs {given} exact."
    if np.isnan(found.errors):
        return "The errors of the payoffs are not known."
    return (
        f"The payoffs were sampled: their standard errors are up to {found.errors:.2g}. The"
        " population was played with these payoffs as they are."
    )


def _span(low: float, high: float) -> str:
    return span(percent(low), percent(high))
