"""Play the study of Glynatsi, Knight and Harper (2024) again: docs/explanation/meta_tournaments.md.

    python benchmarks/meta_tournaments.py [--fields 11402] [--samples 40] [--repetitions 20]

The publication is "Properties of winning iterated prisoner's dilemma strategies", PLOS
Computational Biology 20 (2024), arXiv:2001.05911: 195 rules of Axelrod-Python 3.0.0, 45,606
tournaments. Its tables are in github.com/Nikoleta-v3/meta-analysis-of-prisoners-dilemma-tournaments
(MIT licence); `glynatsi_2024` has the numbers that are compared here:

strategies.csv
    Its 195 rules, and ours. Five of ours stand for two of its rules each, which play alike.
first_fifteen.csv
    Its Table 2: the best of each format, and the medians of their normalised ranks.
correlations.csv
    Its Table 4: correlations of properties with normalised rank and median score.
one_tournament.csv
    The four tournaments of its first trial, all 101 players, as its repository has them.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from pages import DOCS, measured, put

import analysis
import strategies
from analysis.statistics.meta_tournaments.scoring import Tables, ranks
from tournament import Tournament
from tournament.authors.resolve import find

DATA = Path(__file__).parent / "glynatsi_2024"
THOUSANDTHS = [k / 1000 for k in range(1, 101)]
RULES = {"game": "prisoners_dilemma", "self_play": False, "seed": 2024}


def pool():
    """Return our counterparts of the 195 rules, by their published names."""
    frame = pd.read_csv(DATA / "strategies.csv", index_col="published")
    found = {name: find(row["strategy"]) for name, row in frame.iterrows()}
    twice = frame.index[frame["again"] == 1]
    return found | {name: found[name].named(f"{found[name].name}_again") for name in twice}


def study(fields, samples, repetitions, progress=True):
    """Return the meta-tournament, and the seconds that it took."""
    rules = list(pool().values())
    depths = strategies.catalogue()["memory_depth"]
    of_rules = [depths[rule.name.removesuffix("_again")] for rule in rules]
    unbounded = np.where(np.isnan(of_rules), np.nan, np.isinf(of_rules))  # of large teams unknown
    names = [rule.name for rule in rules]
    began = time.perf_counter()
    found = analysis.meta(
        rules, fields, turns=range(1, 201), noise=[0, *THOUSANDTHS],
        continuation=[1 - p for p in THOUSANDTHS], samples=samples, repetitions=repetitions,
        features=pd.DataFrame({"unbounded_memory": unbounded}, names), progress=progress,
        **RULES,
    )  # fmt: skip
    return found, time.perf_counter() - began


ONE = {
    "standard": {"turns": 134},
    "noisy": {"turns": 134, "noise": 0.8494859651863671},
    "probabilistic ending": {"continuation": 1 - 0.8950389674266752},
    "noisy probabilistic ending": {
        "continuation": 1 - 0.8950389674266752, "noise": 0.8494859651863671,
    },
}  # fmt: skip
"""The conditions of its first trial, which had 40 repetitions."""
OF_PLAYERS = {
    "after_CC": "CC to C", "after_CD": "CD to C", "after_DC": "DC to C", "after_DD": "DD to C",
    "sse": "SSE", "cooperation": "C", "cooperation_to_max": "C / C max",
    "cooperation_to_median": "C / C median", "cooperation_to_mean": "C / C mean",
    "min_to_cooperation": "C min / C", "stochastic": "stochastic",
    "reads_game": "makes use of game", "reads_length": "makes use of length",
}  # fmt: skip
"""Properties that differ between the players of a tournament, and their published names."""


# -- tables ----------------------------------------------------------------------------------------


def row(*cells):
    """Return a row of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def head(*cells):
    """Return the first two lines of a table."""
    return [row(*cells), f"|---|{'---:|' * (len(cells) - 1)}"]


def numbers(found, seconds):
    """Return what was played, and how long it took."""
    told, each = found.manifest, found.tournaments["format"].value_counts().iloc[0]
    pairs = len(found.names) * (len(found.names) - 1) // 2
    turns = found.tournaments["turns"].dropna()
    return [
        f"{len(found.tournaments):,} tournaments: {each:,} fields of 3 to {len(found.names)} rules,"
        f" in four formats. They are read from {told['conditions']} tournaments of the whole pool,"
        f" with {pairs:,} pairs and {told['repetitions']} repetitions each. Matches have"
        f" {turns.min()} to {turns.max()} turns. All together took {seconds / 60:.0f} minutes.",
        "",
        measured("meta_tournaments"),
    ]


