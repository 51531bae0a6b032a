"""A season in plain words: sentences made of its numbers."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.reports.season.numbers import (
    Difference,
    attitude,
    by_attitude,
    by_repetition,
    daily_niceness,
    difference,
    grid,
    most_of,
    opened,
    places,
    rule_names,
)
from analysis.words import count, listing, number, percent, significant

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults

FEW = 10  # of fewer towns, a tenth is none
CROWD = 50  # towns from which on chance alone has a known Gini coefficient
STEP = 0.02  # a change in the share of nice moves that is worth a sentence of its own


def summary(results: "SeasonResults") -> list[str]:
    """Return what the season showed, one sentence or two per finding.

    Parameters
    ----------
    results
        A played season.
    """
    if not opened(results):
        left = results.towns["sent"].sum()
        what = "Gifts were left, but none was opened" if left else "Nobody gave anything"
        return [f"{what}: nobody earned anything, and there is nothing to compare."]
    return [
        *_best(results),
        *_attitudes(results),
        *_partners(results),
        *_concentration(results),
        *_days(results),
        *_advantage(results),
        *_new(results),
        *_unopened(results),
        *_once(results),
    ]


def facts(results: "SeasonResults") -> list[tuple[str, str]]:
    """Return the few numbers that everybody asks for, each with what it says.

    Parameters
    ----------
    results
        A played season.
    """
    towns, gifts = results.towns, opened(results)
    digits = digits_of(results)
    seasons = count(results.repetitions, "season") + " of " + count(results.rules.days, "day")
    size = len(results.kind_of[0])
    told = [(f"{size:,}", f"towns of {count(len(results.kinds), 'kind')}; {seasons}")]
    sent = float(towns["sent"].sum()) / results.repetitions
    lost = f"; {percent(1 - gifts / sent)} of those left never were" if gifts < sent else ""
    per = "a season" if results.repetitions > 1 else "in the season"
    told.append((f"{gifts:,.0f}", f"gifts opened {per}{lost}"))
    if not gifts:
        return told
    moves = np.sum([t.daily.sum((0, 1, 2)) for t in results.tallies], axis=0)
    told.append((percent(moves[:2].sum() / moves.sum()), "of all moves were nice"))
    incomes = results.ranking["income"]
    cost = "cost" if results.rules.game.less_is_better else "income"
    spread = ""
    if len(incomes) > 1 and np.ptp(incomes) > 0.5 * 10.0**-digits:
        spread = f"; by kind {number(incomes.min(), digits)} to {number(incomes.max(), digits)}"
    told.append((number(towns["income"].mean(), digits), f"mean {cost} of a town{spread}"))
    gini = float(results.inequality["received"].mean())
    told.append((number(gini, 2), "Gini coefficient of gifts received: 0 is equal shares"))
    return told


def how_it_was_played(results: "SeasonResults") -> str:
    """Return who was friends with whom, and how kinds differ."""
    friends = results.friends
    if friends == "everyone":
        graph = "All towns are friends of each other"
    elif friends == "given":
        graph = "Who is friends with whom was given"
    else:
        graph = f"Each town has {count(int(friends), 'friend')}, picked at random"
    return (
        f"{graph}. A kind is a strategy, which says whether to be nice, with a partner rule, which"
        " says who gets the gifts."
    )


def certainty(results: "SeasonResults") -> str:
    """Return what the intervals of the ranking mean, or why there are none.

    Parameters
    ----------
    results
        A played season.
    """
    errors = places(results)["standard_error"].to_numpy(float)
    if np.isnan(errors).all():
        return (
            "One season with one town of each kind says nothing about luck: there are no intervals."
        )
    some = " A kind with one town has no interval (—)." if np.isnan(errors).any() else ""
    if results.repetitions == 1:
        if not np.nan_to_num(errors).any():
            return f"All towns of a kind earned the same.{some}"
        return (
            "There was one season only, so the intervals are those over towns, taken for"
            " independent; as towns trade with one another, they may be too narrow. Several"
            f" repetitions say more.{some}"
        )
    if not errors.any():
        return "Every repetition came out the same, so the incomes have no error."
    return (
        "The interval says how far the mean over"
        f" {results.repetitions} repetitions, each with a new graph of friends, may be from the"
        f" true one: 95 of 100 such intervals contain it."
    )


def digits_of(results: "SeasonResults") -> int:
    """Return how many decimals suit the incomes."""
    return significant(results.ranking["income"].to_numpy(float))


def _best(results: "SeasonResults") -> list[str]:
    frame, digits = places(results), digits_of(results)
    best = frame.iloc[0]
    first = [str(name) for name in frame.index[frame["best_rank"] == 1]]
    leaders = [str(name) for name in frame.index[frame["rank"] == 1]]
    less = results.rules.game.less_is_better
    s = "s" if len(leaders) == 1 else ""
    money, earns = ("a cost of", f"pay{s} least:") if less else ("", f"earn{s} most:")
    income = f"{money} {number(best['income'], digits)} per town over the season".strip()
    if len(frame) == 1:
        return [f"All towns play {frame.index[0]}: {income}."]
    equal = np.ptp(frame["income"].to_numpy()) <= 1e-9 * (1 + abs(best["income"]))
    if equal:
        return [f"All {count(len(frame), 'kind')} end with the same: {income}."]
    last = f"{frame.index[-1]} is last with {number(frame['income'].iloc[-1], digits)}"
    said = f"{listing(leaders)} {earns} {income}"
    if np.isnan(best["standard_error"]):
        return [f"{said}; with one town in one season this may be luck. {last}."]
    interval = f"{number(best['low'], digits)} to {number(best['high'], digits)}"
    said += f" (95 % interval {interval})" if best["standard_error"] > 0 else ""
    others = [name for name in first if name not in leaders]
    if others:
        said += f", but the first place is not decided: chance may put {listing(others)} there"
    elif len(leaders) == 1:
        said += ", ahead of all others by more than chance explains"
    return [f"{said}. {last}."]


def _attitudes(results: "SeasonResults") -> list[str]:
    """Compare towns that were nice with towns that were naughty."""
    towns, digits = results.towns, digits_of(results)
    who = attitude(towns["nice"].to_numpy())
    means = by_attitude(results)
    many = {k: float((who == k).sum()) / results.repetitions for k in (2, 0)}
    if not (many[2] and many[0]):
        known = towns["nice"].dropna()
        if len(known) and many[2] * results.repetitions == len(known):
            return [f"All towns were nice in {_at_least(known.min())} of their moves."]
        if len(known) and many[0] * results.repetitions == len(known):
            return [f"All towns were naughty in {_at_least(1 - known.max())} of their moves."]
        return []
    income = towns["income"].to_numpy()
    nice, naughty = (float(income[who == k].mean()) for k in (2, 0))
    gap = difference(means[2].to_numpy(), means[0].to_numpy())
    if np.isnan(gap.reach):
        one, other = income[who == 2], income[who == 0]
        if min(len(one), len(other)) > 1:
            error = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
            gap = Difference(nice - naughty, 1.96 * float(error))
    less = results.rules.game.less_is_better
    said = (
        f"A nice town (two thirds of its moves or more; {many[2]:,.0f} of them)"
        f" {'paid' if less else 'earned'} {number(nice, digits)}, a naughty one (one third or less;"
        f" {many[0]:,.0f}) {number(naughty, digits)}"
    )
    if np.isnan(gap.reach):
        return [f"{said}; from so few towns nothing follows."]
    better = (gap.mean > 0) != less
    if gap.sure:
        size = number(abs(gap.mean), digits)
        return [
            f"{said}: being {'nice' if better else 'naughty'} went with {size} (± "
            f"{number(gap.reach, digits)}) {'less to pay' if less else 'more'}."
        ]
    return [f"{said}: no difference beyond error (± {number(gap.reach, digits)})."]


def _at_least(share: float) -> str:
    return "all" if share == 1 else f"at least {percent(share)}"


def _partners(results: "SeasonResults") -> list[str]:
    """Compare partner rules over the strategies that play with each of them."""
    table, digits = grid(results), digits_of(results)
    if table.shape[1] < 2:
        return []
    common = table.dropna()
    less = results.rules.game.less_is_better
    if common.empty:
        several = table[table.notna().sum(axis=1) > 1]
        if several.empty:
            return ["Partner rules cannot be compared: every strategy plays with one only."]
        best = several.idxmin(axis=1) if less else several.idxmax(axis=1)
        pairs = [f"{strategy} does best with {rule}" for strategy, rule in best.items()]
        return [
            f"Of the partner rules that it plays with, {listing(pairs)}. No strategy plays with all"
            f" {table.shape[1]} rules, so they cannot be compared further."
        ]
    names = rule_names(results)
    mine = by_repetition(results)
    means = {
        rule: np.mean(
            [mine.loc[k] for k, (s, p) in names.items() if p == rule and s in common.index], axis=0
        )
        for rule in common.columns
    }
    first, second = common.columns[:2]
    gap = difference(means[first], means[second])
    over = (
        f"over the {len(common)} strategies that play with each of them"
        if len(common) > 1
        else f"with {common.index[0]}"
    )
    said = (
        f"Of the partner rules, {over}, {first} does best"
        f" ({number(float(np.mean(means[first])), digits)} per town), then {second}"
        f" ({number(float(np.mean(means[second])), digits)})"
    )
    if np.isnan(gap.reach):
        said += "; from one season it is not known whether that is luck"
    else:
        words = "more than chance explains" if gap.sure else "a difference within error"
        said += f", {words} (± {number(gap.reach, digits)})"
    worst = common.columns[-1]
    if len(common.columns) > 2:
        said += f"; {worst} does worst ({number(float(np.mean(means[worst])), digits)})"
    if len(common) == 1:
        return [f"{said}."]
    winners = (common.idxmin(axis=1) if less else common.idxmax(axis=1)).value_counts()
    if len(winners) == 1:
        return [f"{said}. It does so for every strategy."]
    shares = listing([f"{rule} for {many}" for rule, many in winners.items()])
    return [f"{said}. Which rule is best depends on the strategy: {shares} of them."]


def _concentration(results: "SeasonResults") -> list[str]:
    towns = results.towns
    gini = float(results.inequality["received"].mean())
    seasons = towns["received"].groupby("repetition")
    top = float(np.mean([most_of(values.to_numpy()) for _, values in seasons]))
    size, mean = len(results.kind_of[0]), float(towns["received"].mean())
    if np.isnan(gini) or size < FEW:
        return []
    chance = ""
    if size >= CROWD and mean >= 5 and results.friends != "given":
        lucky = 1 / np.sqrt(np.pi * mean)  # of Poisson numbers: E|x - y| = 2 sqrt(mean / pi)
        chance = f"; giving at random would make it about {lucky:.2f}"
    how = "hardly concentrate" if gini < 0.1 else "concentrate somewhat"
    how = "concentrate strongly" if gini >= 0.3 else how
    said = (
        f"Gifts {how}: the tenth of the towns that received most got {percent(top)} of"
        f" them (Gini coefficient {gini:.2f}{chance})."
    )
    nice = attitude(towns["nice"].to_numpy()) == 2
    if 0 < nice.mean() < 1:
        got = float(towns["received"].to_numpy()[nice].sum() / towns["received"].sum())
        said += f" Nice towns, {percent(nice.mean())} of all, received {percent(got)} of the gifts."
    incomes = float(results.inequality["income"].mean())
    cost = "Costs" if results.rules.game.less_is_better else "Incomes"
    if not np.isnan(incomes):
        said += f" {cost} have a Gini coefficient of {incomes:.2f}."
    return [said]


def _days(results: "SeasonResults") -> list[str]:
    """Say how niceness developed, and whether the end was different."""
    shares = daily_niceness(results)
    alive = np.isfinite(shares).all(axis=0)
    days = np.flatnonzero(alive)
    if len(days) < 2:
        return []
    first, last = days[0], days[-1]
    mean = shares.mean(axis=0)
    changes = np.abs(np.diff(mean[days]))
    if not changes.any():
        return []
    gap = difference(shares[:, last], shares[:, first])
    said = (
        f"On day {first + 1}, {percent(mean[first])} of the moves were nice, and"
        f" {percent(mean[last])} on day {last + 1}"
    )
    if abs(gap.mean) < 5e-4:
        said += ": niceness did not change"
    elif np.isnan(gap.reach):
        said += f": niceness {'rose' if gap.mean > 0 else 'fell'}"
    elif gap.sure:
        said += f": niceness {'rose' if gap.mean > 0 else 'fell'}, by more than chance explains"
    else:
        said += ": no change beyond error"
    between = mean[days]
    high, low = int(days[between.argmax()]), int(days[between.argmin()])
    if mean[high] > max(mean[first], mean[last]) + STEP:
        said += f"; it was highest on day {high + 1} ({percent(mean[high])})"
    if mean[low] < min(mean[first], mean[last]) - STEP:
        said += f"; it was lowest on day {low + 1} ({percent(mean[low])})"
    end = difference(shares[:, last], shares[:, days[-2]])
    calm = changes[len(changes) // 2 : -1].max(initial=0.0)
    if len(days) > 3 and abs(end.mean) > max(STEP, 2 * calm) and not abs(end.mean) <= end.reach:
        said += (
            f". The last day alone {'raised' if end.mean > 0 else 'lowered'} it by"
            f" {abs(end.mean) * 100:.1f} points"
        )
    return [f"{said}."]


def _advantage(results: "SeasonResults") -> list[str]:
    """Say what kinds that were nice, and naughty, earned at the beginning and at the end."""
    frame, days = results.ranking, results.rules.days
    who = attitude(frame["nice"].to_numpy(float))
    if days < 4 or not ((who == 2).any() and (who == 0).any()):
        return []
    table = results.days["income"].unstack()
    size = frame["towns"]
    span = max(1, days // 5)
    income = {}
    for place, word in ((0, "naughty"), (2, "nice")):
        names = list(frame.index[who == place])
        each = (table[names] * size[names]).sum(axis=1) / size[names].sum()
        income[word] = float(each.iloc[:span].mean()), float(each.iloc[-span:].mean())
    digits = significant(np.array([*income["naughty"], *income["nice"]]))
    early, late = (income["naughty"][i] - income["nice"][i] for i in (0, 1))
    if results.rules.game.less_is_better:
        early, late = -early, -late
    verb = "paid" if results.rules.game.less_is_better else "earned"
    shown = {k: [number(v, digits) for v in values] for k, values in income.items()}
    when, a_day = ("On the {} day", "") if span == 1 else (f"In the {{}} {span} days", " a day")
    said = (
        f"{when.format('first')}, naughty kinds {verb} {shown['naughty'][0]}{a_day} and nice ones"
        f" {shown['nice'][0]}; {when.format('last').lower()}, {shown['naughty'][1]} and"
        f" {shown['nice'][1]}"
    )
    if early > 0 and late < early:
        said += ": being naughty paid at first" + (
            ", then no more" if late <= 0 else ", less later"
        )
    return [f"{said}."]


def _new(results: "SeasonResults") -> list[str]:
    new = results.days["new"].unstack()["all"].dropna()
    if len(new) < 2:
        return []
    return [
        f"Gifts to towns not met before made up {percent(new.iloc[0])} on day {new.index[0] + 1}"
        f" and {percent(new.iloc[-1])} on day {new.index[-1] + 1}."
    ]


def _unopened(results: "SeasonResults") -> list[str]:
    frame, towns = results.ranking, results.towns
    said = []
    lost = float(towns["unopened"].sum() / towns["sent"].sum())
    if lost > 0:
        rates = (frame["unopened"] / frame["sent"]).dropna()
        worst = rates.idxmax()
        uneven = len(rates) > 1 and rates.max() > 1.2 * rates.min()
        tail = f"; most often those of {worst} ({percent(rates.max())})" if uneven else ""
        said.append(f"{percent(lost)} of the gifts left were never opened, and paid nobody{tail}.")
    unused = 1 - float(towns["sent"].mean()) / max(1, sum(results.rules.gifts))
    if unused > 1e-12:
        none = [str(name) for name in frame.index[frame["sent"] == 0]]
        who = f"; {listing(none)} gave nothing" if none else ""
        said.append(f"{percent(unused)} of the gifts that could have been given were not{who}.")
    return [" ".join(said)] if said else []


def _once(results: "SeasonResults") -> list[str]:
    if results.repetitions > 1:
        return []
    return [
        "All this is from one season, and says what happened in it; whether it would happen again,"
        " several repetitions would say."
    ]
