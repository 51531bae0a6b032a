"""Which generations results show: all that were asked for, or those up to the last end."""

import numpy as np
import pytest

from tournament import Population, PopulationResults
from tournament.events.population import playing
from tournament.results.units.cutting import Span

TWO = ["always_cooperate", "always_defect"]
KINDS = [{"size": 9}, {"lattice": 3, "process": "fermi"}, {"graph": "cycle", "size": 9}]
ENGINES = pytest.mark.parametrize("engine", ["compiled", "python"])


@ENGINES
@pytest.mark.parametrize("kind", KINDS)
def test_generations_that_were_asked_for_are_all_there(kind, engine, tmp_path):
    event = Population(TWO, **kind, repetitions=3, seed=1, turns=5, engine=engine)
    results = event.play(200, every=7, progress=False)
    assert results.looks == [*range(0, 200, 7), 200]
    assert results.times["generation"].max() < 200
    assert results.shares.iloc[-1].tolist() == (results.final.mean() / 9).tolist()
    assert PopulationResults.load(results.save(tmp_path / "a.sqlite")) == results


@ENGINES
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_number_of_generations_the_last_end_is_the_last_look(kind, engine, tmp_path):
    event = Population(TWO, **kind, repetitions=3, seed=1, turns=5, engine=engine)
    results = event.play(progress=False)
    assert results.looks == [*range(results.times["generation"].max() + 1)]
    assert len(results.tallies.counts) == len(results.looks)
    assert (results.pictures == []) == ("size" in kind and "graph" not in kind)
    assert set(results.pictures) <= set(results.looks)
    assert PopulationResults.load(results.save(tmp_path / "a.sqlite")) == results


def test_pictures_are_of_the_first_repetition_or_of_none(monkeypatch, tmp_path):
    """Ctrl-C may come before the first part is finished."""
    event = Population(TWO, lattice=3, process="fermi", repetitions=65, seed=1, turns=5)
    whole = event.play(20, progress=False)
    assert whole.pictures == whole.looks

    def work(task, parts, over, **_):
        over(Span(2, 2), task(Span(2, 2)))
        raise KeyboardInterrupt

    monkeypatch.setattr(playing, "work", work)
    with pytest.raises(KeyboardInterrupt):
        event.play(20, progress=False)
    results = event.finished
    assert (results.repetitions, results.pictures) == (2, [])
    assert results.tallies.pictures is None
    assert PopulationResults.load(results.save(tmp_path / "a.sqlite")) == results
    assert np.array_equal(results.tallies.last, whole.tallies.last[2:4])
