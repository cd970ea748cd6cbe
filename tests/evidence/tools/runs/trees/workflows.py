"""Workflows of GitHub."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case

WEAK = (
    "on: pull_request_target\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.issue.title }}\n"
)
MIDDLE = (
    "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683\n"
)
CALM = "on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"
PATH = ".github/workflows/ci.yml"

CASES = (
    Case(tool="zizmor", name="findings", files={PATH: WEAK}),
    Case(tool="zizmor", name="medium", files={PATH: MIDDLE}),
    Case(tool="zizmor", name="clean", files={PATH: CALM, ".github/workflows/more.yaml": CALM}),
    Case(tool="zizmor", name="torn", files={PATH: CALM, ".github/workflows/torn.yml": "on: [\n"}),
    Case(
        tool="zizmor",
        name="lenient",
        files={PATH: CALM, ".github/workflows/torn.yml": "on: [\n"},
        argv=("zizmor", "--offline", "--no-progress", "--format", "json", "."),
    ),
    Case(
        tool="zizmor",
        name="no-input",
        files={"a.yml": "a: 1\n"},
        argv=("zizmor", "--offline", "--no-progress", "--format", "json", "."),
    ),
)
