"""Who meets whom, and when: the round robin, the season, the population.

How to add an event
-------------------
An event needs one file here. If it counts something new, it needs a view of its results in
`tournament/results/` as well.

1. *Who plays.* `field.py` makes players and kinds of what a user gives in Python. `words.py` says
   what the words of a command line mean.
2. *Who meets.* `graphs/` reads and draws graphs. `rules/round_robin.py` lists every pair.
3. *The plan.* Write a frozen dataclass that holds the checked event: who plays, the rules, and how
   often. Any process must be able to play it. See `round_robin/plan.py`. It needs
   three members: `players` or the like, `slow()` (the names of rules that are not compiled) and
   `without(name)` (the event as if a player had never entered).
4. *The clock.* Write a function `play(plan, running)`. It says which pairs take a turn, and when.
   It cuts the event into units of work and hands them to `work` of `running.py`. A unit comes back
   as books of integers, so units can be played anywhere and in any order. An event of whole matches
   takes its units from `tournament/results/units/unit.py`, and the engine plays them.
5. *The door.* Write a class whose constructor checks the arguments and makes the plan. Its `play`
   calls `run` of `running.py`, which does the rest: progress, threads, executors, withdrawal.

`docs/how_to/extend/event.md` shows a whole event: a host whom all others meet. The season is
the model of an event with a clock of its own: see the folder `season/`.
"""
