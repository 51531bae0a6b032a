"""Deep and large players, and deep texts: they play, or one sentence says what is too much."""

import copy
import pickle

import pytest

import strategies
from tournament import Match, Tournament
from tournament.authors.resolve import find
from tournament.authors.strategy import MOST_LEVELS, MOST_MEMBERS
from tournament.errors import ArgumentError, TournamentError


def nested(levels):
    player = strategies.grudger
    for _ in range(levels - 1):
        player = strategies.dual(player)
    return player


def test_the_deepest_player_does_all_that_players_do():
    player = nested(MOST_LEVELS)
    assert len(player.tree()) == MOST_LEVELS
    assert player.name == "dual(" * 99 + "grudger" + ")" * 99
    assert pickle.loads(pickle.dumps(player)) == copy.deepcopy(player) == player
    assert hash(player) == hash(nested(MOST_LEVELS))
    assert player.code != nested(MOST_LEVELS - 1).code
    assert len(player.card) > 0
    assert Match(player, "grudger", turns=5, engine="python").play().turns == 5
    with pytest.raises(ArgumentError, match=r"`dual` is too deep: .* at most 100 levels deep"):
        strategies.dual(player)


def test_a_team_of_teams_is_bounded():
    def doubled(times):
        player = strategies.grudger
        for _ in range(times):
            player = strategies.majority_team([player, player.named("again")])
        return player

    assert len(doubled(12).tree()) == 2**13 - 1 <= MOST_MEMBERS
    with pytest.raises(ArgumentError, match=r"`majority_team` is too large: .* at most 10,000"):
        doubled(60)


def test_teams_that_functions_return_are_bounded_when_they_play():
    endless = []
    team = strategies.majority_team(lambda: endless)
    endless.append(strategies.dual(team))
    with pytest.raises(ArgumentError, match="`majority_team` is too deep"):
        Tournament([team], turns=1)
    wide = []
    large = strategies.majority_team(lambda: wide)
    wide += [large, large.named("again"), strategies.grudger]
    with pytest.raises(ArgumentError, match="`majority_team` is too large"):
        Match(large, "grudger")


def test_the_library_is_far_from_the_bounds():
    for player in strategies.everything():
        player.check_extent()
        assert len(player.tree()) * 10 < MOST_MEMBERS


@pytest.mark.parametrize("text", [
    "random_player(p=" + "(" * 3000 + "0.5" + ")" * 3000 + ")", "random_player(" + "[" * 3000,
    "random_player(p=" + "-" * 3000 + "1)", "random_player(p=" + "1/" * 3000 + "1)",
    "cycler(" + "[" * 90 + "1" + "]" * 90 + ")", "(" * 5000, "a." * 5000, "x" * 10**6,
    "random_player(p=" + "9" * 5000 + ")", "random_player(p=1" + "0" * 400 + ")",
    "dual(" * 3000 + "grudger" + ")" * 3000, "random_player" + "(p=0.5)" * 500,
], ids=lambda text: text[:20])  # fmt: skip
def test_deep_texts_are_refused_at_once(text):
    with pytest.raises((ArgumentError, TournamentError, TypeError)) as error:
        find(text)
    assert len(str(error.value)) <= 300


def test_a_chain_of_quotients_is_read():
    assert find("random_player(p=" + "1/" * 100 + "1)").parameters == {"p": 1.0}
