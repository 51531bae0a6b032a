"""From a rule to its automaton: the rule is run in every state, for every answer of chance.

============  ==================================================================================
`carried`     what a state carries, and how it moves on
`counts`      counts of which only as much is known as the rule has asked for
`chances`     every answer that chance may give, one after the other
`views`       `me`, `opponent` and members, as a rule sees them in a state
`seats`       a player as a tree of nodes, each with its rule
`exploring`   all states that can be reached
`automata`    the automaton, or the reason why there is none
============  ==================================================================================
"""

from tournament.referee.exact.following.automata import automaton_of as automaton_of
