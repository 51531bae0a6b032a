"""How students play repeated prisoner's dilemmas, and what we can learn from their moves.

python examples/human_play.py            prints tables
python examples/human_play.py --write    writes them into docs/how_to/learning.md

The data come from Dal Bó and Fréchette (2011). There are 266 students and six treatments. A
treatment is a continuation probability and a reward. The data are not part of this project. DATA
says where this file looks for the data.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import (
    behaviour_counts,
    behaviour_vectors,
    choose_k,
    learn,
    predict,
    preferred,
    read_log,
    strategy_frequencies,
)
from tournament import C, D, strategy

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data" / "human" / "dal_bo_frechette_2011.csv"
PAGE = ROOT / "docs" / "how_to" / "learning.md"

# -- plugins -------------------------------------------------------------------------------------


@strategy
def grim(me, opponent):
    """Cooperate until either player defects; from then on, defect.

    Source: Dal Bó and Fréchette (2011). The library's grudger ignores its own defections.
    """
    return D if me.defections + opponent.defections > 0 else C


@strategy(left=0)
def t2(me, opponent):
    """Cooperate until either player defects; then defect twice, whatever happens, and start anew.

    Source: Dal Bó and Fréchette (2011).
    """
    if me.left > 0:
        me.left -= 1
    elif me.last == D or opponent.last == D:
        me.left = 2
    return D if me.left > 0 else C


SIX = ["always_defect", "always_cooperate", grim, "tit_for_tat", "win_stay_lose_shift", t2]

# -- what is found -------------------------------------------------------------------------------


def who_plays_what(log: pd.DataFrame) -> str:
    """Return the shares of six strategies in each treatment, with bootstrap standard errors."""
    found = strategy_frequencies(log, SIX)
    columns = {}
    for treatment, rows in log.groupby("treatment", observed=True):
        fit, shares = found.fit.loc[treatment], found.shares.loc[treatment]
        cells = [f"{s:.2f} ({e:.2f})" for s, e in shares[["share", "standard_error"]].to_numpy()]
        cells += [f"{fit['tremble']:.2f} ({fit['tremble_error']:.2f})", f"{fit['agreement']:.0%}"]
        condition = rows[["delta", "R"]].iloc[0]
        columns[f"δ {condition['delta']:g}, R {condition['R']:g}"] = cells
    rules = [f"`{name}`" for name in found.table.index[:-1]]
    return table(pd.DataFrame(columns, [*rules, "tremble", "agreement"]), "")


def who_predicts(log: pd.DataFrame) -> str:
    """Return how well models predict the moves of players that they were not fitted to."""
    found = predict(log, (2, 4, 8, 32), strategies=SIX).sort_values("log_loss")
    columns = {
        name.replace("_", " "): [
            f"{value:.3f} ({error:.3f})"
            for value, error in found[[name, f"{name}_error"]].to_numpy()
        ]
        for name in ("log_loss", "accuracy", "gain")
    }
    return table(pd.DataFrame(columns, [f"`{name}`" for name in found.index]), "model")


def kinds(log: pd.DataFrame) -> str:
    """Return five clusters of players: what their mean does, and which rule they are most like."""
    found = learn(log, 5)
    seen = (behaviour_counts(log)[1] > 0).groupby(found.clusters.labels).mean()
    rows = {}
    for kind, name in enumerate(found.names, 1):
        rates = zip(found.clusters.centres.loc[kind], seen.loc[kind], strict=True)
        cells = [f"{rate:.2f} ({share:.0%})" for rate, share in rates]
        rows[f"`{name}`"] = [f"{found.clusters.sizes[kind]}", *cells, found.like(kind)]
    columns = ["players", "first", *(f"after {s}" for s in ("CC", "CD", "DC", "DD")), "most like"]
    return table(pd.DataFrame.from_dict(rows, orient="index", columns=columns), "kind")


def treatments(log: pd.DataFrame) -> str:
    """Return the percentages of players of each cluster, by treatment."""
    found = learn(log, 5)
    treatment = log.groupby("player", observed=True)["treatment"].first()
    shares = pd.crosstab(treatment, found.clusters.labels, normalize="index")
    shares.columns = pd.Index(f"`{name}`" for name in found.names)
    return table(shares.map(lambda share: f"{100 * share:.0f}"), "treatment")


def criteria(log: pd.DataFrame) -> str:
    """Return what five criteria say about numbers of clusters, with their choices in bold."""
    found = choose_k(behaviour_vectors(log))
    choice = preferred(found)
    columns = {
        name.replace("_", "–").title() if name != "bic" else "BIC": [
            "" if pd.isna(value) else f"**{value:.2f}**" if k == choice[name] else f"{value:.2f}"
            for k, value in found[name].items()
        ]
        for name in choice.index
    }
    return table(pd.DataFrame(columns, found.index), "k")


SECTIONS: dict[str, Callable[[pd.DataFrame], str]] = {
    "kinds": kinds,
    "treatments": treatments,
    "criteria": criteria,
    "sfem": who_plays_what,
    "prediction": who_predicts,
}
"""The functions that write docs/how_to/learning.md, by the marks around their text."""


def table(cells: pd.DataFrame, corner: str) -> str:
    """Return a frame of texts as a table of Markdown."""
    lines = [[corner, *cells.columns], ["---"] * (1 + cells.shape[1])]
    lines += [[str(name), *row] for name, row in zip(cells.index, cells.to_numpy(), strict=True)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main(write: bool = False) -> None:
    """Print all findings, or write them between their marks."""
    if not DATA.exists():
        print(f"The data of Dal Bó and Fréchette (2011) are not here: {DATA} does not exist.")
        return
    log = read_log(DATA)
    for mark, find in SECTIONS.items():
        text = find(log)
        if write:
            begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->\n"
            before, rest = PAGE.read_text(encoding="utf-8").split(begin)
            PAGE.write_text(f"{before}{begin}{text}{end}{rest.split(end)[1]}", encoding="utf-8")
        else:
            print(f"{find.__doc__}\n\n{text}")


if __name__ == "__main__":
    main("--write" in sys.argv)
