"""What a meta-tournament found: frames that follow from one table of all entries."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.exports import csv
from analysis.statistics.meta_tournaments.conditions import Condition
from analysis.statistics.meta_tournaments.properties import (
    OF_FIELDS,
    correlated,
    gathered,
    importances,
)
from tournament import outcomes
from tournament.game import Game
from tournament.interactive.card import Card, Share, Table, as_text
from tournament.interactive.html import as_html
from tournament.interactive.words import count
from tournament.results.files.staging import staged
from tournament.results.units.keys import ABOUT_PAYOFFS
from tournament.rules.checks import one_of, whole
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

RATES = tuple(f"after_{outcome}" for outcome in outcomes.NAMES)
COLUMNS = ("normalised_rank", "won", "score", "cooperation", *RATES)
"""Of `entries`, beside who and where."""
ALL = "all"
"""What stands for all formats together."""


@dataclass(frozen=True, eq=False, repr=False)
class MetaTournaments:
    """What `analysis.meta` returns.

    names
        The rules of the pool.
    tournaments
        One row a tournament, indexed by its number: `format`, `field` (the number of the field,
        which plays once in every format), `turns`, `noise`, `continuation`, `size`; `winner`, the
        first of the pool among the winners, and `winners`, how many share the first place;
        `cooperation_max`, `cooperation_median`, `cooperation_mean`, `cooperation_min` over the
        players.
    entries
        One row for each player of each tournament: `tournament`, `player`; `normalised_rank`, 0 the
        first, 1 the last, equal scores sharing the mean of their ranks; `won`, its share of the
        first place; `score` and `cooperation` per turn, as in `Results.ranking`; `after_CC`,
        `after_CD`, `after_DC`, `after_DD`, its rates of cooperation after these outcomes, all
        matches pooled, NaN where they never occurred.
    facts
        What is known of each rule beside its play, as numbers: `stochastic` (it mentions chance),
        `reads_game` (payoffs or scores), `reads_length`, and the `features` that were given.
    game, manifest
        The stage game; seed, repetitions, versions.
    """

    names: list[str]
    tournaments: "pd.DataFrame"
    entries: "pd.DataFrame"
    facts: "pd.DataFrame"
    game: Game
    manifest: dict[str, Any]

    @property
    def formats(self) -> list[str]:
        """The formats that were played."""
        return [*self.tournaments["format"].unique()]

    def of_format(self, format: str) -> "pd.DataFrame":
        """Return the entries of one format."""
        number = self.formats.index(one_of("format", format, self.formats))
        per = int(self.tournaments["size"].sum()) // len(self.formats)
        first = number * per
        return self.entries.iloc[first : first + per]

    @cached_property
    def players(self) -> "pd.DataFrame":
        """Which rules win where, by format and player, the best of a format first.

        `entered`, in how many tournaments; `won`, the share of these that it won, equal scores
        dividing the place; `median`, `lower_quartile`, `upper_quartile` and `mean` of its
        normalised rank; `score` and `cooperation`, means. The format "all" takes all together,
        where there are several.
        """
        import pandas as pd

        parts = {format: self.of_format(format) for format in self.formats}
        if len(parts) > 1:
            parts[ALL] = self.entries
        frames = {format: _summary(part) for format, part in parts.items()}
        return pd.concat(frames, names=["format", "player"])

    @cached_property
    def properties(self) -> "pd.DataFrame":
        """Which properties go with success, by format and property.

        `with_rank` and `with_score`, Pearson's correlation of the property with the normalised rank
        (negative: it goes with success) and with the score, over all entries that have it;
        `winners` and `everybody`, its means. Properties are of the player in a tournament: rates
        after each outcome, `sse` (how far from extortion: `analysis.extortion_fit`), `cooperation`,
        and this relative to the field's largest, median and mean, and the smallest relative to it;
        of the rule: all `facts`; of the tournament: `size`, `turns`, `noise`, `continuation` and
        the cooperation of the field. NaN where a property does not vary.
        """
        import pandas as pd

        frames = {format: correlated(*self._gathered(format)) for format in self.formats}
        return pd.concat(frames, names=["format", "property"])

    def importances(self, rows: int = 20_000, trees: int = 100, seed: int = 0) -> "pd.DataFrame":
        """Return how much each property helps a random forest to predict the normalised rank.

        Parameters
        ----------
        rows
            How many entries of each format are drawn for it, at most.
        trees
            How many trees a forest has.
        seed
            Of the draws and of the forest.

        Returns
        -------
        DataFrame
            Indexed by format and property, the most important first: `importance`, by how much the
            property lowers the squared error, as a share of all; sums are 1. A property that was
            not seen counts as -1. `attrs["r_squared"]` has the share of the variance that each
            forest explains in tournaments that it has not seen: a third of all.

        Raises
        ------
        MissingExtra
            Without `tournament[learn]`.
        """
        import pandas as pd

        rows, trees = whole("rows", rows, 10, 10_000_000), whole("trees", trees, 1, 10_000)
        seed = whole("seed", seed, 0, 2**32 - 1)
        frames, explained = {}, {}
        for format in self.formats:
            found = importances(*self._gathered(format), rows, trees, seed)
            frames[format], explained[format] = found
        frame = pd.concat(frames, names=["format", "property"])
        frame.attrs["r_squared"] = explained
        return frame

    def _gathered(self, format: str) -> "tuple[pd.DataFrame, pd.DataFrame]":
        return gathered(self.of_format(format), self.tournaments, self.facts, self.game)

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write `tournaments.csv`, `players.csv` and `properties.csv` into a folder; return it.

        `entries` is not written: it is large, and the seed gives it again.

        Raises
        ------
        ResultsError
            When the folder cannot be written; nothing half-written is left.
        """
        place = checked_path("folder", folder)
        with staged(place, "meta-tournaments") as work:
            for name in ("tournaments", "players", "properties"):
                frame = getattr(self, name)
                (work / f"{name}.csv").write_bytes(csv(frame))
        return place

    def card(self) -> Card:
        """Return what is shown: what was played, and the first of each format."""
        told, sizes = self.manifest, self.tournaments["size"]
        rows = [
            [format, name, f"{row['median']:.3f}", Share(row["won"]), f"{int(row['entered']):,}"]
            for format in self.formats
            for name, row in self.players.loc[format].head(3).iterrows()
        ]
        return Card(
            f"MetaTournaments: {count(len(self.tournaments), 'tournament')} from a pool of"
            f" {count(len(self.names), 'rule')}",
            facts=[
                ("fields", f"of {sizes.min()} to {sizes.max()} players"),
                ("conditions", f"{told['conditions']:,}, {told['repetitions']:,} repetitions each"),
                ("game", f"{self.game}"),
                ("seed", f"{told['seed']}"),
            ],
            parts=[Table(("format", "player", "median rank", "won", "entered"), rows, names=2)],
        )

    def __repr__(self) -> str:
        return as_text(self.card())

    def _repr_html_(self) -> str:
        return as_html(self.card())


