"""One match: what comes back, and how it reads."""

import numpy as np
import pytest
from hypothesis import given

import strategies
from tournament import PRESETS, TSTO, C, Game, Match, strategy
from tournament.testing import automata, conditions, games, sequences


@given(sequences(), sequences())
def test_scripts_are_played(one, two):
    turns = max(len(one), len(two))
    first, second = strategies.scripted(one).named("one"), strategies.scripted(two).named("two")
    result = Match(first, second, turns=turns, seed=1).play()
    assert result.names == ("one", "two")
    assert result.text(0) == (one * turns)[:turns]
    assert result.text(1) == (two * turns)[:turns]


@given(automata(), automata(), conditions(), games())
def test_everything_follows_from_the_moves(first, second, words, game):
    result = Match(first, second, game=game, **words).play()
    assert result.moves.shape == (words["turns"], 2) == (result.turns, 2)
    assert result.moves.max() <= 1
    paid = np.array([
        [game.payoffs[0][a, b], game.payoffs[1][b, a]] for a, b in result.moves.tolist()
    ])  # fmt: skip
    np.testing.assert_allclose(result.totals, paid.sum(axis=0), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(result.scores, paid.mean(axis=0), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(result.cooperation, (result.moves == 0).mean(axis=0))
    assert sum(result.counts.values()) == result.turns
    assert result.counts["CD"] == sum(m == [0, 1] for m in result.moves.tolist())


def test_names_are_looked_up():
    one = Match("tit_for_tat", "always_defect", turns=5, seed=1)
    assert one.players == (strategies.tit_for_tat, strategies.always_defect)
    assert one.play().totals == (21.0, 45.0)


def test_costs_are_told_as_given():
    game = PRESETS["prison_years"]
    result = Match("always_cooperate", "always_defect", game=game, turns=4).play()
    assert result.totals == (12.0, 0.0)


def test_the_first_is_the_row_player():
    game = Game.bimatrix([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    result = Match("always_cooperate", "always_defect", game=game, turns=1).play()
    assert result.totals == (2.0, 6.0)


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_noise_of_each_player(engine):
    words = {"turns": 50, "seed": 1, "engine": engine}
    for noise in ([0, 1], {"two": 1}):
        result = Match(
            strategies.always_cooperate.named("one"), strategies.always_cooperate.named("two"),
            noise=noise, **words,
        ).play()  # fmt: skip
        assert result.cooperation == (1.0, 0.0)
    misread = Match("tit_for_tat", "always_cooperate", misperception=[1, 0], **words).play()
    assert misread.text(0) == "C" + "D" * 49
    assert misread.text(1) == "C" * 50


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_noise_of_each_of_two_copies(engine):
    result = Match(
        "always_cooperate", "always_cooperate", noise=[0, 1], turns=5, seed=1, engine=engine
    ).play()
    assert result.cooperation == (1.0, 0.0)


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_length_by_chance(engine):
    words = {"continuation": 0.9, "engine": engine}
    turns = [Match("joss", "joss", seed=s, **words).play().turns for s in range(300)]
    assert min(turns) == 1
    assert 8 < np.mean(turns) < 12
    assert Match("joss", "joss", seed=1, continuation=1, turns=7, engine=engine).play().turns == 7
    assert Match("joss", "joss", seed=1, continuation=0, engine=engine).play().turns == 1


def test_repetitions_differ():
    moves = [Match("joss", "joss", seed=1, repetition=r).play().text(0) for r in range(5)]
    assert len(set(moves)) == 5


def test_a_drawn_seed_repeats_the_match():
    first = Match("random_player", "joss")
    result = first.play()
    assert result.seed == first.rules.seed
    again = Match("random_player", "joss", seed=result.seed).play()
    np.testing.assert_array_equal(result.moves, again.moves)


def test_it_reads_as_text():
    text = str(Match("tit_for_tat", "always_defect", turns=90, seed=1).play())
    assert text.splitlines()[0] == "tit_for_tat    C" + "D" * 79
    assert text.splitlines()[4] == "always_defect  " + "D" * 10
    assert text.splitlines()[-1] == (
        "always_defect  score 5.222 per turn, total 470, cooperation 0%"
    )


def test_a_match_shows_who_plays_and_by_which_rules():
    match = Match("tit_for_tat", "joss", turns=9, seed=1, repetition=2, engine="python")
    assert repr(match) == (
        "<Match: tit_for_tat against joss>\n"
        "TSTO gifts: R 15, S 1, T 25, P 5; 9 turns, known to the players; no noise; seed\n1\n"
        "repetition: 2\n"
        "engine: plain Python"
    )
    assert "<td>25, 1</td>" in match._repr_html_()


def test_a_result_shows_moves_and_what_they_paid():
    result = Match("tit_for_tat", "always_defect", turns=5, seed=1).play()
    assert repr(result).splitlines() == [
        "<MatchResult: tit_for_tat against always_defect, 5 turns>",
        "TSTO gifts: R 15, S 1, T 25, P 5; seed 1",
        "tit_for_tat    CDDDD",
        "always_defect  DDDDD",
        "",
        "player         score  total  cooperation",
        "tit_for_tat     4.20     21       20.0 %",
        "always_defect   9.00     45        0.0 %",
    ]
    assert "<i>C</i><b>DDDD</b>" in result._repr_html_()


def test_a_long_result_is_shortened_in_the_middle():
    shown = repr(Match("tit_for_tat", "always_defect", turns=900, seed=1).play())
    assert "DDDD … 850 turns … DDDD" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_engines_have_names():
    with pytest.raises(
        ValueError, match="`engine` must be 'auto', 'compiled' or 'python'; got 'fast'"
    ):
        Match("joss", "joss", engine="fast")


def test_repetitions_are_numbered_from_zero():
    with pytest.raises(ValueError, match=r"`repetition` must be a whole number in \[0, "):
        Match("joss", "joss", repetition=-1)


def test_tsto_unless_told_otherwise():
    assert Match("joss", "joss").rules.game is TSTO


@strategy(compiled=False)
def uncompiled(me, opponent):
    return C


@pytest.mark.parametrize(
    ("first", "engine", "can", "spare", "plain"),
    [
        ("joss", "python", True, 0.0, True),
        (uncompiled, "compiled", True, 0.0, True),
        (uncompiled, "auto", True, 0.0, True),
        ("joss", "compiled", False, 0.0, True),
        ("joss", "auto", False, 0.0, True),
        ("joss", "compiled", True, 9.0, False),
        ("joss", "auto", True, 9.0, True),
        ("joss", "auto", True, 0.0, False),
    ],
)
def test_the_engine_that_plays(first, engine, can, spare, plain, monkeypatch):
    """Plain Python plays what cannot be compiled, and what is over before it would be."""
    from tournament import match
    from tournament.engine import sources
    from tournament.engine.match import books
    from tournament.referee import match as referee

    class Plain(Exception):
        pass

    class Compiled(Exception):
        pass

    def raising(kind):
        def play(*_given, **_words):
            raise kind

        return play

    monkeypatch.setattr(match, "can_compile", lambda: can)
    monkeypatch.setattr(sources, "seconds_to_spare", lambda _units: spare)
    monkeypatch.setattr(referee, "replay", raising(Plain))
    monkeypatch.setattr(books, "play", raising(Compiled))
    with pytest.raises(Plain if plain else Compiled):
        Match(first, "joss", turns=3, seed=1, engine=engine).play()
