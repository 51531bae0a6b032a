"""Populations on graphs and lattices."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import networkx as nx
import numpy as np
from rows import DATA, FORMULA, MEASURED, WORLDS, Number, Part, rows

from analysis import critical_benefit_cost, graph_fixation, graph_verdict
from tournament import Population

SHAPES = {
    "star": lambda n: nx.star_graph(n - 1), "cycle": nx.cycle_graph, "path": nx.path_graph,
    "wheel": nx.wheel_graph, "complete": nx.complete_graph,
}  # fmt: skip
PROCESSES = {"birth_death": "moran", "death_birth": "death-birth"}
UPDATES = {"Bd": "moran", "dB": "death-birth"}
VERDICTS = {
    "amplifier": "amplifier_at_all_r", "suppressor": "suppressor_at_all_r",
    "equal": "equal_to_complete", "mixed": "mixed",
}  # fmt: skip


def two_stars(leaves: int) -> nx.Graph:
    """Return two stars whose hubs are joined."""
    graph = nx.disjoint_union(nx.star_graph(leaves), nx.star_graph(leaves))
    graph.add_edge(0, leaves + 1)
    return graph


RATIOS = {
    "cycle 10": nx.cycle_graph(10), "complete 10": nx.complete_graph(10),
    "path 10": nx.path_graph(10),
    "lattice 10x10 torus k4": nx.grid_2d_graph(10, 10, periodic=True),
    "dodecahedral": nx.dodecahedral_graph(), "florentine": nx.florentine_families_graph(),
    "two stars of 10 joined at hubs": two_stars(10),
}  # fmt: skip


def fixation() -> Iterator[Number]:
    """One mutant of relative fitness r, in a place drawn evenly."""
    for row in rows(DATA / "graph_fixation_exact.csv"):
        N, r = int(row["N"]), float(row["r"])
        for column, process in PROCESSES.items():
            ours = float(graph_fixation(SHAPES[row["graph"]](N), r, process))
            words = f"{row['graph']} of {N}, r = {r:g}, {process}"
            yield Number(words, float(row[column]), ours)


def amplifiers() -> Iterator[Number]:
    """Verdicts on all connected graphs of three to six nodes."""
    atlas = [graph for graph in nx.graph_atlas_g() if len(graph) and nx.is_connected(graph)]
    for row in rows(DATA / "graph_amplifiers_counts.csv"):
        N, process = int(row["N"]), UPDATES[row["update"]]
        graphs = [graph for graph in atlas if len(graph) == N]
        rates = [float(r) for r in row["r_tested"].split()]
        found = Counter(graph_verdict(graph, process, rates=rates).verdict for graph in graphs)
        for word, column in VERDICTS.items():
            words = f"{word}, {N} nodes, {process}"
            yield Number(words, float(row[column]), float(found[word]))


def ratios() -> Iterator[Number]:
    """From which ratio on benefits are worth their cost, under death-birth."""
    for row in rows(DATA / "graph_critical_benefit_cost_death_birth.csv"):
        ours = critical_benefit_cost(RATIOS[row["graph"]])
        yield Number(row["graph"], float(row["critical_b_over_c"]), ours)


def kaleidoscope() -> Iterator[Number]:
    """Cooperators on a torus of 99 x 99, generation by generation, after one defector came."""
    start = np.zeros((99, 99), int)
    start[49, 49] = 1
    world = Population(
        ["cooperator", "defector"], payoffs=[[1, 0], [1.9, 0]], lattice=(99, 99), start=start,
        process="imitate best", self_interaction=True,
    )  # fmt: skip
    shares = world.play(230, progress=False).shares["cooperator"]
    for row in rows(WORLDS / "nowak_may_kaleidoscope_99_torus.csv"):
        generation = int(row["generation"])
        ours = round(float(shares[generation]) * 99 * 99)
        theirs = float(row["cooperators_torus99_b1.9_moore_self"])
        yield Number(f"generation {generation}", theirs, float(ours))


def measured(row: dict[str, str], burn_in: int, many: int, **world: object) -> float:
    """Return the mean share of cooperators in the generations after a burn-in."""
    side, b = int(row["L"]), float(Fraction(row["b"]))
    population = Population(
        ["cooperator", "defector"], payoffs=[[1.0, 0.0], [b, 0.0]], lattice=(side, side),
        self_interaction=row["self_interaction"] == "1", seed=1, **world,
    )  # fmt: skip
    played = population.play(burn_in + many, every=1, progress=False)
    return float(played.shares["cooperator"].iloc[-many:].mean())


def densities() -> Iterator[Number]:
    """Nowak and May's lattices from random starts."""
    for row in rows(WORLDS / "nowak_may_densities.csv"):
        side, share = int(row["L"]), float(row["initial_C"])
        start = np.random.default_rng(5).random((side, side)) >= share
        near = {"8": "moore", "4": "von neumann"}[row["neighbours"]]
        ours = measured(
            row, int(row["burn_in"]), int(row["measured_generations"]), process="imitate best",
            neighbours=near, start=start.astype(int),
        )  # fmt: skip
        itself = "with" if row["self_interaction"] == "1" else "without"
        words = f"b = {row['b']}, {row['neighbours']} neighbours, {itself} itself, {side} x {side}"
        yield Number(words, float(row["cooperators"]), ours)


