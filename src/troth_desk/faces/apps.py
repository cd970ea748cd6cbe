"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class FacesConfig(AppConfig):
    """How does it look? Base pages, style, words for times and standings, small charts."""

    name = "troth_desk.faces"
    label = "faces"
    default_auto_field = "django.db.models.BigAutoField"
