"""Lists to choose from that are long."""

from __future__ import annotations

from django import forms


class LongList(forms.Select):
    """Django's list, made by one template: its own takes three for each option, which a thousand of them are felt by.

    Options have no attributes but ``selected``, and stand in no groups.
    """

    template_name = "faces/long_list.html"
