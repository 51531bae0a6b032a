"""Seasons of towns that choose at random and remember nothing, against closed forms.

With G gifts a day in a graph where all have equally many friends, a town that gives at random is
answered, and answers, a friend drawn from all others: places and graph are random. So a town of a
population with n nice others and d naughty ones expects G days (n R + d S) / (n + d) for each role
when it is nice, and the same with T and P when it is naughty.
"""

import numpy as np
import pytest
from scipy.stats import chi2

from tournament import PRISONERS_DILEMMA, TSTO, Game, strategy
from tournament.engine.season import play as gifts
from tournament.events.season.event import Season
from tournament.results.season import SeasonResults

ERRORS = 4.0  # standard errors: a false alarm once in 16,000 means; seeds are fixed
TOWNS, NICE = 40, 24


def play(**words) -> SeasonResults:
    players = {"always_cooperate": NICE, "always_defect": TOWNS - NICE}
    words = {"friends": 8, "days": 10, "gifts_per_day": 3, "repetitions": 200, "seed": 1980} | words
    return Season(players, TOWNS, **words).play(progress=False)


def expected(game: Game, noise: float = 0.0) -> dict[str, float]:
    """Return the mean payoff of a gift, in either role, for each kind."""
    table = np.array([[game.R, game.S], [game.T, game.P]], float)
    found = {}
    for name, choice, n in (("always_cooperate", 0, NICE - 1), ("always_defect", 1, NICE)):
        nice = n / (TOWNS - 1)  # of the others
        mine = np.array([1 - noise, noise])[:: 1 if choice == 0 else -1]
        theirs = np.array([nice, 1 - nice])
        theirs = (1 - noise) * theirs + noise * theirs[::-1]
        found[name] = float(mine @ table @ theirs)
    return found


@pytest.mark.parametrize("noise", [0.0, 0.1])
@pytest.mark.parametrize("game", [TSTO, PRISONERS_DILEMMA], ids=str)
def test_incomes_of_random_givers(game, noise):
    ranking = play(game=game, noise=noise).ranking
    assert ranking.index[0] == "always_defect"  # naughty does best where nobody looks
    for name, mean in expected(game, noise).items():
        row = ranking.loc[name]
        assert abs(row.income - 2 * 10 * 3 * mean) < ERRORS * row.standard_error, name
        assert row.sent == 30
        assert abs(row.nice - {"always_cooperate": 1 - noise, "always_defect": noise}[name]) < 0.01


def test_both_roles_earn_alike():
    """Of gifts given and of gifts received, where both sides choose in secret."""
    frame = play().towns.groupby(["repetition", "kind"], observed=True)[["as_giver", "as_receiver"]]
    gap = frame.mean().diff(axis=1)["as_receiver"].unstack()
    assert (gap.mean().abs() < ERRORS * gap.sem()).all()


def test_absent_towns():
    """A town is away on a share of days: it gives nothing then, and what it gets waits."""
    away, days, a_day = 0.4, 10, 3
    ranking = play(absence=away).ranking
    opened_a_day = [(1 - away) * (1 - away ** (days - day)) for day in range(days)]
    opened = a_day * sum(opened_a_day)  # left by one who is there, found on that day or later
    for name, mean in expected(TSTO).items():
        row = ranking.loc[name]
        assert row.sent == pytest.approx(a_day * days * (1 - away), rel=0.02)
        assert row.sent - row.unopened == pytest.approx(opened, rel=0.02)
        assert abs(row.income - 2 * opened * mean) < ERRORS * row.standard_error


@strategy
def nice_with(me, opponent, p=0.3):
    return 0 if me.chance(p) else 1


def test_stochastic_choices():
    """Two kinds that are nice with probabilities p and q, half the towns each."""
    p = {"p": 0.3, "q": 0.8}
    players = [nice_with(p=value).named(name) for name, value in p.items()]
    results = Season(players, 40, friends=8, days=10, gifts_per_day=3, repetitions=300, seed=3)
    ranking = results.play(progress=False).ranking
    table = np.array([[TSTO.R, TSTO.S], [TSTO.T, TSTO.P]])
    for name, mine in p.items():
        other = sum(value * (20 - (key == name)) for key, value in p.items()) / 39
        mean = np.array([mine, 1 - mine]) @ table @ np.array([other, 1 - other])
        row = ranking.loc[name]
        assert abs(row.income - 60 * mean) < ERRORS * row.standard_error


# -- whom random givers choose --------------------------------------------------------------------


def test_random_givers_favour_nobody():
    """2 of 8 friends a day: each friend is as likely, and so is each pair of friends."""
    season = Season(["tit_for_tat", "joss"], 200, friends=8, days=1, gifts_per_day=2, seed=7,
                    repetitions=40)  # fmt: skip
    chosen, pairs = np.zeros(8), np.zeros((8, 8))
    for repetition in range(season.repetitions):
        towns = season.population(repetition)
        played = gifts.play(season.kinds, season.rules, towns, repetition, keep_rows=True)
        left = played.rows[:, 8].reshape(200, 8)
        assert (left.sum(1) == 2).all()
        chosen += left.sum(0)
        pairs += left.T @ left
    for counts in (chosen, pairs[np.triu_indices(8, 1)]):
        statistic = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
        assert 1e-7 < chi2.cdf(statistic, len(counts) - 1) < 1 - 1e-7


def test_days_are_drawn_anew():
    """A friend who got a gift yesterday is neither more nor less likely to get one today."""
    season = Season(["tit_for_tat"], 1000, friends=6, days=2, gifts_per_day=2, seed=9)
    towns = season.population()
    left = gifts.play(season.kinds, season.rules, towns, 0, keep_rows=True).rows[:, 8]
    twice, n, p = (left == 2).sum(), len(left), (2 / 6) ** 2
    assert abs(twice - n * p) < 5 * np.sqrt(n * p * (1 - p))
