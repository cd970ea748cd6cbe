"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """What is happening, and what is next? Incidents by class and phase, playbooks, timelines."""

    name = "troth_desk.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
