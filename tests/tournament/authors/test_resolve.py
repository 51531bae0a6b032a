"""The names that people type: aliases and spellings, wherever a name is accepted."""

import re
from pathlib import Path

import pytest

import strategies
from tournament import C, Match, PartnerRule, Season, Tournament, strategy
from tournament.authors.plugin import Plugin
from tournament.authors.registry import library, load
from tournament.authors.resolve import as_partner_rule, as_strategies, find, named
from tournament.cli import main
from tournament.errors import DuplicateName, UnknownName, folded, meant
from tournament.events.words import candidates, kinds, players, plugins

EVERY: list[tuple[type[Plugin], str, str]] = [
    (of, name, spelled)
    for of in (strategies.tit_for_tat.__class__, PartnerRule)
    for name, plugin in library(of).items()
    for spelled in (name, *plugin.aliases)
]
"""Each name and each alias of the library, and whose it is."""


def spellings(name: str) -> set[str]:
    """Return ways to type a name: as it stands, capitals, small letters, gaps of three kinds."""
    parts = re.split(r"[ _-]+", name)
    gaps = {gap.join(parts) for gap in ("", " ", "_", "-")}
    camel = "".join(part[:1].upper() + part[1:] for part in parts)
    return {name, name.upper(), name.lower(), name.title(), camel, *gaps}


def answer(of: type[Plugin], text: str) -> str:
    try:
        return find(text, of=of).name
    except UnknownName as error:
        return str(error)


# -- the law ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [type(strategies.tit_for_tat), PartnerRule])
def test_every_name_and_alias_in_every_spelling_is_found_or_refused(of):
    """It means its own plugin, or a plugin that has the name itself, or is refused with all that it
    can mean."""
    wrong, refused = [], set()
    for kind, name, spelled in EVERY:
        if kind is not of:
            continue
        for typed in spellings(spelled):
            found = answer(of, typed)
            if found == name or (found in library(of) and folded(found) == folded(typed)):
                continue
            if found.startswith(f"{typed!r} can mean ") and name in found:
                refused.add(folded(typed))
            else:
                wrong.append((name, typed, found))
    assert wrong == []
    assert refused == ({"extort2"} if of is not PartnerRule else set())


def test_the_law_covers_the_catalogue():
    """What the catalogue lists under "Also called" is what is found."""
    table = strategies.catalogue()["also_called"]
    listed = {part.strip() for text in table for part in re.split(r",(?![^()]*\))", text)} - {""}
    assert listed <= {spelled for of, _, spelled in EVERY if of is not PartnerRule}
    assert len(EVERY) > 600
    assert {"TFT", "TitForTat", "Gradual (Axelrod-Python)", "IPD/CR"} <= {s for *_, s in EVERY}


# -- wherever a name is accepted -------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["TFT", "TitForTat", "tit for tat", "Tit-For-Tat", "TIT_FOR_TAT"])
def test_tit_for_tat_as_people_write_it(typed, capsys):
    tft = strategies.tit_for_tat
    assert as_strategies([typed]) == (tft,) == Tournament([typed, "ALLD"], seed=1).players[:1]
    assert find(typed) is strategies.get(typed) is tft
    assert Match(typed, "grim", turns=3).players == (tft, strategies.grudger)
    season = Season([(typed, "OFT"), "ALLD"], towns=200, friends=20)
    assert season.plan.kinds[0].name == "tit_for_tat + out_for_tat"
    assert players([typed], (), {}) == plugins([typed], {}) == [tft]
    assert kinds([f"{typed}+Nice List"], (), {}, "anyone")[0][1].name == "nice_list"
    assert candidates(f"{typed}+exit,{typed}", (), {})[1] == tft
    assert main(["strategies", "show", typed]) == 0
    assert capsys.readouterr().out.startswith("tit_for_tat\n")


def test_chances_by_name():
    by_alias = {"grim": 0.1, "Always-Cooperate": 0.2}
    for event in (
        Tournament(["ALLC", "TFT", "grudger"], noise=by_alias, misperception=by_alias),
        Season(["ALLC", "TFT", "grudger"], towns=300, noise=by_alias),
    ):
        assert event.rules.noise == (0.2, 0.0, 0.1)
    assert Match("TFT", "TFT", noise={"TFT": 0.1}).rules.noise == (0.1, 0.1)
    with pytest.raises(ValueError, match=r"^`noise` names grudger twice, the second time as "):
        Match("TFT", "grim", noise={"grudger": 0.1, "grim": 0.2})


def test_parameters_follow_a_name_in_any_spelling():
    wanted = strategies.random_player(p=0.8)
    for text in (
        "random_player(p=0.8)",
        "Random(p=0.8)",
        "random player (0.8)",
        "Lunatic( p = 4/5)",
    ):
        assert find(text) == strategies.get(text) == named(text, library()) == wanted
    assert as_partner_rule("Upper Confidence Bound(per_friend=3)").name == "ucb1(per_friend=3)"
    assert players(["Lunatic(p=0.8)"], (), {}) == plugins(["Lunatic(p=0.8)"], {}) == [wanted]
    assert plugins(["IPD/CR"], {})[0].name == "choice_and_refusal"
    assert find("Gradual (Axelrod-Python)").name == "gradual_2018"


