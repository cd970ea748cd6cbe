"""Whether a sentence promises a publication, or asks for silence until one."""

from __future__ import annotations

import pytest

from troth_desk.policies.models import Promise
from troth_desk.policies.windows import asks_for_silence

WISHES = (
    "We request a 90-day disclosure window for critical vulnerabilities to allow users adequate time to patch.",
    "We kindly ask that you wait 90 days before you publish.",
    "Please give us 90 days before public disclosure.",
    "Details on the issue will be embargoed for 30 days.",
    "Keep confidential any information about vulnerabilities for up to 90 calendar days.",
    "3. Allow 90 days for a patch before public disclosure",
)
PROMISES = (
    "We disclose every valid report within 90 days.",
    "Public disclosure | T+90 days",
    "When we receive a report and confirm it is valid we will disclose within 90 days.",
    "Typical timeline: 90 days from report to public disclosure",
)


@pytest.mark.parametrize("sentence", WISHES)
def test_wishes(sentence: str) -> None:
    assert asks_for_silence(Promise(action="disclose", sentence=sentence))
    assert not asks_for_silence(Promise(action="fix", sentence=sentence))


@pytest.mark.parametrize("sentence", PROMISES)
def test_promises(sentence: str) -> None:
    assert not asks_for_silence(Promise(action="disclose", sentence=sentence))
