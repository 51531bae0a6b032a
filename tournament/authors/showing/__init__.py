"""showing: what strategies and partner rules show of themselves."""
