"""A plugin is a record: it cannot be changed, and says what it is to whoever asks."""

import inspect
from dataclasses import FrozenInstanceError, replace

import pytest

from tournament import C, Probability, partner_rule, strategy
from tournament.authors.plugin import Label, Plugin
from tournament.authors.strategy import Strategy


@strategy(anger=0)
def patient(me, opponent, patience=2, p: Probability = 0.5):
    """Wait.

    Source: this file.
    """
    return C


@partner_rule(per_friend=3, compiled=False)
def picky(me, friend):
    return str(friend.nice)


def test_plugins_cannot_be_changed():
    for plugin, name in ((patient, "parameters"), (picky, "per_friend"), (patient, "memory")):
        with pytest.raises(FrozenInstanceError):
            setattr(plugin, name, None)


def test_what_is_found_out_is_kept_and_not_copied_to_variants():
    first = patient.identity
    assert patient.identity is first
    other = patient(patience=3)
    assert other.name == "patient(patience=3)"
    assert other.identity != first
    assert replace(other, parameters=patient.parameters) == patient


def test_a_named_variant_belongs_to_the_module_that_names_it():
    named = patient.named("calm", "Stay calm.")
    assert named.label == Label("calm", "Stay calm.", __name__)
    assert (named.module, named.doc, named.called) == (__name__, "Stay calm.", "calm")
    assert patient.named("calm").doc == patient.doc
    assert named(patience=5).name == "patient(patience=5)"


def test_a_plugin_tells_how_it_is_called():
    assert str(inspect.signature(patient)) == "(patience=2, p=0.5)"
    assert str(inspect.signature(patient(p=0.25))) == "(patience=2, p=0.25)"
    assert list(inspect.signature(strategy(lambda me, opponent, k: C)).parameters) == ["k"]
    assert inspect.unwrap(patient) is patient.rule
    assert "rule" in inspect.signature(Strategy).parameters


def test_a_plugin_is_no_method():
    class Holder:
        favourite = patient

    assert Holder.favourite is patient
    assert Holder().favourite is patient


def test_classes_keep_their_own_docstrings():
    assert Plugin.__doc__.startswith("A rule with its parameters")
    assert Strategy.__doc__.startswith("A rule that chooses moves")
    assert patient.__doc__ == patient.rule.__doc__
    assert (patient.__module__, patient.__name__) == (__name__, "patient")


def test_rules_in_plain_python():
    assert patient.compiled
    assert not picky.compiled
    assert not picky(per_friend=1).compiled
    assert picky.draws, "what a rule in plain Python draws is not known"
