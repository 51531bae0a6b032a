"""Finite state machines: tables of states, in which the opponent's move chooses the answer.

The evolved machines are as Axelrod-Python holds them; a number that is missing among the states
is one that evolution left without a way to it.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from tournament import C, D, Move, strategy

MOST_STATES = 1000


def by_state(rows):
    """Return the rows ordered by state and opponent's move; states in between are rows of -1."""
    if rows.ndim != 2 or rows.shape[1] != 4:
        need = "rows (state, opponent's move, next state, move)"
        raise ValueError(need, f"an array of shape {rows.shape}")
    used = [tuple(row) for row in rows.tolist() if set(row) != {-1}]
    for row in used:
        if not 0 <= row[0] < MOST_STATES or not {row[1], row[3]} <= {C, D}:
            need = f"rows whose states are 0 to {MOST_STATES - 1} and whose moves are C or D"
            raise ValueError(need, f"{row}")
    known = [row[:2] for row in used]
    for state in sorted({row[k] for row in used for k in (0, 2)}):
        for move in (C, D):
            n = known.count((state, move))
            if n != 1:
                need = "rows, one for each state and each move of the opponent"
                raise ValueError(need, f"{n or 'none'} for state {state} and {'CD'[move]}")
    table = np.full((2 * (1 + max(state for state, _ in known)), 4), -1)
    for row in used:
        table[2 * row[0] + row[1]] = row
    return table


def is_a_state(start, transitions):
    """Refuse a state of which the rows do not speak."""
    states = sorted({*transitions[:, 0].tolist()} - {-1})
    if start not in states:
        raise ValueError(f"one of the machine's states: {', '.join(map(str, states))}")


@strategy(state=0)
def finite_state_machine(
    me,
    opponent,
    transitions: Annotated[NDArray[np.int64], by_state],
    start: Annotated[int, is_a_state] = 0,
    first: Move = C,
):
    """Answer the opponent's last move as a table of states says, and go to the next state.

    `transitions` are rows (state, opponent's move, next state, move), in any order. It is in state
    `start` when it answers the opponent's first move; before that it plays `first`.

    >>> from tournament import C, D, Match
    >>> from strategies import finite_state_machine, scripted
    >>> two_tits_for_each_tat = finite_state_machine(
    ...     [(0, C, 0, C), (0, D, 1, D), (1, C, 0, D), (1, D, 0, D)]
    ... )
    >>> Match(two_tits_for_each_tat, scripted("CDC"), turns=9).play().text(0)
    'CCDDCDDCD'

    Source: Rubinstein (1986); Miller (1996). Also called: FSM, FSMPlayer, automaton, Mealy machine.

    >>> from strategies import finite_state_machine
    >>> from tournament import C, D
    >>> finite_state_machine([(0, C, 1, C), (0, D, 0, D), (1, C, 1, C), (1, D, 0, D)])
    finite_state_machine(transitions=4x4:3c4cd27f)
    """
    if me.turn == 0:
        me.state = start
        return first
    row = 2 * me.state + opponent.last
    me.state = transitions[row, 2]
    return transitions[row, 3]


# -- designed, or found and described ------------------------------------------------------------

# fmt: off
fortress_3 = finite_state_machine([
    (1, C, 1, D), (1, D, 2, D),
    (2, C, 1, D), (2, D, 3, C),
    (3, C, 3, C), (3, D, 1, D),
], start=1, first=D).named(
    "fortress_3",
    "Defect until the opponent defects twice in a row; then cooperate for as long as it does.\n\n"
    "Source: Ashlock and Ashlock (2006). Also called: Fortress3.",
)

fortress_4 = finite_state_machine([
    (1, C, 1, D), (1, D, 2, D),
    (2, C, 1, D), (2, D, 3, D),
    (3, C, 1, D), (3, D, 4, C),
    (4, C, 4, C), (4, D, 1, D),
], start=1, first=D).named(
    "fortress_4",
    "Defect until the opponent defects thrice in a row; then cooperate for as long as it does.\n\n"
    "Source: Ashlock and Ashlock (2006). Also called: Fortress4.",
)

predator = finite_state_machine([
    (0, C, 0, D), (0, D, 1, D),
    (1, C, 2, D), (1, D, 3, D),
    (2, C, 4, C), (2, D, 3, D),
    (3, C, 5, D), (3, D, 4, C),
    (4, C, 2, C), (4, D, 6, D),
    (5, C, 7, D), (5, D, 3, D),
    (6, C, 7, C), (6, D, 7, D),
    (7, C, 8, D), (7, D, 7, D),
    (8, C, 8, D), (8, D, 6, D),
]).named(
    "predator",
    "Cooperate once, then defect until the opponent does; what follows takes eight more states.\n\n"
    "Source: Ashlock and Ashlock (2006). Also called: Predator.",
)

