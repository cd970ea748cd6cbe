"""What is slower than promised is made as fast as promised, and nothing else."""

from __future__ import annotations

from remedy.proving import Tree, after, mend_tree, policy, turned

WORKFLOW = """\
on:
  push:
  schedule:
    - cron: "17 4 1 * *"  # monthly
jobs:
  scan:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      - run: pip-audit
"""


def test_a_cron(tree: Tree) -> None:
    files = policy("Dependencies are scanned for vulnerabilities weekly.") | {".github/workflows/a.yml": WORKFLOW}
    found = mend_tree(tree, files, "schedule")
    assert after(found, ".github/workflows/a.yml") == WORKFLOW.replace("17 4 1 * *", "17 4 * * 1")
    assert turned(found) == [("broken", "kept")]


def test_each_entry_that_is_too_slow_and_its_day(tree: Tree) -> None:
    bot = (
        "version: 2\nupdates:\n  - schedule:\n      interval: weekly\n      day: monday\n      time: '09:00'\n"
        "    package-ecosystem: pip\n    directory: /\n"
        "  - package-ecosystem: npm\n    directory: /\n    schedule: { interval: daily }\n"
    )
    files = policy("Dependabot proposes updates of dependencies daily.") | {
        ".github/dependabot.yml": bot,
        "requirements.txt": "ferry==1.0\n",
        "package.json": '{"dependencies": {"pilot": "1.0.0"}}\n',
    }
    found = mend_tree(tree, files, "schedule")
    now = bot.replace("interval: weekly\n      day: monday\n", "interval: daily\n")
    assert after(found, ".github/dependabot.yml") == now
    assert turned(found) == [("at_risk", "kept")]


def test_what_is_written_otherwise_is_told(tree: Tree) -> None:
    bot = (
        "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n"
        "    schedule:\n      interval: cron\n      cronjob: '0 3 1 * *'\n"
    )
    files = policy("Dependabot proposes updates of dependencies weekly.") | {
        ".github/dependabot.yml": bot,
        "requirements.txt": "ferry==1.0\n",
    }
    found = mend_tree(tree, files, "schedule")
    assert not found.edits
    assert "shorten it at line 3" in found.unmended[0].reason


def test_faster_than_promised_stays(tree: Tree) -> None:
    files = policy("Dependencies are scanned for vulnerabilities monthly.") | {".github/workflows/a.yml": WORKFLOW}
    assert not mend_tree(tree, files, "schedule").edits
