"""What a report tells about each player: what it does, whom it beats, its best and worst rivals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.reports.described import Described, described

if TYPE_CHECKING:
    from analysis.reports.tournament.findings import Findings
    from tournament.results.tournament import Results

NAMED = 3  # matches called the best and the worst in words
ANSWERS = ("first", "after_CC", "after_CD", "after_DC", "after_DD")
READINGS = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Meeting:
    """One player's match against one opponent; means over its repetitions."""

    opponent: str
    place: int
    score: float
    wins: float
    own_copy: bool


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
    tables = {key: _ordered(results, key, names) for key in ("payoffs", "wins")}
    for place, name in enumerate(names):
        meetings = _meetings(names, place, tables, less_is_better=results.game.less_is_better)
        others = [meeting for meeting in meetings if not meeting.own_copy]
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
        )


def _ordered(results: "Results", key: str, names: list[str]) -> np.ndarray:
    """Return a players x players table, rows and columns in rank order."""
    table: np.ndarray = getattr(results, key).reindex(index=names, columns=names).to_numpy(float)
    return table


def _meetings(
    names: list[str], me: int, tables: dict[str, np.ndarray], *, less_is_better: bool
) -> list[Meeting]:
    """Return a player's matches, the best first."""
    payoffs, wins = tables["payoffs"], tables["wins"]
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
            wins=float(wins[me, other]),
            own_copy=other == me,
        )
        for other in order
    ]
