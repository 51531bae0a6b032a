"""The sentence about a library that is not installed."""

import sys

import pytest

from tournament.errors import MissingExtra, TournamentError, needed


def test_needed__returns_the_library():
    assert needed("json.decoder", "extra", "to read") is sys.modules["json.decoder"]


@pytest.mark.parametrize("library", ["no_such_library", "no_such_library.part", "json"])
def test_needed__says_how_to_install_what_is_missing(library, monkeypatch):
    monkeypatch.setitem(sys.modules, "json", None)
    sentence = (
        f"The library `{library.split('.')[0]}` is needed to cluster players, and it is not"
        " installed; install it with: pip install 'tournament[learn]'"
    )
    with pytest.raises(MissingExtra) as caught:
        needed(library, "learn", "to cluster players")
    assert str(caught.value) == sentence
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, TournamentError)
