"""What theory and experiments say a season must show: nine predictions, each put to the test.

python examples/season_theory.py            prints tables and verdicts
python examples/season_theory.py --write    writes them into docs/season.md, with the figure

Each function below is one prediction and one small experiment. Its docstring says what was
predicted, what is played, and why it came out as it did; the verdicts follow from the numbers. The
partner rules and strategies at the top are plugins as anybody could write them.
"""

import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from strategies import (
    always_cooperate,
    always_defect,
    anyone,
    generous_tit_for_tat,
    nice_list,
    nicest,
    out_for_tat,
    tit_for_tat,
)
from tournament import (
    REFUSE,
    TSTO,
    C,
    D,
    Game,
    Probability,
    Season,
    SeasonResults,
    partner_rule,
    strategy,
)

DOCS = Path(__file__).parent.parent / "docs"
MARK, END = "<!-- season theory -->", "<!-- /season theory -->"
SURE = 0.99  # covered by the interval behind a verdict

# -- plugins -------------------------------------------------------------------------------------


@partner_rule
def leave_for_good(me, friend):
    """Give to the nice, most to whom it knows best; never again to whoever was naughty once."""
    return REFUSE if friend.naughty > 0 else friend.nice


@partner_rule
def nice_in_turn(me, friend):
    """Give to all who were never naughty, in turn; never again to the others."""
    return REFUSE if friend.naughty > 0 else -friend.given


@partner_rule
def contented(me, friend, tolerance: Probability = 0.2):
    """Stay with friends whose naughtiness is tolerable; one slip is forgiven."""
    if friend.naughty > tolerance * (friend.exchanges + 4):
        return REFUSE
    return 1.0 if friend.exchanges else 0.0


@partner_rule
def forgetful(me, friend, days=1):
    """Stay with who was nice in the last `days`; else go by the nice list, if there is one."""
    if friend.days_since <= days:
        return 1.0 if friend.last == C else -1.0
    return friend.reputation if friend.reputation >= 0.0 else 0.5


@strategy
def now_and_then(me, opponent, share: Probability = 0.1):
    """Be naughty with a probability, whatever the friend does."""
    return D if me.chance(share) else C


@strategy
def nice_until(me, opponent, last=1):
    """Play tit for tat, but be naughty on the `last` days, where they are known."""
    return D if opponent.last == D or 0 <= me.days_left < last else C


# -- from seasons to verdicts --------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """How large the experiments are; all begin from the same seed."""

    towns: int = 1000
    repetitions: int = 20
    seed: int = 1


@dataclass(frozen=True)
class Claim:
    """What was predicted: that these differences are above 0.

    values
        (repetitions,) or (repetitions, differences).
    """

    says: str
    values: np.ndarray

    @property
    def interval(self) -> tuple[np.ndarray, np.ndarray]:
        """The mean of each difference, and the reach of its interval on either side."""
        values = self.values.reshape(len(self.values), -1)
        error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
        return values.mean(axis=0), student.ppf((1 + SURE) / 2, len(values) - 1) * error

    @property
    def verdict(self) -> str:
        """`holds` when all intervals are above 0, `does not hold` when one is below."""
        mean, reach = self.interval
        if (mean - reach > 0).all():
            return "holds"
        return "does not hold" if (mean + reach < 0).any() else "within error"

    def __str__(self) -> str:
        mean, reach = self.interval
        shown = ", ".join(with_error(m, r) for m, r in zip(mean, reach, strict=True))
        return f"{self.says}: **{self.verdict}** ({shown})"


