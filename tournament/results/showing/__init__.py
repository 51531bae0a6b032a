"""showing: what results show of themselves: their first places, and figures by name."""
