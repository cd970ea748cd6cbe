"""What a person says of mail: how it is to be handled, which address means which project, where a mail belongs."""

from __future__ import annotations

from typing import Any

from django import forms

from troth_desk.cases import queries as cases
from troth_desk.cases.models import Case
from troth_desk.mailbox.models import Choices
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project


class ChoicesForm(forms.Form):
    """How mail is handled."""

    receipts = forms.BooleanField(
        label="Answer each report by mail with its receipt",
        required=False,
        help_text="Once a case, few times to one address. A receipt is no acknowledgement.",
    )
    news = forms.BooleanField(
        label="Mail those who give an address with a report by form or API when there is something new",
        required=False,
        help_text="Such a mail holds no word of the report: nothing proves that the address is theirs. Who gave a key "
        "is written to encrypted. Each has a link that ends them.",
    )
    words_in_clear = forms.BooleanField(
        label="The team's words may go out unencrypted to those who wrote unencrypted",
        required=False,
        help_text="Without it such mails only say that there is something new. Who gave a key is written to encrypted.",
    )
    plus_addresses = forms.BooleanField(
        label="Mail for security+anything@… reaches this desk",
        required=False,
        help_text="Answers then go to an address with a tag of their own, and find their case in every mail program.",
    )

    @classmethod
    def of(cls, choices: Choices) -> ChoicesForm:
        """The form as it was chosen last."""
        return cls(initial={name: getattr(choices, name) for name in cls.base_fields})


class AddressForm(forms.Form):
    """An address and the project that it means."""

    address = forms.CharField(label="Mail address", max_length=320)
    project = forms.ChoiceField(label="Project")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["project"].choices = [  # type: ignore[attr-defined]
            (each.slug, each.name) for each in tenants.projects(organisation)
        ]

    @property
    def chosen(self) -> Project:
        """The project."""
        return Project.objects.get(organisation=self.organisation, slug=self.cleaned_data["project"])


class ProjectForm(forms.Form):
    """The project that a mail reports to."""

    project = forms.ChoiceField(label="It reports a weakness of")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["project"].choices = [  # type: ignore[attr-defined]
            (each.slug, each.name) for each in tenants.projects(organisation)
        ]

    @property
    def chosen(self) -> Project:
        """The project."""
        return Project.objects.get(organisation=self.organisation, slug=self.cleaned_data["project"])


class CaseForm(forms.Form):
    """The case that a mail belongs to."""

    reference = forms.CharField(label="It belongs to the case", max_length=20, help_text="Its reference: TR-7K3MQ9TD")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.case: Case | None = None

    def clean_reference(self) -> str:
        """The reference, in capitals; there has to be such a case."""
        given = str(self.cleaned_data["reference"]).strip().upper()
        self.case = cases.case(self.organisation, given)
        if self.case is None:
            raise forms.ValidationError("There is no case of that reference here.")
        return given
