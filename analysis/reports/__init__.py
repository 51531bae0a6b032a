"""Reports: what they say, what they show, and the pages that hold it."""
