"""What theory and experiments say a season must show: nine predictions, each put to the test.

python examples/season_theory.py            prints tables and verdicts
python examples/season_theory.py --write    writes them into docs/season.md, and draws the figure

Each function below plays one small experiment. Its docstring says what was predicted and by whom,
what is played, and why it came out so; the verdicts are computed. The rules at the top are plugins
as anybody could write them.
"""

import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
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
from tournament import REFUSE, C, D, Probability, Season, SeasonResults, partner_rule, strategy

DOCS = Path(__file__).parent.parent / "docs"
MARK, END = "<!-- season theory -->\n", "<!-- /season theory -->\n"
SIZE = {"towns": 500, "repetitions": 12, "seed": 1}  # of the seasons below, if not told
SURE = 0.99  # covered by the intervals behind a verdict

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
    """Stay with friends whose share of naughtiness is tolerable; one slip is forgiven."""
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
    """Play tit for tat, but be naughty on the `last` days, where it is known which they are."""
    return D if opponent.last == D or 0 <= me.days_left < last else C


CHOOSERS, NAUGHTY = (tit_for_tat, out_for_tat), (always_defect, anyone)
NICE, TIT = (always_cooperate, anyone), (tit_for_tat, anyone)

# -- from seasons to verdicts --------------------------------------------------------------------

Values = np.ndarray  # (repetitions,) one number per repetition
Rows, Claims = dict[str, dict[str, Values]], dict[str, list[Values]]


@dataclass(frozen=True)
class Finding:
    """What an experiment found.

    rows
        The table: values by row and column. Of long ones the rows in `shown` are printed.
    claims
        What was predicted, in words, and the differences that must be above 0 for it to hold.
    beyond
        What we asked besides, to see how far it goes; it has no part in the verdict.
    """

    index: str
    rows: Rows
    claims: Claims
    beyond: Claims = field(default_factory=dict)
    shown: tuple[str, ...] = ()


def season(kinds: Any, **options: Any) -> SeasonResults:
    """Play a season of kinds and their shares: 100 friends, 25 days, 5 gifts a day, if not told."""
    return Season(kinds, **(SIZE | options)).play(progress=False)


def per_gift(results: SeasonResults, column: str = "income") -> list[Values]:
    """Return for each kind the mean of its towns, per gift that a town may leave."""
    means = results.towns.groupby(["kind", "repetition"], observed=False)[column].mean()
    return [means[kind].to_numpy() / sum(results.rules.gifts) for kind in results.kinds]


def each_day(results: SeasonResults) -> np.ndarray:
    """Return (repetitions, days, kinds, 2, 4): outcomes per town, as giver and as receiver."""
    towns = np.array([np.bincount(kind) for kind in results.kind_of])
    return np.array([t.daily for t in results.tallies]) / towns[:, None, :, None, None]


