"""The nine predictions of theory and experiments about seasons, each with an experiment.

A decorator gives the words of the page: the prediction, what is played, and why it came out so. The
function below it plays the seasons. The harness computes the verdicts.
"""

from typing import Any

import numpy as np
from harness import SIZE, Claims, Finding, Prediction, Rows, each_day, per_gift, prediction, season
from rules import contented, forgetful, leave_for_good, nice_in_turn, nice_until, now_and_then

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
from tournament import SeasonResults

CHOOSERS, NAUGHTY = (tit_for_tat, out_for_tat), (always_defect, anyone)
NICE, TIT = (always_cooperate, anyone), (tit_for_tat, anyone)


@prediction(
    title="1. With random addressees and no memory, naughty does best, and income falls",
    predicted="""
    Game theory says this of a prisoner's dilemma among strangers. Income falls towards 5 a
    gift side.
    """,
    played="""
    Always nice and always naughty towns give to anyone. From one generation to the next,
    shares grow in proportion to income (Taylor and Jonker 1978). The share of naughty towns
    starts at 10 % and can rise to 99 %.
    """,
    why="""
    Whatever a friend does, a naughty town is paid 4 or 10 more. Nobody remembers.
    """,
)
def random_addressees() -> Finding:
    """Return how shares and incomes change from generation to generation."""
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
        grown = share * naughty[0]  # of the first repetition, which the tests play alone
        share = min(grown / (grown + (1 - share) * nice[0]), 0.99)
    side = [row["all, per gift side"] for row in rows.values()]
    ahead = [row["income, naughty"] - row["income, nice"] for row in rows.values()]
    claims = {
        "naughty earns more than nice in every generation": ahead,
        "income per gift side falls from the first generation to the last": [side[0] - side[-1]],
        "the last income per gift side is less than 0.5 above 5": [5.5 - side[-1]],
    }
    return Finding("generation", rows, claims, shown=("1", "4", "8", "12"))


@prediction(
    title="2. Giving to who was nice beats being nice to anyone and tit for tat with anyone",
    predicted="""
    Schuessler (1989); Hayashi (1993); Yamagishi, Hayashi and Jin (1994). The advantage is
    larger if the budget is small against the friend list.
    """,
    played="""
    Choosers play tit for tat and give by out_for_tat. The other kinds give to anyone. Alone:
    one of the three kinds plays with 30 % always naughty towns. Mixed: all three kinds and
    always naughty towns form one population, a quarter each. Three rows change this mixture:
    one has 10 friends, one has 2 % choosers, and in one the choosers take turns
    (nice_in_turn). The table shows income per gift.
    """,
    why="""
    Alone, choosing always pays. Tit for tat with anyone learns faster if there are more gifts.
    Always nice learns nothing at any budget. So a small budget is an advantage only against
    tit for tat with anyone. Mixed, choosers earn more as givers and less as receivers.
    Receiving costs nothing, and a town cannot refuse a gift. So a gift to a stranger is an
    advertisement: the giver becomes known as nice. Choosers who got such a gift come back. A
    town that always gives to the same five friends is known to five friends. So in a mixed
    population, staying pays in two cases. In the first case choosers are rare, so there are
    few towns to advertise to. In the second case a day's gifts reach half of the friends, so
    everybody is known. Staying does not pay with 1 or 5 gifts for 100 friends. Taking turns
    among the nice is choice and advertisement in one.
    """,
)
def choosing() -> Finding:
    """Return the incomes of choosers and of others, alone and mixed."""
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


@prediction(
    title="3. Gifts concentrate: the nice form a core, and naughty is ahead at first only",
    predicted="""
    If towns choose partners, defectors end alone (Stanley, Ashlock and Tesfatsion 1994;
    Ashlock, Smucker, Stanley and Tesfatsion 1996).
    """,
    played="""
    80 % of the towns are nice: they give by out_for_tat and play tit for tat. 20 % are always
    naughty and give to anyone. In the variant "forgiven", the nice towns are nice to
    everybody, and the naughty towns return to their victims. The table shows nice gifts opened
    and the lead of naughty towns in income, per town and day.
    """,
    why="""
    One naughty answer is enough: the friend leaves. So the core is there on the second day,
    and the lead of the naughty towns is gone. In the variant where all is forgiven, givers
    leave the naughty towns, too. Receivers cannot leave: the naughty towns go on giving to the
    nice towns, and are paid 25 a gift. But the naughty towns are still behind, because they
    live on what they give. Nice towns give five gifts and get five gifts, for 15 each.
    """,
)
def concentration() -> Finding:
    """Return where nice gifts go and who is ahead, day by day."""
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


@prediction(
    title="4. A longer season favours nice, a large pool of fresh friends favours naughty",
    predicted="""
    The first part is the shadow of the future (Axelrod 1984). The second part is about free
    riders that move on to fresh partners (Enquist and Leimar 1993).
    """,
    played="""
    80 % of the towns play tit for tat. They give by out_for_tat (choosers) or to anyone. 20 %
    are always naughty. The table shows the income of a naughty town as a share of a nice
    town's income.
    """,
    why="""
    Naughtiness is paid best at the first exchange with a friend. A town has as many first
    exchanges as it has friends. If nice towns choose, naughtiness stays behind even in the
    shortest season. Hardly any gift comes to a naughty town after the first day.
    """,
)
def horizon() -> Finding:
    """Return the income of naughty towns by days and friends."""
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
        claims[f"{who}: naughty's share grows from 10 to 50 to 200 friends (25 days)"] = [
            wide[1] - wide[0], wide[2] - wide[1],
        ]  # fmt: skip
        beyond[f"{who}: with 200 friends and 5 days naughty is ahead"] = [
            rows["5"][f"{who}, 200 friends"] - 1
        ]
    return Finding("days", rows, claims, beyond)


