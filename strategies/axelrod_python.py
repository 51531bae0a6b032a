"""For who comes from Axelrod-Python 4.14: which strategy here plays like which rule there.

A key is a class of Axelrod-Python and its arguments as JSON, as the recorded behaviour in
`tests/strategies/data` names it.
"""

import json
from collections.abc import Callable
from typing import Any

from tournament import Strategy
from tournament.errors import UnknownName, suggestion
from tournament.registry import find

__all__ = ["from_axelrod"]

KEYS: dict[str, str] = {
    "APavlov2006|{}": "adaptive_pavlov_2006",
    "APavlov2011|{}": "adaptive_pavlov_2011",
    'AdaptiveTitForTat|{"rate": 0.5}': "adaptive_tit_for_tat",
    'Adaptive|{"initial_plays": null}': "adaptive",
    "AdaptorBrief|{}": "adaptor_brief",
    "AdaptorLong|{}": "adaptor_long",
    "Aggravater|{}": "aggravater",
    "Alternator|{}": "alternator",
    "AntiTitForTat|{}": "anti_tit_for_tat",
    "Appeaser|{}": "win_stay_lose_shift",
    "ArrogantQLearner|{}": "arrogant_q_learner",
    "AverageCopier|{}": "average_copier",
    "Bully|{}": "bully",
    'BushMosteller|{"aspiration_level_divider": 3.0, "c_prob": 0.5, "d_prob": 0.5, "learning_rate": 0.5}': "bush_mosteller",
    "Calculator|{}": "calculator",
    "CautiousQLearner|{}": "cautious_q_learner",
    "CollectiveStrategy|{}": "collective_strategy",
    "ContriteTitForTat|{}": "contrite_tit_for_tat",
    "Cooperator|{}": "always_cooperate",
    "CyclerCCD|{}": "cycler_ccd",
    "CyclerDDC|{}": "cycler_ddc",
    'DBS|{"discount_factor": 0.75, "promotion_threshold": 3, "reject_threshold": 3, "tree_depth": 5, "violation_threshold": 4}': "derived_belief_strategy",
    "Defector|{}": "always_defect",
    "Desperate|{}": "desperate",
    'Detective|{"initial_actions": null}': "detective",
    "EasyGo|{}": "easy_go",
    "FirmButFair|{}": "firm_but_fair",
    "FirstByAnonymous|{}": "anonymous",
    'FirstByDavis|{"rounds_to_cooperate": 10}': "davis",
    "FirstByDowning|{}": "downing",
    'FirstByFeld|{"end_coop_prob": 0.5, "rounds_of_decay": 200, "start_coop_prob": 1.0}': "feld",
    'FirstByGraaskamp|{"alpha": 0.05}': "graaskamp",
    "FirstByGrofman|{}": "grofman",
    'FirstByJoss|{"p": 0.9}': "joss",
    "FirstByNydegger|{}": "nydegger",
    "FirstByShubik|{}": "shubik",
    'FirstBySteinAndRapoport|{"alpha": 0.05}': "stein_and_rapoport",
    "FirstByTidemanAndChieruzzi|{}": "tideman_and_chieruzzi",
    "FirstByTullock|{}": "tullock",
    "ForgetfulGrudger|{}": "forgetful_grudger",
    "ForgivingTitForTat|{}": "forgiving_tit_for_tat",
    "FrequencyAnalyzer|{}": "frequency_analyzer",
    'GTFT|{"p": null}': "generous_tit_for_tat",
    "GoByMajority10|{}": "soft_majority_10",
    'GoByMajority|{"memory_depth": "inf", "soft": true}': "soft_majority",
    "Gradual|{}": "gradual_2018",
    "Grudger|{}": "grudger",
    'Grumpy|{"grumpy_threshold": 10, "nice_threshold": -10, "starting_state": "Nice"}': "grumpy",
    'Handshake|{"initial_plays": null}': "handshake",
    "HardGoByMajority10|{}": "hard_majority_10",
    'HardGoByMajority|{"memory_depth": "inf"}': "hard_majority",
    "HardProber|{}": "hard_prober",
    "HardTitFor2Tats|{}": "hard_tit_for_two_tats",
    "HardTitForTat|{}": "hard_tit_for_tat",
    "HesitantQLearner|{}": "hesitant_q_learner",
    "Hopeless|{}": "hopeless",
    "Inverse|{}": "inverse",
    'MemoryDecay|{"gain_value": 1, "loss_value": -2, "memory": null, "p_memory_alter": 0.03, "p_memory_delete": 0.1, "start_strategy": "TitForTat", "start_strategy_duration": 15}': "memory_decay",
    'Momentum|{"alpha": 0.9914655399877477, "threshold": 0.9676595613724907}': "momentum",
    'NaiveProber|{"p": 0.1}': "naive_prober",
    "Negation|{}": "negation",
    "NiceAverageCopier|{}": "nice_average_copier",
    'OmegaTFT|{"deadlock_threshold": 3, "randomness_threshold": 8}': "omega_tit_for_tat",
    "OppositeGrudger|{}": "opposite_grudger",
    "OriginalGradual|{}": "gradual",
    "Prober2|{}": "prober_2",
    "Prober3|{}": "prober_3",
    "Prober|{}": "prober",
    'Random|{"p": 0.5}': "random_player",
    'RemorsefulProber|{"p": 0.1}': "remorseful_prober",
    "RevisedDowning|{}": "revised_downing",
    "RiskyQLearner|{}": "risky_q_learner",
    "SecondByAppold|{}": "appold",
    "SecondByBlack|{}": "black",
    "SecondByBorufsen|{}": "borufsen",
    "SecondByCave|{}": "cave",
    "SecondByChampion|{}": "champion",
    "SecondByColbert|{}": "colbert",
    "SecondByEatherley|{}": "eatherley",
    "SecondByGetzler|{}": "getzler",
    "SecondByGladstein|{}": "gladstein",
    "SecondByGraaskampKatzen|{}": "graaskamp_and_katzen",
    "SecondByGrofman|{}": "grofman_2",
    "SecondByHarrington|{}": "harrington",
    "SecondByKluepfel|{}": "kluepfel",
    "SecondByLeyvraz|{}": "leyvraz",
    "SecondByMikkelson|{}": "mikkelson",
    "SecondByRichardHufford|{}": "hufford",
    "SecondByRowsam|{}": "rowsam",
    "SecondByTester|{}": "gladstein",
    "SecondByTidemanAndChieruzzi|{}": "tideman_and_chieruzzi_2",
    "SecondByTranquilizer|{}": "tranquilizer",
    "SecondByWeiner|{}": "weiner",
    "SecondByWhite|{}": "white",
    "SecondByWmAdams|{}": "adams",
    "SecondByYamachi|{}": "yamachi",
    "SelfSteem|{}": "self_esteem",
    "ShortMem|{}": "short_memory",
    "SoftGrudger|{}": "soft_grudger",
    'SoftJoss|{"q": 0.9}': "soft_joss",
    "SpitefulTitForTat|{}": "spiteful_tit_for_tat",
    "Stalker|{}": "stalker",
    "StochasticCooperator|{}": "stochastic_cooperator",
    'StochasticWSLS|{"ep": 0.05}': "stochastic_wsls",
    "SuspiciousTitForTat|{}": "suspicious_tit_for_tat",
    "TitFor2Tats|{}": "tit_for_two_tats",
    "TitForTat|{}": "tit_for_tat",
    "TwoTitsForTat|{}": "two_tits_for_tat",
    "VeryBad|{}": "very_bad",
    "Willing|{}": "willing",
    'WinShiftLoseStay|{"initial": "D"}': "win_shift_lose_stay",
    "WinStayLoseShift|{}": "win_stay_lose_shift",
    "WorseAndWorse|{}": "worse_and_worse",
    'ZDExtort2|{"phi": 0.1111111111111111, "s": 0.5}': "zd_extort_2",
    'ZDExtort3|{"l": 1, "phi": 0.11538461538461539, "s": 0.3333333333333333}': "zd_extort_3",
    'ZDExtort4|{"l": 1, "phi": 0.23529411764705882, "s": 0.25}': "zd_extort_4",
    'ZDGTFT2|{"phi": 0.25, "s": 0.5}': "zd_gtft_2",
    'ZDGen2|{"l": 3, "phi": 0.125, "s": 0.5}': "zd_gen_2",
    'ZDSet2|{"l": 2, "phi": 0.25, "s": 0.0}': "zd_set_2",
}

