"""Rules of Axelrod's second tournament that are in no other family.

Axelrod (1980b), "More effective choice in the prisoner's dilemma", describes few of them; the rest
is known from the Fortran programs of the tournament. K61R is such a program. These rules follow
the Axelrod-Python library's reading of the programs; where a program itself says something else,
the rule's docstring tells.
"""
