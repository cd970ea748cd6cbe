"""Vectors of all versions of CVSS, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.cvss import Scored, scored


@pytest.mark.parametrize(
    ("vector", "version", "score"),
    [
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "2.0", 7.5),
        ("(AV:L/AC:H/Au:N/C:N/I:P/A:C)", "2.0", 4.7),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.0", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "3.1", 6.1),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/E:P/RL:O", "3.1", 7.5),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "3.1", 0.0),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 9.3),
        (" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ ", "3.1", 9.8),
    ],
)
def test_vectors(vector: str, version: str, score: float) -> None:
    assert scored(vector) == Scored(version, score)


@pytest.mark.parametrize(
    "text",
    ["", "7.5", "HIGH", "CVSS:3.1", "CVSS:3.1/", "CVSS:3.1/AV:N", "CVSS:3.1/AV:N/AV:N", "CVSS:9.9/AV:N/AC:L", "CVSS:4.0/AV:N/AC:L",
     "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "AV:N/AC:L/Au:N/C:P/I:P", "AV:N" + "/AC:L" * 500, "CVSS:3.1/\x00", "(" * 600],
)  # fmt: skip
def test_what_is_no_vector(text: str) -> None:
    assert scored(text) is None


METRICS = st.sampled_from(
    ["AV:N", "AC:L", "Au:N", "PR:N", "UI:R", "S:C", "C:H", "I:N", "A:L", "VC:H", "AT:N", "SA:S", "E:ND", "XX:Y", "R"]
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "CVSS:2.0/", "CVSS:3.0/", "CVSS:3.1/", "CVSS:4.0/", "CVSS:5/"]),
    st.lists(METRICS, max_size=14),
    st.text(max_size=5),
)
def test_no_text_breaks_it(prefix: str, metrics: list[str], wild: str) -> None:
    for text in (prefix + "/".join(metrics), prefix + wild, wild):
        found = scored(text)
        assert found is None or 0.0 <= found.score <= 10.0
