"""The rules of a season: days, gifts, what is seen and known, noise, seed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tournament.errors import Aliases, ArgumentError, no_aliases
from tournament.game import Game
from tournament.interactive.words import count
from tournament.rules.checks import (
    PerPlayer,
    exact,
    flag,
    per_player,
    probability,
    seed_of,
    several,
    whole,
)
from tournament.rules.match import in_words

MOST_DAYS, MOST_GIFTS = 100_000, 4095


@dataclass(frozen=True)
class SeasonRules:
    """What holds for a season. Build it with `season_rules`, which checks.

    gifts
        How many gifts a town may leave on each day.
    inbox
        The most unopened gifts that can lie in a town; None for no limit.
    visible
        Whether the receiver sees the giver's move before choosing its own.
    nice_list
        Whether towns know everybody's share of nice moves up to yesterday.
    days_known
        Whether towns know how many days are left.
    absence
        The probability that a town does not log in on a day.
    noise
        One probability per kind that a move made is the opposite of the one chosen.
    """

    game: Game
    days: int
    gifts: tuple[int, ...]
    inbox: int | None
    visible: bool
    nice_list: bool
    days_known: bool
    absence: float
    noise: tuple[float, ...]
    seed: int

    def of_kinds(self, keep: Sequence[int]) -> "SeasonRules":
        """Return the rules for some of the kinds, by their numbers."""
        return replace(self, noise=tuple(self.noise[k] for k in keep))

    def describe(self) -> str:
        """Return the rules in words, for reports."""
        low, high = min(self.gifts), max(self.gifts)
        a_day = count(low, "gift") if low == high else f"{low} to {high} gifts"
        words = [str(self.game), f"{count(self.days, 'day')} with {a_day} each"]
        words += [f"at most {self.inbox} unopened gifts in a town"] if self.inbox else []
        words += ["receivers see the giver's move"] if self.visible else []
        words += ["a public nice list"] if self.nice_list else []
        words += [] if self.days_known else ["the last day is not known"]
        words += [f"towns absent on {self.absence:.0%} of days"] if self.absence else []
        return "; ".join([*words, *in_words("noise", self.noise), f"seed {self.seed}"])


def season_rules(  # noqa: PLR0913 (one keyword per rule)
    names: Sequence[str],
    *,
    game: Game | str,
    days: int,
    gifts_per_day: int | Sequence[int],
    inbox: int | None,
    visible: bool,
    nice_list: bool,
    days_known: bool,
    absence: float,
    noise: PerPlayer,
    seed: int | None,
    also: Aliases = no_aliases,
) -> SeasonRules:
    """Return checked rules for kinds of these names; a seed is drawn where none is given.

    `also` gives a kind's aliases.

    Raises
    ------
    TypeError, ValueError
        One sentence naming the argument, what came, and what it must be.
    """
    game = Game.of(game)
    if not game.is_symmetric:
        raise ArgumentError(
            "`game` must pay giver and receiver alike; this one pays the two seats differently."
        )
    days = whole("days", days, 1, MOST_DAYS)
    return SeasonRules(
        game=game,
        days=days,
        gifts=_budget(gifts_per_day, days),
        inbox=None if inbox is None else whole("inbox", inbox, 1, 2**31 - 1),
        visible=flag("visible", visible),
        nice_list=flag("nice_list", nice_list),
        days_known=flag("days_known", days_known),
        absence=probability("absence", absence),
        noise=per_player("noise", noise, names, also),
        seed=seed_of(seed),
    )


def _budget(gifts: Any, days: int) -> tuple[int, ...]:
    if isinstance(gifts, Iterable) and exact(gifts) is None and not isinstance(gifts, (str, dict)):
        what = f"one number, or one for each of {days} days"
        each_day = several("gifts_per_day", gifts, what)
        if len(each_day) != days:
            raise ArgumentError(f"`gifts_per_day` must be {what}; got {len(each_day)}.")
        return tuple(whole("gifts_per_day", each, 0, MOST_GIFTS) for each in each_day)
    return (whole("gifts_per_day", gifts, 0, MOST_GIFTS),) * days
