"""Advice: which strategy and which partner rule a newcomer should choose in a population.

One town of the population becomes the newcomer's. All candidates get the same town, the same
friends, and the same random streams (common random numbers). Two candidates differ by what they do
and by nothing else, so differences are known better than incomes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.engine.options import cores
from tournament.events.progress import Reporter
from tournament.events.running import Running, run, work
from tournament.events.season.begun import Begun, towns_of
from tournament.events.season.friend_log import FriendLog, Gift, read_friend_log
from tournament.events.season.memory import fitting
from tournament.events.season.plan import NEWCOMER, SLOW, Plan
from tournament.events.season.playing import play_towns
from tournament.events.season.race import going_on, rounds_of
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
        Missing where a candidate was dropped from the race.
    season
        The population it joined.
    begun
        What it had lived already: incomes are those of the days left.
    """

    candidates: tuple[Kind, ...]
    incomes: np.ndarray
    season: "Season"
    begun: Begun | None = None

    @property
    def ranking(self) -> "pd.DataFrame":
        """Candidates by mean income, best first.

        Columns: `rank`, `strategy`, `partner_rule`, `income`, `standard_error`, `low`, `high` (95 %
        interval), `behind` (mean income less than the best one's), `behind_error` (its standard
        error, over pairs in the same streams), `tied` (whether the 95 % interval of `behind`
        reaches 0), `seasons` (how many it played: in a race fewer, if it was dropped; then `income`
        is the best one's less `behind`, from seasons that both played, and it is not `tied`).
        Errors are missing after one season.
        """
        import pandas as pd

        worse = self.season.rules.game.less_is_better
        played = ~np.isnan(self.incomes)
        n = played.sum(axis=0)
        whole = n == len(self.incomes)
        full = np.where(whole, np.where(played, self.incomes, 0).mean(axis=0), np.nan)
        best = int(np.nanargmin(full) if worse else np.nanargmax(full))
        behind = self.incomes[:, [best]] - self.incomes
        gap = np.nanmean(behind, axis=0)
        mean = np.where(whole, full, full[best] - gap)
        with np.errstate(all="ignore"):
            error, apart = (
                np.sqrt(np.nansum((x - np.nanmean(x, axis=0)) ** 2, axis=0) / (n - 1) / n)
                for x in (self.incomes, behind)
            )
        many, where = np.unique(n, return_inverse=True)
        reach = np.array(
            [student_quantile(k - 1, (1 + CONFIDENCE) / 2) if k > 1 else np.nan for k in many]
        )[where]
        table = pd.DataFrame(
            {
                "strategy": [kind.strategy.name for kind in self.candidates],
                "partner_rule": [kind.partner.name for kind in self.candidates],
                "income": mean,
                "standard_error": error,
                "low": mean - reach * error,
                "high": mean + reach * error,
                "behind": gap,
                "behind_error": apart,
                "tied": whole & (np.abs(gap) <= reach * apart),
                "seasons": n,
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

    def today(self, log: str | os.PathLike[str] | FriendLog) -> "Today":
        """Return what the best candidate does today: who gets a gift, and whether to be nice.

        Parameters
        ----------
        log
            A file with your gifts so far, as `tournament advise --log` reads it, or what was read.

        Raises
        ------
        ArgumentError
            When the file cannot be read as a log; one sentence with file and line.
        """
        from tournament.events.season.today import decide

        rules = self.season.rules
        if not isinstance(log, FriendLog):
            log = read_friend_log(Path(log), rules.days)
        return decide(self.best, rules, log)

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
    *,
    begun: Begun | None = None,
    race: bool = False,
) -> np.ndarray:
    """Return (repetitions, candidates) what a newcomer earns in a population over a season.

    Parameters
    ----------
    plan
        The population, and the rules of its season.
    candidates
        How the newcomer could play.
    begun
        What the newcomer has lived already; incomes are then those of the days left.
    race
        Whether candidates that are surely behind play no more; what they did not play is missing.

    Raises
    ------
    PluginError, TooLarge
        As `Season.play`.
    """
    joined = joined_by(plan, candidates)
    once = partial(_tried, plan, candidates, repetitions, begun, race)
    return run(
        joined, once, SLOW, progress=progress, executor=None, threads=threads, on_error="stop"
    )


def joined_by(plan: Plan, candidates: Sequence[Kind]) -> Plan:
    """Return a population with more kinds, which have no towns yet and slip as often as others."""
    usual = float(np.mean(plan.rules.noise))
    noise = (*plan.rules.noise, *[usual] * len(candidates))
    return replace(plan, kinds=(*plan.kinds, *candidates), rules=replace(plan.rules, noise=noise))


@lru_cache(maxsize=16)
def population_of(plan: Plan, repetition: int) -> Towns:
    """Return who lives where; advice asks for the same repetitions again and again."""
    return plan.population(repetition)


def settled(
    plan: Plan, begun: Begun | None, towns: Towns, repetition: int, today: Sequence[Gift] = ()
) -> Towns:
    """Return who lives where in a repetition, with a newcomer of the last kind in town 0."""
    if begun is not None:
        towns = towns_of(begun, plan, towns, repetition, today)
    kind, ids = towns.kind.copy(), towns.ids.copy()
    kind[0], ids[0] = len(plan.kinds), np.uint64(NEWCOMER)
    return Towns(kind, ids, towns.graph, towns.lived)


def _tried(
    plan: Plan,
    candidates: Sequence[Kind],
    repetitions: int,
    begun: Begun | None,
    race: bool,
    joined: Plan,
    running: Running,
) -> np.ndarray:
    """Return what a newcomer earns; `joined` are the kinds of `plan`, and the candidates."""
    if not joined.python:
        from tournament.engine.season.play import prepare

        kinds = joined.kinds
        prepare(kinds, joined.rules, running.report, running.threads, lived=begun is not None)
    at_once = fitting(replace(plan, engine="python" if joined.python else plan.engine))
    workers = min(running.threads or cores(), at_once)
    earned = np.full((repetitions, len(candidates)), np.nan)
    pay = outcomes.flat(plan.rules.game.payoffs[0])
    sign = -1 if plan.rules.game.less_is_better else 1
    before = begun.earned(pay) if begun else 0.0
    plans = [joined_by(plan, [each]) for each in candidates]

    @cache
    def home(number: int) -> Towns:
        return settled(plan, begun, population_of(plan, number), number)

    left, done, played = np.arange(len(candidates)), 0, 0
    looks = rounds_of(repetitions) if race else [repetitions]

    def income(unit: tuple[int, int]) -> float:
        repetition, number = unit
        own = play_towns(plans[number], home(repetition), repetition, threads=1).towns[0]
        gave, received = own[: outcomes.SIZE], own[outcomes.SIZE : 2 * outcomes.SIZE]
        return float(outcomes.paid(gave + received, pay)) - before

    def finished(unit: tuple[int, int], value: float) -> None:
        nonlocal done
        done += 1
        earned[unit] = value
        running.report(done, total, "trying")

    for upto in looks:
        units = [(repetition, int(k)) for repetition in range(played, upto) for k in left]
        total = done + len(left) * (repetitions - played)  # if nobody else is dropped
        work(income, units, finished, threads=workers)
        played = upto
        if upto < repetitions:
            left = left[going_on(sign * earned[:upto, left], len(looks) - 1)]
    return earned