@dataclass(frozen=True)
class Finding:
    """A prediction, its numbers and its verdicts.

    frame
        Means and standard errors over repetitions; `shown` are the rows to print, all by default.
    """

    prediction: Callable[[Scale], "Finding"]
    frame: pd.DataFrame
    claims: dict[str, Claim]
    shown: tuple[str, ...] = ()

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each claim, by its short name."""
        return {name: claim.verdict for name, claim in self.claims.items()}

    def text(self) -> str:
        """Return it as Markdown: what the docstring says, the table, the claims."""
        what, why = (" ".join(p.split()) for p in self._doc[1:])
        claims = [
            textwrap.fill(f"- {c}", 100, subsequent_indent="  ") for c in self.claims.values()
        ]
        parts = [f"### {self.title}", textwrap.fill(what, 100), "\n".join(self._rows())]
        return "\n\n".join([*parts, "\n".join(claims), textwrap.fill(why, 100)]) + "\n"

    @property
    def title(self) -> str:
        """The prediction in a line."""
        return " ".join(self._doc[0].split())

    @property
    def _doc(self) -> list[str]:
        return (self.prediction.__doc__ or "").strip().split("\n\n")

    def _rows(self) -> list[str]:
        columns = list(dict.fromkeys(self.frame.columns.get_level_values(0)))
        head = [str(self.frame.index.name), *columns]
        rows = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
        for label, cells in self.frame.iterrows():
            if self.shown and label not in self.shown:
                continue
            shown = [with_error(cells[c, "mean"], cells[c, "error"]) for c in columns]
            rows.append("| " + " | ".join([str(label), *shown]) + " |")
        return rows


def with_error(value: float, error: float) -> str:
    """Return a number and its error, with two digits of the latter, at most three decimals."""
    if not error > 0:
        return f"{value:.4g}"
    digits = int(np.clip(1 - np.floor(np.log10(error)), 0, 3))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def table(name: str, rows: Mapping[Any, Mapping[str, np.ndarray]]) -> pd.DataFrame:
    """Return means and standard errors of (repetitions,) values, by row and column."""
    cells = {
        label: {
            (column, what): value
            for column, values in row.items()
            for what, value in (
                ("mean", np.mean(values)),
                ("error", np.std(values, ddof=1) / np.sqrt(len(values))),
            )
        }
        for label, row in rows.items()
    }
    return pd.DataFrame.from_dict(cells, orient="index").rename_axis(name)


def season(scale: Scale, kinds: Any, **options: Any) -> SeasonResults:
    """Play a season of (strategy, partner rule) pairs: their shares, or a list for equal ones."""
    usual = {"towns": scale.towns, "repetitions": scale.repetitions, "seed": scale.seed}
    return Season(kinds, **(usual | options)).play(progress=False, threads=1)


def per_gift(results: SeasonResults, column: str = "income") -> list[np.ndarray]:
    """Return for each kind (repetitions,) means over its towns, per gift that a town may leave.

    Where all are nice a town earns 15 as giver and 15 as receiver of each gift: 30. Where all are
    naughty it earns 10.
    """
    means = results.towns.groupby(["kind", "repetition"], observed=False)[column].mean()
    return [means[kind].to_numpy() / sum(results.rules.gifts) for kind in results.kinds]


# -- the predictions -----------------------------------------------------------------------------


def random_addressees(scale: Scale) -> Finding:
    """1. With random addressees and no memory, naughty does best, and all fall towards 5 a side

    Always nice and always naughty towns give to anyone (100 friends, 25 days, 5 gifts a day). Each
    generation plays a season; then shares grow in proportion to income, from 10 % naughty.

    It is the prisoner's dilemma and nothing else: naughty earns 25 or 5 where nice earns 15 or 1.
    """
    generations = 12
    shares, history = np.full(scale.repetitions, 0.1), []
    for generation in range(generations):
        rows = []
        for repetition, share in enumerate(shares):
            kinds = {(always_cooperate, anyone): 1 - share, (always_defect, anyone): share}
            seed = scale.seed + 1000 * generation + repetition
            played = season(scale, kinds, seed=seed, repetitions=1)
            rows.append([share, *(income[0] for income in per_gift(played))])
        history.append(np.array(rows))
        share, nice, naughty = history[-1].T
        most = 1 - 2 / scale.towns  # a last nice town stays
        shares = np.minimum(share * naughty / (share * naughty + (1 - share) * nice), most)
    sides = [((1 - s) * nice + s * naughty) / 2 for s, nice, naughty in (h.T for h in history)]
    shown = {
        f"{g + 1}": {
            "share of naughty": history[g][:, 0],
            "nice: income per gift": history[g][:, 1],
            "naughty: income per gift": history[g][:, 2],
            "all: per gift side": sides[g],
        }
        for g in range(generations)
    }
    ahead = np.stack([h[:, 2] - h[:, 1] for h in history], axis=1)
    return Finding(
        random_addressees,
        table("generation", shown),
        {
            "naughty ahead": Claim(
                "naughty earns more than nice at every share (first and last generation)",
                ahead[:, [0, -1]],
            ),
            "mean falls": Claim(
                "income per gift side falls from first to last generation", sides[0] - sides[-1]
            ),
            "ends near 5": Claim("and ends less than 1 above 5", 6 - sides[-1]),
        },
        ("1", "4", "8", "12"),
    )


def choosing(scale: Scale) -> Finding:
    """2. Giving to who was nice beats being nice to anyone and tit for tat with anyone

    Choosers play tit for tat and give by out_for_tat; the others give to anyone. `alone`: one of
    the three with 30 % always naughty; `mixed`: all four equally many; `rare`: 2 % choosers, 4 %
    who choose but take turns (nice_in_turn). 100 friends, 25 days; income per gift.

    Alone, it holds, and against tit for tat the more the fewer gifts there are to learn from;
    against always nice it does not, as those learn nothing at any budget. Mixed, it does not hold:
    choosers still earn more as givers, but less as receivers. Receiving costs nothing and cannot
    be refused, so a gift to a stranger is an advertisement: its giver becomes known as nice, and
    choosers stay. Who gives to the same five friends is known to five. It holds while choosers are
    rare, as few are there to advertise to; where a day's gifts reach half of all friends (10
    friends), and everybody is known; and for choosers who take turns among the nice.
    """
    chooser, nice, tit = (
        (tit_for_tat, out_for_tat),
        (always_cooperate, anyone),
        (tit_for_tat, anyone),
    )
    naughty, turns = (always_defect, anyone), (tit_for_tat, nice_in_turn)
    rows: dict[str, dict[str, np.ndarray]] = {}
    for gifts in (1, 5, 50):
        alone = [
            per_gift(season(scale, {kind: 0.7, naughty: 0.3}, gifts_per_day=gifts))[0]
            for kind in (chooser, nice, tit)
        ]
        names = ("choosers", "nice to anyone", "tit for tat, anyone")
        rows[f"alone, {gifts} a day"] = dict(zip(names, alone, strict=True))
    shown = (chooser, nice, tit)
    giver: list[np.ndarray] = []
    for gifts, friends in ((1, 100), (5, 100), (50, 100), (5, 10)):
        kinds = dict.fromkeys((*shown, naughty), 0.25)
        mixed = season(scale, kinds, gifts_per_day=gifts, friends=friends)
        few = f", {friends} friends" if friends < 100 else ""
        rows[f"mixed, {gifts} a day{few}"] = dict(zip(names, per_gift(mixed), strict=False))
        if (gifts, friends) == (5, 100):
            giver = per_gift(mixed, "as_giver")
            rows["of these 5, as giver"] = dict(zip(names, giver, strict=False))
    kinds = {chooser: 0.02, nice: 0.34, tit: 0.34, naughty: 0.26, turns: 0.04}
    rare = per_gift(season(scale, kinds))
    rows["rare, 5 a day"] = dict(zip(names, rare, strict=False))

    def ahead(row: str, other: str = names[2]) -> np.ndarray:
        return rows[row]["choosers"] - rows[row][other]

    both = [ahead(f"alone, {g} a day", other) for g in (1, 5, 50) for other in names[1:]]
    return Finding(
        choosing,
        table("population", rows),
        {
            "alone": Claim("alone, choosers beat both, at 1, 5 and 50 gifts", np.stack(both, 1)),
            "small budget, tit for tat": Claim(
                "their lead over tit for tat is larger with 1 gift a day than with 50",
                ahead("alone, 1 a day") - ahead("alone, 50 a day"),
            ),
            "small budget, nice": Claim(
                "and so is their lead over always nice",
                ahead("alone, 1 a day", names[1]) - ahead("alone, 50 a day", names[1]),
            ),
            "mixed": Claim(
                "mixed, choosers beat tit for tat, at 1 and 5 of 100 friends",
                np.stack([ahead("mixed, 1 a day"), ahead("mixed, 5 a day")], 1),
            ),
            "mixed, as giver": Claim("mixed, they do so as givers", ahead("of these 5, as giver")),
            "few friends": Claim(
                "mixed, they do so with 10 friends", ahead("mixed, 5 a day, 10 friends")
            ),
            "rare": Claim("rare, they do so", ahead("rare, 5 a day")),
            "turns": Claim("and so do choosers who take turns", rare[4] - rare[2]),
        },
    )


def concentration(scale: Scale) -> Finding:
    """3. Gifts concentrate: the nice form a core, and naughty is ahead at first only

    80 % nice towns give by out_for_tat; 20 % always naughty ones give to anyone. The nice answer by
    tit for tat, or (`forgiven`) are nice to everybody, and naughty ones return to their victims
    (out_for_tat, too); or so with 35 for naughty against nice. 100 friends, 5 gifts a day; nice
    gifts opened, and naughty's lead in income, per town and day.

    The core forms on the second day: one naughty answer is enough to be left. With it goes the
    naughty towns' lead. Where all is forgiven, givers leave them all the same, but receivers cannot
    refuse: they give to the nice day after day, for T = 25 each. That is still less than what two
    nice towns earn by giving to each other, 2 R = 30. In a game with T above 2 R, naughty is ahead
    for ever.
    """
    rows: dict[str, dict[str, np.ndarray]] = {f"{day + 1}": {} for day in range(25)}
    share, leads, core = {"nice": 0.8, "naughty": 0.2}, {}, np.zeros(0)
    for label, move, return_to, game in (
        ("lead", tit_for_tat, anyone, TSTO),
        ("lead, forgiven", always_cooperate, out_for_tat, TSTO),
        ("lead, forgiven, T = 35", always_cooperate, out_for_tat, Game(R=15, S=1, T=35, P=5)),
    ):
        kinds = {(move, out_for_tat): share["nice"], (always_defect, return_to): share["naughty"]}
        results = season(scale, kinds, game=game)
        towns = np.array([np.bincount(kind) for kind in results.kind_of])[:, None]
        daily = np.array([t.daily for t in results.tallies])  # repetition, day, kind, role, outcome
        income = daily.sum(3) @ [game.R, game.S, game.T, game.P] / towns
        leads[label] = income[..., 1] - income[..., 0]
        if label == "lead":
            nice_gifts = daily[:, :, :, 1, [0, 2]].sum(-1) / towns  # to receivers of each kind
            core = np.array([t.between[0, 0].sum() / t.between[0].sum() for t in results.tallies])
            for day, row in enumerate(rows.values()):
                row |= {
                    f"nice gifts to {who}": nice_gifts[:, day, k] for k, who in enumerate(share)
                }
        for day, row in enumerate(rows.values()):
            row[label] = leads[label][:, day]
    got = [row["nice gifts to naughty"] for row in rows.values()]
    return Finding(
        concentration,
        table("day", rows),
        {
            "core": Claim(
                "more than 95 % of the gifts of nice towns go to nice towns", core - 0.95
            ),
            "known naughty left": Claim(
                "a naughty town gets less than a tenth of the first day's nice gifts on the last",
                0.1 * got[0] - got[-1],
            ),
            "front-loaded": Claim(
                "naughty leads on the first day, and is behind on the second and on the last",
                np.stack([leads["lead"][:, 0], *-leads["lead"][:, [1, -1]].T], 1),
            ),
            "front-loaded, forgiven": Claim(
                "it is behind on the last day, too, where all is forgiven",
                -leads["lead, forgiven"][:, -1],
            ),
            "front-loaded, forgiven, T = 35": Claim(
                "and with T = 35", -leads["lead, forgiven, T = 35"][:, -1]
            ),
        },
        ("1", "2", "5", "25"),
    )


def horizon(scale: Scale) -> Finding:
    """4. A longer season favours nice, a large pool of fresh friends favours naughty

    80 % tit for tat, giving by out_for_tat (`chosen`) or to anyone, and 20 % always naughty, giving
    to anyone; 5 gifts a day. Cells: income of a naughty town as a share of a nice one's.

    What counts is how often a naughty town can meet somebody for the first time: as often as it has
    friends, and never again. Where the nice choose, naughty stays behind even in the shortest
    season, as it gets no second gift; where they give to anyone it is ahead until friends run out.
    """
    rows: dict[str, dict[str, np.ndarray]] = {}
    for days in (5, 25, 100):
        row = rows[f"{days}"] = {}
        for who, rule in (("chosen", out_for_tat), ("anyone", anyone)):
            for friends in (10, 50, 200):
                kinds = {(tit_for_tat, rule): 0.8, (always_defect, anyone): 0.2}
                nice, naughty = per_gift(season(scale, kinds, days=days, friends=friends))
                row[f"{who}, {friends} friends"] = naughty / nice
    lists = [f"{who}, 50 friends" for who in ("chosen", "anyone")]
    longer = [rows[a][c] - rows[b][c] for c in lists for a, b in (("5", "25"), ("25", "100"))]
    pool = [
        rows["25"][f"{who}, {b} friends"] - rows["25"][f"{who}, {a} friends"]
        for who in ("chosen", "anyone")
        for a, b in ((10, 50), (50, 200))
    ]
    return Finding(
        horizon,
        table("days", rows),
        {
            "longer": Claim(
                "naughty's share falls from 5 to 25 to 100 days (50 friends)", np.stack(longer, 1)
            ),
            "pool": Claim("and grows from 10 to 50 to 200 friends (25 days)", np.stack(pool, 1)),
            "ahead of givers to anyone": Claim(
                "it is above 1 in 25 days among 200 friends where the nice give to anyone",
                rows["25"]["anyone, 200 friends"] - 1,
            ),
            "ahead of choosers": Claim(
                "it is above 1 even in 5 days among 200 friends where the nice choose",
                rows["5"]["chosen, 200 friends"] - 1,
            ),
        },
    )


def noise(scale: Scale) -> Finding:
    """5. Noise costs strict leavers more than forgiving choosers

    70 % nice towns by three move rules and three partner rules, with 30 % always naughty towns that
    give to anyone; 25 days, 5 gifts a day. Cells: income per gift lost to a noise of 5 %.

    It depends on what the moves do after a slip. Where they forgive, leaving over one slip throws
    a good friend away, the more dearly the fewer there are: leaving for good, with 20 friends, ends
    with nobody to give to. Tit for tat answers a slip with a feud. Then the forgiving chooser stays
    in it, and out_for_tat, which leaves, loses less; with 100 friends so does leaving for good.
    """
    rows: dict[str, dict[str, np.ndarray]] = {}
    moves = {
        "always nice": always_cooperate,
        "generous": generous_tit_for_tat,
        "tit for tat": tit_for_tat,
    }
    for label, move in moves.items():
        row = rows[label] = {}
        for friends in (20, 100):
            for rule in (leave_for_good, out_for_tat, nicest):
                kinds = {(move, rule): 0.7, (always_defect, anyone): 0.3}
                quiet, loud = (
                    per_gift(season(scale, kinds, friends=friends, noise=p))[0] for p in (0, 0.05)
                )
                row[f"{rule.name}, {friends} friends"] = quiet - loud

    def more(label: str, rule: str, friends: int) -> np.ndarray:
        row = rows[label]
        return row[f"{rule}, {friends} friends"] - row[f"nicest, {friends} friends"]

    says = "{} loses more than nicest among {} (20 and 100 friends)"
    claims = {
        f"{rule}, {label}": Claim(
            says.format(rule, label), np.stack([more(label, rule, n) for n in (20, 100)], 1)
        )
        for label in moves
        for rule in ("out_for_tat", "leave_for_good")
    }
    return Finding(noise, table("moves", rows), claims)


def cap(scale: Scale) -> Finding:
    """6. A cap on unopened gifts spreads gifts

    80 % always nice towns, giving by out_for_tat or by the public nice list, and 20 % always
    naughty ones that give to anyone; 100 friends, 25 days, 5 gifts a day, noise 5 %. Gini
    coefficient of gifts received over towns (0: all alike), and income per gift.

    It does, and not only among the nice: a cap as low as the daily budget leaves room for exactly
    the gifts there are, so every box fills, and the naughty get as many gifts as the nice, whose
    lead is gone. A cap a little above the budget spreads gifts among the nice and costs them next
    to nothing; most of all it ends the crowd at the top of a nice list.
    """
    rows: dict[str, dict[str, np.ndarray]] = {}
    for limit in (None, 10, 7, 5):
        row = rows["none" if limit is None else f"{limit}"] = {}
        for rule in (out_for_tat, nice_list):
            kinds = {(always_cooperate, rule): 0.8, (always_defect, anyone): 0.2}
            results = season(scale, kinds, inbox=limit, noise=0.05, nice_list=True)
            row[f"{rule.name}: Gini"] = results.inequality["received"].to_numpy()
            for who, income in zip(("nice", "naughty"), per_gift(results), strict=True):
                row[f"{rule.name}: {who}"] = income
    spread = [
        rows[a][f"{rule}: Gini"] - rows[b][f"{rule}: Gini"]
        for rule in ("out_for_tat", "nice_list")
        for a, b in (("none", "7"), ("7", "5"))
    ]
    kept = [rows[n]["out_for_tat: nice"] - rows[n]["out_for_tat: naughty"] for n in ("7", "5")]
    return Finding(
        cap,
        table("cap", rows),
        {
            "spreads": Claim(
                "Gini falls from no cap to 7 to 5, by both rules", np.stack(spread, 1)
            ),
            "nice ahead at 7": Claim("the nice (out_for_tat) stay ahead under a cap of 7", kept[0]),
            "nice ahead at 5": Claim("and under a cap of 5", kept[1]),
        },
    )


def public_list(scale: Scale) -> Finding:
    """7. A public nice list lowers the memory needed

    60 % always nice towns that stay with who was nice within some days, and otherwise go by the
    nice list, if there is one (`forgetful`); 40 % always naughty ones that give to anyone. 100
    friends, 25 days, 5 gifts a day; all at home, or absent on half of the days. Income per gift.

    With the list no memory is needed at all. But little is needed without: whoever stays must only
    know who was nice yesterday, or, where friends are away, some days ago.
    """
    rows: dict[str, dict[str, np.ndarray]] = {}
    for days in (0, 1, 3, 25):
        row = rows[f"{days}"] = {}
        for label, absence in (("at home", 0.0), ("absent", 0.5)):
            for public in (False, True):
                kinds = {
                    (always_cooperate, forgetful(days=days)): 0.6,
                    (always_defect, anyone): 0.4,
                }
                results = season(scale, kinds, absence=absence, nice_list=public)
                row[f"{label}, {'list' if public else 'no list'}"] = per_gift(results)[0]
    none, full = rows["0"], rows["25"]
    places = ("at home", "absent")
    return Finding(
        public_list,
        table("days remembered", rows),
        {
            "replaces memory": Claim(
                "without memory, the list raises income (at home, absent)",
                np.stack([none[f"{p}, list"] - none[f"{p}, no list"] for p in places], 1),
            ),
            "as good as memory": Claim(
                "the list without memory gives 99 % of full memory without list, or more",
                np.stack([none[f"{p}, list"] - 0.99 * full[f"{p}, no list"] for p in places], 1),
            ),
            "one day is short at home": Claim(
                "without list, at home, remembering one day falls short of 99 % of full memory",
                0.99 * full["at home, no list"] - rows["1"]["at home, no list"],
            ),
            "one day is short": Claim(
                "it does so where towns are absent",
                0.99 * full["absent, no list"] - rows["1"]["absent, no list"],
            ),
        },
    )


def tolerance(scale: Scale) -> Finding:
    """8. Naughty now and then, just inside the givers' tolerance, survives

    5 % towns that are naughty with a probability (columns) among residents who give alike:
    `contented` tolerates a fifth of naughty moves, `nicest` ranks by count. 100 friends, 25 days,
    5 gifts a day. Cells: income per gift ahead of the residents.

    It does where tolerance is all there is: inside it a slip costs nothing and pays 10, outside it
    costs the gifts. It does not where givers compare, as someone nicer is always there, nor where
    receivers and givers answer in kind (tit for tat), as every slip is paid back.
    """
    shares = (0.05, 0.1, 0.3, 1.0)
    residents = {
        "always nice, contented": (always_cooperate, contented),
        "always nice, nicest": (always_cooperate, nicest),
        "tit for tat, contented": (tit_for_tat, contented),
    }
    rows: dict[str, dict[str, np.ndarray]] = {}
    for label, (move, rule) in residents.items():
        row = rows[label] = {}
        for share in shares:
            kinds = {(move, rule): 0.95, (now_and_then(share=share), rule): 0.05}
            usual, other = per_gift(season(scale, kinds))
            row[f"{share:g}"] = other - usual
    inside = {label: np.stack([row["0.05"], row["0.1"]], 1) for label, row in rows.items()}
    names = list(rows)
    return Finding(
        tolerance,
        table("residents", rows),
        {
            "inside": Claim(
                "naughty in 5 % and 10 % of moves is ahead among the contented", inside[names[0]]
            ),
            "outside": Claim(
                "30 % and 100 % are behind there",
                -np.stack([rows[names[0]]["0.3"], rows[names[0]]["1"]], 1),
            ),
            "compared": Claim("5 % and 10 % are ahead among those who compare", inside[names[1]]),
            "answered": Claim("5 % and 10 % are ahead among tit for tat", inside[names[2]]),
        },
    )


def last_day(scale: Scale) -> Finding:
    """9. With a known last day, naughty rises at the end for rules that use it

    Towns play tit for tat, but are naughty on their last days (`nice_until`: 0 to 3 of them); one
    in ten deviates to other numbers (columns). All give by out_for_tat; 100 friends, 25 days, 5
    gifts a day. Cells: what deviating adds to a town's income per gift, against the same season
    without.

    It does, and the last day pays. Backward induction then has everybody start a day earlier, and
    so on to the first day. Here it stops after a step or two, as choosers leave: who starts much
    earlier than the others loses their gifts, and where all start early, who stays nice to the end
    gets the gifts of all who were betrayed. Where the end is not told, `days_left` is -1 and the
    rule is tit for tat.
    """

    def played(last: int, deviant: int, **options: Any) -> SeasonResults:
        kinds = [(nice_until(last=last).named(f"resident {i}"), out_for_tat) for i in range(9)]
        new = (nice_until(last=deviant).named("deviant"), out_for_tat)
        return season(scale, [*kinds, new], **options)

    lasts = (0, 1, 2, 3, 5)
    gains: dict[int, dict[int, np.ndarray]] = {}
    for last in range(4):
        usual = per_gift(played(last, last))[-1]
        gains[last] = {deviant: per_gift(played(last, deviant))[-1] - usual for deviant in lasts}
    naughty = []
    for known in (True, False):
        moves = [t.daily[-2:].sum((1, 2)) for t in played(1, 1, days_known=known).tallies]
        naughty.append(np.array([m[:, 2:].sum(1) / m.sum(1) for m in moves]))  # last two days
    told, untold = naughty
    return Finding(
        last_day,
        table(
            "residents",
            {f"{a}": {f"last {d}": gain for d, gain in row.items()} for a, row in gains.items()},
        ),
        {
            "rises": Claim(
                "the share of naughty moves is higher on the last day than on the day before",
                told[:, 1] - told[:, 0],
            ),
            "rises, not told": Claim(
                "and so it is where the end is not told", untold[:, 1] - untold[:, 0]
            ),
            "pays": Claim("among tit for tat, naughty on the last day pays", gains[0][1]),
            "pays earlier": Claim(
                "among tit for tat, naughty on the last five days pays", gains[0][5]
            ),
            "unravels": Claim(
                "among those naughty on the last day, starting a day earlier pays", gains[1][2]
            ),
            "unravels further": Claim(
                "among those naughty on the last 3 days, staying nice to the end does not pay",
                -gains[3][0],
            ),
        },
    )


PREDICTIONS = (
    random_addressees,
    choosing,
    concentration,
    horizon,
    noise,
    cap,
    public_list,
    tolerance,
    last_day,
)


# -- the page ------------------------------------------------------------------------------------


def summary(findings: list[Finding]) -> str:
    """Return one row per prediction: which of its claims have which verdict."""
    kinds = ("holds", "does not hold", "within error")
    rows = [f"| prediction | {' | '.join(kinds)} |", "|---" * 4 + "|"]
    for finding in findings:
        cells = ["; ".join(k for k, v in finding.verdicts.items() if v == kind) for kind in kinds]
        rows.append(f"| {finding.title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def page(findings: list[Finding], scale: Scale) -> str:
    """Return all findings as Markdown."""
    words = (
        f"{scale.repetitions} repetitions of {scale.towns:,} towns, seed {scale.seed}, by"
        " `examples/season_theory.py`, which says in a few lines how each number comes about."
        " Income is per gift that a town may leave: 30 where all are nice (15 as giver, 15 as"
        " receiver), 10 where all are naughty. Tables: mean ± standard error over repetitions."
        f" Claims: difference ± reach of its {SURE:.0%} interval; a claim holds when all its"
        " intervals are above 0, and does not hold when one is below."
    )
    parts = [textwrap.fill(words, 100), summary(findings)]
    parts += ["![Three of the nine in pictures](season_theory.png)", *(f.text() for f in findings)]
    return "\n\n".join(parts)


def draw(findings: list[Finding], path: Path) -> None:
    """Draw income by generation (1), the lead by day (3) and the price of slips (8)."""
    from matplotlib.figure import Figure

    from analysis import figures

    with figures.style():
        canvas = Figure(figsize=(11, 3.4), layout="constrained")
        axes = canvas.subplots(1, 3)
        for place, (number, name, drop) in enumerate(
            ((0, "income per gift", "per gift side"), (2, "lead per town and day", "gifts to"))
        ):
            frame = findings[number].frame
            for column in dict.fromkeys(frame.columns.get_level_values(0)):
                if drop not in column and "share" not in column:
                    axes[place].plot(frame.index.astype(int), frame[column, "mean"], label=column)
            axes[place].set(xlabel=frame.index.name, ylabel=name, title=findings[number].title[:2])
        frame = findings[7].frame.xs("mean", axis=1, level=1)
        errors = findings[7].frame.xs("error", axis=1, level=1)
        for label, row in frame.iterrows():
            axes[2].errorbar(range(len(row)), row, errors.loc[label], marker="o", label=label)
        axes[2].set_xticks(range(frame.shape[1]), frame.columns)
        axes[2].set(xlabel="share of naughty moves", ylabel="income per gift ahead", title="8.")
        for place in axes:
            place.axhline(0, color="0.6", linewidth=0.8, zorder=0)
            place.legend(fontsize="x-small")
        canvas.savefig(path, dpi=100)


def main(arguments: list[str]) -> None:
    """Play everything and print it; with --write, write it into docs/season.md."""
    scale = Scale()
    findings = []
    for prediction in PREDICTIONS:
        findings.append(prediction(scale))
        print(findings[-1].text())
    if "--write" in arguments:
        target = DOCS / "season.md"
        before, rest = target.read_text(encoding="utf-8").split(f"{MARK}\n")
        after = rest.split(f"{END}\n")[1]
        text = f"{before}{MARK}\n{page(findings, scale)}{END}\n{after}"
        target.write_text(text, encoding="utf-8")
        draw(findings, DOCS / "season_theory.png")


if __name__ == "__main__":
    main(sys.argv[1:])
