"""For who comes from Axelrod-Python 4.14: which strategy here plays like which rule there.

A key is a class of Axelrod-Python and its arguments as JSON, as the recorded behaviour in
`tests/strategies/data` names it.
"""

import json
from typing import Any

from strategies.contents.differences import REFUSED
from tournament import Strategy
from tournament.authors.resolve import find
from tournament.errors import ArgumentError, UnknownName, suggestion
from tournament.interactive.shown import shown
from tournament.rules.checks import text as checked_text

__all__ = ["from_axelrod"]

KEYS: dict[str, str] = {
    "ALLCorALLD|{}": "repeat",
    "AON2|{}": "aon_2",
    "APavlov2006|{}": "adaptive_pavlov_2006",
    "APavlov2011|{}": "adaptive_pavlov_2011",
    'AdaptiveTitForTat|{"rate": 0.5}': "adaptive_tit_for_tat",
    'Adaptive|{"initial_plays": null}': "adaptive",
    "AdaptorBrief|{}": "adaptor_brief",
    "AdaptorLong|{}": "adaptor_long",
    "Aggravater|{}": "aggravater",
    "Alexei|{}": "alexei",
    "AlternatorHunter|{}": "alternator_hunter",
    "Alternator|{}": "alternator",
    "AntiCycler|{}": "anti_cycler",
    "AntiTitForTat|{}": "anti_tit_for_tat",
    "Appeaser|{}": "win_stay_lose_shift",
    "ArrogantQLearner|{}": "arrogant_q_learner",
    "AverageCopier|{}": "average_copier",
    "BackStabber|{}": "backstabber",
    "BetterAndBetter|{}": "better_and_better",
    "Bully|{}": "bully",
    "BurnBothEnds|{}": "joss",
    'BushMosteller|{"aspiration_level_divider": 3.0, "c_prob": 0.5, "d_prob": 0.5, "learning_rate": 0.5}': "bush_mosteller",
    "Calculator|{}": "calculator",
    "Capri|{}": "capri",
    "CautiousQLearner|{}": "cautious_q_learner",
    "CollectiveStrategy|{}": "collective_strategy",
    "ContriteTitForTat|{}": "contrite_tit_for_tat",
    "CooperatorHunter|{}": "cooperator_hunter",
    "Cooperator|{}": "always_cooperate",
    "CycleHunter|{}": "cycle_hunter",
    "CyclerCCCCCD|{}": "cycler_cccccd",
    "CyclerCCCDCD|{}": "cycler_cccdcd",
    "CyclerCCCD|{}": "cycler_cccd",
    "CyclerCCD|{}": "cycler_ccd",
    "CyclerDC|{}": "cycler_dc",
    "CyclerDDC|{}": "cycler_ddc",
    'DBS|{"discount_factor": 0.75, "promotion_threshold": 3, "reject_threshold": 3, "tree_depth": 5, "violation_threshold": 4}': "derived_belief_strategy",
    "DefectorHunter|{}": "defector_hunter",
    "Defector|{}": "always_defect",
    "DelayedAON1|{}": "delayed_aon_1",
    "Desperate|{}": "desperate",
    'Detective|{"initial_actions": null}': "detective",
    "DoubleCrosser|{}": "double_crosser",
    "DoubleResurrection|{}": "double_resurrection",
    "Doubler|{}": "doubler",
    "DynamicTwoTitsForTat|{}": "dynamic_two_tits_for_tat",
    "EasyGo|{}": "easy_go",
    "EugineNier|{}": "eugine_nier",
    "EventualCycleHunter|{}": "eventual_cycle_hunter",
    "EvolvedANN5|{}": "evolved_ann_5",
    "EvolvedANNNoise05|{}": "evolved_ann_5_noise_05",
    "EvolvedANN|{}": "evolved_ann",
    "EvolvedFSM16Noise05|{}": "evolved_fsm_16_noise_05",
    "EvolvedFSM16|{}": "evolved_fsm_16",
    "EvolvedFSM4|{}": "evolved_fsm_4",
    "EvolvedFSM6|{}": "evolved_fsm_6",
    "EvolvedHMM5|{}": "evolved_hmm_5",
    "EvolvedLookerUp1_1_1|{}": "evolved_lookup_1_1_1",
    "EvolvedLookerUp2_2_2|{}": "evolved_lookup_2_2_2",
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
    "FoolMeOnce|{}": "fool_me_once",
    'ForgetfulFoolMeOnce|{"forget_probability": 0.05}': "forgetful_fool_me_once",
    "ForgetfulGrudger|{}": "forgetful_grudger",
    "Forgiver|{}": "forgiver",
    "ForgivingTitForTat|{}": "forgiving_tit_for_tat",
    "Fortress3|{}": "fortress_3",
    "Fortress4|{}": "fortress_4",
    "FrequencyAnalyzer|{}": "frequency_analyzer",
    'GTFT|{"p": null}': "generous_tit_for_tat",
    'GeneralSoftGrudger|{"c": 2, "d": 4, "n": 1}': "soft_grudger",
    "GoByMajority10|{}": "soft_majority_10",
    "GoByMajority20|{}": "soft_majority_20",
    "GoByMajority40|{}": "soft_majority_40",
    "GoByMajority5|{}": "soft_majority_5",
    'GoByMajority|{"memory_depth": "inf", "soft": true}': "soft_majority",
    "Golden|{}": "golden",
    "GradualKiller|{}": "gradual_killer",
    "Gradual|{}": "gradual_2018",
    "GrudgerAlternator|{}": "grudger_alternator",
    "Grudger|{}": "grudger",
    'Grumpy|{"grumpy_threshold": 10, "nice_threshold": -10, "starting_state": "Nice"}': "grumpy",
    'Handshake|{"initial_plays": null}': "handshake",
    "HardGoByMajority10|{}": "hard_majority_10",
    "HardGoByMajority20|{}": "hard_majority_20",
    "HardGoByMajority40|{}": "hard_majority_40",
    "HardGoByMajority5|{}": "hard_majority_5",
    'HardGoByMajority|{"memory_depth": "inf"}': "hard_majority",
    "HardProber|{}": "hard_prober",
    "HardTitFor2Tats|{}": "hard_tit_for_two_tats",
    "HardTitForTat|{}": "hard_tit_for_tat",
    "HesitantQLearner|{}": "hesitant_q_learner",
    "Hopeless|{}": "hopeless",
    "InversePunisher|{}": "inverse_punisher",
    "Inverse|{}": "inverse",
    "KnowledgeableWorseAndWorse|{}": "knowledgeable_worse_and_worse",
    "LevelPunisher|{}": "level_punisher",
    'LimitedRetaliate2|{"retaliation_limit": 15, "retaliation_threshold": 0.08}': "limited_retaliate_2",
    'LimitedRetaliate3|{"retaliation_limit": 20, "retaliation_threshold": 0.05}': "limited_retaliate_3",
    'LimitedRetaliate|{"retaliation_limit": 20, "retaliation_threshold": 0.1}': "limited_retaliate",
    "MEM2|{}": "mem_2",
    "MathConstantHunter|{}": "math_constant_hunter",
    'MemoryDecay|{"gain_value": 1, "loss_value": -2, "memory": null, "p_memory_alter": 0.03, "p_memory_delete": 0.1, "start_strategy": "TitForTat", "start_strategy_duration": 15}': "memory_decay",
    'MetaHunterAggressive|{"team": null}': "meta_hunter_aggressive",
    "MetaHunter|{}": "meta_hunter",
    "MetaMajorityFiniteMemory|{}": "meta_majority_finite_memory",
    "MetaMajorityLongMemory|{}": "meta_majority_long_memory",
    "MetaMajorityMemoryOne|{}": "meta_majority_memory_one",
    'MetaMajority|{"team": null}': "meta_majority",
    'MetaMinority|{"team": null}': "meta_minority",
    'MetaMixer|{"distribution": null, "team": null}': "meta_mixer",
    "MetaWinnerDeterministic|{}": "meta_winner_deterministic",
    'MetaWinnerEnsemble|{"team": null}': "meta_winner_ensemble",
    "MetaWinnerFiniteMemory|{}": "meta_winner_finite_memory",
    "MetaWinnerLongMemory|{}": "meta_winner_long_memory",
    "MetaWinnerMemoryOne|{}": "meta_winner_memory_one",
    "MetaWinnerStochastic|{}": "meta_winner_stochastic",
    'MetaWinner|{"team": null}': "meta_winner",
    "Michaelos|{}": "michaelos",
    'Momentum|{"alpha": 0.9914655399877477, "threshold": 0.9676595613724907}': "momentum",
    "NMWEDeterministic|{}": "nmwe_deterministic",
    "NMWEFiniteMemory|{}": "nmwe_finite_memory",
    "NMWELongMemory|{}": "nmwe_long_memory",
    "NMWEMemoryOne|{}": "nmwe_memory_one",
    "NMWEStochastic|{}": "nmwe_stochastic",
    'NTitsForMTats|{"M": 2, "N": 3}': "n_tits_for_m_tats",
    'NaiveProber|{"p": 0.1}': "naive_prober",
    "Negation|{}": "negation",
    "NiceAverageCopier|{}": "nice_average_copier",
    'NiceMetaWinnerEnsemble|{"team": null}': "nice_meta_winner_ensemble",
    'NiceMetaWinner|{"team": null}': "nice_meta_winner",
    'OmegaTFT|{"deadlock_threshold": 3, "randomness_threshold": 8}': "omega_tit_for_tat",
    "OnceBitten|{}": "once_bitten",
    "OppositeGrudger|{}": "opposite_grudger",
    "OriginalGradual|{}": "gradual",
    "PSOGambler1_1_1|{}": "pso_gambler_1_1_1",
    "PSOGambler2_2_2_Noise05|{}": "pso_gambler_2_2_2_noise_05",
    "PSOGambler2_2_2|{}": "pso_gambler_2_2_2",
    "PSOGamblerMem1|{}": "pso_gambler_memory_one",
    "Pi|{}": "pi",
    "Predator|{}": "predator",
    "Prober2|{}": "prober_2",
    "Prober3|{}": "prober_3",
    "Prober4|{}": "prober_4",
    "Prober|{}": "prober",
    "Pun1|{}": "pun_1",
    "Punisher|{}": "punisher",
    "Raider|{}": "raider",
    "RandomHunter|{}": "random_hunter",
    'RandomTitForTat|{"p": 0.5}': "random_tit_for_tat",
    'Random|{"p": 0.5}': "random_player",
    'RemorsefulProber|{"p": 0.1}': "remorseful_prober",
    "Resurrection|{}": "resurrection",
    'Retaliate2|{"retaliation_threshold": 0.08}': "retaliate_2",
    'Retaliate3|{"retaliation_threshold": 0.05}': "retaliate_3",
    'Retaliate|{"retaliation_threshold": 0.1}': "retaliate",
    "RevisedDowning|{}": "revised_downing",
    "Ripoff|{}": "ripoff",
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
    "SlowTitForTwoTats2|{}": "slow_tit_for_two_tats_2",
    "SneakyTitForTat|{}": "sneaky_tit_for_tat",
    "SoftGrudger|{}": "soft_grudger",
    'SoftJoss|{"q": 0.9}': "soft_joss",
    "SolutionB1|{}": "solution_b1",
    "SolutionB5|{}": "solution_b5",
    "SpitefulCC|{}": "spiteful_cc",
    "SpitefulTitForTat|{}": "spiteful_tit_for_tat",
    "Stalker|{}": "stalker",
    "StochasticCooperator|{}": "stochastic_cooperator",
    'StochasticWSLS|{"ep": 0.05}': "stochastic_wsls",
    "SuspiciousTitForTat|{}": "suspicious_tit_for_tat",
    "TF1|{}": "tf_1",
    "TF2|{}": "tf_2",
    "TF3|{}": "tf_3",
    "ThueMorseInverse|{}": "thue_morse_inverse",
    "ThueMorse|{}": "thue_morse",
    "Thumper|{}": "thumper",
    "TitFor2Tats|{}": "tit_for_two_tats",
    "TitForTat|{}": "tit_for_tat",
    "TrickyCooperator|{}": "tricky_cooperator",
    "TrickyDefector|{}": "tricky_defector",
    "TrickyLevelPunisher|{}": "tricky_level_punisher",
    "TwoTitsForTat|{}": "two_tits_for_tat",
    "UsuallyCooperates|{}": "usually_cooperates",
    "UsuallyDefects|{}": "usually_defects",
    "VeryBad|{}": "very_bad",
    "Willing|{}": "willing",
    'WinShiftLoseStay|{"initial": "D"}': "win_shift_lose_stay",
    "WinStayLoseShift|{}": "win_stay_lose_shift",
    "Winner12|{}": "winner_12",
    "Winner21|{}": "winner_21",
    "WorseAndWorse2|{}": "worse_and_worse_2",
    "WorseAndWorse3|{}": "nice_average_copier",
    "WorseAndWorse|{}": "worse_and_worse",
    'ZDExtort2v2|{"l": 1, "phi": 0.125, "s": 0.5}': "zd_extort_2_v2",
    'ZDExtort2|{"phi": 0.1111111111111111, "s": 0.5}': "zd_extort_2",
    'ZDExtort3|{"l": 1, "phi": 0.11538461538461539, "s": 0.3333333333333333}': "zd_extort_3",
    'ZDExtort4|{"l": 1, "phi": 0.23529411764705882, "s": 0.25}': "zd_extort_4",
    'ZDExtortion|{"l": 1, "phi": 0.2, "s": 0.1}': "zd_extortion",
    'ZDGTFT2|{"phi": 0.25, "s": 0.5}': "zd_gtft_2",
    'ZDGen2|{"l": 3, "phi": 0.125, "s": 0.5}': "zd_gen_2",
    "ZDMem2|{}": "zd_mem_2",
    'ZDMischief|{"l": 1, "phi": 0.1, "s": 0.0}': "zd_mischief",
    'ZDSet2|{"l": 2, "phi": 0.25, "s": 0.0}': "zd_set_2",
    "e|{}": "e",
}

