"""Rules of Axelrod's second tournament that are in no other family.

Axelrod (1980b), "More effective choice in the prisoner's dilemma", describes few of them. But 63
Fortran programs survive, one for each entry: the functions K31R to K93R. A rule that is also called
`K61R`, say, plays as this program, move for move and to the last digit. Tests compare it with a
record of the programs. Rules that are also called `SecondByChampion`, say, follow Axelrod-Python's
reading of the programs. Most of them are both. Where the two differ, there are two rules:
`champion` is Axelrod-Python's, `champion_1980` is the program.

The programs have conventions that the rules keep:

- The opponent's move before the first turn is C. The number of a turn, M, counts the turn to be
  played, so it is `me.turn + 1`.
- Real numbers have single precision, constants as well. They are written `np.float32(0.1)`, or
  begin with such a number.
- Each turn has one random number R, and a program uses it once at most. `randomness` says how the
  rules compare with it.
- Most programs remember what they chose (`me.intended`), not what they played (`me.last`).
"""
