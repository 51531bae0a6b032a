"""One table of pairs for all readings, and what follows for every field that can be made of them.

Legend: n programs (15), r readings in all, c fields: one reading of each program.
"""

import itertools
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from readings import READINGS

from tournament import PRISONERS_DILEMMA, Strategy, Tournament

TURNS, GAMES = 200, 5
PROGRAMS = [*READINGS]
FACTS = Path(__file__).parent / "matrix.csv"


def published() -> np.ndarray:
    """Return (n, n) points of a row's program in a game with a column's, as printed in 1980."""
    return pd.read_csv(FACTS, index_col=0).loc[PROGRAMS, PROGRAMS].to_numpy(float)


@dataclass(frozen=True)
class Table:
    """Points of a game between all readings.

    points
        (r, r) of the row's reading.
    program
        (r,) the number of the program that a reading reads.
    """

    points: np.ndarray
    program: np.ndarray

    @classmethod
    def played(cls, repetitions: int, seed: int = 1980) -> "Table":
        """Play every reading against every other, and against its own copy."""
        rules, program = [], []
        for number, name in enumerate(PROGRAMS):
            for k, reading in enumerate(READINGS[name]):
                rules.append(reading.rule.named(f"{name} {k}"))
                program.append(number)
        event = Tournament(rules, PRISONERS_DILEMMA, TURNS, repetitions, seed=seed)
        return cls(TURNS * event.play(progress=False).payoffs.to_numpy(), np.array(program))

    @cached_property
    def fields(self) -> np.ndarray:
        """(c, n) all fields: the number of the reading of each program."""
        each = [np.flatnonzero(self.program == n).tolist() for n in range(len(PROGRAMS))]
        return np.array([*itertools.product(*each)])

    def distances(self, matrix: np.ndarray, cells: np.ndarray | None = None) -> np.ndarray:
        """Return (c,) the mean absolute difference between a matrix and each field.

        Parameters
        ----------
        matrix
            (n, n) as published.
        cells
            (n, n) which cells count; all by default.
        """
        cells = np.ones(matrix.shape, bool) if cells is None else cells
        total = np.zeros(len(self.fields))
        for i, j in np.argwhere(cells):
            apart = np.abs(self.points - matrix[i, j])
            total += apart[self.fields[:, i], self.fields[:, j]]
        return total / cells.sum()

    def of(self, field: np.ndarray) -> np.ndarray:
        """Return (n, n) the points of a field."""
        return self.points[np.ix_(field, field)]

    def scores(self) -> np.ndarray:
        """Return (c, n) mean points of each program in each field."""
        total = np.zeros(self.fields.shape)
        for j in range(len(PROGRAMS)):
            for i in range(len(PROGRAMS)):
                total[:, i] += self.points[self.fields[:, i], self.fields[:, j]]
        return total / len(PROGRAMS)


def by_chance(rules: list[Strategy], repetitions: int = 60) -> float:
    """Return the mean absolute difference between a field's expectation and five games of it."""
    named = [rule.named(name) for name, rule in zip(PROGRAMS, rules, strict=True)]

    def points(many: int, seed: int) -> np.ndarray:
        event = Tournament(named, PRISONERS_DILEMMA, TURNS, many, seed=seed)
        return TURNS * event.play(progress=False).payoffs.to_numpy()

    mean = points(2000, 1)
    return float(
        np.mean([np.abs(points(GAMES, s) - mean).mean() for s in range(2, 2 + repetitions)])
    )
