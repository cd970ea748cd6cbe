"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """What comes round, and was it done? Obligations, checklists, evidence, missed ones."""

    name = "troth_desk.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What its clocks run for; the files in the vault that show that something was done."""
        from troth_desk.deadlines import subjects
        from troth_desk.deadlines.subjects import Owed
        from troth_desk.files.owners import belongs
        from troth_desk.reviews import kinds, queries
        from troth_desk.reviews.models import EvidenceFile

        owed = {kind.name: Owed(kind.noun, kind.todo) for kind in kinds.KINDS.values()}
        subjects.register("review", subjects.Kind(queries.described, queries.of_member, owed))
        belongs(EvidenceFile)
