"""A page for developers with every part of a page; it is there only where TROTH_DESK_STYLE is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from troth_desk import clock
from troth_desk.cases.models import State
from troth_desk.faces.templatetags.desk import STANDINGS
from troth_desk.people import access

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A clock made up for the page."""

    state: str
    due_at: datetime
    warn_at: datetime
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    sentence: str = "Acknowledgment: Within 48 hours of your report"
    document: str = "SECURITY.md"
    line: int = 29
    version: int = 2


class Sample(forms.Form):
    """A field of each sort, one of them with an error."""

    title = forms.CharField(help_text="One line.")
    words = forms.CharField(widget=forms.Textarea, required=False)
    choice = forms.ChoiceField(choices=(("a", "One"), ("b", "Another")), widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False, label="I am sure")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)


@access.public
def style(request: HttpRequest) -> HttpResponse:
    """Every part of a page."""
    at = clock.now()
    clocks = (
        Shown("running", at - 3 * HOUR, at),
        Shown("running", at + 5 * HOUR, at),
        Shown("running", at + 90 * HOUR, at + 40 * HOUR),
        Shown("paused", at + 5 * HOUR, at),
        Shown("met", at + 5 * HOUR, at, met_at=at),
        Shown("met", at - 5 * HOUR, at, met_at=at),
        Shown("stopped", at, at, stopped_at=at),
    )
    months = [("Aug", 2, 0), ("Sep", 5, 1), ("Oct", 4, 0), ("Nov", 6, 2)]
    given = {"at": at, "clocks": clocks, "months": months, "states": State.values, "standings": STANDINGS}
    return render(request, "faces/style.html", given | {"form": Sample({"words": "Some words"})})
