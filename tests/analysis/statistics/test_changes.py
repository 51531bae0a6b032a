"""Two results compared: nothing changes by itself, and what changes is found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

import strategies
from analysis.statistics.changes import changes, differences, verdict
from tournament import PRISONERS_DILEMMA, Game, Tournament
from tournament.cli import main
from tournament.errors import TournamentError

FIELD = [
    strategies.get(name)
    for name in ("tit_for_tat", "always_defect", "random_player", "joss", "generous_tit_for_tat")
]


def play(field=FIELD, **words):
    words = {"turns": 20, "repetitions": 20, "noise": 0.05, "seed": 1} | words
    return Tournament(field, **words).play(progress=False)


def test_the_same_play_has_not_changed():
    frame = changes(play(), play())
    assert (frame["change"] == 0).all()
    assert (frame["standard_error"] == 0).all()
    assert (frame["p"] == 1).all()
    assert not frame["real"].any()
    assert differences(play(), play()) == [
        "Both were played alike: the same players, conditions, seed and versions."
    ]
    assert verdict(frame) == "0 scores of 5 changed by more than chance explains."


def test_another_seed_is_seldom_a_change():
    """Nothing changed but luck: any real change is a false alarm, at most 5 % of comparisons."""
    alarms = [changes(play(seed=2 * k), play(seed=2 * k + 1))["real"].any() for k in range(200)]
    assert np.mean(alarms) <= 0.08  # 0.05 and two standard errors


def test_a_changed_rule_is_found_and_named():
    other = strategies.generous_tit_for_tat(generosity=0.9).named("generous_tit_for_tat")
    before, after = play(repetitions=200), play([*FIELD[:-1], other], repetitions=200)
    frame = changes(before, after)
    assert frame.loc["generous_tit_for_tat", "real"]
    assert frame.index[0] == "always_defect"  # who gains most from its generosity
    assert frame.loc["tit_for_tat", "standard_error"] > 0  # it met the changed one
    assert "Another rule under the same name: generous_tit_for_tat." in differences(before, after)


def test_only_common_opponents_count():
    before, after = play(), play([*FIELD[1:], strategies.always_cooperate])
    frame = changes(before, after)
    common = [player.name for player in FIELD[1:]]
    assert (frame.loc[common, "change"] == 0).all()  # the same matches, from the same seed
    expected = before.payoffs.loc["joss", common].mean()
    assert frame.loc["joss", "before"] == pytest.approx(expected)
    for name in ("tit_for_tat", "always_cooperate"):
        assert np.isnan(frame.loc[name, "change"])
        assert not frame.loc[name, "real"]
    assert np.isnan(frame.loc["always_cooperate", "rank_before"])
    said = differences(before, after)
    assert said[:2] == ["Entered: always_cooperate.", "Left: tit_for_tat."]


def test_conditions_are_told():
    said = differences(play(), play(noise=0.1, turns=30, seed=2))
    assert said == [
        "Turns: 20 before, 30 after.", "Noise: 0.05 before, 0.1 after.", "Seed: 1 before, 2 after."
    ]  # fmt: skip


def test_one_repetition_cannot_tell():
    frame = changes(play(repetitions=1), play(repetitions=1, seed=2))
    assert frame["p"].isna().all()
    assert not frame["real"].any()
    assert verdict(frame).endswith("Of 5 it cannot be told: chance had a part, and there is one"
                                   " repetition.")  # fmt: skip


def test_bad_input():
    with pytest.raises(TournamentError, match=r"^Scores in different games cannot be compared"):
        changes(play(), play(game=PRISONERS_DILEMMA))
    with pytest.raises(TournamentError, match=r"^The two results have no player in common"):
        changes(play(FIELD[:2]), play(FIELD[2:]))


def test_from_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    play().save("before")
    play(seed=2).save("after")
    assert main(["compare", "before", "after"]) == 0
    printed = capsys.readouterr().out
    assert "Seed: 1 before, 2 after." in printed
    assert "of 5 changed by more than chance explains." in printed
    assert main(["compare", "before", "nowhere"]) == 2
    assert "nowhere: there is nothing here; give a file or a folder" in capsys.readouterr().err


# -- Welch's test, by SciPy and by hand ------------------------------------------------------------


def lone(seed, repetitions, **words):
    """Return a match of two players: the scores of its repetitions are all there is."""
    words = {"turns": 20, "noise": 0.1, "self_play": False} | words
    field = [strategies.tit_for_tat, strategies.joss]
    return Tournament(field, seed=seed, repetitions=repetitions, **words).play(progress=False)


@pytest.mark.parametrize(("before", "after"), [(3, 40), (40, 3), (7, 7)])
def test_one_opponent_is_welchs_test_of_scipy(before, after):
    old, new = lone(1, before), lone(2, after, noise=0.3)
    frame = changes(old, new)
    for name in old.names:
        want = stats.ttest_ind(
            new.per_repetition[name], old.per_repetition[name], equal_var=False
        )  # the later score less the earlier one
        assert frame.loc[name, "p"] == pytest.approx(want.pvalue)
        assert frame.loc[name, "change"] / frame.loc[name, "standard_error"] == pytest.approx(
            want.statistic
        )
        assert frame.loc[name, "before"] == pytest.approx(old.per_repetition[name].mean())
        assert frame.loc[name, "after"] == pytest.approx(new.per_repetition[name].mean())


@pytest.mark.parametrize("self_play", [True, False])
def test_several_opponents_are_welchs_test_of_a_sum(self_play):
    """Satterthwaite (1946): the variance of a sum has the freedom of its parts, weighed."""
    before = play(FIELD[:4], repetitions=5, self_play=self_play)
    after = play(FIELD[1:], repetitions=30, seed=2, self_play=self_play)
    frame, common = changes(before, after), [player.name for player in FIELD[1:4]]
    for name in common:
        opponents = [other for other in common if self_play or other != name]
        parts = [
            ((r.payoff_errors.loc[name, other] / len(opponents)) ** 2, r.repetitions - 1)
            for r in (before, after)
            for other in opponents
        ]
        variance = sum(part for part, _ in parts)
        freedom = variance**2 / sum(part**2 / free for part, free in parts)
        change = after.payoffs.loc[name, opponents].mean() - (
            before.payoffs.loc[name, opponents].mean()
        )
        assert frame.loc[name, "change"] == pytest.approx(change)
        assert frame.loc[name, "standard_error"] == pytest.approx(np.sqrt(variance))
        p = 2 * stats.t.sf(abs(change) / np.sqrt(variance), freedom)
        assert frame.loc[name, "p"] == pytest.approx(p)
    corrected = multipletests(frame.loc[common, "p"], method="holm")[1]
    assert frame.loc[common, "p_holm"].to_numpy() == pytest.approx(corrected)
    assert frame["change"].abs().dropna().is_monotonic_decreasing
    assert list(frame.index[3:]) == sorted(frame.index[3:])  # who cannot be compared, by name
    for column, results in (("rank_before", before), ("rank_after", after)):
        ranks = frame[column].dropna()
        assert ranks.to_dict() == results.ranking["rank"].to_dict()


def test_the_confidence_decides_what_is_real():
    old, new = lone(1, 20), lone(2, 20, noise=0.3)
    p = changes(old, new)["p_holm"]
    for confidence in (0.5, 0.9, 0.999999):
        frame = changes(old, new, confidence=confidence)
        assert frame["real"].to_dict() == (p < 1 - confidence).to_dict()
    usual = changes(old, new)["real"]
    assert usual.equals(changes(old, new, confidence=0.95)["real"])


def test_equal_numbers_of_another_seed_are_no_less_chance():
    """A match that happens to end alike still has an error; one from the same seed has none."""
    old = lone(1, 5)
    assert (changes(old, lone(1, 5))["standard_error"] == 0).all()
    again = replace(old, played=replace(old.played, rules=replace(old.rules, seed=2)))
    frame = changes(old, again)
    assert (frame["change"] == 0).all()
    want = np.sqrt(2) * old.payoff_errors.max(axis=1)
    assert frame["standard_error"].to_dict() == pytest.approx(want.to_dict())


def test_a_certain_change_has_p_0_and_costs_keep_their_sign():
    costs = Game(R=1, S=10, T=0, P=5, less_is_better=True)
    field = ["tit_for_tat", "always_defect"]
    words = {"game": costs, "repetitions": 1, "seed": 1, "self_play": False}
    old, new = (Tournament(field, turns=turns, **words).play(progress=False) for turns in (2, 10))
    frame = changes(old, new)
    assert frame.loc["tit_for_tat", "change"] == pytest.approx((10 + 9 * 5) / 10 - 7.5)
    assert (frame["p"] == 0).all()
    assert frame["real"].all()
    assert verdict(frame) == "2 scores of 2 changed by more than chance explains."


def test_every_condition_is_told():
    base = {"turns": 20, "repetitions": 2, "seed": 1}
    pairs = {
        "Continuation: None before, 0.5 after.": {"continuation": 0.5},
        "Length known: True before, False after.": {"length_known": False},
        "Misperception: 0.0 before, 0.1 after.": {"misperception": 0.1},
        "Repetitions: 2 before, 3 after.": {"repetitions": 3},
        "Self-play: True before, False after.": {"self_play": False},
        "Noise: 0.0 before, {'tit_for_tat': 0.1, 'always_defect': 0.0} after.": {
            "noise": {"tit_for_tat": 0.1}
        },
    }
    field = ["tit_for_tat", "always_defect"]
    old = Tournament(field, **base).play(progress=False)
    for sentence, words in pairs.items():
        new = Tournament(field, **base | words).play(progress=False)
        assert differences(old, new) == [sentence]
    other = old.noting(versions={"tournament": "9", "other": "1"})
    said = differences(old.noting(versions={"numpy": "1", "tournament": "8"}), other)
    assert said == [
        "Version of numpy: 1 before, unknown after.",
        "Version of other: unknown before, 1 after.",
        "Version of tournament: 8 before, 9 after.",
    ]
    game = str(old.game)
    said = differences(old, old.under(PRISONERS_DILEMMA))
    assert said == [f"Game: {game} before, {PRISONERS_DILEMMA} after."]
    variant = strategies.joss(0.5).named("joss")
    one, two = (Tournament([p], **base).play(progress=False) for p in (strategies.joss, variant))
    assert differences(one, two) == ["Another rule under the same name: joss."]


def test_a_verdict_counts_what_is_real_and_what_cannot_be_told():
    frame = pd.DataFrame(
        {"change": [1.0, np.nan, 2.0], "p": [0.0, np.nan, np.nan], "real": [True, False, False]}
    )
    assert verdict(frame) == (
        "1 score of 2 changed by more than chance explains. Of 1 it cannot be told: chance had a"
        " part, and there is one repetition."
    )


@pytest.mark.parametrize("copies", [(True, False), (False, True)])
def test_matches_against_copies_count_where_both_results_have_them(copies):
    before, after = (
        play(FIELD[:3], seed=1 + number, self_play=self_play)
        for number, self_play in enumerate(copies)
    )
    frame = changes(before, after)
    for name in before.names:
        others = [other for other in before.names if other != name]
        assert frame.loc[name, "before"] == pytest.approx(before.payoffs.loc[name, others].mean())
        assert frame.loc[name, "after"] == pytest.approx(after.payoffs.loc[name, others].mean())
        errors = [r.payoff_errors.loc[name, others] / 2 for r in (before, after)]
        want = np.sqrt(sum((error**2).sum() for error in errors))
        assert frame.loc[name, "standard_error"] == pytest.approx(want)
