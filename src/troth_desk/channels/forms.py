"""Forms of the channels: a contact, a list of them, and the reason of an early notice."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile

from troth_desk.channels import importing
from troth_desk.channels.actions import REASON
from troth_desk.channels.importing import BadListError, Row
from troth_desk.channels.models import Contact
from troth_desk.faces.lines import Line
from troth_desk.openpgp import certificates


class ContactForm(forms.Form):
    """Somebody who is told, and what they agreed to."""

    name = Line(label="Organisation or person", max_length=200)
    address = forms.EmailField(label="Mail address", help_text="Best that of a team which reads it every day.")
    product = Line(
        label="What they use", max_length=200, required=False, help_text="Leave it empty for all of the project."
    )
    early = forms.BooleanField(
        label="They agreed to hear of weaknesses before the world, and to keep silent", required=False
    )
    early_note = Line(
        label="Where they agreed",
        max_length=200,
        required=False,
        help_text="A contract, a mail, a day. Needed for early notices.",
    )
    key = forms.CharField(
        label="OpenPGP key",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="Their public key in ASCII armour. Letters are encrypted to it; early notices go out only so.",
    )

    def clean(self) -> dict[str, object]:
        """An early notice without an agreement breaks a silence that somebody was promised."""
        given = super().clean() or self.cleaned_data
        if given.get("early") and not given.get("early_note"):
            self.add_error("early_note", "Write where they agreed: without that, nobody is told early.")
        return given

    def clean_key(self) -> str:
        """A key that something can be encrypted to."""
        text = str(self.cleaned_data["key"]).strip()
        if text:
            try:
                found = certificates.read(text)
                certificates.usable(found.armoured)
            except certificates.UnusableCertificateError as error:
                raise forms.ValidationError(f"{str(error)[:1].upper()}{str(error)[1:]}") from None
        return text

    @property
    def row(self) -> Row:
        """What was given, as a line of a list."""
        given = self.cleaned_data
        return Row(given["name"], given["address"], given["product"], given["early"], given["early_note"])

    @classmethod
    def of(cls, contact: Contact, key: str) -> ContactForm:
        """Filled in with what is known of ``contact``."""
        fields = ("name", "address", "product", "early", "early_note")
        return cls(initial={name: getattr(contact, name) for name in fields} | {"key": key})


class ListForm(forms.Form):
    """A list of contacts as CSV: a file, or pasted lines. ``rows`` are its lines once it is valid."""

    file = forms.FileField(
        label="List (CSV)",
        required=False,
        help_text="Columns name and address, and if you like product, early (yes or no) and note. UTF-8.",
    )
    lines = forms.CharField(
        label="Or its lines",
        required=False,
        max_length=importing.LARGEST,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="The first line names the columns.",
    )
    rows: Sequence[Row] = ()

    def clean(self) -> dict[str, object]:
        """Nothing is taken of a list with a line that is wrong."""
        given = super().clean() or self.cleaned_data
        upload = given.get("file")
        name = "file" if isinstance(upload, UploadedFile) else "lines"
        content = (
            upload.read(importing.LARGEST + 1) if isinstance(upload, UploadedFile) else given.get("lines", "").encode()
        )
        if not content:
            self.add_error("file", "Choose a file, or paste its lines.")
            return given
        try:
            self.rows = importing.read(content)
        except BadListError as error:
            self.add_error(name, str(error))
        return given


class EarlyForm(forms.Form):
    """Why users may hear of it now."""

    reason = Line(
        label="Why may they hear of it now, and who agreed?",
        max_length=REASON,
        help_text="The reporter was promised silence too: say that they agreed, or why nothing was promised.",
    )
