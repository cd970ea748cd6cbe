"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What will the world read? Advisories from draft to published, in every format; who is told."""

    name = "troth_desk.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
