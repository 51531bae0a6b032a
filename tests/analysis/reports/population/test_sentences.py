"""Every ending of a population has its sentences: none says more than was played."""

import numpy as np
import pytest

import analysis
from analysis.reports.population.brief import brief
from analysis.reports.population.findings import GIVEN, Findings
from analysis.reports.population.summary import (
    certainty,
    how_it_was_played,
    layers,
    of_payoffs,
    summary,
    title,
)

EVEN = (
    "If types were paid alike, each would take over as often as its share of the places is at the"
    " start."
)
ONCE = (
    "All this is from one repetition, and says what happened in it. Only several repetitions can"
    " say whether it would happen again."
)
RARE = (
    "Theory: if mutations are rare, the population is of each type equally often in the long run"
    " (50.0 % of the time)."
)
TOLD = {
    "nothing fixed": [
        "No type took over in any of 3 repetitions: several were left when generation 3 was over."
        " a and b each had 50.0 % of the places then on average (95 % interval 12.5 % to 87.5 %).",
        "The share of a fell from 56.7 % to 50.0 %.",
        RARE,
    ],
    "nothing fixed once": [
        "No type took over in the only repetition: several were left when generation 3 was over."
        " a had 70.0 % of the places then.",
        "The share of a rose from 50.0 % to 70.0 %. It was highest in generation 2 (80.0 %).",
        RARE,
        ONCE,
    ],
    "all by one": ["All players are a, so nothing can change."],
    "alone": ["All players are a, so nothing can change."],
    "all by one of two": [
        "a took over in all 20 repetitions (95 % interval 83.9 % to 100.0 %).",
        f"{EVEN} a did so more often than that; b did so less often than that.",
        "One type had all places after 2 generations.",
        "Theory gives a a chance of 50.0 % to take over from this start, and expects 6.0"
        " generations until one type has all places. 100.0 % were seen (95 % interval 83.9 % to"
        " 100.0 %): the chance of theory is outside the interval; one of 20 such intervals misses"
        " by chance alone.",
        RARE,
    ],
    "several": [
        "a and c took over most often: in 30 of 80 repetitions each (37.5 %; 95 % interval 27.7 %"
        " to 48.5 %), but chance alone may have put them before b. b took over in 20.",
        f"{EVEN} No type did so more or less often than that by more than chance explains.",
        "One type had all places after 5.0 generations on average, and after 4 to 6 generations in"
        " single repetitions.",
        RARE.replace("50.0", "33.3"),
    ],
    "some open": [
        "b and a took over most often: in 4 of 9 repetitions each (44.4 %; 95 % interval 18.9 % to"
        " 73.3 %). In 1 repetition, several types were left when generation 5 was over.",
        "One type had all places after 4.5 generations on average, and after 4 to 5 generations in"
        " single repetitions.",
        "The share of b rose from 50.0 % to 51.1 %. It was lowest in generation 4 (28.9 %).",
        RARE,
    ],
    "one of two once": [
        "a took over in the only repetition.",
        "One type had all places after 2 generations.",
        "Theory gives a a chance of 50.0 % to take over from this start, and expects 6.0"
        " generations until one type has all places.",
        RARE,
        ONCE,
    ],
    "mutation": [
        "a had most places: 53.3 % on average over generations 20 to 39 (95 % interval 19.7 % to"
        " 87.0 %), but chance alone may have put it before b.",
        "The share of a rose from 50.0 % to 55.0 %.",
        "Theory: with this mutation, all types have the same mean share in the long run: 50.0 %."
        " All intervals of what was played contain these.",
    ],
    "no end": [
        "a had most places: 53.3 % on average over generations 20 to 39 (95 % interval 19.7 % to"
        " 87.0 %), but chance alone may have put it before b.",
        "The share of a rose from 50.0 % to 55.0 %.",
        RARE,
    ],
    "no end once": [
        "a had most places: 60.0 % on average over generations 20 to 39 (95 % interval 60.0 % to"
        " 60.0 %).",
        "The share of a rose from 50.0 % to 65.0 %. It was highest in generation 2 (70.0 %).",
        RARE,
        ONCE,
    ],
    "without errors": [
        "a had most places: 70.0 % on average over generations 1 to 2. There is too little to say"
        " how sure that is.",
        "The share of a rose from 50.0 % to 80.0 %.",
        RARE,
        ONCE,
    ],
    "alike": ["Both types had the same share of the places: 50.0 %.", RARE],
    "gone": [
        "a had most places: 55.0 % on average over generations 1 to 2. There is too little to say"
        " how sure that is.",
        "The share of a rose from 30.0 % to 60.0 %.",
        "c was gone in the end.",
        RARE.replace("50.0", "33.3"),
        ONCE,
    ],
    "roles": [
        "Row players: x (row) took over most often: in 3 of 4 repetitions (75.0 %; 95 % interval"
        " 30.1 % to 95.4 %), but chance alone may have put it before y (row). y (row) took over in"
        " 1.",
        "Column players: y (column) took over in all 4 repetitions (95 % interval 51.0 % to"
        " 100.0 %).",
        f"Row players: {EVEN} No type did so more or less often than that by more than chance"
        " explains.",
        f"Column players: {EVEN} y (column) did so more often than that; x (column) did so less"
        " often than that.",
        "One type had all places after 1 generation.",
    ],
    "live": [
        "a and b took over most often: in 5 of 10 repetitions each (50.0 %; 95 % interval 23.7 % to"
        " 76.3 %).",
        f"{EVEN} No type did so more or less often than that by more than chance explains.",
        "One type had all places after 4.5 generations on average, and after 4 to 5 generations in"
        " single repetitions.",
    ],
    "certain": [
        "D had most places: 53.3 % on average over generations 2 to 3.",
        "Chance had no part in this: another repetition would be the same.",
    ],
    "lattice": [
        "D had most places: 53.3 % on average over generations 2 to 3. There is too little to say"
        " how sure that is.",
        ONCE,
    ],
}


