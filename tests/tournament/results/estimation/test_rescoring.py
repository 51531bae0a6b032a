"""The same play under another game is what playing that game would have given."""

from itertools import product

import pandas as pd
import pytest

from tournament import Game, Tournament
from tournament.errors import TournamentError

FIELD = ["tit_for_tat", "always_defect", "joss", "win_stay_lose_shift"]
GAMES = {
    "T above S": Game(R=3, S=0, T=5, P=1),
    "S above T": Game(R=3, S=5, T=0, P=1),
    "T is S": Game(R=3, S=2, T=2, P=1),
    "costs, T above S": Game(R=3, S=0, T=5, P=1, less_is_better=True),
    "costs, S above T": Game(R=3, S=5, T=0, P=1, less_is_better=True),
}


def play(game: Game):
    event = Tournament(FIELD, game, turns=12, repetitions=4, noise=0.1, seed=3)
    return event.play(progress=False)


@pytest.fixture(scope="module")
def played():
    return {name: play(game) for name, game in GAMES.items()}


@pytest.mark.parametrize(("before", "after"), [*product(GAMES, repeat=2)])
def test_under_another_game_is_playing_it(played, before, after):
    if before == "T is S" and after != "T is S":
        with pytest.raises(TournamentError, match="With T = S nobody won a match"):
            played[before].under(GAMES[after])
        return
    same = before == after == "T is S"
    found, want = played[before] if same else played[before].under(GAMES[after]), played[after]
    for name in ("wins", "payoffs", "payoff_errors", "cooperation", "ranking"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(want, name))
    for by in ("wins", "median", "points"):
        pd.testing.assert_frame_equal(found.rank(by=by), want.rank(by=by))


def test_rescored_results_say_so(played):
    found = played["T above S"].under(GAMES["S above T"])
    assert found.manifest["rescored"] is True
    assert found.manifest["game"] == str(GAMES["S above T"])
    assert found.rules.game == GAMES["S above T"]
    assert "rescored" not in played["T above S"].manifest


def test_games_of_two_roles_are_played_again(played):
    battle = Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    for results, game in ((played["T above S"], battle), (play(battle), GAMES["T above S"])):
        with pytest.raises(TournamentError, match="pay both seats alike; play it again"):
            results.under(game)


def test_one_reader_does_and_two_do(played):
    readers = ["adaptive", "bush_mosteller"]
    for count, verb in ((1, "does"), (2, "do")):
        event = Tournament([*FIELD, *readers[:count]], turns=5, repetitions=1, seed=1)
        with pytest.raises(TournamentError, match=rf"{', '.join(readers[:count])} {verb}\. Play"):
            event.play(progress=False).under(GAMES["S above T"])
