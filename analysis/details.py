"""What a report tells about each player: its matches, best and worst, and a few of them move by
move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.errors import TournamentError

if TYPE_CHECKING:
    from tournament.results import Results

FULL = 60  # up to so many players, a player's table lists all its matches
ENDS = 10  # of larger fields, so many of the best and of the worst
NAMED = 3  # matches called the best and the worst in words
SHOWN = 100  # turns of a sample match


@dataclass(frozen=True)
class Rule:
    """A strategy or a partner rule, as its author described it."""

    name: str
    doc: str
    file: str
    parameters: str


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


@dataclass(frozen=True)
class Sample:
    """The beginning of one repetition of a match."""

    opponent: str
    mine: list[tuple[str, str]]
    theirs: list[tuple[str, str]]
    turns: int


@dataclass(frozen=True)
class Player:
    """One player's part of the report."""

    name: str
    place: int
    rank: int
    score: float
    rule: Rule
    best: list[Meeting]
    worst: list[Meeting]
    meetings: list[Meeting]
    left_out: int
    samples: list[Sample]
    missing: str = field(default="")


def players(results: "Results") -> Iterator[Player]:
    """Yield every player's part, in rank order.

    Parameters
    ----------
    results
        A played tournament.
    """
    frame = results.ranking
    names = [str(name) for name in frame.index]
    tables = {key: _ordered(results, key, names) for key in ("payoffs", "cooperation", "wins")}
    ranks, scores = frame["rank"].to_numpy(), frame["score"].to_numpy(float)
    for place, name in enumerate(names):
        meetings = _meetings(names, place, tables, less_is_better=results.game.less_is_better)
        shown = meetings if len(names) <= FULL else meetings[:ENDS] + meetings[-ENDS:]
        samples, missing = _samples(results, name, meetings, names[0])
        yield Player(
            name=name,
            place=place,
            rank=int(ranks[place]),
            score=float(scores[place]),
            rule=described(name, results.strategies.get(name, {})),
            best=meetings[:NAMED] if len(meetings) >= 2 * NAMED else meetings[:1],
            worst=meetings[: -NAMED - 1 : -1]
            if len(meetings) >= 2 * NAMED
            else meetings[:0:-1][:1],
            meetings=shown,
            left_out=len(meetings) - len(shown),
            samples=samples,
            missing=missing,
        )


def described(name: str, info: dict[str, Any]) -> Rule:
    """Return what is known of a strategy or of a partner rule, as results keep it."""
    values = dict(info.get("parameters", {}))
    if info.get("per_friend", 1) != 1:
        values["per_friend"] = info["per_friend"]
    return Rule(
        name=name,
        doc=info.get("doc", ""),
        file=info.get("file", ""),
        parameters=", ".join(f"{key} = {value}" for key, value in values.items()),
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
        ("b" if move else "i", "CD"[move] * len(list(same)))
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
