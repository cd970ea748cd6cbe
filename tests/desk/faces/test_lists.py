"""A long list is the list that Django makes, made faster: without the empty line behind each option."""

from __future__ import annotations

import pytest
from django import forms

from troth_desk.deadlines.forms import Read
from troth_desk.faces.lists import LongList

CHOICES = [("", "Choose one"), ("DE", "Germany"), ("DE-BE", "Germany: <Berlin> & more"), (3, "a number")]


def by_django(made: forms.Select, value: str | int | None) -> str:
    return made.render("place", value).replace("</option>\n\n", "</option>\n")


@pytest.mark.parametrize("value", ["", "DE", "DE-BE", 3, "3", None, "elsewhere"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_place", "required": True, "disabled": False, "class": '"<&'}])
def test_it_is_what_django_makes(value: str | int | None, attrs: dict[str, str | bool]) -> None:
    ours = LongList(attrs, CHOICES).render("place", value)
    assert ours == by_django(forms.Select(attrs, CHOICES), value)
    assert ours.count("<option") == len(CHOICES)


def test_all_places_of_the_calendar_are_listed() -> None:
    field = Read(initial={"place": "DE-BE"})["place"]
    ours = str(field)
    made = field.as_widget(forms.Select(choices=field.field.choices))  # type: ignore[attr-defined]
    assert ours == made.replace("</option>\n\n", "</option>\n")
    assert '<option value="DE-BE" selected>' in ours
    assert ours.count("<option") > 500
