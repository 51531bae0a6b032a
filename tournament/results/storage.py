"""Results on disk: one folder of open formats, never pickle.

`manifest.json` says what was played, with what, and how to repeat it. Of a tournament
`matches.parquet` has one row per match with the sums behind its means and errors, and
`repetitions.parquet` each player's counts in each repetition; `season.storage` tells of seasons.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.errors import ResultsError
from tournament.game import Game
from tournament.outcomes import NAMES, SIZE
from tournament.results.counts import Tallies
from tournament.results.staging import staged
from tournament.results.tournament import Results
from tournament.rules import Rules

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
MANIFEST = "manifest.json"
EVENTS = {  # what a folder can hold, with the tables of it
    "tournament": ("matches.parquet", "repetitions.parquet"),
    "season": ("towns.parquet", "days.parquet", "between.parquet", "gifts.parquet"),
}


def save(results: Results, target: Path) -> Path:
    """Write results into a folder; it is written beside its place and then moved there.

    Raises
    ------
    ResultsError
        When the folder cannot be written, or holds something else.
    """
    tables = (_matches(results), _repetitions(results))
    return write(target, "tournament", _manifest(results), tables)


def load(source: Path) -> Results:
    """Return results saved by `save`.

    Raises
    ------
    ResultsError
        When a file is missing, damaged, or of a newer version.
    """
    results: Results = read(source, "tournament", _results)
    return results


def write(
    target: Path, event: str, manifest: dict[str, Any], tables: Sequence["pd.DataFrame"]
) -> Path:
    """Write a manifest and the tables of an event into a folder, all or nothing.

    Raises
    ------
    ResultsError
        When the folder cannot be written, or holds something else.
    """
    foreign = target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).exists()
    if foreign or (target.exists() and not target.is_dir()):
        raise ResultsError(
            f"{target}: there is already something else here; choose another folder."
        )
    with staged(target, "results") as work:
        names = EVENTS[event]
        for name, table in zip(names, tables, strict=True):
            table.to_parquet(work / name, index=False)
        facts = {"format": FORMAT, "event": event, **manifest}
        facts["tables"] = {name: _digest(work / name) for name in names}
        (work / MANIFEST).write_text(json.dumps(facts, indent=2), encoding="utf-8")
    return target


def event_of(source: Path) -> str:
    """Return "tournament" or "season": what a folder of results is about.

    Raises
    ------
    ResultsError
        When there is no readable manifest.
    """
    return str(_facts(source).get("event", "tournament"))


def read(source: Path, event: str, build: Callable[..., Any]) -> Any:
    """Return what `build(manifest, *tables)` makes of a folder that `write` wrote.

    Raises
    ------
    ResultsError
        When a file is missing, damaged, of a newer version, or of another event.
    """
    import pandas as pd

    manifest = _facts(source)
    came = manifest.pop("event", "tournament")
    if came != event:
        raise ResultsError(f"{source}: these are results of a {came}, not of a {event}.")
    names = EVENTS[event]
    missing = [name for name in names if not (source / name).is_file()]
    if missing:
        raise ResultsError(f"{source}: this is no folder of results; it has no {missing[0]}.")
    digests = manifest.pop("tables", {})
    for name in names:
        if not isinstance(digests, dict) or digests.get(name) != _digest(source / name):
            raise ResultsError(
                f"{source / name}: the file is damaged, or does not belong to the manifest beside"
                f" it; play the {event} again."
            )
    try:
        return build(manifest, *(pd.read_parquet(source / name) for name in names))
    except (KeyError, ValueError, TypeError, AttributeError, OSError):
        raise ResultsError(
            f"{source}: manifest and tables do not belong together; play the {event} again."
        ) from None


def _facts(source: Path) -> dict[str, Any]:
    """Return the manifest of a folder, without its format."""
    if not (source / MANIFEST).is_file():
        raise ResultsError(f"{source}: this is no folder of results; it has no {MANIFEST}.")
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        version = int(manifest.pop("format"))
        known = manifest.get("event", "tournament") in EVENTS
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise ResultsError(
            f"{source / MANIFEST}: the file is damaged; play the tournament again."
        ) from None
    if version > FORMAT or not known:
        raise ResultsError(
            f"{source}: written by a newer version of tournament (format {version}, this one reads "
            f"{FORMAT}); upgrade it."
        )
    return manifest


def _digest(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()


def _matches(results: Results) -> "pd.DataFrame":
    """One row per match: who met, and the sums over repetitions."""
    import pandas as pd

    t, names = results.tallies, np.array(results.names, dtype=object)
    table: dict[str, Any] = {
        "player": names[results.matches[:, 0]],
        "opponent": names[results.matches[:, 1]],
        "chance": t.chance,
        "wins": t.wins[:, 0],
        "losses": t.wins[:, 1],
        "first_defections": t.first_defections[:, 0],
        "opponent_first_defections": t.first_defections[:, 1],
    }
    for i, a in enumerate(NAMES):
        table[f"count_{a}"] = t.counts[:, i]
        table[f"start_{a}"] = t.starts[:, i]
        for j, b in enumerate(NAMES):
            table[f"product_{a}_{b}"] = t.products[:, i, j]
            table[f"from_{a}_to_{b}"] = t.transitions[:, i, j]
    return pd.DataFrame(table)


def _repetitions(results: Results) -> "pd.DataFrame":
    """One row per repetition, player, kind of opponent and seat, with the counts of outcomes."""
    import pandas as pd

    totals = results.tallies.totals
    index = np.indices(totals.shape[:-1]).reshape(totals.ndim - 1, -1)
    return pd.DataFrame(
        {
            "repetition": index[0],
            "player": np.array(results.names, dtype=object)[index[1]],
            "self_play": index[2].astype(bool),
            "seat": index[3],
            **{a: totals[..., k].reshape(-1) for k, a in enumerate(NAMES)},
        }
    )


def game_facts(game: Game) -> dict[str, Any]:
    """Return what `Game(**tuples(facts))` needs."""
    payoffs = {k: getattr(game, k) for k in "RSTP"}
    return {**payoffs, "name": game.name, "less_is_better": game.less_is_better}


def _manifest(results: Results) -> dict[str, Any]:
    rules, game = results.rules, results.game
    return {
        **results.manifest,
        "players": results.names,
        "strategies": results.strategies,
        "repetitions": results.repetitions,
        "self_play": results.self_play,
        "seats": results.tallies.totals.shape[3],
        "rules": {
            "game": game_facts(game),
            "turns": rules.turns,
            "length_known": rules.length_known,
            "noise": rules.noise,
            "misperception": rules.misperception,
            "continuation": rules.continuation,
            "seed": rules.seed,
        },
    }


def _results(manifest: dict[str, Any], matches: "pd.DataFrame", rows: "pd.DataFrame") -> Results:
    names, n, seats = (manifest.pop(key) for key in ("players", "repetitions", "seats"))
    stored: dict[str, Any] = manifest.pop("rules")
    game = tuples(stored.pop("game"))
    if set(names) != set(rows["player"]):
        raise ValueError("other players")
    position = {name: i for i, name in enumerate(names)}
    pairs = [matches[column].map(position).to_numpy(np.int64) for column in ("player", "opponent")]

    def integers(pattern: str) -> np.ndarray:
        cells = [pattern.format(a=a, b=b) for a in NAMES for b in NAMES]
        columns = list(dict.fromkeys(cells))
        values = np.ascontiguousarray(matches[columns].to_numpy(np.int64))
        return values.reshape(-1, SIZE, SIZE) if len(columns) > SIZE else values

    return Results(
        names=names,
        rules=Rules(game=Game(**game), **tuples(stored)),
        repetitions=n,
        self_play=manifest.pop("self_play"),
        matches=np.ascontiguousarray(np.array(pairs).T),
        tallies=Tallies(
            counts=integers("count_{a}"),
            products=integers("product_{a}_{b}"),
            starts=integers("start_{a}"),
            transitions=integers("from_{a}_to_{b}"),
            wins=matches[["wins", "losses"]].to_numpy(np.int64),
            first_defections=matches[["first_defections", "opponent_first_defections"]].to_numpy(
                np.int64
            ),
            chance=matches["chance"].to_numpy(np.bool_),
            totals=rows[list(NAMES)].to_numpy(np.int64).reshape(n, len(names), 2, seats, SIZE),
        ),
        strategies=manifest.pop("strategies"),
        manifest=manifest,
    )


def tuples(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts from JSON with tuples where JSON has lists."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
