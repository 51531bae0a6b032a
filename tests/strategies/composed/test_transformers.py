"""Transformers do what they say: as Axelrod-Python's, by hand, and by laws."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from strategies import from_axelrod
from strategies.classic.cyclers import scripted
from tournament import PRISONERS_DILEMMA, Match, Tournament
from tournament.authors.registry import library
from tournament.testing import players

ENGINES = pytest.mark.parametrize("engine", ["compiled", "python"])
LIBRARY = library()
RECORDED = json.loads((Path(__file__).parents[1] / "data" / "transformed.json").read_text())
OURS = {
    "Apology": "apologetic", "DeadlockBreaking": "deadlock_breaking", "Dual": "dual",
    "Final": "final", "Flip": "flip", "Forgiver": "forgiving", "Grudge": "grudging",
    "Identity": "identity", "Initial": "initial", "JossAnn": "joss_ann", "Nice": "nice",
    "Noisy": "noisy", "RetaliateUntilApology": "retaliating_until_apology",
    "Retaliation": "retaliating", "TrackHistory": "identity",
}  # fmt: skip


def moves(rule, against, *, engine="compiled", **words):
    script = scripted(against, repeat=False).named("script")
    words = {"game": PRISONERS_DILEMMA, "turns": len(against), "seed": 1} | words
    return Match(rule, script, engine=engine, **words).play().text(0)


@ENGINES
@pytest.mark.parametrize("transformer", OURS)
def test_they_play_as_recorded_from_axelrod_python(transformer, engine):
    rows = [row for row in RECORDED if row[0] == transformer]
    assert len(rows) == 18
    for _, arguments, name, script, answer in rows:
        given_here = arguments[0] if transformer == "JossAnn" else arguments
        rule = LIBRARY[OURS[transformer]](from_axelrod(name), *given_here)
        assert moves(rule, script, engine=engine) == answer, (transformer, name)


def test_all_transformers_are_tested():
    family = {
        name for name, rule in LIBRARY.items() if rule.module == "strategies.composed.transformers"
    }
    assert family - set(OURS.values()) == {"aggregated", "delayed", "mixed"}


# -- what Axelrod-Python does not have, or has with chance -----------------------------------------


@ENGINES
@pytest.mark.parametrize(
    ("rule", "against", "answer"),
    [
        (strategies.delayed(strategies.tit_for_tat), "DCDDCCC", "CCDCDDC"),
        (strategies.delayed(strategies.tit_for_tat, 0), "DCDDCCC", "CDCDDCC"),
        (strategies.delayed(strategies.always_defect, 4), "CCCCCCC", "CCCCDDD"),
        (strategies.aggregated(strategies.tit_for_tat), "DCDDCCC", "CCCDDDC"),
        (strategies.aggregated(strategies.always_defect, 3), "CCC", "CDD"),
        (strategies.aggregated(strategies.alternator, 1), "CCCC", "CDCD"),
        (strategies.mixed([strategies.alternator, strategies.always_defect], [1]), "CCC", "DDD"),
        (strategies.mixed([strategies.alternator, strategies.always_defect], [0]), "CCC", "CDC"),
    ],
    ids=str,
)
def test_moves_by_hand(rule, against, answer, engine):
    assert moves(rule, against, engine=engine) == answer


def rates(*rules, turns=100, repetitions=1000):
    """Return how often each rule defects against a cooperator."""
    rules = [rule.named(f"rule {k}") for k, rule in enumerate(rules)]
    event = Tournament([*rules, "always_cooperate"], turns=turns, repetitions=repetitions, seed=8)
    results = event.play(progress=False)
    return [1 - results.cooperation.loc[rule.name, "always_cooperate"] for rule in rules]


def test_chances_of_their_own():
    """100,000 draws each, all within 5 standard errors: false alarm 4e-6."""
    cooperator, defector = strategies.always_cooperate, strategies.always_defect
    found = rates(
        strategies.noisy(cooperator, 0.1),
        strategies.noisy(defector, 0.1),
        strategies.forgiving(defector, 0.3),
        strategies.joss_ann(cooperator, 0.5, 0.2),
        strategies.joss_ann(defector, 0.5, 0.2),
        strategies.joss_ann(cooperator, 0.9, 0.6),  # weights
        strategies.mixed([cooperator, defector, cooperator, defector], [0.2, 0.5, 0.1]),
    )
    expected = [0.1, 0.9, 0.7, 0.2, 0.5, 0.4, 0.3]
    np.testing.assert_allclose(found, expected, atol=5 * 0.5 / np.sqrt(1e5))


def test_members_see_noise_of_a_transformer_as_their_own_moves():
    """Win-stay lose-shift must know what it really played."""
    rule = strategies.initial(strategies.win_stay_lose_shift, "D")
    assert moves(rule, "DCC") == "DCC"
    assert moves(strategies.win_stay_lose_shift, "DCC") == "CDD"


# -- laws ------------------------------------------------------------------------------------------

FIELD = [rule for rule in LIBRARY.values() if rule.compiled and len(rule.tree()) < 20]
WORDS = st.fixed_dictionaries(
    {
        "turns": st.sampled_from([1, 7, 65, 130]),
        "noise": st.sampled_from([0.0, 0.1]),
        "length_known": st.booleans(),
        "engine": st.sampled_from(["compiled", "python"]),
        "seed": st.integers(0, 2**64 - 1),
    }
)


def certain(rule):
    """Whether two players of the rule draw nothing, so that streams of members are no matter."""
    return not rule.draws


def same_play(one, other, opponent, words):
    first, second = (
        Match(rule.named("rule"), opponent.named("opponent"), **words).play().moves
        for rule in (one, other)
    )
    return np.array_equal(first, second)


@given(players(FIELD).filter(certain), players(FIELD), WORDS)
def test_dual_twice_is_the_rule(rule, opponent, words):
    assert same_play(strategies.dual(strategies.dual(rule)), rule, opponent, words)


@given(players(FIELD).filter(certain), players(FIELD), WORDS)
def test_other_pairs_that_cancel(rule, opponent, words):
    flip, identity, noisy = strategies.flip, strategies.identity, strategies.noisy
    for same in (identity(rule), noisy(rule, 0.0), flip(flip(rule)), flip(noisy(rule, 1.0))):
        assert same_play(same, rule, opponent, words)


@given(players(FIELD), st.sampled_from(["flip", "noisy", "delayed"]), players(FIELD), WORDS)
def test_nice_never_defects_first(rule, wrapped, opponent, words):
    player = strategies.nice(LIBRARY[wrapped](rule))
    words = words | {"noise": 0.0}
    mine, theirs = Match(player.named("a"), opponent.named("b"), **words).play().moves.T
    if mine.any():
        assert theirs[: mine.argmax()].any()


def test_dual_answers_the_same_history_with_the_opposite():
    """The definition of Ashlock, Kim and Ashlock: turned over own moves, turned over answer."""
    for name in ("win_stay_lose_shift", "grudger", "gradual", "nydegger", "adaptive_pavlov_2011"):
        rule = LIBRARY[name]
        for own in ("CDDCDCCDDDCCC", "DDDDCCCCDCDCD"):
            turned = own.translate(str.maketrans("CD", "DC"))
            for script in ("CCDCDDCCCCDDD", "DCDCDCCCCCCDD"):
                for k in range(1, len(own)):  # forced to play own[:k], then free
                    one = strategies.initial(strategies.dual(rule), turned[:k])
                    two = strategies.initial(rule, own[:k])
                    a, b = moves(one, script[: k + 1]), moves(two, script[: k + 1])
                    assert a[k] != b[k], (name, own, k)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda r: strategies.delayed(r, 62), r"`turns` of `delayed` must be a number of turns"),
        (lambda r: strategies.aggregated(r, 0), r"`turns` of `aggregated` must be a number of"),
        (lambda r: strategies.retaliating(r, 0), r"`turns` of `retaliating` must be at least 1"),
        (lambda r: strategies.apologetic(r, "DD", "C"), r"as many moves as `mine`, 2; got 1\."),
        (lambda r: strategies.mixed([r, r, r], [0.6, 0.6]), r"at most 1 together; got 1\.2\."),
        (lambda r: strategies.noisy(r, 1.5), r"`p` of `noisy` must be a probability"),
        (lambda r: strategies.initial(r, [2]), r"`moves` of `initial` must be a row of moves"),
    ],
)
def test_what_cannot_be_played_is_refused_when_made(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong(strategies.tit_for_tat)
