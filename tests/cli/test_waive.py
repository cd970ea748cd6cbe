"""``troth waive``: what it writes, what it refuses, what it lists, and that nothing is written outside of the tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from troth.cli import register_file
from troth.cli.__main__ import main
from troth.evidence import git

ID = "RUSTSEC-2026-0001"
DENY = f'[advisories]\nignore = [\n  {{ id = "{ID}", reason = "no fix; review-by 2026-09-30" }},\n]\n'
Run = Callable[..., tuple[int, str, str]]


def ahead(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


@pytest.fixture
def waive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["waive", "--root", str(tmp_path), *words])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return run


def granted(root: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((root / "troth.toml").read_text())["waiver"]
    return found


GOOD = (ID, "--reason", "no fix yet", "--owner", "crew", "--until")


def test_it_writes_an_entry_and_says_where(waive: Run, tmp_path: Path) -> None:
    code, out, _ = waive(*GOOD, str(ahead(30)), "--link", "https://example.org/1", "--package", "hull")
    assert (code, out.splitlines()[0]) == (0, f"troth.toml:2  {ID}, in hull may pass until {ahead(30)} (30 days).")
    assert granted(tmp_path) == [
        {
            "target": ID,
            "reason": "no fix yet",
            "owner": "crew",
            "link": "https://example.org/1",
            "granted": ahead(0),
            "until": ahead(30),
            "package": "hull",
        }
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["troth.toml"]


def test_a_length_of_time_is_from_today(waive: Run, tmp_path: Path) -> None:
    assert waive(*GOOD, "P2W")[0] == 0
    assert granted(tmp_path)[0]["until"] == ahead(14)


def test_again_renews_it(waive: Run, tmp_path: Path) -> None:
    waive(*GOOD, "P10D")
    code, out, _ = waive(ID.lower(), "--reason", "still none", "--owner", "crew", "--until", "P20D")
    assert code == 0
    assert "20 days" in out
    (one,) = granted(tmp_path)
    assert (one["reason"], one["until"]) == ("still none", ahead(20))


def test_a_dry_run_shows_the_change_and_writes_nothing(waive: Run, tmp_path: Path) -> None:
    (tmp_path / "troth.toml").write_text("# ours\n")
    code, out, _ = waive(*GOOD, "P10D", "--dry-run")
    assert code == 0
    assert f'+target = "{ID}"' in out.splitlines()
    assert (tmp_path / "troth.toml").read_text() == "# ours\n"


REFUSED = [
    ((), "nothing to waive"),
    ((ID, "--until", "P10D"), "needs a reason"),
    ((ID, "--until", "P10D", "--reason", "  "), "needs a reason"),
    ((ID, "--reason", "x"), "needs an end"),
    ((*GOOD, "2020-01-01"), "has passed"),
    ((*GOOD, "2020-01-01", "--force"), "has passed"),
    ((*GOOD, "P91D"), "the longest is 90"),
    (("two words", *GOOD[1:], "P10D"), "one word"),
    (("", *GOOD[1:], "P10D"), "nothing to waive"),
    (("a\x1b[31m", *GOOD[1:], "P10D"), "one word"),
    (("bandti:B101", *GOOD[1:], "P10D"), "no tool"),
    ((*GOOD, "P10D", "--tool", "bandti"), "no tool"),
    (("--remove", ID), "is not waived"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_is_refused(waive: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    code, _, err = waive(*words)
    assert code == 2
    assert told in err
    assert len(err.splitlines()) > 1, "an error says what to do"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("until", ["soon", "P0D", "P1M", "2026-13-01", "-P1D"])
def test_an_end_that_is_none(waive: Run, until: str) -> None:
    assert waive(*GOOD[:-1], f"--until={until}")[0] == 2


def test_the_project_sets_the_measure_and_force_goes_over_it(waive: Run, tmp_path: Path) -> None:
    (tmp_path / "troth.toml").write_text('[waivers]\nlongest = "P7D"\n')
    assert "longest is 7" in waive(*GOOD, "P8D")[2]
    assert waive(*GOOD, "P8D", "--force")[0] == 0
    assert waive(*GOOD, "P7D")[0] == 0


def test_the_owner_is_the_user_of_git(waive: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    code, _, err = waive(ID, "--reason", "x", "--until", "P1D")
    assert code == 2
    assert "--owner" in err
    for words in (("init", "-q"), ("config", "user.name", "Harbour"), ("config", "user.email", "harbour@example.org")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert git.user(tmp_path) == "Harbour <harbour@example.org>"
    assert waive(ID, "--reason", "x", "--until", "P1D")[0] == 0
    assert granted(tmp_path)[0]["owner"] == "Harbour <harbour@example.org>"


def test_it_takes_back(waive: Run, tmp_path: Path) -> None:
    waive(*GOOD, "P10D")
    waive(*GOOD, "P10D", "--package", "hull")
    assert "+" not in waive("--remove", ID, "--package", "hull", "--dry-run")[1].replace("+++", "").replace("+", "", 1)
    assert len(granted(tmp_path)) == 2
    assert waive("--remove", ID, "--package", "hull")[0] == 0
    assert len(granted(tmp_path)) == 1
    assert "1 exception" in waive("--remove", ID.lower())[1]
    assert (tmp_path / "troth.toml").read_text() == ""


@pytest.mark.parametrize("text", ["[[waiver]\n", "waiver = 3\n", "\ufeff[[waiver]]\n"])
def test_a_register_that_cannot_be_edited_stays_as_it_is(waive: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "troth.toml").write_text(text)
    for words in ((*GOOD, "P10D"), ("--remove", ID)):
        code, _, err = waive(*words)
        assert (code, "cannot be edited" in err) == (2, True)
    assert (tmp_path / "troth.toml").read_text() == text


def test_a_link_that_leads_out_is_refused(waive: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "theirs.toml"
    for target in (outside, "../theirs.toml", ".git/config"):
        (tmp_path / "troth.toml").symlink_to(target)
        for words in ((*GOOD, "P10D"), ("--remove", ID)):
            code, _, err = waive(*words)
            assert (code, "leads out of the tree" in err) == (2, True)
        (tmp_path / "troth.toml").unlink()
    assert not outside.exists()


def test_a_link_within_the_tree_stays_a_link(waive: Run, tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "troth.toml").symlink_to("conf/troth.toml")
    assert waive(*GOOD, "P10D")[0] == 0
    assert (tmp_path / "troth.toml").is_symlink()
    assert granted(tmp_path / "conf")


@pytest.mark.parametrize("kind", ["folder", "pipe", "bytes", "large"])
def test_what_is_no_register(waive: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "troth.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"\xff\xfe" if kind == "bytes" else b"#" * (register_file.LARGEST + 1))
    code, _, err = waive(*GOOD, "P10D")
    assert code == 2
    assert "troth.toml" in err


def test_the_mode_of_the_file_is_kept(waive: Run, tmp_path: Path) -> None:
    path = tmp_path / "troth.toml"
    path.write_text("")
    path.chmod(0o640)
    waive(*GOOD, "P10D")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_not_there(waive: Run, tmp_path: Path) -> None:
    assert waive(*GOOD, "P10D", "--root", str(tmp_path / "none"))[0] == 2
    assert waive("--list", "--root", str(tmp_path / "none"))[0] == 2


def test_the_list_begins_with_what_needs_a_hand(waive: Run, tmp_path: Path) -> None:
    assert "No exception is granted anywhere" in waive("--list")[1]
    (tmp_path / "deny.toml").write_text(f"{DENY}[licenses]\nexceptions = [{{ crate = 'sail', allow = ['Zlib'] }}]\n")
    (tmp_path / ".gitleaksignore").write_text("docs/a.md:generic-api-key:1\ndocs/a.md:generic-api-key:2\n")
    (tmp_path / "troth.toml").write_text(
        "[[waiver]]\ntarget = 'X-1'\nowner = 'crew <crew@example.org>'\nuntil = 2026-10-10\n"
        "[[waiver]]\ntarget = 'X-2'\nuntil = 2026-12-31\n[[waiver]]\ntarget = 'X-3'\n[[waiver]]\nuntil = 3\n"
    )
    code, out, _ = waive("--list", "--at", "2026-10-09")
    assert code == 0
    assert out.splitlines() == [
        "5 exceptions   1 lapsed · 1 no date · 1 ends soon · 1 in force · 1 for good",
        "",
        f"  lapsed 2026-09-30  {ID}  deny.toml:3",
        "  no date            X-3                troth.toml:9",
        "  ends in 1 day      X-1                troth.toml:2  crew",
        "  ends in 83 days    X-2                troth.toml:6",
        "  for good           licence:sail       deny.toml:6",
        "",
        "  2 recorded findings of secrets in .gitleaksignore",
        "",
        "Not understood",
        "  troth.toml:11: waiver 4, until: should be a date such as 2026-12-31",
        "  troth.toml:10: waiver 4: has no target",
        "",
        "What has lapsed or has no end counts for nothing here; tools go on obeying their own files.",
        'Renew it:  troth waive TARGET --until DATE --reason "why"',
    ]


def test_the_list_as_json(waive: Run, tmp_path: Path) -> None:
    (tmp_path / "deny.toml").write_text(DENY)
    code, out, _ = waive("--list", "--json", "--at", "2026-09-20")
    told = json.loads(out)
    assert code == 0
    assert told["at"] == "2026-09-20"
    assert told["gaps"] == []
    assert told["waivers"] == [
        {
            "target": ID,
            "tool": "cargo-deny",
            "package": "",
            "path": "",
            "reason": "no fix; review-by 2026-09-30",
            "owner": "",
            "link": "",
            "granted": None,
            "until": "2026-09-30",
            "said": "review-by 2026-09-30",
            "form": "deny.toml",
            "state": "in force",
            "days_left": 10,
            "must_end": True,
            "unmatched": False,
            "file": "deny.toml",
            "line": 3,
        }
    ]


def test_what_steers_a_terminal_is_shown_as_text(waive: Run, tmp_path: Path) -> None:
    (tmp_path / "troth.toml").write_text('[[waiver]]\ntarget = "X\\u001b[31m"\nuntil = 2026-12-31\n')
    assert "\x1b" not in waive("--list", "--at", "2026-12-01")[1]


def test_without_advisories_nothing_is_called_unmatched(
    waive: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path_factory.mktemp("none") / "index.sqlite"))
    (tmp_path / "deny.toml").write_text(DENY)
    assert "matches nothing" not in waive("--list", "--at", "2026-09-01")[1]
    assert waive("--list", "--advisories", str(tmp_path / "none"))[0] == 2


def test_what_matches_nothing_is_told(
    waive: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("advisories")
    record = {
        "id": "RUSTSEC-2026-0002", "modified": "2026-09-20T00:00:00Z", "published": "2026-09-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "crates.io", "name": "hull"},
                      "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}],
    }  # fmt: skip
    (folder / "osv" / "crates.io").mkdir(parents=True)
    (folder / "osv" / "crates.io" / "RUSTSEC-2026-0002.json").write_text(json.dumps(record))
    index = str(folder / "index.sqlite")
    assert main(["advisories", "update", "--from", str(folder / "osv"), "--db", index]) == 0
    capsys.readouterr()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "ferry"\nversion = "0.1.0"\n[dependencies]\nhull = "1"\n')
    (tmp_path / "Cargo.lock").write_text(
        'version = 4\n[[package]]\nname = "ferry"\nversion = "0.1.0"\ndependencies = ["hull"]\n'
        '[[package]]\nname = "hull"\nversion = "1.0.0"\nsource = "registry+https://example.org/index"\n'
    )
    (tmp_path / "deny.toml").write_text(
        "[advisories]\nignore = [\n  'RUSTSEC-2025-0001', # until 2026-12-31\n  'RUSTSEC-2026-0002', # until 2026-12-31\n]\n"
    )
    lines = waive("--list", "--at", "2026-09-20", "--advisories", index)[1].splitlines()
    assert [line.split("  ")[1] for line in lines[2:4]] == ["matches nothing", "ends in 102 days"]


def test_who_only_looks_loads_no_editor(tmp_path: Path) -> None:
    code = "import sys; from troth.cli.__main__ import main; main(sys.argv[1:]); print('tomlkit' in sys.modules, file=sys.stderr)"
    (tmp_path / "troth.toml").write_text("[[waiver]]\ntarget = 'X-1'\n")
    (tmp_path / "SECURITY.md").write_text("We use `cargo-deny`.\n")
    for words in (("waive", "--list", "--root", str(tmp_path)), ("check", str(tmp_path), "--no-tools")):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
        assert done.stderr.splitlines()[-1] == "False"
