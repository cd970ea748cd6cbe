from __future__ import annotations

import json
import re

import pytest
from lxml import etree

from results import acknowledged, advice, loose, result, supported, tool_runs, whole
from troth.report import badge, badge_json
from troth.report.manner import Manner
from troth.terms.result import Judged

SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("judged", "words", "colour"),
    [
        ((supported(),), "1 of 1 kept", badge.GREEN),
        ((supported(), acknowledged(), advice()), "1 of 2 kept", badge.GREEN),
        ((acknowledged(),), "0 of 1 kept", badge.GREY),
        ((supported(), tool_runs()), "1 of 2 kept · 1 at risk", badge.AMBER),
        ((supported(), tool_runs(), loose(1)), "1 of 3 kept · 1 broken · 1 at risk", badge.RED),
        ((advice(),), "none found", badge.GREY),
    ],
)
def test_what_it_says(judged: tuple[Judged, ...], words: str, colour: str) -> None:
    assert badge.message(result(*judged)) == (words, colour)
    told = json.loads(badge_json.render(result(*judged), 1.0, Manner()))
    assert told["schemaVersion"] == 1
    assert told["label"] == "promises"
    assert told["message"] == words
    assert told["color"] == colour[1:]
    assert ("isError" in told) == (colour == badge.RED)


@pytest.mark.parametrize("colour", [badge.GREEN, badge.AMBER, badge.RED, badge.GREY, badge.DARK])
def test_white_reads_on_every_colour(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_it_is_whole_in_itself_and_says_the_rest() -> None:
    told = badge.render(whole(), 1.0, Manner())
    root = etree.fromstring(told.encode())
    assert not re.search(r"href|url\((?!#)|@import|<style|<image|<script|http(?!://www\.w3\.org/2000/svg)", told)
    assert root.find(f"{SVG}title").text == root.attrib["aria-label"] == "promises: 1 of 4 kept · 1 broken · 1 at risk"
    assert "1 is unproven" in root.find(f"{SVG}desc").text
    assert "Checked on 25 November 2026 at commit 53ae8179" in root.find(f"{SVG}desc").text


def test_the_words_fit_their_boxes() -> None:
    root = etree.fromstring(badge.render(whole(), 1.0, Manner()).encode())
    boxes = [
        (float(each.attrib.get("x", 0)), float(each.attrib["width"])) for each in root.findall(f"{SVG}g/{SVG}rect")
    ]
    texts = [(float(each.attrib["x"]), float(each.attrib["textLength"])) for each in root.iter(f"{SVG}text")]
    for (left, wide), (start, length) in zip(boxes, texts, strict=True):
        assert left + badge.PADDING == start
        assert start + length + badge.PADDING == left + wide
    assert sum(wide for _, wide in boxes) == float(root.attrib["width"])
