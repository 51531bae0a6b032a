"""Names and keys of Axelrod-Python."""

import re
from pathlib import Path

import numpy as np
import pytest

from strategies import from_axelrod
from strategies.contents.axelrod_python import KEYS, PARAMETERS, TEAMS
from strategies.contents.differences import CORRECTED, REFUSED, UNDER_NOISE
from tournament.authors.registry import library
from tournament.errors import UnknownName
from tournament.testing import moves_of


def test_keys_are_sorted_and_lead_to_strategies():
    assert list(KEYS) == sorted(KEYS)
    assert set(KEYS.values()) <= set(library())


def test_a_class_name_means_its_default_arguments():
    known = library()
    for key, name in KEYS.items():
        assert from_axelrod(key) is known[name]
        assert from_axelrod(key.partition("|")[0]) is known[name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Random|{"p": 0.5}', "random_player"),
        ('Random|{"p":0.8}', "random_player(p=0.8)"),
        ('GTFT|{"p": 0.1}', "generous_tit_for_tat(generosity=0.1)"),
        ('FirstByFeld|{"rounds_of_decay": 100}', "feld(turns_of_decay=100)"),
    ],
)
def test_arguments_with_a_counterpart_are_passed_on(text, name):
    assert from_axelrod(text).name == name


def test_all_parameters_of_the_table_are_there():
    for name, parameters in PARAMETERS.items():
        ours = from_axelrod(name)
        assert set(parameters.values()) <= set(ours.parameters), name


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_had_is_refused_with_the_reason(name):
    with pytest.raises(UnknownName, match=rf"^Axelrod-Python's {name} cannot be had: .+\.$"):
        from_axelrod(name)


def test_what_plays_otherwise_is_named_by_from_axelrod_and_in_the_docstrings():
    said = from_axelrod.__doc__
    for name in {**CORRECTED, **UNDER_NOISE}:
        assert name in said or (name.endswith("QLearner") and "four Q-learners" in said)
    for name in UNDER_NOISE:
        assert "Axelrod-Python's" in from_axelrod(name).doc


@pytest.mark.parametrize(
    ("name", "opponent", "there"),
    [  # recorded in Axelrod-Python 4.14.0, whose moves were turned over in the same turns
        ("Alternator", "C" * 20, "CDDCDCCDCDCCDCDDCDCD"),
        ("ContriteTitForTat", "CCCCDCCCCCDDCCCCCCCC", "CCCCCDCCCCCDDCCCCCCC"),
        ("SecondByTester", "C" * 20, "DCCDCDDCDCDDCDCCDCDC"),
    ],
)
def test_what_plays_otherwise_under_noise_plays_alike_until_a_move_is_turned_over(
    name, opponent, there
):
    flips = [int(flip) for flip in "01000100001000100000"]
    here = "".join("CD"[move] for move in moves_of(from_axelrod(name), opponent, flips=flips))
    assert here[:2] == there[:2]
    assert here != there


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("TitForTatt", "named 'TitForTatt' is known here. Did you mean 'TitForTat'?"),
        ("tit_for_tat", "is a name of this library; Axelrod-Python calls it TitForTat."),
        ('TitForTat|{"p": 1}', "`p` of Axelrod-Python's TitForTat, tit_for_tat here, cannot be"),
        ("Random|{p: 1}", "must be JSON"),
        ("Random|[1]", "must be JSON"),
    ],
)
def test_what_is_wrong_gets_one_sentence(text, sentence):
    with pytest.raises((UnknownName, ValueError)) as error:
        from_axelrod(text)
    assert sentence in str(error.value)


def test_every_recorded_rule_is_there_or_refused():
    recorded = map(str, np.load(Path(__file__).parents[1] / "data" / "oracle.npz")["class_keys"])
    missing = {key.partition("|")[0] for key in recorded if key not in KEYS} - set(REFUSED)
    if not TEAMS:
        missing = {name for name in missing if not re.search("Meta|NMWE", name)}
    assert missing == set()
