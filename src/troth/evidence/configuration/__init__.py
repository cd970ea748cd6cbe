"""Configuration of tools: which files there are, who loads them, which of their keys have an effect."""
