"""What selection favours: which way counts go, and who cannot be replaced."""
