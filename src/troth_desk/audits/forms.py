"""Where the repository of a project lies, and how often the desk audits it."""

from __future__ import annotations

from typing import Any

from django import forms

from troth_desk.audits import sources
from troth_desk.audits.cloning import BRANCH
from troth_desk.audits.promised import LONGEST, SHORTEST
from troth_desk.faces.lines import Line


class Choice(forms.Form):
    """The settings of the audits of one project."""

    url = forms.CharField(
        required=False,
        label="Address of the repository",
        max_length=200,
        widget=forms.URLInput(attrs={"placeholder": "https://github.com/example/project"}),
        help_text="As git clone takes it, by https. A private one needs a token, which whoever runs the desk sets.",
    )
    branch = Line(required=False, label="Branch", max_length=200, help_text="Empty: the repository's own first one.")
    every = forms.IntegerField(
        required=False,
        label="Days between two audits",
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text="Empty: as often as the policy promises.",
    )
    on = forms.BooleanField(required=False, label="The desk audits this project by itself")

    def __init__(self, *given: Any, told: bool = False, **more: Any) -> None:
        """``told``: whoever runs the desk said where the repository lies, and nobody changes it here."""
        super().__init__(*given, **more)
        if told:
            del self.fields["url"]

    def clean_url(self) -> str:
        """The address, if nothing speaks against it."""
        url = str(self.cleaned_data["url"]).strip()
        refused = sources.refusal(url) if url else ""
        if refused:
            raise forms.ValidationError(refused)
        return url

    def clean_branch(self) -> str:
        """The name of a branch, or nothing."""
        branch = str(self.cleaned_data["branch"])
        if branch and (not BRANCH.fullmatch(branch) or ".." in branch):
            raise forms.ValidationError("This is no name of a branch.")
        return branch
