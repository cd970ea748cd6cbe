"""What people fill in to act on a case; what they may not do is said by the actions, beside the field it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from troth_desk.cases import scoring
from troth_desk.cases.actions import alarms, bounty, duties, embargo, moving, talking, triage
from troth_desk.cases.models import Case, Held
from troth_desk.cases.states import Part
from troth_desk.faces.lines import Line
from troth_desk.people.models import Membership

AREA = forms.Textarea(attrs={"rows": 4})


class CaseForm(forms.Form):
    """A form about ``case``; ``refused`` is the field that a refusal is shown beside."""

    refused = ""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def refuse(self, why: str) -> None:
        """Show ``why`` beside the field that it is about."""
        self.add_error(self.refused or None, why)


class OfCase(forms.CharField):
    """The reference of another case of the same organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, help_text="Its reference, such as TR-7K3MQ9TD.", **kwargs)


class _WithOther(CaseForm):
    def _other(self, name: str) -> Case | None:
        said = str(self.cleaned_data.get(name, "")).strip().upper()
        if not said:
            return None
        found = Case.objects.filter(organisation_id=self.case.organisation_id, reference=said).first()
        if found is None:
            raise forms.ValidationError(f"There is no case {said} here.")
        return found


class MoveForm(_WithOther):
    """A move; which of the three fields it needs depends on where it leads."""

    refused = ""
    reason = forms.CharField(
        widget=AREA, max_length=moving.LONGEST_REASON, required=False, help_text="The reporter reads it."
    )
    information = forms.CharField(
        label="What do you need to know?",
        widget=AREA,
        max_length=talking.LONGEST,
        required=False,
        help_text="The reporter is sent this question.",
    )
    duplicate_of = OfCase(label="Which case does it repeat?", required=False)

    def __init__(self, *args: Any, asks: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"reason", "information", "duplicate_of"} - {asks}:
            del self.fields[name]
        for field in self.fields.values():
            field.required = True
        self.refused = asks

    def clean_duplicate_of(self) -> Case | None:
        """The case that was named."""
        return self._other("duplicate_of")


class MessageForm(CaseForm):
    """Words to the reporter."""

    refused = "body"
    body = forms.CharField(label="Your message", widget=AREA, max_length=talking.LONGEST)


class NoteForm(CaseForm):
    """Words of the team to itself."""

    refused = "body"
    body = forms.CharField(
        label="Your note", widget=AREA, max_length=talking.LONGEST, help_text="Only the team reads it. It never leaves."
    )


