"""Groups of strategies that are used as a field."""

from strategies.contents.axelrod_python import from_axelrod
from tournament import Strategy
from tournament.authors.registry import library
from tournament.rules.checks import one_of

__all__ = [
    "axelrod_first",
    "axelrod_meta",
    "axelrod_second",
    "beaufils_1997",
    "classics",
    "everything",
    "harper_2017",
    "stewart_plotkin",
    "zero_determinant",
]


def classics() -> list[Strategy]:
    """Return about thirty well known rules, family by family: the field of `tournament run`.

    >>> from strategies import classics, tit_for_tat
    >>> tit_for_tat in classics()
    True
    """
    return _named(
        "always_cooperate always_defect random_player alternator cycler_ccd cycler_ddc "
        "tit_for_tat suspicious_tit_for_tat generous_tit_for_tat contrite_tit_for_tat "
        "tit_for_two_tats two_tits_for_tat anti_tit_for_tat bully "
        "grudger soft_grudger gradual "
        "win_stay_lose_shift firm_but_fair joss zd_extort_2 zd_gtft_2 "
        "soft_majority hard_majority "
        "prober naive_prober remorseful_prober handshake "
        "tideman_and_chieruzzi nydegger grofman shubik"
    )


def everything() -> list[Strategy]:
    """Return all short- and long-running strategies of the library.

    They are over two hundred. Strategies that must be told parameters are left out. Teams take most
    of the time.

    >>> from strategies import everything, classics
    >>> set(classics()) < set(everything())
    True
    """
    return [rule for name, rule in sorted(library().items()) if not rule.missing]


def axelrod_first(rules: str = "nearest") -> list[Strategy]:
    """Return the fifteen rules of Axelrod's first tournament (1980), in the order of its result.

    Parameters
    ----------
    rules
        "nearest": the two programs that survive, and those readings of the words on the others
        that come nearest to the printed matrix (docs/studies/first_tournament.md).
        "axelrod_python": all fifteen as Axelrod-Python reads the words.

    Raises
    ------
    ArgumentError
        For another text.

    Examples
    --------
    >>> from strategies import axelrod_first
    >>> axelrod_first()[:4]
    [tit_for_tat, tideman_and_chieruzzi_reread, nydegger_1980, grofman_reread]
    >>> axelrod_first(rules="axelrod_python")[:3]
    [tit_for_tat, tideman_and_chieruzzi, nydegger]
    """
    if one_of("rules", rules, ("nearest", "axelrod_python")) == "nearest":
        return _named(
            "tit_for_tat tideman_and_chieruzzi_reread nydegger_1980 grofman_reread shubik "
            "stein_and_rapoport_reread grudger davis mauk downing_reread "
            "feld joss tullock anonymous_reread random_player"
        )
    return _named(
        "tit_for_tat tideman_and_chieruzzi nydegger grofman shubik "
        "stein_and_rapoport grudger davis graaskamp downing "
        "feld joss tullock anonymous random_player"
    )


def axelrod_second(rules: str = "programs") -> list[Strategy]:
    """Return the 63 entries of Axelrod's second tournament (1980b), in the order of its result.

    Parameters
    ----------
    rules
        "programs": all 63, as the surviving programs play, move for move. Quayle's and Downing's
        (`revised_downing`) are the same rule. "axelrod_python": the 32 rules among them that
        Axelrod-Python has, as they play there: the first 24, and those in places 27, 28, 31, 38
        and 40 (the same), 46, 52, 57 and 62. Graaskamp's and Nydegger's are those of the first
        tournament.

    Raises
    ------
    ArgumentError
        For another text.

    Examples
    --------
    >>> from strategies import axelrod_second
    >>> axelrod_second()[:4]
    [tit_for_tat, champion_1980, borufsen_1980, cave_1980]
    >>> axelrod_second(rules="axelrod_python")[:4]
    [tit_for_tat, champion, borufsen, cave]
    """
    if one_of("rules", rules, ("programs", "axelrod_python")) == "axelrod_python":
        return _named(_SECOND_OF_AXELROD_PYTHON)
    known = {alias: rule for rule in library().values() for alias in rule.aliases}
    field = {number: known[f"K{number}R"] for number in _SECOND_BY_RANK}
    field[56] = field[56].named("quayle")  # the same program as K59R
    return [*field.values()]


