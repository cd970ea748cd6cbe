"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "proofs"
urlpatterns: list[URLPattern | URLResolver] = []
