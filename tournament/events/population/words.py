"""What words of the command line mean in a population: graphs, and how it begins."""

from pathlib import Path
from typing import Any

from tournament.errors import ArgumentError
from tournament.events.graphs.file import edges_of, places_of
from tournament.events.spelling import split
from tournament.interactive.shown import shown

FILE = ".csv"


def graph(word: str | None) -> Any:
    """Return what `--graph` means: the name of a graph, or the edges of a CSV file.

    Raises
    ------
    ArgumentError
        When a file cannot be read, or is none of edges.

    Examples
    --------
    >>> graph("small-world:4:0.1")
    'small-world:4:0.1'
    """
    if word is None or not word.lower().endswith(FILE):
        return word
    return edges_of(Path(word))


def start(word: str | None) -> Any:
    """Return what `--start` means: a number for each name, or the types of places in a CSV file.

    Raises
    ------
    ArgumentError
        When it is neither.

    Examples
    --------
    >>> start("tit_for_tat=0.9, random_player(p=0.8)=0.1")
    {'tit_for_tat': 0.9, 'random_player(p=0.8)': 0.1}
    """
    if word is None:
        return None
    if word.lower().endswith(FILE):
        return places_of(Path(word))
    found: dict[str, float] = {}
    for part in split(word):
        name, _, number = part.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            name = ""
        if not name.strip() or name.strip() in found:
            raise ArgumentError(
                "`--start` must give each name one number of players or one share, such as"
                f" tit_for_tat=0.9,always_defect=0.1, or be a .csv file; got {shown(word)}."
            )
        found[name.strip()] = value
    return found
