"""Results as folders: what an event keeps, tables, and writing all or nothing."""
