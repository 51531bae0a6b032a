"""Every argument of every public function and method, by inspection: hostile values are refused by
one sentence that names the argument, and values that mean the same give the same.

`tournament.rules.checks` has the rule for each kind of argument. Here stand one valid call of each
function, and the kind of each argument by its name: a name means one thing in the whole project.
"""

import enum
import inspect
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import analysis
import strategies
from tournament import (
    PRISONERS_DILEMMA,
    Automaton,
    Game,
    Match,
    MatchResult,
    Population,
    PopulationResults,
    Results,
    Season,
    SeasonResults,
    Strategy,
    Tournament,
    load,
    partner_rule,
    read_ledger,
    strategy,
)
from tournament.authors.plugin import Plugin
from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError
from tournament.testing import moves_of

FIELD = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]


# -- what calls need -------------------------------------------------------------------------------


@cache
def results() -> Results:
    event = Tournament(FIELD, turns=10, repetitions=6, noise=0.1, seed=1)
    return event.play(progress=False, threads=1)


@cache
def season() -> Season:
    return Season([*FIELD[:2]], towns=8, friends=3, days=3, gifts_per_day=2, seed=1)


@cache
def season_results() -> SeasonResults:
    return season().play(progress=False, threads=1)


@cache
def population() -> Population:
    return Population(
        FIELD[:2], lattice=3, turns=4, mutation=0.1, repetitions=2, seed=1, engine="python"
    )


@cache
def population_results() -> PopulationResults:
    return population().play(4, progress=False, threads=1)


@cache
def match() -> MatchResult:
    return Match("tit_for_tat", "alternator", turns=8, seed=1).play()


@cache
def log() -> pd.DataFrame:
    return analysis.play_log(results())


@cache
def vectors() -> pd.DataFrame:
    drawn = np.random.default_rng(1).random((8, 3))
    return pd.DataFrame(drawn, [f"p{n}" for n in range(8)], ["CC", "CD", "DD"])


@cache
def meta_tournaments() -> Any:
    return analysis.meta(FIELD, 20, turns=4, noise=[0, 0.1], seed=1, progress=False)


@cache
def learned() -> Any:
    return analysis.learn(log(), k=2)


def own_figure():
    """Return a figure of matplotlib."""
    figure = Figure(figsize=(1, 1))
    figure.subplots()
    return figure


@cache
def predicted():
    return analysis.predict_pairs(results(), 0.5, method="factors", folds=2)


@cache
def files() -> Path:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="tournament-arguments-"))
    log().to_csv(folder / "log.csv", index=False)
    text = "from tournament import C, strategy\n@strategy\ndef nice(me, opponent): return C\n"
    (folder / "rules.py").write_text(text)
    results().save(folder / "results.sqlite")
    season_results().save(folder / "season.sqlite")
    population_results().save(folder / "population.sqlite")
    (folder / "diary.csv").write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,nice\n")
    (folder / "friends.csv").write_text("day,friend,gave,move,opponent_move\n")
    Tournament(FIELD, turns=4, seed=1).play(
        progress=False, threads=1, ledger=folder / "ledger.sqlite"
    )
    return folder


def plain_rule(me, opponent):
    return 0


def rating(me, friend):
    return 0.0


HAWKS = [[-1.0, 2.0], [0.0, 1.0]]
STAR = [[0, 1], [0, 2], [0, 3]]


# -- calls -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A valid call: what is called, its arguments, and what makes things of slow results small."""

    function: Callable[[], Any]
    arguments: Callable[[], dict[str, Any]] = dict
    slow: bool = False


def of(function: Callable[..., Any], /, *, slow: bool = False, **arguments: Any) -> Call:
    """Return a call; arguments that are functions without a name of their own make the value."""
    return Call(lambda: function, lambda: made(arguments), slow)