TEAMS = {
    "MetaHunterAggressive": ("hunter_team",),
    "MetaMajority": ("majority_team",),
    "MetaMinority": ("minority_team",),
    "MetaMixer": ("mixed_team",),
    "MetaWinner": ("winner_team",),
    "MetaWinnerEnsemble": ("ensemble_team",),
    "NiceMetaWinner": ("winner_team", "nice"),
    "NiceMetaWinnerEnsemble": ("ensemble_team", "nice"),
}
"""Meta class to the rules that make our team of its members, for keys with a `team`."""

PARAMETERS: dict[str, dict[str, str]] = {
    "AdaptiveTitForTat": {"rate": "rate"},
    "BushMosteller": {"learning_rate": "learning_rate"},
    "DBS": {
        "discount_factor": "discount",
        "promotion_threshold": "promotion_threshold",
        "violation_threshold": "violation_threshold",
        "reject_threshold": "rejection_threshold",
        "tree_depth": "tree_depth",
    },
    "FirstByDavis": {"rounds_to_cooperate": "trusting_turns"},
    "FirstByFeld": {
        "start_coop_prob": "start",
        "end_coop_prob": "end",
        "rounds_of_decay": "turns_of_decay",
    },
    "FirstByGraaskamp": {"alpha": "alpha"},
    "FirstBySteinAndRapoport": {"alpha": "alpha"},
    "ForgetfulFoolMeOnce": {"forget_probability": "forgetfulness"},
    "GTFT": {"p": "generosity"},
    "GeneralSoftGrudger": {"n": "defections", "d": "punishment", "c": "penance"},
    "GoByMajority": {"memory_depth": "memory_depth"},
    "Grumpy": {"grumpy_threshold": "grumpy_threshold", "nice_threshold": "nice_threshold"},
    "HardGoByMajority": {"memory_depth": "memory_depth"},
    "LimitedRetaliate": {"retaliation_threshold": "threshold", "retaliation_limit": "limit"},
    "MemoryDecay": {
        "p_memory_delete": "deletion",
        "p_memory_alter": "alteration",
        "loss_value": "loss",
        "gain_value": "gain",
        "start_strategy_duration": "trusting_turns",
    },
    "Momentum": {"alpha": "inertia", "threshold": "threshold"},
    "NTitsForMTats": {"N": "tits", "M": "tats"},
    "NaiveProber": {"p": "p"},
    "OmegaTFT": {
        "deadlock_threshold": "deadlock_threshold",
        "randomness_threshold": "randomness_threshold",
    },
    "Random": {"p": "p"},
    "RandomTitForTat": {"p": "p"},
    "RemorsefulProber": {"p": "p"},
    "Retaliate": {"retaliation_threshold": "threshold"},
}
"""Class to the parameters of our rule that its arguments set."""


