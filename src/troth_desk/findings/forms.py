"""What people fill in about findings; what is refused is said beside the field that it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from troth_desk.faces.lines import Line
from troth_desk.findings.actions import deciding
from troth_desk.findings.states import Justification, Severity, State
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation, Project

AREA = forms.Textarea(attrs={"rows": 3})


class DecideForm(forms.Form):
    """What is decided about one or many findings."""

    state = forms.ChoiceField(
        label="What is decided?",
        widget=forms.RadioSelect,
        choices=[
            (State.ACCEPTED, "to be fixed: it is a weakness, and the times of the policy count"),
            (State.FIXED, "fixed: a scan that still sees it opens it again"),
            (State.NOT_AFFECTED, "not affected: the weakness is real, and cannot be used here"),
            (State.FALSE_POSITIVE, "a false positive: there is no weakness"),
            (State.OPEN, "open again: the decision is taken back"),
        ],
    )
    justification = forms.ChoiceField(
        label="Why is the product not affected?",
        required=False,
        choices=[("", "choose one where it is not affected"), *Justification.choices],
        help_text="The five justifications of VEX; it goes into the VEX document.",
    )
    reason = forms.CharField(
        label="Why, for the team",
        widget=AREA,
        required=False,
        max_length=deciding.LONGEST,
        help_text="Stays inside. Needed for everything but “to be fixed”.",
    )
    words = forms.CharField(
        label="What users read",
        widget=AREA,
        required=False,
        max_length=deciding.LONGEST,
        help_text="Goes into the VEX document: what to do until there is a fix, or why nothing needs doing.",
    )


class WaiveForm(forms.Form):
    """A waiver that is asked for."""

    reason = forms.CharField(
        label="Why may it stay as it is?",
        widget=AREA,
        max_length=deciding.LONGEST,
        help_text="Whoever approves it reads this, and nothing else.",
    )
    until = forms.DateField(
        label="Until when?",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="At most a year ahead. On that day it is open again.",
    )
    owner = forms.ModelChoiceField(label="Who answers for it?", queryset=Membership.objects.none())
    link = forms.URLField(
        label="Where is more said?",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="A ticket, a page.",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = organisation.zone
        members = Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user")
        self.fields["owner"] = forms.ModelChoiceField(label="Who answers for it?", queryset=members)

    def ends(self) -> datetime:
        """The end of the day that was chosen, in the zone of the team."""
        return _end_of(self.cleaned_data["until"], self.zone)

    def clean_link(self) -> str:
        """Only addresses that a browser can open without running anything."""
        return _web_address(str(self.cleaned_data["link"] or ""))


class WordsForm(forms.Form):
    """Words about a waiver that is refused, or about what was done at once."""

    words = forms.CharField(widget=AREA, max_length=deciding.LONGEST)

    def __init__(self, *args: Any, label: str = "Why?", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class RateForm(forms.Form):
    """How bad a finding is."""

    severity = forms.ChoiceField(
        required=False,
        choices=[("", "by the vector"), *(one for one in Severity.choices if one[0] != Severity.UNKNOWN)],
    )
    vector = forms.CharField(
        label="CVSS vector", required=False, max_length=300, help_text="Of CVSS 3.1 or 4.0; the policy’s bands decide."
    )


class AssignForm(forms.Form):
    """Who takes care of it."""

    owner = forms.ModelChoiceField(
        label="Who takes care of it?", queryset=Membership.objects.none(), required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user")
        initial = self.initial.get("owner")
        self.fields["owner"] = forms.ModelChoiceField(
            label="Who takes care of it?", queryset=members, required=False, empty_label="Nobody", initial=initial
        )


class _OfProject(forms.Form):
    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(organisation=organisation).order_by("name")
        self.fields["project"] = forms.ModelChoiceField(
            queryset=projects, to_field_name="slug", initial=projects.first() if projects.count() == 1 else None
        )
        self.order_fields(["project"])


class UploadForm(_OfProject):
    """A SARIF log."""

    file = forms.FileField(label="SARIF log", help_text="SARIF 2.1.0, at most 128 MiB, as tools write it.")
    category = Line(
        required=False,
        max_length=100,
        help_text="Where one tool gives several results: “backend”, “frontend”. Each follows its own.",
    )
    looked = forms.BooleanField(
        label="The tool looked at everything, also where the log does not say so: what it does not name is gone",
        required=False,
    )


class ReleaseForm(_OfProject):
    """A release that is to go to production."""

    version = Line(max_length=100)
    commit = Line(required=False, max_length=64)
    note = Line(required=False, max_length=300)


class TestedForm(forms.Form):
    """A test in staging."""

    passed = forms.ChoiceField(
        label="What came of it?", choices=[("yes", "it passed"), ("no", "it did not pass")], widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label="What shows it?",
        widget=AREA,
        max_length=1000,
        help_text="The address of the run, or what was tried and what came of it.",
    )


class ShippedForm(forms.Form):
    """A release that went to production."""

    evidence = Line(label="What shows it?", required=False, max_length=1000)
    reason = forms.CharField(
        label="It went without a test in staging. Why?",
        widget=AREA,
        max_length=500,
        required=False,
        help_text="Only where it did: it is kept as a breach of the order, for ever.",
    )


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone or "UTC")).astimezone(UTC)


def _web_address(given: str) -> str:
    if given and not given.startswith(("https://", "http://")):
        raise forms.ValidationError("An address begins with https://")
    return given