_SECOND_BY_RANK = (
    *(92, 61, 42, 49, 44, 60, 41, 75, 84, 32, 35, 68, 72, 46, 83, 47, 64, 51, 78, 66, 58, 88, 31),
    *(90, 39, 79, 67, 86, 69, 91, 57, 70, 85, 38, 40, 80, 37, 56, 43, 59, 73, 55, 81, 87, 53, 76),
    *(65, 52, 82, 45, 62, 34, 48, 50, 77, 89, 63, 54, 33, 71, 74, 93, 36),
)
"""The numbers of the programs of the second tournament, in the order of its result."""
_SECOND_OF_AXELROD_PYTHON = (
    "tit_for_tat champion borufsen cave adams graaskamp_and_katzen weiner harrington "
    "tideman_and_chieruzzi_2 kluepfel getzler leyvraz white eatherley black hufford "
    "yamachi colbert graaskamp mikkelson rowsam appold soft_majority tit_for_two_tats "
    "tranquilizer grofman_2 nydegger revised_downing gladstein grudger alternator random_player"
)


def stewart_plotkin() -> list[Strategy]:
    """Return the nineteen rules of Stewart and Plotkin (2012), in the order of its result.

    >>> from strategies import stewart_plotkin
    >>> len(stewart_plotkin())
    19
    """
    return _named(
        "zd_gtft_2 generous_tit_for_tat tit_for_tat tit_for_two_tats "
        "hard_prober hard_tit_for_two_tats win_stay_lose_shift "
        "random_player prober_2 always_cooperate grudger "
        "hard_tit_for_tat hard_majority calculator prober "
        "joss prober_3 zd_extort_2 always_defect"
    )


def beaufils_1997() -> list[Strategy]:
    """Return the twelve rules of Beaufils, Delahaye and Mathieu (1997), in which gradual came
    first.

    >>> from strategies import beaufils_1997
    >>> len(beaufils_1997())
    12
    """
    return _named(
        "gradual tit_for_tat soft_majority grudger prober win_stay_lose_shift "
        "suspicious_tit_for_tat always_cooperate random_player cycler_ccd cycler_ddc always_defect"
    )


def zero_determinant() -> list[Strategy]:
    """Return the rules that fix a linear relation between both players' scores in the long run.

    Source: Press and Dyson (2012); Stewart and Plotkin (2012, 2013); and others.

    >>> from strategies import zero_determinant, zd_extort_2
    >>> zd_extort_2 in zero_determinant()
    True
    """
    known = library()
    return [known[name] for name in sorted(known) if name.startswith("zd_")] + [known["equalizer"]]


def harper_2017() -> list[Strategy]:
    """Return the rules that Harper et al. (2017) trained to win tournaments.

    They are lookup tables, gamblers (lookup tables of probabilities), finite state machines, a
    hidden Markov model and neural networks. The three neural networks were trained anew in 2018,
    and have the later weights.

    >>> from strategies import harper_2017
    >>> all(rule.source for rule in harper_2017())
    True
    """
    trained = (
        "EvolvedLookerUp1_1_1 EvolvedLookerUp2_2_2 PSOGamblerMem1 PSOGambler1_1_1 PSOGambler2_2_2 "
        "PSOGambler2_2_2_Noise05 EvolvedFSM4 EvolvedFSM16 EvolvedFSM16Noise05 EvolvedHMM5 "
        "EvolvedANN EvolvedANN5 EvolvedANNNoise05"
    )
    return [from_axelrod(name) for name in trained.split()]


def axelrod_meta() -> list[Strategy]:
    """Return the teams that Axelrod-Python calls meta players; most have over a hundred members.

    >>> from strategies import axelrod_meta
    >>> len(axelrod_meta())
    22
    """
    return [
        rule for rule in library().values() if rule.module == "strategies.composed.meta_players"
    ]


def _named(names: str) -> list[Strategy]:
    known = library()
    return [known[name] for name in names.split()]
