"""The words of the field: where an advisory stands, and what was done to it."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where the words of an advisory stand. One that was published and is written anew is a draft again.

    The world goes on reading the revision that was published last until the next one is.
    """

    DRAFT = "draft", "draft"
    REVIEWED = "reviewed", "reviewed"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Did(models.TextChoices):
    """What was done to an advisory."""

    BEGUN = "begun", "begun"
    WRITTEN = "written", "written"
    REVIEWED = "reviewed", "reviewed"
    APPROVED = "approved", "approved"
    TAKEN_BACK = "taken_back", "review and approval taken back"
    SENT_BACK = "sent_back", "sent back"
    FIX_RELEASED = "fix_released", "release of the fix recorded"
    SCHEDULED = "scheduled", "publication scheduled"
    UNSCHEDULED = "unscheduled", "publication scheduled no more"
    HELD_UP = "held_up", "not published at its time"
    PUBLISHED = "published", "published"
    REVISED = "revised", "published as revised"
    DETAILS = "details", "details published"
    WITHDRAWN = "withdrawn", "withdrawn"


SEEN = frozenset({State.REVIEWED, State.APPROVED})
"""States that hold for one content alone."""
