"""What a state carries of the turns so far: only what the rule has read.

At first a state carries the rule's memory and nothing else. When the rule reads something that the
state does not tell, `MoreNeeded` says what it lacks, it is carried from then on, and the states are
found anew. A count is carried as far as the rule has asked: up to the largest number that it was
compared with; what is left when it is divided; or all of it.

A *form* is a sum of counts: four whole numbers, by which the turns of each outcome count (own move
made first, CC, CD, DC, DD). The turn is (1, 1, 1, 1), the opponent's defections are (0, 1, 0, 1).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from math import lcm
from typing import NamedTuple

from tournament import outcomes
from tournament.authors.vocabulary import NO_MOVE

Form = tuple[int, ...]
SEEN: tuple[tuple[int, int], ...] = ((0, 0), (0, 1), (1, 0), (1, 1))
"""What may come of a turn: the own move that was made, the other's as it was seen."""
TURN: Form = (1,) * outcomes.SIZE
MOST_RAISED = 6
"""How often a bound of a count is raised before the count is carried whole."""
MOST_PART, MOST_COUNTED = 2**20, 2**53
"""Sums of counts have parts that are not larger than the first. So in a match of less than four
billion turns a sum is smaller than the second: a float holds it to the last digit."""


class Unanswered(BaseException):
    """A rule asks for something that its state does not tell.

    Not an `Exception`, so that nothing between the rule and the explorer takes it for an error of
    the rule. NumPy forgets even this when it looks for an index; so the latest is kept.
    """

    kept = threading.local()

    def __init__(self, *about: object) -> None:
        super().__init__(*about)
        Unanswered.kept.latest = self

    @staticmethod
    def forget() -> None:
        """Forget the latest, before a rule is run."""
        Unanswered.kept.latest = None

    @staticmethod
    def check() -> None:
        """Raise the latest, if there was one since, whatever became of it."""
        latest: Unanswered | None = Unanswered.kept.latest
        if latest is not None:
            raise latest


class MoreNeeded(Unanswered):
    """A rule reads what its state does not carry; `carry` changes that."""

    def __init__(self, carry: Callable[[], None]) -> None:
        super().__init__()
        self.carry = carry


class NotFollowed(Unanswered):
    """A rule uses what it reads in a way that is not followed; the text continues "the rule "."""


@dataclass
class Kept:
    """How a form is carried.

    whole
        As it is.
    most
        Else it is carried up to this number, which stands for all that is not less.
    modulo
        Beside that, what is left of it when it is divided by this number.
    """

    whole: bool = False
    most: int = 0
    modulo: int = 1
    raised: int = 0


class Past(NamedTuple):
    """What a state tells of the turns so far.

    mine, theirs
        The latest moves, the last one first.
    my_opening, their_opening
        The first moves; None for those that nobody reads.
    forms
        Of each form that is carried, its number up to the bound, and what is left by division.
    """

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    my_opening: tuple[int | None, ...]
    their_opening: tuple[int | None, ...]
    forms: tuple[tuple[int, int], ...]


@dataclass
class Carried:
    """What the states of one node carry."""

    mine: int = 0
    theirs: int = 0
    my_opening: set[int] = field(default_factory=set)
    their_opening: set[int] = field(default_factory=set)
    intended: bool = False
    forms: dict[Form, Kept] = field(default_factory=dict)

    def start(self) -> Past:
        """Return what is told before the first turn."""
        return Past(
            (NO_MOVE,) * self.mine, (NO_MOVE,) * self.theirs, (), (), ((0, 0),) * len(self.forms)
        )

    def mover(self) -> Callable[[Past], tuple[Past, ...]]:
        """Return a function of a past: it gives what is told a turn later, for each outcome of the
        turn (own move that was made, the other's as it was seen)."""
        mine, theirs = self.mine, self.theirs
        mine_read, theirs_read = self.my_opening, self.their_opening
        forms = [(form, (each.whole, each.most, each.modulo)) for form, each in self.forms.items()]
        turns = [
            (*seen, [(form[outcomes.number(*seen)], *how) for form, how in forms]) for seen in SEEN
        ]
        known: dict[Past, tuple[Past, ...]] = {}

        def after(past: Past) -> tuple[Past, ...]:
            found = known.get(past)
            if found is None:
                my_moves, their_moves, my_opening, their_opening, told = past
                known[past] = found = tuple([
                    Past(
                        (move, *my_moves)[:mine],
                        (sight, *their_moves)[:theirs],
                        _opened(my_opening, mine_read, move) if mine_read else (),
                        _opened(their_opening, theirs_read, sight) if theirs_read else (),
                        _counted(step, told) if step else (),
                    )
                    for move, sight, step in turns
                ])  # fmt: skip
            return found

        return after

    # -- more ------------------------------------------------------------------------------------

    def kept(self, form: Form) -> Kept:
        """Return how a form is carried from now on."""
        return self.forms.setdefault(form, Kept())

    def up_to(self, form: Form, number: int) -> None:
        """Carry a form up to a number."""
        kept = self.kept(form)
        kept.raised += 1
        kept.most = max(kept.most, number)
        kept.whole |= kept.raised > MOST_RAISED

    def divided(self, form: Form, by: int) -> None:
        """Carry what is left of a form when it is divided."""
        kept = self.kept(form)
        kept.modulo = lcm(kept.modulo, by)

    def whole(self, form: Form) -> None:
        """Carry a form as it is."""
        self.kept(form).whole = True


def _opened(opening: tuple[int | None, ...], read: set[int], move: int) -> tuple[int | None, ...]:
    turn = len(opening)
    if turn > max(read, default=-1):
        return opening
    return (*opening, move if turn in read else None)


def _counted(
    step: list[tuple[int, bool, int, int]], told: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    """Return what is told of forms a turn later."""
    return tuple([
        (number + more, 0) if whole
        else (min(number + more, most) if most else 0, (rest + more) % modulo)
        for (more, whole, most, modulo), (number, rest) in zip(step, told, strict=True)
    ])  # fmt: skip
