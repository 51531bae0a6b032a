"""The moves, and every word that a rule may read, in one table.

A rule sees *views*. A strategy sees `me` and `opponent`, and through them `me.member` and
`me.game`. A partner rule sees `friend` and its own `me`, which is called `town` here. A row of the
table is a word that follows the dot, its type, and a sentence that explains it. The views of the
compiled engine and of the referee, the checks, the template of a new plugin and the tables of the
docs read these rows. So a new word is one row here, and its meaning in the two engines.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from tournament.authors.moves.named import NO_MOVE as NO_MOVE
from tournament.authors.moves.named import C as C
from tournament.authors.moves.named import D as D
from tournament.errors import suggestion

View = Literal["me", "opponent", "me.member", "me.game", "town", "friend"]
"""What is looked at, as a rule writes it; `town` stands for the `me` of a partner rule."""
Type = Literal["bool", "int", "number", "move", "game", "member"]
Shape = Literal["value", "method", "array"]
Where = Literal["always", "seasons", "members"]


class Word(NamedTuple):
    """One row of the table.

    form
        The word as a rule writes it after the dot: `last`, `move(k)`, `history[t]`.
    type
        What the form gives. A move is C, D, or neither.
    says
        What the word means, for the author of a rule.
    views
        Where the word can be read.
    where
        Where the word tells something: always, in seasons, or in rules that have members.
    """

    form: str
    type: Type
    says: str
    views: tuple[View, ...]
    where: Where

    @property
    def name(self) -> str:
        """The word alone."""
        return re.split(r"\W", self.form, maxsplit=1)[0]

    @property
    def shape(self) -> Shape:
        """Whether a rule reads the word as a value, calls it, or indexes it."""
        return "method" if "(" in self.form else "array" if "[" in self.form else "value"

    @property
    def arguments(self) -> tuple[Type, ...]:
        """Types of what stands in the brackets of a method or an array."""
        return tuple("number" if a in "pab" else "int" for a in re.findall(r"\w+", self.form)[1:])


def _rows(views: tuple[View, ...], where: Where, *rows: tuple[str, Type, str]) -> tuple[Word, ...]:
    return tuple(Word(*row, views, where) for row in rows)


_CHANCE = (
    *_rows(
        ("me", "town"), "always",
        ("chance(p)", "bool", "True with probability p."),
        ("uniform()", "number", "A random number from 0 to 1."),
        ("integer(n)", "int", "A random integer from 0 to n - 1."),
    ),
    *_rows(
        ("town",), "always",
        ("normal()", "number", "A random number of the standard normal distribution."),
        ("beta(a, b)", "number", "A random number of the beta distribution."),
    ),
)  # fmt: skip

WORDS: tuple[Word, ...] = (
    *_rows(
        ("me", "opponent"), "always",
        ("last", "move", "The last move; neither C nor D before the first."),
        ("move(k)", "move", "The move k turns ago; move(1) is the last one."),
        ("history[t]", "move", "The moves by turn: history[0] is the first, history[-1] the last."),
        ("cooperations", "int", "How many times the player has cooperated."),
        ("defections", "int", "How many times the player has defected."),
        ("score", "number", "The mean payoff per turn so far; 0 before the first turn."),
        ("total", "number", "The sum of payoffs so far."),
    ),
    *_rows(
        ("me",), "always",
        ("turn", "int", "How many turns were played: 0 in turn 1, the first."),
        ("turns", "int", "The length of the match; -1 if players are not told."),
        ("intended", "move", "The last move that the rule chose, before noise."),
    ),
    *_rows(
        ("me",), "seasons",
        ("giving", "bool", "Whether this player leaves the gift; False in a match."),
        ("day", "int", "How many days are over: 0 on day 1; in a match the turn."),
        ("days_left", "int", "The days after this one; -1 if players are not told."),
    ),
    *_rows(
        ("opponent",), "seasons",
        ("offered", "move", "The giver's move, if the receiver sees it; else neither C nor D."),
    ),
    *_rows(
        ("me",), "members",
        ("member", "member", "The member of a rule that has one."),
        ("members[j]", "member", "Member j of a rule that has several, from 0."),
    ),
    *_rows(
        ("me.member",), "members",
        ("vote", "move", "What the member would play this turn."),
        ("last", "move", "The last move that the member takes for its own."),
        ("cooperations", "int", "How many of these moves were C."),
        ("defections", "int", "How many of these moves were D."),
        ("score", "number", "The mean payoff per turn that these moves would get."),
        ("total", "number", "The sum of payoffs that these moves would get."),
    ),
    *_rows(
        ("town",), "always",
        ("day", "int", "How many days are over: 0 on day 1, the first."),
        ("days_left", "int", "The days after today; -1 if towns are not told."),
        ("budget", "int", "How many gifts the town may give today."),
        ("friends", "int", "How many friends the town has."),
        ("given", "int", "How many gifts the town has left so far."),
    ),
    *_rows(
        ("friend",), "always",
        ("given", "int", "How many gifts I left with this friend."),
        ("received", "int", "How many gifts from this friend I opened."),
        ("exchanges", "int", "How many gifts were opened between us, in either direction."),
        ("nice", "int", "How many times the friend was nice in these exchanges."),
        ("naughty", "int", "How many times the friend was naughty in them."),
        ("last", "move", "The friend's move in the latest exchange; neither C nor D if none."),
        ("my_last", "move", "My move in the latest exchange; neither C nor D if none."),
        ("days_since", "number", "Days since the latest exchange; infinite if none."),
        ("payoff", "number", "My income from these exchanges."),
        ("mean_payoff", "number", "My income per exchange; 0 before the first."),
        ("reputation", "number", "The friend's share of nice moves; -1 if it is not public."),
    ),
    *_rows(
        ("me", "town"), "always",
        ("game", "game", "The payoffs of the stage game; a larger number is better."),
    ),
    *_rows(
        ("me.game",), "always",
        ("R", "number", "The payoff of C against C."),
        ("S", "number", "The payoff of C against D."),
        ("T", "number", "The payoff of D against C."),
        ("P", "number", "The payoff of D against D."),
        ("payoffs[mine, theirs]", "number", "The payoff of one move against another."),
    ),
    *_CHANCE,
)  # fmt: skip
"""The table."""

DRAWS = frozenset(word.name for word in _CHANCE)
"""The words that make a rule depend on chance."""


@cache
def words(view: View) -> Mapping[str, Word]:
    """Return the words of a view by name, in the order of the table.

    >>> list(words("me.member"))
    ['vote', 'last', 'cooperations', 'defections', 'score', 'total']
    >>> words("me")["chance"].arguments
    ('number',)
    """
    return MappingProxyType({word.name: word for word in WORDS if view in word.views})


# -- misuse ----------------------------------------------------------------------------------------

_READS: dict[View, str] = {
    "me": "declare it as memory, @strategy({word}=...).{hint}",
    "opponent": "a player sees only its opponent's moves.{hint}",
    "me.member": "a member has {names} and {last}.",
    "me.game": "a game has R, S, T, P and payoffs[mine, theirs].",
    "town": "`me` has {names}, {last}.{hint}",
    "friend": "a town knows of a friend what happened between them.{hint}",
}
_SETS = _READS | {
    "opponent": "a player cannot change its opponent.",
    "me.member": "its votes are its own.",
    "town": "a partner rule only looks, and remembers nothing itself.",
    "friend": "a partner rule only looks, and remembers nothing itself.",
}
_KEPT = "the engine keeps it, and a rule sets only its own memory."
_MEMBERLESS = (
    "say what its members take for their own moves, @strategy(history='own'), or 'shared'."
)


def misuse(
    view: View,
    word: str,
    verb: Literal["reads", "sets"] = "reads",
    memory: Iterable[str] = (),
) -> str:
    """Return the sentence for a word that a rule must not read or set there.

    The sentence continues "file:line: rule ".

    Parameters
    ----------
    memory
        What the rule declares; the author may have meant one of these.

    Examples
    --------
    >>> misuse("opponent", "lst")
    "reads opponent.lst; a player sees only its opponent's moves. Did you mean 'last'?"
    >>> misuse("me", "turn", "sets")
    'sets me.turn; the engine keeps it, and a rule sets only its own memory.'
    """
    known = words(view)
    reason = (_READS if verb == "reads" else _SETS)[view]
    if view == "me" and word in known:
        reason = _KEPT if verb == "sets" else _MEMBERLESS
    what = {"town": f"me.{word}", "me.member": f"{word} of a member"}.get(view, f"{view}.{word}")
    *names, last = known
    hint = suggestion(word, [*memory, *known])
    return (
        f"{verb} {what}; {reason.format(word=word, names=', '.join(names), last=last, hint=hint)}"
    )


def array_assigned(name: str) -> str:
    """Return the sentence for an array memory that is replaced instead of filled."""
    return f"sets me.{name}, an array; set its elements, me.{name}[:] = ..."


def memory_mismatch(name: str, declared: str, came: str) -> str:
    """Return the sentence for a value that does not fit a declared memory."""
    return (
        f"sets me.{name}, declared as {declared}, to {came}; declare it with a starting value of"
        " that type."
    )


def memory_too_large(name: str) -> str:
    """Return the sentence for an integer that the engine has no room for."""
    return f"sets me.{name} to an integer that does not fit into 64 bits."
