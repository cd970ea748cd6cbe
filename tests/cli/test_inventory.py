from __future__ import annotations

import json
from pathlib import Path

import pytest

from troth.cli.__main__ import main

LOCK = """\
[[package]]
name = "harbour"
version = "0.1.0"
dependencies = [
 "mast",
]

[[package]]
name = "mast"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = [
 "sail",
]

[[package]]
name = "sail"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Cargo.lock").write_text(LOCK)
    (tmp_path / "requirements.txt").write_text("rope==1.0\nchisel>=2\n")
    return tmp_path


def test_json_names_every_component_and_gap(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", str(root), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert [each["name"] for each in told["components"]] == ["harbour", "mast", "sail", "rope"]
    assert told["components"][2] == {
        "name": "sail",
        "version": "2.0.0",
        "purl": "pkg:cargo/sail@2.0.0",
        "file": "Cargo.lock",
        "line": 17,
        "ecosystem": "crates.io",
        "direct": False,
        "via": ["mast"],
        "scope": "",
        "origin": "registry",
        "registry": "",
        "commit": "",
        "checksums": [],
        "licence": "",
        "own": True,
    }
    assert told["gaps"] == [
        {"wanted": "chisel", "reason": "chisel>=2 is not pinned", "file": "requirements.txt", "line": 2, "hides": True}
    ]


def test_one_file_alone(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", str(root / "requirements.txt"), "--json"]) == 0
    assert [each["name"] for each in json.loads(capfd.readouterr().out)["components"]] == ["rope"]


def test_the_text_counts_by_file(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", str(root)]) == 0
    out = capfd.readouterr().out
    assert "  3  crates.io  Cargo.lock  1 direct" in out
    assert "requirements.txt:2  chisel>=2 is not pinned" in out
    assert out.endswith("4 components in 2 files · 3 crates.io, 1 PyPI · 1 gap\n")


def test_lists_and_filters(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", str(root), "--list", "--ecosystem", "crates.io"]) == 0
    out = capfd.readouterr().out
    assert "  sail 2.0.0  :17 · by mast" in out
    assert "rope" not in out
    assert main(["inventory", str(root), "--direct"]) == 0
    out = capfd.readouterr().out
    assert "  mast 1.0.0  :9 · direct" in out
    assert "sail" not in out


def test_many_gaps_of_one_kind_are_counted(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "requirements.txt").write_text("".join(f"timber{number}>=2\n" for number in range(9)))
    assert main(["inventory", str(root)]) == 0
    assert "requirements.txt  9 are not pinned: timber0>=2, timber1>=2" in capfd.readouterr().out.replace("\n    ", "")
    assert main(["inventory", str(root), "--gaps"]) == 0
    assert "requirements.txt:9  timber8>=2 is not pinned" in capfd.readouterr().out


def test_an_empty_folder_teaches(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", str(tmp_path)]) == 0
    assert "no lockfile here" in capfd.readouterr().out
    assert main(["inventory", str(tmp_path), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["components"] == []


@pytest.mark.parametrize("name", ["absent", "README.md"])
def test_what_cannot_be_read_says_what_to_do(root: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "README.md").write_text("words")
    assert main(["inventory", str(root / name)]) == 2
    assert "troth" in capfd.readouterr().err
