"""What if I am naughty once? One gift of today with the other move, and all else the same.

The best candidate plays the days left twice in each repetition: once with today's gifts nice, once
with one of them naughty. Friends, luck and everybody else are the same (common random numbers). So
the difference is what this one move brings today, and costs until the season ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.engine.options import cores
from tournament.events.progress import Reporter, reporter
from tournament.events.running import threads_of, work
from tournament.events.season.advice import joined_by, population_of, settled
from tournament.events.season.begun import Begun, places
from tournament.events.season.friend_log import Gift
from tournament.events.season.plan import Plan
from tournament.events.season.playing import play_towns
from tournament.results.books.towns import Towns
from tournament.results.estimation.distributions import student_quantile
from tournament.results.ranking import CONFIDENCE

NICE, NAUGHTY = 0, 1


@dataclass(frozen=True)
class Once:
    """What one naughty gift to a friend today brings over the days left.

    nice, naughty
        Expected income with all of today's gifts nice, and with this one naughty.
    gain
        The second less the first; its interval is `low` to `high`, missing after one season.
    a_gift
        What a gift between us is expected to pay from today on, if all of today's are nice.
    """

    friend: str
    nice: float
    naughty: float
    gain: float
    low: float
    high: float
    a_gift: float

    @property
    def verdict(self) -> str:
        """Whether it pays: "pays", "costs", or "open" where the interval holds 0."""
        if not self.low * self.high > 0:
            return "open"
        return "pays" if self.gain > 0 else "costs"


def naughty_once(
    plan: Plan,
    kind: Kind,
    begun: Begun,
    gifts: Sequence[tuple[str, int]],
    repetitions: int,
    *,
    threads: int | None = None,
    progress: bool | Reporter = False,
) -> tuple[Once, ...]:
    """Return, for each friend of today's gifts, what one naughty gift brings.

    Parameters
    ----------
    plan
        The population.
    kind
        How the newcomer plays after today.
    begun
        What it has lived so far.
    gifts
        Friends who get gifts today, and how many.
    repetitions
        How many seasons are played with each choice.

    Raises
    ------
    PluginError
        When a rule fails.
    """
    day, friends = begun.log.today, [friend for friend, _ in gifts]
    joined = joined_by(plan, [kind])
    pay = outcomes.flat(plan.rules.game.payoffs[0])
    all_nice = [(f, day, True, NICE, -1) for f, many in gifts for _ in range(many)]
    ways: list[list[Gift]] = [all_nice]
    for friend in friends:
        at = next(n for n, gift in enumerate(all_nice) if gift[0] == friend)
        ways.append([*all_nice[:at], (friend, day, True, NAUGHTY, -1), *all_nice[at + 1 :]])
    earned = np.zeros((repetitions, len(ways)))
    along = np.zeros((repetitions, len(friends), 2))  # what gifts with each friend paid, and gifts

    def season(unit: tuple[int, int]) -> tuple[float, np.ndarray]:
        repetition, way = unit
        home = population_of(plan, repetition)
        towns = settled(plan, begun, home, repetition, ways[way])
        tallies = play_towns(joined, towns, repetition, threads=1, keep_rows=True)
        assert tallies.rows is not None
        place = places(begun, plan, home, repetition)
        known = _with_friends(tallies.rows, towns, begun, pay, {f: place[f] for f in friends})
        return _paid(tallies.towns[0], pay), known

    def finished(unit: tuple[int, int], value: tuple[float, np.ndarray]) -> None:
        earned[unit] = value[0]
        if unit[1] == 0:
            along[unit[0]] = value[1]
        report(int(np.count_nonzero(earned)), earned.size, "naughty once")

    units = [(k, way) for k in range(repetitions) for way in range(len(ways))]
    with reporter(progress) as report:
        work(season, units, finished, threads=threads_of(threads) or cores())
    earned -= begun.earned(pay)
    totals = along.sum(axis=0)
    a_gift = totals[:, 0] / np.maximum(totals[:, 1], 1)
    return tuple(
        _compared(friend, earned[:, 0], earned[:, number + 1], float(a_gift[number]))
        for number, friend in enumerate(friends)
    )


def _paid(row: np.ndarray, pay: np.ndarray) -> float:
    """Return what the outcomes of a row pay, given and received."""
    both = row[: outcomes.SIZE] + row[outcomes.SIZE : 2 * outcomes.SIZE]
    return float(outcomes.paid(both, pay))


def _with_friends(
    rows: np.ndarray, towns: Towns, begun: Begun, pay: np.ndarray, place: dict[str, int]
) -> np.ndarray:
    """Return (friends, 2) what the gifts with each friend paid from today on, and how many."""
    own = towns.graph.friend[: towns.graph.start[1]].tolist()
    found = np.zeros((len(place), 2))
    for number, (friend, town) in enumerate(place.items()):
        row = rows[own.index(town)].astype(np.int64)
        both = row[: outcomes.SIZE] + row[outcomes.SIZE : 2 * outcomes.SIZE]
        for name, _, _, mine, theirs in begun.log.gifts:
            both[outcomes.number(mine, theirs)] -= name == friend
        found[number] = outcomes.paid(both, pay), both.sum()
    return found


def _compared(friend: str, nice: np.ndarray, naughty: np.ndarray, a_gift: float) -> Once:
    """Return what is known of one friend, from incomes in the same seasons."""
    apart, n = naughty - nice, len(nice)
    error = apart.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    reach = float(student_quantile(n - 1, (1 + CONFIDENCE) / 2) * error) if n > 1 else np.nan
    gain = float(apart.mean())
    return Once(
        friend, float(nice.mean()), float(naughty.mean()), gain, gain - reach, gain + reach, a_gift
    )
