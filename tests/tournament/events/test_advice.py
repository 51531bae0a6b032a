"""Best replies to populations where the best is known, and what a log says about today."""

import re

import numpy as np
import pytest

import strategies
from tournament import PRESETS, REFUSE, C, D, PartnerRule, partner_rule, strategy
from tournament.authors.partners import Kind
from tournament.authors.registry import library
from tournament.events.advice import Log, read_log, todays_gifts
from tournament.events.season import Season

FIVE = {"towns": 40, "friends": 8, "days": 10, "gifts_per_day": 2, "seed": 6}
PAIR = [(strategies.always_cooperate, "anyone"), (strategies.always_defect, "anyone")]


def advise(players, candidates=PAIR, repetitions=4, **words):
    season = Season(players, **(FIVE | words))
    return season.best_reply(candidates, repetitions=repetitions, progress=False, threads=2)


# -- best replies ---------------------------------------------------------------------------------


def test_among_unconditional_towns_it_pays_to_be_naughty():
    """With 2 gifts a day for 10 days: 20 gifts left at T = 25 each; and 25 for each received."""
    advice = advise([("always_cooperate", "never")])
    assert advice.best.name == "always_defect + anyone"
    assert advice.ranking.income.to_dict() == {
        "always_defect + anyone": 500, "always_cooperate + anyone": 300
    }  # fmt: skip
    assert advise([("always_defect", "never")]).ranking.income.to_list() == [100, 20]


def test_among_towns_that_leave_the_naughty_it_pays_to_be_nice():
    advice = advise([("tit_for_tat", "out_for_tat")], days=40, repetitions=6)
    assert advice.best.name == "always_cooperate + anyone"
    assert not advice.ranking.loc["always_defect + anyone", "tied"]


def test_it_pays_to_give_where_gifts_are_answered_nicely():
    """Half the towns answer nicely, half naughtily: whoever returns to the nice earns most."""
    rules = ["anyone", "out_for_tat", "never"]
    candidates = [(strategies.always_cooperate, rule) for rule in rules]
    half = {("always_cooperate", "never"): 20, ("always_defect", "never"): 20}
    ranking = advise(half, candidates, towns=None, repetitions=10).ranking
    assert ranking.partner_rule.to_list() == ["out_for_tat", "anyone", "never"]
    assert ranking.income["always_cooperate + never"] == 0


def test_where_less_is_better_the_lowest_is_best():
    advice = advise([("always_cooperate", "anyone")], game=PRESETS["prison_years"])
    assert advice.best.name == advice.ranking.index[0]
    assert advice.ranking.income.is_monotonic_increasing


def test_the_ranking_is_that_of_the_incomes():
    advice = advise(["tit_for_tat", "joss", "random_player"], repetitions=12)
    ranking, names = advice.ranking, [kind.name for kind in advice.candidates]
    assert advice.incomes.shape == (12, 2)
    best = names.index(ranking.index[0])
    for number, name in enumerate(names):
        own, row = advice.incomes[:, number], ranking.loc[name]
        gap = advice.incomes[:, best] - own
        assert row.income == pytest.approx(own.mean())
        assert row.standard_error == pytest.approx(own.std(ddof=1) / np.sqrt(12))
        assert row.behind == pytest.approx(gap.mean())
        assert row.behind_error == pytest.approx(gap.std(ddof=1) / np.sqrt(12))
        assert row.low < row.income < row.high
    assert list(ranking["rank"]) == [1, 2]


def test_equal_candidates_have_equal_luck():
    """Common random numbers: what plays the same earns the same, to the last point."""
    same = strategies.random_player.named("the same")
    candidates = [("random_player", "thompson_sampling"), (same, "thompson_sampling")]
    advice = advise(["tit_for_tat", "joss"], candidates, noise=0.1, absence=0.2, inbox=4)
    np.testing.assert_array_equal(advice.incomes[:, 0], advice.incomes[:, 1])
    assert (advice.ranking["rank"] == 1).all()
    assert advice.ranking.tied.all()
    assert len(set(advice.incomes[:, 0])) > 1


