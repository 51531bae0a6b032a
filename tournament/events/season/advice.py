"""Advice: which strategy and which partner rule a newcomer should choose in a population.

One town of the population becomes the newcomer's. All candidates get the same town, the same
friends, and the same random streams (common random numbers). Two candidates differ by what they do
and by nothing else, so differences are known better than incomes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.engine.options import cores
from tournament.events.progress import Reporter
from tournament.events.running import Running, run, work
from tournament.events.season.memory import fitting
from tournament.events.season.plan import NEWCOMER, SLOW, Plan
from tournament.events.season.playing import play_towns
from tournament.events.showing import advice_card
from tournament.interactive.card import as_text
from tournament.interactive.html import as_html
from tournament.results.books.towns import Towns
from tournament.results.estimation.distributions import student_quantile
from tournament.results.ranking import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from tournament.events.season.event import Season
    from tournament.events.season.today import Today


@dataclass(frozen=True, eq=False, repr=False)
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
        reach = student_quantile(n - 1, (1 + CONFIDENCE) / 2) if many else np.nan
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

    def today(self, log: str | os.PathLike[str]) -> "Today":
        """Return what the best candidate does today: who gets a gift, and whether to be nice.

        Parameters
        ----------
        log
            A file with your gifts so far, as `tournament advise --log` reads it.

        Raises
        ------
        ArgumentError
            When the file cannot be read as a log; one sentence with file and line.
        """
        from tournament.events.season.friend_log import read_friend_log
        from tournament.events.season.today import decide

        rules = self.season.rules
        return decide(self.best, rules, read_friend_log(Path(log), rules.days))

    def __repr__(self) -> str:
        return as_text(advice_card(self))

    def _repr_html_(self) -> str:
        return as_html(advice_card(self))


def incomes(
    plan: Plan,
    candidates: Sequence[Kind],
    repetitions: int,
    progress: bool | Reporter = False,
    threads: int | None = None,
) -> np.ndarray:
    """Return (repetitions, candidates) what a newcomer earns in a population over a season.

    Parameters
    ----------
    plan
        The population, and the rules of its season.
    candidates
        How the newcomer could play.

    Raises
    ------
    PluginError, TooLarge
        As `Season.play`.
    """
    usual = float(np.mean(plan.rules.noise))
    noise = (*plan.rules.noise, *[usual] * len(candidates))
    joined = replace(plan, kinds=(*plan.kinds, *candidates), rules=replace(plan.rules, noise=noise))
    once = partial(_tried, plan, len(candidates), repetitions)
    return run(
        joined, once, SLOW, progress=progress, executor=None, threads=threads, on_error="stop"
    )


def _tried(
    plan: Plan, candidates: int, repetitions: int, joined: Plan, running: Running
) -> np.ndarray:
    """Return what a newcomer earns; `joined` are the kinds of `plan`, and the candidates."""
    total = repetitions * candidates
    if not joined.python:
        from tournament.engine.season.play import prepare

        prepare(joined.kinds, joined.rules, running.report, running.threads)
    at_once = fitting(replace(plan, engine="python" if joined.python else plan.engine))
    workers = min(running.threads or cores(), at_once)
    earned = np.zeros((repetitions, candidates))
    pay = outcomes.flat(plan.rules.game.payoffs[0])
    done = 0

    def income(towns: Towns, repetition: int, number: int) -> float:
        kind, ids = towns.kind.copy(), towns.ids.copy()
        kind[0], ids[0] = len(plan.kinds) + number, np.uint64(NEWCOMER)
        own = play_towns(joined, Towns(kind, ids, towns.graph), repetition, threads=1).towns[0]
        gave, received = own[: outcomes.SIZE], own[outcomes.SIZE : 2 * outcomes.SIZE]
        return float(outcomes.paid(gave + received, pay))

    def finished(repetition: int, number: int, value: float) -> None:
        nonlocal done
        done += 1
        earned[repetition, number] = value
        running.report(done, total, "trying")

    for repetition in range(repetitions):
        work(
            partial(income, plan.population(repetition), repetition),
            range(candidates),
            partial(finished, repetition),
            threads=workers,
        )
    return earned
