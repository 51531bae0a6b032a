"""The benchmarks run: small sizes of the work that they time."""

import ast
import collections
import importlib.util
import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategies
from tournament import Tournament

ROOT = Path(__file__).parents[1]


@pytest.fixture
def module(monkeypatch):
    """Return a function that loads a script of benchmarks/, which may import its neighbours."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")

    def load(name):
        path = ROOT / "benchmarks" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", path)
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
        return found

    yield load
    for name in (
        "populations",
        "seasons",
        "by_hand",
        "seasons_by_hand",
        "run",
        "pages",
        "mistakes",
        "mistakes_tried",
        "ledger",
        "axelrod_1980_second",
    ):
        sys.modules.pop(name, None)


def test_throughput_counts_every_turn(module):
    assert module("run").throughput(1, repetitions=512) > 0


@pytest.mark.slow
def test_loops_by_hand_and_the_engine_play_the_same_pairs(module):
    run = module("run")
    assert {row[0] for row in run.by_hand(repetitions=512)} == set(run.PAIRS)


def test_pairs_that_were_not_played_are_predicted_in_all_ways(module, monkeypatch):
    study = module("prediction")
    monkeypatch.setattr(study, "TURNS", 10)
    monkeypatch.setattr(study, "STEP", 0.3)
    field = strategies.classics()[:14]
    rows, found, results = study.studied(field, 0.01, shares=(0.3, 0.6), most_chosen=0.6)
    assert {row[0] for row in rows} == set(study.WAYS)
    lines = [*study.taus(rows, (0.3, 0.6)), *study.errors(rows)]
    assert {line.count("|") for line in lines} == {4, 9}
    assert len(study.drawn({"a": rows}).axes) == 1
    assert 0 < study.bound(results, 2) < 1
    assert found.held_out is not None


def test_fields_are_those_that_are_named(module):
    assert len(module("run").short_running()) == 219


def test_seasons_are_timed(module):
    seconds, gifts, peak = module("seasons").play(128, 10, threads=1)
    assert seconds > 0
    assert gifts > 0
    assert peak > 0


def test_lattices_are_timed(module):
    rows = module("populations").lattice_rows(sides=(10, 20), places=800)
    assert len(rows) == 8
    assert all(work and result[0].isdigit() for work, result in rows)


def test_steps_of_populations_are_timed(module, monkeypatch, tmp_path):
    """EGTtools is told the same payoffs and counts; here another program answers."""
    populations = module("populations")
    books = populations.play(populations.task_of("moran", 10, 1000))
    assert books.end[0].tolist()[:2] == [10, 1000]
    assert populations.ours("fermi", 2, steps=1000, rounds=1) > 0
    answer = """import json, sys
