"""The page of advice tells today's gifts first, and says of everything how it is known."""

import re

import numpy as np
import pytest

import strategies
from analysis.reports.advice.report import Story, report_advice
from analysis.reports.page import policy
from tournament import Season
from tournament.authors.partners import Kind
from tournament.events.season.advice import Advice
from tournament.events.season.begun import begin
from tournament.events.season.friend_log import FriendLog
from tournament.events.season.naughty import Once

EVIL = '<script>alert(1)</script> & "friends"'
STORY = Story(
    friends=[{"friend": EVIL, "gifts": 2, "be": "nice", "why": "Nice in 9 of 10 gifts."}],
    left_out=("Moe", "Naughty in the one gift."),
    sure=["One is best.", "None could be as good."],
    assumed="Most friends return kindness.",
    understood=("log.csv has commas.", "Today is day 2."),
    once=(Once(EVIL, 90, 40, -50, -70, -30, 14.5), Once("Bob", 90, 95, 5, np.nan, np.nan, 9)),
    naughty="It costs you 50.",
)


@pytest.fixture
def advice():
    kinds = tuple(
        Kind(strategies.get(name), strategies.nicest, name) for name in ("joss", "tit_for_tat")
    )
    incomes = np.array([[100.0, 200.0], [np.nan, 210.0]])
    season = Season(["tit_for_tat"], towns=9, friends=4, days=6, gifts_per_day=2, seed=1)
    log = FriendLog(("Ann",), (("Ann", 0, True, 0, 0),), 1)
    return Advice(kinds, incomes, season, begin(season.plan, log))


def test_the_first_screen_says_what_to_do_and_how_it_is_known(advice, tmp_path):
    report_advice(advice, tmp_path, ["Ann: 2 gifts."], "tournament advise --seed 1", STORY)
    page = (tmp_path / "advice.html").read_text(encoding="utf-8")
    first = page.split('id="ways"')[0]
    text = re.sub(r"<[^>]+>", " ", first.split("<body>")[1])
    told = ["Day 2 of 6", "Today's 2 gifts", "Nice in 9 of 10 gifts.", "Left out:", "Moe",
            "It costs you 50.", "One is best.", "Most friends return kindness.",
            "Today is day 2."]  # fmt: skip
    places = [text.replace("&#39;", "'").index(part) for part in told]
    assert places == sorted(places)


def test_names_are_escaped_and_the_page_allows_itself_only(advice, tmp_path):
    report_advice(advice, tmp_path, [EVIL], EVIL, STORY)
    page = (tmp_path / "advice.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 3
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    script = re.findall(r"<script>(.*?)</script>", page, re.S)[-1]
    assert policy(style, script) in page.replace("&#39;", "'")
    assert not re.search(r"https?://(?!www\.w3)", page.split("<body>")[1])


def test_all_candidates_and_all_numbers_are_there(advice, tmp_path):
    report_advice(advice, tmp_path, ["Be nice."], "again", STORY)
    page = (tmp_path / "advice.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr><td>(\d)</td><td class=\"name\">(\w+)</td>", page)
    assert rows == [("1", "tit_for_tat"), ("2", "joss")]
    once = page.split('id="once"')[1]
    assert "-70" in once
    assert "—" in once  # one season has no interval
    assert "the 5 days left" in page


def test_without_a_log_the_page_tells_how_to_play(advice, tmp_path):
    plain = Advice(advice.candidates, advice.incomes, advice.season)
    report_advice(plain, tmp_path, ["Be nice like tit_for_tat."])
    page = (tmp_path / "advice.html").read_text(encoding="utf-8")
    assert "Be nice like tit_for_tat." in page
    for missing in ('id="once"', 'id="log"', "Left out"):
        assert missing not in page


def test_the_short_page_tells_the_same(advice, tmp_path):
    report_advice(advice, tmp_path, ["Ann: 2 gifts."], "again", STORY)
    short = (tmp_path / "advice.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", short, re.M)
    assert heads == ["Today", "Naughty once", "How sure", "What is assumed",
                     "How your log was read", "Ways to play", "Again"]  # fmt: skip
    assert "- It costs you 50." in short
