"""What changed between two results, and whether it is more than chance."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.statistics.hypothesis_tests import holm
from analysis.words import count, listing
from tournament.errors import TournamentError
from tournament.results.estimation.distributions import student_below
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import level_of

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results


def changes(
    before: "Results", after: "Results", *, confidence: float = CONFIDENCE
) -> "pd.DataFrame":
    """Return how each player's score changed against the opponents that both results have.

    A match that is the same to the last count, from the same seed, was the same play and has no
    error. Others count as independent; where both results have one seed, luck that they share makes
    the true error smaller, not larger.

    Parameters
    ----------
    before, after
        Tournaments in the same game.
    confidence
        A change is `real` when its corrected p is below one minus this.

    Returns
    -------
    DataFrame
        Indexed by player, largest change first: `rank_before`, `rank_after` (in the whole field;
        NaN where not in it); `before`, `after`, mean payoff per turn against common opponents;
        `change`, with `standard_error`, `p` (Welch 1947) and `p_holm` (over all players), NaN where
        one repetition cannot tell; `real`.

    Raises
    ------
    TournamentError
        When games differ, or no player is in both.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> words = {"turns": 10, "repetitions": 20, "seed": 1}
    >>> events = [Tournament(field, noise=noise, **words) for noise in (0.0, 0.1)]
    >>> before, after = (event.play(progress=False) for event in events)
    >>> changes(before, after)[["before", "after", "real"]].round(2).rename_axis(None)
                      before  after   real
    always_defect      12.33  12.65  False
    always_cooperate   10.33  10.53  False
    tit_for_tat        11.53  11.35  False
    """
    import pandas as pd

    level = level_of("confidence", confidence)
    results_of(before, "before"), results_of(after, "after")
    if not np.array_equal(before.game.payoffs, after.game.payoffs):
        raise TournamentError(
            f"Scores in different games cannot be compared: {before.game} and {after.game}; look at"
            " one of them with `results.under(game)`."
        )
    common = [name for name in before.names if name in set(after.names)]
    if not common:
        raise TournamentError("The two results have no player in common.")
    means, errors = (
        [getattr(r, frame).loc[common, common].to_numpy() for r in (before, after)]
        for frame in ("payoffs", "payoff_errors")
    )
    met = ~np.isnan(means[0]) & ~np.isnan(means[1])
    same = (
        (means[0] == means[1]) & (errors[0] == errors[1]) & (before.rules.seed == after.rules.seed)
    )
    sizes = met.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        old, new = (np.where(met, m, 0.0).sum(axis=1) / sizes for m in means)
        parts = np.stack([np.where(met & ~same, e**2, 0.0) for e in errors]) / sizes[:, None] ** 2
        runs = np.array([before.repetitions, after.repetitions])[:, None, None] - 1
        variance = parts.sum(axis=(0, 2))
        freedom = variance**2 / (parts**2 / runs).sum(axis=(0, 2))
        change, error = new - old, np.sqrt(variance)
        p = np.where(
            error > 0,
            2 * student_below(freedom, -np.abs(change) / error),
            np.where(change == 0, 1.0, 0.0),
        )
    p[np.isnan(error)] = np.nan
    corrected = np.full_like(p, np.nan)
    corrected[~np.isnan(p)] = holm(p[~np.isnan(p)])
    names = [*common, *sorted({*before.names, *after.names} - {*common})]
    frame = pd.DataFrame(
        {
            "before": old, "after": new, "change": change, "standard_error": error, "p": p,
            "p_holm": corrected, "real": corrected < 1 - level,
        },
        index=pd.Index(common, name="player"),
    ).reindex(names)  # fmt: skip
    frame["real"] = frame["real"].eq(True)
    frame.insert(0, "rank_before", before.ranking["rank"].reindex(names))
    frame.insert(1, "rank_after", after.ranking["rank"].reindex(names))
    order = np.lexsort((frame.index, -frame["change"].abs().fillna(-1)))
    return frame.iloc[order]


def differences(before: "Results", after: "Results") -> list[str]:
    """Return what was played otherwise, a sentence each: conditions, players, rules' code.

    Parameters
    ----------
    before, after
        Any two results.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect"]
    >>> words = {"turns": 10, "repetitions": 2, "seed": 1}
    >>> events = [Tournament(field, noise=noise, **words) for noise in (0.0, 0.1)]
    >>> before, after = (event.play(progress=False) for event in events)
    >>> differences(before, after)
    ['Noise: 0.0 before, 0.1 after.']
    """
    said = []
    results_of(before, "before"), results_of(after, "after")
    for word, names in (
        ("Entered", [n for n in after.names if n not in before.names]),
        ("Left", [n for n in before.names if n not in after.names]),
        (
            "Another rule under the same name",
            [
                name
                for name, facts in before.strategies.items()
                if name in after.strategies
                and any(facts[k] != after.strategies[name][k] for k in ("code", "parameters"))
            ],
        ),
    ):
        if names:
            said.append(f"{word}: {listing(names)}.")
    for what, (old, new) in {
        "game": (str(before.game), str(after.game)),
        "turns": (before.rules.turns, after.rules.turns),
        "length known": (before.rules.length_known, after.rules.length_known),
        "continuation": (before.rules.continuation, after.rules.continuation),
        "noise": (_levels(before, "noise"), _levels(after, "noise")),
        "misperception": (_levels(before, "misperception"), _levels(after, "misperception")),
        "repetitions": (before.repetitions, after.repetitions),
        "self-play": (before.self_play, after.self_play),
        "seed": (before.rules.seed, after.rules.seed),
    }.items():
        if old != new:
            said.append(f"{what.capitalize()}: {old} before, {new} after.")
    versions = [r.manifest.get("versions", {}) for r in (before, after)]
    for name in sorted({*versions[0], *versions[1]}):
        old, new = (v.get(name, "unknown") for v in versions)
        if old != new:
            said.append(f"Version of {name}: {old} before, {new} after.")
    return said or ["Both were played alike: the same players, conditions, seed and versions."]


def verdict(frame: "pd.DataFrame") -> str:
    """Return in a sentence how many changes are real.

    Parameters
    ----------
    frame
        As `changes` returns it.
    """
    compared = frame["change"].notna()
    real, unknown = int(frame["real"].sum()), int((compared & frame["p"].isna()).sum())
    said = f"{count(real, 'score')} of {int(compared.sum())} changed by more than chance explains."
    if unknown:
        said += f" Of {unknown} it cannot be told: chance had a part, and there is one repetition."
    return said


def _levels(results: "Results", what: str) -> object:
    values = getattr(results.rules, what)
    return values[0] if len(set(values)) == 1 else dict(zip(results.names, values, strict=True))