pun_1 = finite_state_machine([
    (1, C, 2, C), (1, D, 2, C),
    (2, C, 1, C), (2, D, 1, D),
], start=1, first=D).named(
    "pun_1",
    "Defect first; then cooperate, and do what the opponent did last, in turns.\n\n"
    "Source: Ashlock, Kim and Leahy (2006). Also called: Pun1.",
)

raider = finite_state_machine([
    (0, C, 2, D), (0, D, 2, D),
    (1, C, 1, C), (1, D, 1, D),
    (2, C, 0, D), (2, D, 3, C),
    (3, C, 0, D), (3, D, 1, C),
], first=D).named(
    "raider",
    "Defect, cooperate with those who defect back, and play tit for tat if they persist.\n\n"
    "It looks at the opponent's move in every second turn. After a defection it cooperates; if\n"
    "that is defected too, it cooperates again and plays tit for tat for good.\n\n"
    "Source: Ashlock, Tsang and Ashlock (2014). Also called: Raider.",
)

ripoff = finite_state_machine([
    (1, C, 2, C), (1, D, 3, C),
    (2, C, 1, D), (2, D, 3, C),
    (3, C, 3, C), (3, D, 3, D),
], start=1, first=D).named(
    "ripoff",
    "Defect in every other turn until the opponent first defects; then play tit for tat.\n\n"
    "The first defection is answered with cooperation.\n\n"
    "Source: Ashlock and Kim (2008). Also called: Ripoff.",
)

solution_b1 = finite_state_machine([
    (1, C, 2, D), (1, D, 1, D),
    (2, C, 2, C), (2, D, 3, C),
    (3, C, 3, C), (3, D, 3, C),
], start=1, first=D).named(
    "solution_b1",
    "Defect until the opponent first cooperates, and once more; from then on, cooperate.\n\n"
    "Source: Ashlock, Brown and Hingston (2015). Also called: SolutionB1.",
)

solution_b5 = finite_state_machine([
    (1, C, 2, C), (1, D, 6, D),
    (2, C, 2, C), (2, D, 3, D),
    (3, C, 6, C), (3, D, 1, D),
    (4, C, 3, C), (4, D, 6, D),
    (5, C, 5, D), (5, D, 4, D),
    (6, C, 3, C), (6, D, 5, D),
], start=1, first=D).named(
    "solution_b5",
    "Defect first, then play tit for tat; in one of six states answer cooperation with D too.\n\n"
    "Source: Ashlock, Brown and Hingston (2015). Also called: SolutionB5.",
)

thumper = finite_state_machine([
    (1, C, 1, C), (1, D, 2, D),
    (2, C, 1, D), (2, D, 1, D),
], start=1).named(
    "thumper",
    "Answer a defection with two; the opponent's move between them does not count.\n\n"
    "Source: Ashlock and Kim (2008). Also called: Thumper.",
)

usually_cooperates = finite_state_machine([
    (1, C, 1, C), (1, D, 2, C),
    (2, C, 1, D), (2, D, 1, C),
], start=1).named(
    "usually_cooperates",
    "Cooperate, except after a defection and then a cooperation.\n\n"
    "Two defections in a row are forgotten together.\n\n"
    "Source: Ashlock, Kim and Ashlock (2009). Also called: UsuallyCooperates, UC.",
)

usually_defects = finite_state_machine([
    (1, C, 2, D), (1, D, 1, D),
    (2, C, 1, D), (2, D, 1, C),
], start=1, first=D).named(
    "usually_defects",
    "Defect, except after a cooperation and then a defection.\n\n"
    "Two cooperations in a row are forgotten together.\n\n"
    "Source: Ashlock, Kim and Ashlock (2009). Also called: UsuallyDefects, UD.",
)


# -- evolved -------------------------------------------------------------------------------------

evolved_fsm_4 = finite_state_machine([
    (0, C, 0, C), (0, D, 2, D),
    (1, C, 3, D), (1, D, 0, C),
    (2, C, 2, D), (2, D, 1, C),
    (3, C, 3, D), (3, D, 1, D),
]).named(
    "evolved_fsm_4",
    "Cooperate until the opponent defects; then defect until it does again.\n\n"
    "That second defection is answered with C, and a third in the next turn reconciles.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedFSM4, Evolved FSM 4.",
)

evolved_fsm_6 = finite_state_machine([
    (2, C, 2, D), (2, D, 7, D),
    (3, C, 6, D), (3, D, 4, C),
    (4, C, 4, C), (4, D, 6, D),
    (5, C, 2, D), (5, D, 7, D),
    (6, C, 3, C), (6, D, 5, D),
    (7, C, 2, C), (7, D, 3, D),
], start=4).named(
    "evolved_fsm_6",
    "Cooperate until the opponent defects; then do as six states say that evolved for scores.\n\n"
    "Source: Frederick Vincent and Dashiell Fryer, in the Axelrod-Python library. "
    "Also called: EvolvedFSM6, Evolved FSM 6.",
)