class AssignForm(CaseForm):
    """Who has the case."""

    refused = "member"
    member = forms.ModelChoiceField(
        label="Who takes care of it?", queryset=Membership.objects.none(), required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Membership.objects.filter(organisation_id=self.case.organisation_id, ended_at__isnull=True)
        self.fields["member"] = forms.ModelChoiceField(
            label="Who takes care of it?",
            queryset=found.select_related("user"),
            required=False,
            empty_label="Nobody",
            initial=self.case.owner_id,
        )


class HoldForm(_WithOther):
    """Put it into the triage queue."""

    refused = "reason"
    held = forms.ChoiceField(label="Why does it wait?", choices=Held.choices)
    reason = forms.CharField(max_length=triage.LONGEST_REASON, help_text="The team reads it in the queue.")
    resembles = OfCase(label="Which case does it seem to repeat?", required=False)

    def clean_resembles(self) -> Case | None:
        """The case that was named."""
        return self._other("resembles")


class ReleaseForm(CaseForm):
    """Take it out of the triage queue."""

    reason = forms.CharField(max_length=triage.LONGEST_REASON, required=False)


class MergeForm(_WithOther):
    """Mark it as a duplicate."""

    refused = "original"
    original = OfCase(label="Which case does it repeat?")

    def clean_original(self) -> Case | None:
        """The case that was named."""
        return self._other("original")


class TurnAwayForm(CaseForm):
    """Reject a held report."""

    refused = "reason"
    reason = forms.CharField(widget=AREA, max_length=moving.LONGEST_REASON, help_text="The reporter reads it.")


IN_THESE_TIMES = (
    MinValueValidator(date(2000, 1, 1), "Choose a day to come."),
    MaxValueValidator(date(2999, 12, 31), "Choose an earlier day."),
)
"""A day that somebody may choose has an instant in every zone; year 1 and year 9999 have not."""


class EmbargoForm(CaseForm):
    """Propose an end."""

    refused = "until"
    until = forms.DateField(
        label="Keep silent until the end of",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day counts to its end in the zone of the team. Everybody who takes part is asked.",
        validators=IN_THESE_TIMES,
    )

    def instant(self) -> datetime:
        """The end of that day, in UTC; the first instant at which nobody is bound any more."""
        day: date = self.cleaned_data["until"]
        zone = ZoneInfo(self.case.project.organisation.zone or "UTC")
        return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


class AnswerForm(CaseForm):
    """Agree to what a participant proposed, or decline it."""

    refused = "agree"
    agree = forms.ChoiceField(
        label="Does the team agree?", choices=(("yes", "Yes, we agree"), ("no", "No")), widget=forms.RadioSelect
    )


class EndForm(CaseForm):
    """End the embargo."""

    refused = "reason"
    reason = forms.CharField(max_length=embargo.LONGEST_REASON, help_text="Everybody who takes part reads it.")
    public = forms.BooleanField(
        label="The weakness is public, or is being used",
        required=False,
        help_text="It ends at once, and no other embargo can be proposed.",
    )


class InviteForm(CaseForm):
    """Let somebody from outside take part."""

    refused = "contact"
    role = forms.ChoiceField(label="As what?", choices=Part.choices, initial=Part.VENDOR)
    contact = Line(
        max_length=300, required=False, help_text="For the team: whom you send the link to. The desk sends nothing."
    )


class PlainForm(CaseForm):
    """Nothing to fill in: a question, and a button."""


class BountyForm(CaseForm):
    """A decision about a bounty."""

    refused = "reason"
    decision = forms.ChoiceField(
        choices=[(word, word.capitalize()) for word in bounty.DECISIONS], widget=forms.RadioSelect
    )
    amount = Line(max_length=bounty.LONGEST_AMOUNT, required=False, help_text="Such as 500 EUR, or a shirt.")
    reason = forms.CharField(widget=AREA, max_length=bounty.LONGEST_REASON, help_text="The reporter reads it.")


class DutyForm(CaseForm):
    """Tick what the policy promises, or say why it does not apply."""

    refused = "record"
    outcome = forms.ChoiceField(
        choices=(("done", "It was done"), ("withdrawn", "It does not apply to this case")),
        widget=forms.RadioSelect,
        initial="done",
    )
    record = forms.CharField(label="What was done, or why does it not apply?", widget=AREA, max_length=duties.LONGEST)


class EmergencyForm(CaseForm):
    """Call the emergency contact."""

    refused = "reason"
    reason = forms.CharField(max_length=alarms.LONGEST_REASON)


class PauseForm(CaseForm):
    """Let the clocks stand still."""

    refused = "reason"
    reason = forms.CharField(
        max_length=talking.LONGEST_REASON,
        help_text="It stays on record. The clocks go on later with exactly the time that is left; what is overdue "
        "stays overdue.",
    )


class VectorForm(CaseForm):
    """A vector as text."""

    refused = "vector"
    vector = forms.CharField(
        label="CVSS vector",
        max_length=scoring.LONGEST,
        help_text="CVSS 3.1 or 4.0, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.",
    )


class MetricsForm(CaseForm):
    """One field for each metric of a version; those that are not mandatory may stay undefined."""

    def __init__(self, *args: Any, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        for metric in scoring.metrics(version):
            choices = [(value.key, value.name) for value in metric.values if value.key != "X"]
            if not metric.mandatory:
                choices = [("", "Not defined"), *choices]
            self.fields[metric.key] = forms.ChoiceField(
                label=f"{metric.name} ({metric.key})",
                choices=choices,
                required=metric.mandatory,
                widget=forms.RadioSelect if metric.mandatory else forms.Select,
            )

    def mandatory(self) -> Iterable[forms.BoundField]:
        """The fields that a vector cannot do without."""
        return [self[one.key] for one in scoring.metrics(self.version) if one.mandatory]

    def further(self) -> Iterable[forms.BoundField]:
        """The others."""
        return [self[one.key] for one in scoring.metrics(self.version) if not one.mandatory]

    def vector(self) -> str:
        """The vector of what was chosen."""
        chosen: Mapping[str, str] = self.cleaned_data
        return scoring.composed(self.version, chosen)
