"""How players behave: rates, properties, morality, fingerprints."""
