"""A season that has begun: what a log tells of it, and what follows for the days left.

Candidates are judged by what they earn from today on. So they must start where the log ends. Three
ways were weighed:

- to play the whole season with a candidate from day 1 on, and keep its last days: then nobody has
  the friends that the log tells of, and half of the answer is about a past that was not;
- to start all towns without a past, today: then nobody's friends know whom they like, which is what
  decides who gets gifts;
- to play the days of the log as they were, and the rest by rules. This is what is done.

So in each repetition the newcomer has the friends of its log. On the days of the log, its gifts and
theirs are those of the log. Rules are asked there, too, so that each remembers what it would; but
what they did is known. All other towns live these days by their rules. From today on everybody
plays by rules, the newcomer by those of the candidate. What kind a friend is, nobody knows: it is
drawn in each repetition, by how likely each kind is after the friend's moves. All candidates meet
the same draws.

What is left out: friends' gifts to others are not in the log. On the days of the log they spend
what they have on others. How often a friend gave says nothing here of its partner rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import ArgumentError
from tournament.events.season.friend_log import FriendLog, Gift
from tournament.events.season.plan import NEWCOMER, Plan
from tournament.referee.season.friendship import Friendship
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.results.books.towns import Friendships, Lived, Towns
from tournament.rules.season import SeasonRules
from tournament.streams import absorb, bits, mix, player_id

TREMBLE = 0.05
"""How often people do not do what their rule says, where nothing else is known."""
ASKED = 20
"""How often a rule that draws is asked for each of its moves, to know how likely they are."""


@dataclass(frozen=True)
class Begun:
    """A season that has begun, as a log tells it.

    Legend: F friends, K kinds of the population.

    log
        What happened, and which day it is.
    likely
        (F, K) how likely each friend is of each kind, given its moves.
    """

    log: FriendLog
    likely: np.ndarray

    def earned(self, pay: np.ndarray) -> float:
        """Return what all gifts of the log paid me; `pay` is what each outcome pays."""
        numbers = [outcomes.number(mine, theirs) for _, _, _, mine, theirs in self.log.gifts]
        return float(outcomes.paid(np.bincount(numbers, minlength=outcomes.SIZE), pay))


def begin(plan: Plan, log: FriendLog) -> Begun:
    """Return a season that has begun.

    Parameters
    ----------
    plan
        The population.
    log
        What happened so far.

    Raises
    ------
    ArgumentError
        When the log has more friends than there are other towns.
    PluginError
        When a rule of the population fails over the log.
    """
    if len(log.friends) >= plan.towns:
        raise ArgumentError(
            f"`towns` must be above {len(log.friends)}, the friends of the log; got {plan.towns}."
        )
    by_rule = {kind.strategy: kind for kind in plan.kinds}
    rules = [*by_rule]
    each = np.array([likelihoods(plan.rules, log, kind) for kind in by_rule.values()])
    column = [rules.index(kind.strategy) for kind in plan.kinds]
    with np.errstate(divide="ignore"):
        told = each[column].T + np.log(np.array(plan.counts) / plan.towns)
    likely = np.exp(told - told.max(axis=1, keepdims=True))
    return Begun(log, likely / likely.sum(axis=1, keepdims=True))


def likelihoods(rules: SeasonRules, log: FriendLog, kind: Kind) -> np.ndarray:
    """Return (F,) the logarithm of how likely each friend's moves are if it is of a kind.

    A friend does the opposite of what its rule says with probability `TREMBLE`, or as often as the
    season's noise says, if that is more.
    """
    slip = max(TREMBLE, float(np.mean(rules.noise)))
    asked = ASKED if kind.strategy.draws else 1
    quiet = replace(rules, noise=(0.0,))
    found = np.zeros(len(log.friends))
    for number, friend in enumerate(log.friends):
        gifts = [gift for gift in log.gifts if gift[0] == friend]
        nice = np.mean([_said(quiet, friend, gifts, kind, k) for k in range(asked)], axis=0)
        chance = np.array(
            [p if gift[4] == 0 else 1 - p for p, gift in zip(nice, gifts, strict=True)]
        )
        found[number] = np.log(slip + (1 - 2 * slip) * chance).sum()
    return found


def _said(
    rules: SeasonRules, friend: str, gifts: Sequence[Gift], kind: Kind, number: int
) -> list[bool]:
    """Return whether a kind would have been nice at each move of a friend that the log tells."""
    said = []
    with Watchdog(DECISION_SECONDS) as watchdog:
        ids = (NEWCOMER, player_id(friend))
        pair = Friendship((kind, kind), ids, rules, number, (0.0, 0.0), watchdog)
        for _, day, giving, mine, theirs in gifts:
            giver = int(not giving)
            gave, reply = (mine, theirs) if giving else (theirs, mine)
            first = pair.move(giver, day, True)
            second = pair.move(1 - giver, day, False, gave if rules.visible else NO_MOVE)
            said.append((second if giving else first) == 0)
            pair.settle(giver, gave, reply, day)
    return said


def towns_of(
    begun: Begun, plan: Plan, towns: Towns, repetition: int, today: Sequence[Gift] = ()
) -> Towns:
    """Return who lives where in a repetition of a season that has begun; town 0 is the newcomer.

    Parameters
    ----------
    begun, plan
        What is known, and the population.
    towns, repetition
        Who lived where before the newcomer came; and which repetition it is.
    today
        What the newcomer gives today, if that is known: gifts of its own, whose answer is -1.
    """
    log, key = begun.log, _key(plan, repetition)
    place = places(begun, plan, towns, repetition)
    friends = np.array([place[name] for name in log.friends], np.int64)
    kind = towns.kind.copy()
    drawn = bits(absorb(key, 1), 1, len(friends)) / 2.0**64
    upto = np.cumsum(begun.likely, axis=1)
    kind[friends] = np.minimum((drawn[:, None] >= upto).sum(axis=1), len(plan.kinds) - 1)
    script = [
        (day, place[name], int(not giving), *((mine, theirs) if giving else (theirs, mine)))
        for name, day, giving, mine, theirs in (*log.gifts, *today)
    ]
    known = np.array(script, np.int64).reshape(-1, 5)
    lived = Lived(log.today, log.today + bool(today), known)
    graph = Friendships.of(_edges(towns.graph, friends), len(kind))
    return Towns(kind, towns.ids, graph, lived)


def places(begun: Begun, plan: Plan, towns: Towns, repetition: int) -> dict[str, int]:
    """Return in which town each friend of a log lives, in a repetition; see `towns_of`."""
    found = _friends(towns.graph, len(begun.log.friends), _key(plan, repetition))
    return dict(zip(begun.log.friends, found.tolist(), strict=True))


def _key(plan: Plan, repetition: int) -> int:
    """Return what decides where friends live, and of what kind they are."""
    return absorb(mix(plan.rules.seed ^ player_id("friends of a log")), repetition)


def _friends(graph: Friendships, many: int, key: int) -> np.ndarray:
    """Return the towns of so many friends, in the order of the log: of town 0's friends first."""
    order = 1 + np.argsort(bits(absorb(key, 0), 1, len(graph.start) - 2), kind="stable")
    own = np.isin(order, graph.friend[: graph.start[1]])
    return np.concatenate([order[own], order[~own]])[:many].astype(np.int64)


def _edges(graph: Friendships, friends: np.ndarray) -> np.ndarray:
    """Return all friendships, with those of town 0 replaced; nobody is left without a friend."""
    others = graph.edges[graph.edges[:, 0] != 0]
    own = np.stack([np.zeros(len(friends), np.int64), np.sort(friends)], axis=1)
    alone = np.setdiff1d(np.arange(1, len(graph.start) - 1), np.append(others.ravel(), friends))
    new = [(min(a, b), max(a, b)) for a in alone.tolist() for b in [int(friends[0])]]
    edges = np.concatenate([own, others, np.array(new, np.int64).reshape(-1, 2)])
    return edges[np.lexsort((edges[:, 1], edges[:, 0]))].astype(graph.edges.dtype)
