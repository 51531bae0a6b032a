"""Zero-determinant rules: memory-one rules that hold both scores to a linear relation.

The library's have the values that hold for the payoffs 5, 3, 1, 0.
"""

from strategies.tables.memory_one_rules import memory_one

__all__ = ["linear_relation"]


def linear_relation(slope, baseline, phi=None, *, R=3.0, S=0.0, T=5.0, P=1.0):
    """Return the memory-one rule that enforces `theirs - baseline = slope * (mine - baseline)`.

    `mine` and `theirs` are both scores in the long run, whatever the opponent plays. With the
    baseline P it extorts, mine being 1 / slope times as far above P as theirs; with R it is
    generous; with slope 0 it holds the opponent at the baseline.

    Parameters
    ----------
    slope
        From `-min((T - baseline) / (baseline - S), (baseline - S) / (T - baseline))` to 1.
    baseline
        The score at which both are equal, from P to R.
    phi
        How strongly it answers a single turn; half of the largest possible value if not given.
    R, S, T, P
        Payoffs of the prisoner's dilemma in which the relation holds.

    Raises
    ------
    ValueError
        For a relation that no memory-one rule can enforce.

    Source: Press and Dyson (2012); in these terms Hilbe, Nowak and Traulsen (2013), equation 14.

    >>> from strategies import linear_relation
    >>> linear_relation(slope=0.5, baseline=1, phi=0.125)
    memory_one(p_cc=0.875, p_cd=0.4375, p_dc=0.375, p_dd=0.0)
    >>> linear_relation(slope=0.5, baseline=4)
    Traceback (most recent call last):
    ValueError: `baseline` must be from P to R, here 1 to 3; got 4.
    """
    if not T > R > P > S:
        got = f"T = {T:g}, R = {R:g}, P = {P:g}, S = {S:g}"
        raise ValueError(
            f"Payoffs must be those of a prisoner's dilemma, T > R > P > S; got {got}."
        )
    if not P <= baseline <= R:
        raise ValueError(f"`baseline` must be from P to R, here {P:g} to {R:g}; got {baseline:g}.")
    above, below = T - baseline, baseline - S
    lowest = -min(above / below, below / above)
    if not lowest <= slope <= 1:
        raise ValueError(
            f"`slope` must be from {lowest:g} to 1 with `baseline` {baseline:g}; got {slope:g}."
        )
    # what phi multiplies: how far from repeating its own move it is after CC, CD, DC, DD
    cc, dd = (1 - slope) * (R - baseline), (1 - slope) * (baseline - P)
    cd, dc = slope * below + above, below + slope * above
    largest = 1 / max(cc, cd, dc, dd)
    if phi is None:
        phi = largest / 2
    if not 0 < phi <= largest * (1 + 1e-12):
        raise ValueError(
            f"`phi` must be above 0 and at most {largest:g} with `slope` {slope:g} and `baseline`"
            f" {baseline:g}; got {phi:g}."
        )
    probabilities = 1 - phi * cc, 1 - phi * cd, phi * dc, phi * dd
    return memory_one(*(min(max(p, 0.0), 1.0) for p in probabilities))


equalizer = linear_relation(slope=0, baseline=2, phi=1 / 3).named(
    "equalizer",
    "Hold every opponent at 2 points a turn in the long run.\n\n"
    "Source: Boerlijst, Nowak and Sigmund (1997); Press and Dyson (2012). Also called: equaliser.",
)

zd_extort_2 = linear_relation(slope=1 / 2, baseline=1, phi=1 / 9).named(
    "zd_extort_2",
    "Extort: in the long run win twice what the opponent does above mutual defection.\n\n"
    "Source: Stewart and Plotkin (2012). Also called: ZDExtort2, ZD-Extort-2, Extort-2.",
)

zd_extort_2_v2 = linear_relation(slope=1 / 2, baseline=1, phi=1 / 8).named(
    "zd_extort_2_v2",
    "Extort: zd_extort_2 with other odds for the same long-run relation.\n\n"
    "Source: Kuhn (2017). Also called: ZDExtort2v2, ZD-Extort-2 v2, EXTORT2.",
)

zd_extort_3 = linear_relation(slope=1 / 3, baseline=1, phi=3 / 26).named(
    "zd_extort_3",
    "Extort: in the long run win three times what the opponent does above mutual defection.\n\n"
    "Source: Press and Dyson (2012). Also called: ZDExtort3, ZD-Extort-3.",
)

zd_extort_4 = linear_relation(slope=1 / 4, baseline=1, phi=4 / 17).named(
    "zd_extort_4",
    "Extort: in the long run win four times what the opponent does above mutual defection.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: ZDExtort4, ZD-Extort-4.",
)

zd_extortion = linear_relation(slope=0.1, baseline=1, phi=0.2).named(
    "zd_extortion",
    "Extort: in the long run win ten times what the opponent does above mutual defection.\n\n"
    "Source: Roemheld (2013). Also called: ZDExtortion, ZD-Extortion.",
)

zd_mischief = linear_relation(slope=0, baseline=1, phi=0.1).named(
    "zd_mischief",
    "Hold every opponent down to mutual defection's 1 point a turn in the long run.\n\n"
    "Source: Roemheld (2013). Also called: ZDMischief, ZD-Mischief.",
)

zd_gtft_2 = linear_relation(slope=1 / 2, baseline=3, phi=1 / 4).named(
    "zd_gtft_2",
    "Be generous: in the long run lose twice what the opponent does below mutual cooperation.\n\n"
    "Source: Stewart and Plotkin (2012). Also called: ZDGTFT2, ZD-GTFT-2.",
)

zd_gen_2 = linear_relation(slope=1 / 2, baseline=3, phi=1 / 8).named(
    "zd_gen_2",
    "Be generous: zd_gtft_2 with other odds for the same long-run relation.\n\n"
    "Source: Kuhn (2017). Also called: ZDGen2, ZD-GEN-2, GEN2.",
)

zd_set_2 = linear_relation(slope=0, baseline=2, phi=1 / 4).named(
    "zd_set_2",
    "Hold every opponent at 2 points a turn in the long run, like equalizer, with other odds.\n\n"
    "Source: Kuhn (2017). Also called: ZDSet2, ZD-SET-2, SET2.",
)
