"""The referee as an oracle of automata: every branch of chance, and how probable it is."""

import itertools
import linecache
from fractions import Fraction
from textwrap import indent

import numpy as np
import pytest

from tournament.authors.moves.named import MOVES
from tournament.game import PRISONERS_DILEMMA
from tournament.referee.exact.automaton import NOWHERE
from tournament.referee.seats import Seat, advance, decide, votes
from tournament.referee.views import Me
from tournament.referee.watchdog import Watchdog
from tournament.streams import Stream

PAYOFFS = PRISONERS_DILEMMA.utilities
POINTS = 4
"""A number from `uniform()` is one of the middles of so many equal parts; that is exact for rules
that compare it with multiples of a part, or take a sum of it for a chance."""
HEAD = "from tournament import C, D, strategy\nimport math\nimport numpy as np\n"
_numbers = itertools.count()


class Draws:
    """What chance answers, from a list that says which of several answers is given."""

    def __init__(self, told):
        self.told, self.weights = told, []

    def ask(self, weights):
        """Return which answer is given; the first one where nothing is told."""
        place = len(self.weights)
        answer = self.told[place] if place < len(self.told) else 0
        self.told = self.told if place < len(self.told) else [*self.told, 0]
        self.weights.append([Fraction(each) for each in weights])
        return answer


class Told(Me):
    """The player itself, to whom chance gives the answers that it is told to."""

    __slots__ = ("draws",)

    def chance(self, p):
        if not 0 < p < 1:
            return super().chance(p)
        p = Fraction(float(p))  # of single precision, in rules of 1980
        return self.draws.ask([p, 1 - p]) == 0

    def integer(self, n):
        if n < 1:
            return super().integer(n)
        return self.draws.ask([Fraction(1, n)] * n)

    def uniform(self):
        return (self.draws.ask([Fraction(1, POINTS)] * POINTS) + 0.5) / POINTS


def tell(seat, draws):
    """Let a seat and its members ask for their draws."""
    me = Told.__new__(Told)
    for name in (*Me.__slots__, "_moves", "_counts", "_table"):
        if hasattr(seat.me, name):
            object.__setattr__(me, name, getattr(seat.me, name))
    object.__setattr__(me, "draws", draws)
    seat.me = me
    for member in seat.members:
        tell(member, draws)


def played(rule, turns, told, draws, payoffs, watchdog):
    """Return what a rule chooses where these moves are made and seen, however chance answers."""
    seat, chosen = Seat(rule, payoffs, told, Stream(0, 0)), []
    tell(seat, draws)
    for made, seen in turns:
        chosen.append(decide(seat, watchdog))
        seat.seen.append(MOVES[seen])
        advance(seat, votes(seat), made, seen)
    return tuple(chosen)


def of_referee(rule, turns, told=-1, payoffs=PAYOFFS, most=3000):
    """Return how probable each sequence of choices is; None if there are too many branches."""
    found, answers = {}, []
    with Watchdog(10) as watchdog, np.errstate(all="ignore"):
        for _ in range(most):
            draws = Draws(answers)
            chosen = played(rule, turns, told, draws, payoffs, watchdog)
            weight = Fraction(1)
            for answer, weights in zip(draws.told, draws.weights, strict=True):
                weight *= weights[answer]
            found[chosen] = found.get(chosen, 0) + weight
            answers = list(draws.told)
            while answers and answers[-1] + 1 == len(draws.weights[len(answers) - 1]):
                answers.pop()
            if not answers:
                return found
            answers[-1] += 1
    return None


def of_automaton(automaton, turns):
    """Return how probable each sequence of choices is."""
    now = {((), 0): 1.0}
    for made, seen in turns:
        later = {}
        for (chosen, state), weight in now.items():
            assert state != NOWHERE
            for choice in range(automaton.first[state], automaton.first[state + 1]):
                move = int(automaton.move[choice])
                new = (*chosen, move), int(automaton.then[choice, made, seen])
                later[new] = later.get(new, 0) + weight * automaton.weight[choice]
        now = later
    found = {}
    for (chosen, _), weight in now.items():
        found[chosen] = found.get(chosen, 0) + weight
    return found


def alike(automaton, rule, turns, **words):
    """Return whether an automaton chooses as its rule, with the same probabilities; None if there
    are too many branches."""
    one, other = of_automaton(automaton, turns), of_referee(rule, turns, **words)
    return None if other is None else _equal(one, other)


def _equal(one, other):
    sequences = {key for key, weight in other.items() if weight}
    return one.keys() == sequences and all(abs(one[key] - float(other[key])) < 1e-12 for key in one)


def made(body, *, above="", takes="", decorator="@strategy", source=True):
    """Return the strategy `rule` of a file."""
    text = f"{HEAD}{above}\n{decorator}\ndef rule(me, opponent{takes}):\n{indent(body, '    ')}\n"
    name = f"/exact/{next(_numbers)}/mine.py"
    if source:
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    space = {"__name__": "mine"}
    exec(compile(text, name, "exec", dont_inherit=True), space)
    return space["rule"]


@pytest.fixture(name="made", scope="session")
def _made():
    return made


@pytest.fixture(name="alike", scope="session")
def _alike():
    return alike


@pytest.fixture(name="of_referee", scope="session")
def _of_referee():
    return of_referee


@pytest.fixture(name="of_automaton", scope="session")
def _of_automaton():
    return of_automaton