def interval(values: Values) -> tuple[float, float]:
    """Return the mean and the reach of its interval to either side."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return values.mean(), student.ppf((1 + SURE) / 2, len(values) - 1) * error


def verdict(differences: list[Values]) -> str:
    """Return `holds` if all intervals are above 0, `does not hold` if one is not."""
    ends = [(mean - reach, mean + reach) for mean, reach in map(interval, differences)]
    if all(low > 0 for low, _ in ends):
        return "holds"
    return "does not hold" if any(high <= 0 for _, high in ends) else "cannot be told"


# -- the predictions -----------------------------------------------------------------------------


def random_addressees() -> Finding:
    """1. With random addressees and no memory, naughty does best, and income falls

    Predicted: what game theory says of a prisoner's dilemma among strangers; income falls towards
    5 a gift side.

    Played: always nice and always naughty towns give to anyone. From one generation to the next
    shares grow in proportion to income (Taylor and Jonker 1978), from 10 % naughty, up to 99 %.

    Why: whatever a friend does, naughty is paid 4 or 10 more, and nobody remembers.
    """
    share, rows = 0.1, {}
    for generation in range(1, 13):
        kinds = {NICE: 1 - share, NAUGHTY: share}
        nice, naughty = per_gift(season(kinds, seed=SIZE["seed"] + generation))
        rows[f"{generation}"] = {
            "naughty towns, %": np.full(len(nice), 100 * share),
            "income, nice": nice,
            "income, naughty": naughty,
            "all, per gift side": (share * naughty + (1 - share) * nice) / 2,
        }
        grown = share * naughty.mean()
        share = min(grown / (grown + (1 - share) * nice.mean()), 0.99)
    side = [row["all, per gift side"] for row in rows.values()]
    ahead = [row["income, naughty"] - row["income, nice"] for row in rows.values()]
    claims = {
        "naughty earns more than nice in every generation": ahead,
        "income per gift side falls from the first generation to the last": [side[0] - side[-1]],
        "it ends less than 0.5 above 5": [5.5 - side[-1]],
    }
    return Finding("generation", rows, claims, shown=("1", "4", "8", "12"))


def choosing() -> Finding:
    """2. Giving to who was nice beats being nice to anyone and tit for tat with anyone

    Predicted: Schuessler (1989); Hayashi (1993); Yamagishi, Hayashi and Jin (1994); more so the
    smaller the budget against the friend list.

    Played: choosers play tit for tat and give by out_for_tat; the others give to anyone. Alone: one
    of the three kinds with 30 % always naughty. Mixed: all three and always naughty in one
    population, a quarter each; or 2 % choosers; or choosers who take turns (nice_in_turn). Income
    per gift.

    Why: alone, choosing always pays; tit for tat with anyone learns faster with more gifts, always
    nice learns nothing at any budget, so only against the former is a small budget an advantage.
    Mixed, choosers earn more as givers and less as receivers. Receiving costs nothing and cannot be
    refused, so a gift to a stranger is an advertisement: its giver becomes known as nice, and the
    choosers among those who got one come back. Who always gives to the same five friends is known
    to five. So staying pays mixed only where choosers are rare (there are few to advertise to), or
    where a day's gifts reach half of the friends, so that everybody is known; at 1 or 5 gifts for
    100 friends it does not. Taking turns among the nice is choice and advertisement in one.
    """
    rows: Rows = {}
    names = ("choosers", "nice, anyone", "tit for tat, anyone")
    for number in (1, 5, 50):
        alone = [
            per_gift(season({kind: 0.7, NAUGHTY: 0.3}, gifts_per_day=number))[0]
            for kind in (CHOOSERS, NICE, TIT)
        ]
        rows[f"alone, {number} a day"] = dict(zip(names, alone, strict=True))
    for label, rule, share, number, friends in (
        ("1 a day", out_for_tat, 0.25, 1, 100),
        ("5 a day", out_for_tat, 0.25, 5, 100),
        ("50 a day", out_for_tat, 0.25, 50, 100),
        ("5 a day, 10 friends", out_for_tat, 0.25, 5, 10),
        ("5 a day, 2 % choosers", out_for_tat, 0.02, 5, 100),
        ("5 a day, taking turns", nice_in_turn, 0.25, 5, 100),
    ):
        kinds = {(tit_for_tat, rule): share} | dict.fromkeys((NICE, TIT, NAUGHTY), (1 - share) / 3)
        results = season(kinds, gifts_per_day=number, friends=friends)
        rows[f"mixed, {label}"] = dict(zip(names, per_gift(results), strict=False))
        if label == "5 a day":
            as_giver = dict(zip(names, per_gift(results, "as_giver"), strict=False))
            rows["mixed, 5 a day, as giver"] = as_giver
    leads = {row: [cells[names[0]] - cells[n] for n in names[1:]] for row, cells in rows.items()}
    claims: Claims = {}
    beyond: Claims = {}
    for row, lead in leads.items():
        (claims if row.endswith("a day") else beyond)[f"{row}: choosers beat both"] = lead
    for who in ("alone", "mixed"):
        pairs = zip(leads[f"{who}, 1 a day"], leads[f"{who}, 50 a day"], strict=True)
        claims[f"{who}: their leads are larger with 1 gift a day than with 50"] = [
            few - many for few, many in pairs
        ]
    return Finding("population", rows, claims, beyond)


def concentration() -> Finding:
    """3. Gifts concentrate: the nice form a core, and naughty is ahead at first only

    Predicted: where partners are chosen, defectors end alone (Stanley, Ashlock and Tesfatsion 1994;
    Ashlock, Smucker, Stanley and Tesfatsion 1996).

    Played: 80 % nice towns give by out_for_tat and play tit for tat, 20 % always naughty ones give
    to anyone. Or (forgiven) the nice ones are nice to everybody, and the naughty ones return to
    their victims. Nice gifts opened, and naughty's lead in income, per town and day.

    Why: one naughty answer is enough to be left, so the core is there on the second day, and the
    lead of the naughty is gone with it. Where all is forgiven givers leave them all the same.
    Receivers cannot: the naughty go on giving to the nice, and are paid 25 a gift. They are behind
    even so: they live on what they give, while nice towns give five gifts and get five, for 15
    each.
    """
    columns: dict[str, np.ndarray] = {}  # (repetitions, days)
    for lead, move, returns_to in (
        ("lead", tit_for_tat, anyone),
        ("lead, forgiven", always_cooperate, out_for_tat),
    ):
        results = season({(move, out_for_tat): 0.8, (always_defect, returns_to): 0.2})
        daily = each_day(results)
        if lead == "lead":
            nice_gifts = daily[:, :, :, 1, [0, 2]].sum(-1)  # as receivers see them: CC and DC
            columns["nice gifts to nice"] = core = nice_gifts[..., 0]
            columns["nice gifts to naughty"] = got = nice_gifts[..., 1]
        income = daily.sum(3) @ results.rules.game.payoffs[0].reshape(4)
        columns[lead] = income[..., 1] - income[..., 0]
    rows = {f"{d + 1}": {name: days[:, d] for name, days in columns.items()} for d in range(25)}
    ends = [[days[:, 0], -days[:, 1], -days[:, -1]] for days in (columns["lead"], columns[lead])]
    says = "naughty is ahead on the first day, and behind on the second and the last"
    claims = {
        "more than 95 % of nice gifts go to nice towns": [
            (0.8 * core).sum(1) / (0.8 * core + 0.2 * got).sum(1) - 0.95
        ],
        "a naughty town gets less than a tenth of the first day's nice gifts on the last": [
            0.1 * got[:, 0] - got[:, -1]
        ],
        says: ends[0],
    }
    beyond = {f"where all is forgiven, {says}": ends[1]}
    return Finding("day", rows, claims, beyond, ("1", "2", "5", "25"))


def horizon() -> Finding:
    """4. A longer season favours nice, a large pool of fresh friends favours naughty

    Predicted: the shadow of the future (Axelrod 1984); free riders that move on to fresh partners
    (Enquist and Leimar 1993).

    Played: 80 % tit for tat, giving by out_for_tat (choosers) or to anyone, with 20 % always
    naughty. Income of a naughty town, as a share of a nice one's.

    Why: naughty is paid best at the first exchange with a friend, and it has as many of these as it
    has friends. Where nice towns choose, it stays behind even in the shortest season, as hardly any
    gift comes to it after the first day.
    """
    rows: Rows = {}
    for days in (5, 25, 100):
        row = rows[f"{days}"] = {}
        for who, rule in (("choosers", out_for_tat), ("anyone", anyone)):
            for friends in (10, 50, 200):
                kinds = {(tit_for_tat, rule): 0.8, NAUGHTY: 0.2}
                nice, naughty = per_gift(season(kinds, days=days, friends=friends))
                row[f"{who}, {friends} friends"] = naughty / nice
    claims: Claims = {}
    beyond: Claims = {}
    for who in ("choosers", "anyone"):
        long = [rows[days][f"{who}, 50 friends"] for days in ("5", "25", "100")]
        wide = [rows["25"][f"{who}, {friends} friends"] for friends in (10, 50, 200)]
        claims[f"{who}: naughty's share falls from 5 to 25 to 100 days (50 friends)"] = [
            long[0] - long[1], long[1] - long[2],
        ]  # fmt: skip
        claims[f"{who}: it grows from 10 to 50 to 200 friends (25 days)"] = [
            wide[1] - wide[0], wide[2] - wide[1],
        ]  # fmt: skip
        beyond[f"{who}: with 200 friends and 5 days naughty is ahead"] = [
            rows["5"][f"{who}, 200 friends"] - 1
        ]
    return Finding("days", rows, claims, beyond)


def noise() -> Finding:
    """5. Noise costs strict leavers more than forgiving choosers

    Predicted: as generosity pays under noise in repeated games (Molander 1985), so it should in
    choosing friends.

    Played: 70 % towns with one of three strategies and of three partner rules, two of which leave
    after one slip, with 30 % always naughty. Income per gift that 5 % noise costs.

    Why: it depends on what the strategy does after a slip. Where it forgives, leaving throws a good
    friend away, the more dearly the fewer friends there are: leave_for_good runs out of 20. Tit for
    tat answers a slip with a feud. There the forgiving chooser stays in the feud, and out_for_tat,
    which leaves it, loses less; so does leaving for good where there are 100 friends.
    """
    rows: Rows = {}
    for move in (always_cooperate, generous_tit_for_tat, tit_for_tat):
        row = rows[move.name] = {}
        for friends in (20, 100):
            for rule in (leave_for_good, out_for_tat, nicest):
                kinds = {(move, rule): 0.7, NAUGHTY: 0.3}
                quiet, loud = (
                    per_gift(season(kinds, friends=friends, noise=p))[0] for p in (0, 0.05)
                )
                row[f"{rule.name}, {friends} friends"] = quiet - loud
    claims = {
        f"{move}: {leaver} loses more than nicest, with 20 and 100 friends": [
            row[f"{leaver}, {friends} friends"] - row[f"nicest, {friends} friends"]
            for friends in (20, 100)
        ]
        for move, row in rows.items()
        for leaver in ("out_for_tat", "leave_for_good")
    }
    return Finding("strategy", rows, claims)


def cap() -> Finding:
    """6. A cap on unopened gifts spreads gifts

    Predicted: in the issue that asked for seasons, without a source.

    Played: 80 % always nice towns with one of three partner rules, and 20 % always naughty; noise
    5 %, and a public nice list. Gini coefficient of gifts received over towns (0: all alike), and
    income per gift.

    Why: a full town sends givers to their next best friend. A cap of 7 spreads gifts among the nice
    and costs them next to nothing; most of all it ends the crowd at the top of a nice list. A cap
    of 5 has room for exactly the gifts there are: every box is filled, those of the naughty too,
    and the nice fall behind. To refuse known naughty ones (leave_for_good) helps a little only, as
    each of them still gets a first gift from everybody.
    """
    rows: Rows = {}
    rules = (out_for_tat, leave_for_good, nice_list)
    for limit in (None, 10, 7, 5):
        row = rows[f"{limit}".lower()] = {}
        for rule in rules:
            kinds = {(always_cooperate, rule): 0.8, NAUGHTY: 0.2}
            results = season(kinds, inbox=limit, noise=0.05, nice_list=True)
            row[f"{rule.name}: Gini"] = results.inequality["received"].to_numpy()
            row[f"{rule.name}: nice"], row[f"{rule.name}: naughty"] = per_gift(results)
    claims: Claims = {}
    beyond: Claims = {}
    for rule in rules:
        gini = [rows[limit][f"{rule.name}: Gini"] for limit in ("none", "7", "5")]
        claims[f"{rule.name}: Gini falls from no cap to 7 to 5"] = [
            gini[0] - gini[1], gini[1] - gini[2],
        ]  # fmt: skip
    for limit in ("7", "5"):
        for rule in rules:
            row = rows[limit]
            beyond[f"{rule.name}: the nice stay ahead under a cap of {limit}"] = [
                row[f"{rule.name}: nice"] - row[f"{rule.name}: naughty"]
            ]
    return Finding("cap", rows, claims, beyond)


def public_list() -> Finding:
    """7. A public nice list lowers the memory needed

    Predicted: information about others stands in for own experience (Kandori 1992; Nowak and
    Sigmund 1998).

    Played: 60 % always nice towns stay with who was nice within some days, and otherwise go by the
    nice list, if there is one (forgetful); 40 % always naughty. All at home, or absent on half of
    the days. Income per gift of the nice.

    Why: with the list no memory is needed. But little is needed without: whoever stays must only
    know who was nice the day before, or, where friends are away, some days before.
    """
    rows: Rows = {}
    for days in (0, 1, 3, 25):
        row = rows[f"{days}"] = {}
        for place, absence in (("at home", 0.0), ("absent", 0.5)):
            for public, words in ((False, "no list"), (True, "list")):
                kinds = {(always_cooperate, forgetful(days=days)): 0.6, NAUGHTY: 0.4}
                results = season(kinds, absence=absence, nice_list=public)
                row[f"{place}, {words}"] = per_gift(results)[0]
    claims: Claims = {}
    beyond: Claims = {}
    for place in ("at home", "absent"):
        listed, without = f"{place}, list", f"{place}, no list"
        most = 0.99 * rows["25"][without]
        claims |= {
            f"{place}: the list raises income without memory": [
                rows["0"][listed] - rows["0"][without]
            ],
            f"{place}: it then gives 99 % of what full memory gives without list, or more": [
                rows["0"][listed] - most
            ],
        }
        beyond[f"{place}: without list, one day of memory gives less than that"] = [
            most - rows["1"][without]
        ]
    return Finding("days remembered", rows, claims, beyond)


def tolerance() -> Finding:
    """8. Naughty now and then, just inside the givers' tolerance, survives

    Predicted: with choice and refusal of partners, some defection goes on between friends (Ashlock,
    Smucker, Stanley and Tesfatsion 1996).

    Played: 10 % towns that are naughty with some probability (the columns), among residents who
    give to who is nice enough (contented: up to a fifth of naughty moves) or to the nicest by
    count; three times as many repetitions. Income per gift ahead of the residents.

    Why: inside a tolerance a slip pays 10 and costs nothing; outside it costs the gifts. Where
    givers compare, somebody nicer is always there; and where friends play tit for tat, every slip
    is paid back.
    """
    rows: Rows = {}
    for move, rule in (
        (always_cooperate, contented), (always_cooperate, nicest), (tit_for_tat, contented),
    ):  # fmt: skip
        row = rows[f"{move.name} + {rule.name}"] = {}
        for share in (0.05, 0.1, 0.3, 1.0):
            kinds = {(move, rule): 0.9, (now_and_then(share=share), rule): 0.1}
            resident, other = per_gift(season(kinds, repetitions=3 * SIZE["repetitions"]))
            row[f"{share:g}"] = other - resident
    names = list(rows)
    claims = {
        f"among {name}, naughty in 5 % and 10 % of moves is ahead": [row["0.05"], row["0.1"]]
        for name, row in rows.items()
    }
    beyond = {says: claims.pop(says) for says in list(claims) if "nicest" in says}
    claims[f"among {names[0]}, naughty in 30 % and 100 % is behind"] = [
        -rows[names[0]]["0.3"], -rows[names[0]]["1"],
    ]  # fmt: skip
    return Finding("residents", rows, claims, beyond)


def last_day() -> Finding:
    """9. With a known last day, naughty rises at the end for rules that use it

    Predicted: backward induction (Luce and Raiffa 1957), and end effects in experiments (Selten and
    Stoecker 1986).

    Played: towns play tit for tat but are naughty on their last days (nice_until: rows), and give
    by out_for_tat. One in ten has another number of such days (columns). What that adds to its
    income per gift.

    Why: that naughty rises is what the rule says; that it pays could have failed. To begin a day
    before the others pays, as backward induction has it, since friends find out too late. To begin
    two days before them does not, as choosers leave. And where all begin three days before the end,
    who stays nice gets the gifts of those who were betrayed, and earns more than who begins first.
    So the last days unravel, and the season does not.
    """

    def played(residents: int, deviants: int, **options: Any) -> SeasonResults:
        kinds = [(nice_until(last=residents).named(f"resident {i}"), out_for_tat) for i in range(9)]
        deviant = nice_until(last=deviants).named("deviant"), out_for_tat
        return season([*kinds, deviant], **options)

    rows: Rows = {}
    for residents in range(4):
        same = per_gift(played(residents, residents))[-1]
        rows[f"{residents}"] = {
            f"{deviants}": per_gift(played(residents, deviants))[-1] - same for deviants in range(5)
        }
    rise = []
    for known in (True, False):
        moves = each_day(played(1, 1, days_known=known))[:, -2:].sum((2, 3))  # of the last two days
        naughty = moves[..., 2:].sum(-1) / moves.sum(-1)
        rise.append(naughty[:, 1] - naughty[:, 0])
    claims = {
        "where all are naughty on the last day, naughty rises on it": [rise[0]],
        "it rises more than where the end is not told": [rise[0] - rise[1]],
        "among tit for tat, naughty on the last day pays": [rows["0"]["1"]],
    }
    beyond = {
        f"among those naughty on {n}, {n + 1} pays": [rows[f"{n}"][f"{n + 1}"]] for n in (1, 2, 3)
    }
    beyond["among those naughty on 3, 4 pays more than 0"] = [rows["3"]["4"] - rows["3"]["0"]]
    return Finding("last days", rows, claims, beyond)


PREDICTIONS: tuple[Callable[[], Finding], ...] = (
    random_addressees, choosing, concentration, horizon, noise, cap, public_list, tolerance,
    last_day,
)  # fmt: skip


# -- the page ------------------------------------------------------------------------------------


def with_error(value: float, error: float) -> str:
    """Return a number and its error, with two digits of the latter, at most three decimals."""
    if not error > 1e-9:
        return f"{value:.4g}"
    digits = int(np.clip(1 - np.floor(np.log10(error)), 0, 3))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def words_of(prediction: Callable[[], Finding]) -> list[str]:
    """Return the paragraphs of a docstring: title, what was predicted, what is played, why."""
    return [" ".join(part.split()) for part in (prediction.__doc__ or "").split("\n\n")]


def table(finding: Finding) -> str:
    """Return means and standard errors as a Markdown table."""
    shown = {row: finding.rows[row] for row in finding.shown or finding.rows}
    columns = list(next(iter(shown.values())))
    lines = [f"| {' | '.join([finding.index, *columns])} |", "|---" * (len(columns) + 1) + "|"]
    for row, cells in shown.items():
        texts = [with_error(v.mean(), v.std(ddof=1) / np.sqrt(len(v))) for v in cells.values()]
        lines.append(f"| {' | '.join([row, *texts])} |")
    return "\n".join(lines)


def section(prediction: Callable[[], Finding], finding: Finding) -> str:
    """Return one prediction as Markdown: words, table, claims, why."""
    title, predicted, played, why = (textwrap.fill(part, 100) for part in words_of(prediction))
    parts = [f"### {title}", predicted, played, table(finding), listed(finding.claims)]
    if finding.beyond:
        parts += ["Asked besides:", listed(finding.beyond)]
    return "\n\n".join([*parts, why])


def listed(claims: Claims) -> str:
    """Return claims, verdicts and up to six of the differences behind them as a Markdown list."""
    lines = []
    for says, differences in claims.items():
        by = ", ".join(with_error(*interval(values)) for values in differences[:6])
        by += ", ..." * (len(differences) > 6)
        text = f"- {says}: **{verdict(differences)}** ({by})"
        lines.append(textwrap.fill(text, 100, subsequent_indent="  "))
    return "\n".join(lines)


def summary(findings: dict[Callable[[], Finding], Finding]) -> str:
    """Return a row per prediction: whether it holds, and which of its claims do not."""
    lines = ["| prediction | verdict | what does not hold |", "|---|---|---|"]
    for prediction, finding in findings.items():
        verdicts = {says: verdict(values) for says, values in finding.claims.items()}
        words = [*verdicts.values()]
        held, failed = words.count("holds"), words.count("does not hold")
        found = "holds in part" if held else "does not hold" if failed else "cannot be told"
        found = "holds" if held == len(words) else found
        others = [
            f"{says} (cannot be told)" if word == "cannot be told" else says
            for says, word in verdicts.items()
            if word != "holds"
        ]
        title = words_of(prediction)[0]
        lines.append(f"| {title} | {found}, {held} of {len(words)} | {'; '.join(others)} |")
    return "\n".join(lines)


def page(findings: dict[Callable[[], Finding], Finding]) -> str:
    """Return all findings as Markdown."""
    intro = (
        f"Each season has {SIZE['towns']} towns, and if not told otherwise 100 friends, 25 days and"
        f" 5 gifts a day; it is played {SIZE['repetitions']} times, from seed {SIZE['seed']}, by"
        " `examples/season_theory.py`. Income is per gift that a town may leave: 30 where all are"
        " nice (15 as giver, 15 as receiver), 10 where all are naughty. Tables show mean ± standard"
        f" error over repetitions; claims, differences ± the reach of their {SURE:.0%} interval. A"
        " claim holds if all its intervals are above 0, does not hold if one of them is below, and"
        " cannot be told otherwise. These verdicts are computed; the words below them are ours."
    )
    figure = (
        "![Income by generation, the lead of naughty towns by day, and what naughtiness adds to"
        " income](season_theory.png)"
    )
    parts = [textwrap.fill(intro, 100), summary(findings), figure]
    return "\n\n".join([*parts, *(section(*pair) for pair in findings.items())]) + "\n"


def draw(findings: dict[Callable[[], Finding], Finding], path: Path) -> None:
    """Draw income by generation (1), the lead by day (3) and the price of naughtiness (8)."""
    from matplotlib.figure import Figure

    from analysis.figures.style import style

    with style():
        canvas = Figure(figsize=(11, 3.6), layout="constrained")
        axes = canvas.subplots(1, 3)

        def line(place: Any, label: str, cells: dict[str, Values], marker: str) -> None:
            mean = [values.mean() for values in cells.values()]
            error = [values.std(ddof=1) / np.sqrt(len(values)) for values in cells.values()]
            place.errorbar(list(cells), mean, error, label=label, marker=marker, markersize=4)

        for place, prediction, columns in (
            (axes[0], random_addressees, ("income, nice", "income, naughty")),
            (axes[1], concentration, ("lead", "lead, forgiven")),
        ):
            rows = findings[prediction].rows
            for column, marker in zip(columns, "os", strict=True):
                line(place, column, {row: cells[column] for row, cells in rows.items()}, marker)
            place.set_xticks(range(0, len(rows), 3 if len(rows) < 20 else 6))
        for (label, cells), marker in zip(findings[tolerance].rows.items(), "os^", strict=True):
            line(axes[2], label, cells, marker)
        for place, title, across, up in (
            (axes[0], "1. Naughty spreads", "generation", "income per gift"),
            (axes[1], "3. Naughty is ahead on one day", "day", "lead of naughty, per town and day"),
            (axes[2], "8. Now and then", "share of naughty moves", "income per gift, ahead"),
        ):
            place.set(title=title, xlabel=across, ylabel=up)
            place.axhline(0, color="0.5", linewidth=0.8, zorder=0)
            place.legend(fontsize="small")
        canvas.savefig(path, dpi=110)


def main(write: bool = False) -> None:
    """Play everything and print it; or write it into docs/season.md, with the figure."""
    findings = {prediction: prediction() for prediction in PREDICTIONS}
    text = page(findings)
    if not write:
        print(text, end="")
        return
    target = DOCS / "season.md"
    before, rest = target.read_text(encoding="utf-8").split(MARK)
    after = rest.split(END)[1]
    target.write_text(f"{before}{MARK}{text}{END}{after}", encoding="utf-8")
    draw(findings, DOCS / "season_theory.png")


if __name__ == "__main__":
    main("--write" in sys.argv)
