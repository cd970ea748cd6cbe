"""Forms of the list of cases."""

from __future__ import annotations

from django import forms

from troth_desk.faces.lines import Line


class KeepView(forms.Form):
    """A name for the filters of the present address."""

    name = Line(max_length=60, label="Name of this view")
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
