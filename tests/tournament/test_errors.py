"""Exceptions, the sentence about a library that is not installed, and names that people type."""

import pickle
import sys

import pytest

from tournament import errors
from tournament.errors import (
    LONGEST_NAME,
    ArgumentError,
    ArgumentTypeError,
    MissingExtra,
    PluginError,
    TournamentError,
    UnknownName,
    is_label,
    meant,
    name_of,
    needed,
    suggestion,
    unknown,
    unknown_player,
)


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


# -- names that are given --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a", True),
        ("", False),
        (" ", False),
        ("x" * 200, True),
        ("x" * 201, False),
        ("two words", True),
        ("two\nlines", False),
        ("na\u00efve \u6ce2", True),
        ("\u3164", False),
        ("a\u2800", False),
    ],
)
def test_labels_are_seen_in_one_line(text, fits):
    assert is_label(text) == fits


@pytest.mark.parametrize("text", ["a", "x" * 200, "a < b", "1 > 0", "a[1]", "Joss (p=1)"])
def test_names_that_can_be_had(text):
    assert name_of("`name`", text) == text


@pytest.mark.parametrize(
    "text", ["", " a", "a ", "a <b", "</b", "<!--", "<?xml", "[/red]", "x" * 201, "a\x00"]
)
def test_names_that_nobody_can_have(text):
    with pytest.raises(
        ArgumentError,
        match=r"^`name` must be 1 to 200 printable letters, without spaces at its ends or tags such"
        r" as <b>; got '",
    ):
        name_of("`name`", text)


@pytest.mark.parametrize("value", [None, 3, b"a", ["a"]])
def test_a_name_is_a_text(value):
    with pytest.raises(ArgumentTypeError, match=r"^`name` must be a text that can be printed; got"):
        name_of("`name`", value)


def test_one_letter_is_written_one_way():
    assert name_of("`name`", "e\u0301tude") == "\u00e9tude"


# -- names that are typed --------------------------------------------------------------------------

ALIASES = {"tit_for_tat": ["TFT"], "grudger": ["grim", "Grim trigger"], "trigger": ["grudge"]}
KNOWN = list(ALIASES)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tit_for_tat", "tit_for_tat"),
        ("Tit-for-Tat", "tit_for_tat"),
        ("tit for tat", "tit_for_tat"),
        ("tft", "tit_for_tat"),
        ("GRIM", "grudger"),
        ("grim trigger", "grudger"),
        ("Trigger", "trigger"),
        ("tit_for_ta", None),
        ("", None),
        (" -_'", None),
        (None, None),
        (3, None),
    ],
)
def test_meant__is_a_name_then_another_spelling_then_an_alias(typed, name):
    assert meant(typed, KNOWN, ALIASES.__getitem__) == name


def test_meant__a_name_comes_before_the_same_alias_of_another():
    also = {"grim": [], "grudger": ["grim", "Gr im"]}
    assert meant("grim", list(also), also.__getitem__) == "grim"
    assert meant("GRIM", list(also), also.__getitem__) == "grim"
    assert meant("grim", ["grudger"]) is None  # without aliases


def test_meant__says_so_where_several_are_spelled_alike():
    with pytest.raises(UnknownName, match=r"^'ab' can mean a_b or a-b; write one of these\.$"):
        meant("ab", ["a_b", "c", "a-b"])
    with pytest.raises(UnknownName, match=r"^'AB' can mean a_b, a-b or A B; write"):
        meant("AB", ["a_b", "a-b", "A B"])
    assert meant("a-b", ["a_b", "a-b"]) == "a-b"
    also = {"one": ["same"], "other": ["Same"]}
    with pytest.raises(UnknownName, match=r"^'same' can mean one or other; write one of these\.$"):
        meant("same", list(also), also.__getitem__)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("grudgr", " Did you mean 'grudger'?"),
        ("Tit-for-Tatt", " Did you mean 'tit_for_tat'?"),
        ("grmi", " Did you mean 'grim' (grudger)?"),
        ("tatfortit", " Did you mean 'tit_for_tat'?"),  # its letters, in another order
        ("zzz", ""),
        ("grudger" * 30, ""),
    ],
)
def test_unknown__names_the_nearest(typed, hint):
    error = unknown("strategy", typed, KNOWN, ALIASES.__getitem__)
    assert isinstance(error, UnknownName)
    assert str(error).startswith("No strategy is named ")
    assert str(error).endswith(f".{hint}")


def test_unknown__a_name_comes_before_an_alias_of_the_same_spelling():
    also = {"grudger": ["Grim"], "grim": []}
    said = str(unknown("player", "grimm", list(also), also.__getitem__))
    assert said == "No player is named 'grimm'. Did you mean 'grim'?"
    assert str(unknown("player", "grimm", list(also))).endswith("Did you mean 'grim'?")
    assert str(unknown("rule", 3, KNOWN)) == "No rule is named 3."


def test_a_suggestion_is_near_or_none():
    assert suggestion("grudgr", KNOWN) == " Did you mean 'grudger'?"
    assert suggestion("regdurg", KNOWN) == " Did you mean 'grudger'?"
    assert suggestion("zzz", KNOWN) == suggestion(None, KNOWN) == suggestion("x", []) == ""
    assert suggestion("g" * LONGEST_NAME, ["g" * LONGEST_NAME + "h"]) != ""
    assert suggestion("g" * (LONGEST_NAME + 1), ["g" * LONGEST_NAME]) == ""
    assert str(unknown_player("grudgr", KNOWN)) == (
        "No player is named 'grudgr'. Did you mean 'grudger'?"
    )


# -- what they are ---------------------------------------------------------------------------------


def test_a_plugin_error_is_sent_whole_to_other_processes():
    error = pickle.loads(pickle.dumps(PluginError("a.py:3: mine: no.", "mine (0.5)")))
    assert (str(error), error.player) == ("a.py:3: mine: no.", "mine (0.5)")
    assert PluginError("a.py:3: mine: no.").player is None


@pytest.mark.parametrize(
    ("kind", "base"),
    [
        (errors.ArgumentError, ValueError),
        (errors.ArgumentTypeError, TypeError),
        (errors.UnknownName, LookupError),
        (errors.PluginWarning, UserWarning),
        (errors.CacheWarning, UserWarning),
        (errors.TooLarge, MemoryError),
        (errors.MissingExtra, ImportError),
    ],
)
def test_errors_are_those_of_python_and_say_one_line(kind, base):
    assert issubclass(kind, base)
    assert issubclass(kind, errors.Told)
    assert str(kind("two\nlines")) == "two lines"
    assert str(kind()) == ""
    assert len(str(kind("word " * 200))) <= 275
