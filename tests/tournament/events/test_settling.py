"""Playing until settled: the same bytes as playing so often at once, and rarely wrong."""

from itertools import pairwise

import numpy as np
import pytest

import strategies
from tournament import Results, Tournament
from tournament.cli import main
from tournament.events.settling import FIRST, Settling

FIELD = [
    strategies.tit_for_tat,
    strategies.always_defect,
    strategies.random_player,
    strategies.joss,
]
NOISY = {"noise": 0.02, "turns": 20, "seed": 3}


def play(field=FIELD, **words):
    words = {"repetitions": "until settled", **NOISY, **words}
    return Tournament(field, **words).play(progress=False)


def test_it_equals_playing_so_often_at_once():
    results = play(places=4, most_repetitions=300)
    assert results.repetitions in (32, 64, 128, 256, 300)
    assert results == play(repetitions=results.repetitions)
    assert "settling" not in play(repetitions=5).manifest


def test_settled_places_are_separated():
    results = play(places=1)
    asked = results.manifest["settling"]
    assert asked["settled"]
    assert asked["open"] == []
    first, second = results.ranking.index[:2]
    table = results.per_repetition
    difference = table[first] - table[second]
    assert difference.mean() > 3 * difference.std() / np.sqrt(results.repetitions)


def test_a_budget_that_is_spent_names_the_pairs_left_open():
    twins = [strategies.tit_for_tat, strategies.tit_for_tat.named("its twin"), strategies.joss]
    results = play(twins, places=2, most_repetitions=100)
    asked = results.manifest["settling"]
    assert results.repetitions == 100
    assert not asked["settled"]
    assert {"tit_for_tat", "its twin"} in [set(pair) for pair in asked["open"]]


def test_players_that_always_tie_are_not_waited_for():
    twins = [strategies.tit_for_tat, strategies.tit_for_tat.named("its twin")]
    results = play(twins, places=2, noise=0)
    assert results.repetitions == FIRST
    assert results.manifest["settling"]["settled"]
    assert results.manifest["settling"]["tied"] == [["tit_for_tat", "its twin"]]


def test_a_withdrawal_starts_again_without_the_player(tmp_path):
    from tournament import load

    file = tmp_path / "fails.py"
    file.write_text(
        "from tournament import strategy\n\n@strategy\ndef fails(me, opponent):\n    return 7\n"
    )
    field = [*FIELD, *load(file)]
    event = Tournament(field, repetitions="until settled", places=5, most_repetitions=40, **NOISY)
    results = event.play(progress=False, on_error="withdraw")
    assert "fails" not in results.names
    assert results.manifest["settling"]["places"] == 4
    assert results == play(places=4, most_repetitions=40)


def test_it_is_saved(tmp_path):
    results = play()
    results.save(tmp_path / "out")
    assert Results.load(tmp_path / "out").manifest["settling"] == results.manifest["settling"]


@pytest.mark.parametrize("most", [2, 31, 32, 33, 64, 100, 10_000])
def test_looks_double_and_end_at_the_budget(most):
    looks = Settling(1, 0.95, most).looks
    assert looks[-1] == most
    assert looks == sorted(set(looks))
    assert all(b <= 2 * a for a, b in pairwise(looks))


def test_equal_players_are_seldom_called_different():
    """Expected scores are equal, so every separation is wrong: at most 5 % of runs may have one."""
    asked = Settling(3, 0.95, 256)
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(400):
        scores = rng.exponential(size=(256, 3))  # skewed: no kindness to the t test
        pairs = 3
        wrong += any(
            len(asked.open_pairs(scores[:look], less_is_better=False)[0]) < pairs
            for look in asked.looks
        )
    assert wrong / 400 <= 0.05


@pytest.mark.parametrize("less", [False, True])
def test_a_true_difference_is_found_the_right_way_round(less):
    rng = np.random.default_rng(1)
    scores = rng.normal(loc=[0.0, 3.0, 6.0], size=(200, 3))
    unsettled, tied = Settling(3, 0.95, 200).open_pairs(scores, less_is_better=less)
    assert (unsettled, tied) == ([], [])
    close = scores * [1, 1, 0] + [0, 0, 3.01]
    (pair,), _ = Settling(3, 0.95, 200).open_pairs(close, less_is_better=less)
    assert set(pair) == {1, 2}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"repetitions": "for ever"}, r'^`repetitions` must be a number or "until settled"; got'),
        ({"places": 0}, r"^`places` must be a whole number in \[1, 4\]; got 0\."),
        ({"places": 5}, r"^`places` must be a whole number in \[1, 4\]; got 5\."),
        ({"confidence": 1.0}, r"^`confidence` must be a number from 0\.5 to below 1"),
        ({"confidence": "high"}, r"^`confidence` must be a number from 0\.5 to below 1"),
        ({"most_repetitions": 1}, r"^`most_repetitions` must be a whole number in \[2, "),
        ({"continuation": 0.9}, r'^`repetitions` of "until settled" needs matches of one length'),
    ],
)
def test_bad_input(words, sentence):
    with pytest.raises(ValueError, match=sentence):
        play(**words)


def test_from_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ["run", "tit_for_tat", "always_defect", "random_player", "--noise", "0.02"]
    assert main([*words, "--seed", "1", "--settle", "1", "--budget", "500"]) == 0
    assert "Settled: the first place after" in capsys.readouterr().out
    assert main([*words, "--seed", "1", "--settle", "9"]) == 2
    assert "`--settle` must be a whole number in [1, 3]; got 9." in capsys.readouterr().err
