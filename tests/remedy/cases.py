"""One tree for each rule in which it has something to mend, and how that turns the promises."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from remedy.proving import policy

SCAN = ".github/workflows/scan.yml"
RUNS = (
    "    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
)


class Mending(msgspec.Struct, frozen=True, kw_only=True):
    """``becomes`` are (path, old, new): all that is changed, ``turns`` how promises stand before and after."""

    rule: str
    files: Mapping[str, str]
    becomes: tuple[tuple[str, str, str], ...]
    turns: tuple[tuple[str, str], ...]


def said(*lines: str) -> dict[str, str]:
    return {path: str(text) for path, text in policy(*lines).items()}


CASES = (
    Mending(
        rule="pin",
        files=said("## Python dependencies", "", "- Use `==` for critical packages (ferry) and `~=` for others")
        | {"requirements.txt": "# Größe\nferry>=1.2.3\t# fast\nlighthouse >= 2.1 ; os_name == 'nt'\npilot==1.0\n"},
        becomes=(
            ("requirements.txt", "ferry>=1.2.3", "ferry==1.2.3"),
            ("requirements.txt", "lighthouse >= 2.1", "lighthouse ~= 2.1"),
        ),
        turns=(("broken", "kept"), ("broken", "kept")),
    ),
    Mending(
        rule="toolchain",
        files=said("## Go dependencies", "", "- Use Go 1.23.0 consistently across all modules")
        | {"go.mod": "module harbour\n\ngo 1.21 // old\n\nrequire example.org/pilot v1.21.0\n"},
        becomes=(("go.mod", "go 1.21 ", "go 1.23.0 "),),
        turns=(("broken", "kept"),),
    ),
    Mending(
        rule="action-commit",
        files=said("All GitHub Actions are pinned to full commit SHAs.")
        | {
            ".github/workflows/a.yml": (
                f"on: [push]\njobs:\n  scan:\n{RUNS}      - uses: quay/crane@v2  # lifts\n      - uses: 'quay/crane@v2'\n"
                f"      - uses: quay/crane/hook@{'a' * 40} # v2.1.0\n      - uses: quay/crane@{'b' * 40} # v3.0.0\n"
            ),
        },
        becomes=(
            (".github/workflows/a.yml", "crane@v2  # lifts", f"crane@{'a' * 40} # v2.1.0 lifts"),
            (".github/workflows/a.yml", "'quay/crane@v2'", f"'quay/crane@{'a' * 40}' # v2.1.0"),
        ),
        turns=(("broken", "kept"),),
    ),
    Mending(
        rule="install-line",
        files=said(
            "## Tools", "", "```bash", "# install", "go install github.com/securecode/gosec/v2/cmd/gosec@latest", "```"
        )
        | {"docs/tools.md": "Type `go install github.com/securecode/gosec/v2/cmd/gosec@latest` first.\n"},
        becomes=(
            ("SECURITY.md", "github.com/securecode/", "github.com/securego/"),
            ("docs/tools.md", "github.com/securecode/", "github.com/securego/"),
        ),
        turns=(),
    ),
    Mending(
        rule="dead-key",
        files=said("We run `bandit` on every push.")
        | {
            SCAN: f"on: [push]\njobs:\n  scan:\n{RUNS}      - run: bandit -c pyproject.toml -r src\n",
            "pyproject.toml": (
                '# why\n[tool.bandit]\nskips = ["B101"]  # asserts\ntargets = [ # all\n  "src",\n]\n\n[tool.other]\nx = 1\n'
            ),
        },
        becomes=(("pyproject.toml", 'targets = [ # all\n  "src",\n]\n', ""),),
        turns=(("at_risk", "kept"),),
    ),
    Mending(
        rule="schedule",
        files=said("Dependabot checks Python dependencies weekly.")
        | {
            ".github/dependabot.yml": (
                "version: 2\nupdates:\n  # Python\n  - package-ecosystem: pip # here\n    directory: /\n"
                "    schedule:\n      interval: 'monthly' # slow\n"
            ),
            "requirements.txt": "ferry==1.0\n",
        },
        becomes=((".github/dependabot.yml", "'monthly'", "'weekly'"),),
        turns=(("broken", "kept"),),
    ),
    Mending(
        rule="path-filter",
        files=said("We run `bandit` in CI.")
        | {
            SCAN: (
                f"on:\n  pull_request:\n    paths:\n      - 'harbour'  # code\njobs:\n  scan:\n{RUNS}      - run: bandit -r harbour\n"
            ),
            "harbour/quay.py": "x = 1\n",
        },
        becomes=((SCAN, "'harbour'", "'harbour/**'"),),
        turns=(("at_risk", "kept"),),
    ),
    Mending(
        rule="version-table",
        files=said(
            "## Supported versions", "", "| Version | Supported |", "|---|---|", "| 1.2.x   | ✅ |", "| < 1.2 | ❌ |"
        )
        | {"pyproject.toml": '[project]\nname = "quay"\nversion = "2.10.1"\n'},
        becomes=(("SECURITY.md", "| 1.2.x   | ✅ |\n", "| 2.10.x  | ✅ |\n| 1.2.x   | ✅ |\n"),),
        turns=(("broken", "unproven"),),
    ),
    Mending(
        rule="dead-link",
        files=said("Our process stands in [the incident guide](docs/incident-guide.md#first 'Guide').")
        | {"handbook/incident-guide.md": "# Guide\n\n## First\n\n" + "Call the harbour master at once. " * 5 + "\n"},
        becomes=(("SECURITY.md", "(docs/incident-guide.md#first", "(handbook/incident-guide.md#first"),),
        turns=(("broken", "kept"),),
    ),
    Mending(
        rule="waiver",
        files=said("We run `cargo-deny` on every push.")
        | {
            SCAN: f"on: [push]\njobs:\n  scan:\n{RUNS}      - run: cargo deny check\n",
            "Cargo.toml": '[package]\nname = "quay"\nversion = "0.1.0"\n',
            "deny.toml": (
                '[advisories]\nyanked = "deny"\n# why these\nignore = [\n'
                '    { id = "RUSTSEC-2025-0001", reason = "no fix yet; until 2026-01-31" },\n'
                '    { id = "RUSTSEC-2025-0002", reason = "no fix yet; until 2027-01-31" }, # stays\n]\n'
            ),
        },
        becomes=(("deny.toml", '    { id = "RUSTSEC-2025-0001", reason = "no fix yet; until 2026-01-31" },\n', ""),),
        turns=(("at_risk", "kept"),),
    ),
)
