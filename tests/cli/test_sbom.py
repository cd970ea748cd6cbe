from __future__ import annotations

import json
from pathlib import Path

import pytest

from bills import papers
from troth.cli.__main__ import main


def sbom(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(("sbom", "check", *words))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps(papers.CYCLONEDX))
    return path


def test_a_bill_in_order_ends_with_0(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = sbom(capsys, str(whole), "--no-compare")
    assert code == 0
    assert "in order" in out
    assert "valid by the official schema of CycloneDX 1.6" in out
    assert "all 7 minimum fields" in out
    assert "all 11 minimum fields" in out


def test_a_bill_with_faults_ends_with_1_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = papers.spdx()
    bill["packages"][1].pop("supplier")
    bill["relationships"][1]["relatedSpdxElement"] = "SPDXRef-anchor"
    path = tmp_path / "bill.spdx.json"
    path.write_text(json.dumps(bill))
    code, out, _ = sbom(capsys, str(path), "--no-compare")
    assert code == 1
    assert "not in order" in out
    assert "supplier name: 1 of 2 components (rope 0.2.1)" in out
    assert "SPDXRef-anchor" in out


def test_json_holds_every_figure(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = sbom(capsys, str(whole), str(whole), "--json", "--no-compare", "--minimum", "ntia")
    told = json.loads(out)
    assert (code, told["schema"], len(told["bills"])) == (0, 1, 2)
    one = told["bills"][0]
    assert (one["form"], one["version"], one["sound"], one["components"], one["compared"]) == (
        "CycloneDX", "1.6", True, 1, False)  # fmt: skip
    assert [each["name"] for each in one["minimums"]] == ["NTIA"]


def test_one_bad_bill_among_good_ones_ends_with_1(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**papers.CYCLONEDX, "components": []}))
    assert sbom(capsys, str(whole), str(bad), "--no-compare")[0] == 1


@pytest.mark.parametrize("content", ["", "{}", "hello", "<a/>"])
def test_what_is_no_bill_ends_with_2(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "paper"
    path.write_text(content)
    code, out, err = sbom(capsys, str(path), "--no-compare")
    assert (code, out) == (2, "")
    assert "paper" in err
    assert "Traceback" not in err


def test_a_file_or_tree_that_is_not_there_ends_with_2(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sbom(capsys, str(tmp_path / "gone"), "--no-compare")[0] == 2
    assert sbom(capsys, str(tmp_path), "--no-compare")[0] == 2
    assert sbom(capsys, str(whole), "--against", str(tmp_path / "gone"))[0] == 2


def test_outside_of_a_checkout_nothing_is_compared(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(whole.parent)
    code, out, _ = sbom(capsys, str(whole))
    assert code == 0
    assert "Lockfiles: not compared" in out


def test_the_command_teaches_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("sbom",)) == 2
    assert "WHAT" in capsys.readouterr().err
