"""Make `oracle.npz`: recorded behaviour of Axelrod-Python 4.14.0 for the tests to compare with.

Run `python make_oracle.py [FOLDER]`, where FOLDER holds the full recording
(`../shared/oracle/axelrod` of the project); its README says how it was made. Every rule is named by
its key there, "class|arguments"; `strategies/axelrod_python.py` says which of ours it is. What
follows from the rest is left out (scores from moves), and turns of stochastic rules are kept for
the representative sequences only.

The arrays. Moves are packed, C = 0 and D = 1; every match has 200 turns.

opponents, slow
    (q, 25) moves of scripted opponents; which of them are the representative twelve.
keys, moves
    (n), (n, q, 25) answers of deterministic rules that are told the length. With `inf_` in front:
    not told; with `game_`: told, at payoffs 15, 5, 1, 25.
random_keys, random_runs, random_means, random_deviations
    (n), (n, q) of stochastic rules: number of runs, mean and standard deviation over runs of the
    cooperations in a match; again also as `random_inf_` and `random_game_`.
random_cooperations, random_pairs
    (n, 12, 200), (n, 12, 199) runs that cooperated in this turn; in this and in the next.
pair_classes, pair_moves
    (c), (m, 2, 25) matches of deterministic rules, named by class: 0-0, 0-1, ..., 1-1, 1-2, ...
random_pair_classes, random_pair_scores, random_pair_errors
    (c), (m, 2) mean scores per turn of stochastic rules, in the same order, and standard errors.
class_keys, memory_depth, stochastic, uses_length, uses_game, long_run
    (244) how Axelrod-Python classifies its rules; a depth of inf is without bound.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent


def pairs(table):
    """Return the classes of a table of all pairs, after checking its order."""
    classes = list(table["a"].unique())
    wanted = [(a, b) for i, a in enumerate(classes) for b in classes[i:]]
    if list(zip(table["a"], table["b"], strict=True)) != wanted:
        sys.exit("the pairs are not in the expected order")
    return np.array(classes)


def main(folder):
    """Write oracle.npz beside this file."""
    opponents = pd.read_csv(folder / "sequences.csv", dtype={"moves": str})
    moves = np.array([[int(move) for move in text] for text in opponents["moves"]], dtype=np.uint8)
    slow = opponents["slow_subset"].to_numpy() == 1
    data = {"opponents": np.packbits(moves, axis=1), "slow": slow}

    exact, random = np.load(folder / "deterministic.npz"), np.load(folder / "stochastic.npz")
    for variant in ("", "inf_", "game_"):
        for name in ("keys", "moves"):
            data[variant + name] = exact[variant + name]
        here = f"random_{variant}"
        data[f"{here}keys"] = random[f"{variant}keys"]
        data[f"{here}runs"] = random[f"{variant}n_seeds"]
        data[f"{here}means"] = random[f"{variant}mean_coop"]
        data[f"{here}deviations"] = random[f"{variant}sd_coop"].astype(np.float32)
        data[f"{here}cooperations"] = random[f"{variant}coop"][:, slow]
        data[f"{here}pairs"] = random[f"{variant}pair_cc"][:, slow]

    matches = np.load(folder / "h2h_deterministic_moves.npz")
    data["pair_classes"] = pairs(pd.DataFrame({side: matches[side] for side in "ab"}))
    data["pair_moves"] = matches["moves"]
    scores = pd.read_csv(folder / "h2h_stochastic.csv")
    data["random_pair_classes"] = pairs(scores)
    data["random_pair_scores"] = scores[["mean_score_a", "mean_score_b"]].to_numpy()
    data["random_pair_errors"] = scores[["se_score_a", "se_score_b"]].to_numpy()

    classes = pd.read_csv(folder / "strategies.csv", keep_default_na=False)
    data["class_keys"] = classes["key"].to_numpy(dtype=str)
    data["memory_depth"] = classes["memory_depth"].astype(float).to_numpy()
    data["stochastic"] = classes["stochastic"].astype(bool).to_numpy()
    data["long_run"] = classes["long_run_time"].astype(bool).to_numpy()
    for use in ("length", "game"):
        data[f"uses_{use}"] = classes["makes_use_of"].str.contains(use).to_numpy()
    np.savez_compressed(HERE / "oracle.npz", **data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[3] / "shared/oracle/axelrod")