@prediction(
    title="5. Noise costs strict leavers more than forgiving choosers",
    predicted="""
    Generosity pays under noise in repeated games (Molander 1985). So generosity should also
    pay in choosing friends.
    """,
    played="""
    70 % of the towns have one of three strategies and one of three partner rules. Two of these
    rules leave after one slip. 30 % of the towns are always naughty. The table shows how much
    income per gift 5 % noise costs.
    """,
    why="""
    The cost depends on what the strategy does after a slip. If the strategy forgives, leaving
    throws a good friend away. This costs more if there are fewer friends: leave_for_good runs
    out of 20 friends. Tit for tat answers a slip with a feud. The forgiving chooser stays in
    the feud. Out_for_tat leaves the feud and loses less. Leaving for good also loses less
    where there are 100 friends.
    """,
)
def noise() -> Finding:
    """Return what noise costs, by strategy, partner rule and number of friends."""
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


@prediction(
    title="6. A cap on unopened gifts spreads gifts",
    predicted="""
    The issue that asked for seasons predicts this, without a source.
    """,
    played="""
    80 % of the towns are always nice, with one of three partner rules. 20 % are always
    naughty. Noise is 5 %, and the nice list is public. The table shows the Gini coefficient of
    gifts received over towns (0: all alike), and income per gift.
    """,
    why="""
    A full town sends givers to their next best friend. A cap of 7 spreads gifts among the nice
    towns and costs them almost nothing. Above all, this cap ends the crowd at the top of a
    nice list. A cap of 5 has room for exactly the gifts there are. So every box is filled, the
    boxes of naughty towns too, and the nice towns fall behind. Leave_for_good refuses known
    naughty towns. This helps only a little, because each naughty town still gets a first gift
    from everybody.
    """,
)
def cap() -> Finding:
    """Return how a cap changes inequality and incomes."""
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
    for tight in ("7", "5"):
        for rule in rules:
            row = rows[tight]
            beyond[f"{rule.name}: the nice stay ahead under a cap of {tight}"] = [
                row[f"{rule.name}: nice"] - row[f"{rule.name}: naughty"]
            ]
    return Finding("cap", rows, claims, beyond)


@prediction(
    title="7. A public nice list lowers the memory needed",
    predicted="""
    Information about others replaces own experience (Kandori 1992; Nowak and Sigmund 1998).
    """,
    played="""
    60 % of the towns are always nice and give by forgetful. They stay with friends who were
    nice within some days. Otherwise they use the nice list, if there is one. 40 % of the towns
    are always naughty. All towns are at home, or all are absent on half of the days. The table
    shows income per gift of the nice towns.
    """,
    why="""
    With the list, towns need no memory. Without the list, towns need little memory. A town
    that stays must only know who was nice the day before. If friends are away, the town must
    know who was nice some days before.
    """,
)
def public_list() -> Finding:
    """Return the income of nice towns by memory, with and without a list."""
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
            f"{place}: the list without memory gives at least 99 % of full memory without list": [
                rows["0"][listed] - most
            ],
        }
        beyond[f"{place}: without the list, one day of memory gives less than those 99 %"] = [
            most - rows["1"][without]
        ]
    return Finding("days remembered", rows, claims, beyond)


@prediction(
    title="8. Naughty now and then, just inside the givers' tolerance, survives",
    predicted="""
    With choice and refusal of partners, some defection goes on between friends (Ashlock,
    Smucker, Stanley and Tesfatsion 1996).
    """,
    played="""
    10 % of the towns are naughty with some probability (the columns). The residents of a row
    give to friends who are nice enough (contented: up to a fifth of naughty moves), or to the
    nicest friends by count (nicest). These seasons have three times as many repetitions. The
    table shows how far the 10 % are ahead of the residents, in income per gift.
    """,
    why="""
    Inside the tolerance, a slip pays 10 and costs nothing. Outside the tolerance, a slip costs
    the gifts. If givers compare, somebody nicer is always there. If friends play tit for tat,
    every slip is paid back.
    """,
)
def tolerance() -> Finding:
    """Return how far occasional naughtiness is ahead of the residents."""
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


@prediction(
    title="9. With a known last day, naughty rises at the end for rules that use it",
    predicted="""
    Backward induction (Luce and Raiffa 1957), and end effects in experiments (Selten and
    Stoecker 1986).
    """,
    played="""
    Towns play tit for tat, but they are naughty on their last days (nice_until: rows). They
    give by out_for_tat. One town in ten has another number of naughty last days (columns). The
    table shows how much this adds to the town's income per gift.
    """,
    why="""
    The rule itself says that naughtiness rises on the last day. But it was not certain that
    naughtiness pays. To begin a day before the others pays, as in backward induction, because
    friends find out too late. To begin two days before the others does not pay, because
    choosers leave. Suppose that all others begin three days before the end. Then a town that
    stays nice gets the gifts of those who were betrayed. It earns more than a town that begins
    first. So the last days unravel, and the season does not.
    """,
)
def last_day() -> Finding:
    """Return what more or fewer naughty last days add to income."""

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
        "naughty rises more than where the end is not told": [rise[0] - rise[1]],
        "among tit for tat, naughty on the last day pays": [rows["0"]["1"]],
    }
    beyond = {
        f"among those naughty on {n}, {n + 1} pays": [rows[f"{n}"][f"{n + 1}"]] for n in (1, 2, 3)
    }
    beyond["among those naughty on 3, 4 pays more than 0"] = [rows["3"]["4"] - rows["3"]["0"]]
    return Finding("last days", rows, claims, beyond)


PREDICTIONS: tuple[Prediction, ...] = (
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