task = json.load(sys.stdin)
assert sum(task["start"]) == 100 and len(task["payoffs"]) == 3
print(json.dumps({"version": "0", "seconds": [task["steps"] / 1e6] * task["rounds"]}))"""
    (tmp_path / "egttools_steps.py").write_text(answer, encoding="utf-8")
    monkeypatch.setattr(populations, "__file__", str(tmp_path / "populations.py"))
    assert populations.theirs(sys.executable, 3, steps=500) == ("0", pytest.approx(1.0))


def test_two_checkouts_are_timed(module, tmp_path):
    compare = module("side_by_side")
    program = compare.WORKS["import tournament"]
    cache = os.environ["TOURNAMENT_CACHE"]
    assert compare.measure(ROOT, program, cache, str(tmp_path)) > 0


def test_exact_tournaments_are_timed(module):
    cells = module("exact").row("two", ["tit_for_tat", "joss"], turns=5, noise=0.01).split("|")
    assert cells[1:4] == [" two ", " 2 ", " 100% "]


def test_the_field_of_2017_is_there(module):
    script = module("harper_2017")
    names = [player.name for player in script.field()]
    assert len(names) == len(set(names)) == 176
    assert len(script.field()[-1].members) == 173
    assert {*script.LIMITS} <= {*names}
    for published in script.PUBLISHED.values():
        assert len(published) == 15
        assert {*published} <= {*names}


@pytest.mark.slow
def test_pairs_of_dear_rules_are_those_of_one_tournament(module):
    script = module("harper_2017")
    players = [strategies.random_player, strategies.grudger, strategies.evolved_ann,
               strategies.tit_for_tat]  # fmt: skip
    rules = {"game": "prisoners_dilemma", "noise": 0.05, "repetitions": 50} | script.RULES
    whole = Tournament(players, exact="where possible", **rules).play(progress=False)
    for limits in ({}, {"evolved_ann": 50}):
        frames, parts = script.play(players, 0.05, 50, limits)
        ranking = script.ranked(frames)
        assert ranking.index.tolist() == whole.ranking.index.tolist()
        np.testing.assert_allclose(ranking["score"], whole.ranking["score"], rtol=1e-12)
        assert sum(part.pairs for part in parts) == 6
        assert [part.name for part in parts][2:] == [*limits]
    rarely, _ = script.play(players, 0.05, 50, {"evolved_ann": 10})
    others = [player.name for player in players if player.name != "evolved_ann"]
    one, other = (f["payoffs"].loc[others, others] for f in (frames, rarely))
    assert one.equals(other)
    assert not frames["payoffs"].equals(rarely["payoffs"])


def test_errors_are_those_of_what_is_played(module):
    """Two exact players, and a third one whose pairs have deviations of 0.3 and 0.4 points."""
    script = module("harper_2017")
    names = ["x", "y", "meta_mixer"]
    deviations = pd.DataFrame(
        [[np.nan, 9, 0.3], [9, np.nan, 0.4], [0.3, 0.4, np.nan]], names, names
    )
    exact = pd.DataFrame(0.0, names, names)
    exact.loc["x", "y"] = exact.loc["y", "x"] = 1.0
    frames = {"payoff_deviations": deviations, "exact": exact}
    many = 4 * script.LIMITS["meta_mixer"]
    ours, all_played = script.errors(frames, many)
    np.testing.assert_allclose(ours, np.array([0.3, 0.4, 0.5]) / 2 / np.sqrt(many / 4))
    np.testing.assert_allclose(all_played["meta_mixer"], 0.5 / 2 / np.sqrt(many))
    np.testing.assert_allclose(all_played["x"], np.hypot(9, 0.3) / 2 / np.sqrt(many))


def test_parts_of_a_linear_model_add_up_to_the_tournament(module):
    """One constituency as large as it is changes nothing; all five times, and the constant, too."""
    script = module("axelrod_1980_what_follows")
    names = [f"p{k}" for k in range(63)]
    table = pd.DataFrame(np.random.default_rng(1).uniform(200, 500, (63, 63)), names, names)
    found = script.model(table)
    parts = [*found.weights.index, "residuals"]
    assert parts[:2] == ["p5", "p29"]
    more = sum(found.times(part, 5) - found.points for part in parts)
    np.testing.assert_allclose(more, 4 * (found.points - found.constant))
    for part in parts:
        pd.testing.assert_series_equal(found.times(part, 1), table.mean(axis=1))
    assert abs(found.residuals.sum()) < 1e-6
    given = script.model(table, found.weights.to_numpy(), found.constant)
    np.testing.assert_allclose(given.residuals, found.residuals)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_winners_with_more_rules_are_those_of_each_tournament(module, monkeypatch, size):
    script = module("axelrod_1980_what_follows")
    monkeypatch.setattr(script, "BLOCK", 7)
    names = list("abcdefghi")
    table = pd.DataFrame(np.random.default_rng(2).uniform(0, 9, (9, 9)), names, names)
    first = [
        table.loc[field, field].sum(axis=1).idxmax()
        for chosen in itertools.combinations(names[4:], size)
        if (field := [*names[:4], *chosen])
    ]
    assert len(set(first)) > 1
    found = script.winners(table, 4, size)
    assert found[found > 0].to_dict() == collections.Counter(first)
    table.loc["a"] += 9
    table.loc["e"] = table.loc["a"]
    table["e"] = table["a"]  # a copy shares the place
    assert script.winners(table, 4, 1)["e"] == 0


@pytest.mark.slow
def test_hypothetical_tournaments_have_the_winners_of_the_page(module):
    script = module("axelrod_1980_what_follows")
    page = (ROOT / "docs" / "studies" / "published_tournaments.md").read_text(encoding="utf-8")
    lines = script.hypothetical(script.pairs(script.games([*script.programs().values()], 10)))
    firsts = [line.split("|")[1:4] for line in lines if line.count("|") == 7][2:]
    assert len(firsts) == 6
    assert all(published == ours for _, published, ours in firsts)
    assert all("|" + "|".join(cells) + "|" in page for cells in firsts)


def test_a_table_is_put_between_its_marks(module, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- x -->\nold\n<!-- /x -->\nafter\n", encoding="utf-8")
    for line in ("new", "newer"):
        module("pages").put(page, "x", [line])
        text = f"before\n<!-- x -->\n{line}\n<!-- /x -->\nafter\n"
        assert page.read_text(encoding="utf-8") == text
    assert " by `benchmarks/exact.py` on " in module("pages").measured("exact")


@pytest.mark.parametrize("event", ["tournament", "season"])
def test_saving_is_timed_and_both_ways_hold_the_same(module, tmp_path, event):
    saving = module("saving")
    made = saving.tournament(5, 3, turns=9) if event == "tournament" else saving.season(20)
    text = saving.table({"few": made}, rounds=1)
    assert "| few | `results.sqlite` |" in text
    assert "| few | Parquet |" in text
    saving.as_parquet(made, tmp_path / "former")
    made.save(tmp_path / "new")
    both = [type(made).load(tmp_path / name, event) for name in ("former", "new")]
    assert both[0] == both[1] == made


def test_first_minutes_are_timed(module, tmp_path):
    first = module("first_minutes")
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").symlink_to(sys.executable)
    work = first.works()[1]
    assert work.words[:2] == ("python", "-c")
    assert first.timed(work._replace(words=("python", "-c", "pass")), tmp_path, tmp_path) > 0
    (tmp_path / "file").write_bytes(bytes(2**20))
    assert 1 <= first.megabytes(tmp_path) < 1.5
    assert len(first.works()) == 7


# -- mistakes that tests should notice -------------------------------------------------------------


CODE = '''"""Doc."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    x = 1 + 2


