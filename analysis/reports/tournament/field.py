"""The field of a tournament as data of its page: rates of outcomes, moves, and what they are paid.

From these the page makes the maps of all pairs, each player's matches, replays, and rankings under
other payoffs or without some players.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.reports.charts import packed
from analysis.words import decimals
from tournament import outcomes
from tournament.errors import TournamentError
from tournament.game import PRESETS, Game

if TYPE_CHECKING:
    from analysis.reports.tournament.findings import Findings
    from tournament.results.tournament import Results

TURNS = 1000  # most turns of a match that a page holds
ROOM = 6_000_000  # most moves of all matches: longer matches are cut


def field(found: "Findings") -> dict[str, Any]:
    """Return the field of a tournament, players in rank order.

    Parameters
    ----------
    found
        Its statistics.
    """
    results, names = found.results, found.names
    game, size = results.game, len(names)
    upper = np.triu_indices(size)
    symmetric = bool(game.is_symmetric)
    errors = results.payoff_errors.loc[names, names].to_numpy(float)
    most = float(np.nanmax(errors, initial=0.0)) if np.isfinite(errors).any() else 0.0
    pays = outcomes.flat(game.payoffs)
    moves, missing = _moves(results, names)
    return {
        "players": names,
        "ranks": found.ranking["rank"].astype(int),
        "order": [names.index(name) for name in found.order],
        "rates": packed(_rates(results, names)[upper][:, :3].astype(np.float32)),
        "table": None
        if symmetric
        else packed(results.payoffs.loc[names, names].to_numpy(np.float32)),
        "wins": packed(results.wins.loc[names, names].to_numpy(np.float32)),
        "errors": packed(np.rint(np.nan_to_num(errors) / most * 65535).astype(np.uint16))
        if most
        else None,
        "error_unit": most / 65535,
        "exact": _exact(results, names),
        "payoffs": pays if len(pays) == 2 else np.stack([pays[0], pays[0]]),
        "games": _games(game),
        "digits": decimals(game),
        "symmetric": symmetric,
        "copies": bool(found.ranking.attrs["self_play"]),
        "less_is_better": game.less_is_better,
        "reads": sorted(
            name for name, facts in results.strategies.items() if facts.get("reads_game", True)
        ),
        "missing": missing,
        **moves,
    }


def _exact(results: "Results", names: list[str]) -> dict[str, Any] | None:
    """Return which pairs are exact, packed; nothing where all are, or none is."""
    marks = results.exact.loc[names, names].to_numpy(bool)
    met = np.isfinite(results.payoffs.loc[names, names].to_numpy(float))
    return packed(marks.astype(np.uint8)) if marks.any() and not marks[met].all() else None


def _rates(results: "Results", names: list[str]) -> np.ndarray:
    """(p, p, outcomes) of each player against each; NaN where two did not meet."""
    table = results.outcome_rates
    place = {name: k for k, name in enumerate(names)}
    rates = np.full((len(names), len(names), outcomes.SIZE), np.nan)
    rows, columns = (
        [place[name] for name in table.index.get_level_values(level)] for level in range(2)
    )
    rates[rows, columns] = table.to_numpy()
    return rates


def _moves(results: "Results", names: list[str]) -> tuple[dict[str, Any], str]:
    """Return the moves of the first repetition of each pair, packed; or why there are none."""
    place = [results.names.index(name) for name in names]
    every = np.array(place)
    if results.game.is_symmetric:
        pairs = np.stack([every[side] for side in np.triu_indices(len(names))], axis=1)
    else:
        pairs = np.stack([grid.ravel() for grid in np.meshgrid(every, every, indexing="ij")], 1)
    most = int(np.clip(ROOM // (2 * len(pairs)), 20, TURNS))
    try:
        matches = results.samples(pairs, turns=most)
    except TournamentError as error:
        return {}, str(error)
    lengths = np.array([match.turns for match in matches])
    turns = int(lengths.max(initial=0))
    moves = np.zeros((len(matches), turns, 2), np.uint8)
    for row, match in zip(moves, matches, strict=True):
        row[: match.turns] = match.moves
    same = bool((lengths == turns).all())
    return {
        "moves": packed(np.packbits(moves.ravel())),
        "turns": turns,
        "total": results.rules.turns or turns,
        "lengths": None if same else packed(lengths.astype(np.uint16)),
    }, ""


def _games(played: Game) -> dict[str, list[float]]:
    """Return payoffs to try, by name, other than those that were played."""
    if not played.is_symmetric or played.less_is_better:
        return {}
    return {
        game.name: outcomes.flat(game.payoffs)[0].tolist()
        for game in PRESETS.values()
        if game.is_symmetric and not game.less_is_better and game != played
    }
