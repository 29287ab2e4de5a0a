"""How fast the engine is, measured beside its peers in one run: `make bench`."""
