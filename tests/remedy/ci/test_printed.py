from __future__ import annotations

from pathlib import Path

from remedy.ci.taking_up import Capture, lay, policy, sound, take_up
from troth.cli.__main__ import main

PRINTS = "\n## Bandit configuration (.bandit)\n\n```ini\n[bandit]\n{key} = tests,venv\nskips = B101,B601\n```\n"
RUNS = policy("We run `bandit` in CI.")
CALL = "on: [push, pull_request]\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - run: bandit -r .\n"
SOURCE = {"src/app.py": "import os\n", "src/more.py": "A = 1\n"}


def configured(standings: dict[str, str]) -> set[str]:
    return {standing for name, standing in standings.items() if "-configuration-" in name}


def test_the_file_that_the_policy_prints_is_written(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {**SOURCE, "SECURITY.md": RUNS + PRINTS.format(key="exclude")})
    taken = take_up(capsys, tmp_path)
    sound(taken)
    assert configured(taken.before) == {"unproven"}
    assert configured(taken.after) == {"kept"}
    assert (tmp_path / ".bandit").read_text().splitlines()[1:] == [
        "[bandit]",
        "exclude = tests,venv",
        "skips = B101,B601",
    ]


def test_with_a_key_that_bandit_does_not_know_it_waits_for_the_fix(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, {**SOURCE, "SECURITY.md": RUNS + PRINTS.format(key="exclude_dirs")})
    taken = take_up(capsys, tmp_path)
    assert not (tmp_path / ".bandit").exists()
    assert "troth fix" in " ".join(one["reason"] for one in taken.unmended if one["path"] == ".bandit")
    main(["fix", str(tmp_path), "--write"])
    again = take_up(capsys, tmp_path)
    sound(again)
    assert configured(again.after) == {"kept"}


def test_a_call_learns_to_name_the_file_that_nothing_loads(tmp_path: Path, capsys: Capture) -> None:
    files = {"bandit.yaml": "skips: [B101]\n", ".github/workflows/scan.yml": CALL}
    lay(
        tmp_path,
        {
            **SOURCE,
            **files,
            "SECURITY.md": "# Security\n\n## Bandit configuration (bandit.yaml)\n\nIt is kept small.\n",
        },
    )
    taken = take_up(capsys, tmp_path)
    sound(taken)
    assert configured(taken.before) == {"broken"}
    assert configured(taken.after) == {"kept"}
    assert "run: bandit -c bandit.yaml -r ." in (tmp_path / ".github/workflows/scan.yml").read_text()


def test_a_file_that_gosec_never_reads_is_told_with_what_it_would_read(tmp_path: Path, capsys: Capture) -> None:
    block = "\n## Gosec configuration (.gosec)\n\n```yaml\n# .gosec.yml\nrules:\n  - id: G101\n    severity: LOW\n```\n"
    lay(
        tmp_path,
        {"go.mod": "module a\n\ngo 1.24\n", "main.go": "package main\n", "SECURITY.md": "# Security\n" + block},
    )
    taken = take_up(capsys, tmp_path)
    (told,) = [one for one in taken.unmended if "-conf name a JSON file" in one["reason"]]
    assert len(told["serves"]) >= 3, "the same cause is told once"
    assert "by other means" not in " ".join(one["reason"] for one in taken.unmended)
