"""`tournament evolve`: what is played and written, and the one sentence of bad input."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import strategies
from tournament import Population, PopulationResults, Results, Tournament
from tournament.cli import main
from tournament.cli.commands import evolve
from tournament.cli.commands.evolve import population_of
from tournament.cli.parser import parse
from tournament.rules.population import PROCESSES

TWO = ["tit_for_tat", "always_defect"]
FEW = ["--size", "8", "-n", "6", "-s", "3", "--threads", "1"]
TABLE = "player,hawk,dove\nhawk,-1,2\ndove,0,1\n"


@pytest.fixture
def evolution():
    """A function: the population that words of `tournament evolve` mean, without playing it."""
    return lambda *words: population_of(parse(["evolve", *words]))


def test_a_population_is_played_reported_and_saved(capsys):
    assert main(["evolve", *TWO, *FEW]) == 0
    out = capsys.readouterr().out
    assert "moran, one after the other" in out
    assert re.search(r"Report: population-report.report\.html", out)
    results = PopulationResults.load("population-report/results")
    assert results.types == TWO
    assert (results.rules.seed, results.repetitions, results.size) == (3, 6, 8)
    assert Path("population-report/report.html").stat().st_size > 10_000
    again = [line for line in out.splitlines() if line.startswith("Again:")]
    assert again[0].split() == ["Again:", "tournament", "evolve", *TWO, *FEW]
    assert {path.name for path in Path().iterdir()} == {"population-report"}
    capsys.readouterr()
    assert main(["report", "population-report", "--output", "elsewhere"]) == 0
    assert "tit_for_tat" in capsys.readouterr().out
    assert PopulationResults.load("elsewhere") == results
    written = Population(TWO, size=8, seed=3, repetitions=6).play(progress=False)
    assert written == results


def test_a_table_alone_can_be_asked_for(capsys):
    assert main(["evolve", *TWO, *FEW, "--no-report"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^ *1 +tit_for_tat +50\.0 % ", out, re.M)
    assert out.rstrip().endswith(f"Again:  tournament evolve {' '.join([*TWO, *FEW])} --no-report")
    assert "Report:" not in out
    assert list(Path().iterdir()) == []


def test_a_drawn_seed_is_told(capsys):
    few = [word for word in FEW if word not in ("-s", "3")]
    assert main(["evolve", *TWO, *few, "--no-report", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["again"].endswith(f"--seed {found['seed']}")
    assert found["document"] == "population"
    assert found["summary"] == {
        "best": found["ranking"][0]["type"], "types": 2, "places": 8,
        "generations": found["summary"]["generations"], "fixed": 6,
    }  # fmt: skip
    assert found["written"] == {}


def test_with_nothing_more_it_is_the_classics(evolution):
    event = evolution()
    assert len(event.types) >= 30
    assert (event.structure.size, event.repetitions, event.rules.process) == (100, 100, "moran")
    assert event.rules.selection == 1.0
    assert not event.rules.mutates
    assert event.rules.game.name.lower().startswith("tsto")


def test_options_mean_what_python_says(evolution):
    words = (
        *("tit_for_tat", "joss", "--lattice", "4x5", "--process", "wright-fisher", "--walls"),
        *("--neighbours", "von-neumann", "--self-interaction", "--selection", "0.5", "--start"),
        *("joss=5,tit_for_tat=15", "--fitness", "exponential", "--mutation", "0.125", "--turns"),
        *("10", "--noise", "0.25", "--misperception", "0.5", "--continuation", "0.75"),
        *("--unknown-length", "--payoffs", "played", "--payoff-repetitions", "7", "-n", "3"),
        *("--seed", "9", "--game", "prisoners_dilemma", "--mean-payoffs", "--synchronous", "yes"),
    )
    written = Population(
        ["tit_for_tat", "joss"], lattice=(4, 5), process="wright-fisher", torus=False,
        neighbours="von neumann", self_interaction=True, selection=0.5,
        start={"joss": 5, "tit_for_tat": 15}, fitness="exponential", mutation=0.125, turns=10,
        noise=0.25, misperception=0.5, continuation=0.75, length_known=False, payoffs="played",
        payoff_repetitions=7, repetitions=3, seed=9, game="prisoners_dilemma", average=True,
        synchronous=True,
    )  # fmt: skip
    typed = evolution(*words)
    assert typed.rules == written.rules
    assert vars(typed.plan.matches) == vars(written.plan.matches)
    assert typed.structure.words == written.structure.words
    assert typed.plan.start.counts.tolist() == written.plan.start.counts.tolist() == [15, 5]
    assert typed.repetitions == 3


@pytest.mark.parametrize(("typed", "process"), [*zip(evolve.PROCESSES, PROCESSES, strict=True)])
def test_processes_have_their_names_with_dashes(evolution, typed, process):
    assert typed == process.replace(" ", "-")
    rules = evolution(*TWO, "--process", typed).rules
    assert rules.process == process
    other = "no" if rules.synchronous else "yes"
    if PROCESSES[process].either:
        words = (*TWO, "--process", typed, "--synchronous", other)
        assert evolution(*words).rules.synchronous != rules.synchronous


def test_graphs_by_name_and_from_files(evolution):
    for word in ("random-regular:4", "small-world:4:0.1", "scale-free:2", "cycle", "star"):
        words = evolution(*TWO, "--graph", word, "--size", "30").structure.words
        assert words == f"graph: {word.replace('-', ' ').replace(':', ' ')}"
    Path("edges.csv").write_text("one;other\n0;1\n1;2\n\n2;0\n")
    event = evolution(*TWO, "--graph", "edges.csv", "--replacement", "cycle")
    assert (event.structure.size, event.repetitions) == (3, 1)
    Path("edges.csv").write_text("0,1,2\n1,2,0.5\n")
    weights = evolution(*TWO, "--graph", "edges.csv").structure.of(0, 0).meets.weight
    assert sorted(weights.tolist()) == [0.5, 0.5, 2, 2]


def test_lattices_and_where_types_are(evolution):
    assert evolution(*TWO, "--lattice", "5").structure.shape == (5, 5)
    assert evolution(*TWO, "--lattice", "4X6").structure.shape == (4, 6)
    sites = np.arange(12).reshape(3, 4) % 2
    Path("sites.csv").write_text("\n".join(",".join(map(str, row)) for row in sites))
    start = evolution(*TWO, "--lattice", "3x4", "--start", "sites.csv").plan.start
    assert start.sites.tolist() == sites.reshape(-1).tolist()


def test_shares_at_the_start_have_names_of_any_kind(evolution):
    start = "always_defect=0.25, random_player(p=0.8)=0.75"
    event = evolution("always_defect", "random_player(p=0.8)", "--size", "8", "--start", start)
    assert event.plan.start.counts.tolist() == [2, 6]
    assert evolution(*TWO, "--start", "TFT=99,always_defect=1").plan.start.counts.tolist() == [
        99,
        1,
    ]


def test_payoffs_from_a_table_name_the_types(evolution, capsys):
    Path("table.csv").write_text(TABLE)
    words = ["--payoffs", "table.csv", "--fitness", "exponential"]
    event = evolution(*words)
    assert event.types == ["hawk", "dove"]
    assert event.rules.payoffs == ((-1.0, 2.0), (0.0, 1.0))
    assert evolution("dove", *words).types == ["dove"]
    assert main(["evolve", *words, *FEW, "--no-report"]) == 0
    assert "hawk" in capsys.readouterr().out


def test_payoffs_from_a_tournament_that_was_played(evolution):
    field = [*TWO, "grudger"]
    played = Tournament(field, turns=10, repetitions=3, seed=1).play(progress=False, threads=1)
    played.save("out")
    assert Results.load("out") == played
    for words, types in (((), field), (("TFT", "grudger"), ["tit_for_tat", "grudger"])):
        event = evolution(*words, "--payoffs", "out")
        assert event.types == types
        table = played.payoffs.loc[types, types].to_numpy()
        assert np.array(event.rules.payoffs).tolist() == table.tolist()


def test_files_and_groups_can_play(evolution, plugin):
    assert evolution("joss", plugin("return C")).types == ["joss", "my_rule"]
    assert evolution("axelrod_first").types == [rule.name for rule in strategies.axelrod_first()]


def test_a_failing_rule_can_be_withdrawn(capsys, plugin):
    rule = plugin("return 1 // (opponent.last - opponent.last)")
    words = ["evolve", *TWO, rule, *FEW, "--turns", "5"]
    assert main([*words, "--on-error", "withdraw"]) == 0
    assert "withdrawn: my_rule.py:6: my_rule raised ZeroDivisionError" in capsys.readouterr().err
    assert PopulationResults.load("population-report").types == TWO
    assert main(words) == 2


def test_a_scenario_is_played_and_can_be_played_again(capsys):
    Path("mine").mkdir()
    Path("mine/sites.csv").write_text("0,1,0\n1,0,0\n0,0,1\n")
    Path("mine/nowak.toml").write_text(
        'players = ["always_cooperate", "always_defect"]\nlattice = [3, 3]\nseed = 5\n'
        'process = "imitate-best"\ngenerations = 4\nstart = "sites.csv"\noutput = "out"\n'
    )
    assert main(["evolve", "mine/nowak.toml"]) == 0
    again = capsys.readouterr().out.split("Again:")[1].split()
    results = PopulationResults.load("out")
    assert results.picture(0).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert main([*again[1:], "--output", "again"]) == 0
    assert PopulationResults.load("again") == results


def test_a_scenario_has_a_table_of_numbers_at_the_start(evolution):
    Path("mine.toml").write_text(
        f"players = {json.dumps(TWO)}\nstart = {{tit_for_tat = 0.25, always_defect = 0.75}}\n"
    )
    assert evolution("mine.toml").plan.start.counts.tolist() == [25, 75]


# -- what is finished ------------------------------------------------------------------------------


def test_ctrl_c_leaves_what_is_finished(capsys, monkeypatch):
    done = Population(TWO, size=8, repetitions=2, seed=3).play(progress=False)

    def play(event, *_, **__):
        event.finished = done
        raise KeyboardInterrupt

    monkeypatch.setattr(Population, "play", play)
    assert main(["evolve", *TWO, *FEW]) == 130
    out, err = capsys.readouterr()
    said = "tournament: interrupted; 2 of 6 repetitions are finished, and these are reported.\n"
    assert err == said
    assert "Report:" in out
    assert PopulationResults.load("population-report") == done
    done = None
    assert main(["evolve", *TWO, *FEW, "-o", "other"]) == 130
    assert capsys.readouterr().err == "tournament: interrupted; nothing half-written is left\n"
    assert not Path("other").exists()


# -- bad input -------------------------------------------------------------------------------------

BAD = [
    (["--size", "1"], "`size` must be a whole number in [2, 2**31 - 1]; got 1."),
    (["--process", "moron"], "`--process` must be one of moran, death-birth, fermi, wright-fish"),
    (["--lattice", "9x"], "`--lattice` must be HEIGHTxWIDTH, such as 99x99, or one number for both"
     "; got '9x'"),
    (["--lattice", "2x3x4"], "`--lattice` must be HEIGHTxWIDTH, such as 99x99, or one number for"),
    (["--lattice", "2x9"], "`lattice` must have at least 3 rows and columns to be a torus; got 2"),
    (["--lattice", "9", "--graph", "star"], "`lattice` and `graph` exclude each other"),
    (["--graph", "starr"], "`graph` must be a graph, edges, or one of 'complete', 'cycle', 'path'"),
    (["--graph", "none.csv"], "none.csv: the edges cannot be read: "),
    (["--start", "joss"], "`--start` must give each name one number of players or one share, such"
     " as tit_for_tat=0.9,always_defect=0.1, or be a .csv file; got 'joss'."),
    (["--start", "joss=1,joss=2"], "`--start` must give each name one number of players or one"),
    (["--start", "joss=some"], "`--start` must give each name one number of players or one share"),
    (["--start", "joss=1"], "`start` names 'joss', which does not play."),
    (["--start", "tit_for_tat=0.5"], "`start` must hold numbers that sum to the size, 100, or"),
    (["--start", "none.csv"], "none.csv: the types of places cannot be read: "),
    (["--selection", "2"], "`selection` must be a number in [0, 1]; got 2.0."),
    (["--mutation", "2"], "`mutation` must be a probability in [0, 1]; got 2.0."),
    (["--mutation", "0.1"], "`generations` must be given, or until=\"settled\", because with"),
    (["--fitness", "square"], "`--fitness` must be one of linear, exponential; got 'square'"),
    (["--synchronous", "yes"], "`synchronous` must be False for the process 'moran': a parent is"),
    (["--until", "bored"], "`--until` must be one of fixation, settled; got 'bored'"),
    (["--every", "2"], "`every` needs `generations`, the number of the last generation."),
    (["--repetitions", "0"], "`repetitions` must be a whole number in [1, 2**31 - 1]; got 0."),
    (["--payoffs", "guessed"], "`--payoffs` must be exact, played, live, a .csv table, or a folder"
     " that `tournament run` wrote; got 'guessed'."),
    (["--payoffs", "none.csv"], "none.csv: the table cannot be read: "),
    (["hollander", "--payoffs", "exact"], "hollander calculates with a random number from"),
    (["--game", "R=-9,S=-9,T=-9,P=-9"], "`fitness` is linear and can be -9, below 0, as a payoff"),
    (["--threads", "0"], "`threads` must be a whole number in [1, 1024]; got 0."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), BAD)
def test_bad_input_gets_one_sentence(say, words, said):
    assert said in say("evolve", *TWO, *words)


@pytest.mark.parametrize(("content", "said"), [
    ("0,1\n1\n", "the numbers of two places, such as 0,17; or of two places and a weight, such as"),
    ("0,1\n1,2,0.5\n", "the numbers of two places, such as 0,17; or of two places and a weight"),
    ("0,1,2,3\n", "the numbers of two places, such as 0,17; or of two places and a weight, such"),
    ("0,one\n", "the numbers of two places, such as 0,17; or of two places and a weight, such as"),
    (f"0,{10**30}\n", "the numbers of two places, such as 0,17; or of two places and a weight"),
    (f"0,{2**60},1.0\n", "the numbers of two places, such as 0,17; or of two places and a weight"),
    ("", "`graph`"),
])  # fmt: skip
def test_files_of_edges_that_cannot_be(say, content, said):
    Path("edges.csv").write_text(content)
    assert said in say("evolve", *TWO, "--graph", "edges.csv")


@pytest.mark.parametrize("content", ["0,1\n1\n", "0,one\n", f"0,{10**30}\n"])
def test_files_of_places_that_cannot_be(say, content):
    Path("sites.csv").write_text(content)
    assert say("evolve", *TWO, "--lattice", "3", "--start", "sites.csv") == (
        "sites.csv: each line must hold the types of a row of places as whole numbers, such as"
        " 0,0,1; all lines equally many."
    )


def test_a_population_is_no_tournament_to_compare(say, capsys):
    assert main(["evolve", *TWO, *FEW, "-q", "-o", "out"]) == 0
    assert say("compare", "out", "out") == (
        "out: a population; `tournament compare` compares tournaments."
    )
