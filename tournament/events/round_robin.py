"""The tournament: every player meets every other, and its own copy."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import numpy as np

from tournament.authors.loading.folders import left_out_of
from tournament.authors.resolve import aliases_of, as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError
from tournament.events.exact import Exact, expectations, told_exact
from tournament.events.graphs.meetings import meetings_of
from tournament.events.memory import refuse_what_does_not_fit, sizes
from tournament.events.progress import Reporter
from tournament.events.running import OnError, Place, Running, run, work
from tournament.events.settling import Settling, told_repetitions
from tournament.events.showing import tournament_card
from tournament.events.sums import check_sums
from tournament.game import TSTO, Game
from tournament.interactive.card import as_text
from tournament.interactive.html import as_html
from tournament.match import Match, MatchResult
from tournament.results.books.tournament import Tallies
from tournament.results.played import Played
from tournament.results.provenance import describe
from tournament.results.ranking import CONFIDENCE
from tournament.results.tournament import Results
from tournament.results.units.cutting import Job, Pace, jobs, whole
from tournament.results.units.unit import expected_turns, seats
from tournament.rules.checks import PerPlayer, flag, several
from tournament.rules.defaults import MOST_REPETITIONS, REPETITIONS
from tournament.rules.match import Rules, rules
from tournament.rules.round_robin import every_pair

SLOW = "not compiled, played slowly in plain Python"


class Tournament:
    """A round robin: all matches between all players, each repeated.

    Parameters
    ----------
    players
        Strategies, or names of strategies. No two may have the same name. Who was left out when
        `load(..., on_error="withdraw")` made the list is noted in the results.
    game, turns, length_known, continuation, seed
        As for `Match`.
    noise, misperception
        As for `Match`: one probability, one per player, or a mapping by name.
    repetitions
        How often each match is played. With the default, 100, the scores of the classics have
        standard errors below 0.05 points a turn. A match in which chance has no part is played
        once, and counted as often as the others. "until settled" plays on until the best `places`
        are separated from all below them, or `most_repetitions` are played.
        `manifest["settling"]` of the results says which. `tournament.events.settling` says how.
    exact
        "where possible" computes what is expected of each pair of finite rules, and plays nothing
        for it: the error of such a pair is 0, and `results.exact` marks it. Other pairs are played
        as ever. True refuses a field in which a pair cannot be exact. The default, False, plays
        all: then results show the luck of single repetitions, the same seed gives the same numbers
        as before there were exact pairs, and small tournaments start at once.
    self_play
        Whether players meet their own copies.
    graph
        Who meets whom: a NetworkX graph of players, by name or by number, or a list of pairs. Only
        neighbours meet; who is joined to itself meets its own copy. None: everybody meets
        everybody. A score is the mean over the opponents that a player met.
    places, confidence, most_repetitions
        What "until settled" asks for: how many places, the confidence of all looks and pairs
        together, and the most repetitions.

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

    def __init__(  # noqa: PLR0913 (one keyword per condition)
        self,
        players: Sequence[Strategy | str],
        game: Game | str = TSTO,
        turns: int | None = None,
        repetitions: int | Literal["until settled"] = REPETITIONS,
        noise: PerPlayer = 0.0,
        misperception: PerPlayer = 0.0,
        continuation: float | None = None,
        self_play: bool = True,
        seed: int | None = None,
        *,
        length_known: bool = True,
        places: int = 1,
        confidence: float = CONFIDENCE,
        most_repetitions: int = MOST_REPETITIONS,
        exact: Exact = False,
        graph: Any = None,
    ) -> None:
        what = "a list of at least one strategy, such as strategies.classics()"
        field = several("players", players, what)
        if not field:
            raise ArgumentError(f"`players` must be {what}.")
        who = as_strategies(field, unique=True)
        told = rules(
            [p.name for p in who],
            game=game,
            turns=turns,
            length_known=length_known,
            noise=noise,
            misperception=misperception,
            continuation=continuation,
            seed=seed,
            also=aliases_of(who),
        )
        most, until = told_repetitions(
            repetitions, places, confidence, most_repetitions, len(who), told.continuation
        )
        self_play = flag("self_play", self_play)
        if len(who) == 1 and not self_play:
            raise ArgumentError("`players` must be at least two when self_play is False; got one.")
        which = told_exact(exact)
        edges = None
        if graph is not None:
            both = {"copies": self_play, "both_ways": not told.game.is_symmetric}
            edges = meetings_of(graph, [p.name for p in who], aliases_of(who), **both)
            self_play = bool((edges[:, 0] == edges[:, 1]).any())
        self.plan = Plan(who, told, most, self_play, until, left_out_of(players), which, edges)
        check_sums(who, told, most)

    @property
    def players(self) -> tuple[Strategy, ...]:
        """The strategies, in the order of entry."""
        return self.plan.players

    @property
    def rules(self) -> Rules:
        """What holds for every match."""
        return self.plan.rules

    @property
    def repetitions(self) -> int:
        """How often each match is played; of "until settled" the most."""
        return self.plan.repetitions

    @property
    def self_play(self) -> bool:
        """Whether players meet their own copies."""
        return self.plan.self_play

    @property
    def settling(self) -> Settling | None:
        """What "until settled" asks for."""
        return self.plan.settling

    @property
    def exact(self) -> Exact:
        """Which pairs are computed rather than played: all, none, or those "where possible"."""
        return self.plan.exact

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who meets whom, first and second seat; both ways round where the game pays the
        seats differently."""
        return self.plan.matches

    def play(
        self,
        progress: bool | Reporter = True,
        executor: Executor | None = None,
        *,
        threads: int | None = None,
        on_error: OnError = "stop",
        ledger: "Place | None" = None,
    ) -> Results:
        """Play all matches and return the results.

        Parameters
        ----------
        progress
            True shows a bar on a terminal if the tournament takes long. A function is called with
            (turns done, turns in all, note).
        executor
            Any `concurrent.futures.Executor`. Results are the same bytes. By default threads of
            this process play.
        threads
            How many threads, without an executor; all cores by default.
        on_error
            What happens when a rule fails. "stop" raises. "withdraw" plays again without that
            player, and notes why in `manifest["failures"]`.
        ledger
            Where finished matches are kept: a file such as "ledger.sqlite", or the URL of a
            database. What is in it already is not played again, whatever event it was played for;
            each other match is written as soon as it is finished. Results are the same bytes.

        Raises
        ------
        PluginError
            When a rule fails or cannot be compiled.
        LedgerError
            When the ledger cannot be opened, read or written; what was finished stays in it.
        """
        return run(
            self.plan,
            play,
            SLOW,
            progress=progress,
            executor=executor,
            threads=threads,
            on_error=on_error,
            ledger=ledger,
        )

    def __repr__(self) -> str:
        return as_text(tournament_card(self))

    def _repr_html_(self) -> str:
        return as_html(tournament_card(self))


@dataclass(frozen=True, eq=False)
class Plan:
    """A tournament, checked: see `Tournament` for what the fields mean.

    edges
        (m, 2) who meets whom; None where everybody meets everybody.
    """

    players: tuple[Strategy, ...]
    rules: Rules
    repetitions: int
    self_play: bool
    settling: Settling | None
    left_out: tuple[str, ...]
    exact: Exact
    edges: np.ndarray | None = None

    @property
    def matches(self) -> np.ndarray:
        """(m, 2) who meets whom, first and second seat."""
        if self.edges is not None:
            return self.edges
        symmetric = self.rules.game.is_symmetric
        return every_pair(len(self.players), copies=self.self_play, both_ways=not symmetric)

    @property
    def many(self) -> int:
        """How many matches there are in each repetition."""
        if self.edges is not None:
            return len(self.edges)
        players = len(self.players)
        pairs = players * (players - 1) // 2 * (1 if self.rules.game.is_symmetric else 2)
        return pairs + players * self.self_play

    @property
    def size(self) -> int:
        """How many bytes the results take in memory, at least."""
        surely = self.repetitions if self.settling is None else self.settling.looks[0]
        return sum(sizes(len(self.players), self.many, surely, seats(self.rules.game)))

    def slow(self) -> list[str]:
        """Return the names of players whose rules are not compiled."""
        return [player.name for player in self.players if not player.compiled]

    def without(self, name: str) -> Self:
        """Return the tournament as if a player had never entered.

        Raises
        ------
        PluginError
            When nobody is left who could meet.
        """
        keep = [i for i, player in enumerate(self.players) if player.name != name]
        if not keep or (len(keep) == 1 and not self.self_play):
            raise PluginError(f"No players are left: {name} was the last to be withdrawn.")
        edges = self.edges
        if edges is not None:
            edges = np.searchsorted(keep, edges[np.isin(edges, keep).all(axis=1)])
            if alone := set(range(len(keep))) - set(edges.flat):
                lonely = self.players[keep[min(alone)]].name
                raise PluginError(f"Without {name}, {lonely} has nobody to meet on the graph.")
        return replace(
            self,
            edges=edges,
            players=tuple(self.players[i] for i in keep),
            rules=self.rules.of_players(keep),
            settling=self.settling and self.settling.among(len(keep)),
        )


def play(plan: Plan, running: Running) -> Results:
    """Play all matches that are not exact; until it is settled, where that is asked for."""
    players, both = len(plan.players), seats(plan.rules.game)
    refuse_what_does_not_fit(
        players, plan.many, plan.repetitions, both, exact=plan.exact is not False
    )
    matches, until, played = plan.matches, plan.settling, 0
    known = expectations(plan.players, matches, plan.rules, plan.exact, running)
    left = np.delete(np.arange(len(matches)), known.matches)
    tallies = Tallies.empty(match=len(matches), player=players, repetition=0, seat=both)
    if len(known.matches):
        tallies = replace(tallies, exact=known.matches, expected=known.rows)
    for size in [plan.repetitions] if until is None else until.looks:
        tallies = tallies.longer(repetition=size)
        if len(left):
            _add_up(plan, left, played, tallies, running)
        results, played = _results(plan, tallies, size, running), size
        if until is not None:
            scores, less = results.per_repetition.to_numpy(), plan.rules.game.less_is_better
            note = until.note(results.names, scores, less_is_better=less)
            results.manifest["settling"] = note
            if note["settled"]:
                break
    return results


def _add_up(plan: Plan, left: np.ndarray, first: int, tallies: Tallies, running: Running) -> None:
    """Add repetitions of matches to tallies, from `first` on: what the ledger has is read, all else
    is played; `left` are the numbers of the matches."""
    from tournament.engine import sources

    players, matches, rules, last = (
        plan.players,
        plan.matches[left],
        plan.rules,
        len(tallies.totals),
    )
    pieces, book = whole(len(players), len(matches), rules, first, last), None
    if running.ledger is not None:
        from tournament.results.ledger.matches import Meetings

        book = Meetings(running.ledger, players, matches, rules)
        there, pieces = book.there(first, last)
        book.add(tallies, there, left, first)
    length, done = expected_turns(rules), 0
    total = int(length * sum(len(piece.numbers) * piece.repetitions for piece in pieces))
    pace = Pace(players, rules)

    def finished(job: Job, result: sources.Timed) -> None:
        nonlocal done
        unit = job.unit
        pace.heard(matches[job.numbers], unit.repetitions, result.seconds)
        if book is not None:
            book.put(job, result.books)
        span = slice(unit.first, unit.first + unit.repetitions)
        where = {"match": left[job.numbers], "repetition": span, "player": job.players}
        tallies.add(result.books, **where)
        done += unit.turns
        running.report(done, total, "playing")

    if not pieces:
        return
    if running.executor is None:
        running.report(0, total, "playing")
        small = [*jobs(players, matches, rules, pieces, None)]
        books = sources.play_small([job.unit for job in small], running.threads)
        if books is not None:
            for job, each in zip(small, books, strict=True):
                finished(job, sources.Timed(each, 0.0))
            return
        sources.prepare(players, running.report, running.threads)
    work(
        sources.timed,
        jobs(players, matches, rules, pieces, pace),
        finished,
        executor=running.executor,
        threads=running.threads,
        can_stop=True,
    )


def _results(plan: Plan, tallies: Tallies, repetitions: int, running: Running) -> Results:
    played = Played(
        event="tournament",
        names=[player.name for player in plan.players],
        rules=plan.rules,
        repetitions=repetitions,
        setting={
            "self_play": plan.self_play,
            "seats": seats(plan.rules.game),
            "graph": plan.edges is not None,
        },
        books=[tallies],
        labels=[plan.matches],
        plugins={player.name: describe(player) for player in plan.players},
        manifest=running.manifest(plan.rules.seed, plan.players),
    )
    return Results(played, plan.players, replay)


def replay(
    pair: tuple[Strategy, Strategy], places: tuple[int, int], rules: Rules, repetition: int
) -> MatchResult:
    """Return one repetition of a match of a tournament, played again.

    Parameters
    ----------
    pair, places
        Two players, and their positions in the field.
    rules
        The rules of the tournament.
    repetition
        Which one.
    """
    i, j = places
    return Match(
        *pair,
        game=rules.game,
        turns=rules.turns,
        length_known=rules.length_known,
        noise=(rules.noise[i], rules.noise[j]),
        misperception=(rules.misperception[i], rules.misperception[j]),
        continuation=rules.continuation,
        seed=rules.seed,
        repetition=repetition,
    ).play()
