"""Graphs and places in CSV files, as the command line names them."""

import csv
from pathlib import Path

import numpy as np

from tournament.errors import ArgumentError
from tournament.events.spelling import delimiter
from tournament.rules.reading import MIB, Unreadable, lines

MOST = 256 * MIB
"""Of a file: some twenty million pairs."""


def rows_of(path: Path, what: str) -> list[list[str]]:
    """Return the rows of a CSV file of numbers, without a heading and without empty lines.

    Parameters
    ----------
    path
        The file.
    what
        What is in the file, for the sentence where it cannot be read.

    Raises
    ------
    ArgumentError
        When it cannot be read.
    """
    try:
        told = lines(path, MOST)
        mark = delimiter(told[0] if told else "")
        rows = [row for row in csv.reader(told, delimiter=mark) if row]
    except (Unreadable, csv.Error) as error:
        raise ArgumentError(f"{path}: the {what} cannot be read: {error}.") from None
    heading = rows and not rows[0][0].strip().removeprefix("-").isdecimal()
    return rows[1:] if heading else rows


def pairs_of(path: Path) -> np.ndarray:
    """Return (E, 2) the pairs of friends in a file.

    Raises
    ------
    ArgumentError
        When it cannot be read, or a line holds anything else.
    """
    rows = rows_of(path, "friends")
    try:
        pairs = [(int(one), int(other)) for one, other in rows]
        return np.array(pairs, np.int64).reshape(-1, 2)
    except (ValueError, OverflowError):
        raise ArgumentError(
            f"{path}: each line must hold two town numbers, such as 0,17."
        ) from None


def edges_of(path: Path) -> np.ndarray:
    """Return (E, 2) the edges in a file, or (E, 3) with weights.

    Raises
    ------
    ArgumentError
        When it cannot be read, or a line holds anything else.
    """
    rows = rows_of(path, "edges")
    try:
        ends = np.array([(int(row[0]), int(row[1])) for row in rows], np.int64).reshape(-1, 2)
        weights = np.array([[float(each) for each in row[2:]] for row in rows])
        if weights.size == 0 and all(len(row) == 2 for row in rows):
            return ends
        if weights.shape == (len(rows), 1) and np.abs(ends).max() < 2**53:
            return np.hstack([ends, weights])
    except (ValueError, OverflowError, IndexError):
        pass
    raise ArgumentError(
        f"{path}: each line must hold the numbers of two places, such as 0,17; or of two places"
        " and a weight, such as 0,17,0.5."
    )


def places_of(path: Path) -> np.ndarray:
    """Return (height, width) whole numbers of a file: the type of each place.

    Raises
    ------
    ArgumentError
        When it cannot be read, or a line holds anything else.
    """
    rows = rows_of(path, "types of places")
    try:
        return np.array([[int(each) for each in row] for row in rows], np.int64)
    except (ValueError, OverflowError):
        raise ArgumentError(
            f"{path}: each line must hold the types of a row of places as whole numbers, such as"
            " 0,0,1; all lines equally many."
        ) from None
