"""What an owner fills in about a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from troth_desk import outward
from troth_desk.faces.lines import Line
from troth_desk.webhooks.kinds import GROUPS, KINDS


class Events(forms.MultipleChoiceField):
    """Some of a list, or none: of all lists together at least one is chosen, which the form says."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        """Nothing that does not stand in the list."""
        for each in value:
            if not self.valid_value(each):
                raise forms.ValidationError(f"There is no event “{each[:80]}”.")


class SubscriptionForm(forms.Form):
    """Name, address, and of what it is told: one list of boxes a group of events."""

    name = Line(label="Name", max_length=100, help_text="Who is told, such as “chat of the on-call”.")
    url = forms.CharField(
        label="Address",
        max_length=outward.LONGEST_URL,
        help_text="It begins with https, and everybody on the internet means the same machine by it.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        chosen = (kwargs.get("initial") or {}).get("kinds", ())
        super().__init__(*args, **kwargs)
        for number, (group, kinds) in enumerate(GROUPS):
            self.fields[f"kinds_{number}"] = Events(
                label=f"It is told of {group}",
                choices=[(kind.name, f"{kind.says} ({kind.name})") for kind in kinds],
                initial=[kind.name for kind in kinds if kind.name in chosen],
            )

    def clean_url(self) -> str:
        """An address that the desk may ask, by https; a machine that the operator permits also by http."""
        url = str(self.cleaned_data["url"]).strip()
        inside = tuple(getattr(settings, "INSIDE", ()))
        try:
            parts = outward.split(url, inside)
        except outward.RefusedAddressError as refused:
            raise forms.ValidationError(str(refused)) from None
        if parts.scheme != "https" and not outward.permits(parts, inside):
            raise forms.ValidationError("Events go over https alone, and this address begins with http.")
        return url

    def clean(self) -> dict[str, Any]:
        """At least one event, in the order of the lists."""
        given = super().clean() or self.cleaned_data
        chosen = {name for number in range(len(GROUPS)) for name in given.get(f"kinds_{number}", ())}
        given["kinds"] = [name for name in KINDS if name in chosen]
        if not given["kinds"] and not any(name.startswith("kinds_") for name in self.errors):
            raise forms.ValidationError("Choose at least one event: a webhook without any is told nothing.")
        return given
