"""How to play an event again: the Python program that does it."""

import ast
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.game import PRESETS, Game
from tournament.results.ranking import RANKINGS

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results


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
    options += _chances(rules, "noise", "misperception")
    options += ["self_play=False"] if not results.self_play else []
    options.append(f"seed={rules.seed}")
    field = "".join(f"    {_player(name)},\n" for name in results.names)
    by = results.ranking.attrs["by"]
    ranked = "" if by == next(iter(RANKINGS)) else f".ranked({by!r})"
    return (
        "import strategies\n"
        "from tournament import PRESETS, Game, Tournament\n\n"
        f"field = [\n{field}]\n"
        f"results = Tournament(field, {', '.join(options)}).play(){ranked}\n"
    )


def season_program(results: "SeasonResults") -> str:
    """Return Python code that plays the same season.

    A graph of friendships that was given has to be given again.

    Parameters
    ----------
    results
        A played season.
    """
    rules = results.rules
    names = {
        kind: (each["strategy"]["name"], each["partner"]["name"])
        for kind, each in results.plugins.items()
    }
    towns = np.bincount(results.kind_of[0], minlength=len(results.kinds)).tolist()
    alike = len(set(towns)) == 1
    lines, anyone = [], _player("anyone")
    usual = anyone  # the partner rule of those that were entered without one
    for kind, many in zip(results.kinds, towns, strict=True):
        entry, partner = map(_player, names[kind])
        if kind == names[kind][0]:
            usual = partner
        else:
            entry = f"({entry}, {partner})"
        lines.append(entry if alike else f"{entry}: {many}")
    field = "".join(f"    {line},\n" for line in lines)
    given = results.friends == "given"
    options = [f"towns={sum(towns)}"] if alike and not given else []
    options += [f"game={_game(rules.game)}", f"days={rules.days}"]
    same = len(set(rules.gifts)) == 1
    options.append(f"gifts_per_day={rules.gifts[0] if same else list(rules.gifts)}")
    options.append(f"friends={'edges' if given else repr(results.friends)}")
    options += [f"inbox={rules.inbox}"] if rules.inbox is not None else []
    options += [f"{word}=True" for word in ("visible", "nice_list") if getattr(rules, word)]
    options += ["days_known=False"] if not rules.days_known else []
    options += [f"absence={rules.absence!r}"] if rules.absence else []
    options += _chances(rules, "noise")
    options += [f"partner={usual}"] if usual != anyone else []
    options += [f"repetitions={results.repetitions}", f"seed={rules.seed}"]
    return (
        "import strategies\n"
        "from tournament import PRESETS, Game, Season\n\n"
        + ("edges = ...  # the friendships that were given\n" if given else "")
        + f"players = {'[' if alike else '{'}\n{field}{']' if alike else '}'}\n"
        + f"results = Season(players, {', '.join(options)}).play()\n"
    )


def _chances(rules: Any, *words: str) -> list[str]:
    """Return the options for probabilities that are not 0, each one number or one per player."""
    chances = {word: getattr(rules, word) for word in words}
    return [
        f"{word}={values[0] if len(set(values)) == 1 else list(values)!r}"
        for word, values in chances.items()
        if any(values)
    ]


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
