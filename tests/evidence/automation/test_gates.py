"""Whether a later line may fail by what a tool wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.automation.gatherer import invocations
from troth.evidence.repository import Repository
from troth.terms.span import Span

CI = ".github/workflows/ci.yml"
SCAN = "      - run: semgrep scan --json-output berths.json .\n"


def gate(tree: Callable[..., Repository], steps: str, **files: str) -> Span | None:
    top = "on: [push, pull_request]\njobs:\n  quay:\n    runs-on: ubuntu-latest\n    steps:\n"
    other = "  ferry:\n    runs-on: ubuntu-latest\n    steps:\n      - run: exit 1 # berths.json\n"
    found = invocations(tree({CI: top + steps + other, **files})).found
    return next(one.gate for one in found if one.tool != "pytest")


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (
            f'{SCAN}      - run: |\n          n=$(jq length berths.json)\n          if [ "$n" -gt 0 ]; then exit 1; fi\n',
            8,
        ),
        (f"{SCAN}      - run: jq -e 'length == 0' berths.json\n", 7),
        (f"{SCAN}      - run: python tools/gate.py berths.json\n", 7),
        (f"{SCAN}      - run: ./gate.sh berths.json\n", 7),
        (f"{SCAN}      - uses: harbour/gate@v1\n        with:\n          report: berths.json\n", 9),
        ("      - run: semgrep scan --json-output berths.json .; node gate.js berths.json\n", 6),
        ("      - run: bandit -r . -f json -o berths.json || true\n      - run: node gate.js berths.json\n", 7),
        (
            (
                "      - uses: aquasecurity/trivy-action@v1\n        with:\n          format: json\n"
                "          output: berths.json\n      - run: python gate.py berths.json\n"
            ),
            10,
        ),
        (
            (
                "      - run: |\n          semgrep scan --json \\\n            --output berths.json .\n"
                "          python gate.py berths.json\n"
            ),
            9,
        ),
    ],
)
def test_a_later_line_may_fail_by_the_report(tree: Callable[..., Repository], steps: str, line: int) -> None:
    found = gate(tree, steps)
    assert found is not None
    assert (found.path, found.line) == (CI, line)


@pytest.mark.parametrize(
    "steps",
    [
        SCAN,
        f"{SCAN}      - run: cat berths.json\n",
        f"{SCAN}      - run: exit 1\n        if: failure()\n",
        f"{SCAN}      - run: python gate.py piers.json\n",
        f"{SCAN}      - run: python gate.py berths.json || true\n",
        f"{SCAN}      - uses: actions/upload-artifact@v4\n        with:\n          path: berths.json\n",
        f"{SCAN}      - uses: github/codeql-action/upload-sarif@v3\n        with:\n          sarif_file: berths.json\n",
        "      - run: bandit -r . -f json -o berths.json\n      - run: python gate.py berths.json\n",
        "      - run: semgrep scan --config rules.yml .\n      - run: python gate.py rules.yml\n",
    ],
)
def test_nothing_fails_by_it(tree: Callable[..., Repository], steps: str) -> None:
    assert gate(tree, steps, **{"rules.yml": "rules: []\n"}) is None


def test_a_script_that_asks_what_it_wrote_itself(tree: Callable[..., Repository]) -> None:
    script = "#!/bin/bash\nsemgrep scan --json-output berths.json .\npython gate.py berths.json\n"
    assert gate(tree, "      - run: ./scan.sh\n", **{"scan.sh": script}) == Span(
        "scan.sh", 3, "python gate.py berths.json"
    )


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_characters_that_end_a_line_for_nobody_else(tree: Callable[..., Repository], end: str) -> None:
    comment = "#" + f"{end}#" * 12 + "\n"
    top = "on: push\njobs:\n  quay:\n    runs-on: ubuntu-latest\n    steps:\n"
    (one,) = invocations(tree({CI: comment + top + "      - run: semgrep scan --json-output=berths.json\n"})).found
    assert one.span.line == 7
    assert one.gate is None
    gated = comment + top + SCAN + "      - run: python gate.py berths.json\n"
    (one,) = invocations(tree({CI: gated})).found
    assert one.gate == Span(CI, 8, "- run: python gate.py berths.json")
