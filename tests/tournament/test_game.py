"""Stage games: payoffs, seats, presets, and games written as text."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import PRESETS, PRISONERS_DILEMMA, TSTO, Game
from tournament.errors import UnknownName
from tournament.game import game

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


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_found_by_name(name):
    assert game(name) is game(name.upper().replace("_", "-")) is PRESETS[name]


@given(st.lists(st.floats(-99, 99), min_size=4, max_size=4))
def test_four_numbers_are_a_game(values):
    T, R, P, S = values
    assert game(f"{T}/{R}/{P}/{S}") == Game(R=R, S=S, T=T, P=P)


@pytest.mark.parametrize("bad", [math.nan, math.inf, "much", None, (1, math.nan), (1, 2, 3)])
def test_payoffs_must_be_finite_numbers(bad):
    with pytest.raises(ValueError, match=r"`S` must be a finite number, or a pair \(row, column\)"):
        Game(R=1, S=bad, T=1, P=1)


def test_a_bimatrix_must_be_two_by_two():
    with pytest.raises(ValueError, match=r"must be 2 x 2 tables; got shapes \(2, 3\) and \(2, 2\)"):
        Game.bimatrix(np.zeros((2, 3)), np.zeros((2, 2)))


@pytest.mark.parametrize(("text", "message"), [
    ("tstoo", r"No game is named 'tstoo'\. Did you mean 'tsto'\?"),
    ("5/3/1", "No game is named '5/3/1'.* or four numbers T/R/P/S such as 25/15/5/1"),
])  # fmt: skip
def test_unknown_games(text, message):
    with pytest.raises(UnknownName, match=message):
        game(text)


def test_four_numbers_must_be_finite():
    with pytest.raises(ValueError, match="`T` must be a finite number"):
        game("inf/3/1/0")


@pytest.mark.parametrize("one", [*PRESETS.values(), Game(R=1.5, S=0, T=2, P=-1)])
def test_its_repr_makes_it_again(one):
    assert eval(repr(one)) == one


def test_notebooks_show_what_both_players_are_paid():
    page = Game(R=3, S=0, T=5, P=1, name="<b>")._repr_html_()
    assert "Game &lt;b&gt;" in page
    assert "<td>3, 3</td><td>0, 5</td>" in page
    assert "<td>5, 0</td><td>1, 1</td>" in page
    sexes = PRESETS["battle_of_the_sexes"].table()
    assert [*sexes.rows] == [("C", "2, 1", "0, 0"), ("D", "0, 0", "1, 2")]
    assert "Less is better." in PRESETS["prison_years"]._repr_html_()