def from_axelrod(text: str) -> Strategy:
    """Return the strategy that plays like a rule of Axelrod-Python.

    Three play otherwise than there, as the literature says: those for Adaptive, Resurrection and
    TrickyLevelPunisher. Seven play otherwise under noise: those for Alternator, ContriteTitForTat,
    SecondByTester and the four Q-learners. Their docstrings, or docs/reference/strategies.md, say how.

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
    name, _, given = checked_text("text", text).partition("|")
    try:
        arguments: dict[str, Any] = dict(**json.loads(given or "{}"))
    except (ValueError, TypeError):
        raise ArgumentError(
            f"What follows `{name}|` must be JSON, the arguments by name; got {shown(given)}."
        ) from None
    if arguments.get("team") and name in TEAMS:
        team: Any = [from_axelrod(member) for member in arguments["team"]]
        for rule in TEAMS[name]:
            team = find(rule)(team)
        weights = arguments.get("distribution")
        made: Strategy = team(weights=weights) if weights else team
        return made
    if name in REFUSED:
        raise UnknownName(f"Axelrod-Python's {name} cannot be had: {REFUSED[name]}.")
    known = {key.partition("|")[0]: key for key in KEYS}
    if name not in known:
        if name in KEYS.values():
            there = next(key.partition("|")[0] for key, ours in KEYS.items() if ours == name)
            hint = f" {name} is a name of this library; Axelrod-Python calls it {there}."
        else:
            hint = suggestion(name, [*known, *REFUSED])
        raise UnknownName(f"No strategy of Axelrod-Python named {shown(name)} is known here.{hint}")
    usual = json.loads(known[name].partition("|")[2])
    strategy = find(KEYS[known[name]])
    settable = PARAMETERS.get(name, {})
    changed: dict[str, Any] = {}
    for key, value in arguments.items():
        if usual.get(key, ...) == value:
            continue
        if key not in settable:
            have = ", ".join(f"`{each}`" for each in settable) or "nothing"
            raise UnknownName(
                f"`{key}` of Axelrod-Python's {name}, {strategy.name} here, cannot be set in a key;"
                f" of its arguments one can set {have}."
            )
        changed[settable[key]] = value
    found: Strategy = strategy(**changed) if changed else strategy
    return found
