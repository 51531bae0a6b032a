"""Results of a season: the frames that follow from what was played.

Income is the sum of payoffs over the season, not a mean per gift: a town that opens more gifts can
earn more. A gift pays giver and receiver once it is opened.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tournament import outcomes
from tournament.game import Game
from tournament.interactive.card import Card
from tournament.results.books.season import GAVE, LEFT, OF_A_GIFT, RECEIVED, SeasonTallies
from tournament.results.estimation.rescoring import check_blind, rescored
from tournament.results.frames import Frames
from tournament.results.ranking import interval, places
from tournament.results.showing.cards import season_card
from tournament.rules.checks import one_of
from tournament.rules.season import SeasonRules

if TYPE_CHECKING:
    import pandas as pd

MEANS = ("income", "as_giver", "as_receiver", "sent", "received", "unopened")  # per town
GINIS = ("income", "received")
Over = Literal["towns", "repetitions"]
OVER: tuple[Over, ...] = ("towns", "repetitions")
ROUNDING = 1e-9  # relative to incomes: less is no difference


@dataclass(frozen=True, eq=False, repr=False)
class SeasonResults(Frames):
    """What `Season.play` returns. A *kind* is a strategy with a partner rule.

    played
        What happened, as data: see `tournament.results.played`. Its parts can be read here too:
        `kinds`, in the order of entry; `rules`, `repetitions`, `friends`; `kind_of`; `tallies`;
        `exchanged`; `plugins`; `manifest`.

    Examples
    --------
    >>> from tournament import Season
    >>> kinds = [("tit_for_tat", "nicest"), ("always_defect", "anyone")]
    >>> season = Season(kinds, towns=40, friends=10, days=5, seed=1).play(progress=False)
    >>> season.ranking["income"].round(1).to_dict()
    {'tit_for_tat + nicest': 659.6, 'always_defect + anyone': 317.8}
    """

    EVENT = "season"

    # -- what was played -------------------------------------------------------------------------

    @property
    def kinds(self) -> list[str]:
        """Names of the kinds, in the order of entry."""
        return self.played.names

    @property
    def rules(self) -> SeasonRules:
        """What held for the season."""
        rules: SeasonRules = self.played.rules
        return rules

    @property
    def friends(self) -> int | str:
        """How many friends a town had: a number, "everyone" or "given"."""
        friends: int | str = self.played.setting["friends"]
        return friends

    @property
    def kind_of(self) -> list[np.ndarray]:
        """Per repetition (N,) the kind of each town, as a position in `kinds`."""
        return self.played.labels

    @property
    def tallies(self) -> list[SeasonTallies]:
        """Per repetition the integers behind everything; see `tournament.results.books.season`."""
        return self.played.books

    @property
    def exchanged(self) -> np.ndarray:
        """(g, 4) of the first repetition: giver, receiver, gifts left, nice ones among the
        opened."""
        gifts = self.tallies[0].exchanged
        return np.zeros((0, len(OF_A_GIFT)), np.int64) if gifts is None else gifts

    @property
    def plugins(self) -> dict[str, dict[str, Any]]:
        """By kind: what is known of its `strategy` and of its `partner` rule."""
        return self.played.plugins

    # -- incomes ---------------------------------------------------------------------------------

    @property
    def _pay(self) -> np.ndarray:
        return outcomes.flat(np.asarray(self.game.payoffs[0], float))

    @cached_property
    def towns(self) -> "pd.DataFrame":
        """One row per repetition and town: `kind`, `income`, `as_giver`, `as_receiver`, `sent`
        (gifts left), `received` (gifts opened), `unopened` (of those sent), `nice` (share of its
        moves; missing where it made none)."""
        import pandas as pd

        parts = []
        for number, (kind, tallies) in enumerate(zip(self.kind_of, self.tallies, strict=True)):
            gave, received = tallies.towns[:, GAVE], tallies.towns[:, RECEIVED]
            sent = tallies.towns[:, LEFT]
            moves = gave + received
            table = pd.DataFrame(
                {
                    "repetition": number,
                    "town": np.arange(len(kind)),
                    "kind": pd.Categorical.from_codes(kind.tolist(), pd.Index(self.kinds)),
                    "income": outcomes.paid(moves, self._pay),
                    "as_giver": outcomes.paid(gave, self._pay),
                    "as_receiver": outcomes.paid(received, self._pay),
                    "sent": sent,
                    "received": received.sum(1),
                    "unopened": sent - gave.sum(1),
                    "nice": outcomes.cooperation(moves),
                }
            )
            parts.append(table)
        return pd.concat(parts, ignore_index=True).set_index(["repetition", "town"])

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """Kinds by mean income of their towns, best first.

        Columns: `rank`, `towns` (in one repetition), `income` (mean per town over the season),
        `standard_error`, `low`, `high` (95 % interval), `best_rank`, `worst_rank`, `tier`,
        `error_over_towns`, `error_over_repetitions`, then means per town of `as_giver`,
        `as_receiver`, `sent`, `received`, `unopened`, and `nice`, the share of nice moves.

        `best_rank` and `worst_rank` are the places that overlapping intervals leave open; `tier` is
        equal for neighbours that intervals cannot separate. Errors that are rounding count as 0
        there.

        `error_over_repetitions` is that of the mean of the repetitions' means; it is missing after
        one repetition. `error_over_towns` takes towns for independent, which they are not quite:
        they trade with one another. `standard_error` is the former from two repetitions on.
        """
        import pandas as pd

        frame = self.towns
        groups = frame.groupby("kind", observed=False)
        means, size = groups[[*MEANS]].mean(), groups.size()
        over_towns: np.ndarray = (groups["income"].std(ddof=1) / np.sqrt(size)).to_numpy(float)
        several = self.repetitions > 1
        by_repetition = frame.groupby(["kind", "repetition"], observed=False)["income"].mean()
        over_repetitions = by_repetition.unstack().std(axis=1, ddof=1) / np.sqrt(self.repetitions)
        error = over_repetitions.to_numpy(float) if several else over_towns
        income = means["income"].to_numpy(float)
        low, high = interval(income, error, self.repetitions if several else size.to_numpy())
        costs = self.game.less_is_better
        rank = means["income"].rank(ascending=costs, method="min").to_numpy(int)
        table = pd.DataFrame(
            {
                "rank": rank,
                "towns": (size / self.repetitions).round().to_numpy(int),
                "income": income,
                "standard_error": error,
                "low": low,
                "high": high,
                **_places(income, error, low, high, rank, costs=costs),
                "error_over_towns": over_towns,
                "error_over_repetitions": over_repetitions.to_numpy(float) if several else np.nan,
                **{name: means[name].to_numpy() for name in MEANS if name != "income"},
                "nice": outcomes.cooperation(self._moves()),
            },
            index=pd.Index(self.kinds, name="kind"),
        )
        return table.sort_values(["rank"], kind="stable")

    def errors(self, over: Over = "towns") -> "pd.DataFrame":
        """Return the standard errors of all means per town, kinds in the order of the ranking.

        Parameters
        ----------
        over
            "towns": of all repetitions, taken for independent. "repetitions": of the repetitions'
            means; missing after one.

        Returns
        -------
        DataFrame
            Indexed by kind: `income`, `as_giver`, `as_receiver`, `sent`, `received`, `unopened`,
            and `nice`, here the mean over towns of each town's share. Divisors are N - 1.
        """
        over = one_of("over", over, OVER)
        frame = self.towns
        if over == "repetitions":
            frame = frame.groupby(["repetition", "kind"], observed=True).mean()
        errors = frame.groupby("kind", observed=False).sem()
        errors.index = errors.index.astype(str)
        return errors.loc[list(self.ranking.index)]

    def _moves(self) -> np.ndarray:
        """Return (kinds, outcomes) of all towns of each kind, from their side."""
        return np.asarray(sum(t.daily.sum((0, 2)) for t in self.tallies))

    @cached_property
    def days(self) -> "pd.DataFrame":
        """One row per day and kind, and per day for `all`; `day` is what `me.day` was, 0 on day 1:
        `opened` (gifts of this kind opened, a repetition), `nice` (share of its moves of the day),
        `income` (per town, of the day), `new` (share of its opened gifts that were the first
        exchange of the two towns)."""
        import pandas as pd

        daily = np.sum([t.daily for t in self.tallies], axis=0)  # (D, K, 2, 4)
        fresh = np.sum([t.fresh for t in self.tallies], axis=0)
        towns = np.array(
            [(kind == k).sum() for kind in self.kind_of for k in range(len(self.kinds))]
        )
        towns = towns.reshape(self.repetitions, -1).sum(0)
        daily = np.concatenate([daily.sum(1, keepdims=True), daily], axis=1)
        fresh = np.concatenate([fresh.sum(1, keepdims=True), fresh], axis=1)
        moves = daily.sum(2)
        given = daily[:, :, 0].sum(-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns = {
                "opened": given / self.repetitions,
                "nice": outcomes.cooperation(moves),
                "income": outcomes.paid(moves, self._pay) / np.concatenate([[towns.sum()], towns]),
                "new": fresh / given,
            }
        index = pd.MultiIndex.from_product(
            [range(self.rules.days), ["all", *self.kinds]], names=["day", "kind"]
        )
        return pd.DataFrame({name: cells.reshape(-1) for name, cells in columns.items()}, index)

    @cached_property
    def between(self) -> "pd.DataFrame":
        """Gifts opened per repetition, kind of giver (row) by kind of receiver (column)."""
        return self._square(self._between.sum(-1) / self.repetitions)

    @cached_property
    def nice_between(self) -> "pd.DataFrame":
        """Share of nice moves of the givers (row) towards the receivers (column); missing where
        there were none."""
        return self._square(outcomes.cooperation(self._between))

    @cached_property
    def _between(self) -> np.ndarray:
        total: np.ndarray = np.sum([t.between for t in self.tallies], axis=0)
        return total

    def _square(self, cells: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        names = pd.Index(self.kinds, name="giver")
        return pd.DataFrame(cells, names, names.rename("receiver"))

    @cached_property
    def inequality(self) -> "pd.DataFrame":
        """Gini coefficients over towns, one row per repetition: `income`, `received`. 0 when all
        have the same, near 1 when one has all; missing for negative incomes."""
        import pandas as pd

        groups = self.towns.groupby("repetition")
        return pd.DataFrame(
            {name: [gini(cells[name].to_numpy()) for _, cells in groups] for name in GINIS},
            index=pd.RangeIndex(self.repetitions, name="repetition"),
        )

    @cached_property
    def gifts(self) -> "pd.DataFrame":
        """Who gave to whom in the first repetition: `giver`, `receiver` (town numbers), `gifts`
        left, and how many of the opened ones were `nice`. Edges for
        `networkx.from_pandas_edgelist(results.gifts, "giver", "receiver", True)`."""
        import pandas as pd

        return pd.DataFrame(self.exchanged, columns=["giver", "receiver", "gifts", "nice"])

    def under(self, game: Game | str) -> "SeasonResults":
        """Return the same play paid by another game, given as such, by name or as a text.

        Raises
        ------
        TypeError, UnknownName, ValueError
            When `game` is none.
        TournamentError
            When a strategy or a partner rule reads payoffs, so that it would have played otherwise;
            it is named. Seasons that were saved before it was known of partner rules must be played
            again.
        """
        facts = [rule for kind in self.plugins.values() for rule in kind.values()]
        paid = Game.of(game)
        check_blind({rule["name"]: rule for rule in facts}, "season")
        return replace(self, played=rescored(self.played, paid))

    def card(self) -> Card:
        """Return what the results show of themselves."""
        return season_card(self)


def _places(
    income: np.ndarray,
    error: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rank: np.ndarray,
    *,
    costs: bool,
) -> dict[str, np.ndarray]:
    """Return best and worst ranks and tiers; what rounding alone makes separates nothing."""
    scale = ROUNDING * max(1.0, float(np.abs(income).max()))
    low, high = (np.where(error < scale, income, end) for end in (low, high))
    order = np.argsort(rank, kind="stable").tolist()
    return places(low, high, order, less_is_better=costs, slack=scale)


def gini(values: np.ndarray) -> float:
    """Return the Gini coefficient of (n,) numbers that are not negative.

    Source: Gini (1912); here half the relative mean absolute difference.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 8.0]))
    (0.0, 0.75)
    """
    ordered = np.sort(values)
    total = ordered.sum()
    if total <= 0 or ordered[0] < 0:
        return float("nan")
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))
