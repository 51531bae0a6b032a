"""What a rule must not do to its views: the referee and the engine say the same."""

import pytest

import strategies
from tournament import C, Match, strategy
from tournament.authors.vocabulary import misuse
from tournament.errors import PluginError


@strategy
def richer(me, opponent):
    me.game.R = 5.0
    return C


@strategy
def earlier(me, opponent):
    me.turn = 0
    return C


@strategy
def kinder(me, opponent):
    opponent.last = C
    return C


@strategy(history="own")
def bribed(me, opponent):
    me.member.vote = C
    return C


@pytest.mark.parametrize("engine", ["compiled", "python"])
@pytest.mark.parametrize(
    ("rule", "view", "word"),
    [
        (richer, "me.game", "R"),
        (earlier, "me", "turn"),
        (kinder, "opponent", "last"),
        (bribed(strategies.tit_for_tat), "me.member", "vote"),
    ],
    ids=str,
)
def test_a_view_is_only_read(rule, view, word, engine):
    with pytest.raises(PluginError) as error:
        Match(rule, strategies.tit_for_tat, turns=3, seed=1, engine=engine).play()
    line = rule.rule.__code__.co_firstlineno + 2
    assert str(error.value).startswith(f"test_views.py:{line}: ")
    assert str(error.value).endswith(misuse(view, word, "sets"))