def fermi() -> Iterator[Number]:
    """Pairwise comparison on the square lattice."""
    for row in rows(WORLDS / "fermi_square_lattice.csv"):
        ours = measured(
            row, int(row["burn_in_MCS"]), int(row["measured_MCS"]), process="fermi",
            neighbours="von neumann", selection=1 / float(row["K"]),
        )  # fmt: skip
        itself = "with" if row["self_interaction"] == "1" else "without"
        yield Number(
            f"b = {row['b']}, K = {row['K']}, {itself} itself", float(row["cooperators"]), ours
        )


HERE = "tests/analysis/populations/graphs"
TRUTH = "tests/tournament/engine/population/structured/test_truth.py"
PARTS = [
    Part(
        "A mutant on a graph",
        "Lieberman, Hauert and Nowak (2005), birth-death; death-birth as in Ohtsuki and others"
        " (2006): all states of the chain",
        FORMULA, f"{HERE}/test_fixation.py::test_named_graphs_are_the_reference", fixation, 6,
    ),
    Part(
        "Amplifiers and suppressors",
        "as Hindersin and Traulsen (2015) count them: all connected graphs, ten values of r",
        FORMULA, f"{HERE}/test_verdict.py::test_all_small_graphs", amplifiers, 0,
    ),
    Part(
        "What cooperation must be worth",
        "Allen and others (2017); regular graphs: Ohtsuki and others (2006)",
        FORMULA, f"{HERE}/test_benefit_cost.py::test_named_graphs_are_the_reference", ratios, 6,
    ),
    Part(
        "The kaleidoscope",
        "Nowak and May (1992): one defector among cooperators, b = 1.9, nine neighbours",
        MEASURED, f"{TRUTH}::test_the_kaleidoscope_is_theirs_to_the_last_place", kaleidoscope, 0,
        "Nothing is drawn, so the counts must be equal.",
    ),
    Part(
        "Cooperators on Nowak and May's lattice",
        "Nowak and May (1992, 1993): the limit that they give for b = 1.9 is 12 ln 2 - 8 = 0.318",
        MEASURED, f"{TRUTH}::test_densities_of_cooperators", densities, 4,
        "Sampled from one random start; theirs from three or four. The test has four.",
    ),
    Part(
        "Cooperators under the Fermi rule", "the model of Szabó and Tőke (1998), square lattice",
        MEASURED, f"{TRUTH}::test_cooperators_under_fermi", fermi, 4,
        "Sampled, ours and theirs. The largest differences are where cooperators nearly die out,"
        " and a run is too short to tell.",
    ),
]  # fmt: skip
