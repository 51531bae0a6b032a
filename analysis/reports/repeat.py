"""How to play an event again: the Python program that does it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.authors.loading.modules import MOST, digest_of
from tournament.authors.moves.definitions import expression_of
from tournament.game import PRESETS, Game
from tournament.outcomes import MOVES
from tournament.results.ranking import RANKINGS
from tournament.rules.reading import Unreadable, data

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
    options = [f"game={game_code(rules.game)}"]
    options += [f"turns={rules.turns}"] if rules.turns or rules.continuation is None else []
    options += [f"continuation={rules.continuation!r}"] if rules.continuation is not None else []
    options += ["length_known=False"] if not rules.length_known else []
    options.append(f"repetitions={results.repetitions}")
    options += _chances(rules, "noise", "misperception")
    if results.on_graph:
        options.append(f"graph={results.matches.tolist()}")
    elif not results.self_play:
        options.append("self_play=False")
    options += ['exact="where possible"'] if results.tallies.exact is not None else []
    options.append(f"seed={rules.seed}")
    own = Own(results.manifest)
    field = "".join(f"    {own.player(name)},\n" for name in results.names)
    by = results.ranking.attrs["by"]
    ranked = "" if by == next(iter(RANKINGS)) else f".ranked({by!r})"
    return (
        "import strategies\n"
        f"from tournament import PRESETS, Game, Tournament{own.imports}\n\n"
        f"{own.lines}"
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
    own = Own(results.manifest)
    lines, anyone = [], own.partner("anyone")
    usual = anyone  # the partner rule of those that were entered without one
    for kind, many in zip(results.kinds, towns, strict=True):
        entry, partner = own.player(names[kind][0]), own.partner(names[kind][1])
        if kind == names[kind][0]:
            usual = partner
        else:
            entry = f"({entry}, {partner})"
        lines.append(entry if alike else f"{entry}: {many}")
    field = "".join(f"    {line},\n" for line in lines)
    given = results.friends == "given"
    options = [f"towns={sum(towns)}"] if alike and not given else []
    options += [f"game={game_code(rules.game)}", f"days={rules.days}"]
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
        f"from tournament import PRESETS, Game, Season{own.imports}\n\n{own.lines}"
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


def game_code(game: Game) -> str:
    """Return the expression for a game: a preset by its name, or the payoffs."""
    for key, preset in PRESETS.items():
        if preset == game:
            return f"PRESETS[{key!r}]"
    values = ", ".join(f"{letter}={getattr(game, letter)!r}" for letter in "RSTP")
    return f"Game({values}{', less_is_better=True' if game.less_is_better else ''})"


# -- rules of the user -----------------------------------------------------------------------------


class Own:
    """The rules of an event that come from files of the user, as code that loads them.

    Parameters
    ----------
    manifest
        Of results, which says where these rules are.
    """

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        files = manifest.get("files", [])
        self.strategies = {file["rule"]: file["path"] for file in files if file["of"] == "strategy"}
        self.partners = {file["rule"]: file["path"] for file in files if file["of"] != "strategy"}

    @property
    def imports(self) -> str:
        """What is imported beside the usual."""
        more = ", PartnerRule, load" if any(self.partners.values()) else ", load"
        return more if any((*self.strategies.values(), *self.partners.values())) else ""

    @property
    def lines(self) -> str:
        """The code that loads the rules; where no file defines one, what has to be put there."""
        return "".join(
            [
                *_loaded("own", self.strategies, ""),
                *_loaded("own_partners", self.partners, ", PartnerRule"),
                "\n" if self.strategies or self.partners else "",
            ]
        )

    def player(self, name: str) -> str:
        """Return the expression that looks a strategy up, again with its parameters."""
        return _expression(name, self.strategies, "own")

    def partner(self, name: str) -> str:
        """Return the expression that looks a partner rule up, again with its parameters."""
        return _expression(name, self.partners, "own_partners")


def _loaded(variable: str, rules: Mapping[str, str], of: str) -> Iterator[str]:
    paths = sorted({path for path in rules.values() if path})
    if len(paths) == 1:
        yield f"{variable} = {{rule.name: rule for rule in load({paths[0]!r}{of})}}\n"
    elif paths:
        each = f"for path in {paths!r} for rule in load(path{of})"
        yield f"{variable} = {{rule.name: rule {each}}}\n"
    elif rules:
        yield f"{variable} = {{}}\n"
    for rule, path in rules.items():
        if not path:
            yield f"{variable}[{rule!r}] = ...  # no file defines it: define it here\n"


def _expression(name: str, own: Mapping[str, str], variable: str) -> str:
    """Return the expression that looks a name up, or a name with parameters and members."""
    if name in own:
        return f"{variable}[{name!r}]"
    try:
        call = expression_of(name)
        if isinstance(call, ast.Call):
            return _call(call, own, variable)
    except (SyntaxError, ValueError):
        pass
    return f"strategies.get({name!r})"


def _call(node: ast.expr, own: Mapping[str, str], variable: str) -> str:
    """Return the expression for a rule as its name tells it: members first, then parameters."""
    if isinstance(node, ast.Name):
        return _expression(node.id, own, variable)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise ValueError(node)
    members = [_call(each, own, variable) for each in node.args]
    values = [members[0]] if len(members) == 1 else [f"[{', '.join(members)}]"] if members else []
    values += [f"{k.arg}={_value(k.value)}" for k in node.keywords]
    return f"{_expression(node.func.id, own, variable)}({', '.join(values)})"


def _value(node: ast.expr) -> str:
    """Return a parameter as its name tells it; moves stand there without quotation marks."""
    if isinstance(node, ast.Name) and set(node.id) <= set(MOVES):
        return repr(node.id)
    value = ast.literal_eval(node)
    if "Ellipsis" in repr(value):
        raise ValueError(value)
    return repr(value)


def files_told(manifest: Mapping[str, Any]) -> list[str]:
    """Return sentences on the files of the user that an event needs: which, and if they changed.

    Parameters
    ----------
    manifest
        Of results.
    """
    texts = {file["path"]: file["text"] for file in manifest.get("files", []) if file["path"]}
    if not texts:
        return []
    listed = ", ".join(f"{path} ({text})" for path, text in texts.items())
    told = [f"Files of your own took part; in brackets a hash of their text: {listed}."]
    if any(not Path(path).is_absolute() for path in texts):
        told.append("Play again in the same folder as before: paths are relative to it.")
    for path, text in texts.items():
        try:
            now = digest_of(data(Path(path), MOST))
        except Unreadable:
            told.append(f"{path} was not there when this report was written; it is needed.")
            continue
        if now != text:
            told.append(
                f"{path} was another text ({now}) when this report was written; its rules may play"
                " otherwise now."
            )
    return told
