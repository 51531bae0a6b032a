"""What to do today shows itself: who gets a gift, whether to be nice, and what speaks for it."""

import pytest

import strategies
from tournament import Season
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
    text = file.read_text(encoding="utf-8").replace("Ann", "<script>")
    file.write_text(text, encoding="utf-8")
    page = decided(file, strategies.out_for_tat)._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


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
