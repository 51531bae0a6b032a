"""The rules that everybody knows, one file per family."""