@pytest.mark.parametrize("case", TOLD)
def test_summary(cases, case):
    assert summary(Findings(cases[case])) == TOLD[case]


def test_many_types_are_not_all_named(cases):
    first, *_ = summary(Findings(cases["many"]))
    assert first == (
        "type_0, type_1, type_2 and 17 others took over most often: in 1 of 20 repetitions each"
        " (5.0 %; 95 % interval 0.9 % to 23.6 %)."
    )


def test_the_others_are_counted(population, ended):
    runs = [*ended(0, many=9, size=8), *ended(1, 2, 3, 4, size=8), *ended(1, size=8)]
    kinds = max(len(run[0]) for run in runs)
    runs = [[np.pad(row, (0, kinds - len(row))) for row in run] for run in runs]
    text = summary(Findings(population(runs)))[0]
    assert text.endswith(" b took over in 2, c in 1, d in 1, and 1 other type more rarely.")


def test_theory_names_three_types(population, ended):
    table = np.diag([1.0, 1.2, 1.5, 3.0]) + 1
    told = summary(Findings(population(ended(0, 1, 2, 3, many=5), payoffs=table)))
    text = next(text for text in told if "rare" in text)
    rare = analysis.small_mutation(table, 10, selection=0.1)
    assert text.startswith("Theory: if mutations are rare, the population is of one type nearly")
    assert f"d {100 * rare[3]:.1f} %" in text
    assert text.endswith(" of the time; other types have the rest.")


