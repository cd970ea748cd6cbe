"""What people hand in: a document of the policy, or the address where it lies."""

from __future__ import annotations

from typing import Any

from django import forms

from troth_desk.policies import reading
from troth_desk.policies.refusal import RefusedTextsError

PATH = "Path of the document in the repository, as troth check calls it."


class Upload(forms.Form):
    """A document as a file or as text; the others of the policy stay as they are."""

    file = forms.FileField(
        required=False,
        label="Document",
        help_text="SECURITY.md, another document of the policy, or troth.toml. At most 1 MiB, UTF-8.",
    )
    text = forms.CharField(
        required=False,
        label="Or its text",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        strip=False,
        max_length=reading.LARGEST,
    )
    path = forms.CharField(
        required=False,
        label="Path",
        max_length=reading.LONGEST_PATH,
        help_text=f"{PATH} Default: the name of the file.",
    )

    def clean(self) -> dict[str, Any]:
        """``path`` and ``text`` of the document."""
        said = super().clean() or {}
        file, text = said.get("file"), said.get("text") or ""
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError("Choose a file or paste its text: one of the two.")
        said["path"] = (said.get("path") or (file.name if file else "") or "SECURITY.md").strip()
        if file:
            if file.size > reading.LARGEST:
                raise forms.ValidationError(f"{said['path']} is larger than {reading.LARGEST // 1024} KiB.")
            try:
                said["text"] = reading.decoded(said["path"], file.read())
            except RefusedTextsError as error:
                raise forms.ValidationError(str(error)) from None
        else:
            said["text"] = text.replace("\r\n", "\n")
        return said


class Pull(forms.Form):
    """An address from which the document is pulled, now and every six hours."""

    url = forms.CharField(
        label="Address",
        max_length=1000,
        help_text="A repository on GitHub, or the raw file by http or https; public addresses only.",
        widget=forms.URLInput(attrs={"placeholder": "https://github.com/example/project"}),
    )
    path = forms.CharField(required=False, label="Path", max_length=reading.LONGEST_PATH, help_text=PATH)


class Remove(forms.Form):
    """A document that is no longer part of the policy."""

    path = forms.CharField(max_length=reading.LONGEST_PATH, widget=forms.HiddenInput)