evolved_fsm_16 = finite_state_machine([
    (0, C, 0, C), (0, D, 12, D),    (1, C, 3, D), (1, D, 6, C),
    (2, C, 2, D), (2, D, 14, D),    (3, C, 3, D), (3, D, 3, D),
    (5, C, 12, D), (5, D, 10, D),   (6, C, 5, C), (6, D, 12, D),
    (7, C, 3, D), (7, D, 1, C),     (8, C, 5, C), (8, D, 5, C),
    (10, C, 11, D), (10, D, 8, C),  (11, C, 15, D), (11, D, 5, D),
    (12, C, 8, C), (12, D, 11, D),  (13, C, 13, D), (13, D, 7, D),
    (14, C, 13, D), (14, D, 13, D), (15, C, 15, D), (15, D, 2, C),
]).named(
    "evolved_fsm_16",
    "Cooperate until the opponent defects; then do as sixteen states say.\n\n"
    "They evolved for scores against a large field.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedFSM16, Evolved FSM 16.",
)

evolved_fsm_16_noise_05 = finite_state_machine([
    (0, C, 8, C), (0, D, 3, D),     (1, C, 13, C), (1, D, 15, D),
    (2, C, 12, C), (2, D, 3, D),    (3, C, 10, C), (3, D, 3, D),
    (4, C, 5, D), (4, D, 4, D),     (5, C, 4, D), (5, D, 10, D),
    (6, C, 8, C), (6, D, 6, D),     (8, C, 2, C), (8, D, 4, D),
    (10, C, 4, D), (10, D, 1, D),   (11, C, 14, D), (11, D, 13, C),
    (12, C, 13, C), (12, D, 2, C),  (13, C, 13, C), (13, D, 6, C),
    (14, C, 3, D), (14, D, 13, D),  (15, C, 5, D), (15, D, 11, C),
]).named(
    "evolved_fsm_16_noise_05",
    "Do as sixteen states say that evolved for scores where one move in twenty is flipped.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedFSM16Noise05, Evolved FSM 16 Noise 05.",
)

tf_1 = finite_state_machine([
    (0, C, 7, C), (0, D, 1, C),     (1, C, 11, D), (1, D, 11, D),
    (2, C, 8, D), (2, D, 8, C),     (3, C, 3, C), (3, D, 12, D),
    (4, C, 6, C), (4, D, 3, C),     (5, C, 11, C), (5, D, 8, D),
    (6, C, 13, D), (6, D, 14, C),   (7, C, 4, D), (7, D, 2, D),
    (8, C, 14, D), (8, D, 8, D),    (9, C, 0, C), (9, D, 10, D),
    (10, C, 8, C), (10, D, 15, C),  (11, C, 6, D), (11, D, 5, D),
    (12, C, 6, D), (12, D, 9, D),   (13, C, 9, D), (13, D, 8, D),
    (14, C, 8, D), (14, D, 13, D),  (15, C, 4, C), (15, D, 5, C),
]).named(
    "tf_1",
    "Begin with CCD and cooperate with those who do so too; else do as sixteen states say.\n\n"
    "They evolved for fixation in Moran processes.\n\n"
    "Source: Knight, Harper, Glynatsi and Campbell (2018). Also called: TF1.",
)

tf_2 = finite_state_machine([
    (0, C, 13, D), (0, D, 12, D),   (1, C, 3, D), (1, D, 4, D),
    (2, C, 14, D), (2, D, 9, D),    (3, C, 0, C), (3, D, 1, D),
    (4, C, 1, D), (4, D, 2, D),     (7, C, 12, D), (7, D, 2, D),
    (8, C, 7, D), (8, D, 9, D),     (9, C, 8, D), (9, D, 0, D),
    (10, C, 2, C), (10, D, 15, C),  (11, C, 7, D), (11, D, 13, D),
    (12, C, 3, C), (12, D, 8, D),   (13, C, 7, C), (13, D, 10, D),
    (14, C, 10, D), (14, D, 7, D),  (15, C, 15, C), (15, D, 11, D),
]).named(
    "tf_2",
    "Begin with CDD and cooperate with those who do so too; else do as sixteen states say.\n\n"
    "They evolved for fixation in Moran processes.\n\n"
    "Source: Knight, Harper, Glynatsi and Campbell (2018). Also called: TF2.",
)

tf_3 = finite_state_machine([
    (0, C, 0, C), (0, D, 3, C),     (1, C, 5, D), (1, D, 0, C),
    (2, C, 3, C), (2, D, 2, D),     (3, C, 4, D), (3, D, 6, D),
    (4, C, 3, C), (4, D, 1, D),     (5, C, 6, C), (5, D, 3, D),
    (6, C, 6, D), (6, D, 6, D),     (7, C, 7, D), (7, D, 5, C),
]).named(
    "tf_3",
    "Cooperate until the opponent defects, and once more; then do as eight states say.\n\n"
    "They evolved for fixation in Moran processes; one of them defects for ever.\n\n"
    "Source: Knight, Harper, Glynatsi and Campbell (2018). Also called: TF3.",
)
# fmt: on
