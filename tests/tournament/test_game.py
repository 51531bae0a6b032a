"""Stage games: payoffs, seats, presets, and games written as text."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import PRESETS, PRISONERS_DILEMMA, TSTO, Game, Match, Season, Tournament
from tournament.errors import UnknownName
from tournament.game import ALIASES

NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_payoffs_are_indexed_by_own_move_first(R, S, T, P):
    made = Game(R=R, S=S, T=T, P=P)
    assert made.payoffs.tolist() == [[[R, S], [T, P]]] * 2
    assert made.is_symmetric
    assert made.is_prisoners_dilemma == (T > R > P > S)
    assert made.alternation_pays_less == (2 * R > T + S)
    assert made == Game(R=R, S=S, T=T, P=P)
    assert hash(made) == hash(Game(R=R, S=S, T=T, P=P))


@given(st.lists(NUMBERS, min_size=8, max_size=8))
def test_a_bimatrix_is_indexed_by_the_rows_move_first(values):
    row, column = np.reshape(values, (2, 2, 2))
    made = Game.bimatrix(row, column)
    assert (made.payoffs[0] == row).all()
    assert (made.payoffs[1] == column.T).all()
    assert made.is_symmetric == (row == column.T).all()


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_costs_are_negated_for_players(R, S, T, P):
    costs = Game(R=R, S=S, T=T, P=P, less_is_better=True)
    assert (costs.utilities == -costs.payoffs).all()
    gains = Game(R=-R, S=-S, T=-T, P=-P)
    assert costs.is_prisoners_dilemma == gains.is_prisoners_dilemma
    assert costs.alternation_pays_less == gains.alternation_pays_less
    assert costs != gains


def test_games_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        TSTO.payoffs[0, 0, 0] = 1
    with pytest.raises(AttributeError):
        TSTO.R = 1


def test_presets_are_what_they_are_called():
    dilemmas = {"tsto", "prisoners_dilemma", "donation", "prison_years"}
    assert {name for name, g in PRESETS.items() if g.is_prisoners_dilemma} == dilemmas
    assert (TSTO.T, TSTO.R, TSTO.P, TSTO.S) == (25, 15, 5, 1)
    assert str(PRISONERS_DILEMMA) == "Prisoner's Dilemma: R 3, S 0, T 5, P 1"
    assert all(g.name for g in PRESETS.values())
    asymmetric = {name for name, g in PRESETS.items() if not g.is_symmetric}
    assert asymmetric == {"battle_of_the_sexes", "matching_pennies"}


@pytest.mark.parametrize(("name", "order"), [
    ("stag_hunt", "RTPS"), ("chicken", "TRSP"), ("snowdrift", "TRSP"), ("hawk_dove", "TRSP"),
    ("harmony", "RSTP"), ("deadlock", "TPRS"),
])  # fmt: skip
def test_presets_have_the_textbooks_order(name, order):
    values = [getattr(PRESETS[name], letter) for letter in order]
    assert values == sorted(values, reverse=True)


# -- games as text ---------------------------------------------------------------------------------


def spellings(name):
    parts = re.split("[ _-]", name)
    return [name.upper(), name.lower(), *(gap.join(parts) for gap in ("", " ", "_", "-"))]


@pytest.mark.parametrize("name", PRESETS)
def test_named_games_are_found_in_any_spelling(name):
    """By its name, by its aliases, and by what reports call it."""
    shown = PRESETS[name].name
    for alias in (name, *ALIASES.get(name, ()), shown, shown.split(" (")[0]):
        for text in spellings(alias):
            assert Game.of(text) is PRESETS[name]


def test_aliases_are_of_named_games():
    assert set(ALIASES) <= set(PRESETS)
    assert Game.of("PD") is Game.of("prisoner’s dilemma") is PRISONERS_DILEMMA


@given(
    st.permutations("RSTP"),
    st.lists(st.floats(-99, 99), min_size=4, max_size=4),
    st.sampled_from(["{}={!r}", "{} = {!r}", "{} {!r}"]),
    st.sampled_from([",", ", ", " ", "; "]),
    st.booleans(),
)
def test_payoffs_are_a_game_in_any_order(letters, values, form, gap, small):
    text = gap.join(form.format(*each) for each in zip(letters, values, strict=True))
    made = Game(**dict(zip(letters, values, strict=True)))
    assert Game.of(text.lower() if small else text) == made
    costs = Game(**dict(zip(letters, values, strict=True)), less_is_better=True)
    assert Game.of(f"{text}{gap}less_is_better") == Game.of(f"{text} (less is better)") == costs


@pytest.mark.parametrize("game", [*PRESETS.values(), Game(R=-0.5, S=1e-7, T=2e9, P=0)], ids=str)
def test_what_a_game_is_shown_as_can_be_typed(game):
    assert Game.of(str(game)) == game == Game.of(game)


def test_a_pair_pays_the_seats_differently():
    assert Game.of("R=(2,1), S=0, T=[0, 0], P=(1, 2)") == Game(R=(2, 1), S=0, T=0, P=(1, 2))


@pytest.mark.parametrize(("text", "how"), [
    ("25/15/5/1", "as R=15,S=1,T=25,P=5 if that is the game you mean."),  # T, R, P, S
    ("3/0/5/1", "as R=3,S=0,T=5,P=1 if that is the game you mean."),  # R, S, T, P
    ("3,0,5,1", "as R=3,S=0,T=5,P=1 if that is the game you mean."),
    ("(3 0 5 1)", "as R=3,S=0,T=5,P=1 if that is the game you mean."),
    ("-1,-3,0,-2.5", "as R=-1,S=-3,T=0,P=-2.5 if that is the game you mean."),
    ("1/1/1/1", "for example as R=3,S=0,T=5,P=1."),
    ("inf/3/1/nan", "for example as R=3,S=0,T=5,P=1."),
])  # fmt: skip
def test_four_bare_numbers_are_refused_with_the_form(text, how):
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the whole sentence is compared)
        Game.of(text)
    assert str(error.value) == (
        "`game` must say which payoff is which, because four bare numbers have no usual order; got"
        f" {text!r}. Write the payoffs {how}"
    )


@pytest.mark.parametrize("text", [
    "R=3,S=0,T=5", "R=3,S=0,T=5,P=1,P=2", "R=3,S=0,T=5,Q=1", "R=3,5,S=0,T=5,P=1", "r 3",
    "R=3 S=0 x T=5 P=1",
])  # fmt: skip
def test_payoffs_are_given_once_each(text):
    with pytest.raises(ValueError, match=r"^`game` must give R, S, T and P once each, as R=3,S=0,"):
        Game.of(text)


@pytest.mark.parametrize("bad", [math.nan, math.inf, "much", None, (1, math.nan), (1, 2, 3)])
def test_payoffs_must_be_finite_numbers(bad):
    with pytest.raises(ValueError, match=r"`S` must be a finite number, or a pair \(row, column\)"):
        Game(R=1, S=bad, T=1, P=1)


def test_a_bimatrix_must_be_two_by_two():
    with pytest.raises(ValueError, match=r"must be 2 x 2 tables; got shapes \(2, 3\) and \(2, 2\)"):
        Game.bimatrix(np.zeros((2, 3)), np.zeros((2, 2)))


@pytest.mark.parametrize(("text", "message"), [
    ("tstoo", r"No game is named 'tstoo'\. Did you mean 'tsto'\? Known are tsto, prisoners_d"),
    ("prisonerr's dilemma", r"Did you mean 'prisoners_dilemma'\?"),
    ("assurances", r"Did you mean 'assurance' \(stag_hunt\)\?"),
    ("5/3/1", r"^No game is named '5/3/1'\. Known are .*; or write payoffs as R=3,S=0,T=5,P=1\.$"),
    ("", "No game is named ''"),
])  # fmt: skip
def test_unknown_games(text, message):
    with pytest.raises(UnknownName, match=message):
        Game.of(text)


@pytest.mark.parametrize("one", [*PRESETS.values(), Game(R=1.5, S=0, T=2, P=-1)])
def test_its_repr_makes_it_again(one):
    assert eval(repr(one)) == one


def test_notebooks_show_what_both_players_are_paid():
    game = Game(R=3, S=0, T=5, P=1)
    object.__setattr__(game, "name", "<b>")  # no game is called so
    page = game._repr_html_()
    assert "Game: &lt;b&gt;" in page
    assert "<td>3, 3</td><td>0, 5</td>" in page
    assert "<td>5, 0</td><td>1, 1</td>" in page
    sexes = PRESETS["battle_of_the_sexes"].table()
    assert [*sexes.rows] == [("C", "2, 1", "0, 0"), ("D", "0, 0", "1, 2")]
    assert "Less is better." in PRESETS["prison_years"]._repr_html_()


@pytest.mark.parametrize(("text", "letter"), [
    ("R=inf,S=0,T=5,P=1", "R"), ("R=3,S=no,T=5,P=1", "S"), ("R=3,S=0,T=(1,2,3),P=1", "T"),
])  # fmt: skip
def test_payoffs_of_a_text_must_be_finite_numbers(text, letter):
    with pytest.raises(ValueError, match=f"`{letter}` must be a finite number, or a pair"):
        Game.of(text)


@pytest.mark.parametrize("bad", [None, (3, 0, 5, 1), 3, {"R": 3}])
def test_what_is_no_game(bad):
    with pytest.raises(TypeError) as error:
        Game.of(bad)
    assert str(error.value) == (
        "`game` must be a Game, a name such as 'chicken', or a text such as 'R=3,S=0,T=5,P=1';"
        f" got {bad!r}."
    )


def test_a_game_is_given_as_text_wherever_a_game_is_taken():
    field, chicken = ["always_cooperate", "always_defect"], PRESETS["chicken"]
    assert Match(*field, game="Chicken", turns=2).rules.game is chicken
    event = Tournament(field, game="R=1, S=2, T=3, P=4", turns=2, repetitions=1, seed=1)
    assert event.rules.game == Game(R=1, S=2, T=3, P=4)
    assert Season(field, game="chicken", towns=40, friends=10).rules.game is chicken
    results = event.play(progress=False)
    assert results.under("chicken").game is chicken
    with pytest.raises(UnknownName, match="Did you mean 'chicken'"):
        results.under("chickens")
