"""What to do today shows itself: who gets a gift, whether to be nice, and what speaks for it."""

from contextlib import redirect_stdout
from io import StringIO

import pytest

import strategies
from tournament import C, D, Game, Season, partner_rule, strategy
from tournament.authors.partners import Kind
from tournament.errors import ArgumentError
from tournament.events.season.friend_log import read_friend_log
from tournament.events.season.today import Today, decide

LINES = [
    "friend,day,giver,mine,theirs", "Ann,1,me,nice,naughty", "Ann,2,me,naughty,naughty",
    "Bob,1,friend,nice,nice", "Cid,2,friend,nice,nice", "Cid,3,me,nice,naughty", "Dan",
]  # fmt: skip
SEASON = Season(["tit_for_tat", "joss"], 40, friends=6, gifts_per_day=2, seed=1)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def decided(file, partner) -> Today:
    kind = Kind(strategies.tit_for_tat, partner, "mine")
    return decide(kind, SEASON.rules, read_friend_log(file, SEASON.rules.days))


def test_all_friends_are_shown_and_what_speaks_for_them(file):
    found = decided(file, strategies.out_for_tat)
    title, *lines = repr(found).splitlines()
    assert title == "<Day 4: 2 gifts for 2 friends>"
    rows = {line.split()[0]: line.split()[1:] for line in lines[-4:]}
    assert rows["Bob"][:2] == ["1", "nice"]
    assert rows["Bob"][-4:] == ["1", "of", "1", "nice"]
    assert rows["Dan"][:2] == ["1", "nice"]
    assert rows["Dan"][-2:] == ["—", "—"]
    assert rows["Ann"][:2] == ["—", "—"]
    assert rows["Ann"][-4:] == ["0", "of", "2", "naughty"]
    assert rows["Cid"][-4:] == ["1", "of", "2", "naughty"]
    unbroken = repr(found).replace("\n  ", " ")
    assert f"give to: out_for_tat. {strategies.out_for_tat.summary}" in unbroken
    assert f"be like: tit_for_tat. {strategies.tit_for_tat.summary}" in unbroken


def test_who_is_refused_gets_nothing(file):
    shown = repr(decided(file, strategies.never))
    assert shown.startswith("<Day 4: 0 gifts for 0 friends>")
    assert shown.count("refused") == 4


def test_names_of_friends_are_no_markup(file):
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Ann", "Ann & Bob"), encoding="utf-8")
    assert "Ann &amp; Bob" in decided(file, strategies.out_for_tat)._repr_html_()
    file.write_text(text.replace("Ann", "<script>"), encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"printable letters, without spaces .* or tags"):
        decided(file, strategies.out_for_tat)


def test_advice_says_what_its_best_candidate_does_today(file):
    advice = SEASON.best_reply(
        [("tit_for_tat", "nicest"), ("joss", "nicest")], repetitions=2, progress=False, threads=1
    )
    found = advice.today(file)
    assert found.kind == advice.best
    assert found.day == 3
    assert sum(gifts for _, gifts, _ in found.gifts) == 2
    with pytest.raises(ArgumentError, match="cannot be read"):
        advice.today(file.with_name("none.csv"))


# -- what a log makes known ------------------------------------------------------------------------


FACTS = [
    "given", "received", "exchanges", "nice", "naughty", "last", "my_last", "days_since", "payoff",
    "mean_payoff", "reputation",
]  # fmt: skip
OWN = ["day", "days_left", "budget", "friends", "given"]


def told(text, tmp_path, season, strategy=strategies.tit_for_tat):
    """Return what a partner rule is told about me and each friend, by friend, and the decision."""

    @partner_rule(compiled=False)
    def curious(me, friend):
        print(me.day, me.days_left, me.budget, me.friends, me.given)
        print(friend.given, friend.received, friend.exchanges, friend.nice, friend.naughty,
              int(friend.last), int(friend.my_last), friend.days_since, friend.payoff,
              friend.mean_payoff, friend.reputation)  # fmt: skip
        return float(friend.nice)

    path = tmp_path / "log.csv"
    path.write_text("friend,day,giver,mine,theirs\n" + text, encoding="utf-8")
    kind = Kind(strategy, curious, "mine")
    with redirect_stdout(StringIO()) as printed:
        decision = decide(kind, season.rules, read_friend_log(path, season.rules.days))
    lines = [[float(word) for word in line.split()] for line in printed.getvalue().splitlines()]
    seen = {}
    for own, friend in zip(lines[::2], lines[1::2], strict=True):
        facts = dict(zip(FACTS, friend, strict=True))
        key = (facts["exchanges"], facts["received"], facts["payoff"])
        seen[key] = dict(zip(OWN, own, strict=True)) | {"friend": facts}
    return seen, decision


