"""Relations that a rule enforces between both scores, whatever its opponent plays: extortion,
generosity, equalizers.

Legend: n situations, as in `decisions`; k pairs of a situation and a move of the opponent.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.exact.arguments import LIMIT, automaton_of, continuation_of, named, noises_of
from analysis.exact.chains import component_of
from analysis.exact.decisions import Decisions, decisions
from tournament import outcomes
from tournament.game import TSTO, Game

if TYPE_CHECKING:
    from analysis.exact.arguments import Continuation, Rule
    from tournament.rules.checks import PerPlayer

HELD = 1e-9
"""A relation whose errors are smaller, in a unit of the payoffs' size, is enforced."""

DIGITS = 9
"""Of slopes and baselines: what rounding leaves of them."""


@dataclass(frozen=True)
class Relation:
    """What a rule enforces: `theirs - baseline = slope * (mine - baseline)`.

    Attributes
    ----------
    slope
        How much the opponent gets of each unit that the rule gets more; infinite where the rule's
        own score is held.
    baseline
        The score at which both are equal; NaN where the slope is 1.
    """

    slope: float
    baseline: float

    @property
    def chi(self) -> float:
        """How many times as far above the baseline the rule is as its opponent: 1 / slope."""
        return 1 / self.slope if self.slope else math.inf


def enforced_relation(
    rule: "Rule",
    game: Game | str = TSTO,
    *,
    continuation: "Continuation" = LIMIT,
    noise: "PerPlayer" = 0.0,
) -> Relation | None:
    """Return the linear relation of both scores that a finite rule enforces; None if there is none.

    A rule with baseline P and a slope from 0 to 1 extorts: it gets `chi` times as much above P as
    its opponent. With baseline R it is generous. With slope 0 it holds its opponent's score at the
    baseline. Tit for tat has slope 1. `strategies.linear_relation` makes such rules.

    Parameters
    ----------
    rule, game, continuation, noise
        As in `best_reply`. Where a rule holds both scores, the relation is that of the opponent's.

    Raises
    ------
    TournamentError
        When the rule is not finite.

    Notes
    -----
    A relation is enforced if the rule's states have values such that, after each move of the
    opponent, the relation's error and the mean value of the next state equal the value of the
    state. Without end, this is asked where the opponent can keep the rule for ever.
    Source: Press and Dyson (2012) for rules that remember one turn; for all rules and for matches
    that end, McAvoy and Hauert (2016), "Autocratic strategies for iterated games with arbitrary
    action spaces". `extortion` measures how near a player comes to it in play.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> p = [8 / 9, 1 / 2, 1 / 3, 0]
    >>> extort_2 = Automaton.of_table([0, *p], [[[1, 2], [3, 4]]] * 5)
    >>> found = enforced_relation(extort_2, PRISONERS_DILEMMA)
    >>> found, found.chi
    (Relation(slope=0.5, baseline=1.0), 2.0)
    """
    game, chance = Game.of(game), continuation_of(continuation)
    automaton = automaton_of("rule", rule, game)
    problem = decisions(automaton, noises_of(noise), named(rule))
    pay = np.stack([game.payoffs[0].T.ravel(), game.payoffs[1].ravel()], axis=1)  # its view
    middle = float(pay.max() + pay.min()) / 2
    unit = float(np.ptp(pay)) / 2 or 1.0
    terms = np.column_stack([(pay - middle) / unit, np.ones(outcomes.SIZE)])
    held = _held(*_equations(problem, terms, chance))
    if not len(held):
        return None
    if len(held) > 1:  # both scores: take the relation that leaves out the rule's own
        held = np.array([held[1] * held[0, 0] - held[0] * held[1, 0]])
    mine, theirs, constant = held[0].tolist()
    if abs(theirs) < HELD:
        return Relation(math.inf, round(middle - unit * constant / mine, DIGITS))
    slope, start = 0.0 - mine / theirs, -constant / theirs
    if abs(1 - slope) < HELD:
        return Relation(1.0, math.nan)
    baseline = middle + unit * start / (1 - slope)
    return Relation(round(slope, DIGITS) + 0.0, round(baseline, DIGITS))


def _equations(
    problem: Decisions, terms: np.ndarray, continuation: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return (k, 3) what each move of the opponent adds to the relation, and (k, n) how the values
    of states change."""
    state, move = _kept(problem, for_ever=continuation is None)
    chance = problem.chance[state, move]
    after = np.zeros((len(state), problem.size))
    for outcome in range(outcomes.SIZE):
        np.add.at(after, (np.arange(len(state)), problem.then[state, outcome]), chance[:, outcome])
    change = (1.0 if continuation is None else continuation) * after
    change[np.arange(len(state)), state] -= 1
    if continuation is not None:
        change[:, 0] = 0  # the sum of all errors from the first turn on is 0
    return chance @ terms, change


def _held(added: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Return (d, 3) relations that some values of states make true, one below the other."""
    values = np.linalg.lstsq(change, added, rcond=None)[0]
    _, sizes, directions = np.linalg.svd(added - change @ values, full_matrices=True)
    sizes = np.append(sizes, np.zeros(3 - len(sizes)))
    found = directions[sizes < HELD]
    return np.asarray(found[np.abs(found[:, :2]).max(axis=1) > HELD])


def _kept(problem: Decisions, *, for_ever: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return (k,) situations and (k,) moves of the opponent that can happen; with `for_ever` only
    those that it can repeat without end, whatever chance says.

    Source: maximal end components, de Alfaro (1997), "Formal verification of probabilistic
    systems".
    """
    can = problem.chance > 0
    reached, listed = {0}, [0]
    for state in listed:
        new = set(problem.then[state][can[state].any(axis=0)].tolist()) - reached
        reached |= new
        listed += sorted(new)
    kept = np.zeros((problem.size, 2), bool)
    kept[listed] = True
    while for_ever:
        after = np.asarray((kept[:, :, None] & can).any(axis=1))
        group_of = component_of([problem.then[s][after[s]].tolist() for s in range(problem.size)])
        stays = group_of[problem.then] == group_of[:, None]
        left = kept & ~(can & ~stays[:, None]).any(axis=2)
        if (left == kept).all():
            break
        kept = left
    return np.divmod(np.flatnonzero(kept), 2)