class Make:
    """An argument that is made when a test runs."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def made(arguments: dict[str, Any]) -> dict[str, Any]:
    return {k: v.make() if isinstance(v, Make) else v for k, v in arguments.items()}


def method(owner: Callable[[], Any], name: str, /, *, slow: bool = False, **arguments: Any) -> Call:
    return Call(lambda: getattr(owner(), name), lambda: made(arguments), slow)


R, S, L, V = Make(results), Make(season_results), Make(log), Make(vectors)
SMALL = {"seed": 1}
RULES = {
    "game": "tsto", "turns": 5, "noise": 0.5, "misperception": 0.5, "continuation": 0.5,
    "seed": 1, "length_known": True,
}  # fmt: skip
OF_SEASON = {
    "towns": 8, "game": "tsto", "days": 2, "gifts_per_day": 1, "friends": 3, "inbox": 5,
    "visible": False, "absence": 0.5, "noise": 0.5, "seed": 1, "partner": "anyone",
    "nice_list": False, "days_known": True, "repetitions": 1, "engine": "auto",
}  # fmt: skip
OF_POPULATION = {
    "size": 9, "process": "fermi", "graph": [(0, 1, 0.5), (1, 2, 2.0)], "lattice": None,
    "neighbours": "moore", "self_interaction": False, "torus": True, "start": [0, 1, 1],
    "selection": 0.5, "fitness": "linear", "mutation": 0.5, "game": "tsto", "turns": 5,
    "noise": 0.5, "payoffs": [[1.0, 2.0], [3.0, 4.0]], "seed": 1, "replacement": [(0, 1), (1, 2)],
    "synchronous": True, "average": True, "repetitions": 2, "length_known": True,
    "misperception": 0.5, "continuation": 0.5, "payoff_repetitions": 3, "engine": "auto",
}  # fmt: skip
PAYOFFS = {"R": 3.0, "S": 0.0, "T": 5.0, "P": 1.0}
PLAY = {"progress": False, "executor": None, "threads": 1, "on_error": "stop", "ledger": None}
COUNTS = Make(lambda: analysis.behaviour_counts(log())[0])
SEEN = Make(lambda: analysis.behaviour_counts(log())[1])
TABLE = Make(lambda: analysis.choose_k(vectors(), [1, 2], resamples=2, references=2))
SWEPT = Make(
    lambda: analysis.sweep(
        FIELD[:2], noise=[0, 0.5], turns=2, repetitions=1, seed=1, progress=False
    )
)

TIT_FOR_TAT = Automaton.of_table([1, 0], [[[0, 1], [0, 1]]] * 2)
FINITE = {"rule": TIT_FOR_TAT, "game": PRISONERS_DILEMMA, "noise": 0.5}
MIXED = {
    "table": [[3.0, 1.0], [4.0, 2.0]], "size": 5, "process": "moran", "selection": 0.5,
    "fitness": "linear",
}  # fmt: skip

RHO = pd.DataFrame([[0.1, 0.3], [0.05, 0.1]])
LATTICE = Make(
    lambda: Population(
        ["a", "b"], process="imitate best", lattice=(3, 4), payoffs=[[1.0, 0.0], [1.5, 0.0]], seed=1
    ).play(3, progress=False)
)

CALLS: dict[str, Call] = {
    "tournament.Automaton.of": of(Automaton.of, rule="grudger", turns=5, game="tsto"),
    "tournament.Automaton.of_table": of(
        Automaton.of_table, cooperation=[1, 0], transitions=[[[0, 1], [0, 1]]] * 2
    ),
    "tournament.Automaton.draw": method(lambda: TIT_FOR_TAT, "draw", width=89, ax=None),
    "tournament.Automaton.difference": method(lambda: TIT_FOR_TAT, "difference", other=TIT_FOR_TAT),
    "tournament.Automaton.to_rule": method(lambda: TIT_FOR_TAT, "to_rule", name="x"),
    "tournament.Game": of(Game, **PAYOFFS, name="x", less_is_better=False),
    "tournament.Game.bimatrix": of(
        Game.bimatrix, row=[[2, 0], [0, 1]], column=[[1, 0], [0, 2]], name="x", less_is_better=False
    ),
    "tournament.Game.of": of(Game.of, given="chicken"),
    "tournament.Game.table": method(lambda: PRISONERS_DILEMMA, "table"),
    "tournament.Match": of(
        Match, first="tit_for_tat", second="grudger", **RULES, repetition=1, engine="auto"
    ),
    "tournament.Match.expected": method(
        lambda: Match("tit_for_tat", "grudger", noise=0.1), "expected", limit=True
    ),
    "tournament.Match.play": method(lambda: Match("tit_for_tat", "grudger", turns=2), "play"),
    "tournament.MatchResult.plot": method(match, "plot", kind="moves", width=89, ax=None),
    "tournament.MatchResult.text": method(match, "text", player=1),
    "tournament.Population": of(
        Population, players=FIELD[:2], **OF_POPULATION | {"size": 3, "start": [2, 1]}
    ),
    "tournament.Population.play": method(
        population, "play", generations=3, until="settled", every=1, **PLAY
    ),
    "tournament.PopulationResults.bands": method(population_results, "bands", confidence=0.5),
    "tournament.PopulationResults.card": method(population_results, "card"),
    "tournament.PopulationResults.load": of(
        PopulationResults.load, path=Make(lambda: files() / "population.sqlite")
    ),
    "tournament.PopulationResults.noting": method(population_results, "noting"),
    "tournament.PopulationResults.picture": method(population_results, "picture", generation=1),
    "tournament.PopulationResults.plot": method(
        population_results, "plot", kind="shares", width=89, ax=None, top=2
    ),
    "tournament.PopulationResults.save": method(
        population_results, "save", path=Make(lambda: files() / "saved_population.sqlite")
    ),
    "tournament.Results.card": method(results, "card"),
    "tournament.Results.load": of(Results.load, path=Make(lambda: files() / "results.sqlite")),
    "tournament.Results.noting": method(results, "noting"),
    "tournament.Results.plot": method(
        results, "plot", kind="ranking", width=89, ax=None, top=2
    ),
    "tournament.Results.rank": method(
        results, "rank", by="score", self_play=True, confidence=0.5
    ),
    "tournament.Results.ranked": method(results, "ranked", by="wins"),
    "tournament.Results.sample": method(
        results, "sample", player="grudger", opponent="tit_for_tat", repetition=1
    ),
    "tournament.Results.samples": method(
        results, "samples", pairs=[[0, 1]], turns=2, repetition=1
    ),
    "tournament.Results.save": method(
        results, "save", path=Make(lambda: files() / "saved.sqlite")
    ),
    "tournament.Results.under": method(results, "under", game="chicken"),
    "tournament.SeasonResults.card": method(season_results, "card"),
    "tournament.SeasonResults.errors": method(season_results, "errors", over="towns"),
    "tournament.SeasonResults.load": of(
        SeasonResults.load, path=Make(lambda: files() / "season.sqlite")
    ),
    "tournament.SeasonResults.noting": method(season_results, "noting"),
    "tournament.SeasonResults.plot": method(
        season_results, "plot", kind="ranking", width=89, ax=None, top=2
    ),
    "tournament.SeasonResults.save": method(
        season_results, "save", path=Make(lambda: files() / "saved_season.sqlite")
    ),
    "tournament.SeasonResults.under": method(season_results, "under", game="chicken"),
    "tournament.Season": of(Season, players=FIELD[:2], **OF_SEASON),
    "tournament.Season.best_reply": method(
        season, "best_reply", candidates=[("grudger", "anyone")], repetitions=2, progress=False,
        threads=1, slow=True, race=False, log=Make(lambda: files() / "diary.csv"),
    ),
    "tournament.Season.play": method(season, "play", **PLAY),
    "tournament.Season.population": method(season, "population", repetition=1),
    "tournament.Season.repetition": method(season, "repetition", number=1, threads=1),
    "tournament.Tournament": of(
        Tournament, players=FIELD, **RULES | {"continuation": None}, repetitions=2, self_play=True,
        places=1, confidence=0.5, most_repetitions=4, exact=False,
        graph=[(0, 1), (1, 2), (2, 3)],
    ),
    "tournament.Tournament.play": method(
        lambda: Tournament(FIELD[:2], turns=2, repetitions=1, seed=1), "play", **PLAY
    ),
    "tournament.read_ledger": of(
        read_ledger, ledger=Make(lambda: files() / "ledger.sqlite")
    ),
    "tournament.load": of(
        load, path=Make(lambda: files() / "rules.py"), of=Strategy, kind=None, on_error="stop",
        trusted=True,
    ),
    "tournament.partner_rule": of(partner_rule, rule=rating, compiled=True, per_friend=1),
    "tournament.strategy": of(strategy, rule=plain_rule, compiled=True, history=None),
    "tournament.Strategy.named": method(lambda: strategies.grudger, "named", name="x", doc="y"),
    "tournament.PartnerRule.named": method(lambda: strategies.anyone, "named", name="x", doc="y"),
    "analysis.adaptive_dynamics": of(
        analysis.adaptive_dynamics, start=[0.5, 0.5], game=PRISONERS_DILEMMA, noise=0.25, time=2.0,
        points=3,
    ),
    "analysis.behaviour": of(analysis.behaviour, results=R),
    "analysis.behaviour_counts": of(analysis.behaviour_counts, source=L, memory=2),
    "analysis.behaviour_vectors": of(
        analysis.behaviour_vectors, source=L, memory=2, prior=(1, 1), extras=False
    ),
    "analysis.best_reply": of(
        analysis.best_reply, **FINITE, continuation=0.5, turns=None
    ),
    "analysis.beta_priors": of(analysis.beta_priors, cooperated=COUNTS, seen=SEEN),
    "analysis.changes": of(analysis.changes, before=R, after=R, confidence=0.5),
    "analysis.check_log": of(analysis.check_log, frame=L),
    "analysis.choose_k": of(
        analysis.choose_k, vectors=V, ks=[1, 2], resamples=2, references=2, starts=2, seed=1,
        slow=True,
    ),
    "analysis.compare": of(
        analysis.compare, results=R, pairs="neighbours", confidence=0.5, power=0.5
    ),
    "analysis.cooperation_over_time": of(
        analysis.cooperation_over_time, log=L, by="turn", block=5, groups="player"
    ),
    "analysis.critical_benefit_cost": of(
        analysis.critical_benefit_cost, graph=STAR, average=False
    ),
    "analysis.differences": of(analysis.differences, before=R, after=R),
    "analysis.ecological": of(
        analysis.ecological, payoffs=HAWKS, generations=5, fitness="shifted", start=[0.5, 0.5],
        minimum=-2.0, strength=None, less_is_better=False,
    ),
    "analysis.eigenjesus": of(analysis.eigenjesus, results=R),
    "analysis.eigenmoses": of(analysis.eigenmoses, results=R),
    "analysis.enforced_relation": of(analysis.enforced_relation, **FINITE, continuation=0.5),
    "analysis.equilibria": of(
        analysis.equilibria, payoffs=HAWKS, column=None, less_is_better=False
    ),
    "analysis.evolutionarily_stable": of(
        analysis.evolutionarily_stable, **MIXED, self_interaction=False, less_is_better=False
    ),
    "analysis.exact_fingerprint": of(
        analysis.exact_fingerprint, rule=TIT_FOR_TAT, probe=TIT_FOR_TAT, game="tsto", points=2,
        turns=5,
    ),
    "analysis.exploitability": of(
        analysis.exploitability, rules=[TIT_FOR_TAT], game="tsto", noise=0.5, continuation=0.5,
        turns=None,
    ),
    "analysis.extortion": of(analysis.extortion, results=R, by_pair=False),
    "analysis.extortion_fit": of(
        analysis.extortion_fit, rates=[0.5, 0.5, 0.5, 0.5], game=PRISONERS_DILEMMA
    ),
    "analysis.fingerprint": of(
        analysis.fingerprint, strategy="grudger", probe="tit_for_tat", game="tsto", points=2,
        turns=5, repetitions=2, seed=1, slow=True,
    ),
    "analysis.alpha_rank": of(
        analysis.alpha_rank, tables=[[[3.0, 1.0], [4.0, 2.0]]] * 2, size=5, selection=0.5,
        less_is_better=False,
    ),
    "analysis.fixation_by_count": of(
        analysis.fixation_by_count, **MIXED, self_interaction=False, synchronous=False,
        less_is_better=False,
    ),
    "analysis.fixation_errors": of(
        analysis.fixation_errors, **MIXED, errors=None, self_interaction=False, less_is_better=False
    ),
    "analysis.fixation_probabilities": of(
        analysis.fixation_probabilities, **MIXED, self_interaction=False, synchronous=False,
        less_is_better=False,
    ),
    "analysis.fixation_times": of(
        analysis.fixation_times, **MIXED, self_interaction=False, synchronous=False,
        less_is_better=False,
    ),
    "analysis.friedman": of(analysis.friedman, results=R, blocks="opponents", confidence=0.5),
    "analysis.gaussian_mixture": of(analysis.gaussian_mixture, vectors=V, k=2, starts=2, seed=1),
    "analysis.good_partner": of(analysis.good_partner, results=R),
    "analysis.graph_fixation": of(analysis.graph_fixation, graph=STAR, r=2.0, process="moran"),
    "analysis.graph_verdict": of(
        analysis.graph_verdict, graph=STAR, process="moran", rates=[0.5, 2.0]
    ),
    "analysis.gradient_of_selection": of(
        analysis.gradient_of_selection, **MIXED, self_interaction=False, synchronous=False,
        less_is_better=False,
    ),
    "analysis.hierarchy": of(analysis.hierarchy, vectors=V, method="ward"),
    "analysis.holm": of(analysis.holm, p=[0.5, 0.25]),
    "analysis.intervals": of(
        analysis.intervals, results=R, confidence=0.5, method="bootstrap", resamples=20, seed=1
    ),
    "analysis.invasions": of(
        analysis.invasions, payoffs=HAWKS, errors=None, confidence=0.5, less_is_better=False
    ),
    "analysis.is_equilibrium": of(
        analysis.is_equilibrium, **FINITE, continuation=0.5, turns=None
    ),
    "analysis.is_friendly_rival": of(
        analysis.is_friendly_rival, rule=TIT_FOR_TAT, game=PRISONERS_DILEMMA
    ),
    "analysis.is_partner": of(analysis.is_partner, **FINITE, continuation=0.5),
    "analysis.is_rival": of(analysis.is_rival, **FINITE, rare_errors=True),
    "analysis.kingmakers": of(analysis.kingmakers, results=R, self_play=True),
    "analysis.kmeans": of(analysis.kmeans, vectors=V, k=2, starts=2, init="random", seed=1),
    "analysis.learn": of(analysis.learn, log=L, k=2, memory=1, name="kind", seed=1, slow=True),
    "analysis.leave_one_out": of(analysis.leave_one_out, results=R, self_play=True),
    "analysis.likeness": of(analysis.likeness, learned=Make(learned), rules=["grudger"]),
    "analysis.memory_one_fingerprint": of(
        analysis.memory_one_fingerprint, rule=[0.5] * 4, probe=[0.5] * 4, game="tsto", points=2,
        turns=5,
    ),
    "analysis.meta": of(
        analysis.meta, pool=FIELD[:3], fields=2, size=2, turns=5, noise=0.5, continuation=0.5,
        samples=1, game="tsto", repetitions=1, self_play=True, length_known=True, features=None,
        seed=1, progress=False, ledger=None, slow=True,
    ),
    "analysis.one_third_rule": of(
        analysis.one_third_rule, table=MIXED["table"], size=5, less_is_better=False
    ),
    "analysis.one_more": of(analysis.one_more, results=R, self_play=True),
    "analysis.play_log": of(analysis.play_log, played=R, repetitions=2),
    "analysis.play_over_time": of(
        analysis.play_over_time, strategy="grudger", opponents=["alternator"], block=2, turns=5,
        repetitions=2, noise=0.5, seed=1,
    ),
    "analysis.predict": of(
        analysis.predict, log=L, k=[2], memory=1, strategies=["grudger"], against="one_for_all",
        folds=2, seed=1, slow=True,
    ),
    "analysis.first_pairs": of(
        analysis.first_pairs, number=4, share=0.5, self_play=False, seed=1
    ),
    "analysis.ledger_payoffs": of(
        analysis.ledger_payoffs, ledger=Make(lambda: files() / "ledger.sqlite"), game="pd"
    ),
    "analysis.plot_prediction": of(
        analysis.plot_prediction, found=Make(predicted), played=R, width=89
    ),
    "analysis.predict_pairs": of(
        analysis.predict_pairs, payoffs=R, share=0.5, method="factors", hints=[[[1.0] * 4] * 4],
        errors=None, self_play=True, folds=2, confidence=0.5, seed=1,
    ),
    "analysis.preferred": of(analysis.preferred, criteria=TABLE),
    "analysis.prescriptions": of(analysis.prescriptions, log=L, strategies=["grudger"]),
    "analysis.principal_axes": of(analysis.principal_axes, vectors=V),
    "analysis.properties": of(analysis.properties, results=R),
    "analysis.rank_intervals": of(
        analysis.rank_intervals, results=R, over="repetitions", confidence=0.5, resamples=20, seed=1
    ),
    "analysis.rank_map": of(analysis.rank_map, frame=SWEPT, value="score"),
    "analysis.read_log": of(analysis.read_log, path=Make(lambda: files() / "log.csv")),
    "analysis.read_table": of(
        analysis.read_table, path=Make(lambda: files() / "log.csv"), index="player"
    ),
    "analysis.repetitions_needed": of(
        analysis.repetitions_needed, effect=0.5, confidence=0.5, power=0.5
    ),
    "analysis.plot_fixation": of(analysis.plot_fixation, rho=RHO, width=89, ax=None),
    "analysis.plot_gradient": of(
        analysis.plot_gradient, push=pd.Series([0.0, 0.2, -0.1, 0.0]), name="a", columns=2,
        width=89, ax=None,
    ),
    "analysis.plot_invasions": of(
        analysis.plot_invasions, rho=RHO, shares=pd.Series([0.25, 0.75]), columns=2,
        width=89, ax=None,
    ),
    "analysis.plot_lattice": of(
        analysis.plot_lattice, types=[[0, 1], [1, 1]], names=["a", "b"], earlier=[[0, 0], [1, 1]],
        columns=2, width=89, ax=None,
    ),
    "analysis.plot_meta": of(analysis.plot_meta, found=Make(meta_tournaments), top=2, width=89),
    "analysis.plot_shares": of(
        analysis.plot_shares, frame=pd.DataFrame({"a": [0.5, 0.4], "b": [0.5, 0.6]}), bands=None,
        columns=2, width=89, ax=None,
    ),
    "analysis.plot_simplex": of(
        analysis.plot_simplex, payoffs=[[1.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 1.5]],
        stationary=None, columns=2, width=89, ax=None,
    ),
    "analysis.plot_sweep": of(analysis.plot_sweep, frame=SWEPT, width=89, ax=None),
    "analysis.save_figure": of(
        analysis.save_figure, figure=Make(own_figure),
        path=Make(lambda: files() / "figure.pdf"), outlines=False,
    ),
    "analysis.save_film": of(
        analysis.save_film, results=LATTICE, path=Make(lambda: files() / "film.gif"), seconds=2.0
    ),
    "analysis.replicator": of(
        analysis.replicator, payoffs=HAWKS, start=[0.5, 0.5], time=2.0, points=3,
        less_is_better=False,
    ),
    "analysis.report": of(
        analysis.report, results=R, folder=Make(lambda: files() / "report"), vector=False,
        parquet=False, slow=True,
    ),
    "analysis.report_kinds": of(
        analysis.report_kinds, learned=Make(learned), folder=Make(lambda: files() / "kinds"),
        results=None, parquet=False, slow=True,
    ),
    "analysis.rest_points": of(analysis.rest_points, payoffs=HAWKS, less_is_better=False),
    "analysis.rule_vectors": of(
        analysis.rule_vectors, strategies=["grudger"], memory=1, turns=3
    ),
    "analysis.stationary": of(
        analysis.stationary, table=HAWKS, size=4, mutation=0.5, process="fermi", selection=0.5,
        fitness="linear", self_interaction=False, synchronous=False, less_is_better=False,
    ),
    "analysis.stability": of(
        analysis.stability, payoffs=HAWKS, points=[[0.5, 0.5]], less_is_better=False
    ),
    "analysis.stable": of(analysis.stable, invasions=Make(lambda: analysis.invasions(HAWKS))),
    "analysis.small_mutation": of(
        analysis.small_mutation, **MIXED, self_interaction=False, synchronous=False,
        less_is_better=False,
    ),
    "analysis.standard_errors": of(analysis.standard_errors, results=R, ddof=1),
    "analysis.standard_scores": of(analysis.standard_scores, results=R),
    "analysis.standardised": of(analysis.standardised, vectors=V),
    "analysis.starts_compared": of(
        analysis.starts_compared, vectors=V, k=2, starts=2, init="random", seed=1
    ),
    "analysis.strategy_frequencies": of(
        analysis.strategy_frequencies, log=L, strategies=["grudger"], confidence=0.5, resamples=5,
        seed=1, slow=True,
    ),
    "analysis.sub_fields": of(
        analysis.sub_fields, results=R, fields=2, size=2, seed=1, self_play=True
    ),
    "analysis.summary": of(analysis.summary, results=R),
    "analysis.sweep": of(
        analysis.sweep, field=FIELD[:2], game=["tsto"], turns=2, noise=0.5,
        misperception=0.5, continuation=0.5, repetitions=1, seed=1, self_play=True,
        length_known=True, exact=False, progress=False, slow=True,
    ),
    "analysis.transitive_fingerprint": of(
        analysis.transitive_fingerprint, strategy="grudger", opponents=2, game="tsto", turns=3,
        repetitions=1, noise=0.5, seed=1,
    ),
    "strategies.automaton": of(strategies.automaton, rule="grudger", turns=5, game="tsto"),
    "strategies.get": of(strategies.get, name="grudger"),
    "strategies.from_axelrod": of(strategies.from_axelrod, text="Grudger"),
    "strategies.catalogue": of(strategies.catalogue, search="grudger", slow=True),
    "strategies.linear_relation": of(
        strategies.linear_relation, slope=0.5, baseline=2.0, phi=0.125, **PAYOFFS
    ),
    "strategies.duplicates": of(strategies.duplicates, slow=True),
}  # fmt: skip

GROUPS = {
    f"strategies.{name}": of(getattr(strategies, name))
    for name in import_module("strategies.contents.groups").__all__
}
GROUPS["strategies.axelrod_first"] = of(strategies.axelrod_first, rules="axelrod_python")
GROUPS["strategies.axelrod_second"] = of(strategies.axelrod_second, rules="axelrod_python")
CALLS |= GROUPS

RETURNED: dict[str, Call] = {  # methods of what functions return
    "PredictedPairs.next_pairs": method(predicted, "next_pairs", number=2),
    "Learned.plot": method(learned, "plot", kind="map", width=89, ax=None),
    "Learned.like": method(learned, "like", kind=1),
    "Learned.save": method(learned, "save", file=Make(lambda: files() / "kinds.py")),
    "MetaTournaments.importances": method(
        meta_tournaments, "importances", rows=50, trees=2, seed=1
    ),
    "MetaTournaments.of_format": method(meta_tournaments, "of_format", format="standard"),
    "MetaTournaments.save": method(meta_tournaments, "save", folder=Make(lambda: files() / "meta")),
    "testing.moves_of": of(
        moves_of,
        strategy="grudger",
        opponent=[0, 1],
        draws=[0.5, 0.25],
        flips=[0, 1],
        length_known=False,
        game="tsto",
    ),
    "Projection.place": method(lambda: analysis.principal_axes(vectors()), "place", vectors=V),
}

MADE_BY_FUNCTIONS = {
    "tournament.Automaton", "tournament.MatchResult", "tournament.Results",
    "tournament.SeasonResults", "tournament.PopulationResults",
    "tournament.Strategy", "tournament.PartnerRule",
}  # fmt: skip
"""Classes that nobody calls: functions return their objects."""
OF_THE_HOUSE = {"check_extent", "depends_on", "facts", "told", "tree"}
"""Methods without arguments, for the parts of the project that show and hash plugins."""


# -- kinds of arguments ----------------------------------------------------------------------------

KIND_OF = {
    "whole": "turns repetitions repetition seed resamples references starts k memory block folds"
    " generations fields size days gifts_per_day inbox towns number threads per_friend places"
    " most_repetitions ddof player points friends kind every payoff_repetitions generation columns"
    " samples top rows trees",
    "level": "confidence power",
    "probability": "noise misperception continuation absence",
    "number": "R S T P r minimum strength time effect slope baseline phi selection seconds",
    "flag": "less_is_better length_known self_play extras by_pair vector parquet visible nice_list"
    " days_known compiled trusted rare_errors limit exact self_interaction synchronous average"
    " torus outlines race",
    "word": "by blocks method init over on_error engine against history groups value format"
    " process fitness neighbours until",
    "text": "name doc search text",
    "path": "path folder file",
    "results": "results before after played learned found",
    "frame": "log vectors source frame criteria invasions cooperated seen rho push shares bands"
    " stationary features",
    "share": "share",
    "numbers": "p rates rule probe errors column row start payoffs cooperation transitions table"
    " hints tables graph start mutation replacement types earlier draws flips",
    "players": "players strategies rules opponents field candidates ks pairs names pool",
    "thing": "given game strategy first second partner executor progress prior of index other"
    " lattice ax figure",
    "width": "width",
}
OF_FINITE = ("best_reply", "enforced_relation", "is_equilibrium", "is_partner", "is_rival")
"""Functions of `analysis` that take a finite rule, under noise of both."""
QUIET = ("exact_fingerprint", "is_friendly_rival")
"""The same without noise."""
KINDS = {name: kind for kind, names in KIND_OF.items() for name in names.split()}
OTHERWISE = {
    ("tournament.MatchResult.plot", "kind"): "word",
    ("tournament.Results.plot", "kind"): "word",
    ("tournament.SeasonResults.plot", "kind"): "word",
    ("tournament.PopulationResults.plot", "kind"): "word",
    ("Learned.plot", "kind"): "word",
    ("tournament.load", "kind"): "thing",
    ("tournament.Season.best_reply", "log"): "path",
    ("analysis.meta", "ledger"): "path",
    ("analysis.ledger_payoffs", "ledger"): "path",
    **{(f"tournament.{e}.play", "ledger"): "path" for e in ("Tournament", "Season", "Population")},
    ("tournament.read_ledger", "ledger"): "path",
    ("tournament.partner_rule", "rule"): "thing",
    ("strategies.axelrod_first", "rules"): "word",
    ("strategies.axelrod_second", "rules"): "word",
    ("testing.moves_of", "opponent"): "numbers",
    ("tournament.Automaton.of", "rule"): "thing",
    ("strategies.automaton", "rule"): "thing",
    ("tournament.strategy", "rule"): "thing",
    ("analysis.fingerprint", "probe"): "thing",
    **{(f"analysis.{name}", "rule"): "thing" for name in (*OF_FINITE, *QUIET)},
    ("analysis.exact_fingerprint", "probe"): "thing",
    ("tournament.Results.samples", "pairs"): "numbers",
    ("tournament.Results.sample", "player"): "word",
    ("tournament.Results.sample", "opponent"): "word",
    ("analysis.predict", "k"): "numbers",
    ("analysis.stability", "points"): "numbers",
    ("strategies.get", "name"): "word",
    ("strategies.from_axelrod", "text"): "word",
}


class Evil:
    """What fails whatever is asked of it."""

    def _fail(self, *_: object) -> Any:
        raise RuntimeError("evil")

    __float__ = __int__ = __index__ = __eq__ = __repr__ = __str__ = __len__ = __bool__ = _fail
    __iter__ = __getitem__ = __array__ = __fspath__ = __lt__ = __gt__ = _fail
    __hash__ = object.__hash__


class Liar:
    """What says that it is a number, a path, and equal to everything."""

    def __float__(self) -> float:
        return 0.5

    def __index__(self) -> int:
        return 2

    __int__ = __index__

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class Colour(enum.Enum):
    RED = 2


class Number(enum.IntEnum):
    """Made for each number."""


class Own(int):
    """An integer that lies about itself."""

    def __index__(self) -> int:
        return 99

    __int__ = __index__

    def __repr__(self) -> str:
        raise RuntimeError("evil")

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Float(float):
    """A number that lies about itself."""

    def __float__(self) -> float:
        return 99.0

    def __repr__(self) -> str:
        raise RuntimeError("evil")


class Text(str):
    """A text that lies about itself."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        raise RuntimeError("evil")

    def __str__(self) -> str:
        raise RuntimeError("evil")

    __hash__ = str.__hash__


