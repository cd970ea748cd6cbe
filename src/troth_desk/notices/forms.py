"""Forms of the groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from troth_desk.faces.lines import Line
from troth_desk.notices.models import Pace
from troth_desk.openpgp import certificates
from troth_desk.people.models import Membership


class GroupForm(forms.Form):
    """Who is meant by a name; ``people`` are those who can be chosen."""

    name = Line(label="Name", max_length=60, help_text="As the policy says it: security team, development team.")
    members = forms.TypedMultipleChoiceField(
        label="Members", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    address = forms.EmailField(
        label="Mail address", required=False, help_text="Of a list, say. It is mailed beside the members."
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {member.pk: member for member in people}
        field = self.fields["members"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is written above
        field.choices = [
            (pk, f"{member.user.email or member.user} ({member.role})") for pk, member in self.people.items()
        ]

    def clean_name(self) -> str:
        """One name, however it is spaced or written."""
        return " ".join(str(self.cleaned_data["name"]).lower().split())

    def clean(self) -> dict[str, Any]:
        """A group is somebody."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("members") and not given.get("address"):
            raise forms.ValidationError("Choose a member or give an address: a group of nobody reaches nobody.")
        return given

    @property
    def chosen(self) -> list[Membership]:
        """The members that were chosen."""
        return [self.people[pk] for pk in self.cleaned_data["members"]]


class PaceForm(forms.Form):
    """How often one is mailed."""

    pace = forms.ChoiceField(label="Mail me", choices=Pace.choices, widget=forms.RadioSelect())


class CertificateForm(forms.Form):
    """A public OpenPGP key, pasted."""

    key = forms.CharField(
        label="Public key",
        max_length=400_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text="What gpg --armor --export ADDRESS prints: it begins with BEGIN PGP PUBLIC KEY BLOCK.",
    )

    def clean_key(self) -> str:
        """A key that something can be encrypted to now."""
        text = str(self.cleaned_data["key"])
        try:
            certificates.usable(text)
        except certificates.UnusableCertificateError as error:
            said = str(error)
            if "PRIVATE KEY" in text:  # it is not sent back, where it would stand in the page
                self.data = {**self.data, self.add_prefix("key"): ""}
            raise forms.ValidationError(f"{said[:1].upper()}{said[1:]}.") from None
        return text
