"""Finished matches in a ledger: what of an event is there, and how it is written and read.

A match is kept once, whoever sits where: the player with the smaller digest is the first one.
Where a game pays the seats differently, the same two players have two matches. A match in which
chance has no part is kept as one repetition, which stands for all.

Legend: n matches of the event, m some of them, r repetitions, k outcomes.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select

from tournament import outcomes
from tournament.authors.strategy import Strategy
from tournament.errors import LedgerError
from tournament.results.books.tournament import Tallies
from tournament.results.ledger.rows import DAMAGED, WHOLE, Rows, add_whole, packed
from tournament.results.ledger.schema import CONDITIONS, MATCHES, PLAYERS
from tournament.results.ledger.spans import covered
from tournament.results.ledger.store import AT_ONCE, Ledger
from tournament.results.ledger.words import conditions_row, player_row
from tournament.results.units.cutting import Job, Piece, Span, spans, stars
from tournament.results.units.keys import conditions, reads_payoffs
from tournament.results.units.unit import expected_turns, seats
from tournament.rules.match import Rules

SPAN_TURNS = 200_000
"""The most turns of one match that are written at once: slow rules take a second for them."""
ROWS = 5_000  # that are added up at once
FIRST = 16  # players whose rows are read at once: what is in memory is a part of a large ledger

Places = tuple[int, int, int]  # ids of the conditions, of the first and of the second player


class Meetings:
    """The matches of an event, as a ledger knows them.

    Parameters
    ----------
    ledger
        An open one.
    players, matches, rules
        The field, (n, 2) who meets, and what holds for all matches.
    """

    def __init__(
        self, ledger: Ledger, players: Sequence[Strategy], matches: np.ndarray, rules: Rules
    ) -> None:
        self.ledger, self.matches, self.rules = ledger, matches, rules
        rows = [player_row(player) for player in players]
        self.digests = [row["digest"] for row in rows]
        self.players = np.array(ledger.ids(PLAYERS, rows), np.int64)
        rank = np.argsort(np.argsort(self.digests))
        both = seats(rules.game) == 2
        self.turned = (rank[matches[:, 0]] > rank[matches[:, 1]]) & (not both)
        self.kept = np.where(self.turned[:, None], matches[:, ::-1], matches)
        paid = np.array([reads_payoffs(player) for player in players])[matches].any(axis=1)
        told = np.stack([rules.noise, rules.misperception], axis=1)
        facts = np.column_stack(
            [told[self.kept].reshape(len(matches), -1), matches[:, 0] == matches[:, 1], paid]
        )
        _, some, which = np.unique(facts, axis=0, return_index=True, return_inverse=True)
        found = [
            conditions_row(conditions(rules, *self.kept[m].tolist(), paid=bool(paid[m])))
            for m in some
        ]
        ids = np.array(ledger.ids(CONDITIONS, found), np.int64)
        self.conditions = ids[which.reshape(-1)]
        self.under = {int(i): str(row["digest"]) for i, row in zip(ids, found, strict=True)}
        places = np.column_stack([self.conditions, self.players[self.kept]]).tolist()
        self.places: list[Places] = [(c, p, q) for c, p, q in places]

    def there(self, first: int, last: int) -> tuple[dict[Places, set[Span]], list[Piece]]:
        """Return which spans of each match are there, and what is left to play.

        Parameters
        ----------
        first, last
            Repetitions from `first` to `last` are asked for.
        """
        found: dict[Places, list[Span]] = defaultdict(list)
        certain: dict[Places, Span] = {}
        c = MATCHES.c
        columns = (c.conditions, c.first_player, c.second_player, c.first, c.repetitions, c.chance)
        for row in self._rows(select(*columns)):
            a, b, d, low, many, chance = self.ledger.numbers(row)
            if chance:
                found[a, b, d].append(Span(low, many))
            else:
                certain[a, b, d] = Span(low, many)
        used: dict[Places, set[Span]] = {}
        seen: dict[tuple[Span, ...], tuple[list[Span], list[tuple[int, int]]]] = {}
        missing: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            if place in certain:
                used[place] = {certain[place]}
                continue
            parted = tuple(found.get(place, ()))
            if parted not in seen:  # most matches have the same spans
                seen[parted] = covered(parted, first, last)
            mine, gaps = seen[parted]
            used[place] = {*mine}
            for gap in gaps:
                missing[gap].append(number)
        most = int(SPAN_TURNS / max(1.0, expected_turns(self.rules)))
        parts = [
            (low, many, numbers)
            for gap, numbers in missing.items()
            for low, many in spans(*gap, most)
        ]
        pieces = [
            piece
            for low, many, numbers in sorted(parts)
            for piece in stars(self.matches, np.array(numbers), low, many)
        ]
        return used, pieces

    def add(
        self, tallies: Tallies, used: dict[Places, set[Span]], numbers: np.ndarray, first: int
    ) -> None:
        """Add what is there to the books of an event.

        Parameters
        ----------
        tallies
            Books with room for repetitions from 0 to their end.
        used
            Which spans of each match.
        numbers
            (n,) the number of each match in these books.
        first
            The first repetition that is asked for.
        """
        match_of = {place: number for number, place in enumerate(self.places)}
        batch: list[Any] = []
        left = {place: {*spans} for place, spans in used.items()}
        for row in self._rows(WHOLE):
            place, span = row[:3], Span(row[3], row[4])
            if span not in left.get(place, ()):
                continue
            left[place].remove(span)
            batch.append(row)
            if len(batch) == ROWS:
                self._add(tallies, batch, match_of, numbers, first)
                batch = []
        self._add(tallies, batch, match_of, numbers, first)
        if any(left.values()):
            raise LedgerError(
                f"{self.ledger.place}: matches were taken out of the ledger while they were read;"
                " play again."
            )

    def put(self, job: Job, tallies: Tallies) -> None:
        """Write a unit that is finished, in one transaction.

        Parameters
        ----------
        job
            Of a piece of `there`.
        tallies
            Its books.
        """
        seen = _by_repetition(job.unit.matches, tallies)
        rows = Rows.of(tallies, seen, job.unit.first, job.unit.repetitions)
        rows = rows.turned(self.turned[job.numbers])
        now = int(time.time())
        made = [
            {"conditions": place[0], "first_player": place[1], "second_player": place[2]} | row
            for place, row in zip(
                [self.places[m] for m in job.numbers.tolist()],
                packed(rows, self._identities(job.numbers), now),
                strict=True,
            )
        ]
        self.ledger.write(lambda connection: add_whole(self.ledger, connection, made))

    def _add(
        self,
        tallies: Tallies,
        batch: Sequence[tuple[int, ...]],
        match_of: dict[Places, int],
        numbers: np.ndarray,
        first: int,
    ) -> None:
        mine = np.array([match_of[row[0], row[1], row[2]] for row in batch], np.int64)
        for which, rows in Rows.read(batch, self._identities(mine), self.ledger.place):
            part = mine[which]
            own = self.matches[part, 0] == self.matches[part, 1]
            if not rows.agree(self.rules.turns, own & (tallies.totals.shape[3] == 1)):
                raise LedgerError(f"{self.ledger.place}: {DAMAGED}")
            rows = rows.turned(self.turned[part])
            _add_sums(tallies, rows, numbers[part], first)
            _add_totals(tallies, rows, self.matches[part], first)

    def _identities(self, numbers: np.ndarray) -> list[bytes]:
        """Return what matches are, as bytes: the digests of conditions and players."""
        return [
            "".join((self.under[c], self.digests[p], self.digests[q])).encode()
            for c, (p, q) in zip(
                self.conditions[numbers].tolist(), self.kept[numbers].tolist(), strict=True
            )
        ]

    def _rows(self, what: Select[Any]) -> Iterator[Any]:
        """Yield the rows of all matches of these players under these conditions."""
        players, under = self.players.tolist(), [*self.under]
        for at, some in product(range(0, len(under), AT_ONCE), range(0, len(players), FIRST)):
            asked = what.where(
                MATCHES.c.conditions.in_(under[at : at + AT_ONCE]),
                MATCHES.c.first_player.in_(players[some : some + FIRST]),
                MATCHES.c.second_player.in_(players),
            )
            yield from self.ledger.read(partial(_fetched, asked))


def _fetched(asked: Select[Any], connection: Connection) -> Sequence[Any]:
    return connection.execute(asked).all()


def _by_repetition(pairs: np.ndarray, tallies: Tallies) -> np.ndarray:
    """Return (m, r, k) outcomes of each repetition of a unit, the first seat's move first; of a
    match with the own copy in a game that pays both seats alike, of both seats together.

    In a unit whose matches have one player in common, the totals of the other one are of one match.
    """
    _, players, _, both, _ = tallies.totals.shape
    own = (pairs[:, 0] == pairs[:, 1]).astype(np.int64)
    slots = (pairs * 2 + own[:, None]) * both + np.arange(2) * (both - 1)
    alone = (own == 1) & (both == 1)
    used = np.bincount(slots[:, 0], minlength=players * 2 * both)
    used += np.bincount(slots[~alone, 1], minlength=players * 2 * both)
    side = np.where(used[slots[:, 0]] == 1, 0, 1)
    rows = np.arange(len(pairs))
    if (used[slots[rows, side]] != 1).any():
        raise ValueError("two matches of a unit cannot be told apart")
    flat = tallies.totals.reshape(len(tallies.totals), -1, outcomes.SIZE)
    seen = flat[:, slots[rows, side]].swapaxes(0, 1)
    return np.where((side == 1)[:, None, None], outcomes.swapped(seen), seen)


def _add_sums(tallies: Tallies, rows: Rows, numbers: np.ndarray, first: int) -> None:
    """Add the sums of spans to the books of matches."""
    wanted = len(tallies.totals) - first
    often = np.where(rows.chance, 1, wanted)
    for name, values in rows.sums.items():
        scale = often.reshape(-1, *[1] * (values.ndim - 1))
        np.add.at(getattr(tallies, name), numbers, values * scale)
    tallies.chance[numbers] |= rows.chance


def _add_totals(tallies: Tallies, rows: Rows, pairs: np.ndarray, first: int) -> None:
    """Add outcomes by repetition to the totals of both players of each match."""
    both = tallies.totals.shape[3]
    own = pairs[:, 0] == pairs[:, 1]
    for low in np.unique(rows.first).tolist():
        mine = rows.first == low
        for some in (mine & rows.chance, mine & ~rows.chance):
            if not some.any():
                continue
            seen = rows.seen[some]
            where = slice(low, low + seen.shape[1]) if rows.chance[some][0] else slice(first, None)
            for side, values in enumerate((seen, outcomes.swapped(seen))):
                told = ~own[some] if side == 1 and both == 1 else np.ones(len(seen), bool)
                place = pairs[some][told, side], own[some][told].astype(np.int64)
                part = tallies.totals[where, :, :, side * (both - 1)]
                _sum_into(part, place, values[told].swapaxes(0, 1))


def _sum_into(totals: np.ndarray, place: tuple[np.ndarray, np.ndarray], values: np.ndarray) -> None:
    """Add (r or 1, m, k) values to (r, players, 2, k) totals: the sum of all at one place."""
    players, own = place
    slot = players * 2 + own
    order = np.argsort(slot, kind="stable")
    slots, begin = np.unique(slot[order], return_index=True)
    if len(slots):
        added = np.add.reduceat(values[:, order], begin, axis=1)
        totals[:, slots // 2, slots % 2] += added