EVERYWHERE: dict[str, Any] = {
    "evil": Evil(), "liar": Liar(), "complex": 1j, "bytes": b"5", "missing": pd.NA,
    "an enum": Colour.RED, "a class": int, "a date": np.datetime64("2020-01-01"),
    "an iterator without end": iter(int, 1), "a set": {1.5}, "an object": object(),
}  # fmt: skip
NO_NUMBER: dict[str, Any] = EVERYWHERE | {
    "nan": math.nan, "inf": math.inf, "minus inf": -math.inf, "np.nan": np.float64("nan"),
    "True": True, "np.True_": np.True_, "a text": "0.5", "empty": "", "an array": np.array([0.5]),
    "two": [0.5, 0.5], "10**400": 10**400, "10**5000": 10**5000, "signalling": Decimal("sNaN"),
    "a large decimal": Decimal("1e400"), "a large fraction": Fraction(10**400, 3),
    "a mapping": {"a": 1}, "an array of objects": np.array([object()]), "a list": [],
    "long double": np.longdouble("1e4000"), "masked": np.ma.masked, "time": np.timedelta64(5, "s"),
}  # fmt: skip
COLUMNS: dict[str, list[Any]] = {
    "texts": ["x", "y"], "gaps": [1.0, math.nan], "complex numbers": [1j, 2j],
    "dates": [pd.Timestamp(0)] * 2, "objects": [object(), Evil()], "large": [1e300, -1e300],
}  # fmt: skip
BAD: dict[str, dict[str, Any]] = {
    "whole": NO_NUMBER | {"half": 0.5, "minus": -1, "a half": Fraction(1, 2), "beyond": 2**80},
    "level": NO_NUMBER | {"zero": 0, "one": 1, "minus": -0.5, "above": 1.5, "-0.0": -0.0},
    "share": NO_NUMBER | {"zero": 0, "minus": -0.5, "above": 1.5},
    "probability": NO_NUMBER | {"minus": -0.5, "above": 1.5, "denormal": -5e-324},
    "number": NO_NUMBER,
    "width": NO_NUMBER
    | {"zero": 0, "minus": -89, "inches": 3.5, "no unit": "89", "long": "9" * 5000},
    "flag": {k: v for k, v in NO_NUMBER.items() if k not in ("True", "np.True_")}
    | {"zero": 0, "one": 1, "no": "no"},
    "word": NO_NUMBER | {"NUL": "\0", "long": "x" * 5000, "escape": "\x1b[31m", "one": 1},
    "text": {k: v for k, v in NO_NUMBER.items() if not isinstance(v, str)},
    "path": {k: v for k, v in NO_NUMBER.items() if k != "a text"} | {"NUL": "a\0b"},
    "results": NO_NUMBER | {"a frame": pd.DataFrame(), "none": None},
    "frame": NO_NUMBER | {
        "no rows": pd.DataFrame(), "none": None, "a series": pd.Series([1.0]),
        "twice": pd.DataFrame([[1, 2]], columns=["a", "a"]),
        **{f"of {k}": pd.DataFrame({"a": v, "b": v}) for k, v in COLUMNS.items()},
    },
    "numbers": EVERYWHERE | {
        "True": True, "texts": ["a", "b"], "ragged": [[1], [1, 2]], "infinite": [math.inf, 1.0],
        "empty": [], "none within": [None, 1.0], "evil within": [Evil(), Evil()],
        "large": [10**400, 1], "a text": "0.5",
    },
    "players": NO_NUMBER | {"none within": [None], "numbers": [0.25, 1.5], "evil within": [Evil()]},
    "thing": NO_NUMBER | {"long": "x" * 5000, "NUL": "\0", "a number": 7.5},
}  # fmt: skip

