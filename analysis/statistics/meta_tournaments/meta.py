"""Meta-tournaments: the pool plays once under each condition; many fields are read from that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import CELLS, numbers_of, rules_of
from analysis.statistics.meta_tournaments.conditions import (
    MOST_CONDITIONS,
    Condition,
    drawn,
    fields_of,
    grid,
    sizes_of,
)
from analysis.statistics.meta_tournaments.result import (
    COLUMNS,
    MetaTournaments,
    entries_of,
    facts_of,
    tournaments_of,
)
from analysis.statistics.meta_tournaments.scoring import BATCH, Tables, scored
from tournament.errors import ArgumentError
from tournament.game import TSTO, Game
from tournament.results.provenance import versions
from tournament.rules.checks import flag, seed_of, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

    Progress = Callable[[int, int, str], None]


def meta(  # noqa: PLR0913 (one keyword per condition)
    pool: Sequence["Strategy | str"],
    fields: int = 1000,
    *,
    size: int | Iterable[int] | None = None,
    turns: int | Iterable[int] | None = None,
    noise: float | Iterable[float] = 0.0,
    continuation: float | Iterable[float] | None = None,
    samples: int = 10,
    game: Game | str = TSTO,
    repetitions: int = 10,
    self_play: bool = True,
    length_known: bool = True,
    features: "pd.DataFrame | None" = None,
    seed: int | None = None,
    progress: "bool | Progress" = True,
    ledger: Any = None,
) -> MetaTournaments:
    """Return tournaments of many random fields under many conditions, from one pool of rules.

    Each field plays one tournament of every format that the conditions make: "standard" (so many
    turns, no noise), "noisy", "probabilistic ending" (with a continuation), "noisy probabilistic
    ending". Its condition is drawn for each format. A match does not know who else takes part. So
    the whole pool plays once under each condition, and the tournament of a field is a part of the
    pool's table: the same scores as `Tournament(field, ..., seed=seed)` has, if the field keeps the
    order of the pool.

    Parameters
    ----------
    pool
        The rules from which fields are drawn, or their names.
    fields
        How many fields are drawn.
    size
        How many players a field has, or a list of sizes, which are equally likely; by default all
        from 3 to the size of the pool. All fields of a size are equally likely.
    turns, noise, continuation
        As for `Tournament`, or lists of values. A long list serves as a range, such as
        `range(1, 201)`. Lengths of matches are `turns`, and `continuation` where that is given;
        values of `noise` go with each. 0 in `noise` makes the formats without noise.
    samples
        How many conditions of each format are drawn, all different, if the lists make more. Each
        costs one tournament of the pool.
    game
        A game that pays both seats alike.
    repetitions, length_known
        As for `Tournament`.
    self_play
        Whether players meet their own copies.
    features
        More properties of the rules, as numbers: a row a rule, a column a property.
    seed
        Of all play and all draws; drawn when not given.
    progress
        As for `Tournament.play`, over all conditions.
    ledger
        As for `Tournament.play`: where finished matches are kept, so that nothing is played twice.

    Raises
    ------
    TypeError, ValueError
        When a value is out of its range, before anything is played.
    PluginError
        When a rule fails or cannot be compiled.

    Notes
    -----
    Source: the design is that of Glynatsi, Knight and Harper (2024), "Properties of winning
    iterated prisoner's dilemma strategies", PLOS Computational Biology 20. They play each
    tournament anew. Here the tournaments under one condition share their matches, so `samples` and
    `repetitions` decide how far chance evens out, not `fields` alone.

    Examples
    --------
    >>> pool = ["tit_for_tat", "always_defect", "always_cooperate", "grudger", "joss"]
    >>> found = meta(pool, 200, turns=range(10, 60), noise=[0, 0.05], samples=3, seed=1)
    >>> best = found.players.loc["noisy", ["entered", "won", "median"]].head(2)
    >>> best.round(2).rename_axis(None)
                 entered   won  median
    tit_for_tat      166  0.47    0.25
    grudger          160  0.22    0.33
    """
    from tournament import Tournament
    from tournament.events.progress import reporter

    who, game = rules_of("pool", pool), Game.of(game)
    if len(who) < 2:
        raise ArgumentError("`pool` must be at least two rules; got one.")
    if not game.is_symmetric:
        raise ArgumentError(f"`game` must pay both seats alike; got {game}.")
    seed, samples = seed_of(seed), whole("samples", samples, 1, MOST_CONDITIONS)
    sizes, formats = sizes_of(size, len(who)), grid(turns, noise, continuation)
    most = CELLS // (len(COLUMNS) * len(formats) * max(sizes))
    random = np.random.default_rng(seed)
    member = fields_of(sizes, len(who), whole("fields", fields, 1, most), random)
    more = None if features is None else _features(features, [each.name for each in who])
    plans = [_planned(each, samples, member, random) for each in formats]
    self_play = flag("self_play", self_play)
    events = [
        Tournament(
            who, game=game, **condition.words(), repetitions=repetitions, self_play=self_play,
            length_known=length_known, seed=seed,
        )
        for plan in plans
        for condition in plan.conditions
    ]  # fmt: skip
    kept = {} if ledger is None else {"ledger": ledger}
    entries = np.empty((len(plans) * int(member.sum()), len(COLUMNS)))
    with reporter(progress) as report:
        for number, event in enumerate(events):
            plan, which, first = _place(plans, number)
            results = event.play(progress=_part(report, number, len(events)), **kept)
            _enter(entries, Tables.of(results), member, plan.condition == which, first, self_play)
    names = [each.name for each in who]
    frame = entries_of(entries, member, len(plans), names)
    of_fields = [[plan.conditions[which] for which in plan.condition] for plan in plans]
    return MetaTournaments(
        names=names,
        tournaments=tournaments_of(of_fields, member, frame),
        entries=frame,
        facts=facts_of(who, more),
        game=game,
        manifest={
            "seed": seed, "repetitions": events[0].repetitions, "self_play": self_play,
            "conditions": len(events), "versions": versions(),
        },
    )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The conditions of one format, and (f,) the number of the one under which each field plays."""

    conditions: list[Condition]
    condition: np.ndarray


