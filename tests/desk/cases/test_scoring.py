"""Vectors of CVSS 3.1 and 4.0: examples of the standards, every mandatory metric, and words that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.cases import scoring
from troth_desk.cases.machine import Refused
from troth_desk.policies.queries import Band


@pytest.mark.parametrize(
    ("vector", "score", "severity"),
    [
        # https://www.first.org/cvss/v3-1/examples: 1, 3, 5, 9, 17
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "6.4", "medium"),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "3.1", "low"),
        ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", "4.2", "medium"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "7.5", "high"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", "critical"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0", "none"),
        # temporal and environmental metrics count: the overall score
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U", "7.8", "high"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P", "6.8", "medium"),
        # https://www.first.org/cvss/v4-0/examples
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "9.3", "critical"),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.7", "high"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "0.0", "none"),
    ],
)
def test_scores(vector: str, score: str, severity: str) -> None:
    found = scoring.score(vector)
    assert (str(found.score), scoring.banded(found.score, ()).severity) == (score, severity)


@pytest.mark.parametrize(
    "vector",
    [
        "", "9.8", "AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Q", "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/" + "AV:N/" * 500, "CVSS:3.1/AV:N\x00", "\u200b",
    ],
)  # fmt: skip
def test_what_is_no_vector_is_refused_in_words(vector: str) -> None:
    with pytest.raises(Refused, match=r"Write a vector|This vector is none"):
        scoring.score(vector)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_words_are_a_score_or_a_refusal(words: str) -> None:
    for said in (words, f"CVSS:3.1/{words}", f"CVSS:4.0/{words}"):
        try:
            assert Decimal(0) <= scoring.score(said).score <= Decimal(10)
        except Refused as refused:
            assert str(refused)  # noqa: PT017 - either answer is right, a traceback is not


@pytest.mark.parametrize("version", scoring.VERSIONS)
@settings(deadline=None)
@given(data=st.data())
def test_every_choice_of_metrics_is_a_vector_that_reads_back(version: str, data: st.DataObject) -> None:
    chosen = {
        one.key: data.draw(
            st.sampled_from([value.key for value in one.values] + ([] if one.mandatory else [""])), one.key
        )
        for one in scoring.metrics(version)
    }
    vector = scoring.composed(version, chosen)
    found = scoring.score(vector)
    assert found.version == version
    assert scoring.score(found.vector) == found
    assert scoring.banded(found.score, ()).severity in {name for name, _, _ in scoring.SCALE}


def test_a_missing_metric_is_named() -> None:
    with pytest.raises(Refused, match="Choose a value for Attack Vector, Attack Complexity"):
        scoring.composed("3.1", {})
    with pytest.raises(Refused, match=r"Choose CVSS 3\.1 or CVSS 4\.0"):
        scoring.composed("2.0", {})


def band(name: str, low: float, high: float) -> Band:
    return Band(name, low, high, "SECURITY.md", 1, "")


@pytest.mark.parametrize("tenths", range(101))
def test_every_score_has_a_severity_with_bands_and_without(tenths: int) -> None:
    points = Decimal(tenths) / 10
    scale = scoring.banded(points, ())
    assert scale.band is None
    expected = (
        "none"
        if tenths == 0
        else "low"
        if tenths < 40
        else "medium"
        if tenths < 70
        else "high"
        if tenths < 90
        else "critical"
    )
    assert scale.severity == expected
    own = scoring.banded(points, [band("critical", 8.0, 10.0)])
    assert own.severity == ("critical" if tenths >= 80 else expected)
    assert (own.band is not None) is (tenths >= 80)