BY_KIND = (
    "A player must", "A strategy must", "A partner rule must", "`game` must", "`log` must",
    "`of` must", "`players` must", "@strategy goes", "@partner_rule goes",
)  # fmt: skip
"""How sentences begin that name what was asked for, not the argument."""
PAIRS = {("tournament.Game", letter): {"two"} for letter in "RSTP"}
CONDITIONS = ("game", "turns", "noise", "misperception", "continuation")
MAY_PASS: dict[tuple[str, str], set[str]] = {  # hostile in general, and right here
    **PAIRS,
    ("tournament.Match", "noise"): {"two"},
    ("tournament.Match", "misperception"): {"two"},
    ("tournament.Season", "noise"): {"two"},
    ("tournament.Population", "noise"): {"two"},
    ("tournament.Population", "misperception"): {"two"},
    **{("analysis.sweep", word): {"an array", "two"} for word in CONDITIONS},
    **{
        (name, "progress"): {"True", "np.True_"}
        for name in (
            "tournament.Season.best_reply",
            "tournament.Population.play",
            "tournament.Season.play",
            "tournament.Tournament.play",
            "analysis.meta",
            "analysis.sweep",
        )
    },
    **{("analysis.meta", word): {"an array", "two"} for word in ("noise", "continuation")},
    ("analysis.meta", "features"): {"none"},
    **{(f"analysis.{name}", "noise"): {"two"} for name in (*OF_FINITE, "exploitability")},
    ("analysis.predict", "strategies"): {"a list"},
    ("analysis.predict", "k"): {"empty"},
    ("analysis.predict_pairs", "hints"): {"empty"},
    ("analysis.holm", "p"): {"empty"},
    ("analysis.fingerprint", "points"): {"an array", "two"},
    ("analysis.exact_fingerprint", "points"): {"an array", "two"},
    ("analysis.memory_one_fingerprint", "points"): {"an array", "two"},
    ("analysis.repetitions_needed", "effect"): {"nan", "np.nan", "an array", "two", "a list"},
    ("analysis.report_kinds", "results"): {"none"},
    ("analysis.plot_shares", "bands"): {"none"},
    ("analysis.plot_invasions", "shares"): {"none"},
    ("analysis.plot_simplex", "stationary"): {"none"},
}