def one_tournament():
    """Return a table: how our scores agree with theirs in the tournaments of the first trial."""
    rules, published = pool(), pd.read_csv(DATA / "one_tournament.csv")
    lines = head("format", "Spearman", "Pearson", "median distance", "farthest apart")
    for format, conditions in ONE.items():
        theirs = published[published["format"] == format].set_index("published")["score"]
        field = [rules[name] for name in theirs.index]
        event = Tournament(field, repetitions=40, **conditions, **RULES)
        ranking = event.play(progress=False).rank(by="median", self_play=False)
        ours = ranking["median"][[rule.name for rule in field]].set_axis(theirs.index)
        apart = (ours - theirs).abs().sort_values(ascending=False).head(3)
        far = ", ".join(
            f"{name} {ours[name]:.2f} (there {theirs[name]:.2f})" for name in apart.index
        )
        agree = [f"{ours.corr(theirs, method=how):.3f}" for how in ("spearman", "pearson")]
        lines.append(row(format, *agree, f"{(ours - theirs).abs().median():.3f}", far))
    return lines


def first_fifteen(found):
    """Return a table for each format: their best, and how these do here."""
    rules, published = pool(), pd.read_csv(DATA / "first_fifteen.csv")
    called = {rule.name: name for name, rule in rules.items()}
    lines, sums = [], head("format", "of their fifteen, here", "Spearman of the fifteen", "halves")
    for format in found.formats:
        here = found.players.loc[format]
        place = {name: number + 1 for number, name in enumerate(here.index)}
        theirs = published[published["format"] == format].set_index("published")["median"]
        lines += [f"**{format}**", "", *head("there", "median there", "median", "place", "won")]
        for name, median in theirs.items():
            own = rules[name].name
            mine = here.loc[own]
            cells = f"{median:.3f}", f"{mine['median']:.3f}", place[own], f"{mine['won']:.1%}"
            lines.append(row(name, *cells))
        others = [name for name in here.index[: len(theirs)] if called[name] not in theirs.index]
        said = ", ".join(f"{called[each]} ({here['median'][each]:.3f})" for each in others)
        lines += ["", f"Among our first fifteen, not among theirs: {said or 'nobody'}.", ""]
        ours = here["median"][[rules[name].name for name in theirs.index]].set_axis(theirs.index)
        both = ours.corr(theirs, method="spearman")
        sums.append(row(format, len(theirs) - len(others), f"{both:.2f}", halves(found, format)))
    return [*sums, "", *lines[:-1]]


def halves(found, format):
    """Return how medians under every second condition agree with those under the others."""
    told = found.tournaments[found.tournaments["format"] == format]
    conditions = told.groupby(["turns", "noise", "continuation"], dropna=False).ngroup()
    entries = found.of_format(format)
    odd = conditions.reindex(entries["tournament"]).to_numpy() % 2
    parts = [
        entries[odd == half].groupby("player", observed=True)["normalised_rank"].median()
        for half in (0, 1)
    ]
    apart = (parts[0] - parts[1]).abs().median()
    return f"{parts[0].corr(parts[1], method='spearman'):.3f}, {apart:.3f} apart"


SHORT = [(0.005, 0.04), (0.015, 0.01), (0.03, 0.1), (0.045, 0.03), (0.06, 0.08), (0.075, 0.05),
         (0.09, 0.02), (0.1, 0.06)]  # fmt: skip
"""Chances of the end, and of noise."""


def each_match_alike(found):
    """Return a table of probabilistic endings: all turns of a pair weigh alike, or its matches.

    A tournament of one repetition gives the score per turn of each match. Their mean over several
    seeds weighs matches alike, as Axelrod-Python does; the mean of all turns weighs turns alike.
    """
    rules, published = list(pool().values()), pd.read_csv(DATA / "first_fifteen.csv")
    published["strategy"] = [pool()[name].name for name in published["published"]]
    first = found.tournaments["format"] == found.formats[0]
    fields = found.entries[found.entries["tournament"].isin(np.flatnonzero(first)[:2000])]
    member = pd.crosstab(fields["tournament"], fields["player"])[found.names].to_numpy() > 0
    lines = head("format", "weighs alike", "of their fifteen, here", "Spearman of the fifteen")
    for format, noisy in (("probabilistic ending", 0), ("noisy probabilistic ending", 1)):
        theirs = published[published["format"] == format].set_index("strategy")["median"]
        parts = {"each turn": [], "each match": []}
        for number, (ending, noise) in enumerate(SHORT):
            for way, rank in _both_ways(rules, ending, noise * noisy, member).items():
                parts[way].append(np.where(np.arange(len(member))[:, None] % len(SHORT) == number,
                                           rank, np.nan))  # fmt: skip
        for way, tables in parts.items():
            ranks = pd.DataFrame(np.concatenate(tables), columns=found.names).median()
            best = ranks.sort_values().index[:15]
            both = ranks[theirs.index].corr(theirs, method="spearman")
            lines.append(row(format, way, sum(best.isin(theirs.index)), f"{both:.2f}"))
    return lines


