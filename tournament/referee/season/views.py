"""`me` and `friend` of a partner rule as plain Python objects."""

import math
from typing import Any, NamedTuple

from tournament import outcomes
from tournament.authors import draws
from tournament.authors.moves.named import named
from tournament.authors.vocabulary import NO_MOVE, misuse
from tournament.referee.views import GameView, Me, VocabularyError
from tournament.rules.season import SeasonRules
from tournament.streams import PARTNER, Stream, absorb, stream_key


class Known(NamedTuple):
    """What a town knows of a friend: how the gifts between them went.

    gave, received
        How often each outcome came of gifts that the town gave, and that it received.
    left
        How many gifts it left there.
    latest
        The day of the latest exchange; -1 before the first.
    last
        The town's move in it, and the friend's.
    """

    gave: list[int]
    received: list[int]
    left: int
    latest: int
    last: tuple[int, int]


NOTHING = Known([0] * outcomes.SIZE, [0] * outcomes.SIZE, 0, -1, (NO_MOVE, NO_MOVE))
"""What a town knows of a friend it never met."""


class Friend:
    """A friend, as a partner rule sees it."""

    def __init__(self, known: Known, day: int, table: Any, reputation: float) -> None:
        gave, received, left, latest, last = known
        cc, cd, dc, dd = (a + b for a, b in zip(gave, received, strict=True))
        (R, S), (T, P) = table
        exchanges = cc + cd + dc + dd
        payoff = R * cc + S * cd + T * dc + P * dd
        facts = {
            "given": left,
            "received": sum(received),
            "exchanges": exchanges,
            "nice": cc + dc,
            "naughty": cd + dd,
            "last": named(last[1]),
            "my_last": named(last[0]),
            "days_since": float(day - latest) if exchanges else math.inf,
            "payoff": payoff,
            "mean_payoff": payoff / exchanges if exchanges else 0.0,
            "reputation": reputation,
        }
        self.__dict__.update(facts)

    def __repr__(self) -> str:
        return "friend"

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(misuse("friend", name))

    def __setattr__(self, name: str, value: Any) -> None:
        raise VocabularyError(misuse("friend", name, "sets"))


class Town:
    """`me`, as a partner rule sees it."""

    def __init__(
        self, rules: SeasonRules, identity: int, repetition: int, day: int, friends: int, given: int
    ) -> None:
        stream = Stream(stream_key(rules.seed, identity, 0, 0, PARTNER), repetition)
        stream.start = absorb(stream.start, day)
        self.__dict__.update(
            day=day,
            days_left=rules.days - 1 - day if rules.days_known else -1,
            budget=rules.gifts[day],
            friends=friends,
            given=given,
            game=GameView(rules.game.utilities[0]),
            _stream=stream,
        )

    def uniform(self) -> float:
        stream: Stream = self._stream
        return stream.uniform()

    chance = Me.chance
    integer = Me.integer
    normal = draws.normal
    beta = draws.beta

    def __repr__(self) -> str:
        return "me"

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(misuse("town", name))

    def __setattr__(self, name: str, value: Any) -> None:
        raise VocabularyError(misuse("town", name, "sets"))
