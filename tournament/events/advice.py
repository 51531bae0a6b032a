"""Advice: which strategy and which partner rule a newcomer should choose in a population.

One town of the population becomes the newcomer's. All candidates get the same town, the same
friends, and the same random streams (common random numbers): two candidates differ by what they do
and by nothing else, so that differences are known better than incomes.
"""

import csv
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import ArgumentError
from tournament.results.towns import Towns
from tournament.streams import player_id

if TYPE_CHECKING:
    import pandas as pd

    from tournament.events.season import Season

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
        from scipy.special import stdtrit

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
        reach = stdtrit(n - 1, (1 + COVERED) / 2) if many else np.nan
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
    from tournament.engine.season import play as gifts
    from tournament.referee import season as referee

    kinds = (*season.kinds, *candidates)
    total = repetitions * len(candidates)
    slow = [kind.name for kind in kinds if not kind.strategy.compiled]
    python = bool(slow) or season.engine == "python"
    if slow:
        report(0, 0, f"not compiled, so all is played in plain Python: {', '.join(slow)}")
    elif not python:
        for note in gifts.compile_all(kinds):
            report(0, total, note)
    workers = min(threads or os.cpu_count() or 1, season._check_memory(python=python))
    usual = float(np.mean(season.rules.noise))
    rules = replace(season.rules, noise=(*season.rules.noise, *[usual] * len(candidates)))
    pay = outcomes.flat(season.rules.game.payoffs[0])

    def income(towns: Towns, repetition: int, number: int) -> float:
        kind, ids = towns.kind.copy(), towns.ids.copy()
        kind[0], ids[0] = len(season.kinds) + number, np.uint64(NEWCOMER)
        joined = Towns(kind, ids, towns.graph)
        if python:
            own = referee.play(kinds, rules, joined, repetition).towns[0]
        else:
            own = gifts.play(kinds, rules, joined, repetition, threads=1).towns[0]
        return float((own[:4] + own[4:8]) @ pay)

    incomes = np.zeros((repetitions, len(candidates)))
    with ThreadPoolExecutor(workers) as pool:
        for repetition in range(repetitions):
            job = partial(income, season.population(repetition), repetition)
            for number, value in enumerate(pool.map(job, range(len(candidates)))):
                incomes[repetition, number] = value
                report(repetition * len(candidates) + number + 1, total, "trying")
    return Advice(tuple(candidates), incomes, season)


@dataclass(frozen=True)
class Log:
    """What a player wrote down of a season: all friends, opened gifts in order, and today.

    Each gift is (friend, day, whether I gave it, my move, the friend's).
    """

    friends: tuple[str, ...]
    gifts: tuple[tuple[str, int, bool, int, int], ...]
    today: int


MOVES = {"nice": 0, "c": 0, "naughty": 1, "d": 1}
COLUMNS = ("friend", "day", "giver", "mine", "theirs")


def read_log(path: Path, days: int) -> Log:
    """Return the log in a CSV file with columns friend, day, giver, mine, theirs.

    Days count from 1 there; giver is "me" or "friend"; moves are nice (C) or naughty (D). A line
    with a friend alone tells that there is such a friend. Today is the day after the last.

    Raises
    ------
    ValueError
        One sentence with file and line.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            lines = [(reader.line_num, line) for line in reader]
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no CSV file in UTF-8"
        raise ArgumentError(f"{path}: the log cannot be read: {reason}.") from None
    if missing:
        raise ArgumentError(f"{path}: the log needs a column `{missing[0]}`.")
    friends: dict[str, None] = {}
    gifts = []
    for number, line in lines:
        friend, day, giver, mine, theirs = ((line[name] or "").strip() for name in COLUMNS)
        if not friend:
            raise ArgumentError(f"{path}:{number}: `friend` must be a name.")
        friends[friend] = None
        if not (day or giver or mine or theirs):
            continue
        if not day.isdecimal() or not 1 <= int(day) <= days:
            raise ArgumentError(f"{path}:{number}: `day` must be in [1, {days}]; got {day!r}.")
        if giver not in ("me", "friend"):
            raise ArgumentError(f"{path}:{number}: `giver` must be me or friend; got {giver!r}.")
        for name, move in (("mine", mine), ("theirs", theirs)):
            if move.lower() not in MOVES:
                raise ArgumentError(
                    f"{path}:{number}: `{name}` must be nice or naughty; got {move!r}."
                )
        moves = (MOVES[mine.lower()], MOVES[theirs.lower()])
        gifts.append((friend, int(day) - 1, giver == "me", *moves))
    if not friends:
        raise ArgumentError(f"{path}: the log must name at least one friend.")
    gifts.sort(key=lambda gift: gift[1])
    today = gifts[-1][1] + 1 if gifts else 0
    if today >= days:
        raise ArgumentError(f"{path}: the season is over after day {days}; no gifts are left.")
    return Log(tuple(friends), tuple(gifts), today)


def todays_gifts(kind: Kind, season: "Season", log: Log) -> list[tuple[str, int, int]]:
    """Return (friend, gifts, move) for today: what a kind does, knowing what a log tells."""
    from tournament.referee.friendship import Friendship
    from tournament.referee.rating import rate
    from tournament.referee.season_views import Friend, Town
    from tournament.referee.watchdog import DECISION_SECONDS, Watchdog

    rules = replace(season.rules, noise=(0.0,))
    table = rules.game.utilities[0].tolist()
    with Watchdog(DECISION_SECONDS) as watchdog:
        pairs = {
            name: Friendship(
                (kind, kind), (NEWCOMER, player_id(name)), rules, 0, (0.0, 0.0), watchdog
            )
            for name in log.friends
        }
        for name, day, giving, mine, theirs in log.gifts:
            pair = pairs[name]
            giver = int(not giving)
            gave, reply = (mine, theirs) if giving else (theirs, mine)
            pair.move(giver, day, True)  # so that memories are as they would be
            pair.move(1 - giver, day, False, gave if rules.visible else NO_MOVE)
            pair.settle(giver, gave, reply, day)
            pair.left[0] += giving
        day = log.today
        given = sum(pair.left[0] for pair in pairs.values())
        me = Town(rules, NEWCOMER, 0, day, len(pairs), given)
        seen = {name: Friend(pair.known(0), day, table, -1.0) for name, pair in pairs.items()}
        ratings = {
            name: rate(kind.partner, me, friend, day, watchdog) for name, friend in seen.items()
        }
        budget, gifts = rules.gifts[day], []
        for name in sorted(ratings, key=lambda n: (-ratings[n], player_id(n))):
            share = min(budget, kind.partner.per_friend)
            if share and ratings[name] != -np.inf:
                gifts.append((name, share, pairs[name].move(0, day, True)))
                budget -= share
    return gifts
