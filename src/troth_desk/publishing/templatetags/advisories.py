"""How pages show where an advisory stands."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from troth_desk.publishing.models import Advisory, State

register = template.Library()
_CLASSES = {
    State.DRAFT: "open",
    State.REVIEWED: "waiting",
    State.APPROVED: "waiting",
    State.PUBLISHED: "done",
    State.WITHDRAWN: "done",
}


@register.simple_tag
def stands(standing: str, advisory: Advisory) -> SafeString:
    """The state as a word with its mark; a revision that is being written is told as such."""
    state = State(standing)
    word = state.label
    if state not in {State.PUBLISHED, State.WITHDRAWN} and advisory.published_at is not None:
        word = f"revision, {word}"
    return format_html('<span class="state {}">{}</span>', _CLASSES[state], word)
