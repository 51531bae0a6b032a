"""Why a rule failed in a season: the referee repeats what the engine could not do, and tells."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.season.tables import MOVE_FAILED, MOVE_LATE, RATING_LATE, World
from tournament.engine.season.views import GAVE, LAST, LATEST, LEFT, RECEIVED
from tournament.errors import PluginError
from tournament.outcomes import SIZE
from tournament.referee.season import friendship as referee
from tournament.referee.season.rating import rate
from tournament.referee.season.views import Friend, Known, Town
from tournament.referee.watchdog import BLOCK_SECONDS, DECISION_SECONDS, Watchdog
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules


class Fault(NamedTuple):
    """What went wrong first: which town's rule, at which friendship or row, on which day."""

    what: int
    town: int
    where: int
    day: int

    @property
    def in_a_friendship(self) -> bool:
        """Whether a move failed; else a rating of a friend did."""
        return self.what in (MOVE_FAILED, MOVE_LATE)

    @property
    def late(self) -> bool:
        """Whether a rule did not come back: then there is nothing to repeat."""
        return self.what in (MOVE_LATE, RATING_LATE)


def explained(
    fault: Fault, kinds: Sequence[Kind], rules: SeasonRules, towns: Towns, world: World
) -> PluginError:
    """Return the error that the referee finds when it repeats a friendship, or ratings.

    `world` is as the fault left it; of a friendship, it holds the diary.
    """
    kind = kinds[towns.kind[fault.town]]
    plugin = kind.strategy if fault.in_a_friendship else kind.partner
    if fault.late:
        what = "move" if fault.in_a_friendship else "choice of friends"
        return PluginError(
            f"{plugin.location}: {plugin.name} took more than {BLOCK_SECONDS:g} s over one {what},"
            f" on day {fault.day + 1}; does a loop never end?",
            plugin.name,
        )
    repetition = int(world.repetition)
    try:
        with Watchdog(DECISION_SECONDS) as watchdog, np.errstate(all="ignore"):
            if fault.in_a_friendship:
                where = fault.where
                pair = referee.friendship(kinds, rules, towns, repetition, where, watchdog)
                referee.replay(pair, world.diary[: world.diary_lines[0]])
            else:
                _rate_again(kind.partner, fault, rules, towns, world, watchdog)
    except PluginError as error:
        return error
    return PluginError(
        f"{plugin.location}: {plugin.name} failed on day {fault.day + 1} in compiled code but not"
        " in plain Python; a number may have passed the range of 64 bits. Look at its arithmetic.",
        plugin.name,
    )


def _rate_again(
    rule: PartnerRule, fault: Fault, rules: SeasonRules, towns: Towns, world: World,
    watchdog: Watchdog,
) -> None:  # fmt: skip
    """Let the referee rate a town's friends as they are known in the world."""
    town, day = fault.town, fault.day
    first, last = map(int, towns.graph.start[town : town + 2])
    given, ids = int(world.given[town]), int(towns.ids[town])
    me = Town(rules, ids, int(world.repetition), day, last - first, given)
    for row in range(first, last):
        known = world.rows[row].tolist()
        met = known[LATEST] >= 0
        moves = (known[LAST] >> 1, known[LAST] & 1) if met else (NO_MOVE, NO_MOVE)
        public = world.reputation[towns.graph.friend[row]] if rules.nice_list else -1.0
        gave, received = known[GAVE : GAVE + SIZE], known[RECEIVED : RECEIVED + SIZE]
        seen = Known(gave, received, known[LEFT], known[LATEST], moves)
        table = rules.game.utilities[0].tolist()
        friend = Friend(seen, day, table, float(public))
        rate(rule, me, friend, day, watchdog)
