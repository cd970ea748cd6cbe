"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """How does a report come in? Form, API, receipts, attachments, the reporter's portal."""

    name = "troth_desk.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The page of its settings; the files in the vault that came with reports."""
        from troth_desk.faces.frame import settings_page
        from troth_desk.files.owners import belongs
        from troth_desk.intake.models import Attachment

        settings_page(
            label="PGP key", url="intake:openpgp", says="By which key are we known?", order=40, part="Ways in and out"
        )
        belongs(Attachment)
