"""Zero-determinant rules: memory-one rules that hold both scores to a linear relation.

The library's have the values that hold for the payoffs 5, 3, 1, 0.
"""

from strategies.contents.linear_relations import linear_relation

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