def kind_of(name: str, argument: str) -> str:
    return OTHERWISE.get((name, argument)) or KINDS[argument]


def alike(kind: str, plain: Any) -> Iterator[Any]:
    """Yield values that mean the same as a plain one."""
    if kind == "whole" and isinstance(plain, int):
        yield from (np.int8(plain), np.uint64(plain), float(plain), np.float16(plain))
        yield from (Fraction(plain), Decimal(plain), np.array(plain), Own(plain))
        yield enum.IntEnum("Number", {"X": plain}).X
    elif kind in ("level", "probability", "number") and isinstance(plain, float):
        yield from (np.float32(plain), np.longdouble(plain), Fraction(plain), Decimal(plain))
        yield from (np.array(plain), Float(plain))
        if plain.is_integer():
            yield from (int(plain), np.int8(plain))
    elif kind == "flag":
        yield from (np.bool_(plain), np.array(plain))
    elif kind in ("word", "text") and isinstance(plain, str):
        yield from (np.str_(plain), Text(plain), enum.StrEnum("Word", {"X": plain}).X)
    elif kind == "path" and plain is not None:
        yield from (str(plain), Path(plain))


# -- what is public --------------------------------------------------------------------------------


def public() -> dict[str, Any]:
    """Return every public function, and every class with its public methods, by name."""
    found: dict[str, Any] = {}
    for package in ("tournament", "analysis", "strategies"):
        module = import_module(package)
        names = dir(module) if package == "strategies" else module.__all__
        for name in names:
            thing = getattr(module, name)
            if inspect.isclass(thing):
                found[f"{package}.{name}"] = thing
                methods = inspect.getmembers(thing, callable)
                found |= {
                    f"{package}.{name}.{of}": one for of, one in methods if not of.startswith("_")
                }
            elif inspect.isfunction(thing):
                found[f"{package}.{name}"] = thing
    return found


