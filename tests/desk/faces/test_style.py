"""The style of the desk: the palette of the report, which is tested for contrast, and a base that stands in a layer."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from django.contrib.staticfiles import finders

DESK = files("troth_desk.faces").joinpath("static/faces/desk.css").read_text(encoding="utf-8")
REPORT = files("troth.report.html").joinpath("page.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([a-z-]+): (light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\));")
SHARED = ("ground", "panel", "code", "ink", "quiet", "accent", "kept", "at-risk", "broken", "unproven", "noted")


@pytest.mark.parametrize("name", SHARED)
def test_the_colours_are_those_of_the_report(name: str) -> None:
    assert dict(COLOUR.findall(DESK))[name] == dict(COLOUR.findall(REPORT))[name]


def test_the_base_is_vendored_with_its_version_and_licence() -> None:
    (base,) = re.findall(r'@import url\("(.+?)"\) layer\(base\);', DESK)
    assert finders.find(f"faces/{base}") is not None
    assert "MIT" in (files("troth_desk.faces") / "static/faces/vendor/pico-LICENSE.md").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_elsewhere() -> None:
    base = files("troth_desk.faces").joinpath("static/faces/vendor/pico-2.1.1.min.css").read_text(encoding="utf-8")
    for style in (DESK, base):
        assert not re.search(r"url\([\"']?(https?:)?//", style)
