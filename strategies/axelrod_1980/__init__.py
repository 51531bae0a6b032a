"""The programs of Axelrod's two tournaments."""
