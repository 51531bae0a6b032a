"""How well pairs that were not played are predicted: the whole library, many ways, many shares.

    python benchmarks/prediction.py [--write]

All rules of the library that need no arguments play the prisoner's dilemma, all pairs, 200 turns,
10 repetitions. A part of the pairs is shown, the others are predicted, and Kendall's tau is taken
with the ranking of all pairs. `--write` puts tables and pictures into
`docs/explanation/prediction.md`.
"""

import argparse
import time

import numpy as np
from pages import DOCS, measured, put

import strategies
from analysis import first_pairs, plot_prediction, predict_pairs
from analysis.figures import canvas, palette
from analysis.figures.style import style
from analysis.prediction.factors import fitted
from analysis.prediction.known import known_of, shown
from analysis.prediction.predict import kendall
from tournament import Tournament

SHARES = (0.05, 0.1, 0.2, 0.3)
CONDITIONS = {"no noise": 0.0, "1 % noise": 0.01}
GAME, TURNS, REPETITIONS = "prisoners_dilemma", 200, 10
FEWER = (1, 2)
"""Repetitions of all pairs, instead of fewer pairs."""
OPPONENTS = 12
"""What everybody can meet with 10 % of the pairs, if all meet the same."""
STEP = 0.05
"""Share of pairs that is played at once, where pairs are chosen."""
WAYS = ("mean of what was played", "additive", "factors", "stacked", "stacked, chosen")


def played(field, noise, repetitions=REPETITIONS, seed=1):
    """Return a tournament of all pairs."""
    event = Tournament(
        field, game=GAME, turns=TURNS, repetitions=repetitions, noise=noise, seed=seed
    )
    return event.play(progress=False)


def met_in(number, pairs):
    """Return (p, p) who met whom."""
    met = np.zeros((number, number), dtype=bool)
    met[tuple(np.transpose(pairs))] = True
    return met | met.T


def part_of(results, met):
    """Return results of a tournament on a graph, of which the books are a part of those given.

    Players do not know who else meets, so a match is the same in both.
    """
    pairs = np.argwhere(np.triu(met)).tolist()
    event = Tournament(
        results.players, game=GAME, turns=TURNS, repetitions=REPETITIONS,
        noise=results.rules.noise, seed=results.manifest["seed"], graph=pairs,
    )  # fmt: skip
    return event.play(progress=False)


def simple(results, share):
    """Return tau of the two ways that learn nothing of pairs."""
    known = known_of(results)
    many = len(results.names)
    part = shown(known, met_in(many, first_pairs(many, share))).payoffs
    truth = known.payoffs.mean(axis=1)
    additive = np.where(np.isfinite(part), part, fitted(part, 0, 1.0)[0]).mean(axis=1)
    return {
        WAYS[0]: kendall(np.nanmean(part, axis=1), truth),
        WAYS[1]: kendall(additive, truth),
    }


def chosen(results, shares):
    """Yield share, tau and expected tau where each step plays the pairs that change most."""
    many, truth = len(results.names), results.payoffs.to_numpy().mean(axis=1)
    pairs = many * (many + 1) // 2
    met = met_in(many, first_pairs(many, STEP))
    while True:
        found = predict_pairs(part_of(results, met), self_play=True)
        share = np.triu(met).sum() / pairs
        yield round(share, 3), kendall(found.scores, truth), found
        if share >= max(shares) - STEP / 2:
            return
        new = found.next_pairs(round(STEP * pairs))
        i, j = (found.known.names.get_indexer(new[column]) for column in ("player", "opponent"))
        met[i, j] = met[j, i] = True


def studied(field, noise, shares=SHARES, most_chosen=0.2):
    """Return rows of a way, a share, tau and errors; the prediction from 10 %; and all results."""
    results, rows, found = played(field, noise), [], None
    for share in shares:
        rows += [(way, share, tau) for way, tau in simple(results, share).items()]
        for way in ("factors", "stacked"):
            start = time.process_time()
            guess = predict_pairs(results, share, method=way)
            off = guess.held_out
            rows.append(
                (way, share, off["tau"]["scores"], guess.expected_tau, off["rmse"]["payoffs"],
                 off["mae"]["payoffs"], off["coverage"]["payoffs"], off["coverage"]["scores"],
                 time.process_time() - start)
            )  # fmt: skip
            print(*rows[-1], flush=True)
            found = guess if way == "stacked" and share == shares[1] else found
    for share, tau, guess in chosen(results, [s for s in shares if s <= most_chosen]):
        rows.append((WAYS[-1], share, tau, guess.expected_tau))
        print(*rows[-1], flush=True)
    return rows, found, results


def fewer(field, noise):
    """Return tau of fewer repetitions of all pairs, and of as many with another seed."""
    truth = played(field, noise).payoffs.to_numpy().mean(axis=1)
    scores = {
        n: played(field, noise, n, seed=2).payoffs.to_numpy().mean(axis=1)
        for n in (*FEWER, REPETITIONS)
    }
    return {n: kendall(score, truth) for n, score in scores.items()}


