"""A tournament in plain words: sentences made of its numbers and of its tests."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.reports.tournament.findings import RULES, Findings
from analysis.words import count, decimals, listing, number, percent, probability, significant

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.tournament import Results

PROPERTIES = {
    "nice": "nice (never the first to defect)",
    "provocable": "provocable (defects when defected on)",
    "forgiving": "forgiving (takes a repentant opponent back)",
    "not_envious": "not envious (seldom does better than its opponent)",
}
"""Axelrod's four, by their column of `analysis.properties`."""
TOP = 10  # at most so many players are called the top, and at most a third
LEVEL = 0.05
EXTINCT = 0.001  # a smaller share of a population counts as none


def summary(found: Findings) -> list[str]:
    """Return what the tournament showed, one sentence or two per finding.

    Parameters
    ----------
    found
        Its statistics.
    """
    return [
        *_winner(found),
        *_how_surely(found),
        *_tiers(found),
        *_differ(found),
        *_field(found),
        *_cooperation(found),
        *_top(found),
        *_wins(found),
        *_fields(found),
        *_ecology(found),
    ]


def facts(found: Findings) -> list[tuple[str, str]]:
    """Return the few numbers to see first, each with what it is of."""
    name, places, parts = found.names[0], found.places, found.sub_fields
    if len(found.names) < 3:
        return []
    frame = found.ranking
    what = RULES[found.by].replace("mean score", "mean payoff per turn")
    first = [(told(found, frame[found.by].iloc[0]), f"{what} of {name}, which came first")]
    if places is not None and not found.exact:
        first.append(
            (percent(places["first"].iloc[0]), f"of resamples have {places.index[0]} first")
        )
    if not frame["standard_error"].isna().any():
        first.append((str(frame["tier"].iloc[-1]), f"tiers of {len(frame)} players"))
    if parts is not None and len(frame) >= 5 and name in parts.index:
        share = float(parts.loc[name, "first"])  # type: ignore[arg-type]
        first.append((percent(share), f"of random fields of {parts.attrs['size']} won by {name}"))
    return first


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


def how_it_was_ranked(found: Findings) -> str:
    """Return the rule of ranking, and whether places were played until they were settled."""
    from tournament.cli.screen import settled

    copies = "counted" if found.ranking.attrs["self_play"] else "not counted"
    text = f"Ranked by {RULES[found.by]}, matches against copies {copies}."
    if found.by != "score":
        text += " Sentences and tables that name no other rule are about mean scores."
    if "settling" in found.results.manifest:
        text += f" {settled(found.results)}"
    return text


def certainty(found: Findings) -> str:
    """Return what the intervals of the ranking mean, or why there are none."""
    errors = found.ranking["standard_error"].to_numpy(float)
    if found.results.repetitions == 1 and np.isnan(errors).any():
        return (
            "Chance had a part, and one repetition says nothing about luck: where it had, there is"
            " no interval (—)."
        )
    if found.exact:
        return (
            "Nothing in these matches was left to chance: the scores are exact and would come out"
            " the same again."
        )
    return (
        "Of 100 tournaments like this one, about 95 would have intervals that contain the player's"
        f" true {RULES[found.by]}."
    )


