"""The playbooks that come with the desk: one for each common class of incident, and one for all others."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

GENERAL = "general"
"""The name of the one for whatever has no playbook of its own."""
SHIPPED: tuple[str, ...] = ("data-breach", "service-disruption", "code-injection", "authentication-bypass", GENERAL)
"""Their short names, which are those of their files."""


@lru_cache(maxsize=len(SHIPPED))
def text(slug: str) -> str:
    """The words of the shipped playbook ``slug``; "" where none of that name comes with the desk."""
    if slug not in SHIPPED:
        return ""
    return resources.files(__package__).joinpath("shipped", f"{slug}.md").read_text(encoding="utf-8")
