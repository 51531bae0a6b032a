"""Input for property tests: what is generated can be played."""

from pathlib import Path

from hypothesis import given, settings

import strategies
from tournament import PRESETS, testing
from tournament.authors.strategy import Strategy
from tournament.testing.opponents import automaton


def test_importing_the_checks_does_not_need_hypothesis():
    import subprocess
    import sys

    code = "import sys; sys.modules['hypothesis'] = None; import tournament.testing.strategies"
    root = Path(testing.__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


@given(testing.automata(), testing.conditions(), testing.games(), testing.sequences())
@settings(max_examples=30)
def test_what_is_generated_is_valid(player, conditions, game, sequence):
    from tournament.referee import match as referee
    from tournament.rules.match import rules

    checked = rules([player.name], game=game, **conditions)
    moves, _ = referee.play(
        (player, player), payoffs=game.utilities, turns=20, noise=checked.noise * 2, seats=(0, 1)
    )
    assert moves.shape == (20, 2)
    assert set(sequence) <= set("CD")


def drawn(strategy, number=200):
    """Return examples that Hypothesis draws."""
    found = []

    @given(strategy)
    @settings(max_examples=number, database=None, derandomize=True)
    def collect(one):
        found.append(one)

    collect()
    return found


def is_automaton(player: Strategy) -> bool:
    return player.rule is automaton.rule


def test_players_are_those_of_the_field_and_automata():
    """Without a field they are automata alone."""
    field = [strategies.joss, strategies.grudger, strategies.alternator]
    found = drawn(testing.players(field))
    assert {player for player in found if not is_automaton(player)} == set(field)
    assert any(map(is_automaton, found))
    assert all(map(is_automaton, drawn(testing.players(), 50)))


def test_automata_have_up_to_so_many_states():
    found = drawn(testing.automata(max_states=3))
    assert all(map(is_automaton, found))
    sizes = [{len(values) for values in player.parameters.values()} for player in found]
    assert all(len(size) == 1 for size in sizes)
    assert set.union(*sizes) == {1, 2, 3}
    chances = {float(p) for player in found for p in player.parameters["cooperate"]}
    assert {0.0, 0.5, 1.0} < chances
    assert all(0 <= p <= 1 for p in chances)
    for player in found:
        steps = {int(s) for name in ("after_c", "after_d") for s in player.parameters[name]}
        assert steps <= set(range(len(player.parameters["cooperate"])))


def test_sequences_have_lengths_between_two():
    found = drawn(testing.sequences(min_size=2, max_size=5))
    assert {len(moves) for moves in found} == {2, 3, 4, 5}
    assert set("".join(found)) == {"C", "D"}


def test_families_get_parameters_and_members():
    """Members are of the field, where it has players that are whole."""
    names = ("cycler", "memory_one", "forgiving", "joss", "majority_team")
    family = [strategies.get(name) for name in names]
    players = drawn(testing.players(family))
    assert not [player for player in players if player.missing]
    rules = {player.rule for player in players}
    assert {each.rule for each in family} < rules
    teams = [p for p in players if p.rule is strategies.majority_team.rule]
    assert {len(p.members) for p in teams} == {2, 3, 4}
    assert {m.name for p in teams for m in p.members} == {"joss"}
    single = [p for p in players if p.rule is strategies.forgiving.rule]
    assert {len(p.members) for p in single} == {1}


def test_payoffs_are_those_of_named_games_or_small():
    games, named = drawn(testing.games(), 400), list(PRESETS.values())
    assert all(game in games for game in named)
    others = [game for game in games if game not in named]
    assert {abs(float(game.T)) for game in others} == set(range(11))
    assert all(abs(game.utilities).max() <= 10 for game in others)


def test_conditions_are_within_their_bounds():
    """Certainty, and no mistakes at all, are among them."""
    found = drawn(testing.conditions(max_turns=4))
    assert {one["turns"] for one in found} == {1, 2, 3, 4}
    assert {one["length_known"] for one in found} == {False, True}
    for name in ("noise", "misperception"):
        chances = {one[name] for one in found}
        assert {0.0, 1.0} < chances
        assert all(0 <= p <= 1 for p in chances)
    assert all(0 <= one["seed"] < 2**64 for one in found)
