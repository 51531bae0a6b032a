"""The rules of matches: length, continuation, noise, seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tournament.errors import Aliases, ArgumentError, no_aliases
from tournament.game import Game
from tournament.rules.checks import (
    PerPlayer,
    flag,
    per_player,
    probability,
    seed_of,
    whole,
)
from tournament.rules.defaults import TURNS


@dataclass(frozen=True)
class Rules:
    """What holds for every match of an event. Build it with `rules`, which checks.

    `turns` is None only with a continuation and no limit. `noise` and `misperception` hold one
    probability per player, in the order of the players.
    """

    game: Game
    turns: int | None
    length_known: bool
    noise: tuple[float, ...]
    misperception: tuple[float, ...]
    continuation: float | None
    seed: int

    @property
    def told(self) -> int:
        """What players are told of the length: `me.turns`."""
        return self.turns if self.length_known and self.continuation is None and self.turns else -1

    def of_players(self, keep: Sequence[int]) -> "Rules":
        """Return the rules for some of the players, by their numbers."""
        noise, misperception = (
            tuple(values[i] for i in keep) for values in (self.noise, self.misperception)
        )
        return replace(self, noise=noise, misperception=misperception)

    def describe(self) -> str:
        """Return the rules in words, for reports."""
        chances = self.chances_in_words() or ["no noise"]
        return "; ".join([str(self.game), self.length_in_words(), *chances, f"seed {self.seed}"])

    def length_in_words(self) -> str:
        """Return how long a match is."""
        if self.continuation is not None:
            cut = f", at most {self.turns} turns" if self.turns else ""
            return f"another turn follows with probability {self.continuation:g}{cut}"
        return (
            f"{self.turns} turn{'s' * (self.turns != 1)},"
            f" {'known' if self.length_known else 'unknown'} to the players"
        )

    def chances_in_words(self) -> list[str]:
        """Return what chance does to moves; nothing where it does nothing."""
        return [
            *in_words("noise", self.noise, each=", by player"),
            *in_words("misperception", self.misperception, each=", by player"),
        ]


def rules(  # noqa: PLR0913 (one keyword per rule)
    names: Sequence[str],
    *,
    game: Game | str,
    turns: int | None,
    length_known: bool = True,
    noise: PerPlayer = 0.0,
    misperception: PerPlayer = 0.0,
    continuation: float | None = None,
    seed: int | None = None,
    also: Aliases = no_aliases,
) -> Rules:
    """Return checked rules for the players `names`; a seed is drawn where none is given.

    `also` gives a player's aliases.

    Raises
    ------
    TypeError, ValueError
        One sentence naming the argument, what came, and what it must be.
    """
    game = Game.of(game)
    if turns is not None:
        turns = whole("turns", turns, 1, 2**31 - 1)
    if continuation is not None:
        continuation = probability("continuation", continuation)
        if continuation == 1 and turns is None:
            raise ArgumentError(
                "`continuation` must be below 1, or matches never end; got 1.0. Or give `turns` as"
                " a limit."
            )
    elif turns is None:
        turns = TURNS
    return Rules(
        game=game,
        turns=turns,
        length_known=flag("length_known", length_known),
        noise=per_player("noise", noise, names, also),
        misperception=per_player("misperception", misperception, names, also),
        continuation=continuation,
        seed=seed_of(seed),
    )


def in_words(name: str, chances: Sequence[float], *, each: str = "") -> list[str]:
    """Return a probability that may differ between players as words; none where it is 0 for all.

    Parameters
    ----------
    name
        What happens with this probability.
    chances
        One for each player.
    each
        What is said where they differ.

    Examples
    --------
    >>> in_words("noise", (0.0, 0.1)), in_words("noise", (0.0, 0.0))
    (['noise 0 to 0.1'], [])
    """
    low, high = min(chances, default=0), max(chances, default=0)
    if not high:
        return []
    return [f"{name} {low:g}" if low == high else f"{name} {low:g} to {high:g}{each}"]
