"""Update bots: what they watch, how often, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.evidence.automation.bots import update_bots
from troth.evidence.repository import Repository
from troth.terms.seen.automation import UpdateBot

Tree = Callable[[Mapping[str, str]], Repository]


def dependabot(tree: Tree, entry: str, **files: str) -> UpdateBot:
    text = f"version: 2\nupdates:\n  - package-ecosystem: {entry}"
    (found,) = update_bots(tree({".github/dependabot.yml": text, **files})).found
    return found


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ("interval: daily", 1.0),
        ("interval: weekly", 7.0),
        ("interval: monthly", 31.0),
        ("interval: cron\n      cronjob: '0 3 * * *'", 1.0),
    ],
)
def test_intervals(tree: Tree, schedule: str, days: float) -> None:
    bot = dependabot(tree, f"npm\n    directory: /\n    schedule:\n      {schedule}\n")
    assert (bot.name, bot.ecosystem, bot.interval_days, bot.span.line, bot.wired) == (
        "dependabot",
        "npm",
        days,
        3,
        True,
    )


@pytest.mark.parametrize(
    ("entry", "path", "present"),
    [
        ("npm\n    directory: /\n", "package.json", True),
        ("npm\n    directory: /web\n", "package.json", False),
        ("npm\n    directories: ['/apps/*']\n", "apps/one/package.json", True),
        ("npm\n    directories: ['/apps/*']\n", "apps/one/two/package.json", False),
        ("npm\n    directories: ['**/*']\n", "apps/one/two/package.json", True),
        ("gomod\n    directory: /\n", "go.sum", False),
        ("github-actions\n    directory: /\n", ".github/workflows/ci.yml", True),
    ],
)
def test_present_means_a_manifest_in_that_folder(tree: Tree, entry: str, path: str, present: bool) -> None:
    assert dependabot(tree, entry, **{path: "{}"}).present is present


@pytest.mark.parametrize(
    ("entry", "idle"),
    [
        ("pip\n    ignore: [{dependency-name: '*'}]\n", "it ignores every dependency"),
        ("pip\n    ignore: [{dependency-name: '*', update-types: ['version-update:semver-major']}]\n", ""),
        ("pip\n    ignore: [{dependency-name: ferry}]\n", ""),
        ("pip\n    exclude-paths: ['**']\n", "it leaves out every path"),
        ("pip\n    exclude-paths: ['docs/**']\n", ""),
        ("''\n    directory: /\n", "it names no ecosystem"),
    ],
)
def test_an_entry_that_proposes_nothing(tree: Tree, entry: str, idle: str) -> None:
    assert dependabot(tree, entry).idle == idle


def test_github_reads_no_other_version_of_the_file(tree: Tree) -> None:
    text = "updates:\n  - package-ecosystem: pip\n    directory: /\n"
    assert "version 2" in update_bots(tree({".github/dependabot.yml": text})).found[0].idle
    assert not update_bots(tree({".github/dependabot.yml": f"version: 2\n{text}"})).found[0].idle


def test_a_limit_of_zero_switches_version_updates_off(tree: Tree) -> None:
    bot = dependabot(tree, "pip\n    open-pull-requests-limit: 0\n    schedule:\n      interval: daily\n")
    assert bot.interval_days is None
    assert "off" in bot.interval


def test_renovate_is_configured_and_not_wired(tree: Tree) -> None:
    (bot,) = update_bots(tree({"renovate.json5": '{\n // weekly\n "schedule": ["every weekend"],\n}'})).found
    assert (bot.name, bot.wired, bot.interval_days) == ("renovate", False, 7.0)
    (inner,) = update_bots(tree({"package.json": '{\n  "renovate": {}\n}'})).found
    assert str(inner.span) == "package.json:2"


def test_garbage_is_a_gap(tree: Tree) -> None:
    answer = update_bots(tree({".github/dependabot.yml": "updates: ["}))
    assert not answer.found
    assert answer.gaps
