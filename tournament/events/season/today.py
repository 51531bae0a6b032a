"""What to do today: who gets a gift, whether to be nice, and what speaks for it."""

from dataclasses import dataclass, replace

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.events.season.friend_log import FriendLog
from tournament.events.season.plan import NEWCOMER
from tournament.interactive.card import Card, Table, as_text, shortened_rows
from tournament.interactive.html import as_html
from tournament.interactive.words import UNKNOWN, count
from tournament.referee.season.friendship import Friendship
from tournament.referee.season.rating import rate
from tournament.referee.season.views import Friend, Known, Town
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.rules.season import SeasonRules
from tournament.streams import player_id

MOVES = ("nice", "naughty")
SHOWN = 20  # most friends in a table


@dataclass(frozen=True)
class Decision:
    """What a kind does with one friend today.

    gifts
        How many the friend gets.
    move
        The move that goes with them; None where there are none.
    rating
        What the partner rule thinks of the friend; minus infinity: it refuses.
    known
        How the gifts between them went.
    """

    friend: str
    gifts: int
    move: int | None
    rating: float
    known: Known

    @property
    def nice(self) -> str:
        """How often the friend was nice, in words."""
        of_each = [sum(pair) for pair in zip(self.known.gave, self.known.received, strict=True)]
        nice = sum(of_each[outcome] for outcome in np.flatnonzero(outcomes.OTHER == 0))
        return f"{nice} of {sum(of_each)}" if sum(of_each) else UNKNOWN

    @property
    def last(self) -> str:
        """What the friend did last, in words."""
        return MOVES[self.known.last[1]] if self.known.latest >= 0 else UNKNOWN


@dataclass(frozen=True, repr=False)
class Today:
    """What a kind does today, knowing a log: it shows itself as a table.

    kind
        Who plays: a strategy with a partner rule.
    day
        Which day it is, from 0.
    friends
        What happens to each friend, the best rated first.
    """

    kind: Kind
    day: int
    friends: tuple[Decision, ...]

    @property
    def gifts(self) -> list[tuple[str, int, int]]:
        """Whom to give to: friend, number of gifts, and the move."""
        return [(d.friend, d.gifts, d.move) for d in self.friends if d.move is not None]

    def card(self) -> Card:
        """Return what is shown: all gifts, and what speaks for them."""
        rows = [
            (
                each.friend,
                f"{each.gifts}" if each.gifts else UNKNOWN,
                UNKNOWN if each.move is None else MOVES[each.move],
                "refused" if each.rating == -np.inf else f"{each.rating:.4g}",
                each.nice,
                each.last,
            )
            for each in self.friends
        ]
        shown, more = shortened_rows(rows, SHOWN, "friend")
        head = ("friend", "gifts", "be", "rating", "was nice", "last time")
        total = count(sum(gifts for _, gifts, _ in self.gifts), "gift")
        return Card(
            f"Day {self.day + 1}: {total} for {count(len(self.gifts), 'friend')}",
            facts=[
                ("give to", f"{self.kind.partner.name}. {self.kind.partner.summary}".rstrip()),
                ("be like", f"{self.kind.strategy.name}. {self.kind.strategy.summary}".rstrip()),
            ],
            parts=[Table(head, shown, more=more)],
        )

    def __repr__(self) -> str:
        return as_text(self.card())

    def _repr_html_(self) -> str:
        return as_html(self.card())


def decide(kind: Kind, rules: SeasonRules, log: FriendLog) -> Today:
    """Return what a kind does today, knowing what a log tells.

    Parameters
    ----------
    kind
        Who plays.
    rules
        Of the season.
    log
        What happened until today.
    """
    rules = replace(rules, noise=(0.0,))
    table = rules.game.utilities[0].tolist()
    day = log.today
    with Watchdog(DECISION_SECONDS) as watchdog:
        pairs = {
            name: Friendship(
                (kind, kind), (NEWCOMER, player_id(name)), rules, 0, (0.0, 0.0), watchdog
            )
            for name in log.friends
        }
        _live_again(pairs, rules, log)
        given = sum(pair.left[0] for pair in pairs.values())
        me = Town(rules, NEWCOMER, 0, day, len(pairs), given)
        seen = {name: Friend(pair.known(0), day, table, -1.0) for name, pair in pairs.items()}
        ratings = {
            name: rate(kind.partner, me, friend, day, watchdog) for name, friend in seen.items()
        }
        budget, decisions = rules.gifts[day], []
        for name in sorted(ratings, key=lambda n: (-ratings[n], player_id(n))):
            refused = ratings[name] == -np.inf
            share = 0 if refused else min(budget, kind.partner.per_friend)
            known = pairs[name].known(0)
            move = pairs[name].move(0, day, True) if share else None
            decisions.append(Decision(name, share, move, ratings[name], known))
            budget -= share
    return Today(kind, day, tuple(decisions))


def _live_again(pairs: dict[str, Friendship], rules: SeasonRules, log: FriendLog) -> None:
    """Make all moves of a log, so that memories are as they would be."""
    for name, day, giving, mine, theirs in log.gifts:
        pair = pairs[name]
        giver = int(not giving)
        gave, reply = (mine, theirs) if giving else (theirs, mine)
        pair.move(giver, day, True)
        pair.move(1 - giver, day, False, gave if rules.visible else NO_MOVE)
        pair.settle(giver, gave, reply, day)
        pair.left[0] += giving
