"""How to play a population again: the Python program that does it.

Results keep how matches were played in words. Where these words do not tell everything, the program
gives the table of payoffs, with which the population is played the same.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.reports.repeat import Own, game_code
from tournament.rules.population import PROCESSES, PopulationRules

if TYPE_CHECKING:
    from tournament.results.population import PopulationResults

WRITTEN = 12  # types up to which a program writes the table of payoffs
FILE = "results.sqlite"
NUMBER = r"([\d.e+-]+)"
MATCHES = (
    (rf"{NUMBER} turns?, known to the players", ("turns={}",)),
    (rf"{NUMBER} turns?, unknown to the players", ("turns={}", "length_known=False")),
    (rf"another turn follows with probability {NUMBER}", ("continuation={}",)),
    (rf"noise {NUMBER}", ("noise={}",)),
    (rf"misperception {NUMBER}", ("misperception={}",)),
)
"""What a part of the words on matches says, and the options that say the same."""


class Code(NamedTuple):
    """Lines before the event, and its options."""

    lines: list[str]
    options: list[str]


def program(results: "PopulationResults") -> str:
    """Return Python code that plays the same population.

    A graph, or types of places, that were given have to be given again.

    Parameters
    ----------
    results
        A played population.
    """
    rules, own = results.rules, Own(results.manifest)
    structure, begun = _structure(results), _start(results)
    paid = _payoffs(results)
    options = [
        *structure.options, f"process={rules.process!r}", *begun.options, *_selection(rules),
        *_mutation(rules), *paid.options, f"repetitions={results.repetitions}",
        f"seed={rules.seed}",
    ]  # fmt: skip
    names = [name for name, role in zip(results.types, rules.roles, strict=True) if not role]
    if any(rules.roles):
        names = [name.removesuffix(" (row)") for name in names]
    field = "".join(f"    {_player(results, name, own)},\n" for name in names)
    lines = [*structure.lines, *begun.lines, *paid.lines]
    loads = ", PopulationResults" if any(FILE in line for line in lines) else ""
    return (
        "import strategies\n"
        f"from tournament import PRESETS, Game, Population{loads}{own.imports}\n\n{own.lines}"
        + "".join(f"{line}\n" for line in lines)
        + f"players = [\n{field}]\n"
        + f"population = Population(players, {', '.join(options)})\n"
        + f"results = population.play({_ends(results)})\n"
    )


def _player(results: "PopulationResults", name: str, own: Own) -> str:
    """Return a type: a rule, or the name of one of which only payoffs are known."""
    facts = results.strategies.get(name) or results.strategies.get(f"{name} (row)", {})
    return own.player(name) if facts.get("code") else repr(name)


def _structure(results: "PopulationResults") -> Code:
    """Return the code for who meets whom."""
    words, setting = results.structure, results.played.setting
    if setting["height"]:
        options = [f"lattice=({setting['height']}, {setting['width']})"]
        options += ['neighbours="von neumann"'] if "neumann" in words.lower() else []
        return Code([], [*options, *(["torus=False"] if words.endswith("walls") else [])])
    if not words.startswith("graph: "):
        return Code([], [f"size={results.size}"])
    lines, options = [], [f"size={results.size}"]
    told = words.removeprefix("graph: ").split("; replacement: ")
    for name, graph in zip(("graph", "replacement"), told, strict=False):
        if "places" in graph:
            lines.append(f"{name} = ...  # the one that was given: {graph}")
            options.append(f"{name}={name}")
        else:
            options.append(f"{name}={graph!r}")
    return Code(lines, options)


def _start(results: "PopulationResults") -> Code:
    """Return the code for the start."""
    if results.start == "even shares":
        return Code([], [])
    if results.start.startswith("the type of each place"):
        where = f'PopulationResults.load("{FILE}").picture(0)'
        known = where if 0 in results.pictures else "..."
        return Code([f"start = {known}  # {results.start}"], ["start=start"])
    counts = results.tallies.counts[0] // results.repetitions
    return Code([], [f"start={counts.tolist()}"])


def _selection(rules: PopulationRules) -> list[str]:
    options = [f"selection={rules.selection!r}"] if rules.selection != 1 else []
    options += [f"fitness={rules.fitness!r}"] if rules.fitness != "linear" else []
    usual = PROCESSES[rules.process].synchronous
    options += [f"synchronous={rules.synchronous}"] if rules.synchronous != usual else []
    options += ["self_interaction=True"] if rules.self_interaction else []
    return options


def _mutation(rules: PopulationRules) -> list[str]:
    if not rules.mutates:
        return []
    rows, k = np.array(rules.mutation), rules.types
    rate = float(1 - rows[0, 0])
    even = np.full((k, k), rate / max(k - 1, 1)) + np.eye(k) * (1 - rate - rate / max(k - 1, 1))
    one = np.allclose(rows, even, rtol=0, atol=1e-12)
    return [f"mutation={round(rate, 12) if one else rows.tolist()}"]


def _payoffs(results: "PopulationResults") -> Code:
    """Return the code for where payoffs come from."""
    rules, options = results.rules, []
    for part in rules.matches.split("; "):
        found = [(re.fullmatch(pattern, part), said) for pattern, said in MATCHES]
        options += [one.format(match[1]) for match, said in found if match for one in said]
        if not any(match for match, _ in found):
            options = []
            break
    exact = not np.any(rules.payoff_errors)
    if options and (exact or rules.live or any(rules.roles)):
        live = ['payoffs="live"'] if rules.live else []
        return Code([], [f"game={game_code(rules.game)}", *options, *live])
    if len(results.types) > WRITTEN:
        return Code([f'payoffs = PopulationResults.load("{FILE}").payoffs'], ["payoffs=payoffs"])
    rows = "".join(f"    {list(row)!r},\n" for row in rules.payoffs)
    return Code([f"payoffs = [\n{rows}]"], ["payoffs=payoffs"])


def _ends(results: "PopulationResults") -> str:
    """Return the options of `play`."""
    if results.until == "settled":
        return 'until="settled"'
    last = f"generations={results.looks[-1]}"
    if not results.until:
        return last
    if results.rules.mutates:
        return f'{last}, until="fixation"'
    ends = PROCESSES[results.rules.process].chance and not results.structure.startswith("graph")
    return "" if ends and not results.fixation.attrs["open"] else last
