"""A law: what both Python and the command line have, has one default."""

from inspect import Parameter, signature

import pytest

import strategies
from tournament import Game, Population, Season, Tournament
from tournament.cli.commands.evolve import population_of
from tournament.cli.commands.run import tournament_of
from tournament.cli.commands.season import season_of
from tournament.cli.parser import parse
from tournament.rules import defaults

PYTHON = {"run": Tournament, "season": Season, "evolve": Population, "advise": Season.best_reply}
OTHER_WORDS = {
    "run": {"self_play": "no_self_play", "length_known": "unknown_length",
            "most_repetitions": "budget", "places": "settle"},
    "season": {"days_known": "unknown_days"},
    "evolve": {"torus": "walls", "length_known": "unknown_length"},
}  # fmt: skip
"""Parameters that options name otherwise; switches turn off what is on in Python."""


def as_python(key, value, other):
    """Return what an option means as the parameter of an event."""
    if key == "game":
        return Game.of(value)
    if key == "friends":
        return int(value)
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    return not value if other and isinstance(value, bool) else value


def shared(command):
    """Yield (parameter, default in Python, default on the command line)."""
    typed = vars(parse([command]))
    other = OTHER_WORDS.get(command, {})
    for name, parameter in signature(PYTHON[command]).parameters.items():
        key = other.get(name, name)
        if key in typed and parameter.default is not Parameter.empty and name != "places":
            yield name, parameter.default, as_python(key, typed[key], name in other)


@pytest.mark.parametrize("command", PYTHON)
def test_shared_options_have_equal_defaults(command):
    found = list(shared(command))
    assert len(found) >= {"run": 10, "season": 13, "evolve": 20, "advise": 3}[command]
    assert [each for each in found if each[1] != each[2]] == []


def test_an_event_with_nothing_said_is_the_same_event():
    typed = tournament_of(parse(["run", "--seed", "1"])).plan
    written = Tournament(strategies.classics(), seed=1).plan
    assert vars(typed) == vars(written)
    assert typed.repetitions == defaults.REPETITIONS


def test_a_season_with_nothing_said_is_the_same_season():
    words = ["season", "joss", "tit_for_tat", "--partners", defaults.PARTNER, "--seed", "1"]
    typed = season_of(parse(words))
    written = Season([("joss", "anyone"), ("tit_for_tat", "anyone")], seed=1)
    for of in (typed, written):
        assert of.towns == defaults.TOWNS
    assert (typed.rules, typed.plan.counts) == (written.rules, written.plan.counts)
    assert (typed.friendships, typed.repetitions) == (written.friendships, written.repetitions)


def test_a_population_with_nothing_said_is_the_same_population():
    typed = population_of(parse(["evolve", "--seed", "1"])).plan
    written = Population(strategies.classics(), seed=1).plan
    assert typed.rules == written.rules
    assert vars(typed.matches) == vars(written.matches)
    assert (typed.repetitions, typed.structure.size) == (defaults.POPULATIONS, defaults.SIZE)
    assert written.repetitions == defaults.POPULATIONS
    assert typed.start.counts.tolist() == written.start.counts.tolist()
