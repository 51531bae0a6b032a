"""Pictures of a lattice as an animated GIF."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.population.colours import colours_of, foremost
from analysis.figures.population.gif import gif
from tournament.errors import ArgumentError, ResultsError, TournamentError
from tournament.interactive.shown import shown
from tournament.rules.checks import of_kind, positive
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    from tournament.results.population import PopulationResults


def save_film(
    results: "PopulationResults", path: str | os.PathLike[str], seconds: float | None = None
) -> Path:
    """Save the pictures of a lattice as an animated GIF, and return the path.

    Parameters
    ----------
    results
        A population on a lattice.
    path
        A file that ends in `.gif`.
    seconds
        How long the film takes; None for a length that suits the number of pictures.

    Raises
    ------
    ArgumentError
        When the path ends otherwise, or `seconds` is not above 0.
    TournamentError
        When there are no pictures of a lattice.
    ResultsError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Population
    >>> table = [[1.0, 0.0], [1.85, 0.0]]  # Nowak and May (1992)
    >>> event = Population(["C", "D"], process="imitate best", lattice=9, payoffs=table, seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save_film(event.play(5, progress=False), f"{folder}/film.gif")
    ...     file.name, file.read_bytes()[:6]
    ('film.gif', b'GIF89a')
    """
    from tournament.results.population import PopulationResults

    file = checked_path("path", path)
    if file.suffix.lower() != ".gif":
        raise ArgumentError(f"`path` must end in .gif; got {shown(str(file))}.")
    seconds = None if seconds is None else positive("seconds", seconds)
    results = of_kind("results", results, PopulationResults, "results of a population")
    if not results.pictures or results.picture(results.pictures[0]).ndim != 2:
        raise TournamentError("These results have no pictures of a lattice.")
    pictures = np.array([results.picture(generation) for generation in results.pictures])
    names = results.types
    colours = colours_of(names, foremost(results.shares))
    content = gif(pictures, results.pictures, names=names, colours=colours, seconds=seconds)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ResultsError(f"{file} cannot be written: {error.strerror}.") from None
    return file
