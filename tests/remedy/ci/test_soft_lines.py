from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.remedy.ci.soft_lines import hardened

LINES = (
    ("      - run: bandit -r . || true", "      - run: bandit -r ."),
    ('      - run: "bandit -r . || true"', '      - run: "bandit -r ."'),
    ("          bandit -r src || :", "          bandit -r src"),
    ("bandit -r . || exit 0", "bandit -r ."),
    ('bandit -r . || echo "findings"', "bandit -r ."),
    ("bandit -r . ; true", "bandit -r ."),
    ("      - run: bandit -r . || true  # for now", "      - run: bandit -r .  # for now"),
    ("        run: bandit --exit-zero -r .", "        run: bandit -r ."),
    ("        run: bandit -r . --exit-zero", "        run: bandit -r ."),
    ("        run: gosec -no-fail ./...", "        run: gosec ./..."),
    ("        run: trivy fs --exit-code 0 .", "        run: trivy fs --exit-code 1 ."),
    ("        --exit-code=0 \\", "        --exit-code=1 \\"),
    ("        continue-on-error: true", ""),
    ("    allow_failure: true # for now", ""),
    ("          set +e", ""),
    ("          exit-code: '0'", "          exit-code: '1'"),
    ('          exit-code: "0" # later', '          exit-code: "1" # later'),
    ("          warn-only: true", "          warn-only: false"),
)
LEFT = (
    "      - run: bandit -r .",
    "      - continue-on-error: true",
    "        continue-on-error: ${{ matrix.soft }}",
    "      - run: bandit -r . || ./notify",
    '      - run: bandit -r . || echo "$(cat report)"',
    "      - run: bandit -r . | tee report",
    "      - run: echo '|| true is soft' ",
    "          exit-code: ${{ inputs.code }}",
    "      - run: true || true",
    "",
    "x" * 5000 + " || true",
)


@pytest.mark.parametrize(("line", "after"), LINES)
def test_what_softens_goes_and_nothing_else(line: str, after: str) -> None:
    assert hardened(line) == after


@pytest.mark.parametrize("line", LEFT)
def test_what_is_not_understood_stays(line: str) -> None:
    found = hardened(line)
    assert found is None or found == "      - run: true"


@given(st.text(max_size=200).filter(lambda text: "\n" not in text))
def test_garbage_is_shortened_or_left(line: str) -> None:
    found = hardened(line)
    assert found is None or len(found) <= len(line) + 1
