"""Moves in a notebook have ninety columns with their names, and forty at least."""

import re

import pytest

from tournament.interactive.card import Card, Moves, Share, Table
from tournament.interactive.html import as_html


def shown(name, turns):
    """Return the moves of a player that only cooperates, without tags."""
    page = as_html(Card("x", parts=[Moves((name, "b"), ("C" * turns, "D" * turns))]))
    lines = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1].splitlines()
    return [re.sub("<[^>]*>", "", line)[max(len(name), 1) + 2 :] for line in lines]


@pytest.mark.parametrize(("letters", "room"), [(10, 80), (20, 70), (50, 40), (80, 40)])
def test_what_fits_is_whole_and_more_has_a_note_in_the_middle(letters, room):
    name = "n" * letters
    assert shown(name, room) == ["C" * room, "D" * room]
    first, second = shown(name, room + 1)
    assert first.replace("C", "D") == second
    assert len(first) == room
    assert re.fullmatch(r"C+ … \d+ turns … C+", first)


def test_only_names_of_a_table_are_marked_as_names():
    rows = [("a", "b", 1.5), ("c", "d", Share(0.25))]
    table = Table(head=("player", "partner", "score"), rows=rows, names=2)
    page = as_html(Card("x", parts=[table]))
    assert re.findall(r"<(t[hd])([^>]*)>(player|partner|score|[a-d]|1.5|25)", page) == [
        ("th", ' class="tournament-name"', "player"), ("th", ' class="tournament-name"', "partner"),
        ("th", "", "score"), *[("td", ' class="tournament-name"', name) for name in "ab"],
        ("td", "", "1.5"), *[("td", ' class="tournament-name"', name) for name in "cd"],
        ("td", BAR, "25"),
    ]  # fmt: skip


BAR = (
    ' style="background: linear-gradient(to right, rgba(0, 114, 178, .3) 25.0%, transparent 25.0%)"'
)