def test_neither_threads_nor_other_candidates_matter():
    season = Season(["tit_for_tat", "joss"], **FIVE)
    one, two = (season.best_reply(PAIR, repetitions=3, progress=False, threads=n) for n in (1, 2))
    np.testing.assert_array_equal(one.incomes, two.incomes)
    alone = season.best_reply(PAIR[1:], repetitions=3, progress=False)
    np.testing.assert_array_equal(alone.incomes[:, 0], one.incomes[:, 1])
    slow = Season(["tit_for_tat", "joss"], **FIVE, engine="python")
    three = slow.best_reply(PAIR, repetitions=1, progress=False)
    np.testing.assert_array_equal(three.incomes, one.incomes[:1])


def test_one_repetition_has_no_errors():
    ranking = advise(["joss"], repetitions=1).ranking
    assert ranking[["standard_error", "low", "high", "behind_error"]].isna().all(axis=None)


def test_strategies_are_tried_with_every_partner_rule():
    season = Season(["tit_for_tat", "joss"], 10, friends=4, days=2, gifts_per_day=1, seed=1)
    rules = [name for name in library(PartnerRule) if name != "nice_list"]  # there is none here
    advice = season.best_reply(repetitions=1, progress=False)
    names = [f"{s} + {rule}" for s in ("tit_for_tat", "joss") for rule in rules]
    assert [kind.name for kind in advice.candidates] == names
    mixed = season.best_reply(["prober", ("joss", "never")], repetitions=1, progress=False)
    assert len(mixed.candidates) == len(rules) + 1
    own = strategies.anyone(per_friend=2)
    public = Season([("joss", own)], 10, friends=4, days=1, gifts_per_day=1, seed=1, nice_list=True)
    tried = [k.name for k in public.best_reply(repetitions=1, progress=False).candidates]
    assert {"joss + nice_list", "joss + anyone(per_friend=2)"} <= set(tried)


def test_rules_that_are_not_compiled_are_tried_too():
    @strategy(compiled=False)
    def plain(me, opponent):
        return D if opponent.last == D else C

    candidates = [(plain.named("plain"), "anyone"), ("tit_for_tat", "anyone")]
    advice = advise(["tit_for_tat", "always_defect"], candidates, repetitions=2, towns=12)
    np.testing.assert_array_equal(advice.incomes[:, 0], advice.incomes[:, 1])


# -- logs -----------------------------------------------------------------------------------------


def log(tmp_path, *lines: str, days: int = 25, head: str = "friend,day,giver,mine,theirs") -> Log:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_log(path, days)


def test_a_log_is_read(tmp_path):
    lines = ["Ann,2,me,nice,naughty", "Bob", "", "Ann,1,friend, Nice ,C,more", "Céline,2,me,D,d"]
    found = log(tmp_path, *lines)
    assert found.friends == ("Ann", "Bob", "Céline")
    assert found.gifts == (
        ("Ann", 0, False, 0, 0),
        ("Ann", 1, True, 0, 1),
        ("Céline", 1, True, 1, 1),
    )
    assert found.today == 2
    assert log(tmp_path, "Ann").today == 0
    swapped = log(tmp_path, "nice,3,Ann,me,D", head="mine,day,friend,giver,theirs")
    assert swapped.gifts == (("Ann", 2, True, 0, 1),)
    (tmp_path / "log.csv").write_bytes("\ufefffriend,day,giver,mine,theirs\nAnn".encode())
    assert read_log(tmp_path / "log.csv", 25).friends == ("Ann",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *(
            (f"Ann,{day},me,nice,nice", f":2: `day` must be in [1, 25]; got {day!r}.")
            for day in ("0", "26", "-1", "1.5", "²", "", "today")
        ),
        ("Ann,1,she,nice,nice", ":2: `giver` must be me or friend; got 'she'."),
        ("Ann,1,me,good,nice", ":2: `mine` must be nice or naughty; got 'good'."),
        ("Ann,1,me,nice", ":2: `theirs` must be nice or naughty; got ''."),
        (",1,me,nice,nice", ":2: `friend` must be a name."),
        ("Ann,25,me,nice,nice", ": the season is over after day 25; no gifts are left."),
    ],
)
def test_bad_lines_of_a_log(tmp_path, line, said):
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        log(tmp_path, line)
    assert str(error.value) == f"{tmp_path / 'log.csv'}{said}"


