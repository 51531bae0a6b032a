"""Copy what is needed of a record of Axelrod's second tournament into `second_tournament.npz`.

The record holds the moves of the 63 surviving programs, the functions `k31r` to `k93r` of the
repository Axelrod-Python/TourExec (v0.4.1, commit 498b073; MIT licence, copyright (c) 2017 Robert
Axelrod), called one move at a time with given random numbers.

    python tests/strategies/data/make_second_tournament.py FOLDER

FOLDER has `fixed_sequences.npz`, `tremble.npz` and `head_to_head.npz`. Moves are packed, eight to a
byte. The random numbers of the matches of two programs are not copied: they are those of NumPy's
PCG64, whose raw words NumPy keeps the same for ever; see `draws` in `test_second_tournament.py`.
"""

import sys
from pathlib import Path

import numpy as np


def packed(moves):
    """Return moves with eight to a byte; each row begins a new byte."""
    return np.packbits(moves, axis=-1)


def main(folder):
    fixed, tremble, pairs = (
        np.load(Path(folder) / f"{name}.npz")
        for name in ("fixed_sequences", "tremble", "head_to_head")
    )
    kept = {"names": fixed["names"], "cases": fixed["cases"], "trembles": tremble["cases"]}
    for turns in (151, 308):
        kept[f"opponent_{turns}"] = packed(fixed[f"opponent_{turns}"])
        kept[f"draws_{turns}"] = fixed[f"r_{turns}"]
        kept[f"moves_{turns}"] = packed(fixed[f"response_{turns}"])
    kept["tremble_opponent"] = packed(tremble["opponent"])
    kept["tremble_draws"] = tremble["r"]
    kept["tremble_flips"] = packed(tremble["flip"])
    kept["tremble_moves"] = packed(tremble["decided"])
    kept["pairs"] = pairs["pair"]
    kept["pairs_moves"] = packed(pairs["moves"])
    np.savez_compressed(Path(__file__).with_name("second_tournament.npz"), **kept)


if __name__ == "__main__":
    main(sys.argv[1])
