"""What the tests of the page share."""

from __future__ import annotations

from browsing import browser

__all__ = ["browser"]