@pytest.mark.parametrize("costs", [False, True])
def test_a_partner_rule_is_told_what_the_log_says(tmp_path, costs):
    """Gifts that I gave and gifts that I received are two things, in every word."""
    game = Game(R=3, S=0, T=5, P=1, less_is_better=costs)
    sign = -1 if costs else 1
    season = Season(["tit_for_tat"], 9, friends=4, days=9, gifts_per_day=[1] * 3 + [4] * 6,
                    game=game, seed=1)  # fmt: skip
    lines = ("Ann,1,me,nice,naughty\nAnn,2,me,naughty,naughty\nAnn,2,friend,nice,nice\n"
             "Bob,3,friend,naughty,nice\n")  # fmt: skip
    seen, today = told(lines, tmp_path, season)
    assert len(seen) == 2
    for facts in seen.values():
        mine = {name: facts[name] for name in OWN}
        assert mine == {"day": 3, "days_left": 5, "budget": 4, "friends": 2, "given": 2}
    ann = seen[3, 1, sign * (0 + 1 + 3.0)]["friend"]
    assert ann == {
        "given": 2, "received": 1, "exchanges": 3, "nice": 1, "naughty": 2, "last": C,
        "my_last": C, "days_since": 2.0, "payoff": sign * 4.0,
        "mean_payoff": pytest.approx(sign * 4 / 3), "reputation": -1.0,
    }  # fmt: skip
    bob = seen[1, 1, sign * 5.0]["friend"]
    assert bob == {
        "given": 0, "received": 1, "exchanges": 1, "nice": 1, "naughty": 0, "last": C,
        "my_last": D, "days_since": 1.0, "payoff": sign * 5.0, "mean_payoff": sign * 5.0,
        "reputation": -1.0,
    }  # fmt: skip
    assert {d.friend: (d.nice, d.last) for d in today.friends} == {
        "Ann": ("1 of 3", "nice"), "Bob": ("1 of 1", "nice"),
    }  # fmt: skip


def test_a_strategy_is_told_whether_it_gives(tmp_path, capsys):
    """It answers a gift with what its friend did last as a giver; today it gives itself."""

    @strategy(compiled=False)
    def curious(me, opponent):
        print("told", me.day, me.days_left, int(me.giving), int(opponent.last), me.turn)
        return C

    season = Season(["tit_for_tat"], 9, friends=4, days=6, gifts_per_day=2, seed=1)
    lines = "Ann,1,friend,nice,naughty\nAnn,2,me,naughty,nice\n"
    path = tmp_path / "log.csv"
    path.write_text("friend,day,giver,mine,theirs\n" + lines, encoding="utf-8")
    log = read_friend_log(path, season.rules.days)
    decide(Kind(curious, strategies.nicest, "mine"), season.rules, log)
    told = [line.split()[1:] for line in capsys.readouterr().out.splitlines()]
    calls = [[int(word) for word in line] for line in told]
    # day 1 both sides move, the friend first; day 2 the other way round; day 3 is today
    assert [call[2] for call in calls] == [True, False, True, False, True]
    assert [call[0] for call in calls] == [0, 0, 1, 1, 2]
    assert [call[1] for call in calls] == [5, 5, 4, 4, 3]
    assert calls[-1][3:] == [C, 2]


def test_gifts_go_to_the_best_rated_until_the_budget_is_spent(tmp_path):
    season = Season(["tit_for_tat"], 9, friends=4, days=6, gifts_per_day=3, seed=1)
    lines = ("Ann,1,friend,nice,naughty\nBob,1,friend,nice,nice\nCid,1,friend,nice,nice\n"
             "Cid,1,friend,nice,nice\nDan\n")  # fmt: skip
    _, today = told(lines, tmp_path, season)
    gifts = {d.friend: d.gifts for d in today.friends}
    assert gifts["Cid"] == gifts["Bob"] == 1
    assert gifts["Ann"] + gifts["Dan"] == 1
    assert [d.rating for d in today.friends] == [2.0, 1.0, 0.0, 0.0]
    assert [d.move is None for d in today.friends] == [not d.gifts for d in today.friends]
