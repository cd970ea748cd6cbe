"""Contrast by WCAG 2.2, 1.4.3: at least 4.5:1 for every colour on every ground it stands on, light and dark."""

from __future__ import annotations

import itertools
import re
from importlib.resources import files

import pytest

STYLE = "".join(
    files("troth.report.html").joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "text.css")
)
COLOURS = {
    name: pair for name, *pair in re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", STYLE)
}
STANDINGS = ("kept", "at-risk", "broken", "unproven", "noted")
LEAST = 4.5
TINT = 0.14


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(values: list[float]) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert round(contrast(channels("#ffffff"), channels("#000000")), 1) == 21.0
    assert round(contrast(channels("#777777"), channels("#ffffff")), 2) == 4.48


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *itertools.product(("ink", "quiet", "accent", *STANDINGS), ("ground", "panel")),
        ("ink", "code"),
        ("quiet", "code"),
        *((one, "code") for one in STANDINGS),
    ],
)
def test_every_colour_can_be_read(ink: str, ground: str, side: int) -> None:
    assert contrast(channels(COLOURS[ink][side]), channels(COLOURS[ground][side])) >= LEAST


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("standing", STANDINGS)
def test_what_is_in_focus_can_be_read(standing: str, side: int) -> None:
    look, ground = channels(COLOURS[standing][side]), channels(COLOURS["ground"][side])
    tinted = [TINT * one + (1 - TINT) * other for one, other in zip(look, ground, strict=True)]
    assert contrast(look, tinted) >= LEAST
    assert contrast(channels(COLOURS["ink"][side]), tinted) >= LEAST
    assert f"var(--look) {TINT:.0%}" in STYLE


def test_standings_are_told_by_more_than_colour() -> None:
    lines = [re.search(rf"\.{one} {{ .*--line: (\w+); --thick: (\w+);", STYLE) for one in STANDINGS]
    told = [found.groups() for found in lines if found]
    assert len(set(told)) == len(STANDINGS)


def test_no_colour_stands_outside_the_palette() -> None:
    rest = re.sub(r":root \{.*?\n\}", "", STYLE, count=1, flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", rest)


def test_nothing_moves_and_nothing_is_fetched() -> None:
    assert not re.search(r"\b(animation|transition|@import|@font-face)\b|url\(", STYLE)