def test_theory_with_mutation_is_compared_with_what_was_played(population):
    table = np.diag([1.0, 1.0, 1.0, 1.2]) + 1
    played = [[10 + (k * 7) % 5, 3, 3, 4 - (k * 7) % 5] for k in range(40)]
    results = population([played] * 3, until="", mutation=0.05, payoffs=table, process="fermi")
    found = Findings(results)
    shares = analysis.stationary(table, 20, 0.05, "fermi", 0.1).shares
    assert found.theory.mixed.shares.to_numpy() == pytest.approx(shares.to_numpy())
    text = next(text for text in summary(found) if "Theory" in text)
    assert text.startswith(
        f"Theory: with this mutation, mean shares in the long run are d {100 * shares[3]:.1f} %, "
    )
    assert "; others have the rest. The intervals of a, " in text
    assert text.endswith(" do not contain theory: the time that was played may be too short.")
    line = f"In the long run, theory expects d {100 * shares[3]:.1f} %."
    assert brief(found)[-1] == line


def test_theory_with_mutation_is_silent_where_it_is_not_known(population):
    rows = [[[1500, 1500, 1500], [1500, 1400, 1600]]]
    assert Findings(population(rows, until="", mutation=0.1)).theory.mixed is None  # too many
    one_way = [[0.9, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    apart = population([[[3, 3, 4], [2, 4, 4]]], until="", mutation=one_way)
    assert Findings(apart).theory.mixed is None  # it hangs on the start
    assert any("if mutations are rare" in text for text in summary(Findings(apart)))


def test_theory_of_the_start_is_exact(cases):
    """Neutral types take over as often as their shares; the mean time of Moran is known, too."""
    ahead = Findings(cases["all by one of two"]).theory.ahead
    assert ahead.chance == pytest.approx(0.5)
    by_count = analysis.fixation_by_count(np.eye(2) + 1, 10, selection=0.1).loc[5]
    assert ahead.generations == pytest.approx(by_count["steps"] / 10)


def test_with_mutation_a_type_may_come_back(population):
    rows = [[3, 3, 4], [5, 5, 0], [6, 4, 0]]
    told = summary(Findings(population([rows] * 3, until="", mutation=0.1)))
    assert "c was gone in the end in all 3 repetitions. Mutation can bring a type back." in told


@pytest.mark.parametrize(
    ("structure", "start", "said"),
    [
        ("graph: star", GIVEN, False),
        ("graph: star", "even shares", True),
        ("well mixed", "5 a, 5 b", True),
    ],
)
def test_the_neutral_chance_is_told_where_it_is_the_share(
    population, ended, structure, start, said
):
    results = population(ended(0, 1, many=5), structure=structure, start=start)
    assert any(text.startswith(EVEN) for text in summary(Findings(results))) is said


@pytest.mark.parametrize(
    "chance",
    [
        {"mutation": 0.1},
        {"synchronous": False},
        {"start": "even shares"},
        {"process": "fermi"},
        {"live": True},
    ],
)
def test_where_chance_has_a_part_nothing_is_certain(spatial, chance):
    assert Findings(spatial(process="imitate best")).certain
    found = Findings(spatial(**{"process": "imitate best"} | chance))
    assert not found.certain
    assert ONCE in summary(found)


# -- lines, layers and notes -----------------------------------------------------------------------


@pytest.mark.parametrize("case", ["several", "roles", "live", "alone", "mutation", "no end once"])
def test_layers_have_every_sentence_once(cases, case):
    found = Findings(cases[case])
    told = [text for part in layers(found).values() for text in part]
    assert sorted(told) == sorted(summary(found))
    assert layers(found)["ranking"]


LINES = {
    "several": [
        "a and c took over in 30 of 80 repetitions each (37.5 %).",
        "The only other type could truly be first.",
        "Repetitions ended after 5.0 generations.",
        "With rare mutations, theory expects each type equally often.",
    ],
    "some open": [
        "b has most places: 51.1 %.",
        "The only other type could truly be first.",
        "Repetitions ended after 4.1 generations; several types were left in 1.",
        "With rare mutations, theory expects each type equally often.",
    ],
    "one of two once": [
        "a took over in the only repetition.",
        "Repetitions ended after 2 generations.",
        "With rare mutations, theory expects each type equally often.",
    ],
    "nothing fixed": [
        "a and b have most places: 50.0 % each.",
        "3 repetitions of 2.3 generations.",
        "With rare mutations, theory expects each type equally often.",
    ],
    "roles": [
        "Row players: x (row) took over in 3 of 4 repetitions (75.0 %).",
        "Column players: y (column) took over in 4 of 4 repetitions (100.0 %).",
        "Repetitions ended after 1 generation.",
    ],
    "alone": ["All players are a, so nothing can change."],
    "certain": ["D has most places: 53.3 %.", "1 repetition of 3 generations."],
}


@pytest.mark.parametrize("case", LINES)
def test_lines(cases, case):
    assert brief(Findings(cases[case])) == LINES[case]
    assert analysis.summary(cases[case]) == LINES[case]


def test_the_line_on_theory(population, ended):
    results = population(ended(0, 1, many=5), payoffs=np.diag([1.0, 3.0]) + 1)
    share = analysis.small_mutation(np.diag([1.0, 3.0]) + 1, 10, selection=0.1)[1]
    line = brief(Findings(results))[-1]
    assert line == f"With rare mutations, theory expects b {100 * share:.1f} % of the time."


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("several", "Shares are means over 80 repetitions. Among 100 such intervals (Wilson's)"),
        ("nothing fixed once", "One repetition says little on chance"),
        ("no end", "over generations 20 to 39, and over 3 repetitions. Among 100 such intervals,"),
        ("no end once", "another repetition may end elsewhere."),
        ("without errors", "So few generations of one repetition say nothing on chance."),
        ("certain", "Chance had no part, so there are no intervals."),
    ],
)
def test_certainty(cases, case, words):
    assert words in certainty(Findings(cases[case]))


