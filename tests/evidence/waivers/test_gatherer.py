"""All waivers of a tree: register, native files, command lines; whose they are and what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.settings import Settings
from troth.terms.waiver import Waiver
from troth.terms.wants import OwnSettings, Waivers

Tree = Callable[..., Repository]
WORKFLOW = """\
on: push
jobs:
  scan:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      - run: pip-audit --ignore-vuln PYSEC-2026-1 --ignore-vuln=CVE-2026-2 -r requirements.txt
      - uses: pypa/gh-action-pip-audit@v1.1.0
        with:
          ignore-vulns: |
            GHSA-1111-2222-3333
            GHSA-4444-5555-6666
      - run: echo --ignore-vuln CVE-2026-9
"""
DENY = '[advisories]\nignore = ["RUSTSEC-2026-0001"]\n'


def ask(repository: Repository) -> tuple[Answer[Waiver], Answer[Settings]]:
    answers = gather(Scene(repository=repository, at=date(2026, 11, 25)), [Waivers(), OwnSettings()])
    return answers[Waivers()], answers[OwnSettings()]


def test_everything_from_everywhere(tree: Tree) -> None:
    files = {
        "troth.toml": "[[waiver]]\ntarget = 'X-1'\nuntil = 2026-12-01\n",
        "deny.toml": DENY,
        "sub/.trivyignore": "CVE-2026-3 exp:2026-12-01\n",
        ".github/workflows/scan.yml": WORKFLOW,
    }
    waivers, settings = ask(tree(files))
    assert [(one.form, one.target, str(one.span)) for one in waivers.found] == [
        ("", "X-1", "troth.toml:2"),
        ("deny.toml", "RUSTSEC-2026-0001", "deny.toml:2"),
        (".trivyignore", "CVE-2026-3", "sub/.trivyignore:1"),
        ("command line", "PYSEC-2026-1", ".github/workflows/scan.yml:7"),
        ("command line", "CVE-2026-2", ".github/workflows/scan.yml:7"),
        ("command line", "GHSA-1111-2222-3333", ".github/workflows/scan.yml:8"),
        ("command line", "GHSA-4444-5555-6666", ".github/workflows/scan.yml:8"),
    ]
    assert waivers.gaps == ()
    assert waivers.read == ("troth.toml", "deny.toml", "sub/.trivyignore")
    assert [one.longest for one in settings.found] == [90]


def test_vendored_code_and_test_data_speak_for_others(tree: Tree) -> None:
    assert ask(tree({"vendor/hull/deny.toml": DENY, "tests/fixtures/deny.toml": DENY}))[0].found == ()


def test_an_empty_tree_has_none(tree: Tree) -> None:
    waivers, settings = ask(tree({}))
    assert waivers == Answer()
    assert settings == Answer()


def test_what_cannot_be_read_is_a_gap(tree: Tree) -> None:
    files = {"troth.toml": "[[waiver]\n", "deny.toml": "[advisories\n", ".gitleaksignore": b"\0"}
    waivers, settings = ask(tree(files))
    assert [gap.wanted for gap in waivers.gaps] == ["troth.toml", "deny.toml", ".gitleaksignore"]
    assert [gap.wanted for gap in settings.gaps] == ["troth.toml"]
    assert settings.found == ()


def test_a_register_in_a_folder_below_is_none(tree: Tree) -> None:
    assert ask(tree({"sub/troth.toml": "[[waiver]]\ntarget = 'X-1'\n"}))[0].found == ()
