"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """What can be shown to others? Signed facts of the desk, for the checker and for auditors."""

    name = "troth_desk.proofs"
    label = "proofs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List the page of proof and the audit log under Settings."""
        from troth_desk.faces.frame import settings_page

        settings_page(label="Proof", url="proofs:proof", says="What can be shown to others?", order=60, part="Our word")
        settings_page(label="Audit log", url="proofs:audit", says="Who did what, and when?", order=65, part="Our word")
