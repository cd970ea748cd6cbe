"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Did the promised tools run? Audits that the desk makes itself, on the promised rhythm."""

    name = "troth_desk.audits"
    label = "audits"
    default_auto_field = "django.db.models.BigAutoField"
