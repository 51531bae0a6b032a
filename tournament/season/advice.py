"""Advice: which strategy and which partner rule a newcomer should choose in a population.

One town of the population becomes the newcomer's. All candidates get the same town, the same
friends, and the same random streams (common random numbers): two candidates differ by what they do
and by nothing else, so that differences are known better than incomes.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.season.rules import Kind
from tournament.season.tallies import Towns
from tournament.streams import player_id

if TYPE_CHECKING:
    import pandas as pd

    from tournament.season.event import Season

NEWCOMER = player_id("newcomer")
COVERED = 0.95


@dataclass(frozen=True, eq=False)
class Advice:
    """What `Season.best_reply` returns.

    candidates
        The kinds that were tried.
    incomes
        (repetitions, candidates) of the newcomer over the season.
    season
        The population it joined.
    """

    candidates: tuple[Kind, ...]
    incomes: np.ndarray
    season: "Season"

    @property
    def ranking(self) -> "pd.DataFrame":
        """Candidates by mean income, best first.

        Columns: `rank`, `strategy`, `partner_rule`, `income`, `standard_error`, `low`, `high` (95 %
        interval), `behind` (mean income less than the best one's), `behind_error` (its standard
        error, over pairs in the same streams), `tied` (whether the 95 % interval of `behind`
        reaches 0). Errors are missing after one repetition.
        """
        import pandas as pd
        from scipy.stats import t as student

        worse = self.season.rules.game.less_is_better
        n = len(self.incomes)
        mean = self.incomes.mean(axis=0)
        best = int(np.argmin(mean) if worse else np.argmax(mean))
        behind = self.incomes[:, [best]] - self.incomes
        many = n > 1
        error, apart = (
            x.std(axis=0, ddof=1) / np.sqrt(n) if many else np.full(len(mean), np.nan)
            for x in (self.incomes, behind)
        )
        reach = student.ppf((1 + COVERED) / 2, n - 1) if many else np.nan
        table = pd.DataFrame(
            {
                "strategy": [kind.strategy.name for kind in self.candidates],
                "partner_rule": [kind.partner.name for kind in self.candidates],
                "income": mean,
                "standard_error": error,
                "low": mean - reach * error,
                "high": mean + reach * error,
                "behind": behind.mean(axis=0),
                "behind_error": apart,
                "tied": np.abs(behind.mean(axis=0)) <= reach * apart,
            },
            index=pd.Index([kind.name for kind in self.candidates], name="candidate"),
        )
        table.insert(0, "rank", table["income"].rank(ascending=worse, method="min").astype(int))
        return table.sort_values("rank", kind="stable")

    @property
    def best(self) -> Kind:
        """The candidate with the highest income."""
        name = self.ranking.index[0]
        return next(kind for kind in self.candidates if kind.name == name)

    def _repr_html_(self) -> str:
        return self.ranking.to_html()


def best_reply(
    season: "Season",
    candidates: Sequence[Kind],
    repetitions: int,
    report: Callable[[int, int, str], None],
    threads: int | None = None,
) -> Advice:
    """Return the incomes of a newcomer with each candidate; see `Season.best_reply`."""
    from tournament.engine import gifts
    from tournament.season import referee

    kinds = (*season.kinds, *candidates)
    total = repetitions * len(candidates)
    slow = [kind.name for kind in kinds if not kind.strategy.compiled]
    if slow:
        report(0, 0, f"not compiled, so all is played in plain Python: {', '.join(slow)}")
    else:
        for note in gifts.compile_all(kinds):
            report(0, total, note)
    usual = float(np.mean(season.rules.noise))
    rules = replace(season.rules, noise=(*season.rules.noise, *[usual] * len(candidates)))
    pay = season.rules.game.payoffs[0].reshape(4)

    def income(towns: Towns, repetition: int, number: int) -> float:
        kind, ids = towns.kind.copy(), towns.ids.copy()
        kind[0], ids[0] = len(season.kinds) + number, np.uint64(NEWCOMER)
        joined = Towns(kind, ids, towns.graph)
        if slow:
            own = referee.play(kinds, rules, joined, repetition).towns[0]
        else:
            own = gifts.play(kinds, rules, joined, repetition, threads=1).towns[0]
        return float((own[:4] + own[4:8]) @ pay)

    incomes = np.zeros((repetitions, len(candidates)))
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for repetition in range(repetitions):
            job = partial(income, season.population(repetition), repetition)
            for number, value in enumerate(pool.map(job, range(len(candidates)))):
                incomes[repetition, number] = value
                report(repetition * len(candidates) + number + 1, total, "trying")
    return Advice(tuple(candidates), incomes, season)


def todays_gifts(
    kind: Kind, season: "Season", log: Sequence[dict[str, Any]], day: int, friends: Sequence[str]
) -> list[tuple[str, int, int]]:
    """Return (friend, gifts, move) for a day: what a kind does, knowing what a log tells.

    Parameters
    ----------
    log
        Opened gifts in order: `friend`, `day` (from 0), `giver` ("me" or "friend"), `mine`,
        `theirs` (moves).
    day
        Today, from 0.
    friends
        All friends' names.
    """
    from tournament.referee import DECISION_SECONDS, Watchdog
    from tournament.season import referee

    rules = replace(season.rules, noise=(0.0,))
    table = rules.game.utilities[0].tolist()
    with Watchdog(DECISION_SECONDS) as watchdog:
        pairs = {}
        for name in friends:
            ids = (NEWCOMER, player_id(name))
            pair = referee.Friendship((kind, kind), ids, rules, 0, (0.0, 0.0), watchdog)
            pairs[name] = pair
            for line in log:
                if line["friend"] == name:
                    giver = 0 if line["giver"] == "me" else 1
                    made = (line["mine"], line["theirs"])
                    pair.move(0, line["day"], giver == 0)  # so that memories are as they would be
                    pair.settle(giver, made[giver], made[1 - giver], line["day"])
                    pair.left[0] += giver == 0
        given = sum(pair.left[0] for pair in pairs.values())
        me = referee.Town(rules, NEWCOMER, 0, day, len(friends), given)
        ratings = {
            name: referee.rate(
                kind.partner, me, referee.Friend(pair.as_seen(0), day, table, -1.0), day, watchdog
            )
            for name, pair in pairs.items()
        }
        budget, gifts = rules.gifts[day], []
        for name in sorted(ratings, key=lambda n: (-ratings[n], player_id(n))):
            share = min(budget, kind.partner.per_friend)
            if share and ratings[name] != -np.inf:
                gifts.append((name, share, pairs[name].move(0, day, True)))
                budget -= share
    return gifts
