"""Figures by name, which `plot` of results finds by the entry points `tournament.plots`."""
