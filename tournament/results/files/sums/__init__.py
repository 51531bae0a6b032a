"""Sums that must hold in the books of every event: what no play can fill is not believed.

A book counts in its own way what other books count, too. So most wrong numbers contradict another
number. The `contradictions` of an event yield what is wrong, in words, and the first sentence is
enough. Shapes and places are right before, and no number is negative.
"""
