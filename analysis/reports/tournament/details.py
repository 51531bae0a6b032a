"""What a report tells about each player: how it behaves, whom it beats, its best and worst matches,
and a few of them move by move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from analysis.reports.described import Described, described
from tournament import outcomes
from tournament.errors import TournamentError

if TYPE_CHECKING:
    from analysis.reports.tournament.findings import Findings
    from tournament.results.tournament import Results

FULL = 60  # up to so many players, a player's table lists all its matches
ENDS = 10  # of larger fields, so many of the best and of the worst
NAMED = 3  # matches called the best and the worst in words
SHOWN = 100  # turns of a sample match
ANSWERS = ("first", "after_CC", "after_CD", "after_DC", "after_DD")
READINGS = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Meeting:
    """One player's match against one opponent; means over its repetitions."""

    opponent: str
    place: int
    score: float
    theirs: float
    cooperation: float
    answer: float
    wins: float
    own_copy: bool
    exact: bool


@dataclass(frozen=True)
class Sample:
    """The beginning of one repetition of a match."""

    opponent: str
    mine: list[tuple[str, str]]
    theirs: list[tuple[str, str]]
    turns: int


@dataclass(frozen=True)
class Player:
    """One player's part of the report.

    answers: cooperation rates as in `ANSWERS`. traits: of Axelrod's four properties the name, the
    measure, and whether it has it ("" where that is not known). beats, beaten: the players that it
    does better than, and worse than, in most repetitions of their match. survives: its share at the
    end of the ecological tournament. fields: share of the random fields with it that it wins.
    """

    name: str
    place: int
    rank: int
    score: float
    low: float
    high: float
    first: float
    rule: Described
    cooperation: float
    answers: list[float]
    traits: list[tuple[str, float, str]]
    beats: list[str]
    beaten: list[str]
    survives: float
    fields: float
    best: list[Meeting]
    worst: list[Meeting]
    meetings: list[Meeting]
    left_out: int
    samples: list[Sample]
    missing: str = field(default="")


def players(found: "Findings") -> Iterator[Player]:
    """Yield every player's part, in rank order.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    results, names = found.results, found.names
    frame = found.ranking.to_dict("index")
    behaviour = found.behaviour.to_dict("index")
    first, fields = (
        {} if table is None else table["first"].to_dict()
        for table in (found.places, found.sub_fields)
    )
    end = {} if found.ecological is None else found.ecological.iloc[-1].to_dict()
    tables = {
        key: _ordered(results, key, names) for key in ("payoffs", "cooperation", "wins", "exact")
    }
    for place, name in enumerate(names):
        meetings = _meetings(names, place, tables, less_is_better=results.game.less_is_better)
        others = [meeting for meeting in meetings if not meeting.own_copy]
        listed = meetings if len(names) <= FULL else meetings[:ENDS] + meetings[-ENDS:]
        samples, missing = _samples(results, name, meetings, names[0])
        row, did, several = frame[name], behaviour[name], len(meetings) >= 2 * NAMED
        yield Player(
            name=name,
            place=place,
            rank=int(row["rank"]),
            score=float(row[found.by]),
            low=float(row["low"]),
            high=float(row["high"]),
            first=float(first.get(name, np.nan)),
            rule=described(name, dict(results.strategies.get(name, {}))),
            cooperation=float(row["cooperation"]),
            answers=[float(did[answer]) for answer in ANSWERS],
            traits=[
                (trait, float(did[trait]), READINGS.get(did[f"is_{trait}"], ""))
                for trait in ("nice", "provocable", "forgiving", "not_envious")
            ],
            beats=[meeting.opponent for meeting in others if meeting.wins > 0.5],
            beaten=[
                meeting.opponent for meeting in others if tables["wins"][meeting.place, place] > 0.5
            ],
            survives=float(end.get(name, np.nan)),
            fields=float(fields.get(name, np.nan)),
            best=meetings[:NAMED] if several else meetings[:1],
            worst=meetings[: -NAMED - 1 : -1] if several else meetings[:0:-1][:1],
            meetings=listed,
            left_out=len(meetings) - len(listed),
            samples=samples,
            missing=missing,
        )


def runs(moves: np.ndarray) -> list[tuple[str, str]]:
    """Return moves as runs of one letter, each with the HTML element that colours it.

    Parameters
    ----------
    moves
        (turns,) C = 0, D = 1.

    Examples
    --------
    >>> runs(np.array([0, 0, 1]))
    [('i', 'CC'), ('b', 'D')]
    """
    return [
        ("b" if move else "i", outcomes.MOVES[move] * len(list(same)))
        for move, same in groupby(moves.tolist())
    ]


def _ordered(results: "Results", key: str, names: list[str]) -> np.ndarray:
    """Return a players x players table, rows and columns in rank order."""
    table: np.ndarray = getattr(results, key).reindex(index=names, columns=names).to_numpy(float)
    return table


def _meetings(
    names: list[str], me: int, tables: dict[str, np.ndarray], *, less_is_better: bool
) -> list[Meeting]:
    """Return a player's matches, the best first."""
    payoffs, cooperation, wins = tables["payoffs"], tables["cooperation"], tables["wins"]
    worth = payoffs[me] if less_is_better else -payoffs[me]
    order = [
        other
        for other in np.argsort(worth, kind="stable").tolist()
        if np.isfinite(payoffs[me, other])
    ]
    return [
        Meeting(
            opponent=names[other],
            place=other,
            score=float(payoffs[me, other]),
            theirs=float(payoffs[other, me]),
            cooperation=float(cooperation[me, other]),
            answer=float(cooperation[other, me]),
            wins=float(wins[me, other]),
            own_copy=other == me,
            exact=bool(tables["exact"][me, other]),
        )
        for other in order
    ]


def _samples(
    results: "Results", name: str, meetings: list[Meeting], winner: str
) -> tuple[list[Sample], str]:
    """Return the matches with the winner, the best and the worst opponent; and why they are
    missing, if they are."""
    met = [meeting.opponent for meeting in meetings]
    chosen = dict.fromkeys([winner] if winner in met else []) | dict.fromkeys(met[:1] + met[-1:])
    samples: list[Sample] = []
    for opponent in chosen:
        try:
            moves = np.asarray(results.sample(name, opponent).moves)
        except TournamentError as error:
            return samples, re.sub(r"\.$", "", str(error))
        beginning = moves[:SHOWN]
        samples.append(Sample(opponent, runs(beginning[:, 0]), runs(beginning[:, 1]), len(moves)))
    return samples, ""