def _planned(
    conditions: list[Condition], samples: int, member: np.ndarray, random: np.random.Generator
) -> Plan:
    chosen = drawn(conditions, samples, random)
    return Plan(chosen, random.integers(len(chosen), size=len(member)))


def _place(plans: list[Plan], number: int) -> tuple[Plan, int, int]:
    """Return the format of an event, its number in the format, and the number of the format."""
    for first, plan in enumerate(plans):
        if number < len(plan.conditions):
            return plan, number, first
        number -= len(plan.conditions)
    raise IndexError(number)


def _enter(
    entries: np.ndarray,
    tables: Tables,
    member: np.ndarray,
    here: np.ndarray,
    format: int,
    self_play: bool,
) -> None:
    """Write the rows of the tournaments that are played under one condition.

    Parameters
    ----------
    entries
        (rows, columns) of all tournaments: format by format, field by field, player by player.
    tables
        Of the condition.
    member, here
        (f, p) who takes part; (f,) which fields play under the condition.
    format
        The number of the format.
    self_play
        Whether matches against copies count.
    """
    sizes = member.sum(axis=1)
    starts = np.cumsum(sizes) - sizes + format * sizes.sum()
    for batch in np.array_split(np.flatnonzero(here), max(1, here.sum() // BATCH)):
        inside = member[batch]
        found = scored(tables, inside, self_play=self_play)
        within = (np.cumsum(inside, axis=1) - 1)[inside]
        rows = np.repeat(starts[batch], sizes[batch]) + within
        alone = [found.rank, found.won, found.score, found.cooperation]
        entries[rows] = np.column_stack([*(each[inside] for each in alone), found.rates[inside]])


def _features(features: "pd.DataFrame", names: list[str]) -> "pd.DataFrame":
    """Return properties of all rules in the order of the pool, or say what is missing."""
    from tournament.interactive.shown import shown

    numbers_of("features", features, gaps=True)
    for name in names:
        if name not in features.index:
            raise ArgumentError(
                f"`features` must have a row for each rule of the pool; {shown(name)} has none."
            )
    if not features.index.is_unique:
        raise ArgumentError("`features` must name each rule once.")
    return features.loc[names].astype(float)


def _part(report: "Progress", number: int, parts: int) -> "Progress":
    """Return a reporter for one of several events, which reports thousandths of them all."""

    def part(done: int, total: int, note: str) -> None:
        if total:
            report(1000 * number + 1000 * done // total, 1000 * parts, note)
        elif number == 0:
            report(0, 0, note)

    return part