def f(low, high, ddof=1):
    """Doc with 1 < 2."""
    if low < high and not ddof:
        raise ValueError(f"{1 + 1}")
    total = 0
    for k in range(3):
        total += k
    return max(1 - low, high[0]).std(axis=0, ddof=ddof)
'''


def test_mistakes_are_one_line_and_can_be_compiled(module):
    made = module("mistakes")
    found = [one for each in made.mistakes("f.py", CODE).values() for one in each]
    names = [one.name for one in found]
    assert len(set(names)) == len(names) > 20
    for one in found:
        source = one.made(CODE)
        assert ast.dump(ast.parse(source)) != ast.dump(ast.parse(CODE))
        was, becomes = one.lines(CODE)
        assert was != becomes
        assert len(source.splitlines()) == len(CODE.splitlines())
        assert was in CODE
        assert 8 <= one.line <= 15
        assert one.line not in (9, 11)  # documents and messages
    lines = {one.lines(CODE)[1] for one in found}
    assert {
        "if (low <= high) and not ddof:", "if (low > high) and not ddof:", "if False:", "if True:",
        "if (low < high or not ddof):", "if low < high and (ddof):", "pass", "total -= k",
        "return max((low), high[0]).std(axis=0, ddof=ddof)", "def f(low, high, ddof=2):",
        "return (max(1 - low, high[0]).std(axis=0))",
        "return max(1 - low, (high[-1])).std(axis=0, ddof=ddof)",
    } <= lines  # fmt: skip


def test_every_file_can_be_mistaken(module):
    made = module("mistakes")
    for path in ("analysis/statistics/changes.py", "tournament/engine/match/turns.py"):
        source = (ROOT / path).read_text(encoding="utf-8")
        found = [one for each in made.of_file(ROOT, path).values() for one in each]
        assert len(found) > 100
        for one in found[::17]:
            compile(one.made(source), path, "exec")


def test_the_same_seed_draws_the_same_mistakes(module):
    mutants = module("mutants")
    parts = ["analysis/statistics", "tournament/results/units/unit.py"]
    one, again, other = (mutants.chosen(parts, 30, seed) for seed in (1, 1, 2))
    assert one == again != other
    assert len(one) == 30
    assert all(mutants.named(each.name) == each for each in one)
    folders = {each.path.rpartition("/")[0] for each in one}
    inside = ("analysis/statistics", "tournament/results/units")
    assert all(folder.startswith(inside) for folder in folders)


def test_harmless_mistakes_can_still_be_made(module):
    """Each line is there as the list says, and the mistake is one that could be drawn."""
    mutants = module("mutants")
    for one in mutants.listed():
        assert set(one) == {"file", "was", "becomes", "why"}
        source = (ROOT / one["file"]).read_text(encoding="utf-8")
        made = {each.lines(source) for every in mutants.of_file(ROOT, one["file"]).values()
                for each in every}  # fmt: skip
        assert (one["was"], one["becomes"]) in made


def test_the_tests_of_a_part_begin_with_its_own(module):
    tried = module("mistakes_tried")
    found = tried.tests_of("analysis/statistics/changes.py")
    assert found[:2] == ["tests/analysis/statistics/test_changes.py",
                         "analysis/statistics/changes.py"]  # fmt: skip
    assert all((ROOT / test.split("::")[0]).exists() for test in found)
    assert found[-1].startswith("tests/test_arguments.py::test_hostile_values_are_refused[")
    found = tried.tests_of("tournament/engine/match/turns.py")
    assert found[0] == "tests/tournament/engine/match/test_books.py"
    assert found[2].startswith("tests/tournament/laws")


@pytest.mark.slow
def test_a_mistake_is_tried_in_a_copy(module, tmp_path):
    """One that is noticed, in a process of its own; the project stays as it is."""
    name = next(
        one.name
        for each in module("mistakes").of_file(ROOT, "analysis/words.py").values()
        for one in each
        if one.lines((ROOT / one.path).read_text(encoding="utf-8"))[1].startswith("ending = ")
    )
    words = [sys.executable, str(ROOT / "benchmarks/mutants.py"), "--work", str(tmp_path / "work")]
    before = (ROOT / "analysis/words.py").read_bytes()
    ran = subprocess.run([*words, "--replay", name], capture_output=True, text=True, check=True)
    assert "1/1 noticed" in ran.stdout
    assert name in ran.stdout
    assert "| analysis/words | 1 | 1 | 0 | 0 |" in ran.stdout
    assert (ROOT / "analysis/words.py").read_bytes() == before


def test_a_mistake_in_a_rule_meets_the_tests_of_that_rule(module):
    """By our name and by that of Axelrod-Python; one in what rules share meets those of all."""
    made, tried = module("mistakes"), module("mistakes_tried")
    path = "strategies/classic/tit_for_tats.py"
    lines = tried.source(path).splitlines()
    within = next(k for k, line in enumerate(lines, 1) if line.startswith("def omega_tit_for_tat("))
    one = made.Mistake(path, within + 3, 0, "removed", 0, 0, "")
    assert tried.only(one) == ["-k", "OmegaTFT or omega_tit_for_tat"]
    assert "tit_for_two_tats" in tried.only(one._replace(line=1))[1]
    assert tried.only(one._replace(path="analysis/words.py")) == []


def test_a_ledger_of_made_up_rows_is_ranked(module, tmp_path):
    ledger = module("ledger")
    assert ledger.made_up(tmp_path / "made.sqlite", 12) == 78
    assert ledger.ranked(tmp_path / "made.sqlite", 1)[1] > 0
    names = [name for name, *_ in ledger.played(tmp_path, [strategies.joss, strategies.grudger], 2)]
    assert len(names) == 5
