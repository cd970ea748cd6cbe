"""Versions as values: their order in each ecosystem, and the series that people write in tables."""
