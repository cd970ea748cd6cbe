"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Do we keep our word? Each promise of the policy with its standing, history and evidence."""

    name = "troth_desk.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"