def test_tables_show_the_real_name():
    results = Tournament(["TFT", "ALLD"], turns=3, repetitions=1, seed=1).play(progress=False)
    assert sorted(results.ranking.index) == ["always_defect", "tit_for_tat"]
    with pytest.raises(DuplicateName, match="Two players are named 'tit_for_tat'"):
        Tournament(["TFT", "tit_for_tat"])


@pytest.mark.parametrize(
    "bad", ["TFT(", "TFT(1", "TFT(1)+2", "TFT(**x)", "TFT(1)(2)", "TFT(1);x", "", "--"]
)
def test_values_that_are_not_well_written(bad):
    sentence = (
        f"A strategy must be written as a name, or as name(parameter=value, ...); got {bad!r}."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        find(bad)


# -- who comes first -------------------------------------------------------------------------------


def rule(name: str, doc: str = "A rule."):
    def plain(me, opponent):
        return C

    plain.__name__, plain.__doc__ = name, doc
    return strategy(plain)


def test_an_exact_name_comes_first_then_a_spelling_then_an_alias():
    assert find("TFT", [mine := rule("TFT")]) is mine
    assert find("t f t", [mine]) is mine
    assert find("TFT", [other := rule("tft")]) is other
    assert find("gradual").name == "gradual"
    assert find("Gradual").name == "gradual"
    both = [rule("my_rule"), rule("MyRule")]
    assert find("MyRule", both) is both[1]
    with pytest.raises(UnknownName, match=r"^'my rule' can mean my_rule or MyRule; write one of"):
        find("my rule", both)


def test_an_alias_of_two_is_refused_with_both():
    mine = rule("mine", "A rule.\n\nAlso called: TFT.")
    with pytest.raises(
        UnknownName, match=r"^'tft' can mean mine or tit_for_tat; write one of these\.$"
    ):
        find("tft", [mine])
    with pytest.raises(UnknownName, match=r"can mean zd_extort_2 or zd_extort_2_v2; write one"):
        strategies.get("EXTORT2")


def test_a_variant_with_its_own_name_leaves_the_aliases_to_the_rule():
    tft = strategies.tit_for_tat
    mine = tft.named("mine")
    assert mine.aliases == () == strategies.random_player(p=0.8).aliases
    assert "Source: Rapoport" in mine.doc
    assert find("TFT", [mine, strategies.random_player(p=0.8)]) is tft
    again = tft.named("mine", "Mine.\n\nAlso called: my TFT; yours (1, 2), hers.")
    assert again.aliases == ("my TFT", "yours (1, 2)", "hers")


def test_groups_and_files_beside_aliases(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    groups = {"axelrod_first": lambda: [strategies.joss], "grim": lambda: [strategies.shubik]}
    assert players(["Axelrod First"], (), groups) == [strategies.joss]
    assert players(["grim"], (), groups) == [strategies.shubik]  # exact, and the alias is not
    text = "from tournament import D, strategy\n\n@strategy\ndef TFT(me, opponent):\n    return D\n"
    Path("my_rule (1).py").write_text(text, encoding="utf-8")
    (mine,) = load("my_rule (1).py")
    assert players(["my_rule (1).py"], (), groups) == [mine]
    assert players(["tft"], ["my_rule (1).py"], groups) == [mine]
    Path("copycat").mkdir()
    Path("my_rule (1).py").rename("copycat/rule.py")
    assert players(["copycat"], (), groups) != [strategies.tit_for_tat]  # the folder that is there
    assert players(["copy cat"], (), groups) == [strategies.tit_for_tat]


# -- what is nobody's name -------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "hint"), [
    ("tit_for_tatt", " Did you mean 'tit_for_tat'?"),
    ("TF2TT", " Did you mean 'TF2T' (tit_for_two_tats)?"),
    ("grim triger", " Did you mean 'grim trigger' (grudger)?"),
    ("qqqqq", ""),
])  # fmt: skip
def test_an_unknown_name_gets_the_nearest_name_or_alias(typed, hint):
    with pytest.raises(UnknownName) as error:
        find(typed)
    assert str(error.value) == f"No strategy is named {typed!r}.{hint}"
    with pytest.raises(UnknownName) as error:
        find(f"{typed}(p=1)")
    assert str(error.value) == f"No strategy is named {typed!r}.{hint}"


def test_an_alias_is_no_attribute_and_the_message_says_what_is():
    for name, hint in (
        ("TFT", "; write strategies.tit_for_tat, or strategies.get('TFT')"),
        ("EXTORT2", "; 'EXTORT2' can mean zd_extort_2 or zd_extort_2_v2; write one of these."),
        ("nothing_like_it", ""),
    ):
        with pytest.raises(AttributeError) as error:
            getattr(strategies, name)
        assert str(error.value) == f"module 'strategies' has no attribute {name!r}{hint}"


def test_nothing_is_nobodys_name():
    assert meant("", ["a"]) is None is meant(" - ", ["_"])
    assert meant("B’s", ["b's"]) == "b's"
