"""Strangers' code is run and judged here: files, folders, and what distributions offer."""
