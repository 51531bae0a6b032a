"""Plays a tournament: exact pairs are computed, what a ledger has is read, all else is played."""

from dataclasses import replace

import numpy as np

from tournament.events.round_robin.exact import expectations
from tournament.events.round_robin.memory import refuse_what_does_not_fit
from tournament.events.round_robin.plan import Plan
from tournament.events.round_robin.replaying import replay
from tournament.events.running import Running, work
from tournament.results.books.tournament import Tallies
from tournament.results.played import Played
from tournament.results.provenance import describe
from tournament.results.tournament import Results
from tournament.results.units.cutting import Job, Pace, jobs, whole
from tournament.results.units.unit import expected_turns, seats


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
        missing = np.unique(np.concatenate([[], *(piece.numbers for piece in pieces)]))
        running.tell_found(len(left) - len(missing), len(left), "matches")
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
    running.prepare(sources.prepare, players)
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
