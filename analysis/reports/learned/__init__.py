"""The page of learned kinds."""
