"""Three readers who see the first screen only: who won, how sure is that, and why?

Each story is written as the reader would tell it. The test takes the first section of the page, as
text, and looks for the three answers.

1. A clear winner. "echo won. This is sure: luck does not explain its lead. It cooperates more
   than the others do, and never begins to defect."
2. An undecided first place. "coin is on top, but that is not sure: luck may have put it there."
3. An exact tie. "Two players share the first place. That is certain, it would come out the same
   again. They never cooperate, and that paid here."
"""

import re
from html.parser import HTMLParser

import pytest

from analysis.reports.report import report_of
from tournament import Tournament


class FirstScreen(HTMLParser):
    """Collect the text of the section of class `first`, without what is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.parts = False, []

    def handle_starttag(self, tag, attrs):
        """Begin with the section."""
        if tag == "section" and ("class", "first") in attrs:
            self.inside = True

    def handle_endtag(self, tag):
        """End with the section."""
        if tag == "section":
            self.inside = False

    def handle_data(self, data):
        """Keep what stands inside."""
        if self.inside:
            self.parts.append(data)


def first_screen(results) -> str:
    made = report_of(results)
    parser = FirstScreen()
    parser.feed(made.page({}))
    return re.sub(r"\s+", " ", " ".join(parser.parts)).strip()


def play(*players, **options):
    return Tournament(list(players), turns=10, seed=1, **options).play(progress=False)


STORIES = {
    "a clear winner": (
        lambda r: play(r.echo, r.forgiver, r.nasty, repetitions=100),
        "echo won with",
        "This is sure: its lead over each of the 2 others is more than luck explains.",
        ") and never defected first.",
    ),
    "an undecided first place": (
        lambda r: play(r.coin, r.coin.named("b"), r.coin.named("c"), repetitions=20),
        "came first with",
        "This is not sure: luck may have put it before",
        "It cooperated in 48 % of its turns (average 48 %)",
    ),
    "an exact tie": (
        lambda r: play(r.nice, r.nasty, r.nasty.named("nasty_too"), repetitions=1),
        "nasty and nasty_too share the first place with 11.67 per turn.",
        "This is certain: chance had no part, so it would come out the same again.",
        "They cooperated in 0 % of turns (average 33 %) and sometimes defected first.",
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_first_screen_answers_who_won_how_sure_and_why(story, rules):
    played, who, sure, why = STORIES[story]
    text = first_screen(played(rules))
    said = [text.find(answer) for answer in (who, sure, why)]
    assert -1 not in said, text
    assert said == sorted(said)  # in the order of the questions
    assert "Each of the" in text  # how it was played


def test_the_first_screen_has_no_word_of_statistics(rules):
    for played, *_ in STORIES.values():
        text = first_screen(played(rules)).split("Dots are")[0]
        assert not re.search(r"tier|resampl|p = |Holm|Friedman|bootstrap|standard error", text)
