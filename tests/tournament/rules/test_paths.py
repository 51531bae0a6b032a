"""Paths that cannot be get one sentence: too long for any disk, or with NUL."""

import pytest

import analysis
from tournament import Results, Tournament, load
from tournament.cli.groups import groups
from tournament.errors import ArgumentError, TournamentError
from tournament.events import words

PATHS = [
    start + end
    for start in ("x" * 5000, "x/" * 3000 + "x", "a\0b", "a\udcff" + "b" * 300)
    for end in ("", ".sqlite", ".py", ".csv", ".toml")
]


@pytest.fixture(scope="module")
def results():
    return Tournament(["tit_for_tat"], turns=2, repetitions=1, seed=1).play(progress=False)


@pytest.fixture
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("way", [
    lambda path, _: Results.load(path),
    lambda path, results: results.save(path),
    lambda path, results: analysis.report(results, path),
    lambda path, _: load(path),
    lambda path, _: analysis.read_log(path),
    lambda path, _: words.players([path], (), groups()),
    lambda path, _: words.kinds(["joss"], [path], groups(), "anyone"),
    lambda path, _: words.friends(path),
])  # fmt: skip
def test_paths_that_cannot_be_get_a_sentence(results, way, in_tmp):
    for path in PATHS:
        with pytest.raises((TournamentError, ArgumentError)) as error:
            way(path, results)
        assert len(str(error.value)) <= 300
        assert str(error.value).isprintable()
    assert list(in_tmp.iterdir()) == []
