"""Sentences on who earned what: kinds, nice and naughty towns, partner rules."""

from typing import NamedTuple

import numpy as np

from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import Difference, attitude, difference
from analysis.words import SURE, count, listing, number, percent, significant, span
from tournament.results.estimation.distributions import normal_quantile
from tournament.results.ranking import CONFIDENCE

NAUGHTY, NICE = 0, 2  # positions in `ATTITUDES`
EQUAL = 1e-9  # relative to the numbers: less is no difference


def best(found: Findings) -> list[str]:
    """Say which kind earns most, and how sure that is."""
    frame, digits = found.places, found.digits
    first = frame.iloc[0]
    leaders = [str(name) for name in frame.index[frame["rank"] == 1]]
    income = f"{number(first['income'], digits)} per town over the season"
    if found.costs:
        income = f"a cost of {income}"
    if len(frame) == 1:
        return [f"All towns play {frame.index[0]}: {income}."]
    if all_equal(found):
        return [f"All {count(len(frame), 'kind')} end with the same: {income}."]
    last = f"{frame.index[-1]} is last with {number(frame['income'].iloc[-1], digits)}."
    verb = "pay{} least" if found.costs else "earn{} most"
    said = f"{listing(leaders)} {verb.format('s' if len(leaders) == 1 else '')}: {income}"
    if np.isnan(first["standard_error"]):
        return [f"{said}. With one town in one season, this may be luck. {last}"]
    if first["standard_error"] > 0:
        interval = span(number(first["low"], digits), number(first["high"], digits))
        said += f" ({SURE} interval {interval})"
    maybe = [str(n) for n in frame.index[frame["best_rank"] == 1] if n not in leaders]
    if maybe:
        said += ", but the first place is not decided. Chance alone may have put "
        said += f"{'it' if len(leaders) == 1 else 'them'} before {listing(maybe)}"
    elif len(leaders) == 1:
        said += ". The lead over every other kind is larger than chance explains"
    return [f"{said}. {last}"]


def all_equal(found: Findings) -> bool:
    """Return whether all kinds end with the same."""
    income = found.places["income"].to_numpy()
    return bool(np.ptp(income) <= EQUAL * (1 + abs(income[0])))


def attitudes(found: Findings) -> list[str]:
    """Compare towns that were nice with towns that were naughty."""
    towns, digits, who = found.towns, found.digits, found.attitudes
    many = {k: float((who == k).sum()) / found.results.repetitions for k in (NICE, NAUGHTY)}
    if not (many[NICE] and many[NAUGHTY]):
        return _one_attitude(found)
    income = towns["income"].to_numpy()
    nice, naughty = (float(income[who == k].mean()) for k in (NICE, NAUGHTY))
    verb, apart = "paid" if found.costs else "earned", gap(found)
    assert apart is not None
    said = (
        f"A nice town (at least two thirds of its moves are nice; {many[NICE]:,.0f} towns) {verb}"
        f" {number(nice, digits)}. A naughty town (at most one third; {many[NAUGHTY]:,.0f} towns)"
        f" {verb} {number(naughty, digits)}."
    )
    if np.isnan(apart.reach):
        return [f"{said} So few towns do not show a difference."]
    error = f"(± {number(apart.reach, digits)})"
    if not apart.sure:
        return [f"{said} The difference is not beyond error {error}."]
    better = "nice" if (apart.mean > 0) != found.costs else "naughty"
    less = "less to pay" if found.costs else "more"
    return [f"{said} Being {better} went with {number(abs(apart.mean), digits)} {less} {error}."]


class Rated(NamedTuple):
    """Partner rules, the best first: the mean income of each over the strategies that play with
    all of them, and how far the first is ahead."""

    means: dict[str, float]
    lead: Difference


def rated(found: Findings) -> Rated | None:
    """Return how partner rules do; None where no strategy plays with several."""
    common = found.grid.dropna()
    if found.grid.shape[1] < 2 or common.empty:
        return None
    means = {
        rule: np.mean(
            [
                found.by_repetition.loc[kind]
                for kind, (strategy, partner) in found.rules.items()
                if partner == rule and strategy in common.index
            ],
            axis=0,
        )
        for rule in common.columns
    }
    first, second, *_ = common.columns
    lead = difference(means[first], means[second])
    return Rated({rule: float(np.mean(each)) for rule, each in means.items()}, lead)


