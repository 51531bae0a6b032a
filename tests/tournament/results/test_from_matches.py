"""Every frame of results, computed anew from the moves of all single matches.

The matches are played again one by one. What follows is written out in loops over matches and turns
and in SciPy, and shares no code with the results: so it holds for games of two roles and of costs,
with and without copies, and for lengths that vary.
"""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from tournament import PRESETS, Game, Tournament

FIELD = ["tit_for_tat", "joss", "always_defect", "random_player"]
ROLES = Game.bimatrix([[2, 0], [3, 1]], [[1, 5], [0, 2]])
CASES = {
    "noise": {"noise": 0.1, "misperception": 0.1},
    "without copies": {"noise": 0.1, "self_play": False},
    "continuation": {"turns": None, "continuation": 0.9},
    "continuation without copies": {"turns": None, "continuation": 0.9, "self_play": False},
    "two roles": {"game": ROLES, "noise": 0.1},
    "two roles without copies": {"game": ROLES, "self_play": False},
    "two roles and a continuation": {"game": ROLES, "turns": None, "continuation": 0.9},
    "costs": {"game": PRESETS["prison_years"], "noise": 0.1},
}
REPETITIONS = 6


class Seen:
    """What one player did against one other in all repetitions, in one seat.

    turns, paid, nice
        (r,) of each repetition.
    lead
        (r,) how much more it was paid than the other, where more is better.
    states
        Pairs of what it remembered and whether it then cooperated.
    """

    def __init__(self, results, pair, me, costs):
        self.turns, self.paid, self.nice, self.lead, self.states = [], [], [], [], []
        payoffs = np.asarray(results.game.payoffs, float)
        for k in range(REPETITIONS):
            moves = results.sample(*pair, k).moves
            own, other = moves[:, me], moves[:, 1 - me]
            mine = [payoffs[0][a, b] if me == 0 else _second(payoffs, a, b) for a, b in moves]
            theirs = [_second(payoffs, a, b) if me == 0 else payoffs[0][a, b] for a, b in moves]
            self.turns.append(len(moves))
            self.paid.append(sum(mine))
            self.nice.append(int((own == 0).sum()))
            self.lead.append((sum(theirs) - sum(mine)) if costs else (sum(mine) - sum(theirs)))
            letters = [f"{'CD'[a]}{'CD'[b]}" for a, b in zip(own, other, strict=True)]
            self.states += zip(["first", *letters[:-1]], own == 0, strict=True)
        self.turns, self.paid, self.nice = map(np.array, (self.turns, self.paid, self.nice))


def _second(payoffs, row, column):
    """Return what the second seat is paid: its own move comes first in its table."""
    return payoffs[1][column, row]


@pytest.fixture(scope="module", params=CASES)
def results(request):
    words = {"turns": 12, "repetitions": REPETITIONS, "seed": 5} | CASES[request.param]
    return Tournament(FIELD, **words).play(progress=False)


@pytest.fixture(scope="module")
def seen(results):
    """Return by (player, opponent) what the player did, in each seat that it had."""
    costs, found = results.game.less_is_better, {}
    for p, q in product(results.names, repeat=2):
        if p == q and not results.self_play:
            continue
        if results.game.is_symmetric and results.names.index(p) > results.names.index(q):
            seats = [((q, p), 1)]
        elif results.game.is_symmetric and p != q:
            seats = [((p, q), 0)]
        else:
            seats = [((p, q), 0), ((q, p), 1)]
        found[p, q] = [Seen(results, pair, me, costs) for pair, me in seats]
    return found


def ratio(paid, turns):
    """Return a ratio of sums and its error by the residuals: Cochran (1977), 2.11."""
    mean = paid.sum() / turns.sum()
    return mean, stats.sem(paid - mean * turns) / turns.mean()


def of_pair(seats, own, what="paid"):
    """Return the mean of a pair and its error: a copy counts once, as the mean of both seats."""
    if own:
        both = np.mean([getattr(seat, what) for seat in seats], axis=0)
        return ratio(both, seats[0].turns)
    parts = [ratio(getattr(seat, what), seat.turns) for seat in seats]
    mean = np.mean([part[0] for part in parts])
    return mean, np.linalg.norm([part[1] for part in parts]) / len(parts)


def test_payoffs_and_their_errors(results, seen):
    payoffs, errors = results.payoffs, results.payoff_errors
    for p, q in product(results.names, repeat=2):
        if (p, q) not in seen:
            assert np.isnan([payoffs.loc[p, q], errors.loc[p, q]]).all()
            continue
        mean, error = of_pair(seen[p, q], p == q)
        assert payoffs.loc[p, q] == pytest.approx(mean)
        assert errors.loc[p, q] == pytest.approx(error, abs=1e-12)


