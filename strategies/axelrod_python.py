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
    'AdaptiveTitForTat|{"rate": 0.5}': "adaptive_tit_for_tat",
    "Aggravater|{}": "aggravater",
    "Alternator|{}": "alternator",
    "AntiTitForTat|{}": "anti_tit_for_tat",
    "Appeaser|{}": "win_stay_lose_shift",
    "Bully|{}": "bully",
    "Calculator|{}": "calculator",
    "CollectiveStrategy|{}": "collective_strategy",
    "ContriteTitForTat|{}": "contrite_tit_for_tat",
    "Cooperator|{}": "always_cooperate",
    "CyclerCCD|{}": "cycler_ccd",
    "CyclerDDC|{}": "cycler_ddc",
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
    "Hopeless|{}": "hopeless",
    'NaiveProber|{"p": 0.1}': "naive_prober",
    'OmegaTFT|{"deadlock_threshold": 3, "randomness_threshold": 8}': "omega_tit_for_tat",
    "OppositeGrudger|{}": "opposite_grudger",
    "OriginalGradual|{}": "gradual",
    "Prober2|{}": "prober_2",
    "Prober3|{}": "prober_3",
    "Prober|{}": "prober",
    'Random|{"p": 0.5}': "random_player",
    'RemorsefulProber|{"p": 0.1}': "remorseful_prober",
    "RevisedDowning|{}": "revised_downing",
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
    "SoftGrudger|{}": "soft_grudger",
    'SoftJoss|{"q": 0.9}': "soft_joss",
    "SpitefulTitForTat|{}": "spiteful_tit_for_tat",
    "StochasticCooperator|{}": "stochastic_cooperator",
    'StochasticWSLS|{"ep": 0.05}': "stochastic_wsls",
    "SuspiciousTitForTat|{}": "suspicious_tit_for_tat",
    "TitFor2Tats|{}": "tit_for_two_tats",
    "TitForTat|{}": "tit_for_tat",
    "TwoTitsForTat|{}": "two_tits_for_tat",
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
