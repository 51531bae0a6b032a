"""Axelrod-Python's meta players: teams of all its other rules, or of all of one kind.

Which kind a rule is of, is what Axelrod-Python declares; the catalogue measures, and differs a
little. Its order is by class, which matters where members have equal scores. Missing is
EvolvedAttention, which needs PyTorch. The members are looked up when they are first needed.
"""

from strategies.composed.teams import (
    ensemble_team,
    hunter_team,
    majority_team,
    minority_team,
    mixed_team,
    winner_team,
)
from strategies.composed.transformers import nice
from strategies.contents.axelrod_python import KEYS
from strategies.contents.facts import facts
from strategies.learning.hunters import (
    alternator_hunter,
    cooperator_hunter,
    cycle_hunter,
    defector_hunter,
    eventual_cycle_hunter,
    math_constant_hunter,
    random_hunter,
)
from tournament.authors.registry import library

MEMORY_ONE = """
ALLCorALLD Alternator AntiTitForTat Bully BurnBothEnds Cooperator CyclerDC Defector Desperate
FirmButFair FirstByAnonymous FirstByGrofman FirstByJoss GTFT Hopeless NaiveProber Negation
PSOGamblerMem1 Random RandomTitForTat SoftJoss StochasticCooperator StochasticWSLS
SuspiciousTitForTat TitForTat Willing WinShiftLoseStay WinStayLoseShift ZDExtort2 ZDExtort2v2
ZDExtort3 ZDExtort4 ZDExtortion ZDGTFT2 ZDGen2 ZDMischief ZDSet2
"""
LONGER = """
AON2 Capri ContriteTitForTat CyclerCCCCCD CyclerCCCD CyclerCCCDCD CyclerCCD CyclerDDC DelayedAON1
DoubleResurrection EvolvedHMM5 FirstByFeld FirstByNydegger ForgetfulGrudger Fortress3 Fortress4
GoByMajority10 GoByMajority20 GoByMajority40 GoByMajority5 HardGoByMajority10 HardGoByMajority20
HardGoByMajority40 HardGoByMajority5 HardTitFor2Tats HardTitForTat NTitsForMTats OnceBitten
RemorsefulProber Resurrection Ripoff SecondByBlack SecondByColbert SecondByGrofman SecondByLeyvraz
SlowTitForTwoTats2 SoftGrudger SolutionB1 TitFor2Tats TrickyCooperator TwoTitsForTat Winner12
Winner21 ZDMem2
"""
"""Memory of more than one turn, and finite."""


def everyone():
    return list(by_class().values())


def of_memory_one():
    return [rule for name, rule in by_class().items() if name in MEMORY_ONE.split()]


def of_finite_memory():
    return [rule for name, rule in by_class().items() if name in (MEMORY_ONE + LONGER).split()]


def of_long_memory():
    return [rule for name, rule in by_class().items() if name not in (MEMORY_ONE + LONGER).split()]


def deterministic():
    return [rule for rule in everyone() if not is_stochastic(rule)]


def stochastic():
    return [rule for rule in everyone() if is_stochastic(rule)]


def is_stochastic(rule):
    found = facts(rule)
    return found is None or found.stochastic


def by_class():
    """Return the counterparts of all rules that are no meta players there, by class."""
    known = library()
    classes = {key.partition("|")[0]: known[name] for key, name in KEYS.items()}
    meta = {"MemoryDecay", *(name for name, rule in classes.items() if rule.module == __name__)}
    return {name: classes[name] for name in sorted(classes) if name not in meta}


# -- hunters ---------------------------------------------------------------------------------------

HUNTERS = [
    defector_hunter,
    alternator_hunter,
    random_hunter,
    math_constant_hunter,
    cycle_hunter,
    eventual_cycle_hunter,
]

meta_hunter = hunter_team(HUNTERS).named(
    "meta_hunter",
    "Defect if one of six hunters finds its prey; else cooperate, later play tit for tat.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: MetaHunter.",
)

