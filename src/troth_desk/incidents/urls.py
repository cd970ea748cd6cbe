"""Addresses of the incidents of a team."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
