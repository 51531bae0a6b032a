"""Clusters of behaviour vectors: who belongs together, how many clusters there are, maps."""
