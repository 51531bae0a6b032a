"""Input for property tests: what is generated can be played."""

from pathlib import Path

from hypothesis import given, settings

from tournament import testing


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