def entries_of(
    values: np.ndarray, member: np.ndarray, formats: int, names: list[str]
) -> "pd.DataFrame":
    """Return the frame of all entries.

    Parameters
    ----------
    values
        (rows, columns) format by format, field by field, player by player.
    member
        (f, p) who takes part in which field.
    formats
        How many there are.
    names
        Of the players.
    """
    import pandas as pd

    field, player = np.nonzero(member)
    tournament = np.concatenate([field + n * len(member) for n in range(formats)])
    frame = pd.DataFrame(values, columns=list(COLUMNS), copy=False)
    frame.insert(0, "tournament", tournament.astype(np.int32))
    who = pd.Categorical.from_codes(np.tile(player, formats), pd.Index(names))
    frame.insert(1, "player", pd.Series(who))
    return frame


def tournaments_of(
    conditions: Sequence[Sequence[Condition]], member: np.ndarray, entries: "pd.DataFrame"
) -> "pd.DataFrame":
    """Return the frame of tournaments.

    Parameters
    ----------
    conditions
        Of each format the condition of each field.
    member
        (f, p) who takes part in which field.
    entries
        The frame of all entries.
    """
    import pandas as pd

    every = [each for of_format in conditions for each in of_format]
    frame = pd.DataFrame(
        {
            "format": [each.format for each in every],
            "field": np.tile(np.arange(len(member)), len(conditions)),
            "turns": pd.array([each.turns for each in every], dtype="Int64"),
            "noise": [each.noise for each in every],
            "continuation": pd.array([each.continuation for each in every], dtype=float),
            "size": np.tile(member.sum(axis=1), len(conditions)),
        }
    )
    first = entries[entries["won"] > 0].groupby("tournament")
    frame["winner"] = first["player"].first().astype(str)
    frame["winners"] = first.size()
    by_field = entries.groupby("tournament")["cooperation"]
    for name in OF_FIELDS:
        frame[f"cooperation_{name}"] = by_field.agg(name)
    return frame.rename_axis("tournament")


def facts_of(rules: "Sequence[Strategy]", features: "pd.DataFrame | None") -> "pd.DataFrame":
    """Return what is known of rules beside their play, as numbers."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            "stochastic": [float(rule.draws) for rule in rules],
            "reads_game": [float(bool(rule.mentions & ABOUT_PAYOFFS)) for rule in rules],
            "reads_length": [float("turns" in rule.mentions) for rule in rules],
        },
        pd.Index([rule.name for rule in rules], name="player"),
    )
    return frame if features is None else pd.concat([frame, features], axis=1)


def _summary(entries: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of one format of `players`."""
    grouped = entries.groupby("player", observed=True)
    ranks = grouped["normalised_rank"]
    quartiles = ranks.quantile(np.array([0.25, 0.5, 0.75])).unstack()
    means = grouped[["won", "normalised_rank", "score", "cooperation"]].mean()
    frame = means.rename(columns={"normalised_rank": "mean"})
    frame.insert(0, "entered", grouped.size())
    for place, (name, level) in enumerate(
        [("median", 0.5), ("lower_quartile", 0.25), ("upper_quartile", 0.75)]
    ):
        frame.insert(2 + place, name, quartiles[level])
    frame.index = frame.index.astype(str)
    order = np.lexsort((frame.index, frame["mean"], frame["median"]))
    return frame.iloc[order]
