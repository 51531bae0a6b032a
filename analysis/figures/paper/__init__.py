"""Figures for print: pages of journals, the sheet that is drawn on, and files."""
