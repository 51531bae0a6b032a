"""Words and their meanings in compiled views."""

import pytest

from tournament.authors.vocabulary import words
from tournament.engine.kernels.codegen import Sight, View, offer


class Nothing(View):
    """A view of nothing."""


@pytest.mark.parametrize("view", ["me", "opponent", "me.member", "me.game", "town", "friend"])
def test_every_word_needs_a_meaning(view):
    meanings = dict.fromkeys(words(view), lambda seen: seen.value)
    word, _ = meanings.popitem()
    with pytest.raises(LookupError, match=rf"^{view}: .* differ in \['{word}'\]\."):
        offer(Nothing, view, Sight, facts=meanings)


def test_every_meaning_needs_a_word():
    meanings = dict.fromkeys([*words("friend"), "charm"], lambda seen: seen.value)
    with pytest.raises(LookupError, match=r"differ in \['charm'\]\."):
        offer(Nothing, "friend", Sight, facts=meanings)
