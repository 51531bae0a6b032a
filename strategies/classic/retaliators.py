"""Rules that keep an account of who exploited whom, and pay back.

A player is exploited in a turn in which it cooperates and the opponent defects.
"""

from tournament import C, D, strategy


@strategy(losses=0, wins=0, streak=0)
def retaliate(me, opponent, threshold=0.1, limit=0):
    """Defect while it was exploited more than a tenth as often as it exploited.

    `threshold` is that tenth. After `limit` defections in a row it cooperates once; 0 is no limit.

    Source: Owen Campbell, in the Axelrod-Python library. Also called: Retaliate.
    """
    me.losses += 1 if me.last == C and opponent.last == D else 0
    me.wins += 1 if me.last == D and opponent.last == C else 0
    defects = me.losses > threshold * me.wins and (limit == 0 or me.streak < limit)
    me.streak = me.streak + 1 if defects else 0
    return D if defects else C


SOURCE = "Source: Owen Campbell, in the Axelrod-Python library. Also called:"

retaliate_2 = retaliate(0.08).named(
    "retaliate_2",
    "Defect while it was exploited more than 8 percent as often as it exploited.\n\n"
    f"{SOURCE} Retaliate2.",
)

retaliate_3 = retaliate(0.05).named(
    "retaliate_3",
    "Defect while it was exploited more than 5 percent as often as it exploited.\n\n"
    f"{SOURCE} Retaliate3.",
)

limited_retaliate = retaliate(0.1, limit=20).named(
    "limited_retaliate",
    "Retaliate (10 percent), but cooperate once after 20 defections in a row.\n\n"
    f"{SOURCE} LimitedRetaliate.",
)

limited_retaliate_2 = retaliate(0.08, limit=15).named(
    "limited_retaliate_2",
    "Retaliate (8 percent), but cooperate once after 15 defections in a row.\n\n"
    f"{SOURCE} LimitedRetaliate2.",
)

limited_retaliate_3 = retaliate(0.05, limit=20).named(
    "limited_retaliate_3",
    "Retaliate (5 percent), but cooperate once after 20 defections in a row.\n\n"
    f"{SOURCE} LimitedRetaliate3.",
)