PUBLIC = public()
EVERY = {**CALLS, **RETURNED}


def parameters(function: Any) -> list[str]:
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    signature = inspect.signature(function)
    return [
        p.name for p in signature.parameters.values() if p.kind not in kinds and p.name != "self"
    ]


def call(function: Any, arguments: dict[str, Any]) -> Any:
    """Return what a function makes of arguments; those without a name go first."""
    given = dict(arguments)
    only = inspect.Parameter.POSITIONAL_ONLY
    placed = [p.name for p in inspect.signature(function).parameters.values() if p.kind is only]
    first = [given.pop(name) for name in placed if name in given]
    return function(*first, **given)


def test_every_public_function_has_a_valid_call():
    named = set(PUBLIC) - MADE_BY_FUNCTIONS
    named -= {name for name in named if name.rpartition(".")[2] in OF_THE_HOUSE}
    assert named == set(CALLS)


@pytest.mark.parametrize("name", EVERY)
def test_every_argument_has_a_kind_and_a_valid_value(name):
    given = EVERY[name].arguments()
    assert set(parameters(EVERY[name].function())) == set(given)
    assert {argument for argument in given if kind_of(name, argument) not in BAD} == set()


SOME = [pytest.param(name, marks=[pytest.mark.slow] * each.slow) for name, each in EVERY.items()]


