"""What tests of populations share: the chain of two types, written from the rules in words."""

from math import comb

import numpy as np
import pytest


@pytest.fixture(scope="session")
def by_hand():
    """The chances (N + 1, N + 1) between counts of mutants."""
    return chain_by_hand


def fitness_by_hand(value, selection, fitness):
    return (
        np.exp(selection * value) if fitness == "exponential" else 1 - selection + selection * value
    )


def chain_by_hand(a, N, process, s, fitness, synchronous=False):
    """The (N + 1, N + 1) chances between counts of mutants, written from the rules in words."""
    P = np.zeros((N + 1, N + 1))
    P[0, 0] = P[N, N] = 1
    for m in range(1, N):
        mutant = (a[0, 0] * (m - 1) + a[0, 1] * (N - m)) / (N - 1)
        resident = (a[1, 0] * m + a[1, 1] * (N - m - 1)) / (N - 1)
        f, g = fitness_by_hand(mutant, s, fitness), fitness_by_hand(resident, s, fitness)

        def drawn(one, other, f=f, g=g):
            total = one * f + other * g
            shares = [one * f, other * g] if total else [one, other]
            return np.array(shares) / sum(shares)

        if process == "wright-fisher":
            p, _ = drawn(m, N - m)
            P[m] = [comb(N, k) * p**k * (1 - p) ** (N - k) for k in range(N + 1)]
            continue
        if process == "moran":
            won, lost = drawn(m, N - m)
        elif process == "death-birth":
            won, lost = drawn(m, N - m - 1)[0], drawn(m - 1, N - m)[1]
        elif process == "fermi":
            won = m / (N - 1) / (1 + np.exp(-s * (mutant - resident)))
            lost = (N - m) / (N - 1) / (1 + np.exp(-s * (resident - mutant)))
        elif process == "imitate best":
            won, lost = float(mutant > resident + 1e-9), float(resident > mutant + 1e-9)
        else:
            won = float(a[0] @ [m, N - m - 1] > a[1] @ [m, N - m - 1] + 1e-9)
            lost = float(a[1] @ [m - 1, N - m] > a[0] @ [m - 1, N - m] + 1e-9)
        if synchronous:
            kept = [comb(m, k) * (1 - lost) ** k * lost ** (m - k) for k in range(m + 1)]
            new = [comb(N - m, k) * won**k * (1 - won) ** (N - m - k) for k in range(N - m + 1)]
            P[m] = np.convolve(kept, new)
        else:
            P[m, m + 1] += (N - m) / N * won
            P[m, m - 1] += m / N * lost
            P[m, m] += 1 - P[m].sum()
    return P
