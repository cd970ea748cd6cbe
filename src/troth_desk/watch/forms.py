"""What people fill in about components."""

from __future__ import annotations

from typing import Any

from django import forms

from troth_desk.watch.actions import USUAL
from troth_desk.watch.reading import LARGEST


class InventoryForm(forms.Form):
    """A list of components, as a file or as text."""

    file = forms.FileField(
        label="The list, as a file",
        required=False,
        help_text="What troth inventory --json prints, or a bill of materials: CycloneDX (JSON, XML), SPDX (JSON, "
        f"tag-value). At most {LARGEST // 1024**2} MiB.",
        allow_empty_file=True,
    )
    text = forms.CharField(label="The list, as text", required=False, widget=forms.Textarea({"rows": 4}), strip=False)
    source = forms.CharField(
        label="Name of its source",
        required=False,
        initial=USUAL,
        max_length=100,
        help_text="The newest list of each name counts. Give two names to two parts that have lists of their own, such "
        "as “service” and “site”.",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two has to be there."""
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not said.get("text"):
            self.add_error("file", "Choose a file, or paste its text below.")
        return said

    def content(self) -> tuple[bytes, str]:
        """The list and the name of its file."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(LARGEST + 1), file.name or "list"
        text: str = self.cleaned_data["text"]
        return text.encode("utf-8", "surrogatepass"), "text"
