"""What `advise` tells, wherever it tells it: on a screen, in a page, as JSON."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tournament.interactive.words import count, listing, number

if TYPE_CHECKING:
    from tournament.events.season.advice import Advice
    from tournament.events.season.naughty import Once
    from tournament.events.season.today import Today


def sentence(text: str) -> str:
    """Return a text with a capital at its start."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Told:
    """What is told.

    advice
        What was tried.
    today
        What the best candidate does today, where there is a log.
    once
        What one naughty gift to each of today's friends brings.
    assumed
        A sentence on who lives there; empty where players were named.
    command
        What gives the same advice again.
    """

    advice: "Advice"
    today: "Today | None"
    once: "tuple[Once, ...]"
    assumed: str
    command: str

    @property
    def day(self) -> int:
        """Which day it is, from 0."""
        return self.today.day if self.today else 0

    @property
    def span(self) -> str:
        """Over what time incomes are."""
        left = self.advice.season.rules.days - self.day
        return f"the {count(left, 'day')} left" if self.today else "a season"

    @property
    def understood(self) -> tuple[str, ...]:
        """How the log was read, a sentence each."""
        return self.advice.begun.log.understood if self.advice.begun else ()

    @cached_property
    def reasons(self) -> tuple[dict[str, str], tuple[str, str] | None]:
        """Why each friend gets gifts today, and who is the best one left out, and why."""
        from tournament.events.season.reasons import reasons

        if self.today is None or self.advice.begun is None:
            return {}, None
        return reasons(self.today, self.advice.begun, self.advice.season.plan, self.once)

    def naughty_in_words(self) -> str:
        """Return what one naughty gift brings, in a sentence or two; empty where nobody knows."""
        if not self.once:
            return ""
        less = self.advice.season.rules.game.less_is_better
        said = []
        for verdict, words in (("costs", "costs you"), ("pays", "brings you")):
            there = [each for each in self.once if each.verdict == verdict]
            if less:
                words = {"costs you": "saves you", "brings you": "costs you more:"}[words]
            if there:
                told = [
                    f"{number(abs(e.gain), 0)} with {e.friend} ({number(e.low, 0)} to"
                    f" {number(e.high, 0)})"
                    for e in there
                ]
                said.append(f"it {words} {listing(told)}")
        unsure = [each.friend for each in self.once if each.verdict == "open"]
        if unsure:
            said.append(f"with {listing(unsure)} it may go either way")
        left = self.advice.season.rules.days - self.day
        return (
            f"What if you are naughty once, in one gift today? Over the {count(left, 'day')} left,"
            f" {'; '.join(said)} (95 % intervals; all else the same)."
        )

    def today_in_words(self) -> list[str]:
        """Return what the best candidate does today, a sentence each."""
        from tournament.events.season.reasons import gifts_in_words

        best, many = self.advice.best, self.advice.season.rules.gifts[self.day]
        budget = "gift" if many == 1 else f"{many} gifts"
        if self.today is None:
            return [
                f"Give the {budget} of the day like {best.partner.name}: {best.partner.summary}",
                f"Be nice like {best.strategy.name}: {best.strategy.summary}",
            ]
        reasons, left_out = self.reasons
        told = [
            f"{each.friend}: {gifts_in_words(each)}. {sentence(reasons[each.friend])}"
            for each in self.today.friends
            if each.gifts
        ]
        told = told or [f"Give nobody the {budget} of the day."]
        if left_out:
            told.append(f"Left out: {left_out[0]}. {sentence(left_out[1])}")
        return told
