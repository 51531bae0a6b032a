"""What populations are seen as in the long run, where mutations are rare."""