@pytest.mark.parametrize("name", SOME)
def test_hostile_values_are_refused(name):
    """By one sentence, whatever comes; nothing comes from inside, and nothing is played first."""
    function, valid = EVERY[name].function(), EVERY[name].arguments()
    wrong = []
    for argument in valid:
        for label, value in BAD[kind_of(name, argument)].items():
            fault = refusal(function, valid | {argument: value}, argument)
            if fault and label not in MAY_PASS.get((name, argument), ()):
                wrong.append(f"{argument} = {label}: {fault}")
    assert wrong == []


def refusal(function: Any, arguments: dict[str, Any], argument: str) -> str:
    """Return what is wrong with how a hostile value is taken; empty if it is refused well."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", DeprecationWarning)  # of an old name of an argument
        try:
            got = call(function, arguments)
        except (ArgumentError, ArgumentTypeError) as error:
            text = str(error)
            named = f"`{argument}`" in text or text.startswith(BY_KIND)
            well = len(text) <= 300 and "\n" not in text and named
            return "" if well else f"badly said: {text[:400]}"
        except TournamentError as error:
            text = str(error)
            return "" if len(text) <= 300 and "\n" not in text else f"long: {text[:400]}"
        except Exception as error:
            return f"{type(error).__name__} from inside"
    return f"accepted: {type(got).__name__}"


@pytest.mark.parametrize("name", SOME)
def test_values_that_mean_the_same_give_the_same(name):
    function, valid = EVERY[name].function(), EVERY[name].arguments()
    expected = call(function, valid)
    wrong = []
    for argument, plain in valid.items():
        for value in alike(kind_of(name, argument), plain):
            try:
                got = call(function, valid | {argument: value})
            except Exception as error:
                wrong.append(f"{argument} as {type(value).__name__}: {type(error).__name__}")
                continue
            if not same(got, expected):
                wrong.append(f"{argument} as {type(value).__name__}: another result")
    assert wrong == []


def same(one: Any, other: Any) -> bool:
    """Return whether two results are equal, in their types as well."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (pd.DataFrame, pd.Series)):
        alike = one.attrs == other.attrs and [*map(type, one.attrs.values())] == [
            *map(type, other.attrs.values())
        ]
        return alike and one.equals(other) and one.index.equals(other.index)
    if isinstance(one, pd.Index):
        return one.equals(other)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, Figure):
        return len(one.axes) == len(other.axes)
    if isinstance(one, (Results, SeasonResults, PopulationResults, Plugin, Game)):
        return bool(one == other)
    if is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    if hasattr(one, "__dict__") and not inspect.isroutine(one):
        return same(vars(one), vars(other)) if vars(one) else True
    return bool(one == other)
