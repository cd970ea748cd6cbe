"""Texts that are no policy, in words for the person who handed them in."""

from __future__ import annotations


class RefusedTextsError(ValueError):
    """What was handed in cannot become a version of the policy; the message says why and what to do."""
