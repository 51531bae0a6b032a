"""Groups of strategies that are used as a field, and the catalogue of all of them."""

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from strategies.constants import always_cooperate, always_defect, random_player
from strategies.cyclers import alternator, cycler_ccd, cycler_ddc, scripted
from strategies.first_tournament import (
    anonymous,
    davis,
    downing,
    feld,
    graaskamp,
    grofman,
    nydegger,
    revised_downing,
    shubik,
    stein_and_rapoport,
    tideman_and_chieruzzi,
    tullock,
)
from strategies.grudgers import gradual, grudger, soft_grudger
from strategies.majorities import hard_majority, soft_majority
from strategies.memory_one_rules import (
    firm_but_fair,
    joss,
    win_stay_lose_shift,
    zd_extort_2,
    zd_gtft_2,
)
from strategies.probers import (
    calculator,
    handshake,
    hard_prober,
    naive_prober,
    prober,
    prober_2,
    prober_3,
    remorseful_prober,
)
from strategies.second_tournament import (
    adams,
    appold,
    black,
    borufsen,
    cave,
    champion,
    colbert,
    eatherley,
    getzler,
    gladstein,
    graaskamp_and_katzen,
    grofman_2,
    harrington,
    hufford,
    kluepfel,
    leyvraz,
    mikkelson,
    rowsam,
    tideman_and_chieruzzi_2,
    tranquilizer,
    weiner,
    white,
    yamachi,
)
from strategies.tit_for_tats import (
    anti_tit_for_tat,
    bully,
    contrite_tit_for_tat,
    generous_tit_for_tat,
    hard_tit_for_tat,
    hard_tit_for_two_tats,
    suspicious_tit_for_tat,
    tit_for_tat,
    tit_for_two_tats,
    two_tits_for_tat,
)
from tournament import PRISONERS_DILEMMA, Strategy
from tournament.referee import play
from tournament.registry import library

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["axelrod_first", "axelrod_second", "catalogue", "classics", "stewart_plotkin"]


def classics() -> list[Strategy]:
    """Return about thirty well known rules, family by family: the field of `tournament run`.

    >>> from strategies import classics, tit_for_tat
    >>> tit_for_tat in classics()
    True
    """
    return [
        always_cooperate, always_defect, random_player, alternator, cycler_ccd, cycler_ddc,
        tit_for_tat, suspicious_tit_for_tat, generous_tit_for_tat, contrite_tit_for_tat,
        tit_for_two_tats, two_tits_for_tat, anti_tit_for_tat, bully,
        grudger, soft_grudger, gradual,
        win_stay_lose_shift, firm_but_fair, joss, zd_extort_2, zd_gtft_2,
        soft_majority, hard_majority,
        prober, naive_prober, remorseful_prober, handshake,
        tideman_and_chieruzzi, nydegger, grofman, shubik,
    ]  # fmt: skip


def axelrod_first() -> list[Strategy]:
    """Return the fifteen rules of Axelrod's first tournament (1980), in the order of its result.

    >>> from strategies import axelrod_first
    >>> axelrod_first()[:3]
    [tit_for_tat, tideman_and_chieruzzi, nydegger]
    """
    return [
        tit_for_tat, tideman_and_chieruzzi, nydegger, grofman, shubik,
        stein_and_rapoport, grudger, davis, graaskamp, downing,
        feld, joss, tullock, anonymous, random_player,
    ]  # fmt: skip


def axelrod_second() -> list[Strategy]:
    """Return the rules of Axelrod's second tournament (1980b) that the library has, in the order of
    its result.

    They are the first 24 of 63, and then those in places 27, 28, 31, 38 and 40 (submitted twice),
    46, 52, 57 and 62. Graaskamp's and Nydegger's are those of the first tournament, submitted
    again.

    >>> from strategies import axelrod_second
    >>> axelrod_second()[:4]
    [tit_for_tat, champion, borufsen, cave]
    """
    return [
        tit_for_tat, champion, borufsen, cave, adams, graaskamp_and_katzen, weiner,
        harrington, tideman_and_chieruzzi_2, kluepfel, getzler, leyvraz, white, eatherley,
        black, hufford, yamachi, colbert, graaskamp, mikkelson, rowsam,
        appold, soft_majority, tit_for_two_tats, tranquilizer, grofman_2, nydegger, revised_downing,
        gladstein, grudger, alternator, random_player,
    ]  # fmt: skip


def stewart_plotkin() -> list[Strategy]:
    """Return the nineteen rules of Stewart and Plotkin (2012), in the order of its result.

    >>> from strategies import stewart_plotkin
    >>> len(stewart_plotkin())
    19
    """
    return [
        zd_gtft_2, generous_tit_for_tat, tit_for_tat, tit_for_two_tats,
        hard_prober, hard_tit_for_two_tats, win_stay_lose_shift,
        random_player, prober_2, always_cooperate, grudger,
        hard_tit_for_tat, hard_majority, calculator, prober,
        joss, prober_3, zd_extort_2, always_defect,
    ]  # fmt: skip


def catalogue() -> "pd.DataFrame":
    """Return a table of the library, one row for each strategy, by name.

    Its columns: `title`, `family` (the file), `summary`, `source`, `year`, `also_called`,
    `stochastic` (whether chance has a part in its moves), `parameters` (with their values; a bare
    name has no default).

    >>> from strategies import catalogue
    >>> catalogue().loc["stein_and_rapoport", "title"]
    'Stein and Rapoport'
    """
    import pandas as pd

    found = library()
    years = [re.search(r"\b\d{4}\b", s.source) for s in found.values()]
    table = pd.DataFrame(
        {
            "title": [_title(s) for s in found.values()],
            "family": [s.rule.__module__.rpartition(".")[2] for s in found.values()],
            "summary": [s.summary for s in found.values()],
            "source": [s.source for s in found.values()],
            "year": pd.array([int(y[0]) if y else pd.NA for y in years], dtype="Int64"),
            "also_called": [s.also_called for s in found.values()],
            "stochastic": [_is_stochastic(s) for s in found.values()],
            "parameters": [_parameters(s) for s in found.values()],
        },
        index=pd.Index(list(found), name="name"),
    )
    return table.sort_index()


def _title(strategy: Strategy) -> str:
    """Return the name as a title; people and abbreviations as in the source and the synonyms."""
    words = re.findall(r"[A-Z][A-Za-z]*", strategy.source)
    words += re.findall(r"\b[A-Z]{2,}\b", strategy.also_called)
    written = {word.lower(): word for word in words}
    title = " ".join(written.get(word, word) for word in strategy.name.split("_"))
    return title[:1].upper() + title[1:]


def _required(strategy: Strategy) -> list[str]:
    """Return the parameters that have no value yet."""
    code = strategy.rule.__code__
    known = code.co_varnames[2 : code.co_argcount]
    return [name for name in known if name not in strategy.parameters]


def _parameters(strategy: Strategy) -> str:
    values = [f"{key}={_text(value)}" for key, value in strategy.parameters.items()]
    return ", ".join([*_required(strategy), *values])


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "".join("CD"[move] for move in value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _is_stochastic(strategy: Strategy) -> bool:
    """Whether it draws in some match; a rule may mention chance and only use it for certainties."""
    if not strategy.draws or _required(strategy):
        return strategy.draws
    payoffs = PRISONERS_DILEMMA.payoffs
    return any(
        play((strategy, scripted(moves)), payoffs=payoffs, turns=60)[1]
        for moves in ("CCDD", "CCCCCD", "D")
    )
