"""The few sentences about an event are true of its numbers, whatever was played."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.behaviours.properties import properties
from analysis.reports.tournament.findings import Findings
from analysis.words import some_others
from strategies import anyone, never, out_for_tat
from tournament import Game, Tournament

COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)
NOTHING = Game(R=1, S=1, T=1, P=1)
SEATS = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
PAYOFFS = st.integers(-4, 9)
RULES = ("score", "median", "wins", "points")


def play(*players, **options):
    usual = {"turns": 10, "seed": 1}
    return Tournament(list(players), **usual | options).play(progress=False)


def told(*players, **options) -> str:
    return "\n".join(analysis.summary(play(*players, **options)))


@pytest.fixture(scope="module")
def mixed(rules):
    """Results with luck: of 12 repetitions, and of one."""
    field = [rules.nice, rules.nasty, rules.coin, rules.echo, rules.forgiver]
    return {n: play(*field, repetitions=n, noise=0.05) for n in (1, 12)}


def test_a_sure_winner(rules):
    text = told(rules.nice, rules.nasty, rules.coin, repetitions=100)
    assert "its lead over each of the 2 others is more than luck explains." in text
    assert "1 nice player (never first to defect) averaged 7.99, 2 not nice ones 13.19." in text
    assert "nice came last with" in text


def test_a_tie_for_the_first_place(rules):
    text = told(rules.nice, rules.nasty, rules.nasty.named("nasty_too"), repetitions=1)
    assert text.splitlines() == [
        "nasty and nasty_too share the first place with 11.67 per turn.",
        "This is certain: chance had no part, so it would come out the same again.",
        "They cooperated in 0 % of turns (average 33 %) and sometimes defected first.",
        "1 nice player (never first to defect) averaged 5.67, 2 not nice ones 11.67.",
        "nasty and nasty_too won the most matches (each 50 %); nice came last with 5.67.",
    ]


def test_everything_equal(rules):
    twins = [rules.nice, rules.nice.named("b"), rules.nice.named("c")]
    for game, mean in ((NOTHING, "1.00"), (COSTS, "a cost of 1.000")):
        assert told(*twins, repetitions=2, game=game).splitlines() == [
            f"All 3 players share the first place with {mean} per turn.",
            "This is certain: chance had no part, so it would come out the same again.",
            "They cooperated in 100 % of turns.",
            "All players were nice: nobody defected first.",
        ]


def test_one_player(rules):
    assert told(rules.nasty, repetitions=3).splitlines() == [
        "nasty played alone, with 5.00 per turn.",
        "It cooperated in 0 % of its turns.",
    ]


def test_two_players(rules):
    assert told(rules.nice, rules.nasty, repetitions=1).splitlines() == [
        "nasty won with 15.00 per turn.",
        "This is certain: chance had no part, so it would come out the same again.",
        "It cooperated in 0 % of its turns (average 50 %) and sometimes defected first.",
        "1 nice player (never first to defect) averaged 8.00, 1 not nice one 15.00.",
    ]


def test_no_error_is_known_after_one_repetition(mixed):
    lines = analysis.summary(mixed[1])
    assert lines[1].startswith("How sure this is cannot be said")
    assert not re.search(r"truly|tier|interval|nan|±", "\n".join(lines))


def test_equal_by_luck_is_not_exact(rules):
    text = told(rules.nice, rules.nasty, repetitions=3, noise=1e-9)
    assert "nearly certain: every repetition came out the same." in text
    assert "chance had no part" not in text


def test_costs(rules):
    text = told(rules.nice, rules.nasty, rules.echo, repetitions=1, game=COSTS)
    assert "won with a cost of" in text
    assert re.search(r"2 nice players \(.*\) averaged a cost of [\d.]+, 1 not nice one", text)


def test_seats_that_are_paid_differently(rules):
    text = told(rules.nice, rules.nasty, rules.coin, repetitions=20, game=SEATS)
    assert "nasty won with" in text
    assert "This is sure" in text


@given(st.tuples(PAYOFFS, PAYOFFS, PAYOFFS, PAYOFFS), st.booleans(), st.sampled_from(RULES))
def test_sentences_say_what_the_numbers_say(mixed, payoffs, costs, by):
    game = Game(**dict(zip("RSTP", payoffs, strict=True)), less_is_better=costs)
    results = mixed[12].under(game).ranked(by)
    found, text = Findings(results), "\n".join(analysis.summary(results))
    frame = found.standing
    assert "nan" not in text
    first, sure = text.splitlines()[:2]
    leaders = [*frame.index[frame[by] == frame[by].iloc[0]]]
    assert first.startswith("All 5 ") or all(name in first for name in leaders[:3])
    maybe = [name for name in frame.index[frame["best_rank"] == 1] if name not in leaders]
    if " not sure: " in sure and "equal" not in sure:
        assert all(name in sure for name in maybe) or sure.endswith(("4 others.", "all others."))
    else:
        assert not maybe or "certain" in sure
    nice = properties(results)["is_nice"].dropna().astype(bool)
    assert (f"{int(nice.sum())} nice player" in text) == (nice.any() and not nice.all())
    if said := re.search(r"(\w+) won the most matches .* but came (\d+)", text):
        better = frame[by] < frame[by][said[1]]
        if not (costs and by != "wins"):
            better = frame[by] > frame[by][said[1]]
        assert int(said[2]) == 1 + int(better.sum())
        assert frame["wins"].idxmax() == said[1]


# -- seasons ---------------------------------------------------------------------------------------


def lines_of(results) -> list[str]:
    return analysis.summary(results)


def test_a_season(season, rules):
    results = season(
        (rules.nice, anyone), (rules.nasty, anyone), (rules.nice, out_for_tat),
        (rules.nasty, out_for_tat), repetitions=8,
    )  # fmt: skip
    first, rivals, niceness, partners = lines_of(results)
    frame = results.ranking
    assert first.startswith(f"{frame.index[0]} earns most: ")
    by_luck = "maybe by luck" if (frame["best_rank"].iloc[1:] == 1).any() else "not by luck"
    assert first.endswith(f" per town, {by_luck}.")
    maybe = int((frame["best_rank"].iloc[1:] == 1).sum())
    others = some_others(maybe, 3, "kind", *["could truly be first"] * 2)
    assert rivals.startswith(f"{others}; {frame.index[-1]} is last with ")
    nice = float(results.days["nice"].xs("all", level="kind").mean())
    assert abs(float(niceness.split(" %")[0]) - 100 * nice) < 2
    assert re.search(r"of moves were nice; nice towns earned [\d.]+ (more|less) than", niceness)
    means = {
        rule.name: frame.filter(like=f"+ {rule.name}", axis=0)["income"].mean()
        for rule in (anyone, out_for_tat)
    }
    best, worst = sorted(means, key=lambda name: means[name], reverse=True)
    numbers = [float(n) for n in re.findall(r"(?<= )\d[\d,.]*\d", partners.replace(",", ""))]
    assert partners.startswith(f"Partner rules: {best} earns ")
    assert f", {worst} " in partners
    assert numbers == pytest.approx([means[best], means[worst]], abs=0.06)


def test_a_season_in_which_nobody_gives(season, rules):
    results = season(rules.nice, rules.nasty, partner=never)
    assert lines_of(results) == [
        "Nobody gave anything. So nobody earned anything, and there is nothing to compare."
    ]


def test_a_season_of_one_kind(season, rules):
    first, niceness, *_ = lines_of(season(rules.nice))
    assert first.startswith("All towns play nice: ")
    assert niceness == "100.0 % of moves were nice."


def test_a_season_of_one_repetition_may_be_luck(season, rules):
    first, *_, partners = lines_of(season((rules.nice, anyone), (rules.nice, out_for_tat)))
    assert first.endswith(("maybe by luck.", "not by luck."))
    assert partners.endswith("; maybe luck.")


def test_a_season_of_costs(season, rules):
    text = lines_of(season(rules.nice, rules.nasty, rules.coin, repetitions=4, game=COSTS))[0]
    assert "pays least: a cost of" in text


@pytest.mark.parametrize(
    ("some", "others", "words"),
    [(0, 1, "No other kind is"), (1, 1, "The only other kind is"), (0, 3, "None of the 3 other"
     " kinds is"), (1, 3, "1 of the 3 other kinds is"), (2, 3, "2 of the 3 other kinds are"),
     (3, 3, "All 3 other kinds are")],
)  # fmt: skip
def test_some_others(some, others, words):
    assert some_others(some, others, "kind", "is", "are") == words
