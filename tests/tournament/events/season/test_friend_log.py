"""What a player's diary says, and what to do today."""

import re

import pytest

import strategies
from tournament import REFUSE, C, D, partner_rule, strategy
from tournament.authors.partners import Kind
from tournament.events.season.event import Season
from tournament.events.season.friend_log import FriendLog, read_friend_log
from tournament.events.season.today import decide

# -- logs -----------------------------------------------------------------------------------------


def log(
    tmp_path, *lines: str, days: int = 25, head: str = "friend,day,giver,mine,theirs"
) -> FriendLog:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_friend_log(path, days)


def test_days_of_many_letters(tmp_path):
    with pytest.raises(ValueError, match=r"`day` must be in \[1, 25\]; got '9999.*9'\."):
        log(tmp_path, f"Ann,{'9' * 5000},me,nice,nice")
    assert log(tmp_path, f"Ann,{'0' * 5000}7,me,nice,nice").today == 7


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
    assert read_friend_log(tmp_path / "log.csv", 25).friends == ("Ann",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *(
            (f"Ann,{day},me,nice,nice", f":2: `day` must be in [1, 25]; got {day!r}.")
            for day in ("0", "26", "-1", "1.5", "²", "", "today")
        ),
        ("Ann,1,she,nice,nice", ":2: `giver` must be me or friend; got 'she'."),
        ("Ann,1,me,sweet,nice", ":2: `mine` must be nice or naughty; got 'sweet'."),
        ("Ann,1,me,nice", ":2: `theirs` must be nice or naughty; got ''."),
        (",1,me,nice,nice", ":2: `friend` must be a name."),
        ("Ann,25,me,nice,nice", ": the season is over after day 25; no gifts are left."),
    ],
)
def test_bad_lines_of_a_log(tmp_path, line, said):
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        log(tmp_path, line)
    assert str(error.value) == f"{tmp_path / 'log.csv'}{said}"


WRONG = {"friend": "", "day": "0", "giver": "she", "mine": "sweet", "theirs": "sour"}
RIGHT = {"friend": "Ann", "day": "1", "giver": "me", "mine": "nice", "theirs": "nice"}


@pytest.mark.parametrize("first", range(len(WRONG)))
def test_the_first_wrong_word_of_a_line_is_told(tmp_path, first):
    """From left to right, whatever else is wrong behind it, and in the lines below."""
    line = [*list(RIGHT.values())[:first], *list(WRONG.values())[first:]]
    with pytest.raises(ValueError, match=rf":3: `{list(WRONG)[first]}` must be "):
        log(tmp_path, "Bob", ",".join(line), ",".join(WRONG.values()))


def test_files_that_are_no_log(tmp_path):
    path = tmp_path / "log.csv"
    with pytest.raises(ValueError, match="the log must name at least one friend"):
        log(tmp_path)
    for head in (
        "",
        "friend:day:giver:mine:theirs",
        "friend,day;giver;mine;theirs",
        "friend,day,giver,mine",
    ):
        with pytest.raises(ValueError, match="the log needs a column `"):
            log(tmp_path, head=head)
    path.write_bytes(b"friend,day\x00")
    with pytest.raises(ValueError, match="line 1 holds the character NUL"):
        read_friend_log(path, 25)
    with pytest.raises(ValueError, match="cannot be read: Is a directory"):
        read_friend_log(tmp_path, 25)
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        read_friend_log(tmp_path / "none.csv", 25)


# -- today ----------------------------------------------------------------------------------------


def kind(rule, partner) -> Kind:
    return Kind(rule, partner, "mine")


def today(tmp_path, which: Kind, *lines: str, **words) -> list[tuple[str, int, int]]:
    season = Season(["tit_for_tat", "joss"], 40, **({"friends": 6, "seed": 1} | words))
    return decide(which, season.rules, log(tmp_path, *lines, days=season.rules.days)).gifts


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
