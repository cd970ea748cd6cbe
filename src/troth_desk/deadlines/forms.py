"""Forms of the calendar."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms

from troth_desk.deadlines import calendars
from troth_desk.faces.lines import Line
from troth_desk.faces.lists import LongList

DAYS = (
    (0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"), (5, "Saturday"), (6, "Sunday"),
)  # fmt: skip


class Week(forms.Form):
    """Zone and working days."""

    zone = forms.CharField(
        label="Time zone",
        max_length=64,
        help_text="A day begins and ends by its clock. As in the IANA list: Europe/Berlin, America/New_York, UTC.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    days = forms.TypedMultipleChoiceField(
        label="The team works on",
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one day: without one no business day would ever pass."},
    )

    def clean_zone(self) -> str:
        """A zone that is known here."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError("There is no such time zone. Write it as Europe/Berlin or UTC.")
        return ZoneInfo(zone).key


class Read(forms.Form):
    """Which holidays to read from the library."""

    place = forms.ChoiceField(label="Country or part of it", help_text="Public holidays only.", widget=LongList)
    first_year = forms.IntegerField(label="From year", min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label="To year", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is written above
        field.choices = [("", "Choose one"), *_places()]

    def clean(self) -> dict[str, Any]:
        """Years in order, and not too many."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first_year"), given.get("last_year")
        if first and last and not 0 <= last - first < calendars.YEARS:
            raise forms.ValidationError(f"Put the first year before the last, at most {calendars.YEARS} years at once.")
        return given

    @property
    def country(self) -> str:
        """The country of the place that was chosen."""
        return str(self.cleaned_data["place"]).partition("-")[0]

    @property
    def subdivision(self) -> str:
        """The part of the country that was chosen, or ""."""
        return str(self.cleaned_data["place"]).partition("-")[2]


def _places() -> list[tuple[str, str]]:
    found = []
    for country in calendars.countries():
        found.append((country.code, country.name))
        found += [(f"{country.code}-{part}", f"{country.name}: {part}") for part in country.subdivisions]
    return found


class Day(forms.Form):
    """One day on which the team does not work."""

    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}))
    name = Line(label="What for", max_length=100, required=False)
