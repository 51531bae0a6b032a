"""What the opponent of a finite rule decides on: what it knows of the rule's state, and what
follows.

Legend: n situations. A *situation* is what the opponent knows: the chances of the states that the
rule may be in, after all the moves that were made. Most rules show their state: then a situation is
a state. Outcomes are seen by the opponent, its own move first.
"""

from dataclasses import dataclass

import numpy as np

from analysis.exact.arguments import turned
from tournament import Automaton, outcomes
from tournament.errors import NotExact

NOWHERE = -1
"""The next situation after the last turn that a rule's automaton knows."""
MOST_SITUATIONS = 1000
"""Of a rule for which policies are compared, about ten of them: some seconds."""
DIGITS = 12
"""Situations whose chances agree in so many digits are one."""

Situation = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Decisions:
    """The decisions of a rule's opponent; situation 0 is the first.

    Attributes
    ----------
    chance
        (n, 2, 4) the chance of each outcome, by the move that is chosen.
    then
        (n, 4) the next situation after each outcome; `NOWHERE` after the last turn.
    cooperation
        (n,) the chance that the rule chooses C.
    """

    chance: np.ndarray
    then: np.ndarray
    cooperation: np.ndarray

    @property
    def size(self) -> int:
        """How many situations there are."""
        return len(self.then)

    @property
    def rarest(self) -> float:
        """The smallest chance, above 0, that one of the two makes a move."""
        each = self.chance.reshape(-1, 2, 2)
        sides = np.concatenate([each.sum(axis=1), each.sum(axis=2)])
        return float(sides[sides > 0].min())

    def chain(self, moves: np.ndarray) -> np.ndarray:
        """Return (n, n) the chances of the next situation if the opponent chooses (n,) moves."""
        P = np.zeros((self.size, self.size))
        each = np.arange(self.size)
        for outcome in range(outcomes.SIZE):
            np.add.at(P, (each, self.then[:, outcome]), self.chance[each, moves, outcome])
        return P

    def ahead(self, values: np.ndarray) -> np.ndarray:
        """Return (n, 2) the mean of values (n,) of the next situation, by the move chosen."""
        return np.asarray(np.einsum("nmo,no->nm", self.chance, values[self.then]))


def decisions(
    automaton: Automaton, noise: tuple[float, float], name: str, most: int = MOST_SITUATIONS
) -> Decisions:
    """Return the decisions of a rule's opponent.

    Parameters
    ----------
    automaton
        Of the rule.
    noise
        The chance that a move is turned over: the rule's, the opponent's.
    name
        What sentences call the rule.
    most
        How many situations there may be.

    Raises
    ------
    NotExact
        When there are too many situations: the rule's state never shows.

    Examples
    --------
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> found = decisions(tit_for_tat, (0.0, 0.0), "Tit For Tat")
    >>> found.then.tolist()  # after CC, CD, DC, DD of its opponent
    [[0, 0, 1, 1], [0, 0, 1, 1]]
    """
    made = automaton.weight[:, None] * turned(noise[0])[automaton.move]  # (m, 2)
    known: dict[Situation, int] = {((0, 1.0),): 0}
    listed = [*known]
    moves, then = [], []
    for situation in listed:
        chances = np.zeros(2)
        row = [0] * outcomes.SIZE
        for move in range(2):
            parts, chances[move] = _seen(automaton, made, situation, move)
            for own in range(2):
                after = _after(automaton, parts, move, own)
                place = known.setdefault(after, len(known)) if after else NOWHERE
                row[outcomes.number(own, move)] = place
                if place == len(listed):
                    listed.append(after)
        moves.append(chances)
        then.append(row)
        if len(listed) > most:
            raise NotExact(
                f"{name}: its opponent tells apart more than {most:,} situations; either"
                " the rule remembers too much, or its state never shows in its moves."
            )
    theirs = np.array(moves)
    replies = turned(noise[1])[:, outcomes.OWN]  # (2, 4)
    cooperation = [sum(p * automaton.cooperation[s] for s, p in each) for each in listed]
    return Decisions(
        replies[None] * theirs[:, outcomes.OTHER][:, None], np.array(then), np.array(cooperation)
    )


def _seen(
    automaton: Automaton, made: np.ndarray, situation: Situation, move: int
) -> tuple[list[tuple[int, float]], float]:
    """Return which choices a move that the rule made may come from, with chances; their sum.

    A move that cannot be made comes from all choices, as if it were a rare error.
    """
    choices = [
        (choice, p)
        for state, p in situation
        for choice in range(automaton.first[state], automaton.first[state + 1])
    ]
    parts = [(choice, p * made[choice, move]) for choice, p in choices]
    total = sum(p for _, p in parts)
    if total > 0:
        return [(choice, p / total) for choice, p in parts], total
    return [(choice, p * automaton.weight[choice]) for choice, p in choices], 0.0


def _after(automaton: Automaton, parts: list[tuple[int, float]], move: int, own: int) -> Situation:
    """Return the situation after a move of the rule and an own move; empty after the last turn."""
    chances: dict[int, float] = {}
    for choice, p in parts:
        state = int(automaton.then[choice, move, own])
        if state != NOWHERE:
            chances[state] = chances.get(state, 0.0) + p
    kept = {state: p for state, p in chances.items() if round(p, DIGITS) > 0}
    total = sum(kept.values())
    return tuple((state, round(kept[state] / total, DIGITS)) for state in sorted(kept))
