"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What did tools and advisories find, and what was decided? Triage, waivers, VEX, gates."""

    name = "troth_desk.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
