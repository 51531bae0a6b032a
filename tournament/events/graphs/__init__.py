"""Graphs: who can meet whom."""
