"""A tournament in plain words: sentences made of its numbers and of its tests."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.reports.tournament import conduct, prospects, standing
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import rule
from analysis.words import count
from tournament.results.showing.exact import exactness
from tournament.results.showing.settled import settled

if TYPE_CHECKING:
    from tournament.results.tournament import Results

LAYERS = {
    "ranking": (standing.winner, standing.tiers, standing.average),
    "sure": (standing.certainty_of_first, standing.differ),
    "why": (conduct.cooperation, conduct.properties, conduct.wins),
    "what_if": (prospects.fields, prospects.noise, prospects.ecology),
}
"""What can be said in each part of the page; each may have nothing to say."""


def summary(found: Findings) -> list[str]:
    """Return what the tournament showed, a few sentences per finding.

    Parameters
    ----------
    found
        Its statistics.
    """
    return [text for layer in layers(found).values() for text in layer]


def layers(found: Findings) -> dict[str, list[str]]:
    """Return the sentences of each part of the page.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    return {
        part: [text for say in sayings for text in say(found)] for part, sayings in LAYERS.items()
    }


def title(found: Findings) -> str:
    """Return what the report is called."""
    game = found.results.game.name or str(found.results.game)
    return f"{game}: a tournament of {count(len(found.names), 'player')}"


def how_it_was_played(results: "Results") -> str:
    """Return who met whom, and how often."""
    size = len(results.names)
    own = "a copy of itself" if results.self_play else ""
    others = f"every other player{'' if results.game.is_symmetric else ', once in each seat'}"
    met = " and ".join(part for part in (others if size > 1 else "", own) if part)
    copies = "" if results.self_play else " Nobody met a copy of itself."
    who = f"Each of the {size} players" if size > 1 else "The only player"
    many, times = count(len(results.matches), "match"), count(results.repetitions, "repetition")
    told = f"{who} met {met}.{copies}"
    if results.on_graph:
        pairs = np.unique(np.sort(results.matches, axis=1), axis=0)
        met_by = np.bincount(pairs.ravel()) - np.bincount(
            pairs[pairs[:, 0] == pairs[:, 1], 0], minlength=size
        )
        least, most = int(met_by.min()), count(int(met_by.max()), "opponent")
        span = most if least == met_by.max() else f"{least} to {most}"
        told = f"Only neighbours in a graph met: each of the {size} players had {span}."
    text, exact = f"{told} This makes {many}", results.tallies.exact
    if exact is None:
        return f"{text}, each played in {times}."
    if len(exact) == len(results.matches):
        return f"{text}. {exactness(results)}"
    return f"{text}. {exactness(results)} Each match that was played had {times}."


def how_it_was_ranked(found: Findings) -> str:
    """Return the rule of ranking, and whether places were played until they were settled."""
    text = f"Ranked by {rule(found).words}."
    if found.results.self_play:
        counts = "count" if found.ranking.attrs["self_play"] else "do not count"
        text += f" Matches against copies {counts}."
    if not found.by_mean_score:
        text += " Sentences and tables that name no other rule are about mean scores."
    if "settling" in found.results.manifest:
        text += f" {settled(found.results)}"
    return text


def certainty(found: Findings) -> str:
    """Return what the intervals of the ranking mean, or why there are none."""
    errors = found.ranking["standard_error"].to_numpy(float)
    if found.results.repetitions == 1 and np.isnan(errors).any():
        return (
            "Chance had a part, and one repetition says nothing about luck. So there is no interval"
            " (—) where chance had a part."
        )
    exact = found.results.tallies.exact
    if found.exact and exact is not None and not found.results.tallies.chance.any():
        return "All scores are exact: they are what is expected, and have no error."
    if found.exact:
        return (
            "Chance had no part in these matches. The scores are exact: they would come out the"
            " same again."
        )
    only = "" if exact is None else " Exact pairs add nothing to the width of an interval."
    return (
        "Among 100 tournaments like this one, about 95 would have intervals that contain the true"
        f" {rule(found).words} of the player.{only}"
    )
