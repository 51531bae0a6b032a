"""Make `oracle.npz`: recorded behaviour of Axelrod-Python 4.14.0 for the tests to compare with.

Run `python make_oracle.py [FOLDER]`, where FOLDER holds the full recording
(`../shared/oracle/axelrod` of the project); its README says how it was made. Every entry names a
strategy of the library, with parameters where they are not its defaults, and its counterpart there
("class|arguments").

oracle.npz: `opponents` (q, 25) the scripted opponents' 200 moves, packed; `slow` (q) marks the
representative twelve; `<variant>strategies`, `<variant>parameters` (JSON), `<variant>moves` (n, q,
25) packed answers of deterministic rules, the variant being "" (length told), "inf_" (length not
told) or "game_" (payoffs 15, 5, 1, 25, length told); `random_strategies`, `random_parameters`, and
for stochastic rules `runs` (n, q), `cooperations` (n, q, turn), `pairs` (n, q, turn): runs that
cooperated in this turn, or in this and the next one.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent

COUNTERPARTS = [
    ("adaptive_tit_for_tat", {}, 'AdaptiveTitForTat|{"rate": 0.5}'),
    ("aggravater", {}, "Aggravater|{}"),
    ("alternator", {}, "Alternator|{}"),
    ("always_cooperate", {}, "Cooperator|{}"),
    ("always_defect", {}, "Defector|{}"),
    ("anonymous", {}, "FirstByAnonymous|{}"),
    ("anti_tit_for_tat", {}, "AntiTitForTat|{}"),
    ("bully", {}, "Bully|{}"),
    ("calculator", {}, "Calculator|{}"),
    ("collective_strategy", {}, "CollectiveStrategy|{}"),
    ("contrite_tit_for_tat", {}, "ContriteTitForTat|{}"),
    ("cycler_ccd", {}, "CyclerCCD|{}"),
    ("cycler_ddc", {}, "CyclerDDC|{}"),
    ("davis", {}, 'FirstByDavis|{"rounds_to_cooperate": 10}'),
    ("desperate", {}, "Desperate|{}"),
    ("detective", {}, 'Detective|{"initial_actions": null}'),
    ("downing", {}, "FirstByDowning|{}"),
    ("easy_go", {}, "EasyGo|{}"),
    (
        "feld",
        {},
        'FirstByFeld|{"end_coop_prob": 0.5, "rounds_of_decay": 200, "start_coop_prob": 1.0}',
    ),
    ("firm_but_fair", {}, "FirmButFair|{}"),
    ("forgetful_grudger", {}, "ForgetfulGrudger|{}"),
    ("forgiving_tit_for_tat", {}, "ForgivingTitForTat|{}"),
    ("generous_tit_for_tat", {}, 'GTFT|{"p": null}'),
    ("graaskamp", {}, 'FirstByGraaskamp|{"alpha": 0.05}'),
    ("gradual", {}, "OriginalGradual|{}"),
    ("gradual_2018", {}, "Gradual|{}"),
    ("grofman", {}, "FirstByGrofman|{}"),
    ("grudger", {}, "Grudger|{}"),
    (
        "grumpy",
        {},
        'Grumpy|{"grumpy_threshold": 10, "nice_threshold": -10, "starting_state": "Nice"}',
    ),
    ("handshake", {}, 'Handshake|{"initial_plays": null}'),
    ("hard_majority", {}, 'HardGoByMajority|{"memory_depth": "inf"}'),
    ("hard_majority", {"memory_depth": 5}, "HardGoByMajority5|{}"),
    ("hard_majority_10", {}, "HardGoByMajority10|{}"),
    ("hard_majority", {"memory_depth": 40}, "HardGoByMajority40|{}"),
    ("hard_prober", {}, "HardProber|{}"),
    ("hard_tit_for_tat", {}, "HardTitForTat|{}"),
    ("hard_tit_for_two_tats", {}, "HardTitFor2Tats|{}"),
    ("hopeless", {}, "Hopeless|{}"),
    ("joss", {}, 'FirstByJoss|{"p": 0.9}'),
    ("memory_one", {"p_cc": 1, "p_cd": 1, "p_dc": 0, "p_dd": 0, "first": 0.6}, "ALLCorALLD|{}"),
    (
        "memory_one",
        {"p_cc": 0.8, "p_cd": 0.6, "p_dc": 0.1, "p_dd": 0},
        'ZDMischief|{"l": 1, "phi": 0.1, "s": 0.0}',
    ),
    ("naive_prober", {}, 'NaiveProber|{"p": 0.1}'),
    ("nydegger", {}, "FirstByNydegger|{}"),
    ("omega_tit_for_tat", {}, 'OmegaTFT|{"deadlock_threshold": 3, "randomness_threshold": 8}'),
    ("opposite_grudger", {}, "OppositeGrudger|{}"),
    ("prober", {}, "Prober|{}"),
    ("prober_2", {}, "Prober2|{}"),
    ("prober_3", {}, "Prober3|{}"),
    ("random_player", {}, 'Random|{"p": 0.5}'),
    ("remorseful_prober", {}, 'RemorsefulProber|{"p": 0.1}'),
    ("scripted", {"moves": "CCCCCD"}, "CyclerCCCCCD|{}"),
    ("scripted", {"moves": "CCCDCD"}, "CyclerCCCDCD|{}"),
    ("scripted", {"moves": "DC"}, "CyclerDC|{}"),
    ("shubik", {}, "FirstByShubik|{}"),
    ("soft_grudger", {}, "SoftGrudger|{}"),
    ("soft_joss", {}, 'SoftJoss|{"q": 0.9}'),
    ("soft_majority", {}, 'GoByMajority|{"memory_depth": "inf", "soft": true}'),
    ("soft_majority", {"memory_depth": 5}, "GoByMajority5|{}"),
    ("soft_majority_10", {}, "GoByMajority10|{}"),
    ("soft_majority", {"memory_depth": 40}, "GoByMajority40|{}"),
    ("spiteful_tit_for_tat", {}, "SpitefulTitForTat|{}"),
    ("stein_and_rapoport", {}, 'FirstBySteinAndRapoport|{"alpha": 0.05}'),
    ("stochastic_cooperator", {}, "StochasticCooperator|{}"),
    ("stochastic_wsls", {}, 'StochasticWSLS|{"ep": 0.05}'),
    ("suspicious_tit_for_tat", {}, "SuspiciousTitForTat|{}"),
    ("tideman_and_chieruzzi", {}, "FirstByTidemanAndChieruzzi|{}"),
    ("tit_for_tat", {}, "TitForTat|{}"),
    ("tit_for_two_tats", {}, "TitFor2Tats|{}"),
    ("tullock", {}, "FirstByTullock|{}"),
    ("two_tits_for_tat", {}, "TwoTitsForTat|{}"),
    ("willing", {}, "Willing|{}"),
    ("win_shift_lose_stay", {}, 'WinShiftLoseStay|{"initial": "D"}'),
    ("win_stay_lose_shift", {}, "WinStayLoseShift|{}"),
    ("win_stay_lose_shift", {}, "Appeaser|{}"),
    ("worse_and_worse", {}, "WorseAndWorse|{}"),
    ("zd_extort_2", {}, 'ZDExtort2|{"phi": 0.1111111111111111, "s": 0.5}'),
    ("zd_extort_3", {}, 'ZDExtort3|{"l": 1, "phi": 0.11538461538461539, "s": 0.3333333333333333}'),
    ("zd_extort_4", {}, 'ZDExtort4|{"l": 1, "phi": 0.23529411764705882, "s": 0.25}'),
    ("zd_gen_2", {}, 'ZDGen2|{"l": 3, "phi": 0.125, "s": 0.5}'),
    ("zd_gtft_2", {}, 'ZDGTFT2|{"phi": 0.25, "s": 0.5}'),
    ("zd_set_2", {}, 'ZDSet2|{"l": 2, "phi": 0.25, "s": 0.0}'),
]


def select(recorded, keys_name):
    """Return positions in the recording, names and parameters of the entries that it has."""
    rows = {str(key): i for i, key in enumerate(recorded[keys_name])}
    chosen = [
        (rows[key], name, json.dumps(parameters))
        for name, parameters, key in COUNTERPARTS
        if key in rows
    ]
    positions, names, parameters = zip(*chosen, strict=True)
    return list(positions), np.array(names), np.array(parameters)


def main(folder):
    """Write oracle.npz beside this file."""
    opponents = pd.read_csv(folder / "sequences.csv", dtype={"moves": str})
    moves = np.array([[int(move) for move in text] for text in opponents["moves"]], dtype=np.uint8)
    data = {
        "opponents": np.packbits(moves, axis=1),
        "slow": opponents["slow_subset"].to_numpy() == 1,
    }

    exact = np.load(folder / "deterministic.npz")
    for variant in ("", "inf_", "game_"):
        rows, data[f"{variant}strategies"], data[f"{variant}parameters"] = select(
            exact, f"{variant}keys"
        )
        data[f"{variant}moves"] = exact[f"{variant}moves"][rows]

    random = np.load(folder / "stochastic.npz")
    rows, data["random_strategies"], data["random_parameters"] = select(random, "keys")
    for name, recorded in {"runs": "n_seeds", "cooperations": "coop", "pairs": "pair_cc"}.items():
        data[name] = random[recorded][rows]

    found = len(data["strategies"]) + len(data["random_strategies"])
    if found != len(COUNTERPARTS):
        sys.exit(f"{len(COUNTERPARTS) - found} counterparts are not in the recording")
    np.savez_compressed(HERE / "oracle.npz", **data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[3] / "shared/oracle/axelrod")
