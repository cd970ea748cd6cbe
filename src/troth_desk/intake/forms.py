"""The form of a report, with the fields that the policy asks for, and that of a reporter's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from troth_desk.cases.actions import Report
from troth_desk.cases.forms import IN_THESE_TIMES
from troth_desk.files import names
from troth_desk.intake.limits import LONGEST_CONTACT, LONGEST_MESSAGE, LONGEST_TEXT, LONGEST_TITLE
from troth_desk.policies.asked import Field

COLUMNS = ("title", "description", "steps", "impact", "suggested_fix", "contact")
ROWS = {"description": 7, "steps": 6, "impact": 4, "suggested_fix": 4}
EMPTY = {
    "title": "Say in one line what it is: it is the headline of your report.",
    "description": "Say what is wrong, in as many words as it takes.",
}
NOT_KNOWN = "The policy asks for this. If you cannot say, write “not known”."
HELP = {
    "title": "One line, such as “Path traversal in the export”.",
    "contact": "An e-mail address, or however you like to be reached. Mail says only that there is something new. "
    "Leave it empty to stay anonymous: then the link that you get after sending is the only way back.",
}


class Words(forms.CharField):
    """Text of people: bounded, and cleaned of nothing but what a database or a screen is led astray by."""

    def __init__(self, *, single: bool = False, most: int = LONGEST_TEXT, **given: Any) -> None:
        self.single = single
        given.setdefault("widget", forms.TextInput() if single else forms.Textarea())
        super().__init__(max_length=most, strip=False, **given)
        self.error_messages["max_length"] = (
            f"This holds %(show_value)d characters, and {most:,} fit. Send what is left as a file."
        )

    def to_python(self, value: Any) -> Any:
        """The text, with its line ends made one kind; controls are gone before they are looked at."""
        given = str(super().to_python(value) or "")
        return names.one_line(given) if self.single else names.whole_text(given)


class ReportForm(forms.Form):
    """A report as this policy asks for it. ``asked`` comes from ``policies.asked.fields``."""

    def __init__(self, asked: Sequence[Field], data: Any = None) -> None:
        super().__init__(data, auto_id="%s", label_suffix="")
        self.asked = {_name(field): field for field in asked if field.name != "files"}
        for name, field in self.asked.items():
            self.fields[name] = _field(field)

    def report(self) -> Report:
        """What was reported; the form is valid."""
        given = {name: str(self.cleaned_data.get(name) or "") for name in COLUMNS}
        answers = {
            field.label: str(self.cleaned_data[name])
            for name, field in self.asked.items()
            if not field.known and self.cleaned_data.get(name)
        }
        return Report(**given, answers=answers)

    def rows(self) -> list[tuple[forms.BoundField, Field]]:
        """Each field of the page with what the policy says of it, the contact left out: it stands last."""
        return [(self[name], field) for name, field in self.asked.items() if name != "contact"]

    def last(self) -> tuple[forms.BoundField, Field]:
        """The field of the contact."""
        return self["contact"], self.asked["contact"]


class MessageForm(forms.Form):
    """What a reporter says to the team."""

    body = Words(label="Your message", required=False, most=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s", label_suffix="")


class ProposalForm(forms.Form):
    """A day until which to keep silent."""

    day = forms.DateField(
        label="Keep silent until the end of",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a day.", "invalid": "Write the day as 2026-12-31."},
        validators=IN_THESE_TIMES,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="proposal-%s", label_suffix="")

    def until(self, zone: str) -> datetime:
        """The end of the day in ``zone``, as an instant in UTC."""
        day: date = self.cleaned_data["day"]
        return datetime.combine(day, time(23, 59), ZoneInfo(zone or "UTC")).astimezone(UTC)


class CreditForm(forms.Form):
    """How a reporter wishes to be named when this is published."""

    choice = forms.ChoiceField(
        choices=(
            ("name", "By my name"),
            ("alias", "By an alias"),
            ("anonymous", "Not at all"),
        ),
        widget=forms.RadioSelect,
        label="When this is published, name me",
        error_messages={"required": "Choose one of the three; you can change it until this is published."},
    )
    name = Words(single=True, most=200, required=False, label="The name or alias, as it is to be written")

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, auto_id="credit-%s", label_suffix="", initial=initial)

    def clean(self) -> dict[str, Any]:
        """A name belongs to the first two choices, and none to the third."""
        given = super().clean() or {}
        if given.get("choice") in {"name", "alias"} and not given.get("name"):
            self.add_error("name", "Write the name as it is to be printed.")
        if given.get("choice") == "anonymous":
            given["name"] = ""
        return given


def _name(field: Field) -> str:
    """The name in the form; those of a policy's own fields cannot be taken for ours."""
    return field.name if field.known else f"asked-{field.name}"


def _field(field: Field) -> forms.Field:
    if field.name in {"title", "contact"}:
        made = Words(
            single=True,
            most=LONGEST_TITLE if field.name == "title" else LONGEST_CONTACT,
            label=field.label,
            required=field.required,
            help_text=HELP[field.name],
        )
    else:
        rows = ROWS.get(field.name, 2)
        made = Words(label=field.label, required=field.required, widget=forms.Textarea(attrs={"rows": rows}))
    made.error_messages["required"] = EMPTY.get(field.name, NOT_KNOWN)
    return made
