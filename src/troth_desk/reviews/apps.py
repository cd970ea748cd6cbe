"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """What comes round, and was it done? Obligations, checklists, evidence, missed ones."""

    name = "troth_desk.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
