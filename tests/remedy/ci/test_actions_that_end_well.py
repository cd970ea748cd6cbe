"""Actions that end well whatever they find learn to fail, and what writes a bill of materials is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from remedy.ci.taking_up import Capture, lay, policy, take_up

SCAN = ".github/workflows/scan.yml"
HEAD = "on: [pull_request]\npermissions: {}\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
BILL = "      - uses: aquasecurity/trivy-action@0.34.1\n        with:\n          scan-type: fs\n          format: cyclonedx\n"
PLAIN = "      - uses: aquasecurity/trivy-action@0.34.1\n        with:\n          scan-type: fs  # all\n          scan-ref: .\n"
NAMED = (
    "      - name: Scan\n        uses: aquasecurity/trivy-action@0.34.1\n\n        with:\n            scan-type: fs\n"
)
EMPTY = "          scan-type: fs\n          exit-code: ''\n"
WITHOUT = "      - uses: aquasecurity/trivy-action@0.34.1\n      - run: make\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("steps", "grown"),
    [
        (PLAIN, PLAIN.replace("with:\n", "with:\n          exit-code: '1'\n")),
        (BILL + PLAIN, BILL + PLAIN.replace("with:\n", "with:\n          exit-code: '1'\n")),
        (NAMED + "      - run: make\n", NAMED.replace("with:\n", "with:\n            exit-code: '1'\n") + "      - run: make\n"),
        (PLAIN.replace("          scan-type: fs  # all\n", EMPTY), PLAIN.replace("          scan-type: fs  # all\n", EMPTY.replace("''", "'1'"))),
        (WITHOUT, WITHOUT.replace("1\n", "1\n        with:\n          exit-code: '1'\n", 1)),
    ],
    ids=["inputs", "beside a bill", "a named step", "an empty one", "no inputs"],
)  # fmt: skip
def test_an_action_that_ends_well_learns_to_fail(
    steps: str, grown: str, end: str, tmp_path: Path, capsys: Capture
) -> None:
    text = (HEAD + steps).replace("\n", end)
    lay(tmp_path, {"SECURITY.md": policy("We run Trivy on every pull request."), SCAN: text.encode()})
    taken = take_up(capsys, tmp_path)
    assert (tmp_path / SCAN).read_bytes() == (HEAD + grown).replace("\n", end).encode()
    assert set(taken.before.values()) == {"at_risk"}
    assert set(taken.after.values()) == {"kept"}
    assert taken.again == []


def test_a_bill_of_materials_finds_nothing_whatever_its_exit_code(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {"SECURITY.md": policy("We run Trivy on every pull request."), SCAN: HEAD + BILL})
    taken = take_up(capsys, tmp_path)
    assert (tmp_path / SCAN).read_text() == HEAD + BILL
    assert any("bill of materials" in each["reason"] for each in taken.unmended)


def test_no_template_of_another_host_than_the_sentence_names(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {"SECURITY.md": policy("Please do not report vulnerabilities through public GitHub issues.")})
    taken = take_up(capsys, tmp_path, "gitlab")
    assert not (tmp_path / ".gitlab/issue_templates").exists()
    assert list(taken.after.values()) == ["unproven"]
