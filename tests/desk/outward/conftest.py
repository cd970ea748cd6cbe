"""A server that stands for public addresses."""

from __future__ import annotations

from desk.servers.web import connected, web

__all__ = ("connected", "web")
