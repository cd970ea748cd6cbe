"""Runs every recorded command with the real tools: writes the recordings, or compares their shape with what is kept.

    python scripts/rerecord.py [--check] [TOOL | TOOL/CASE ...]

With ``--check`` nothing is written: it exits 1 where commands, exit codes, or the keys and types of the documents
differ from the recording. A tool that is missing is a failure.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
if "TROTH_TOOLS" not in os.environ and (ROOT / ".tools" / "bin").is_dir():
    os.environ["TROTH_TOOLS"] = str((ROOT / ".tools" / "bin").resolve())

from conftest import write  # noqa: E402
from evidence.tools.runs import local  # noqa: E402
from evidence.tools.runs.recorded import RECORDINGS, Case, Recording, differences, load, record, save  # noqa: E402
from evidence.tools.runs.trees import CASES  # noqa: E402
from troth.evidence.tools.runs.job import LocalAdvisories  # noqa: E402
from troth.evidence.tools.runs.session import version  # noqa: E402
from troth.evidence.tools.runs.stage import tool_path  # noqa: E402


def main(words: list[str]) -> int:
    """Exit code 0 where all is recorded, or all is as recorded."""
    parser = argparse.ArgumentParser(description="Rerun the recorded commands of tools.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("cases", nargs="*", metavar="TOOL[/CASE]", help="only these")
    chosen = parser.parse_args(words)
    cases = [case for case in CASES if not chosen.cases or {case.tool, f"{case.tool}/{case.name}"} & {*chosen.cases}]
    wanted = {(case.argv or (case.tool,))[0] for case in cases}
    missing = sorted(name for name in wanted if tool_path(name) is None)
    if missing or not cases:
        print(f"missing: {', '.join(missing) or 'such a case'} (scripts/install_tools.sh)", file=sys.stderr)
        return 1
    found = list[str]()
    with tempfile.TemporaryDirectory(prefix="troth-record-") as folder, local.serving() as address:
        advisories = msgspec.structs.replace(local.build(Path(folder) / "advisories"), osv_api=address)
        for number, case in enumerate(cases):
            found += _one(case, Path(folder) / str(number), advisories, check=chosen.check)
    if not chosen.check and not chosen.cases:
        _forget(cases)
    print("\n".join(found) or f"{len(cases)} recordings {'are as the tools write' if chosen.check else 'written'}")
    return 1 if found else 0


def _one(case: Case, folder: Path, advisories: LocalAdvisories, *, check: bool) -> list[str]:
    tree = folder / "tree"
    tree.mkdir(parents=True)
    write(tree, case.files)
    new, _ = record(case, tree, advisories if case.advisories else LocalAdvisories())
    new = _versioned(new, folder)
    if leaked := [one for secret in case.secrets if secret in str(new) for one in [f"{case.tool}/{case.name}"]]:
        return [f"{leaked[0]}: the recording would hold a secret"]
    if not check:
        save(new)
        return []
    try:
        old = load(case.tool, case.name)
    except OSError:
        return [f"{case.tool}/{case.name}: not recorded yet (make rerecord)"]
    return differences(old, new)


def _versioned(recording: Recording, folder: Path) -> Recording:
    name = recording.programs[-1].argv[0] if recording.programs else recording.tool
    told = recording.version or version(tool_path(name) or name, folder)
    return msgspec.structs.replace(recording, version=told)


def _forget(cases: list[Case]) -> None:
    """Remove recordings of cases that are no more."""
    kept = {RECORDINGS / case.tool / f"{case.name}.json" for case in cases}
    for path in RECORDINGS.rglob("*.json"):
        if path not in kept:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
