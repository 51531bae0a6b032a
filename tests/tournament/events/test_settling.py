"""Playing until settled: the same bytes as playing so often at once, and rarely wrong."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

import strategies
from tournament import Results, Tournament
from tournament.cli import main
from tournament.events.round_robin.settling import FIRST, Settling

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


# -- what is open, by SciPy ------------------------------------------------------------------------


@pytest.mark.parametrize("less", [False, True])
@pytest.mark.parametrize("places", [1, 2, 4])
def test_pairs_are_open_until_their_paired_test_is_sure_after_bonferroni(less, places):
    """The level is divided by all pairs of players and by all looks that there will be."""
    rng = np.random.default_rng(places)
    asked = Settling(places, 0.9, 100)
    assert asked.looks == [32, 64, 100]
    decided = set()
    for lead in (0.1, 0.45, 0.6, 2.0):
        scores = rng.normal(lead * np.arange(5), 1.0, (64, 5))
        x = -scores if less else scores
        order = sorted(range(5), key=lambda player: -x[:, player].mean())
        level = 0.1 / (3 * 10)
        want = []
        for place, better in enumerate(order[:places]):
            for worse in order[place + 1 :]:
                p = stats.ttest_rel(x[:, better], x[:, worse]).pvalue
                decided.add(p < level)
                if p >= level:
                    want.append((better, worse))
        assert asked.open_pairs(scores, less_is_better=less) == (want, [])
        note = asked.note(list("abcde"), scores, less_is_better=less)
        assert note["open"] == [["abcde"[a], "abcde"[b]] for a, b in want]
        assert note["settled"] == (not want)
        assert (note["places"], note["confidence"], note["most_repetitions"]) == (places, 0.9, 100)
    assert decided == {True, False}


def test_exact_leads_are_settled_and_equal_scores_are_tied():
    scores = np.tile([3.0, 2.0, 2.0], (32, 1))
    asked = Settling(3, 0.95, 64)
    assert asked.open_pairs(scores, less_is_better=False) == ([], [(1, 2)])
    assert asked.open_pairs(scores, less_is_better=True) == ([], [(1, 2)])
    first = Settling(1, 0.95, 64)
    assert first.open_pairs(scores, less_is_better=False) == ([], [])
    alone = Settling(1, 0.95, 64)
    assert alone.open_pairs(scores[:, :1], less_is_better=False) == ([], [])


@pytest.mark.parametrize(
    ("most", "looks"),
    [(2, [2]), (31, [31]), (32, [32]), (33, [32, 33]), (64, [32, 64]), (65, [32, 64, 65])],
)
def test_looks_are_at_32_and_at_twice_as_many(most, looks):
    assert Settling(1, 0.95, most).looks == looks


def test_among_fewer_players_fewer_places_can_be_asked_for():
    assert Settling(4, 0.95, 100).among(3) == Settling(3, 0.95, 100)
    assert Settling(2, 0.95, 100).among(3) == Settling(2, 0.95, 100)