def test_one_generation_is_no_mean(population):
    still = population([[[5, 5]]] * 3, until="")
    assert certainty(Findings(still)).startswith(
        "Shares are those of generation 0, means over 3 repetitions."
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("several", "The payoffs are exact."),
        ("live", "Encounters were played one by one, so there is no table of payoffs."),
        ("sampled", "The payoffs were sampled: their standard errors are up to 0.01."),
    ],
)
def test_payoffs(cases, case, words):
    assert of_payoffs(Findings(cases[case])).startswith(words)


def test_payoffs_that_were_given(population, ended):
    given = population(ended(0, 1), matches="payoffs as given")
    assert of_payoffs(Findings(given)) == "The payoffs were given, and count as exact."
    unknown = population(ended(0, 1), errors=np.full((2, 2), 0.2))
    unknown.payoff_errors[:] = np.nan
    assert of_payoffs(Findings(unknown)) == "The errors of the payoffs are not known."


def test_how_it_was_played(cases, population, ended):
    assert how_it_was_played(Findings(cases["several"])) == (
        "Who meets whom: everybody meets everybody. Start: even shares. One step: a parent is drawn"
        " by fitness; its child takes the place of one drawn evenly. A generation is 10 such steps."
        " A player is paid the mean over those whom it meets."
    )
    text = how_it_was_played(Findings(cases["certain"]))
    assert "Who meets whom: lattice 3 x 5, Moore neighbours, torus." in text
    assert "In a generation, all places are renewed at once." in text
    assert "is paid the sum over those whom it meets." in text


def test_titles(cases):
    assert title(Findings(cases["several"])) == "A population of 10 players: 3 types"
    assert title(Findings(cases["roles"])) == "Two populations of 10 players each: 4 types"


def test_every_sentence_is_plain(cases):
    """It begins with a capital letter or a name, ends with a full stop, and says no nan."""
    for results in cases.values():
        found = Findings(results)
        for text in [*summary(found), *brief(found), certainty(found), how_it_was_played(found)]:
            first = text.split()[0].rstrip(",")
            assert text[0].isupper() or text[0].isdigit() or first in results.types, text
            assert text.endswith("."), text
            assert not any(word in text for word in ("nan", "None", "  ", "..", " ,")), text
