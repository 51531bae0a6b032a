"""Something to draw of every kind: a small event, or a small table."""

from functools import cache

import pandas as pd
import pytest

import analysis
import strategies
from tournament import Match, Population, Season, Tournament

FIELD = ["tit_for_tat", "grudger", "joss", "always_defect", "generous_tit_for_tat(generosity=0.3)"]
TYPES = ["always_cooperate", "always_defect", "tit_for_tat"]
TABLE = pd.DataFrame([[30, 1, 30], [50, 10, 14], [29.2, 8.3, 29.2]], TYPES, TYPES)


@cache
def tournament(players=5):
    field = FIELD if players == len(FIELD) else strategies.everything()[:players]
    event = Tournament(field, turns=10, repetitions=4, noise=0.05, seed=3)
    return event.play(progress=False)


@cache
def season():
    kinds = [("tit_for_tat", "anyone"), ("tit_for_tat", "nicest"), ("joss", "anyone"), "grudger"]
    words = {"towns": 24, "friends": 6, "days": 6, "gifts_per_day": 2, "seed": 4}
    return Season(kinds, repetitions=2, **words).play(progress=False)


@cache
def population(many=3, size=12):
    event = Population(TYPES[-many:], size=size, turns=5, repetitions=6, seed=2)
    return event.play(until="fixation", progress=False)


@cache
def lattice():
    table = [[1.0, 0.0], [1.85, 0.0]]  # Nowak and May (1992)
    event = Population(["C", "D"], process="imitate best", lattice=9, payoffs=table, seed=1)
    return event.play(6, progress=False)


OF_POPULATION = {"lattice": lattice, "changes": lattice, "gradient": lambda: population(2)}


@cache
def learned():
    event = Tournament(FIELD[:4], turns=30, repetitions=3, noise=0.05, seed=1)
    return analysis.learn(analysis.play_log(event.play(progress=False)))


@cache
def rho():
    return analysis.fixation_probabilities(TABLE, 20, selection=0.1)


@cache
def predicted():
    event = Tournament(strategies.classics(), turns=10, repetitions=4, noise=0.01, seed=1)
    results = event.play(progress=False)
    return analysis.predict_pairs(results, share=0.5), results


EVENTS = {
    "tournament": lambda kind: tournament().plot,
    "season": lambda kind: season().plot,
    "population": lambda kind: OF_POPULATION.get(kind, population)().plot,
    "match": lambda kind: Match("tit_for_tat", "joss", turns=130, noise=0.02, seed=4).play().plot,
    "automaton": lambda kind: (
        lambda kind, **how: strategies.automaton("contrite_tit_for_tat").draw(**how)
    ),
    "learned": lambda kind: learned().plot,
}
"""By event: from the name of a figure to what plots it."""

FUNCTIONS = {
    "plot_fixation": lambda: (rho(),),
    "plot_gradient": lambda: (analysis.gradient_of_selection([[3, 0], [5, 1]], 20), "cooperators"),
    "plot_invasions": lambda: (rho(), analysis.small_mutation(TABLE, 20, selection=0.1)),
    "plot_lattice": lambda: ([[0, 1], [1, 1]], ["C", "D"], [[0, 0], [1, 1]]),
    "plot_meta": lambda: (
        analysis.meta(FIELD[:4], 30, turns=10, noise=[0, 0.1], seed=1, progress=False),
    ),
    "plot_prediction": predicted,
    "plot_shares": lambda: (analysis.replicator(TABLE, [0.4, 0.3, 0.3], 20.0),),
    "plot_simplex": lambda: (TABLE, analysis.stationary(TABLE, 20, mutation=0.01, selection=0.1)),
    "plot_sweep": lambda: (
        analysis.sweep(FIELD[:4], noise=[0, 0.1, 0.2, 0.3], exact=True, progress=False),
    ),
}
"""By function of `analysis`: its arguments."""


@pytest.fixture(scope="session")
def draw():
    """From the name of a kind, such as "season: network", and `width` or `ax`, to a figure."""

    def drawn(kind, **how):
        event, _, name = kind.partition(": ")
        if not name:
            return getattr(analysis, kind)(*FUNCTIONS[kind](), **how)
        return EVENTS[event](name)(name, **how)

    return drawn


@pytest.fixture(scope="session")
def large():
    """Return results of many players of the library."""
    return tournament


@pytest.fixture(scope="session")
def known():
    """Of which functions of `analysis` there is something to draw."""
    return set(FUNCTIONS)
