"""The tournament: every player meets every other, and its own copy."""

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError
from tournament.events.pairs import every_pair
from tournament.events.settling import Settling, settling
from tournament.game import TSTO, Game
from tournament.match import players as as_players
from tournament.results.counts import Tallies
from tournament.results.tournament import Results, versions
from tournament.results.units import cut
from tournament.rules import Probability, flag, rules, whole

Reporter = Callable[[int, int, str], None]


class Tournament:
    """A round robin: all matches between all players, each repeated.

    Parameters
    ----------
    players
        Strategies, or names of library strategies; no two of one name.
    game, turns, length_known, noise, misperception, continuation, seed
        As for `Match`; noise and misperception as one probability, one per player, or a mapping by
        name.
    repetitions
        How often each match is played. Matches in which chance has no part are played once and
        counted as often. "until settled" plays on until the best `places` are separated from all
        below them, or `most_repetitions` are played; `manifest["settling"]` of the results says
        which (`tournament.events.settling` says how).
    self_play
        Whether players meet their own copies.
    places, confidence, most_repetitions
        Of "until settled": how many places; with what confidence, all looks and pairs together; and
        the budget.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each, before anything is played.

    Examples
    --------
    >>> import strategies
    >>> field = [strategies.tit_for_tat, strategies.always_defect, strategies.always_cooperate]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> float(results.payoffs.loc["tit_for_tat", "always_defect"])
    4.6
    """

    def __init__(
        self,
        players: Sequence[Strategy | str],
        game: Game = TSTO,
        turns: int | None = None,
        repetitions: int | Literal["until settled"] = 10,
        noise: Probability = 0.0,
        misperception: Probability = 0.0,
        continuation: float | None = None,
        self_play: bool = True,
        seed: int | None = None,
        *,
        length_known: bool = True,
        places: int = 1,
        confidence: float = 0.95,
        most_repetitions: int = 10_000,
    ) -> None:
        field = [] if isinstance(players, str) or not isinstance(players, Iterable) else [*players]
        if not field:
            raise ArgumentError(
                "`players` must be a list of at least one strategy, such as strategies.classics()."
            )
        self.players = as_players(field, unique=True)
        self.rules = rules(
            [p.name for p in self.players],
            game=game,
            turns=turns,
            length_known=length_known,
            noise=noise,
            misperception=misperception,
            continuation=continuation,
            seed=seed,
        )
        self.settling: Settling | None = None
        if isinstance(repetitions, str):
            if repetitions != "until settled":
                raise ArgumentError(
                    f'`repetitions` must be a number or "until settled"; got {repetitions!r}.'
                )
            if self.rules.continuation is not None:
                raise ArgumentError(
                    '`repetitions` of "until settled" needs matches of one length; give `turns`'
                    " without `continuation`, or a number of repetitions."
                )
            self.settling = settling(places, confidence, most_repetitions, len(self.players))
            repetitions = self.settling.most
        self.repetitions = whole("repetitions", repetitions, 1, 2**31 - 1)
        self.self_play = flag("self_play", self_play)
        if len(self.players) == 1 and not self.self_play:
            raise ArgumentError("`players` must be at least two when self_play is False; got one.")
        if self.rules.turns is not None and self.rules.turns**2 * self.repetitions >= 2**62:
            raise ArgumentError(
                "`turns`**2 x `repetitions` must stay below 2**62, the range of exact sums; "
                f"got {self.rules.turns} turns and {self.repetitions} repetitions."
            )

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who meets whom, first and second seat; both ways round where the game pays the
        seats differently."""
        symmetric = self.rules.game.is_symmetric
        return every_pair(len(self.players), copies=self.self_play, both_ways=not symmetric)

    def play(
        self,
        progress: bool | Reporter = True,
        executor: Executor | None = None,
        *,
        threads: int | None = None,
        on_error: Literal["stop", "withdraw"] = "stop",
    ) -> Results:
        """Play all matches and return the results.

        Parameters
        ----------
        progress
            True shows a bar on a terminal when it takes long; or a function of (turns done, turns
            in all, note).
        executor
            Any `concurrent.futures.Executor`; results are the same bytes. Threads of this process
            by default.
        threads
            How many, without an executor; all cores by default.
        on_error
            When a rule fails: "stop" raises; "withdraw" plays on without that player and notes why
            in `manifest["failures"]`.

        Raises
        ------
        PluginError
            When a rule fails or cannot be compiled.
        """
        if threads is not None:
            threads = whole("threads", threads, 1, 1024)
        if on_error not in ("stop", "withdraw"):
            raise ArgumentError(f"`on_error` must be 'stop' or 'withdraw'; got {on_error!r}.")
        event, failures = self, list[str]()
        with reporter(progress) as report:
            slow = [p.name for p in self.players if not p.compiled]
            if slow and progress:
                report(0, 0, f"not compiled, played slowly in plain Python: {', '.join(slow)}")
            while True:
                try:
                    return event._play(report, executor, threads, failures)
                except PluginError as error:
                    if on_error == "stop" or error.player is None:
                        raise
                    failures.append(str(error))
                    event = event._without(error.player)

    def _play(
        self, report: Reporter, executor: Executor | None, threads: int | None, failures: list[str]
    ) -> Results:
        from tournament.events.running import run

        matches = self.matches
        seats = 1 if self.rules.game.is_symmetric else 2
        looks = [self.repetitions] if self.settling is None else self.settling.looks
        tallies, played = Tallies.empty(len(matches), len(self.players), 0, seats), 0
        for size in looks:
            tallies = tallies.longer(size)
            units = cut(self.players, matches, self.rules, size, first=played)
            run(units, tallies, executor=executor, threads=threads, progress=report)
            results, played = self._results(matches, tallies, size, failures), size
            if self.settling is None:
                break
            scores, less = results.per_repetition.to_numpy(), self.rules.game.less_is_better
            note = self.settling.note(results.names, scores, less_is_better=less)
            results.manifest["settling"] = note
            if note["settled"]:
                break
        return results

    def _results(
        self, matches: np.ndarray, tallies: Tallies, repetitions: int, failures: list[str]
    ) -> Results:
        return Results(
            names=[p.name for p in self.players],
            rules=self.rules,
            repetitions=repetitions,
            self_play=self.self_play,
            matches=matches,
            tallies=tallies,
            strategies={p.name: describe(p) for p in self.players},
            manifest={
                "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "versions": versions(),
                "seed": self.rules.seed,
                "failures": failures,
            },
            players=self.players,
        )

    def _without(self, name: str) -> "Tournament":
        keep = [i for i, p in enumerate(self.players) if p.name != name]
        if not keep or (len(keep) == 1 and not self.self_play):
            raise PluginError(f"No players are left: {name} was the last to be withdrawn.")
        r, s = self.rules, self.settling
        return Tournament(
            [self.players[i] for i in keep],
            r.game,
            r.turns,
            self.repetitions if s is None else "until settled",
            [r.noise[i] for i in keep],
            [r.misperception[i] for i in keep],
            r.continuation,
            self.self_play,
            r.seed,
            length_known=r.length_known,
            places=1 if s is None else min(s.places, len(keep)),
            confidence=0.95 if s is None else s.confidence,
            most_repetitions=10_000 if s is None else s.most,
        )


def describe(player: Strategy) -> dict[str, Any]:
    """Return what results keep of a strategy; `code` is a hash of the rule, all it calls, and its
    members."""
    from tournament.authors.strategy import _readable

    return {
        "summary": player.summary,
        "doc": player.doc,
        "source": player.source,
        "file": player.location,
        "parameters": {key: _readable(value) for key, value in player.parameters.items()},
        "members": [member.name for member in player.members],
        "code": player.code,
        "reads_game": bool(player.mentions & {"game", "score", "total"}),
        "compiled": player.compiled,
    }


@contextmanager
def reporter(progress: bool | Reporter) -> Iterator[Reporter]:
    """Yield a function of (done, total, note): the user's, a bar on a terminal after a second, or
    nothing."""
    if callable(progress):
        yield progress
        return
    import sys
    import time

    if not progress or not (sys.stderr.isatty() or os.environ.get("FORCE_PROGRESS")):
        yield (
            lambda done, total, note: (
                None if total or not progress else print(f"Note: {note}.", file=sys.stderr)
            )
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console, started = Console(stderr=True), time.monotonic()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("playing", total=None)

    def report(done: int, total: int, note: str) -> None:
        if not total:
            console.print(f"Note: {note}.")
        elif not bar.live.is_started and time.monotonic() - started > 1:
            bar.start()
        bar.update(task, completed=done, total=total or None, description=note)

    try:
        yield report
    finally:
        bar.stop()
