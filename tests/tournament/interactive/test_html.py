"""Moves in a notebook have ninety columns with their names, and forty at least."""

import re

import pytest

from tournament.interactive.card import Card, Moves
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
