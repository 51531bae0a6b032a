"""Cards: the same in text and in HTML, never wider than a screen, never what a stranger wrote."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tournament.interactive.card import Card, Moves, Share, Table, as_text, shortened_rows
from tournament.interactive.html import as_html
from tournament.interactive.words import short

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=100)


class Seen(HTMLParser):
    """The tags of a page, and its texts outside of styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)


@given(TEXTS, TEXTS, TEXTS, st.text("CD", min_size=1, max_size=500))
def test_html_escapes_everything(title, fact, name, moves):
    table = Table(("player", "score"), [(name, "1.5"), (fact, Share(0.5))], caption=title)
    card = Card(title, fact, [(name, fact)], [table, Moves((name, fact), (moves, moves))])
    seen = Seen(as_html(card))
    allowed = [
        "div",
        "style",
        "p",
        "strong",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "i",
        "b",
        "code",
    ]
    assert set(seen.tags) <= set(allowed)
    assert seen.open == []
    assert title in seen.texts or not title
    assert "$" not in as_html(card)  # notebooks would read mathematics


@given(st.integers(1, 3000), st.integers(1, 200))
def test_text_is_never_wider_than_a_screen(turns, letters):
    name = "x" * letters
    moves = Moves((name, "other"), ("C" * turns, "D" * turns))
    table = Table(("player", "score"), [(name, "1.5"), ("b", "2.5")])
    text = as_text(Card("Match: a title", "word " * 40, [("fact", name)], [table, moves]))
    assert max(map(len, text.splitlines())) <= 80


def test_long_matches_are_shortened_in_the_middle_with_the_count_said():
    text = as_text(Card("x", parts=[Moves(("a", "b"), ("C" * 200, "D" * 200))]))
    _, one, other = text.splitlines()
    assert one.startswith("a  CCC")
    assert other.endswith("DDD")
    assert one[one.index("…") :].startswith("… 138 turns … CCC")
    assert one.count("C") + 138 == 200


def test_short_matches_are_whole():
    assert as_text(Card("x", parts=[Moves(("a", "b"), ("CCD", "DDC"))])) == "<x>\na  CCD\nb  DDC"


def test_what_is_left_out_is_counted():
    rows = [[str(k)] for k in range(30)]
    assert shortened_rows(rows, 10, "player") == (rows[:10], "... and 20 more players")
    assert shortened_rows(rows[:11], 10, "player") == (rows[:11], "")
    text = as_text(Card("x", parts=[Table(("player",), rows[:2], more="... and 2 more players")]))
    assert text.splitlines()[-1] == "... and 2 more players"


def test_names_of_tables_get_shorter_in_the_middle_first():
    table = Table(("player", "score"), [("a" * 99 + "end", "1.5")])
    last = as_text(Card("x", parts=[table])).splitlines()[-1]
    assert len(last) == 80
    assert "aa…aa" in last
    assert "end  " in last
    assert last.endswith("1.5")


def test_the_longest_names_of_a_table_get_shorter_first():
    for names in (("a" * 30, "b" * 90), ("b" * 90, "a" * 30)):
        text = as_text(Card("x", "", parts=[Table(("one", "other", "n"), [(*names, 1)], names=2)]))
        assert "a" * 30 in text
        assert "b" * 90 not in text


def test_shares_are_bars_in_notebooks_and_percent_in_text():
    table = Table(("player", "cooperation"), [("a", Share(0.25)), ("b", Share(float("nan")))])
    assert "25.0 %" in as_text(Card("x", parts=[table]))
    page = as_html(Card("x", parts=[table]))
    assert page.count("linear-gradient") == 1
    assert "25.0%" in page
    assert "—" in page


def test_html_runs_nothing_and_loads_nothing():
    page = as_html(Card("x"))
    for word in ("<script", "http", "url(", "@import", "onload"):
        assert word not in page


def test_short_keeps_both_ends():
    assert short("abcdefghij", 6) == "abc…ij"


def test_code_in_sentences_is_code():
    page = as_html(Card("`x`", "Defect after `most` turns, `<b>` and `."))
    assert "after <code>most</code> turns, <code>&lt;b&gt;</code> and `." in page
    assert "<strong>`x`</strong>" in page
