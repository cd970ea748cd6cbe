"""Score the reader and the verdicts on labelled data that lies outside of this repository."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

TROTH = Path(sys.executable).with_name("troth")


def main() -> int:
    """Run each scorer whose data is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with tools/, policies/ and verdicts/")
    parser.add_argument("--repos", type=Path, required=True, help="one clone per repository, named owner+name")
    arguments = parser.parse_args()
    shared: Path = arguments.shared.resolve()
    if not (shared / "tools").is_dir():
        print(f"no labelled data at {shared}", file=sys.stderr)
        return 2
    for title, command in commands(shared, arguments.repos.resolve()):
        print(f"== {title}", flush=True)
        subprocess.run(command, check=False)
    return 0


def commands(shared: Path, repos: Path) -> list[tuple[str, list[str]]]:
    """(title, command) of each measurement."""
    tools, policies = shared / "tools", shared / "policies"
    reader = [str(TROTH), "read", "--json"]
    verdicts = [str(TROTH), "check", "--no-tools", "--format", "json", "--at", "2026-11-25"]
    policy = [sys.executable, str(tools / "score_policy.py")]
    judge = [sys.executable, str(tools / "score_verdicts.py")]
    labels = shared / "verdicts" / "labels.jsonl"
    return [
        (
            "reader",
            [*policy, "--labels", str(policies / "labels.jsonl"), "--docs", str(policies / "docs"), "--", *reader],
        ),
        ("verdicts", [*judge, "--labels", str(labels), "--repos", str(repos), "--", *verdicts]),
    ]


if __name__ == "__main__":
    sys.exit(main())