def partners(found: Findings) -> list[str]:
    """Compare partner rules over the strategies that play with each of them."""
    table = found.grid
    if table.shape[1] < 2:
        return []
    common, all_rated = table.dropna(), rated(found)
    if all_rated is None:
        return _several(found)
    shown = {rule: number(mean, found.digits) for rule, mean in all_rated.means.items()}
    first, second, *rest = common.columns
    apart = all_rated.lead
    over = f"with {common.index[0]}"
    if len(common) > 1:
        over = f"over the {len(common)} strategies that play with each of them"
    said = (
        f"Among the partner rules, {over}, {first} does best ({shown[first]} per town), then"
        f" {second} ({shown[second]})"
    )
    if np.isnan(apart.reach):
        said += ". One season does not show whether this is luck"
    else:
        words = "is larger than chance explains" if apart.sure else "is within error"
        said += f". The difference {words} (± {number(apart.reach, found.digits)})"
    if rest:
        said += f". {rest[-1]} does worst ({shown[rest[-1]]})"
    if len(common) == 1:
        return [f"{said}."]
    winners = (common.idxmin(axis=1) if found.costs else common.idxmax(axis=1)).value_counts()
    if len(winners) == 1:
        return [f"{said}. {first} is best for every strategy."]
    shares = listing([f"{rule} for {many}" for rule, many in winners.items()])
    return [f"{said}. Which rule is best depends on the strategy: {shares} of them."]


def advantage(found: Findings) -> list[str]:
    """Say what kinds that were nice, and naughty, earned at the beginning and at the end."""
    frame, days = found.places, found.results.rules.days
    who = attitude(frame["nice"].to_numpy(float))
    if days < 4 or not ((who == NICE).any() and (who == NAUGHTY).any()):
        return []
    period = max(1, days // 5)
    income = {place: _early_and_late(found, who == place, period) for place in (NAUGHTY, NICE)}
    digits = significant(np.array([*income[NAUGHTY], *income[NICE]]))
    early, late = (income[NAUGHTY][i] - income[NICE][i] for i in (0, 1))
    if found.costs:
        early, late = -early, -late
    shown = {k: [number(v, digits) for v in values] for k, values in income.items()}
    verb, a_day = "paid" if found.costs else "earned", "" if period == 1 else " a day"
    when = "On the {} day" if period == 1 else f"In the {{}} {period} days"
    said = (
        f"{when.format('first')}, naughty kinds {verb} {shown[NAUGHTY][0]}{a_day} and nice kinds"
        f" {shown[NICE][0]}. {when.format('last')}, naughty kinds {verb} {shown[NAUGHTY][1]} and"
        f" nice kinds {shown[NICE][1]}."
    )
    if early > 0 and late < early:
        later = "not any more" if late <= 0 else "less"
        said += f" Being naughty paid at first, and later {later}."
    return [said]


def _one_attitude(found: Findings) -> list[str]:
    """Return a sentence for seasons whose towns were all nice, or all naughty."""
    known = found.towns["nice"].dropna()
    many = {k: int((found.attitudes == k).sum()) for k in (NICE, NAUGHTY)}
    if len(known) and many[NICE] == len(known):
        return [f"All towns were nice in {_at_least(known.min())} of their moves."]
    if len(known) and many[NAUGHTY] == len(known):
        return [f"All towns were naughty in {_at_least(1 - known.max())} of their moves."]
    return []


def _at_least(share: float) -> str:
    return "all" if share == 1 else f"at least {percent(share)}"


def gap(found: Findings) -> Difference | None:
    """Return what nice towns earn more than naughty ones: over repetitions, else over towns; None
    where there are not both."""
    income, who = found.towns["income"].to_numpy(), found.attitudes
    one, other = (income[who == k] for k in (NICE, NAUGHTY))
    if not (len(one) and len(other)):
        return None
    means = found.by_attitude
    apart = difference(means[NICE].to_numpy(), means[NAUGHTY].to_numpy())
    if not np.isnan(apart.reach) or min(len(one), len(other)) < 2:
        return apart
    error = float(np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)))
    return Difference(
        float(one.mean() - other.mean()), float(normal_quantile((1 + CONFIDENCE) / 2) * error)
    )


def _several(found: Findings) -> list[str]:
    """Return a sentence where no strategy plays with all partner rules."""
    table = found.grid
    several = table[table.notna().sum(axis=1) > 1]
    if several.empty:
        return ["Partner rules cannot be compared: every strategy plays with one only."]
    winners = several.idxmin(axis=1) if found.costs else several.idxmax(axis=1)
    pairs = [f"{strategy} does best with {rule}" for strategy, rule in winners.items()]
    return [
        f"Among the partner rules that it plays with, {listing(pairs)}. No strategy plays with all"
        f" {table.shape[1]} rules, so the rules cannot be compared further."
    ]


def _early_and_late(found: Findings, chosen: np.ndarray, period: int) -> tuple[float, float]:
    """Return the mean daily income of towns of some kinds, in the first and in the last days."""
    frame, table = found.places, found.daily["income"]
    names, size = list(frame.index[chosen]), frame["towns"]
    each = (table[names] * size[names]).sum(axis=1) / size[names].sum()
    return float(each.iloc[:period].mean()), float(each.iloc[-period:].mean())