def top(found: Findings) -> int:
    """Return how many of the first players are called the top."""
    return max(1, min(TOP, len(found.names) // 3))


# -- who wins, and how surely ---------------------------------------------------------------------


def _winner(found: Findings) -> list[str]:
    frame, by = found.ranking, found.by
    best, name = frame.iloc[0], found.names[0]
    score = shown(found, best[by])
    if len(frame) == 1:
        return [f"{name} played alone, with {score}."]
    if np.isnan(best["standard_error"]):
        return [
            f"{name} came first with {score}; after one repetition this may be luck. Play more"
            " repetitions to know."
        ]
    if found.exact:
        alike = _names(frame, frame[by] == best[by])
        if len(alike) > 1:
            return [f"{listing(alike)} share the first place with {score}."]
        return [f"{name} won with {score}: exactly, for chance had no part."]
    between = f"{told(found, best['low'])} to {told(found, best['high'])}"
    sure = f" (95 % interval {between})" if best["standard_error"] > 0 else ""
    others = [other for other in _maybe_first(found) if other != name]
    if others:
        return [
            f"{name} came first with {score}{sure}, but the first place is not decided:"
            f" {listing(others)} may truly be first, too."
        ]
    if found.by == "score":
        return [
            f"{name} won with {score}{sure}, ahead of everyone else by more than chance explains."
        ]
    return [f"{name} won with {score}{sure}; no other interval overlaps its own."]


def _maybe_first(found: Findings) -> list[str]:
    """Return those than whom nobody is surely better: by the test of all rivals at once, or by the
    intervals of another rule."""
    places = found.places if found.by == "score" else None
    frame = found.ranking if places is None else places
    return _names(frame, frame["best_rank"] == 1)


def _how_surely(found: Findings) -> list[str]:
    """Say where the winner may truly stand, and whether the second is separated from it."""
    places, pairs = found.places, found.pairs
    if found.exact or places is None or pairs is None:
        return []
    first, second = map(str, places.index[:2])  # by mean score
    row: Any = places.loc[first]
    low, high = int(row["best_rank"]), int(row["worst_rank"])
    where = f"place {low}" if low == high else f"places {low} to {high}"
    pair = (first, second) if (first, second) in pairs.index else (second, first)
    test: Any = pairs.loc[pair]
    gap = number(test["difference"], decimals(found.results.game) + 1)
    among = ""
    if len(pairs) > 1:
        among = f" by itself, {probability(test['p_holm'])} among all {len(pairs):,} pairs (Holm)"
    text = (
        f"{_by_score(found, 'How surely')}: {first} comes first in {percent(row['first'])} of"
        f" resampled tournaments, and may truly have {where} (95 %, all rivals at once). The next,"
        f" {second}, is {gap} behind, which is {'' if test['settled'] else 'not '}enough to"
        f" separate them: {probability(test['p'])}{among}."
    )
    needed = test["repetitions"]
    if not test["settled"] and needed > found.results.repetitions:
        text += (
            f" If the difference is as large as it looks, about {needed:,.0f} repetitions would"
            " show it in a test of this pair alone."
        )
    return [text]


def _tiers(found: Findings) -> list[str]:
    frame = found.ranking
    if len(frame) < 3 or frame["standard_error"].isna().any():
        return []
    tiers = int(frame["tier"].iloc[-1])
    if found.exact:
        if tiers == len(frame):
            return []
        return [f"Exact ties leave {count(tiers, 'place')} for {len(frame)} players."]
    if tiers == 1:
        return [
            "All players are in one tier: nowhere in the ranking do neighbours' intervals part."
        ]
    return [
        f"The {len(frame)} players fall into {tiers} tiers, between which the intervals of"
        " neighbours part; order within a tier may be luck."
    ]


def _differ(found: Findings) -> list[str]:
    """Say whether players differ at all, by luck and by opponent."""
    luck, kind = found.friedman_repetitions, found.friedman_opponents
    lines = []
    if luck is not None and not found.exact:
        p = probability(luck["p"])
        lines.append(
            f"Players differ by more than luck: ranks hold from repetition to repetition"
            f" (Friedman's test, {p})."
            if luck["p"] < LEVEL
            else f"By their ranks in each repetition, players cannot be shown to differ at all"
            f" (Friedman's test, {p})."
        )
    if kind is not None:
        p = probability(kind["p"])
        lines.append(
            f"Some do better than others whoever the opponent is (Friedman's test of ranks against"
            f" each opponent, {p})."
            if kind["p"] < LEVEL
            else "Nobody can be shown to do better than others whoever the opponent is (Friedman's"
            f" test of ranks against each opponent, {p}): it depends on the opponent."
        )
    return [" ".join(lines)] if lines else []


def _field(found: Findings) -> list[str]:
    frame = found.ranking
    if len(frame) < 3:
        return []
    mean, last = frame[found.by].mean(), frame[found.by].iloc[-1]
    return [
        f"The average of the field is {told(found, mean)};"
        f" {frame.index[-1]} came last with {told(found, last)}."
    ]


# -- what the top has in common -------------------------------------------------------------------


def _cooperation(found: Findings) -> list[str]:
    frame = found.ranking
    rates = frame["cooperation"]
    if not rates.notna().any() or len(frame) == 1:
        return []
    most, least = rates.max(), rates.min()
    if most == least:
        return [f"Everyone cooperated in {percent(most)} of the turns."]
    return [
        f"Most cooperative: {listing(_names(frame, rates == most))} ({percent(most)} of the turns);"
        f" least: {listing(_names(frame, rates == least))} ({percent(least)}). On average"
        f" {percent(rates.mean())} of the moves were cooperation.{_paid(found)}"
    ]


def _paid(found: Findings) -> str:
    """Say whether cooperation paid: Spearman's rank correlation of cooperation with the score."""
    from analysis.statistics.hypothesis_tests import rank_correlation

    pair = found.ranking[["cooperation", found.by]].dropna()
    if len(pair) < 8 or (pair.nunique() == 1).any():
        return ""
    r, p = rank_correlation(pair["cooperation"], pair[found.by])
    r = -r if found.results.game.less_is_better and found.by != "wins" else r
    if p >= LEVEL:
        return (
            " Cooperative players did neither clearly better nor worse than others (rank"
            f" correlation {r:.2f}, {probability(p)})."
        )
    return (
        f" More cooperative players tended to do {'better' if r > 0 else 'worse'} (rank"
        f" correlation {r:.2f}, {probability(p)})."
    )


def _top(found: Findings) -> list[str]:
    """Compare the first players with the others by Axelrod's four properties, as measured."""
    from analysis.statistics.hypothesis_tests import fisher, holm

    first = top(found)
    if len(found.names) < 3:
        return []
    counts, tests = {}, {}
    for name in PROPERTIES:
        has = found.behaviour[f"is_{name}"]
        parts = [part.dropna().astype(bool) for part in (has.iloc[:first], has.iloc[first:])]
        if not len(parts[0]):
            continue
        counts[name] = [(int(part.sum()), len(part)) for part in parts]
        if len(parts[1]):
            tests[name] = fisher(*([k, n - k] for k, n in counts[name]))
    if not counts:
        return []
    what = "The winner" if first == 1 else f"The first {first}"
    lines = [
        f"{PROPERTIES[name]} {_of(*parts[0], first)}, of the others {parts[1][0]} of {parts[1][1]}"
        for name, parts in counts.items()
    ]
    text = f"{what}, by Axelrod's properties as played: {'; '.join(lines)}."
    if len(found.names) >= 12 and tests:
        corrected = dict(zip(tests, holm(np.array(list(tests.values()))), strict=True))
        more, less = (
            [name for name, p in corrected.items() if p < LEVEL and _more(counts[name]) is way]
            for way in (True, False)
        )
        ways = [
            f"{listing([_bare(n) for n in names])} {word} often"
            for names, word in ((more, "more"), (less, "less"))
            if names
        ]
        least = min(corrected.values())
        if ways:
            text += f" So the top is {' and '.join(ways)} than the rest"
        else:
            text += " None of this sets the top apart from the rest"
        text += f" (Fisher's exact tests, smallest {probability(least)} after Holm)."
    return [text]


def _of(has: int, known: int, first: int) -> str:
    if first == 1:
        return "yes" if has else "no"
    return f"{has} of {known}"


def _more(parts: list[tuple[int, int]]) -> bool:
    (a, m), (b, n) = parts
    return a / m > b / n


def _bare(name: str) -> str:
    return name.replace("_", " ")


def _wins(found: Findings) -> list[str]:
    frame = found.ranking
    if found.by == "wins" or len(frame) < 3 or not frame["wins"].max() > 0:
        return []
    wins = frame["wins"]
    place = int(np.nanargmax(wins.to_numpy(float)))
    champion, rank = frame.index[place], int(frame["rank"].iloc[place])
    if rank == 1:
        return [f"{champion} also won the most matches ({percent(wins.max())} of its own)."]
    return [
        f"Winning matches is not winning the tournament: {champion} beat its opponent in"
        f" {percent(wins.max())} of its matches, more than anyone, and came {_ordinal(rank)}."
    ]


# -- the field ------------------------------------------------------------------------------------


def _fields(found: Findings) -> list[str]:
    """Say how much the winner owes to who else was there."""
    parts, makers = found.sub_fields, found.kingmakers
    if parts is None or makers is None or len(found.names) < 5:
        return []
    score = found.ranking["score"]
    best = str(score.idxmin() if found.results.game.less_is_better else score.idxmax())
    drawn, size = parts.attrs["fields"], parts.attrs["size"]
    which = f"all {drawn:,}" if parts.attrs["all"] else f"{drawn:,} random"
    first: dict[str, float] = parts["first"].to_dict()  # type: ignore[assignment]
    text = (
        f"{_by_score(found, 'How much that depends on the field')}: of {which} fields of {size} of"
        f" these players, {best}"
        f" would win {percent(first[best])} of those it is in"
    )
    rival = str(parts.index[0] if parts.index[0] != best else parts.index[1])
    text += f"; {rival} {percent(first[rival])}."
    if len(makers):
        named = [str(name) for name in makers.index.unique("player")]
        instead = list(dict.fromkeys(makers["instead"]))
        text += (
            f" It owes the first place to {listing(named)}: without"
            f" {'it' if len(named) == 1 else 'any one of these'},"
            f" {instead[0] if len(instead) == 1 else 'another'} would be first"
            + (f" ({listing(instead)})." if len(instead) > 1 else ".")
        )
    else:
        text += " No single other player's absence would change who is first."
    return [text]


def _ecology(found: Findings) -> list[str]:
    """Say who survives when success means more copies."""
    orbit = found.ecological
    if orbit is None or len(found.names) < 3:
        return []
    last = orbit.iloc[-1].sort_values(ascending=False, kind="stable")
    alive = int((last >= EXTINCT).sum())
    named = [
        f"{name} ({percent(share)})" for name, share in last.head(3).items() if share >= EXTINCT
    ]
    text = (
        f"In an ecological tournament, in which success means more copies in the next generation,"
        f" {count(alive, 'player')} of {len(last)} {'has' if alive == 1 else 'have'} at least"
        f" {percent(EXTINCT)} of the population after {len(orbit) - 1:,} generations; the largest:"
        f" {listing(named)}."
    )
    winner = found.names[0]
    if winner not in list(last.index[:3]):
        share = last[winner]
        text += f" {winner}, first in the ranking, " + (
            f"ends with {percent(share)}." if share >= EXTINCT else "dies out."
        )
    return [text]


# -- words ----------------------------------------------------------------------------------------


def _by_score(found: Findings, words: str) -> str:
    """Return what a sentence begins with that is about mean scores, whatever the ranking's rule."""
    return words if found.by == "score" else "By mean score"


def shown(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule with what it is: "a score of 11.67 per turn"."""
    text, costs = told(found, value), found.results.game.less_is_better
    if found.by == "wins":
        return f"{text} of its matches won"
    if found.by == "points":
        return f"{text} {'of costs' if costs else 'points'} per repetition"
    what = "a median" if found.by == "median" else "a"
    return f"{what} {'cost' if costs else 'score'} of {text} per turn"


def told(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule."""
    if found.by == "wins":
        return percent(value)
    if found.by == "points":
        return number(value, significant(found.ranking["points"].to_numpy(float)))
    return number(value, decimals(found.results.game))


def _names(frame: "pd.DataFrame", chosen: "pd.Series[bool]") -> list[str]:
    return [str(name) for name in frame.index[chosen]]


def _ordinal(rank: int) -> str:
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
