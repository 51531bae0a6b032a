"""How much a ranking hangs on the rules that were chosen: one field under many conditions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from analysis.arguments import columns_of
from tournament.errors import ArgumentError, TournamentError
from tournament.game import TSTO, Game
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, seed_of, several, text

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results, Strategy
    from tournament.events.round_robin.exact import Exact
    from tournament.rules.checks import PerPlayer

    Progress = Callable[[int, int, str], None]


def sweep(  # noqa: PLR0913 (one keyword per condition)
    field: Sequence["Strategy | str"],
    *,
    game: Game | str | Iterable[Game | str] = TSTO,
    turns: "int | Iterable[int | None] | None" = None,
    noise: "PerPlayer | Iterable[PerPlayer]" = 0.0,
    misperception: "PerPlayer | Iterable[PerPlayer]" = 0.0,
    continuation: "float | Iterable[float | None] | None" = None,
    repetitions: int = 10,
    seed: int | None = None,
    self_play: bool = True,
    length_known: bool = True,
    exact: "Exact" = False,
    progress: "bool | Progress" = True,
) -> "pd.DataFrame":
    """Return the ranking of one field under all combinations of some rules.

    Parameters
    ----------
    field
        The players, as for `Tournament`.
    game, turns, noise, misperception, continuation
        As for `Tournament`, games also by name; a list (or any other iterable) is swept, what is
        not a list holds throughout.
    repetitions, self_play, length_known
        As for `Tournament`.
    exact
        As for `Tournament`: with True nothing is played, and a curve over noise, turns or payoffs
        is smooth.
    seed
        One for all conditions, so that they differ as little as possible by chance; drawn, and kept
        in `attrs["seed"]`, when not given.
    progress
        As for `Tournament.play`, over all conditions.

    Returns
    -------
    DataFrame
        Indexed by what is swept, in the order given above, and `player`: `rank`, `score`,
        `standard_error`, `low`, `high`, as in `Results.rank`. Games go by their names. Where only
        the game differs and no rule looks at payoffs, the same play is paid anew.

    Raises
    ------
    TypeError, ValueError
        When nothing is swept, or a list is empty, has a value twice, or one out of range: before
        anything is played.

    Examples
    --------
    >>> frame = sweep(["tit_for_tat", "always_defect"], noise=[0, 0.1], turns=5, seed=1)
    >>> rank_map(frame).shape
    (2, 2)
    >>> curves = sweep(["tit_for_tat", "always_defect"], noise=[0, 0.1], turns=5, exact=True)
    >>> rank_map(curves, "score").round(2).loc["tit_for_tat"].tolist()
    [9.6, 9.61]
    """
    import pandas as pd

    from tournament import Tournament
    from tournament.events.progress import reporter

    given = {
        "turns": turns,
        "noise": noise,
        "misperception": misperception,
        "continuation": continuation,
        "game": game,
    }
    values = {
        name: several(name, value, "a value or a list of some") if _listed(value) else [value]
        for name, value in given.items()
    }
    games: list[Any] = values["game"]
    values["game"] = [Game.of(one) for one in games]
    swept = [name for name, value in given.items() if _listed(value)]
    if not swept:
        raise ArgumentError(
            f"`sweep` needs a list of values of at least one of {', '.join(given)}; got none."
        )
    seed, field = seed_of(seed), several("field", field, "a list of strategies, or of their names")
    conditions = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    events = [
        Tournament(
            field, **words, repetitions=repetitions, seed=seed, self_play=self_play,
            length_known=length_known, exact=exact,
        )
        for words in conditions
    ]  # fmt: skip
    labels = {name: _labels(name, values[name]) for name in swept}
    columns = ["rank", "score", "standard_error", "low", "high"]
    frames, played = [], None
    with reporter(progress) as report:
        for number, event in enumerate(events):
            if number % len(values["game"]) == 0:
                played = None  # the game varies fastest; all else is new
            results = played and _paid(played, event.rules.game)
            if results is None:
                results = played = event.play(progress=_part(report, number, len(events)))
            frames.append(results.ranking[columns])
    found = pd.concat(frames)
    names = [player.name for player in events[0].players]
    by_row = np.indices([len(labels[name]) for name in swept]).reshape(len(swept), -1)
    found.index = pd.MultiIndex(
        [*labels.values(), names],
        [*np.repeat(by_row, len(names), axis=1).tolist(), [names.index(n) for n in found.index]],
        names=[*swept, "player"],
    )
    found.attrs = {"seed": events[0].rules.seed}
    return found


def rank_map(frame: "pd.DataFrame", value: str = "rank") -> "pd.DataFrame":
    """Return a sweep as a table of players by conditions.

    Parameters
    ----------
    frame
        What `sweep` returned.
    value
        Which of its columns to show.

    Returns
    -------
    DataFrame
        A row a player, the best on average first; a column a condition.

    Examples
    --------
    >>> from analysis import sweep
    >>> field = ["tit_for_tat", "always_defect"]
    >>> frame = sweep(field, noise=[0, 0.1], turns=5, seed=1, progress=False)
    >>> rank_map(frame).loc["always_defect"].to_dict()
    {0.0: 2, 0.1: 2}
    """
    value = text("value", value, "the name of a column")
    columns_of("frame", frame, ("rank",), "sweep")
    if value not in frame.columns or frame.index.names[-1] != "player":
        raise ArgumentError(
            f"`value` must be a column of what `sweep` returned; got {shown(value)}."
        )
    wide = frame[value].unstack("player", sort=False).T
    mean = frame["rank"].groupby("player").mean()
    return wide.loc[sorted(wide.index, key=lambda name: (mean[name], name))]


def _paid(played: "Results", game: Game) -> "Results | None":
    """Return the same play paid by another game; None where it has to be played again."""
    try:
        return played.under(game)
    except TournamentError:
        return None


def _part(report: "Progress", number: int, parts: int) -> "Progress":
    """Return a reporter for one of several events, which reports thousandths of them all."""

    def part(done: int, total: int, note: str) -> None:
        if total:
            report(1000 * number + 1000 * done // total, 1000 * parts, note)
        elif number == 0:
            report(0, 0, note)

    return part


def _listed(value: object) -> "TypeGuard[Iterable[Any]]":
    no_list = isinstance(value, (str, bytes, Mapping)) or exact(value) is not None
    return isinstance(value, Iterable) and not no_list


def _labels(name: str, values: list[Any]) -> list[Any]:
    if not values:
        raise ArgumentError(f"`{name}` must be a value or a list of some; got an empty list.")
    labels = [
        str(getattr(one, "name", "") or one) if isinstance(one, (Game, Mapping)) else one
        for one in values
    ]
    for place, label in enumerate(labels):
        if label in labels[:place]:
            raise ArgumentError(f"`{name}` must list different values; got {shown(label)} twice.")
    return labels
