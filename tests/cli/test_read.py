"""``troth read``: JSON and plain, from a file or standard input; what cannot be read is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from troth.cli.__main__ import main

POLICY = (
    "# Security\n\n## Reporting\n\nWe acknowledge reports within 48 hours.\n\nWe will paint the pier within "
    "3 weeks of spring.\n"
)


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    assert main(["read", "--json", str(tmp_path / "SECURITY.md")]) == 0
    told = json.loads(capsys.readouterr().out)
    (deadline,) = told["commitments"]
    assert (deadline["kind"], deadline["line"], deadline["within"], deadline["severity"]) == (
        "deadline",
        5,
        "PT48H",
        [],
    )
    assert told["unread"] == [{"line": 7, "text": "We will paint the pier within 3 weeks of spring."}]


def test_plain_lines_fit_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY + "\nWe will " + "really " * 40 + "answer within 3 weeks of spring.\n")
    assert main(["read", str(tmp_path / "p.md")]) == 0
    out = capsys.readouterr().out
    assert "deadline" in out
    assert "not understood" in out
    assert all(len(line) <= 80 for line in out.splitlines()[1:])


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(POLICY.encode())))
    assert main(["read", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["document"] == "-"


@pytest.mark.parametrize("data", [b"\x00\x01", None])
def test_what_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None) -> None:
    path = tmp_path / "p.md"
    if data is not None:
        path.write_bytes(data)
    assert main(["read", str(path)]) == 2
    assert "p.md" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [POLICY.encode("utf-16"), b"\xff" + POLICY.encode(), b"\xef\xbb\xbf" + POLICY.encode()]
)
def test_other_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (tmp_path / "p.md").write_bytes(data)
    assert main(["read", "--json", str(tmp_path / "p.md")]) == 0
    assert "PT48H" in capsys.readouterr().out
