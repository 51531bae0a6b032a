"""Rules that look back two or three turns."""

from itertools import product

from strategies.tables.lookup_tables import gambler, lookup
from tournament import C, D, strategy

aon_2 = lookup("CDDDDCDDDDCDDDDC", mine=2, theirs=2, first="CC").named(
    "aon_2",
    "Cooperate if in each of the last two turns both did the same, all or none.\n\n"
    "Source: Hilbe, Martinez-Vaquero, Chatterjee and Nowak (2017). Also called: AON2.",
)

delayed_aon_1 = lookup("CDDDDCDCDDCDDCDC", mine=2, theirs=2, first="CC").named(
    "delayed_aon_1",
    "Cooperate after mutual defection, and after two turns of both doing the same.\n\n"
    "Source: Hilbe, Martinez-Vaquero, Chatterjee and Nowak (2017). Also called: DelayedAON1.",
)

# fmt: off
zd_mem_2 = gambler([
    11/12, 4/11, 7/9, 1/10,
    5/6,   3/11, 7/9, 1/10,
    2/3,   1/11, 7/9, 1/10,
    3/4,   2/11, 7/9, 1/10,
], mine=2, theirs=2, first="CC").named(
    "zd_mem_2",
    "Hold the scores to a linear relation with a memory of two turns: zero-determinant.\n\n"
    "Source: Li (2014). Also called: ZDMem2, ZD-Mem2.",
)
# fmt: on

TIT_FOR_TAT, TIT_FOR_TWO_TATS, DEFECT = 0, 1, 2


@strategy(way=TIT_FOR_TAT, despairs=0)
def mem_2(me, opponent):
    """Choose every other turn, by the last two outcomes, between tit for tat, for two tats, and D.

    Two mutual cooperations choose tit for tat, which it begins with; an exploitation each way, in
    either order, tit for two tats; all else defection. The second choice of defection is final.

    Source: Li and Kendall (2014). Also called: MEM2.
    """
    if me.turn >= 2 and me.turn % 2 == 0 and me.despairs < 2:
        if me.last == me.move(2) == opponent.last == opponent.move(2) == C:
            me.way = TIT_FOR_TAT
        elif me.last == opponent.move(2) != opponent.last == me.move(2):
            me.way = TIT_FOR_TWO_TATS
        else:
            me.way = DEFECT
            me.despairs += 1
    if me.way == DEFECT:
        return D
    if me.way == TIT_FOR_TWO_TATS and opponent.move(2) != D:
        return C
    return D if opponent.last == D else C


CAPRI = {  # the last three moves, own/opponent's, after which each rule cooperates
    "cooperate": "CCC/CCC",
    "accept punishment": "CCD/CCC CDC/CCD DCC/CDC CCC/DCC",
    "punish once": "CCD/CDC CDC/DCC DCC/CCC",
    "recover": "DDD/DDC DDC/DCC DCC/CCC DDC/DDD DCC/DDC CCC/DCC DDC/DDC DCC/DCC",
}
CASES = ["/".join(case) for case in product(map("".join, product("CD", repeat=3)), repeat=2)]

capri = lookup(
    "".join("C" if case in " ".join(CAPRI.values()) else "D" for case in CASES), mine=3, theirs=3
).named(
    "capri",
    "Cooperate, accept punishment, punish once, recover from mutual defection, else defect.\n\n"
    "Source: Murase and Baek (2020). Also called: CAPRI.",
)
