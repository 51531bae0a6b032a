"""The page of advice: today's gifts with reasons, how sure that is, and what is assumed."""
