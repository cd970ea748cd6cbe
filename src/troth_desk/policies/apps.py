"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """What was promised, under which text? Imported documents, their versions, their commitments."""

    name = "troth_desk.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"
