"""Rules of the library as automata, and proofs that rules are the same."""

from collections.abc import Iterable

from strategies.contents.facts import uses_game, uses_length
from tournament import TSTO, Automaton, Game, Strategy
from tournament.errors import NotExact
from tournament.referee.exact.following import automaton_of
from tournament.referee.exact.machine import Machine
from tournament.referee.exact.same import difference

__all__ = ["automaton"]

MOST_STATES = 1000
"""Of an automaton for a proof: to look at more takes seconds."""
SAME_BY_CHANCE = (("anonymous", "random_player"), ("joss", "naive_prober"))
"""Equal rules that test histories tell apart, since their chance draws in other ways. Their
automata prove that they are equal. A slow test compares all automata, and finds no others."""


def automaton(
    rule: Strategy | str, turns: int | None = None, game: Game | str | None = None
) -> Automaton:
    """Return a rule as a finite automaton: its states, and how it moves from one to the next.

    Parameters
    ----------
    rule
        A strategy, or its name.
    turns
        The length of the match, which the player is told. Without it the match has no known end.
    game
        The stage game, for rules that look at payoffs; The Simpsons: Tapped Out if not given.

    Raises
    ------
    tournament.errors.NotExact
        When no finite automaton is found; one sentence says why.

    Examples
    --------
    >>> from strategies import automaton
    >>> automaton("tit_for_two_tats").states
    3
    """
    return Automaton.of(rule, turns, game)


class Alike(list[str]):
    """Names of rules that play alike.

    proved
        Whether that is proved: the rules are finite, look at neither length nor payoffs, and no
        history tells their automata apart. Otherwise test histories do not tell them apart.
    """

    def __init__(self, names: Iterable[str], *, proved: bool) -> None:
        super().__init__(names)
        self.proved = proved


def proved(rules: Iterable[Strategy]) -> list[Alike]:
    """Return rules that test histories do not tell apart, group by group.

    Finite rules are in one group if and only if they are equal. The other rules stay together.

    >>> import strategies
    >>> echo = strategies.tit_for_tat.named("echo")
    >>> proved([strategies.tit_for_tat, strategies.grudger, echo])
    [['tit_for_tat', 'echo'], ['grudger']]
    """
    finite: list[tuple[Machine, list[str]]] = []
    rest = []
    for rule in rules:
        machine = None if uses_length(rule) or uses_game(rule) else _machine(rule)
        if machine is None:
            rest.append(rule.name)
            continue
        same = (names for other, names in finite if difference(machine, other) is None)
        known = next(same, None)
        if known is None:
            finite.append((machine, [rule.name]))
        else:
            known.append(rule.name)
    groups = [Alike(names, proved=True) for _, names in finite]
    return [*groups, Alike(rest, proved=False)] if rest else groups


def _machine(rule: Strategy) -> Machine | None:
    """Return the automaton of a rule if it is small."""
    try:
        return automaton_of(rule, turns=None, told=-1, payoffs=TSTO.utilities, most=MOST_STATES)
    except NotExact:
        return None
