"""Folders of Parquet tables, which version 0.1 wrote: they are only read."""
