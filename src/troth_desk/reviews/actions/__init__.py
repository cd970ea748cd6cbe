"""Writes of what comes round: taken on, done, excused, missed, ended."""

from __future__ import annotations

from troth_desk.reviews.actions.doing import Given, do, do_untimed, excuse, record_before, tick
from troth_desk.reviews.actions.refusal import RefusedReviewError
from troth_desk.reviews.actions.taking import change, end, oblige, set_automatic, take_over
from troth_desk.reviews.actions.turning import by_results, take_over_all, turn

__all__ = (
    "Given", "RefusedReviewError", "by_results", "change", "do", "do_untimed", "end", "excuse", "oblige",
    "record_before", "set_automatic", "take_over", "take_over_all", "tick", "turn",
)  # fmt: skip