def test_files_that_are_no_log(tmp_path):
    path = tmp_path / "log.csv"
    with pytest.raises(ValueError, match="the log must name at least one friend"):
        log(tmp_path)
    for head in ("", "friend;day;giver;mine;theirs", "friend,day,giver,mine"):
        with pytest.raises(ValueError, match="the log needs a column `"):
            log(tmp_path, head=head)
    path.write_bytes(b"friend,day\xff")
    with pytest.raises(ValueError, match="it is no CSV file in UTF-8"):
        read_log(path, 25)
    with pytest.raises(ValueError, match="cannot be read: Is a directory"):
        read_log(tmp_path, 25)
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        read_log(tmp_path / "none.csv", 25)


# -- today ----------------------------------------------------------------------------------------


def kind(rule, partner) -> Kind:
    return Kind(rule, partner, "mine")


def today(tmp_path, which: Kind, *lines: str, **words) -> list[tuple[str, int, int]]:
    season = Season(["tit_for_tat", "joss"], 40, **({"friends": 6, "seed": 1} | words))
    return todays_gifts(which, season, log(tmp_path, *lines, days=season.rules.days))


LINES = [
    "Ann,1,me,nice,naughty", "Ann,2,me,naughty,naughty", "Bob,1,friend,nice,nice",
    "Cid,2,friend,nice,nice", "Cid,3,me,nice,naughty", "Dan",
]  # fmt: skip


def test_gifts_of_today(tmp_path):
    """Out-for-tat: Bob was nice last, Dan is new, Ann and Cid were naughty last."""
    mine = kind(strategies.tit_for_tat, strategies.out_for_tat)
    found = today(tmp_path, mine, *LINES, gifts_per_day=5, partner=strategies.anyone(per_friend=2))
    assert found[:2] == [("Bob", 1, C), ("Dan", 1, C)]
    assert set(found[2:]) == {("Ann", 1, D), ("Cid", 1, D)}
    assert today(tmp_path, mine, *LINES, gifts_per_day=1) == [("Bob", 1, C)]
    two = kind(strategies.tit_for_tat, strategies.out_for_tat(per_friend=2))
    assert today(tmp_path, two, *LINES, gifts_per_day=3) == [("Bob", 2, C), ("Dan", 1, C)]


def test_gifts_of_today__the_budget_is_that_of_today(tmp_path):
    """Three days are in the log: the fourth has two gifts, whatever the others have."""
    mine = kind(strategies.tit_for_tat, strategies.out_for_tat)
    budgets = {"days": 5, "gifts_per_day": [5, 5, 5, 2, 5]}
    assert len(today(tmp_path, mine, *LINES, **budgets)) == 2
    budgets["gifts_per_day"][3] = 0
    assert today(tmp_path, mine, *LINES, **budgets) == []


def test_gifts_of_today__none_for_the_refused(tmp_path):
    mine = kind(strategies.always_defect, strategies.never)
    assert today(tmp_path, mine, *LINES) == []

    @partner_rule
    def only_new(me, friend):
        return REFUSE if friend.exchanges else me.day - 3.0

    assert today(tmp_path, kind(strategies.always_defect, only_new), *LINES) == [("Dan", 1, D)]


def test_gifts_of_today__memory_is_as_it_would_be(tmp_path):
    """A grudge from day 1 lasts, though Ann was nice since; what was seen is remembered too."""
    grudge = kind(strategies.grudger, strategies.anyone)
    lines = ["Ann,1,me,nice,naughty", "Ann,2,me,naughty,nice", "Bob,1,friend,nice,nice"]
    assert set(today(tmp_path, grudge, *lines, gifts_per_day=2)) == {("Ann", 1, D), ("Bob", 1, C)}

    @strategy(seen=0)
    def watchful(me, opponent):
        if opponent.offered == D:
            me.seen += 1
        return D if me.seen else C

    lines = ["Ann,1,friend,nice,naughty", "Bob,1,friend,nice,nice"]
    mine = kind(watchful, strategies.anyone)
    for visible, move in ((True, D), (False, C)):
        found = today(tmp_path, mine, *lines, gifts_per_day=2, visible=visible)
        assert set(found) == {("Ann", 1, move), ("Bob", 1, C)}
