"""What strategies and partner rules show of themselves, and the words that they are written in."""
