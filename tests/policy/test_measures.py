"""Measures: what stops a build, reports in confidence, labels that say nothing, and what is none."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Practice


def measures(text: str) -> list[tuple[int | None, str]]:
    found = read("SECURITY.md", text, tools.NAMES).commitments
    return [(each.span.line, each.topic) for each in found if isinstance(each, Practice)]


@pytest.mark.parametrize(
    "said",
    [
        "An expired entry of the tide table fails the build.",
        "Any open finding on the quay blocks the merge.",
        "A critical finding aborts the release of the ferry.",
        "We will handle your report with strict confidentiality.",
        "We will not pass on your personal details to third parties.",
        "We treat all letters of the harbour office in confidence.",
        "We maintain confidentiality throughout the voyage.",
        "What you tell us is kept confidential within the crew.",
        "Letters are shared only on a need-to-know basis.",
    ],
)
def test_what_stops_a_build_and_confidence_are_measures_anywhere(said: str) -> None:
    assert [line for line, _ in measures(f"# Ferry\n\n## What happens then\n\n{said}\n")] == [5]


@pytest.mark.parametrize(
    "said",
    [
        "An old entry of the tide table does not fail the build.",
        "Please treat the report in confidence.",
        "We ask you to keep the report in confidence.",
        "Failed soundings do not block the release.",
    ],
)
def test_what_stops_nothing_and_what_is_asked_of_reporters_is_none(said: str) -> None:
    assert not measures(f"# Ferry\n\n## What happens then\n\n{said}\n")


def test_items_with_the_same_empty_label_are_measures_each() -> None:
    text = (
        "# Ferry\n\n## Security controls\n\n### Manifests\n\n- **Control**: Manifests are encrypted at rest\n\n"
        "### Radio\n\n- **Control**: All radio traffic is encrypted\n"
    )
    assert measures(text) == [(7, "encryption"), (11, "encryption")]


def test_a_list_of_tools_is_none_of_measures() -> None:
    text = (
        "# Ferry\n\n## Security measures\n\n- **Trivy**: scans container images\n- **Gitleaks**: detection of secrets\n"
        "- **Secret handling**: secrets never reach the logbook\n"
    )
    assert measures(text) == [(7, "secrets")]


@pytest.mark.parametrize("heading", ["What is not authorized", "Out of scope", "Excluded tests"])
def test_what_is_forbidden_to_researchers_is_none(heading: str) -> None:
    assert not measures(f"# Ferry\n\n## {heading}\n\n- Network denial of service tests\n- Access control bypasses\n")


def test_limits_of_rates_are_of_no_topic_with_a_name() -> None:
    text = "# Ferry\n\n## Security measures\n\n- **Rate limiting**: every pier is limited\n"
    assert measures(text) == [(5, "other")]


def test_what_is_done_to_all_is_a_measure_and_what_would_be_is_none() -> None:
    heading = "# Ferry\n\n## Pipeline\n\n"
    assert [
        line for line, _ in measures(f"{heading}- All changes are tested by a fuzzer before they are merged.\n")
    ] == [5]
    assert not measures(f"{heading}- This was once tested by hand; a fuzzer would be recommended in the future.\n")