def bound(results, opponents):
    """Return tau of a linear prediction of scores, if all other scores and the best opponents were
    known.

    Opponents are those that explain most, one after another: what a player is paid against them,
    and what they are paid. Scores are predicted in ten folds of players.
    """
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold, cross_val_predict

    payoffs = results.payoffs.to_numpy()
    many, truth = len(payoffs), payoffs.mean(axis=1)
    taken = []

    def left(trial):
        x = np.column_stack([np.ones(many), payoffs[:, trial], payoffs[trial].T])
        return np.sum((truth - x @ np.linalg.lstsq(x, truth, rcond=None)[0]) ** 2)

    for _ in range(opponents):
        rest = [each for each in range(many) if each not in taken]
        taken.append(min(rest, key=lambda each: left([*taken, each])))
    x = np.column_stack([payoffs[:, taken], payoffs[taken].T])
    folds = KFold(10, shuffle=True, random_state=0)
    return kendall(cross_val_predict(RidgeCV(np.logspace(-3, 3, 13)), x, truth, cv=folds), truth)


def taus(rows, shares):
    """Return lines of the table of tau by way and share."""
    table = {(row[0], row[1]): row[2] for row in rows}
    yield "| " + " | ".join(["way", *(f"{100 * share:.0f} %" for share in shares)]) + " |"
    yield "|" + "---|" * (len(shares) + 1)
    for way in WAYS:
        cells = [f"{table[way, s]:.3f}" if (way, s) in table else "" for s in shares]
        yield "| " + " | ".join([way, *cells]) + " |"


def errors(rows):
    """Return lines of the table of errors of the best way."""
    yield "| shown | tau | expected | error of a payoff: root mean square | mean | 95 % intervals hold: payoffs | scores | processor |"  # noqa: E501
    yield "|" + "---|" * 8
    for way, share, *numbers in rows:
        if way == "stacked":
            tau, expected, rmse, mae, pairs, scores, seconds = numbers
            yield (
                f"| {100 * share:.0f} % | {tau:.3f} | {expected:.3f} | {rmse:.2f} | {mae:.2f} |"
                f" {100 * pairs:.1f} % | {100 * scores:.1f} % | {seconds:.0f} s |"
            )


def drawn(rows_of):
    """Return the figure of tau against the share that was played, one panel a condition."""
    with style():
        panels = canvas.panels(len(rows_of), width=7.2, height=3.4)
        for axes, (condition, rows) in zip(panels, rows_of.items(), strict=True):
            for number, way in enumerate(WAYS, 1):
                points = sorted((100 * row[1], row[2]) for row in rows if row[0] == way)
                if not points:
                    continue
                line = "--" if way == WAYS[-1] else "-"
                axes.plot(
                    *zip(*points, strict=True), line, marker="o", markersize=3, label=way,
                    color=palette.series(number),
                )  # fmt: skip
            axes.axhline(0.95, color=palette.SOFT, linewidth=0.8)
            axes.set(title=condition, xlabel="pairs that were played, %", ylim=(0.4, 1.0))
        panels[0].set_ylabel("Kendall's tau with the full ranking")
        panels[-1].legend(loc="lower right", fontsize=7)
        return panels[0].figure


def bounds(field):
    """Return lines: what the best opponents of all would tell."""
    found = {name: bound(played(field, noise), OPPONENTS) for name, noise in CONDITIONS.items()}
    said = " and ".join(f"{tau:.3f} ({name})" for name, tau in found.items())
    return [
        f"If the scores of all other players were known, and the {OPPONENTS} opponents that tell"
        f" most of scores too, a linear prediction from these would reach a tau of {said}."
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="put it into docs/explanation/prediction.md"
    )
    parser.add_argument("--bounds", action="store_true", help="only what the best opponents tell")
    arguments = parser.parse_args()
    everything, lines, rows_of = strategies.everything(), [], {}
    for condition, noise in ({} if arguments.bounds else CONDITIONS).items():
        rows, found, results = studied(everything, noise)
        rows_of[condition] = rows
        lines += [f"Tau, {condition}:", "", *taus(rows, SHARES), ""]
        lines += [f"The stacked prediction, {condition}:", "", *errors(rows), ""]
        again = fewer(everything, noise)
        said = [f"{n} repetition{'s' if n > 1 else ''} {tau:.3f}" for n, tau in again.items()]
        lines += [f"All pairs with another seed, {condition}: tau {', '.join(said)}.", ""]
    lines.append(measured("prediction"))
    best = bounds(everything)
    print(*lines, *best, sep="\n")
    if arguments.write:
        put(DOCS / "explanation" / "prediction.md", "bounds", best)
    if arguments.write and rows_of:
        put(DOCS / "explanation" / "prediction.md", "prediction", lines)
        drawn(rows_of).savefig(DOCS / "pictures" / "prediction.png", dpi=100)
        plot_prediction(found, results).savefig(
            DOCS / "pictures" / "prediction_errors.png", dpi=100
        )
