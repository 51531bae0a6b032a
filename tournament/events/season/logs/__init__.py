"""Reads logs as people keep them in spreadsheets: letters, columns, words and days."""
