"""Troth keeps the promises in your SECURITY.md."""

__version__ = "0.1.0"
