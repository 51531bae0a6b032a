"""Results of a season on disk; see `tournament.results.storage`.

`towns.parquet` has one row per repetition and town, with its outcomes as giver and as receiver and
the gifts it left; `days.parquet` the outcomes of each day, kind and role; `between.parquet` those
of each pair of kinds, from the giver's side; `gifts.parquet` who gave to whom in the first
repetition.
"""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.game import Game
from tournament.outcomes import NAMES, SIZE
from tournament.results.season import SeasonResults
from tournament.results.season_counts import SeasonTallies
from tournament.results.storage import game_facts, read, tuples, write
from tournament.season_rules import SeasonRules

if TYPE_CHECKING:
    import pandas as pd

TOWN = [*(f"gave_{o}" for o in NAMES), *(f"received_{o}" for o in NAMES), "sent"]
DAY = [*TOWN[: 2 * SIZE], "new"]


def save(results: SeasonResults, target: Path) -> Path:
    """Write results into a folder, all or nothing; see `tournament.results.storage.write`."""
    import pandas as pd

    names, tallies = np.array(results.kinds, dtype=object), results.tallies
    sizes = [len(kind) for kind in results.kind_of]
    towns = pd.DataFrame(np.concatenate([t.towns for t in tallies]), columns=TOWN)
    towns.insert(0, "repetition", np.repeat(np.arange(len(sizes)), sizes))
    towns.insert(1, "town", np.concatenate([np.arange(size) for size in sizes]))
    towns.insert(2, "kind", names[np.concatenate(results.kind_of)])
    days = _long(
        [
            np.concatenate([t.daily.reshape(*t.fresh.shape, 2 * SIZE), t.fresh[..., None]], -1)
            for t in tallies
        ],
        {"day": np.arange(results.rules.days), "kind": names},
        DAY,
    )
    between = _long([t.between for t in tallies], {"giver": names, "receiver": names}, [*NAMES])
    return write(target, "season", _manifest(results), (towns, days, between, results.gifts))


def load(source: Path) -> SeasonResults:
    """Return results saved by `save`; see `tournament.results.storage.read`."""
    results: SeasonResults = read(source, "season", _results)
    return results


def _long(
    tables: list[np.ndarray], axes: dict[str, np.ndarray], columns: list[str]
) -> "pd.DataFrame":
    """Return (repetitions, a, b, columns) as one row per repetition, a and b."""
    import pandas as pd

    cells = np.stack(tables)
    first, second = axes.values()
    index = pd.MultiIndex.from_product(
        [range(len(tables)), first, second], names=["repetition", *axes]
    )
    return pd.DataFrame(cells.reshape(-1, len(columns)), index, columns).reset_index()


def _manifest(results: SeasonResults) -> dict[str, Any]:
    rules = {f.name: getattr(results.rules, f.name) for f in fields(results.rules)}
    return {
        **results.manifest,
        "kinds": results.kinds,
        "plugins": results.plugins,
        "repetitions": results.repetitions,
        "friends": results.friends,
        "rules": rules | {"game": game_facts(results.rules.game)},
    }


def _results(
    manifest: dict[str, Any],
    towns: "pd.DataFrame",
    days: "pd.DataFrame",
    between: "pd.DataFrame",
    gifts: "pd.DataFrame",
) -> SeasonResults:
    kinds, n = manifest.pop("kinds"), manifest.pop("repetitions")
    stored = manifest.pop("rules")
    if set(kinds) != set(towns["kind"]):
        raise ValueError("other kinds")
    rules = SeasonRules(game=Game(**tuples(stored.pop("game"))), **tuples(stored))
    number = {name: k for k, name in enumerate(kinds)}
    size = len(kinds)
    daily = days[DAY].to_numpy(np.int64).reshape(n, rules.days, size, 2 * SIZE + 1)
    pairs = between[list(NAMES)].to_numpy(np.int64).reshape(n, size, size, SIZE)
    kind = towns["kind"].map(number).to_numpy(np.int32)
    cells = towns[TOWN].to_numpy(np.int64)
    rows = [towns["repetition"].to_numpy() == r for r in range(n)]
    return SeasonResults(
        kinds=kinds,
        rules=rules,
        repetitions=n,
        friends=manifest.pop("friends"),
        kind_of=[kind[own] for own in rows],
        tallies=[
            SeasonTallies(
                towns=cells[own],
                daily=np.ascontiguousarray(daily[r, ..., : 2 * SIZE]).reshape(
                    rules.days, size, 2, SIZE
                ),
                fresh=np.ascontiguousarray(daily[r, ..., 2 * SIZE]),
                between=pairs[r],
                rows=None,
                diary=np.zeros((0, 5), np.int64),
            )
            for r, own in enumerate(rows)
        ],
        exchanged=gifts.to_numpy(np.int64),
        plugins=manifest.pop("plugins"),
        manifest=manifest,
    )
