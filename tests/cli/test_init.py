"""``troth init`` writes the register, keeps what people wrote, and says what it did."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from troth.cli.__main__ import main
from troth.evidence.repository import Repository
from troth.terms.baseline import BASELINE

POLICY = """# Security

## Reporting

We will acknowledge receipt within 48 hours. Please write to security@harbour.dev.

## Tools

We run `bandit` on every pull request.
Dependencies are scanned weekly.
We credit reporters in our advisories.
"""
CI = "on: [pull_request]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - run: ruff check .\n"


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    files = {"SECURITY.md": POLICY, ".github/workflows/ci.yml": CI, "a.py": "x = 1\n"}
    return git_tree((("2026-11-01", files, ()),)).root


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(list(words)) == code, capsys.readouterr()
    return capsys.readouterr().out


def entries(root: Path) -> dict[str, dict[str, Any]]:
    found = tomllib.loads((root / "troth.toml").read_text())["commitment"]
    return {entry["id"]: entry for entry in found}


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_first_time_every_promise_gets_an_entry(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "init", str(root))
    read = json.loads(said(capsys, "read", str(root / "SECURITY.md"), "--json"))["commitments"]
    assert f"troth.toml is written: {len(read)} promises of SECURITY.md." in out
    assert [(one["kind"], one["line"]) for one in read] == [(e["kind"], e["line"]) for e in entries(root).values()]
    assert (root / "troth.toml").read_text().startswith("# What this project promises")
    said(capsys, "drift", str(root))


def test_a_second_time_nothing_changes_and_the_verdicts_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads(said(capsys, "check", "--no-tools", "--json", str(root), "--fail-on", "never"))
    said(capsys, "init", str(root))
    text = (root / "troth.toml").read_bytes()
    assert "nothing was changed" in said(capsys, "init", str(root))
    assert (root / "troth.toml").read_bytes() == text
    after = json.loads(said(capsys, "check", "--no-tools", "--json", str(root), "--fail-on", "never"))
    assert after["verdicts"] == before["verdicts"]
    assert after["findings"] == before["findings"]


def test_what_people_wrote_stays_however_the_document_is_edited(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    toml = root / "troth.toml"
    rewrite(toml, 'within = "PT48H"\n', 'within = "P3D"  # our clock\nsilence = "a wish"\n')
    rewrite(toml, '[[commitment]]\nid = "contact', '# ask the pilots\n[[commitment]]\nid = "contact')
    rewrite(root / "SECURITY.md", "## Reporting\n", "Hello.\n\n## Reporting\n")
    out = said(capsys, "init", str(root))
    assert "lines and places only" in out
    text = toml.read_text()
    assert 'within = "P3D"  # our clock\nsilence = "a wish"\n' in text
    assert '# ask the pilots\n[[commitment]]\nid = "contact' in text
    assert entries(root)["deadline-acknowledge-pt48h-calendar"]["line"] == 7


def test_a_changed_sentence_keeps_its_id_and_sets_silence_aside(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    rewrite(root / "troth.toml", 'within = "PT48H"\n', 'within = "PT48H"\nsilence = "a wish"\n')
    rewrite(root / "SECURITY.md", "48 hours", "14 days")
    drift = said(capsys, "drift", str(root), code=1)
    assert "within: 48 hours → 14 days (weaker)" in drift
    assert "its silence was said of other words and does not hold" in drift
    out = said(capsys, "init", str(root))
    assert "1 changed" in out
    assert "is a comment now" in " ".join(out.split())
    entry = entries(root)["deadline-acknowledge-pt48h-calendar"]
    assert (entry["within"], "silence" in entry) == ("P14D", False)
    assert '# silence = "a wish"' in (root / "troth.toml").read_text()
    said(capsys, "drift", str(root))


def test_a_reworded_sentence_keeps_its_silence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    rewrite(root / "troth.toml", 'within = "PT48H"\n', 'within = "PT48H"\nsilence = "a wish"\n')
    rewrite(root / "SECURITY.md", "We will acknowledge receipt", "The team will acknowledge receipt")
    assert "1 changed" in said(capsys, "drift", str(root), code=1)
    said(capsys, "init", str(root))
    assert entries(root)["deadline-acknowledge-pt48h-calendar"]["silence"] == "a wish"


def test_what_is_gone_is_marked_and_comes_back_or_is_pruned(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    rewrite(root / "SECURITY.md", "We credit reporters in our advisories.\n", "")
    assert "1 gone" in said(capsys, "drift", str(root), code=1)
    assert "--prune takes them out" in said(capsys, "init", str(root))
    (gone,) = (entry for entry in entries(root).values() if "gone" in entry)
    said(capsys, "drift", str(root))
    (root / "SECURITY.md").write_text(POLICY)
    assert "1 said again" in said(capsys, "drift", str(root), code=1)
    said(capsys, "init", str(root))
    assert "gone" not in entries(root)[gone["id"]]
    rewrite(root / "SECURITY.md", "We credit reporters in our advisories.\n", "")
    said(capsys, "init", str(root), "--prune")
    assert gone["id"] not in entries(root)
    said(capsys, "drift", str(root))


def test_a_new_promise_stands_at_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    rewrite(root / "SECURITY.md", "## Tools\n", "We do not pay bounties.\n\n## Tools\n")
    assert "1 new" in said(capsys, "drift", str(root), code=1)
    said(capsys, "init", str(root))
    lines = [entry["line"] for entry in entries(root).values()]
    assert lines == sorted(lines)
    assert "bounty" in entries(root)


def test_a_dry_run_writes_nothing_and_shows_the_diff(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "init", str(root), "--dry-run")
    assert "+++ b/troth.toml" in out
    assert not (root / "troth.toml").exists()
    out = said(capsys, "init", str(root), "--accept-current", "--no-tools", "--dry-run")
    assert "+++ b/troth-baseline.json" in out
    assert not (root / BASELINE).exists()


def test_json_says_what_was_taken_up(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said_ = json.loads(said(capsys, "init", str(root), "--json"))
    assert said_["written"]
    assert {one["turn"] for one in said_["taken_up"]} == {"new"}
    assert said_["diff"].startswith("--- /dev/null\n+++ b/troth.toml\n")
    again = json.loads(said(capsys, "init", str(root), "--json"))
    assert (again["written"], again["diff"], again["taken_up"]) == (False, "", [])


def test_an_entry_that_cannot_be_understood_is_refused_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "troth.toml").write_text('[[commitment]]\nid = "a"\n')
    for command in ("init", "drift"):
        assert main([command, str(root)]) == 2
        assert "troth.toml:1: commitment 1: has no sentence" in capsys.readouterr().err
    assert (root / "troth.toml").read_text() == '[[commitment]]\nid = "a"\n'


def test_without_a_register_drift_says_how_to_make_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", str(root)]) == 2
    assert "troth init writes them" in capsys.readouterr().err


def test_a_register_that_git_ignores_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ".gitignore").write_text("troth*\n")
    assert "git ignores troth.toml" in said(capsys, "init", str(root))
    assert "nothing was changed" in said(capsys, "init", str(root))
    assert "git ignores troth-baseline.json" in " ".join(
        said(capsys, "init", str(root), "--accept-current", "--no-tools").split()
    )


def test_a_link_out_of_the_tree_is_not_written_through(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("troth.toml", BASELINE):
        (root / name).symlink_to(tmp_path / "elsewhere")
        assert main(["init", str(root), "--accept-current", "--no-tools"]) == 2
        assert "leads out of the tree" in capsys.readouterr().err
        (root / name).unlink()
    assert not (tmp_path / "elsewhere").exists()


def broken(root: Path) -> None:
    rewrite(
        root / "SECURITY.md", "We run `bandit` on every pull request.", "We run `bandit` in CI on every pull request."
    )


def test_after_adoption_only_changes_speak(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(root)
    said(capsys, "check", "--no-tools", str(root), code=1)
    out = said(capsys, "init", str(root), "--accept-current", "--no-tools")
    assert "troth.toml is written" in out
    assert "troth-baseline.json is written: 2 broken are accepted" in " ".join(out.split())
    out = said(capsys, "check", "--no-tools", str(root))
    assert "nothing newly broken · 2 accepted" in out
    assert "· ACCEPTED    2 broken, as of " in out
    assert "✕ BROKEN" not in out
    result = json.loads(said(capsys, "check", "--no-tools", "--json", str(root)))
    assert [one["id"] for one in result["verdicts"] if one["accepted"]] == ["recurrence-scan", "tool-bandit-use"]
    assert result["summary"]["accepted"] == 2
    assert result["baseline"]["better"] == []
    said(capsys, "check", "--no-tools", "--no-baseline", str(root), code=1)
    rewrite(
        root / "SECURITY.md",
        "## Tools\n",
        "Private keys are never committed.\n\n## Tools\n\nWe run `gosec` in CI on every pull request.\n",
    )
    out = said(capsys, "check", "--no-tools", str(root), code=1)
    assert "1 broken · 2 accepted" in out
    assert "gosec runs in CI" in out
    out = said(capsys, "init", str(root), "--accept-current", "--no-tools", code=1)
    assert "1 promise worse than accepted, and not accepted" in out
    said(capsys, "init", str(root), "--accept-current", "--no-tools", "--loosen", "not yet")
    assert json.loads((root / BASELINE).read_text())["loosened"][0]["reason"] == "not yet"
    said(capsys, "check", "--no-tools", str(root))


def test_what_is_mended_tightens_the_baseline(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(root)
    said(capsys, "init", str(root), "--accept-current", "--no-tools")
    rewrite(root / ".github/workflows/ci.yml", "ruff check .", "bandit -r .")
    out = said(capsys, "check", "--no-tools", str(root))
    assert "2 promises stand better than accepted" in out
    assert "2 promises better than accepted" in said(capsys, "init", str(root), "--accept-current", "--no-tools")
    rewrite(root / ".github/workflows/ci.yml", "bandit -r .", "ruff check .")
    said(capsys, "check", "--no-tools", str(root), code=1)


@pytest.mark.parametrize("text", ["{", '{"schema": 9}', "[]"])
def test_a_baseline_that_cannot_be_gone_by_accepts_nothing_and_is_told(
    root: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(root)
    (root / BASELINE).write_text(text)
    out = said(capsys, "check", "--no-tools", str(root), code=1)
    assert "troth-baseline.json accepts nothing" in " ".join(out.split())
    assert main(["init", str(root), "--accept-current", "--no-tools"]) == 2
    assert "cannot be gone by" in capsys.readouterr().err


def test_a_baseline_of_another_day_to_come_accepts_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(root)
    said(capsys, "init", str(root), "--accept-current", "--no-tools")
    assert "accepts nothing" in " ".join(
        said(capsys, "check", "--no-tools", "--at", "2026-11-02", str(root), code=1).split()
    )


def test_a_changed_baseline_and_register_are_looked_at_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    broken(root)
    said(capsys, "check", "--no-tools", str(root), code=1)
    said(capsys, "init", str(root), "--accept-current", "--no-tools")
    said(capsys, "check", "--no-tools", str(root))
    rewrite(root / "troth.toml", 'name = "bandit"\n', 'name = "bandit"\nsilence = "not ours"\n')
    assert "silences SECURITY.md:9" in said(capsys, "check", "--no-tools", str(root))
    (root / ".gitignore").write_text("troth*\n")
    said(capsys, "check", "--no-tools", str(root), code=1)


def test_a_reason_alone_loosens_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--loosen", "why"], ["--accept-current", "--loosen", " "]):
        assert main(["init", str(root), *words]) == 2
        assert "--loosen takes the reason" in capsys.readouterr().err


def test_what_is_silenced_is_not_audited_and_is_explained(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    text = (root / "troth.toml").read_text()
    for kind in ("tool", "recurrence"):
        text = text.replace(f'kind = "{kind}"\n', f'kind = "{kind}"\nsilence = "the tide does it"\n')
    (root / "troth.toml").write_text(text)
    assert "bandit" in said(capsys, "explain", "tool-bandit-use", str(root), "--no-tools")
    assert "the tide does it" in said(capsys, "explain", "tool-bandit-use", str(root), "--no-tools")
    plan = json.loads(said(capsys, "audit", "--list", "--json", str(root)))
    assert "bandit" not in json.dumps(plan["plan"])
    assert "silenced in troth.toml" in said(capsys, "check", "--no-tools", "-v", str(root))


def test_read_shows_what_the_register_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", str(root))
    rewrite(root / "troth.toml", 'within = "PT48H"\n', 'within = "P3D"\nsilence = "a wish"\n')
    file = str(root / "SECURITY.md")
    assert "within 3 days [silenced: a wish]" in said(capsys, "read", file, "--list")
    read = json.loads(said(capsys, "read", file, "--json"))["commitments"]
    deadline = next(one for one in read if one["kind"] == "deadline")
    assert (deadline["within"], deadline["silenced"]) == ("P3D", "a wish")
    assert deadline["id"] == "deadline-acknowledge-pt48h-calendar"
    (root / "troth.toml").write_text("[[commitment]\n")
    assert "silenced" not in said(capsys, "read", file, "--list")


def test_a_sentence_that_stands_for_another_is_found_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of sentences that say the same, another may stand for all of them after an edit."""
    again = "\n## Thanks\n\nResearchers are credited in the release notes.\n"
    (root / "SECURITY.md").write_text(POLICY + again)
    said(capsys, "init", str(root))
    credit = [entry for entry in entries(root).values() if entry["kind"] == "credit"]
    assert len(credit) == 1
    head, tail = POLICY.split("\n\n", 1)
    (root / "SECURITY.md").write_text(f"{head}\n{again}\n{tail}")
    said(capsys, "drift", str(root))
    said(capsys, "init", str(root))
    (found,) = (entry for entry in entries(root).values() if entry["kind"] == "credit")
    assert found["sentence"] == credit[0]["sentence"]
    assert "nothing was changed" in said(capsys, "init", str(root))


def test_a_practice_gets_the_test_that_may_prove_it_as_a_remark(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (root / "SECURITY.md").open("a") as policy:
        policy.write("\n## Security measures\n\n- **Input validation**: all user input is validated.\n")
    (root / "tests").mkdir()
    (root / "tests/test_input.py").write_text("def test_malformed_user_input_is_refused():\n    assert refused()\n")
    said(capsys, "init", str(root))
    text = (root / "troth.toml").read_text()
    (name,) = (name for name, entry in entries(root).items() if entry["kind"] == "practice")
    assert "evidence" not in entries(root)[name]
    mark = '# evidence = [{ test = "tests/test_input.py::test_malformed_user_input_is_refused" }]'
    assert mark in text
    (root / "troth.toml").write_text(text.replace(mark, mark.removeprefix("# ")))
    assert len(entries(root)[name]["evidence"]) == 1
    said(capsys, "init", str(root))
    assert (root / "troth.toml").read_text() == text.replace(mark, mark.removeprefix("# "))
