"""What happened, as books of counts, and what follows from them."""
