"""How to play a tournament again: the Python program that does it."""

import ast
from typing import TYPE_CHECKING

from tournament.game import PRESETS, Game

if TYPE_CHECKING:
    from tournament.results import Results


def program(results: "Results") -> str:
    """Return Python code that plays the same tournament.

    Parameters
    ----------
    results
        A played tournament.
    """
    rules = results.rules
    options = [f"game={_game(rules.game)}"]
    options += [f"turns={rules.turns}"] if rules.turns or rules.continuation is None else []
    options += [f"continuation={rules.continuation!r}"] if rules.continuation is not None else []
    options += ["length_known=False"] if not rules.length_known else []
    options.append(f"repetitions={results.repetitions}")
    for word in ("noise", "misperception"):
        values = getattr(rules, word)
        if any(values):
            options.append(f"{word}={values[0] if len(set(values)) == 1 else list(values)!r}")
    options += ["self_play=False"] if not results.self_play else []
    options.append(f"seed={rules.seed}")
    field = "".join(f"    {_player(name)},\n" for name in results.names)
    return (
        "import strategies\n"
        "from tournament import PRESETS, Game, Tournament\n\n"
        f"field = [\n{field}]\n"
        f"results = Tournament(field, {', '.join(options)}).play()\n"
    )


def _game(game: Game) -> str:
    for key, preset in PRESETS.items():
        if preset == game:
            return f"PRESETS[{key!r}]"
    values = ", ".join(f"{letter}={getattr(game, letter)!r}" for letter in "RSTP")
    return f"Game({values}{', less_is_better=True' if game.less_is_better else ''})"


def _player(name: str) -> str:
    """Return the expression that looks a player up: by name, and again with its parameters where it
    has some."""
    try:
        call = ast.parse(name, mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and not call.args:
            values = ", ".join(f"{k.arg}={ast.literal_eval(k.value)!r}" for k in call.keywords)
            return f"strategies.get({call.func.id!r})({values})"
    except (SyntaxError, ValueError):
        pass
    return f"strategies.get({name!r})"
