"""Reports of populations that were really played: programs play them again, words are true."""

import numpy as np
import pytest

import analysis
from analysis.reports.population.findings import Findings
from analysis.reports.population.repeat import program
from analysis.reports.population.summary import how_it_was_played
from tournament import Game, Population

PAIR = [[1.0, 0.0], [1.85, 0.0]]
SEATS = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
START = (np.arange(30).reshape(5, 6) == 14).astype(int)
FIELD = ["tit_for_tat", "always_defect", "joss"]
QUICK = {"engine": "python", "seed": 3}
EVENTS = {
    "matches": lambda: Population(FIELD, size=9, turns=7, repetitions=4, **QUICK
                                  ).play(progress=False),
    "noisy": lambda: Population(FIELD, size=9, turns=7, noise=0.05, repetitions=4, process="fermi",
                                selection=0.3, **QUICK).play(progress=False),
    "sampled": lambda: Population(FIELD, size=9, turns=7, payoffs="played", payoff_repetitions=2,
                                  repetitions=2, start=[3, 3, 3], **QUICK).play(progress=False),
    "given": lambda: Population(["a", "b"], size=9, payoffs=[[1 / 3, 2.0], [0.7, 1.1]],
                                mutation=0.1, repetitions=2, fitness="exponential",
                                **QUICK).play(12, progress=False),
    "lattice": lambda: Population(["C", "D"], process="imitate best", lattice=(5, 6), payoffs=PAIR,
                                  self_interaction=True, start=START, **QUICK
                                  ).play(6, progress=False),
    "walls": lambda: Population(["C", "D"], process="fermi", lattice=(4, 5), payoffs=PAIR,
                                neighbours="von neumann", torus=False, **QUICK
                                ).play(6, progress=False),
    "graph": lambda: Population(["C", "D"], size=8, process="death-birth", graph="cycle",
                                payoffs=PAIR, selection=0.1, **QUICK).play(progress=False),
    "roles": lambda: Population(FIELD[:2], size=6, game=SEATS, turns=5, repetitions=3, **QUICK
                                ).play(progress=False),
    "settled": lambda: Population(["C", "D"], size=6, payoffs=PAIR, mutation=0.2, repetitions=2,
                                  process="fermi", **QUICK).play(until="settled", progress=False),
}  # fmt: skip


@pytest.fixture(scope="module", params=EVENTS)
def played(request):
    return EVENTS[request.param]()


def test_the_program_plays_the_same_population(played, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    played.save("results.sqlite")
    text = program(played).replace("players, ", "players, engine='python', ")
    made = {}
    exec(text, made)
    again = made["results"]
    assert again.types == played.types
    assert again.payoffs.equals(played.payoffs)
    assert again.final.equals(played.final)
    assert again.times.equals(played.times)
    assert [file.name for file in tmp_path.iterdir()] == ["results.sqlite"]


def test_words_on_places_and_start_are_those_of_the_event():
    """Sentences read these words: the event must not say them otherwise."""
    lattice, mixed, graph = (EVENTS[name]() for name in ("lattice", "matches", "graph"))
    assert Findings(lattice).given
    assert Findings(lattice).certain
    assert not Findings(EVENTS["walls"]()).certain
    assert Findings(mixed).theory is not None
    assert not Findings(mixed).given
    assert "everybody meets everybody" in how_it_was_played(Findings(mixed))
    assert Findings(graph).theory is None
    assert graph.structure == "graph: cycle"


def test_a_second_repetition_of_what_is_certain_is_the_same():
    event = {"process": "imitate best", "lattice": (5, 6), "payoffs": PAIR, "start": START}
    results = Population(["C", "D"], repetitions=3, **event, **QUICK).play(9, progress=False)
    assert Findings(results).certain
    assert (results.final.nunique() == 1).all()


def test_the_page_says_that_repetitions_ended_one_by_one(tmp_path):
    """Whatever ended them: shares of those that are over no longer move."""
    settled = EVENTS["settled"]()
    assert settled.times["generation"].nunique() == 2
    text = analysis.report(settled, tmp_path).read_text("utf-8")
    assert "A repetition that is over counts as it ended." in text
    text = analysis.report(EVENTS["lattice"](), tmp_path).read_text("utf-8")
    assert "A repetition that is over" not in text