def _both_ways(rules, ending, noise, member, seeds=4):
    """Return normalised ranks in fields, by how means are taken, under one condition."""
    words = RULES | {"continuation": 1 - ending, "noise": noise, "repetitions": 1}
    played = [Tournament(rules, **words | {"seed": k}).play(progress=False) for k in range(seeds)]
    tables = [Tables.of(results) for results in played]
    turns = np.sum([table.counts.sum(axis=-1) for table in tables], axis=0)
    paid = np.sum([table.counts @ table.payoffs for table in tables], axis=0)
    np.fill_diagonal(turns, 1)
    means = {
        "each turn": paid / turns,
        "each match": np.mean([table.means[0] for table in tables], axis=0),
    }
    return {
        way: ranks(np.where(member, -(member.astype(float) @ mean.T), np.nan))[0]
        for way, mean in means.items()
    }


def correlations(found):
    """Return a table: correlations with normalised rank, ours and theirs, and how far apart."""
    published = pd.read_csv(DATA / "correlations.csv", index_col=["format", "property"])
    lines = head("property", *(f"{each}: here, there" for each in found.formats))
    for name, title in OF_PLAYERS.items():
        pairs = [
            (found.properties.loc[(each, name), "with_rank"],
             published.loc[(each, name), "with_rank"])
            for each in found.formats
        ]  # fmt: skip
        lines.append(row(title, *(f"{here:.2f}, {there:.2f}" for here, there in pairs)))
    ours = found.properties.xs("unbounded_memory", level="property")["with_rank"]
    lines.append(row("unbounded memory", *(f"{ours[each]:.2f}" for each in found.formats)))
    known = published.index.intersection(found.properties.index)
    known = known[known.get_level_values("property").isin(list(OF_PLAYERS))]
    signs = {}
    for column in ("with_rank", "with_score"):
        ours, theirs = found.properties.loc[known, column], published.loc[known, column]
        large = theirs.abs() >= 0.2
        signs[column] = (
            f"{(np.sign(ours) == np.sign(theirs))[large].sum()} of the {large.sum()}"
            f" that are at least 0.2 there, and a correlation of {ours.corr(theirs):.2f}"
        )
    return [
        *lines,
        "",
        f"With normalised rank, the signs agree in {signs['with_rank']} between both lists. With"
        f" the score (there: the median score), in {signs['with_score']}.",
    ]


def winners(found):
    """Return a table: means of properties over winners, and over everybody."""
    lines = head("property", *(f"{each}: winners, all" for each in found.formats))
    for name in list(OF_PLAYERS)[:10]:
        pairs = [found.properties.loc[(each, name)] for each in found.formats]
        cells = (f"{pair['winners']:.2f}, {pair['everybody']:.2f}" for pair in pairs)
        lines.append(row(OF_PLAYERS[name], *cells))
    return lines


def forests(found):
    """Return a table: the properties that tell random forests most."""
    frame = found.importances()
    lines = head("format", "R squared", "most important")
    for format in found.formats:
        best = frame.loc[format, "importance"].head(6)
        said = ", ".join(f"{name} {value:.2f}" for name, value in best.items())
        lines.append(row(format, f"{frame.attrs['r_squared'][format]:.2f}", said))
    return lines


def write(found, seconds):
    """Write the page and its picture."""
    parts = {
        "numbers": numbers(found, seconds),
        "one tournament": one_tournament(),
        "first fifteen": first_fifteen(found),
        "each match alike": each_match_alike(found),
        "correlations": correlations(found),
        "winners": winners(found),
        "forests": forests(found),
    }
    for mark, lines in parts.items():
        put(DOCS / "explanation" / "meta_tournaments.md", mark, lines)
    analysis.plot_meta(found).savefig(DOCS / "pictures" / "meta_tournaments.png", dpi=130)


def main():
    """Play and write the page; tables may be kept, too."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fields", type=int, default=11_402)
    parser.add_argument("--samples", type=int, default=40, help="conditions of each format")
    parser.add_argument("--repetitions", type=int, default=20)
    parser.add_argument("--tables", type=Path, help="a folder for all tables, as CSV")
    given = parser.parse_args()
    found, seconds = study(given.fields, given.samples, given.repetitions)
    print(found)
    if given.tables:
        found.save(given.tables)
    write(found, seconds)


if __name__ == "__main__":
    main()