meta_hunter_aggressive = hunter_team([*HUNTERS, cooperator_hunter]).named(
    "meta_hunter_aggressive",
    "Defect if one of seven hunters finds its prey; else cooperate, later play tit for tat.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaHunterAggressive.",
)

# -- votes -----------------------------------------------------------------------------------------

meta_majority = majority_team(everyone).named(
    "meta_majority",
    "Play what most other rules would play.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: MetaMajority.",
)

meta_majority_memory_one = majority_team(of_memory_one).named(
    "meta_majority_memory_one",
    "Play what most rules with a memory of at most one turn would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaMajorityMemoryOne.",
)

meta_majority_finite_memory = majority_team(of_finite_memory).named(
    "meta_majority_finite_memory",
    "Play what most rules with a finite memory would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaMajorityFiniteMemory.",
)

meta_majority_long_memory = majority_team(of_long_memory).named(
    "meta_majority_long_memory",
    "Play what most rules with an unbounded memory would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaMajorityLongMemory.",
)

meta_minority = minority_team(everyone).named(
    "meta_minority",
    "Play what fewer of the other rules would play.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: MetaMinority.",
)

meta_mixer = mixed_team(everyone).named(
    "meta_mixer",
    "Play what another rule would play, drawn anew every turn.\n\n"
    "Source: Vince Knight, in the Axelrod-Python library. Also called: MetaMixer.",
)

# -- winners ---------------------------------------------------------------------------------------

meta_winner = winner_team(everyone).named(
    "meta_winner",
    "Play what the rule with the best score so far would play.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: MetaWinner.",
)

meta_winner_memory_one = winner_team(of_memory_one).named(
    "meta_winner_memory_one",
    "Play what the best rule with a memory of at most one turn would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerMemoryOne.",
)

meta_winner_finite_memory = winner_team(of_finite_memory).named(
    "meta_winner_finite_memory",
    "Play what the best rule with a finite memory would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerFiniteMemory.",
)

meta_winner_long_memory = winner_team(of_long_memory).named(
    "meta_winner_long_memory",
    "Play what the best rule with an unbounded memory would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerLongMemory.",
)

meta_winner_deterministic = winner_team(deterministic).named(
    "meta_winner_deterministic",
    "Play what the best rule without chance would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerDeterministic.",
)

meta_winner_stochastic = winner_team(stochastic).named(
    "meta_winner_stochastic",
    "Play what the best rule with chance would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerStochastic.",
)

nice_meta_winner = nice(winner_team(everyone)).named(
    "nice_meta_winner",
    "Never defect first; else play what the rule with the best score so far would play.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: NiceMetaWinner.",
)

# -- ensembles of winners --------------------------------------------------------------------------

meta_winner_ensemble = ensemble_team(everyone).named(
    "meta_winner_ensemble",
    "Play what one of the best twelfth of the other rules would play, drawn anew every turn.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: MetaWinnerEnsemble.",
)

nice_meta_winner_ensemble = nice(ensemble_team(everyone)).named(
    "nice_meta_winner_ensemble",
    "Never defect first; else play what one of the best twelfth of the rules would play.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NiceMetaWinnerEnsemble.",
)

nmwe_memory_one = nice(ensemble_team(of_memory_one)).named(
    "nmwe_memory_one",
    "Never defect first; else play as one of the best rules with a memory of at most one turn.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NMWEMemoryOne.",
)

nmwe_finite_memory = nice(ensemble_team(of_finite_memory)).named(
    "nmwe_finite_memory",
    "Never defect first; else play as one of the best rules with a finite memory.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NMWEFiniteMemory.",
)

nmwe_long_memory = nice(ensemble_team(of_long_memory)).named(
    "nmwe_long_memory",
    "Never defect first; else play as one of the best rules with an unbounded memory.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NMWELongMemory.",
)

nmwe_deterministic = nice(ensemble_team(deterministic)).named(
    "nmwe_deterministic",
    "Never defect first; else play as one of the best rules without chance.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NMWEDeterministic.",
)

nmwe_stochastic = nice(ensemble_team(stochastic)).named(
    "nmwe_stochastic",
    "Never defect first; else play as one of the best rules with chance.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: NMWEStochastic.",
)