def test_cooperation(results, seen):
    for (p, q), seats in seen.items():
        mean, _ = of_pair(seats, p == q, "nice")
        assert results.cooperation.loc[p, q] == pytest.approx(mean)


def test_wins(results, seen):
    for p, q in product(results.names, repeat=2):
        if p == q:
            assert np.isnan(results.wins.loc[p, q])
            continue
        leads = np.concatenate([seat.lead for seat in seen[p, q]])
        assert results.wins.loc[p, q] == pytest.approx((leads > 1e-9).mean())


def test_states(results, seen):
    for p in results.names:
        remembered = [pair for (me, _), seats in seen.items() if me == p for s in seats
                      for pair in s.states]  # fmt: skip
        for state in results.states.columns:
            moves = [nice for at, nice in remembered if at == state]
            rate = np.mean(moves) if moves else np.nan
            assert results.states.loc[p, state] == pytest.approx(rate, nan_ok=True)


def by_repetition(results, seen, *, copies=True):
    """Return (r, p) scores, sums of payoffs, turns, nice moves of whole repetitions.

    Each seat of a match against a copy weighs as much as the seats that meet one other.
    """
    sums = np.zeros((3, REPETITIONS, len(FIELD)))
    for k, p in enumerate(results.names):
        for (me, other), seats in seen.items():
            if me != p or (me == other and not copies):
                continue
            seats_of_others = 1 if results.game.is_symmetric else 2
            weight = seats_of_others / 2 if me == other else 1.0
            for seat in seats:
                sums[:, :, k] += weight * np.array([seat.paid, seat.turns, seat.nice])
    return sums


def test_scores_by_repetition(results, seen):
    paid, turns, _ = by_repetition(results, seen)
    np.testing.assert_allclose(results.per_repetition, paid / turns)


@pytest.mark.parametrize("copies", [True, False])
def test_the_ranking_by_score(results, seen, copies):
    frame = results.rank(self_play=copies).loc[results.names]
    if results.rules.continuation is None:
        paid, turns, nice = by_repetition(results, seen, copies=copies)
        np.testing.assert_allclose(frame["score"], (paid / turns).mean(axis=0))
        np.testing.assert_allclose(frame["standard_error"], stats.sem(paid / turns), atol=1e-12)
        np.testing.assert_allclose(frame["cooperation"], nice.sum(axis=0) / turns.sum(axis=0))
    else:
        for p in results.names:
            met = [pair for pair in seen if pair[0] == p and (copies or pair[1] != p)]
            pairs = [of_pair(seen[pair], pair[0] == pair[1]) for pair in met]
            assert frame.loc[p, "score"] == pytest.approx(np.mean([mean for mean, _ in pairs]))
            error = np.linalg.norm([error for _, error in pairs]) / len(pairs)
            assert frame.loc[p, "standard_error"] == pytest.approx(error)
            nice = [of_pair(seen[pair], pair[0] == pair[1], "nice")[0] for pair in met]
            assert frame.loc[p, "cooperation"] == pytest.approx(np.mean(nice))


@pytest.mark.parametrize("copies", [True, False])
def test_the_rankings_by_other_rules(results, seen, copies):
    paid, turns, _ = by_repetition(results, seen, copies=copies)
    costs = results.game.less_is_better
    middle = results.rank(by="median", self_play=copies)
    np.testing.assert_allclose(middle.loc[results.names, "median"], np.median(paid / turns, axis=0))
    points = results.rank(by="points", self_play=copies)
    np.testing.assert_allclose(points.loc[results.names, "points"], paid.mean(axis=0))
    np.testing.assert_allclose(
        points.loc[results.names, "standard_error"], stats.sem(paid), atol=1e-12
    )
    wins = results.rank(by="wins", self_play=copies)
    for p in results.names:
        rivals = [np.concatenate([np.array(seat.lead) > 1e-9 for seat in seats])
                  for (me, other), seats in seen.items() if me == p != other]  # fmt: skip
        assert wins.loc[p, "wins"] == pytest.approx(np.mean(rivals))
        error = np.linalg.norm([stats.sem(won) for won in rivals]) / len(rivals)
        assert wins.loc[p, "standard_error"] == pytest.approx(error)
    for by, frame, less in (("median", middle, costs), ("points", points, costs),
                            ("wins", wins, False)):  # fmt: skip
        assert (frame[by].diff().dropna() * (-1 if less else 1) <= 1e-12).all()
        assert frame.attrs == {"confidence": 0.95, "by": by, "self_play": copies and (
            results.self_play)}  # fmt: skip
