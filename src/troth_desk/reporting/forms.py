"""Forms of reports and of what laws ask to be told."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.safestring import SafeString

from troth.standards.statutes import Profile
from troth_desk.faces.instants import within
from troth_desk.tenants.models import Organisation, Project

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FORM = "%Y-%m-%dT%H:%M"


class PeriodForm(forms.Form):
    """Of which project and which days a report tells."""

    project = forms.ModelChoiceField(queryset=Project.objects.none(), to_field_name="slug")
    begins = forms.DateField(label="First day", widget=DATE, validators=[within])
    ends = forms.DateField(label="Last day", widget=DATE, validators=[within])

    def __init__(self, organisation: Organisation, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types alone
        field.queryset = Project.objects.filter(organisation=organisation).order_by("name")
        field.empty_label = None


class WordsForm(forms.Form):
    """What the team says of the period."""

    title = forms.CharField(max_length=200)
    words = forms.CharField(
        label="What the team says of the period",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=SafeString("It stands before the numbers. An empty line begins a paragraph."),
    )


class MatterForm(forms.Form):
    """What a team became aware of, and when."""

    about = forms.CharField(label="Case or incident", max_length=30, help_text=SafeString("Such as TR-7K3MQ9TD."))
    sort = forms.ChoiceField(label="It is", widget=forms.RadioSelect)
    aware_at = forms.DateTimeField(
        label="Since when the team is aware of it",
        input_formats=[FORM],
        validators=[within],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORM),
    )

    def __init__(self, profile: Profile, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["sort"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types alone
        field.choices = list(profile.sorts)

    def clean_about(self) -> str:
        """The name of a clock's subject: "case:TR-…" or "incident:IN-…"."""
        name = str(self.cleaned_data["about"]).strip().upper()
        return f"{'incident' if name.startswith('IN-') else 'case'}:{name}"


class WhenForm(forms.Form):
    """When something happened."""

    when = forms.DateTimeField(
        label="When",
        input_formats=[FORM],
        validators=[within],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORM),
    )


class ReasonForm(forms.Form):
    """Why nothing is to be told any more."""

    reason = forms.CharField(max_length=300)


def now(at: datetime, zone: str) -> str:
    """``at`` as the field of a date and time takes it."""
    return at.astimezone(ZoneInfo(zone)).strftime(FORM)


def days(begins: date, ends: date) -> dict[str, str]:
    """Both days as fields of dates take them."""
    return {"begins": begins.isoformat(), "ends": ends.isoformat()}
