"""Strategies and partner rules show what they do, where they come from, and what they take."""

from dataclasses import replace
from typing import Annotated

import numpy as np
import pytest

import strategies
from tournament import C, Move, Moves, Probabilities, Probability, partner_rule, strategy
from tournament.authors.parameters import parameters_of
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Label
from tournament.authors.registry import library
from tournament.authors.showing.allowed import allowed
from tournament.authors.strategy import Strategy


def above(value, p):
    if not value > p:
        raise ValueError(f"above `p`, which is {p}")


def fine(value):
    """Take everything."""


def stumbles(value):
    return int(value)  # numpy and Python have errors of their own


def breaks(value):
    raise KeyError("a bug")


def words(annotation, **values) -> str:
    def rule(me, opponent, x: annotation): ...

    return allowed(parameters_of(rule)["x"], values)


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (Probability, "a probability in [0, 1]"),
        (Probabilities, "probabilities in [0, 1]"),
        (Move, "C or D"),
        (Moves, "a row of moves, like 'CCD' or [C, C, D]"),
        (bool, "True or False"),
        (int, "an integer"),
        (Annotated[float, above], "above `p`, which is 0.2"),
        (Annotated[float, fine], "a number"),
        (Annotated[float, stumbles], "a number"),
        (Annotated[float, breaks], "a number"),
    ],
)
def test_what_is_allowed_is_what_checks_ask_for(annotation, said):
    assert words(annotation, p=0.2) == said


def test_a_check_that_reads_a_missing_value_is_not_asked():
    assert words(Annotated[float, above]) == "a number"


def test_a_card_says_what_docs_and_signatures_say():
    assert strategies.joss.card == "\n".join(
        [
            "Strategy: joss",
            "Tit for tat that defects in one of ten turns in which it should cooperate.",
            "source: Joss, in Axelrod (1980); Marinoff (1992)",
            "also called: FirstByJoss, hard Joss, BurnBothEnds, BBE",
            f"defined in: {strategies.joss.location}",
            "parameter  value  allowed",
            "p_cc       0.9    a probability in [0, 1]",
            "p_cd       0.0    a probability in [0, 1]",
            "p_dc       0.9    a probability in [0, 1]",
            "p_dd       0.0    a probability in [0, 1]",
            "first      1.0    a probability in [0, 1]",
            "",
            "own last move  opponent's  cooperates",
            "C              C               90.0 %",
            "C              D                0.0 %",
            "D              C               90.0 %",
            "D              D                0.0 %",
        ]
    )


def test_a_card_says_what_is_missing_remembered_and_slow():
    @strategy(compiled=False, betrayed=False, seen=np.zeros(3))
    def rule(me, opponent, p: Probability):
        return C

    card = rule.card
    assert "needs: p" in card
    assert "p          to be given  a probability in [0, 1]" in card
    assert "remembers: betrayed = False, seen = [0.0,0.0,0.0] before the first turn" in card
    assert "played: in plain Python, slowly" in card


def test_members_are_named():
    assert "members: grudger" in strategies.flip(strategies.grudger).card


def test_large_arrays_say_how_large_they_are():
    assert "transitions  6 x 4 numbers" in strategies.finite_state_machine(
        [(s, m, (s + 1) % 3, m) for s in range(3) for m in (0, 1)]
    ).card.replace("   ", "  ")


def test_partner_rules_say_how_many_gifts_a_friend_may_get():
    @partner_rule
    def rate(me, friend):
        """Like everybody."""
        return 1.0

    assert "a friend may get: 5 gifts a day" in rate(per_friend=5).card
    assert rate.card.startswith("Partner rule: rate\nLike everybody.\n")


@pytest.mark.parametrize("of", [Strategy, PartnerRule])
def test_every_card_fits_a_screen(of):
    for plugin in library(of).values():
        card = plugin.card
        assert max(map(len, card.splitlines())) <= 80, plugin.name
        assert len(card.splitlines()) <= 40, plugin.name
        assert plugin.name in plugin._repr_html_().replace("&#x27;", "'")


def test_a_stranger_cannot_write_html():
    @strategy
    def rule(me, opponent, p: Probability = 0.5):
        """Say <script>alert(1)</script>."""
        return C

    page = replace(rule, label=Label("<img src=x>", rule.doc, __name__))._repr_html_()
    assert "<script" not in page
    assert "<img" not in page


class Printer:
    """What IPython's printer is to objects."""

    def __init__(self, *stack: object) -> None:
        self.stack, self.said = [*stack], ""

    def text(self, text: str) -> None:
        self.said += text


def test_ipython_shows_the_card_of_one_and_the_names_of_many():
    rule, alone, among = strategies.grudger, Printer(1), Printer(1, 2)
    rule._repr_pretty_(alone, cycle=False)
    rule._repr_pretty_(among, cycle=False)
    assert alone.said == rule.card
    assert among.said == repr(rule) == "grudger"