TEAMS: dict[str, Callable[..., Strategy]] = {}
"""Meta class to the function that makes our team of its members, for keys with a `team`."""

PARAMETERS = {
    "AdaptiveTitForTat": {"rate": "rate"},
    "BushMosteller": {"learning_rate": "learning_rate"},
    "DBS": {
        "discount_factor": "discount",
        "promotion_threshold": "promotion_threshold",
        "violation_threshold": "violation_threshold",
        "reject_threshold": "rejection_threshold",
        "tree_depth": "tree_depth",
    },
    "MemoryDecay": {
        "p_memory_delete": "deletion",
        "p_memory_alter": "alteration",
        "loss_value": "loss",
        "gain_value": "gain",
        "start_strategy_duration": "trusting_turns",
    },
    "Momentum": {"alpha": "inertia", "threshold": "threshold"},
    "Random": {"p": "p"},
}
"""Class to the parameters of our rule that its arguments set."""

REFUSED = {
    "Darwin": "it changes its own source and looks into its opponent; here a rule sees only moves",
    "EvolvedAttention": "its neural network has 51 MB of weights and needs PyTorch",
}
"""What cannot be had, and why."""


def from_axelrod(text: str) -> Strategy:
    """Return the strategy that plays like a rule of Axelrod-Python.

    Parameters
    ----------
    text
        The name of a class, which means its default arguments, or a key: the class, `|`, and the
        arguments as JSON.

    Raises
    ------
    UnknownName
        For a class that there is not, with the nearest that there is; for a rule that cannot be
        had, with the reason; for arguments that have no counterpart here.

    Examples
    --------
    >>> from strategies import from_axelrod
    >>> from_axelrod("GTFT"), from_axelrod('Random|{"p": 0.8}')
    (generous_tit_for_tat, random_player(p=0.8))
    """
    name, _, given = text.partition("|")
    arguments: dict[str, Any] = json.loads(given) if given else {}
    if "team" in arguments and name in TEAMS:
        members = [from_axelrod(member) for member in arguments.pop("team")]
        return TEAMS[name](members, **arguments)
    if name in REFUSED:
        raise UnknownName(f"Axelrod-Python's {name} cannot be had: {REFUSED[name]}.")
    defaults = _defaults()
    if name not in defaults:
        near = suggestion(name, [*defaults, *REFUSED])
        raise UnknownName(f"Axelrod-Python has no strategy {name!r} that is known here.{near}")
    usual, ours = defaults[name]
    strategy = find(ours)
    changed = {key: value for key, value in arguments.items() if usual.get(key, ...) != value}
    known = PARAMETERS.get(name, {})
    for key in changed:
        if key not in known:
            have = f"`{'`, `'.join(known)}` can" if known else "none can"
            raise UnknownName(
                f"`{key}` of Axelrod-Python's {name} cannot be set from here; of its arguments"
                f" {have}. It is {ours} here."
            )
    return strategy(**{known[key]: changed[key] for key in changed}) if changed else strategy


def _defaults() -> dict[str, tuple[dict[str, Any], str]]:
    """Return by class its default arguments and our strategy's name."""
    split = ((*key.split("|"), ours) for key, ours in KEYS.items())
    return {name: (json.loads(arguments), ours) for name, arguments, ours in split}
